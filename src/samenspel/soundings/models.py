import uuid
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from samenspel.cooperations.models import Cooperation, Role
from samenspel.measures.disclosure import SMALLEST_MINIMUM


class Sounding(models.Model):
    """One round of asking: who was asked what, and from when to when."""

    class State(models.TextChoices):
        CLOSING = "closing", _("wordt afgerond")
        CLOSED = "closed", _("gesloten")

    class Source(models.TextChoices):
        EXAMPLE = "example", _("voorbeeld")
        POLIS = "polis", _("ingelezen uit Polis")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="soundings")
    title = models.CharField(max_length=300)
    introduction = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CLOSING)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    minimum = models.PositiveSmallIntegerField(
        default=SMALLEST_MINIMUM, validators=[MinValueValidator(SMALLEST_MINIMUM)]
    )
    # What reading an import came upon, as shown to whoever leads the cooperation.
    import_report = models.JSONField(default=list, blank=True)
    voices_deleted_after = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Sounding"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        ordering = [F("closed_on").desc(nulls_last=True), "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__gte=SMALLEST_MINIMUM), name="minimum_of_five_or_more"
            )
        ]

    def __str__(self) -> str:
        return self.title


class AskedGroup(models.Model):
    """A group as it was when the sounding asked it. Frozen, so that later edits change nothing."""

    sounding = models.ForeignKey(Sounding, on_delete=models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=250)
    role = models.CharField(max_length=12, choices=Role.choices)
    party = models.CharField(max_length=120, blank=True)
    # Unknown where anybody could take part: then nothing is said about who did not.
    size = models.PositiveIntegerField(null=True)

    objects: ClassVar[models.Manager["AskedGroup"]] = ScopedManager(
        cooperation="sounding__cooperation"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sounding", "position"], name="asked_group_position")
        ]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """A statement that was put to people."""

    class Moderation(models.IntegerChoices):
        OUT = -1, _("niet geplaatst")
        NOT_LOOKED_AT = 0, _("niet beoordeeld")
        ACCEPTED = 1, _("geplaatst")

    sounding = models.ForeignKey(Sounding, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=10_000)
    moderation = models.SmallIntegerField(choices=Moderation.choices, default=Moderation.ACCEPTED)
    is_purpose = models.BooleanField(default=False, help_text="Asks for the purpose itself.")

    objects: ClassVar[models.Manager["Item"]] = ScopedManager(cooperation="sounding__cooperation")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sounding", "number"], name="item_number"),
            models.UniqueConstraint(
                fields=["sounding"], condition=Q(is_purpose=True), name="one_purpose_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"


class Voice(models.Model):
    """A seat without a name in one sounding. Nothing joins it to a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(AskedGroup, on_delete=models.CASCADE, related_name="voices")

    objects: ClassVar[models.Manager["Voice"]] = ScopedManager(
        cooperation="group__sounding__cooperation"
    )

    def __str__(self) -> str:
        return "voice"


class Answer(models.Model):
    """What a voice said on one statement. No time, no sequence: only what was said."""

    class Value(models.IntegerChoices):
        AGREE = 1, _("eens")
        PASS = 0, _("weet niet")
        DISAGREE = -1, _("oneens")

    pk = models.CompositePrimaryKey("voice_id", "item_id")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="answers")
    value = models.SmallIntegerField(choices=Value.choices)

    objects: ClassVar[models.Manager["Answer"]] = ScopedManager(
        cooperation="item__sounding__cooperation"
    )

    def __str__(self) -> str:
        return self.get_value_display()


class Picture(models.Model):
    """What a sounding showed: computed once from released counts, frozen, safe to publish."""

    sounding = models.OneToOneField(Sounding, on_delete=models.CASCADE, related_name="picture")
    version = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField()
    frozen_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Picture"]] = ScopedManager(
        cooperation="sounding__cooperation"
    )

    def __str__(self) -> str:
        return f"{self.sounding_id} v{self.version}"
