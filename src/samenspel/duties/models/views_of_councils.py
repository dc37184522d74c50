import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from samenspel.cooperations.models import Cooperation, Party
from samenspel.duties.models.plan import DAYS, FIRST_YEAR, LAST_YEAR
from samenspel.pages.visible import validate_visible

LONGEST_TEXT = 4_000


class Round(models.Model):
    """Councils are asked for their view on one document."""

    class Subject(models.TextChoices):
        ARRANGEMENT = "arrangement", _("het ontwerp van de regeling")
        BUDGET = "budget", _("de ontwerpbegroting")
        OTHER = "other", _("een ander besluit")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="view_rounds"
    )
    subject = models.CharField(
        _("waarover"), max_length=12, choices=Subject.choices, default=Subject.ARRANGEMENT
    )
    title = models.CharField(_("naam van het stuk"), max_length=160, validators=[validate_visible])
    budget_year = models.PositiveIntegerField(_("begrotingsjaar"), null=True, blank=True)
    received_on = models.DateField(_("wanneer de raden het stuk krijgen"), validators=DAYS)
    # Where the law names no term, or where more time was agreed.
    agreed_on = models.DateField(
        _("afgesproken laatste dag"), null=True, blank=True, validators=DAYS
    )
    ticket = models.UUIDField(null=True, editable=False)
    started_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Round"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        ordering = ["-received_on", "-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "ticket"], name="round_started_once"),
            models.CheckConstraint(
                condition=~Q(subject="budget") | Q(budget_year__range=(FIRST_YEAR, LAST_YEAR)),
                name="budget_round_has_a_year",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CouncilView(models.Model):
    """One council in a round. What became of it stands in its versions."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="councils")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager["CouncilView"]] = ScopedManager(
        cooperation="round__cooperation"
    )

    class Meta:
        ordering = ["party__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "party"], name="council_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.party_id}"


class ViewVersion(models.Model):
    """What a council said and was answered, as written at one time. Added and never changed."""

    class Said(models.TextChoices):
        NOTHING_YET = "", _("nog niets gehoord")
        NO_VIEW = "none", _("de raad geeft geen zienswijze")
        VIEW = "view", _("de raad gaf een zienswijze")

    class DealtWith(models.TextChoices):
        NOT_YET = "", _("nog niet beantwoord")
        TAKEN_OVER = "taken", _("overgenomen")
        IN_PART = "part", _("voor een deel overgenomen")
        NOT_TAKEN_OVER = "not", _("niet overgenomen")

    council = models.ForeignKey(CouncilView, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    asked_on = models.DateField(
        _("wanneer deze raad het stuk kreeg"), null=True, blank=True, validators=DAYS
    )
    said = models.CharField(
        _("wat de raad liet weten"), max_length=4, choices=Said.choices, blank=True
    )
    received_on = models.DateField(
        _("wanneer u dat ontving"), null=True, blank=True, validators=DAYS
    )
    view = models.TextField(_("de zienswijze"), max_length=LONGEST_TEXT, blank=True)
    dealt_with = models.CharField(
        _("wat u ermee deed"), max_length=5, choices=DealtWith.choices, blank=True
    )
    answer = models.TextField(_("uw antwoord, met redenen"), max_length=LONGEST_TEXT, blank=True)
    answered_on = models.DateField(
        _("wanneer u antwoordde"), null=True, blank=True, validators=DAYS
    )
    # A name and not a person: it must survive the account.
    written_by = models.CharField(max_length=254)
    written_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager["ViewVersion"]] = ScopedManager(
        cooperation="council__round__cooperation"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="view_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.council_id} v{self.number}"

    @property
    def heard_on(self) -> date | None:
        return self.received_on if self.said else None
