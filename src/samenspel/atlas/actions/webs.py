"""Working out who works together, after every import."""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256

import numpy as np

from samenspel.atlas.actions.one_import import alone
from samenspel.atlas.models import Dataset, Web
from samenspel.atlas.models.known_years import FIRST_YEAR
from samenspel.atlas.queries.divisions import DivisionKind
from samenspel.atlas.queries.sources import newest_sources
from samenspel.atlas.queries.webs import (
    Facts,
    areas_as_column,
    facts_as_columns,
    facts_on,
    groups_as_column,
)
from samenspel.measures.area_webs import AreaWeb, area_web
from samenspel.measures.webs import betweenness, collaboration_weights, groups

# Part of the fingerprint: a web that was made in another way is made anew.
_METHOD = 2
# The newest web is looked at most: it is drawn with how sure it is and who lies between others.
_SEARCHES, _SEARCHES_BEFORE = 20, 5


def weave_webs() -> list[date]:
    """Make the web of the newest day of the register, and of each 1 January before it.

    What is as it was is left alone; a web of another day than these is dropped. Returns the days
    of those that were made.
    """
    with alone():
        sources = newest_sources([Dataset.REGISTER])
        if not sources:
            return []
        newest = sources[0].day
        days = [*_first_days(newest), newest]
        made = [day for day in days if _weave(day, is_newest=day == newest)]
        Web.objects.exclude(day__in=days).delete()
    return made


def _first_days(newest: date) -> Iterator[date]:
    for year in range(FIRST_YEAR, newest.year + 1):
        if date(year, 1, 1) < newest:
            yield date(year, 1, 1)


def _weave(day: date, *, is_newest: bool) -> bool:
    """Whether anything of it changed."""
    facts = facts_on(day)
    if not facts.municipalities:
        return False
    searches = _SEARCHES if is_newest else _SEARCHES_BEFORE
    kept = Web.objects.filter(day=day).first() or Web(day=day)
    basis, told = _fingerprint(facts, searches), facts_as_columns(facts)
    if kept.basis == basis and all(getattr(kept, name) == told[name] for name in told):
        return False
    told["areas"] = areas_as_column(_areas(facts))
    if kept.basis != basis:
        # It takes seconds; where only a name or a region changed, groups are what they were.
        told["groups"] = groups_as_column(groups(facts.takes_part, searches=searches))
        told["betweenness"] = _betweenness(facts) if is_newest else None
    for name, value in {"basis": basis, **told}.items():
        setattr(kept, name, value)
    kept.save()
    return True


def _areas(facts: Facts) -> dict[DivisionKind, AreaWeb]:
    return {
        each.kind: area_web(
            facts.takes_part, np.array(each.of, dtype=np.int64), areas=len(each.regions)
        )
        for each in facts.divisions
    }


def _betweenness(facts: Facts) -> list[float]:
    found: list[float] = betweenness(collaboration_weights(facts.takes_part)).round(6).tolist()
    return found


def _fingerprint(facts: Facts, searches: int) -> str:
    """Of what groups are made of, and how."""
    keys = [key for key, _name in facts.municipalities]
    members = [(number, places) for number, _title, places in facts.arrangements]
    return sha256(json.dumps([_METHOD, searches, keys, members]).encode()).hexdigest()
