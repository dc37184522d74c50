"""What was agreed, and the statement by which one should notice it, in one round and a later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from samenspel.cooperations.models import Cooperation
from samenspel.dialogues.models import Agreement
from samenspel.dialogues.queries.rounds import ShownRound, rounds_by_id
from samenspel.soundings.instruments.statements.outcome import Statement
from samenspel.soundings.models import Item, Sounding
from samenspel.soundings.rules import BEFORE_OPENING


@dataclass(frozen=True)
class InRound:
    """One statement as a round showed it."""

    shown: ShownRound
    statement: Statement

    @property
    def sounding(self) -> Sounding:
        return self.shown.sounding


@dataclass(frozen=True)
class Noticed:
    """By what an agreement should be noticed: before it was agreed, and in a round since.

    coming : the first round to come that asks it again
    """

    before: InRound
    after: InRound | None
    coming: Sounding | None


def agreements_of(cooperation: Cooperation) -> QuerySet[Agreement]:
    return Agreement.objects.filter(cooperation=cooperation).select_related(
        "cooperation", "dialogue"
    )


def agreements_from(sounding: Sounding) -> QuerySet[Agreement]:
    """That followed from a round: it was talked about, or holds what they are noticed by."""
    return agreements_of(sounding.cooperation).filter(
        Q(noticed_in=sounding)
        | Q(pk__in=Agreement.objects.filter(dialogue__cues__sounding=sounding))
    )


def asked_again_in(sounding: Sounding) -> list[Agreement]:
    """Agreements of which the statement stands in this round, and comes from another."""
    items = Item.objects.filter(sounding=sounding)
    details = items.values_list("detail", flat=True)
    of_same_key = Q(
        noticed_in__items__text=F("noticed_by"),
        noticed_in__items__detail__key__in=[one["key"] for one in details if "key" in one],
    )
    found = agreements_of(sounding.cooperation).exclude(noticed_in=None)
    # Which of these are really the same question is for `noticed` to say.
    return list(
        found.exclude(noticed_in=sounding)
        .filter(Q(noticed_by__in=items.values("text")) | of_same_key)
        .distinct()
    )


def noticed(
    cooperation: Cooperation,
    agreements: Iterable[Agreement],
    *,
    later: Sounding | None = None,
    read: Iterable[ShownRound] = (),
    with_prepared: bool = False,
) -> dict[UUID, Noticed]:
    """By the id of the agreement. Costs as many queries for many agreements as for one.

    later : the round to compare with; None for the newest since
    read : rounds that were read already
    with_prepared : rounds that are still prepared count as rounds to come. Not for everybody
    """
    wanted = [one for one in agreements if one.noticed_in_id is not None]
    if not wanted:
        return {}
    places = _places(cooperation, wanted)
    rounds = {each.pk: each for each in _rounds_in_short(cooperation)}
    found = {}
    for one in wanted:
        asked = places.get((one.noticed_in_id, one.noticed_by), {})
        before = rounds.get(one.noticed_in_id or UUID(int=0))
        if before is None or before.pk not in asked:
            continue
        others = [rounds[pk] for pk in asked if pk != before.pk]
        since = [
            each
            for each in others
            if each.state == Sounding.State.CLOSED
            and _place(each) > _place(before)
            and _place(each)[0] > one.agreed_on
            and (later is None or each.pk == later.pk)
        ]
        found[one.pk] = _Found(
            asked=asked,
            before=before,
            after=max(since, key=_place, default=None),
            coming=_first_to_come(others, with_prepared=with_prepared),
        )
    return _read(cooperation, found, {each.sounding.pk: each for each in read})


# The furthest first.
_TO_COME = (
    Sounding.State.CLOSING,
    Sounding.State.OPEN,
    Sounding.State.PLANNED,
    Sounding.State.DRAFT,
)


def _first_to_come(rounds: Iterable[Sounding], *, with_prepared: bool) -> Sounding | None:
    told = [each for each in rounds if with_prepared or each.state not in BEFORE_OPENING]
    return next((each for state in _TO_COME for each in told if each.state == state), None)


def _rounds_in_short(cooperation: Cooperation) -> QuerySet[Sounding]:
    return Sounding.objects.filter(cooperation=cooperation).only(
        "title", "title_en", "state", "instrument", "opens_on", "closes_on", "created_at"
    )


def _place(sounding: Sounding) -> tuple[date, datetime]:
    """Of a round among the others. One that tells no day was read in: then that is what counts."""
    return sounding.closes_on or timezone.localdate(sounding.created_at), sounding.created_at


class _Known(NamedTuple):
    """What makes a question of one round the same as one of another."""

    instrument: str
    words: str
    about: str


_Numbers = Mapping[UUID, int]
"""the number that a statement has in each round that asks it"""


def _places(
    cooperation: Cooperation, agreements: Sequence[Agreement]
) -> dict[tuple[UUID | None, str], _Numbers]:
    """Where it is asked what an agreement is noticed by, for its round and words."""
    texts = {one.noticed_by for one in agreements}
    own = Item.objects.filter(
        sounding__in={one.noticed_in_id for one in agreements}, text__in=texts
    )
    known = {(row.sounding, row.text): _known(row) for row in _rows(own)}
    keys = {which.words for which in known.values()}
    items = (
        Item.objects.filter(sounding__cooperation=cooperation)
        .filter(Q(text__in=texts) | Q(detail__key__in=keys))
        .exclude(moderation=Item.Moderation.OUT)
    )
    places: dict[_Known, dict[UUID, int]] = {}
    for row in _rows(items):
        places.setdefault(_known(row), {}).setdefault(row.sounding, row.number)
    return {name: places.get(which, {}) for name, which in known.items()}


class _Row(NamedTuple):
    sounding: UUID
    instrument: str
    number: int
    text: str
    detail: Mapping[str, str]


def _rows(items: QuerySet[Item]) -> list[_Row]:
    return [
        _Row(*row)
        for row in items.values_list(
            "sounding_id", "sounding__instrument", "number", "text", "detail"
        )
    ]


def _known(row: _Row) -> _Known:
    """By its words, or by its key where its instrument gave it one."""
    return _Known(row.instrument, row.detail.get("key") or row.text, row.detail.get("about", ""))


@dataclass(frozen=True)
class _Found:
    asked: _Numbers
    before: Sounding
    after: Sounding | None
    coming: Sounding | None


def _read(
    cooperation: Cooperation, found: Mapping[UUID, _Found], known: Mapping[UUID, ShownRound]
) -> dict[UUID, Noticed]:
    needed = {each.pk for one in found.values() for each in (one.before, one.after) if each}
    rounds = {**known, **rounds_by_id(cooperation, needed - set(known))}
    read = {}
    for agreement, one in found.items():
        before = _in_round(rounds, one.asked, one.before)
        if before is not None:
            after = _in_round(rounds, one.asked, one.after)
            read[agreement] = Noticed(before, after, one.coming)
    return read


def _in_round(
    rounds: Mapping[UUID, ShownRound], asked: _Numbers, sounding: Sounding | None
) -> InRound | None:
    shown = rounds.get(sounding.pk) if sounding else None
    statement = shown.outcome.statement(asked[shown.sounding.pk]) if shown else None
    return InRound(shown, statement) if shown and statement else None
