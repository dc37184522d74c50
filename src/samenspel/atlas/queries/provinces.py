"""In which province a municipality lies, and lay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from samenspel.atlas.models import RegionMembership
from samenspel.atlas.queries.succession import Succession

DIVISION = "Provincies"
# Year of a list → code of a municipality → code of its province.
Lists = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True)
class Provinces:
    names: Mapping[str, str]
    """code → name, in order of name"""
    of: Mapping[str, str]
    """code of a municipality → code of its province, as far as known"""

    def members(self, province: str) -> set[str]:
        return {code for code, where in self.of.items() if where == province}


def provinces_on(day: date, municipalities: Iterable[str], steps: Succession) -> Provinces:
    """By the list that held on the day. One query.

    Who is not on it was born later: it is looked up on the list next in time, and after that
    among its predecessors and successors.
    """
    names: dict[str, str] = {}
    lists: dict[int, dict[str, str]] = {}
    rows = RegionMembership.objects.filter(region__division=DIVISION).values_list(
        "region__year", "region__code", "region__name", "municipality"
    )
    for year, code, name, municipality in rows.order_by("region__year"):
        # An old list can be without names.
        names[code] = name or names.get(code, code)
        lists.setdefault(year, {})[municipality] = code
    near = _nearest_first(lists, day)
    found = {code: _look_up(code, near, steps) for code in municipalities}
    return Provinces(
        names=dict(sorted(names.items(), key=lambda entry: entry[1])),
        of={code: province for code, province in found.items() if province},
    )


def _nearest_first(lists: Lists, day: date) -> list[Mapping[str, str]]:
    past = sorted((year for year in lists if year <= day.year), reverse=True)
    later = sorted(year for year in lists if year > day.year)
    return [lists[year] for year in [*past[:1], *later, *past[1:]]]


def _look_up(code: str, lists: list[Mapping[str, str]], steps: Succession) -> str | None:
    for each in lists:
        if code in each:
            return each[code]
    for relative in steps.relatives(code):
        for each in lists:
            if relative in each:
                return each[relative]
    return None
