"""What is asked of whom, and what it showed. Nothing here is about a single person."""

import uuid
from datetime import datetime, time, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from samenspel.cooperations.models import Cooperation, Group, Party, Role
from samenspel.measures.disclosure import SMALLEST_MINIMUM


class Sounding(models.Model):
    """One round of asking: who was asked what, and from when to when."""

    class State(models.TextChoices):
        """There is no way back: each state is reached from the one before it only."""

        DRAFT = "draft", _("in voorbereiding")
        PLANNED = "planned", _("staat klaar")
        OPEN = "open", _("open")
        CLOSING = "closing", _("wordt afgerond")
        CLOSED = "closed", _("gesloten")

    class Source(models.TextChoices):
        ASKED = "asked", _("gevraagd met Samenspel")
        EXAMPLE = "example", _("voorbeeld")
        POLIS = "polis", _("ingelezen uit Polis")
        SURVEY = "survey", _("ingelezen uit een tabel")

    class Address(models.TextChoices):
        """How those who are asked are spoken to."""

        FORMAL = "u", _("u")
        INFORMAL = "je", _("je")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="soundings")
    title = models.CharField(_("titel"), max_length=300)
    introduction = models.TextField(_("inleiding"), blank=True)
    title_en = models.CharField(_("titel in het Engels"), max_length=300, blank=True)
    introduction_en = models.TextField(_("inleiding in het Engels"), blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.ASKED)
    # How is asked: the key of a folder in `soundings.instruments`.
    instrument = models.CharField(max_length=20, default="statements", db_default="statements")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CLOSING)
    address = models.CharField(
        _("aanspreekvorm"), max_length=2, choices=Address.choices, default=Address.FORMAL
    )
    # Both days count: open from the start of the first to the end of the last.
    opens_on = models.DateField(_("opent op"), null=True, blank=True)
    closes_on = models.DateField(_("sluit op"), null=True, blank=True)
    may_add = models.BooleanField(
        _("deelnemers mogen zelf stellingen toevoegen"),
        default=False,
    )
    minimum = models.PositiveSmallIntegerField(
        _("kleinste groep die wordt getoond"),
        default=SMALLEST_MINIMUM,
        validators=[MinValueValidator(SMALLEST_MINIMUM)],
    )
    # Typed together with the code of a letter. The same for everybody in the round.
    code = models.CharField(max_length=6, unique=True, null=True, editable=False)  # noqa: DJ001 - unique, and unknown for an import
    # Whoever has this sees the outcome: it is mailed to everybody who was invited.
    outcome_key = models.CharField(max_length=26, unique=True, null=True, editable=False)  # noqa: DJ001 - as above
    # Links and letters that were made again: at most so many people can have answered twice.
    reissued = models.PositiveIntegerField(default=0, editable=False)
    # Who printed the letters last: it does not make them again while they can be answered with.
    letters_made_by = models.ForeignKey(
        Party, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    # Who asks, as it was when this was planned: whoever answers is told the same until the end.
    organisations = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, editable=False
    )
    # What reading an import came upon, as shown to whoever leads the cooperation.
    import_report = models.JSONField(default=list, blank=True)
    # Mails to everybody invited, the same for who took part and who did not.
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)
    reminded_on = models.DateField(null=True, editable=False)
    voices_deleted_after = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Sounding"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        ordering = [F("closes_on").desc(nulls_last=True), "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__gte=SMALLEST_MINIMUM), name="minimum_of_five_or_more"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def closes_at(self) -> datetime | None:
        """The moment from which no answer is taken any more."""
        if self.closes_on is None:
            return None
        return timezone.make_aware(datetime.combine(self.closes_on + timedelta(days=1), time.min))

    @property
    def is_frozen(self) -> bool:
        """Who is asked what can be changed as long as this is a draft, and never after."""
        return self.state != self.State.DRAFT

    @property
    def is_asked_here(self) -> bool:
        return self.source == self.Source.ASKED


class AskedGroup(models.Model):
    """A group as it was when the sounding asked it. Frozen, so that later edits change nothing."""

    sounding = models.ForeignKey(Sounding, on_delete=models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=250)
    role = models.CharField(max_length=12, choices=Role.choices)
    party = models.CharField(max_length=120, blank=True)
    # Unknown where anybody could take part: then nothing is said about who did not.
    size = models.PositiveIntegerField(null=True)
    # What it was made of: one group, or the same role of several organisations, pooled.
    made_of = models.ManyToManyField(Group, related_name="asked_as", blank=True)
    # Anybody who has this address may take part. Their answers are never pooled with others'.
    open_code = models.CharField(max_length=26, unique=True, null=True, editable=False)  # noqa: DJ001 - unique, and only for open links
    letters = models.PositiveIntegerField(
        _("aantal brieven"), default=0, help_text=_("Voor wie geen e-mailadres heeft.")
    )
    # Who is in the group is written by one organisation, its makers, and confirmed by another.
    confirmed_by = models.ForeignKey(
        Party, on_delete=models.SET_NULL, null=True, related_name="lists_confirmed"
    )
    # The names of both, as they were when the round was planned.
    listed_by_names = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, editable=False
    )
    confirmed_by_name = models.CharField(max_length=120, blank=True, editable=False)

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

    @property
    def is_open_link(self) -> bool:
        return self.open_code is not None


class ListMaker(models.Model):
    """Somebody who changed the list of a group since nobody was on it, for an organisation.

    Where an account or an organisation is gone, it is not known who made the list.
    """

    group = models.ForeignKey(AskedGroup, on_delete=models.CASCADE, related_name="makers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    party = models.ForeignKey(Party, on_delete=models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["ListMaker"]] = ScopedManager(
        cooperation="group__sounding__cooperation"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "person", "party"], name="list_maker_once")
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.person_id} {self.party_id}"


class Item(models.Model):
    """A statement that was put to people, or a question."""

    class Moderation(models.IntegerChoices):
        OUT = -1, _("niet geplaatst")
        NOT_LOOKED_AT = 0, _("niet beoordeeld")
        ACCEPTED = 1, _("geplaatst")

    sounding = models.ForeignKey(Sounding, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=10_000)
    text_en = models.TextField(max_length=10_000, blank=True)
    # Positions of the groups that get this statement. None: everybody does.
    only_for = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    added = models.BooleanField(default=False, help_text="Written by somebody who took part.")
    moderation = models.SmallIntegerField(choices=Moderation.choices, default=Moderation.ACCEPTED)
    is_purpose = models.BooleanField(default=False, help_text="Asks for the purpose itself.")
    # What an answer may be, as the urn takes it.
    lowest = models.SmallIntegerField(default=-1, db_default=-1)
    highest = models.SmallIntegerField(default=1, db_default=1)
    # What its instrument knows of it besides, such as what it measures.
    detail = models.JSONField(default=dict, blank=True, db_default={})

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


class Response(models.Model):
    """How many of a group took part, as its leaders may know it while the round is open.

    Counted once a day, and told in steps of the minimum.
    """

    group = models.OneToOneField(
        AskedGroup, on_delete=models.CASCADE, primary_key=True, related_name="response"
    )
    at_least = models.PositiveIntegerField()
    counted_on = models.DateField()

    objects: ClassVar[models.Manager["Response"]] = ScopedManager(
        cooperation="group__sounding__cooperation"
    )

    def __str__(self) -> str:
        return f"{self.group_id}: {self.at_least}"


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
