"""Which year counts on a day, of what is known of some years only."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max, Min, Model, Q


def nearest_first(years: Iterable[int], day: date) -> list[int]:
    """The newest that is not of a later year, else the first; then the others, next in time."""
    known = sorted(set(years))
    past = [year for year in reversed(known) if year <= day.year]
    return [*past[:1], *(year for year in known if year > day.year), *past[1:]]


def nearest_year(model: type[Model], day: date) -> int | None:
    """The first of these, of anything with a `year`; None where there is nothing. One query."""
    years = model._default_manager.aggregate(
        past=Max("year", filter=Q(year__lte=day.year)), first=Min("year")
    )
    found: int | None = years["past"] or years["first"]
    return found
