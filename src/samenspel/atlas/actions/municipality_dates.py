"""From when until when a municipality existed: what the register, the yearly lists, the national
table and the amalgamations say of it, put together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F

from samenspel.atlas.actions.keeping import keep
from samenspel.atlas.importing.register_records import uri_of
from samenspel.atlas.importing.report import Report
from samenspel.atlas.models import (
    Amalgamation,
    MunicipalityCode,
    MunicipalityInYear,
    Organisation,
)

_PREFIX = "Gemeente "


@dataclass
class _Told:
    """What the sources other than the register say of one code."""

    names: set[str] = field(default_factory=set)
    years: list[int] = field(default_factory=list)
    begun: date | None = None
    ended: list[date] = field(default_factory=list)
    joined_by: list[date] = field(default_factory=list)
    """days on which another municipality went on in it"""


def settle_municipalities(*, report: Report) -> None:
    """Write of each municipality the dates that follow from all sources together.

    In the transaction of the caller, after every import: the sources come in any order. A yearly
    list decides on its 1 January; the others tell the day in between.
    """
    told = _told()
    lists = sorted({year for each in told.values() for year in each.years})
    municipalities = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY, gone=False)
    rows = {row.pk: row for row in municipalities}
    keys = _keys_by_name(rows.values(), told)
    wanted: dict[int, dict[str, Any]] = {}
    for pk, row in rows.items():
        key = keys.get(row.key, row.key)
        known = told.get(key, _Told())
        end = _end(row, known, lists)
        wanted[pk] = {
            "key": key,
            "uri": row.uri or uri_of(key),
            "valid_from": _start(row, known, lists, end),
            "valid_to": end,
        }
    keep(Organisation, known=rows, wanted=wanted, tally=report.of("dagen van gemeenten"))
    held = {values["key"] for values in wanted.values()}
    for code, each in told.items() if held else ():
        if each.years and code not in held:
            name = f"{code} {', '.join(sorted(each.names))}"
            report.note("gemeente uit de jaarlijsten die niet in het register staat", name)


def _told() -> dict[str, _Told]:
    told: defaultdict[str, _Told] = defaultdict(_Told)
    for code, year, name in MunicipalityInYear.objects.order_by("year").values_list(
        "code", "year", "name"
    ):
        told[code].years.append(year)
        told[code].names.add(name)
    for row in MunicipalityCode.objects.all():
        told[row.code].begun = row.valid_from
        told[row.code].names.add(row.name)
        told[row.code].ended += [row.valid_to] if row.valid_to else []
    for each in Amalgamation.objects.exclude(old_code=F("new_code")):
        told[each.old_code].names.add(each.old_name)
        # Before the day of the table: where they differ, this one was looked into.
        told[each.old_code].ended.insert(0, each.day)
        told[each.new_code].joined_by.append(each.day)
    return dict(told)


def _keys_by_name(rows: Iterable[Organisation], told: dict[str, _Told]) -> dict[str, str]:
    """The code of municipalities that the register gives none, by a name that only one code has."""
    rows = list(rows)
    taken = {row.key for row in rows}
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for code, each in told.items():
        for name in each.names:
            codes[name.casefold()].add(code)
    found = {}
    for row in rows:
        if row.key.startswith("roo-"):
            name = row.short_name or row.name.removeprefix(_PREFIX)
            free = codes[name.casefold()] - taken
            if len(free) == 1:
                found[row.key] = free.pop()
                taken.add(found[row.key])
    return found


def _start(row: Organisation, known: _Told, lists: list[int], end: date | None) -> date | None:
    if not known.years or known.years[0] == lists[0]:
        first = date(lists[0], 1, 1) if known.years else end
        begun = known.begun or row.registered_from
        return begun if begun and (first is None or begun <= first) else None
    year = known.years[0]
    before = [each for each in lists if each < year][-1]
    return _between(known.joined_by, before, year) or date(year, 1, 1)


def _end(row: Organisation, known: _Told, lists: list[int]) -> date | None:
    days = [*known.ended, *([row.registered_to] if row.registered_to else [])]
    if not known.years:
        return days[0] if days else None
    last = known.years[-1]
    after = next((each for each in lists if each > last), None)
    if after is None:
        return next((each for each in days if each > date(last, 1, 1)), None)
    return _between(days, last, after) or date(after, 1, 1)


def _between(days: list[date], after: int, until: int) -> date | None:
    """The first that is told of the days later than one 1 January, and no later than another."""
    return next((d for d in days if date(after, 1, 1) < d <= date(until, 1, 1)), None)
