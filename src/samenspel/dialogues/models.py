"""Conversations, what was heard in them, and what was agreed."""

import uuid
from datetime import date
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from samenspel.cooperations.models import Cooperation, Group
from samenspel.pages.visible import validate_visible
from samenspel.soundings.models import Sounding

LONGEST_TEXT = 4_000
# A year of two digits is a slip of the hand.
_DAYS = (
    MinValueValidator(date(2000, 1, 1), message=_("Kies een dag na 1999. Klopt het jaar?")),
    MaxValueValidator(date(2099, 12, 31), message=_("Kies een dag voor 2100. Klopt het jaar?")),
)


class Dialogue(models.Model):
    """A meeting, with or without cues. A cooperation may begin here, without any measuring."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="dialogues")
    title = models.CharField(
        _("waarover"),
        max_length=160,
        validators=[validate_visible],
        help_text=_("In een paar woorden, zoals “wat medewerkers missen in de bedoeling”."),
    )
    day = models.DateField(_("datum"), null=True, blank=True, validators=_DAYS)
    begins_at = models.TimeField(_("tijd"), null=True, blank=True)
    place = models.CharField(_("plaats"), max_length=160, blank=True)
    groups = models.ManyToManyField(
        Group, verbose_name=_("groepen"), related_name="dialogues", blank=True
    )
    others = models.CharField(
        _("wie nog meer"),
        max_length=300,
        blank=True,
        help_text=_("Mensen of organisaties die niet bij een groep horen."),
    )
    called_off = models.BooleanField(default=False, editable=False)
    # Of the form it was planned with: that form sent twice makes one conversation.
    ticket = models.UUIDField(null=True, editable=False)
    planned_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Dialogue"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        ordering = [F("day").desc(nulls_first=True), "-planned_at"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "ticket"], name="dialogue_planned_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_held(self) -> bool:
        """Somebody wrote down what was heard. That a day has passed says nothing."""
        return bool(self.heard.all())

    @property
    def held_on(self) -> date | None:
        """The day that was planned or, where none was, on which the first words were written."""
        written = [each.written_at for each in self.heard.all()]
        if not written:
            return None
        return self.day or timezone.localdate(min(written))


class CueOnTheTable(models.Model):
    """A cue that a conversation is about. The cue itself follows from the frozen outcome."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="cues")
    sounding = models.ForeignKey(Sounding, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)

    objects: ClassVar[models.Manager["CueOnTheTable"]] = ScopedManager(
        cooperation="dialogue__cooperation"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "sounding", "key"], name="cue_on_the_table_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dialogue_id} {self.key}"


class CueSetAside(models.Model):
    """A cue that nobody is going to talk about, and why."""

    sounding = models.ForeignKey(Sounding, on_delete=models.CASCADE, related_name="cues_set_aside")
    key = models.CharField(max_length=60)
    reason = models.CharField(_("waarom"), max_length=300, validators=[validate_visible])
    # A name and not a person: it must survive the account.
    set_aside_by = models.CharField(max_length=254)
    set_aside_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["CueSetAside"]] = ScopedManager(
        cooperation="sounding__cooperation"
    )

    class Meta:
        ordering = ["-set_aside_at"]
        constraints = [
            models.UniqueConstraint(fields=["sounding", "key"], name="cue_set_aside_once")
        ]

    def __str__(self) -> str:
        return f"{self.sounding_id} {self.key}"


class Heard(models.Model):
    """What was heard in a conversation, as it was written at one time.

    Everybody who works on the cooperation can correct it; versions are added and never changed.
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="heard")
    number = models.PositiveIntegerField()
    seen = models.TextField(_("Wat zien we?"), max_length=LONGEST_TEXT, blank=True)
    meant = models.TextField(_("Wat betekent het?"), max_length=LONGEST_TEXT, blank=True)
    wanted = models.TextField(_("Wat willen we?"), max_length=LONGEST_TEXT, blank=True)
    written_by = models.CharField(max_length=254)
    written_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["Heard"]] = ScopedManager(cooperation="dialogue__cooperation")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "number"], name="heard_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.dialogue_id} v{self.number}"


class Agreement(models.Model):
    """What was agreed: who does what, by when, and by which statement one should notice it."""

    class State(models.TextChoices):
        RUNNING = "running", _("loopt")
        KEPT = "kept", _("gedaan")
        CHANGED = "changed", _("anders gedaan")
        DROPPED = "dropped", _("niet gedaan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="agreements"
    )
    dialogue = models.ForeignKey(
        Dialogue, on_delete=models.SET_NULL, null=True, related_name="agreements"
    )
    what = models.CharField(_("wat"), max_length=300, validators=[validate_visible])
    who = models.CharField(
        _("wie"),
        max_length=160,
        validators=[validate_visible],
        help_text=_("Een organisatie, een groep of een rol."),
    )
    by_when = models.DateField(_("wanneer klaar"), null=True, blank=True, validators=_DAYS)
    # In its words and not by its number: the next round may number it otherwise.
    noticed_by = models.TextField(_("waaraan u het moet merken"), max_length=10_000, blank=True)
    noticed_in = models.ForeignKey(
        Sounding, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    look_again_on = models.DateField(
        _("wanneer u opnieuw kijkt"), null=True, blank=True, validators=_DAYS
    )
    state = models.CharField(
        _("hoe staat het ervoor"), max_length=8, choices=State.choices, default=State.RUNNING
    )
    what_came_of_it = models.TextField(_("wat ervan kwam"), max_length=1_000, blank=True)
    looked_back_at = models.DateTimeField(null=True, editable=False)
    ticket = models.UUIDField(null=True, editable=False)
    agreed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Agreement"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        ordering = ["-agreed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(noticed_in=None) | ~Q(noticed_by=""), name="noticed_by_a_statement"
            ),
            models.UniqueConstraint(fields=["cooperation", "ticket"], name="agreed_once"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def agreed_on(self) -> date:
        """The day of the conversation, where it was written down then or later."""
        written = timezone.localdate(self.agreed_at)
        day = self.dialogue.day if self.dialogue else None
        return day if day and day <= written else written
