"""The outlines of municipalities, as a map of any other program can draw them."""

from collections.abc import Iterator, Mapping
from datetime import date

from samenspel.atlas.models import Boundary, Dataset
from samenspel.atlas.queries.nearest_year import nearest_year

NAME = "grenzen"
SOURCES = (Dataset.BOUNDARIES,)
_AT_ONCE = 50


def year_of(day: date) -> int | None:
    """Of their outlines; None where there are none."""
    return nearest_year(Boundary, day)


def features(year: int | None) -> Iterator[Mapping[str, object]]:
    if year is None:
        return
    rows = Boundary.objects.filter(year=year).order_by("code")
    for code, name, drawn_in, geometry in rows.values_list(
        "code", "name", "year", "geometry"
    ).iterator(_AT_ONCE):
        yield {
            "type": "Feature",
            "id": code,
            "properties": {"code": code, "naam": name, "jaar": drawn_in},
            "geometry": geometry,
        }
