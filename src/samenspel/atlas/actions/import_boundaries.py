"""Reading in the outlines of municipalities, drawn once as a map shows them."""

import re
from datetime import date

from django.utils.translation import gettext as _

from samenspel.atlas.actions.keeping import drop, keep
from samenspel.atlas.actions.one_import import one_import, refuse_fewer
from samenspel.atlas.importing.boundaries_file import FoundBoundary, boundaries
from samenspel.atlas.importing.opening import Opened
from samenspel.atlas.importing.outlines import draw, grid_for
from samenspel.atlas.importing.reading_error import ReadingError
from samenspel.atlas.importing.report import Report
from samenspel.atlas.models import Boundary, Dataset

_YEAR_IN_NAME = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def import_boundaries(
    *, opened: Opened, day: date | None = None, allow_fewer: bool = False
) -> Report:
    """Of one year: that of `day`, else what the file says, else what its name says.

    Raises ReadingError, and then nothing was changed.
    """
    with one_import(Dataset.BOUNDARIES, origin=opened.origin, day=day or opened.day) as report:
        found = boundaries(opened.stream)
        year = day.year if day else _year(found, opened.origin)
        known = {row.code: row for row in Boundary.objects.filter(year=year)}
        going = [row.pk for code, row in known.items() if code not in found]
        tally = report.of("gemeentegrenzen")
        refuse_fewer("gemeenten", known=len(known), gone=len(going), allow_fewer=allow_fewer)
        drop(Boundary, going, tally=tally)
        grid = grid_for([each.polygons for each in found.values()])
        wanted = {code: _columns(each, year, grid) for code, each in found.items()}
        keep(Boundary, known=known, wanted=wanted, tally=tally)
    return report


def _year(found: dict[str, FoundBoundary], origin: str) -> int:
    told = {each.year for each in found.values()} - {None}
    named = set(_YEAR_IN_NAME.findall(origin.rpartition("/")[2]))
    if len(told) == 1:
        return told.pop() or 0
    if len(named) == 1:
        return int(named.pop())
    raise ReadingError(
        _(
            "Van welk jaar zijn deze grenzen? Geef een dag van dat jaar mee, zoals "
            "--date 2024-01-01."
        )
    )


def _columns(found: FoundBoundary, year: int, grid: int) -> dict[str, object]:
    drawing = draw(found.polygons, grid=grid)
    return {
        "code": found.code,
        "name": found.name,
        "year": year,
        "geometry": found.geometry,
        "path": drawing.path,
        "x": drawing.x,
        "y": drawing.y,
    }
