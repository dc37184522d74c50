"""Working out who works together, after every import."""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from samenspel.atlas.actions.one_import import alone
from samenspel.atlas.models import Dataset, Web
from samenspel.atlas.models.known_years import FIRST_YEAR
from samenspel.atlas.queries.sources import newest_sources
from samenspel.atlas.queries.webs import (
    Facts,
    facts_as_columns,
    facts_on,
    groups_as_column,
)
from samenspel.measures.webs import groups

# Part of the fingerprint: a web that was made in another way is made anew.
_METHOD = 1
# The newest web is looked at most, and it is drawn with how sure it is.
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
        made = [d for d in days if _weave(d, _SEARCHES if d == newest else _SEARCHES_BEFORE)]
        Web.objects.exclude(day__in=days).delete()
    return made


def _first_days(newest: date) -> Iterator[date]:
    for year in range(FIRST_YEAR, newest.year + 1):
        if date(year, 1, 1) < newest:
            yield date(year, 1, 1)


def _weave(day: date, searches: int) -> bool:
    """Whether anything of it changed."""
    facts = facts_on(day)
    if not facts.municipalities:
        return False
    kept = Web.objects.filter(day=day).first() or Web(day=day)
    basis, told = _fingerprint(facts, searches), facts_as_columns(facts)
    if kept.basis == basis and all(getattr(kept, name) == told[name] for name in told):
        return False
    if kept.basis != basis:
        # A search takes a second; where only a name or a region changed, groups are what they were.
        told["groups"] = groups_as_column(groups(facts.takes_part, searches=searches))
    for name, value in {"basis": basis, **told}.items():
        setattr(kept, name, value)
    kept.save()
    return True


def _fingerprint(facts: Facts, searches: int) -> str:
    """Of what groups are made of, and how."""
    keys = [key for key, _name in facts.municipalities]
    members = [(number, places) for number, _title, places in facts.arrangements]
    return sha256(json.dumps([_METHOD, searches, keys, members]).encode()).hexdigest()
