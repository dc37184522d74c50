"""Working out who works together, after every import."""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from django.db import transaction

from samenspel.atlas.models import Dataset, Web
from samenspel.atlas.queries.sources import newest_sources
from samenspel.atlas.queries.webs import Facts, as_columns, facts_on
from samenspel.measures.webs import groups

FIRST_YEAR = 2015
# Part of the fingerprint: a web that was made in another way is made anew.
_METHOD = 1
# The newest web is looked at most, and it is drawn with how sure it is.
_SEARCHES, _SEARCHES_BEFORE = 20, 8


def weave_webs() -> list[date]:
    """Make the web of the newest day of the register, and of each 1 January before it.

    What is as it was is left alone; a web of another day than these is dropped. Returns the days
    of those that were made.
    """
    sources = newest_sources([Dataset.REGISTER])
    if not sources:
        return []
    newest = sources[0].day
    days = [*_first_days(newest), newest]
    made = [day for day in days if _weave(day, _SEARCHES if day == newest else _SEARCHES_BEFORE)]
    Web.objects.exclude(day__in=days).delete()
    return made


def _first_days(newest: date) -> Iterator[date]:
    for year in range(FIRST_YEAR, newest.year + 1):
        if date(year, 1, 1) < newest:
            yield date(year, 1, 1)


def _weave(day: date, searches: int) -> bool:
    """Whether it was made. In a transaction of its own: a search takes a second."""
    facts = facts_on(day)
    basis = _fingerprint(facts, searches)
    if not facts.municipalities or Web.objects.filter(day=day, basis=basis).exists():
        return False
    found = groups(facts.takes_part, searches=searches)
    with transaction.atomic():
        Web.objects.update_or_create(day=day, defaults={"basis": basis, **as_columns(facts, found)})
    return True


def _fingerprint(facts: Facts, searches: int) -> str:
    divisions = [(each.kind, each.year, each.regions, each.of) for each in facts.divisions]
    told = [_METHOD, searches, facts.municipalities, facts.arrangements, divisions]
    return sha256(json.dumps(told).encode()).hexdigest()
