import uuid
from datetime import date
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from samenspel.cooperations.models import Cooperation, Form

FIRST_YEAR, LAST_YEAR = 2000, 2099
_FIRST_DAY, _LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
# A year of two digits is a slip of the hand.
DAYS = (
    MinValueValidator(date(FIRST_YEAR, 1, 1), message=_("Kies een dag na 1999. Klopt het jaar?")),
    MaxValueValidator(
        date(LAST_YEAR, 12, 31), message=_("Kies een dag voor 2100. Klopt het jaar?")
    ),
)
_YEARS = (
    MinValueValidator(FIRST_YEAR, message=_("Kies een jaar na 1999.")),
    MaxValueValidator(LAST_YEAR, message=_("Kies een jaar voor 2100.")),
)


class Ahead(models.IntegerChoices):
    """How many weeks ahead leaders are reminded."""

    NEVER = 0, _("geen herinnering")
    TWO = 2, _("twee weken van tevoren")
    FOUR = 4, _("vier weken van tevoren")
    SIX = 6, _("zes weken van tevoren")
    EIGHT = 8, _("acht weken van tevoren")


class Plan(models.Model):
    """The form that is looked at, and the days that the terms of the law are counted from.

    The form may be another than the one the cooperation has: somebody may look ahead.
    """

    # Part of what names an entry in calendars of others, so it never changes.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cooperation = models.OneToOneField(
        Cooperation, on_delete=models.CASCADE, related_name="duties_plan"
    )
    form = models.CharField(_("vorm"), max_length=14, choices=Form.choices)
    starts_on = models.DateField(
        _("wanneer de regeling begint"),
        null=True,
        blank=True,
        validators=DAYS,
        help_text=_("De dag waarop zij in werking treedt, of treden moet."),
    )
    councils_are_party = models.BooleanField(
        _("de raden sluiten de regeling zelf, of sluiten mee"), default=False
    )
    province_takes_part = models.BooleanField(_("er doet een provincie mee"), default=False)
    draft_received_on = models.DateField(
        _("wanneer de raden het ontwerp krijgen"), null=True, blank=True, validators=DAYS
    )
    first_year = models.PositiveIntegerField(
        _("eerste jaar met een eigen begroting"), null=True, blank=True, validators=_YEARS
    )
    budget_decided_on = models.DateField(
        _("wanneer het bestuur de volgende begroting vaststelt"),
        null=True,
        blank=True,
        validators=DAYS,
        help_text=_("De begroting voor het jaar erna."),
    )
    accounts_decided_on = models.DateField(
        _("wanneer het bestuur de jaarrekening vaststelt"),
        null=True,
        blank=True,
        validators=DAYS,
        help_text=_("De jaarrekening over het jaar ervoor."),
    )
    evaluated_on = models.DateField(
        _("wanneer u de regeling evalueert"), null=True, blank=True, validators=DAYS
    )
    displayed_on = models.DateField(
        _("wanneer het herindelingsontwerp ter inzage gaat"),
        null=True,
        blank=True,
        validators=DAYS,
    )
    advised_on = models.DateField(
        _("wanneer de minister het herindelingsadvies ontvangt"),
        null=True,
        blank=True,
        validators=DAYS,
    )
    remind_weeks = models.PositiveSmallIntegerField(
        _("herinnering per e-mail aan de leiders"), choices=Ahead.choices, default=Ahead.FOUR
    )
    # The right to read the calendar without signing in; none until somebody asks for it.
    feed_key = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001 - several may have none
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Plan"]] = ScopedManager(cooperation="cooperation")

    def __str__(self) -> str:
        return f"{self.cooperation_id} {self.form}"
