"""Folding: while a round is open its answers go into statistics, so that closing needs no recount.

Nobody sees anything of them before the outcome is made, and they are gone with that.
"""

import uuid
from contextlib import suppress

from django.db import connection, transaction
from django_scopes import scopes_disabled

from samenspel.soundings import queries
from samenspel.soundings.access import counting
from samenspel.soundings.instruments.registry import INSTRUMENTS
from samenspel.soundings.instruments.statements.folding import Changed, Statistics, fold
from samenspel.soundings.models import Sounding

# Whoever changes an answer that is just being folded waits for the batch to end.
_MOST_PEOPLE = 500
# Fewer came in while the batch before was folded.
_FEW = 50
_MOST_BATCHES = 200
# With more of them, closing takes longer than with counting everything anew.
_MOST_BATCHES_AT_CLOSING = 20


def rounds_to_fold() -> list[uuid.UUID]:
    with scopes_disabled():
        found = Sounding.objects.filter(
            state=Sounding.State.OPEN,
            source=Sounding.Source.ASKED,
            instrument__in=[each.key for each in INSTRUMENTS.values() if each.folds],
        )
        return list(found.values_list("pk", flat=True))


def fold_answers(*, sounding_id: uuid.UUID) -> int:
    """Fold what came in since the last time, in batches. Gives the number of people.

    Of a group at least the minimum at once, so that the difference between two statistics is never
    that of a few; fewer wait.
    """
    with scopes_disabled():
        found = Sounding.objects.filter(pk=sounding_id, state=Sounding.State.OPEN).first()
    if found is None:
        return 0
    return _fold(sounding_id, smallest=found.minimum, enough=_FEW, batches=_MOST_BATCHES)


def fold_the_rest(sounding_id: uuid.UUID) -> None:
    """What waits when a round closes, where anything was folded before. Part of closing.

    Where it cannot be done the outcome is counted anew from the answers.
    """
    with suppress(ValueError):
        with transaction.atomic(), counting():
            is_worth_it = bool(queries.statistics_of(sounding_id))
        if is_worth_it:
            _fold(sounding_id, smallest=1, enough=1, batches=_MOST_BATCHES_AT_CLOSING)


def _fold(sounding_id: uuid.UUID, *, smallest: int, enough: int, batches: int) -> int:
    total = 0
    for _batch in range(batches):
        folded = _fold_batch(sounding_id, smallest)
        total += folded
        if folded < enough:
            break
    return total


@transaction.atomic
def _fold_batch(sounding_id: uuid.UUID, smallest: int) -> int:
    """All of it or nothing: what is marked as folded, and the statistics of it."""
    with counting():
        taken = _take_waiting(sounding_id, smallest)
        if taken:
            known = queries.statistics_of(sounding_id)
            for group, people in taken.items():
                _keep(sounding_id, group, fold(known.get(group), people))
    return sum(map(len, taken.values()))


def _take_waiting(sounding_id: uuid.UUID, smallest: int) -> dict[int, list[Changed]]:
    taken: dict[int, list[Changed]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked_group, items, said, items_before, said_before"
            " FROM urn.take_waiting(%s, %s, %s)",
            [sounding_id, smallest, _MOST_PEOPLE],
        )
        for group, items, said, items_before, said_before in cursor.fetchall():
            now, before = (items or (), said or ()), (items_before or (), said_before or ())
            taken.setdefault(group, []).append(Changed(now, before))
    return taken


def _keep(sounding_id: uuid.UUID, group: int, statistics: Statistics) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT urn.keep_statistics(%s, %s, %s, %s)",
            [sounding_id, group, list(statistics.items), statistics.to_bytes()],
        )
