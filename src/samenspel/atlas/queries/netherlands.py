"""All municipalities of a day with what is told of each, and the outlines to draw them in."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from samenspel.atlas.models import Organisation
from samenspel.atlas.queries.inhabitants import counted_on
from samenspel.atlas.queries.on_a_day import municipalities_on, participations_on
from samenspel.atlas.queries.outlines import Outline, outlines_on
from samenspel.atlas.queries.provinces import Provinces, provinces_on
from samenspel.atlas.queries.sources import newest_read
from samenspel.atlas.queries.succession import succession


@dataclass(frozen=True, slots=True)
class Municipality:
    key: str
    name: str
    arrangements: int
    partners: int
    """other municipalities with which it shares at least one of these"""
    inhabitants: int | None
    amalgamated: date | None
    """when it was last made of others or grew by them; None where no source tells"""


@dataclass(frozen=True, slots=True)
class Shared:
    """An outline, with the municipalities that lay in it on the day."""

    outline: Outline
    members: Sequence[Municipality]


@dataclass(frozen=True)
class Netherlands:
    day: date
    municipalities: Sequence[Municipality]
    outlines: Sequence[Shared]
    outlines_of: int | None
    """the year of the outlines; None where there are none"""
    provinces: Provinces
    population_of: int | None
    """the newest year of the numbers of inhabitants"""


def netherlands_on(day: date) -> Netherlands:
    """Eight queries, however much there is, and one for a day that was asked before.

    Every import that changes something leaves a source behind: what was found before the newest
    of them is not used again.
    """
    version = newest_read()
    return _found(day) if version is None else _kept(version, day)


@lru_cache(maxsize=8)
def _kept(_version: int, day: date) -> Netherlands:
    return _found(day)


def _found(day: date) -> Netherlands:
    steps = succession()
    counted = counted_on(day)
    municipalities = _municipalities(day, counted, steps.newest_into(day))
    drawn, outlines_of = outlines_on(day, [each.key for each in municipalities], steps)
    by_key = {each.key: each for each in municipalities}
    codes = [*by_key, *(outline.code for outline in drawn)]
    return Netherlands(
        day,
        municipalities,
        [Shared(outline, [by_key[key] for key in outline.members]) for outline in drawn],
        outlines_of,
        provinces_on(day, codes, steps),
        max((counted[key][1] for key in by_key if key in counted), default=None),
    )


def _municipalities(
    day: date, counted: dict[str, tuple[int, int]], amalgamated: dict[str, date]
) -> list[Municipality]:
    there = municipalities_on(day).values_list("pk", "key", "short_name", "name")
    rows = list(there)
    arrangements, partners = shared_by([row[0] for row in rows], day)
    return [
        Municipality(
            key=key,
            name=short_name or name,
            arrangements=arrangements[pk],
            partners=partners[pk],
            inhabitants=counted[key][0] if key in counted else None,
            amalgamated=amalgamated.get(key),
        )
        for pk, key, short_name, name in rows
    ]


def shared_by(organisations: Sequence[int], day: date) -> tuple[dict[int, int], dict[int, int]]:
    """Of each: in how many arrangements it takes part, and with how many of the others.

    One query. Who is with whom is kept as bits, so that a few hundred of them cost nothing.
    """
    place = {pk: number for number, pk in enumerate(organisations)}
    rows = participations_on(day).filter(organisation__kind=Organisation.Kind.MUNICIPALITY)
    by_arrangement: dict[int, list[int]] = defaultdict(list)
    for arrangement, organisation in rows.values_list("arrangement_id", "organisation_id"):
        if organisation in place:
            by_arrangement[arrangement].append(organisation)
    counts, together = dict.fromkeys(organisations, 0), dict.fromkeys(organisations, 0)
    for there in by_arrangement.values():
        bits = sum(1 << place[organisation] for organisation in there)
        for organisation in there:
            counts[organisation] += 1
            together[organisation] |= bits
    partners = {pk: (bits & ~(1 << place[pk])).bit_count() for pk, bits in together.items()}
    return counts, partners
