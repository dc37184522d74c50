"""Rounds that are closed, with what they showed."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from samenspel.cooperations.models import Cooperation
from samenspel.soundings.instruments.statements.outcome import Outcome, Statement
from samenspel.soundings.models import Item, Sounding
from samenspel.soundings.queries import outcome_of

# Older rounds have had their conversations; their pages stay.
ROUNDS_LOOKED_AT = 3


@dataclass(frozen=True)
class ShownRound:
    """A round that is closed, and its frozen outcome, read once."""

    sounding: Sounding
    outcome: Outcome


@dataclass(frozen=True)
class ToNotice:
    """A statement of a round that is closed.

    words : in Dutch, whatever the language of whoever reads: an agreement keeps these
    """

    sounding: Sounding
    statement: Statement
    words: str


def shown_round(sounding: Sounding) -> ShownRound | None:
    """None as long as its outcome is being made."""
    outcome = outcome_of(sounding)
    return ShownRound(sounding, outcome) if outcome else None


def closed_rounds(cooperation: Cooperation) -> list[ShownRound]:
    """Those that are looked at for reasons to talk; the newest first."""
    return _read(_closed(cooperation)[:ROUNDS_LOOKED_AT])


def rounds_by_id(cooperation: Cooperation, ids: Iterable[UUID]) -> dict[UUID, ShownRound]:
    """Of the rounds with these ids those that are closed."""
    wanted = set(ids)
    found = _read(_closed(cooperation).filter(pk__in=wanted)) if wanted else []
    return {one.sounding.pk: one for one in found}


def statements_to_notice(rounds: Iterable[ShownRound]) -> list[ToNotice]:
    """By one of these an agreement can be noticed. What was asked again is told once."""
    rounds = list(rounds)
    asked = Item.objects.filter(sounding__in=[each.sounding for each in rounds])
    words = {(item.sounding_id, item.number): item.text for item in asked}
    found: dict[str, ToNotice] = {}
    for each in rounds:
        for statement in each.outcome.statements:
            text = words[each.sounding.pk, statement.number]
            found.setdefault(text, ToNotice(each.sounding, statement, text))
    return list(found.values())


def _closed(cooperation: Cooperation) -> QuerySet[Sounding]:
    return Sounding.objects.filter(
        cooperation=cooperation, state=Sounding.State.CLOSED, picture__isnull=False
    ).select_related("picture", "cooperation")


def _read(soundings: Iterable[Sounding]) -> list[ShownRound]:
    return [found for sounding in soundings if (found := shown_round(sounding)) is not None]
