"""Two people can have one page open. Who comes second is told so, and loses nothing."""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.duties.models import Plan, Round

OF_A_PLAN = (
    "form",
    "starts_on",
    "councils_are_party",
    "province_takes_part",
    "draft_received_on",
    "first_year",
    "budget_decided_on",
    "accounts_decided_on",
    "evaluated_on",
    "displayed_on",
    "advised_on",
    "remind_weeks",
)
OF_A_ROUND = ("subject", "title", "budget_year", "received_on", "agreed_on")


def mark_of(*values: object) -> str:
    """The same for the same values. Stands in a form, and comes back with it."""
    return sha256(repr([str(value) for value in values]).encode()).hexdigest()[:20]


def mark_of_plan(plan: Plan | None) -> str:
    return mark_of(*(getattr(plan, field, None) for field in OF_A_PLAN))


def mark_of_round(found: Round) -> str:
    councils = sorted(found.councils.values_list("party_id", flat=True))
    return mark_of(*(getattr(found, field) for field in OF_A_ROUND), councils)


def require_seen(seen: str | None, now: str) -> None:
    """seen : the mark of what was on screen; None where nobody looks"""
    if seen is not None and seen != now:
        raise ValidationError(
            _(
                "Intussen heeft iemand anders dit veranderd. Hieronder leest u wat er nu staat. "
                "Wilt u uw tekst toch bewaren, kies dan nog een keer Opslaan."
            ),
            code="changed-meanwhile",
        )
