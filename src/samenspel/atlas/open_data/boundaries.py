"""The outlines of municipalities, as a map of any other program can draw them."""

from collections.abc import Iterator, Mapping
from datetime import date

from samenspel.atlas.models import Boundary, Dataset

NAME = "grenzen"
SOURCES = (Dataset.BOUNDARIES,)
_AT_ONCE = 50


def year_of(day: date) -> int | None:
    """The year whose outlines are the nearest: the newest up to this day, or else the first."""
    years = sorted(Boundary.objects.order_by("year").values_list("year", flat=True).distinct())
    before = [year for year in years if year <= day.year]
    return before[-1] if before else next(iter(years), None)


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
