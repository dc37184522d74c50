"""The outlines of the map, and which municipalities of a day lay in which."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from samenspel.atlas.models import Boundary
from samenspel.atlas.queries.nearest_year import nearest_year
from samenspel.atlas.queries.succession import Succession


@dataclass(frozen=True, slots=True)
class Outline:
    code: str
    name: str
    path: str
    x: float
    y: float
    members: Sequence[str]
    """keys of the municipalities of the day that lay in it, in the order they were asked"""


def outlines_on(
    day: date, keys: Collection[str], steps: Succession
) -> tuple[list[Outline], int | None]:
    """All outlines, with those of these municipalities in them, and the year they are of.

    The newest that were there on the day, or else the oldest: who was there before lies in all
    outlines in which it went on, and one outline can hold several. Two queries.
    """
    year = nearest_year(Boundary, day)
    if year is None:
        return [], None
    rows = Boundary.objects.filter(year=year).order_by("name", "code")
    found = list(rows.values_list("code", "name", "path", "x", "y"))
    inside = _inside(keys, [row[0] for row in found], date(year, 1, 1), day, steps)
    return [Outline(*row, members=inside[row[0]]) for row in found], year


def _inside(
    keys: Collection[str], codes: Sequence[str], of_outlines: date, day: date, steps: Succession
) -> dict[str, list[str]]:
    inside: dict[str, list[str]] = {code: [] for code in codes}
    for key in keys:
        for code in steps.onward(key, after=day, until=of_outlines):
            if code in inside:
                inside[code].append(key)
    known = set(keys)
    # On a later day an outline can be part of a municipality that was made of several.
    for code in codes:
        if not inside[code]:
            later = steps.onward(code, after=of_outlines, until=day)
            inside[code] = [key for key in later if key in known]
    return inside
