"""How much a round asks of each group, and how much that group was asked in the year before."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from samenspel.soundings.instruments.instrument import Instrument
from samenspel.soundings.instruments.registry import instrument_of
from samenspel.soundings.models import AskedGroup, Item, Sounding
from samenspel.soundings.rules import BEFORE_OPENING

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class AskedOfGroup:
    """
    questions, minutes : in the round that is prepared
    rounds_before, minutes_before : of the rounds that opened in the year before
    """

    group: AskedGroup
    questions: int
    minutes: int
    rounds_before: int
    minutes_before: int


def asked_of_groups(sounding: Sounding, *, today: date) -> list[AskedOfGroup]:
    """For each group of a round. What people spent before is by the same rule of thumb."""
    groups = list(_with_parts(AskedGroup.objects.filter(sounding=sounding)))
    rounds = _rounds_of_the_year(sounding, today)
    before: dict[UUID, list[AskedGroup]] = defaultdict(list)
    for group in _with_parts(AskedGroup.objects.filter(sounding__in=list(rounds))):
        before[group.sounding_id].append(group)
    for_whom = _for_whom([sounding.pk, *rounds])
    here = instrument_of(sounding.instrument)
    found = []
    for group in groups:
        number = _number(for_whom[sounding.pk], [group])
        spent = [
            _minutes(rounds[key], _number(for_whom[key], same))
            for key, asked in before.items()
            if (same := [other for other in asked if _are_the_same_people(group, other)])
        ]
        found.append(
            AskedOfGroup(
                group=group,
                questions=number,
                minutes=_minutes(here, number),
                rounds_before=len(spent),
                minutes_before=sum(spent),
            )
        )
    return found


def _with_parts(groups: QuerySet[AskedGroup]) -> QuerySet[AskedGroup]:
    return groups.prefetch_related("made_of").order_by("position")


def _rounds_of_the_year(sounding: Sounding, today: date) -> dict[UUID, Instrument]:
    """The other rounds of this cooperation that were asked here, or are being asked."""
    rounds = (
        Sounding.objects.filter(
            cooperation=sounding.cooperation_id, opens_on__gt=today - YEAR, opens_on__lte=today
        )
        .exclude(pk=sounding.pk)
        .exclude(state__in=BEFORE_OPENING)
        .exclude(source=Sounding.Source.POLIS)
        .order_by("opens_on")
        .values_list("pk", "instrument")
    )
    return {key: instrument_of(name) for key, name in rounds}


def _for_whom(soundings: list[UUID]) -> dict[UUID, list[list[int]]]:
    """Of each thing that a round asks: the positions of the groups that get it."""
    found: dict[UUID, list[list[int]]] = defaultdict(list)
    rows = Item.objects.filter(sounding__in=soundings).exclude(moderation=Item.Moderation.OUT)
    for key, only_for in rows.order_by().values_list("sounding", "only_for"):
        found[key].append(only_for)
    return found


def _number(for_whom: list[list[int]], groups: list[AskedGroup]) -> int:
    """How many are asked of somebody who is in one of these groups: the most that it can be."""
    return max(
        sum(1 for only_for in for_whom if not only_for or group.position in only_for)
        for group in groups
    )


def _minutes(instrument: Instrument, number: int) -> int:
    return instrument.minutes(number) if number else 0


def _are_the_same_people(group: AskedGroup, other: AskedGroup) -> bool:
    """Whether somebody can be in both."""
    if group.is_open_link or other.is_open_link:
        return group.role == other.role and group.is_open_link == other.is_open_link
    if {each.pk for each in group.made_of.all()} & {each.pk for each in other.made_of.all()}:
        return True
    # The groups of the cooperation may be others by now. Without an organisation it is of all.
    return group.role == other.role and (
        group.party == other.party or not group.party or not other.party
    )
