"""How much cooperation the register knew, year by year."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from samenspel.atlas.models import (
    Arrangement,
    Dataset,
    MunicipalityInYear,
    Organisation,
    Participation,
)
from samenspel.atlas.models.dated import holds
from samenspel.atlas.models.known_years import COMPLETE_FROM, FIRST_YEAR
from samenspel.atlas.queries.on_a_day import municipalities_on
from samenspel.atlas.queries.sources import newest_sources


@dataclass(frozen=True)
class Moment:
    day: date
    by_form: Mapping[str, int]
    """arrangements in force"""
    participants: int
    """of all kinds, together over these arrangements"""
    municipal: int
    """of these, municipalities that existed on the day"""
    municipalities: int | None
    """None of a year of which no list was read"""

    @property
    def is_incomplete(self) -> bool:
        return self.day.year < COMPLETE_FROM

    @property
    def arrangements(self) -> int:
        return sum(self.by_form.values())

    @property
    def per_arrangement(self) -> float | None:
        return self.participants / self.arrangements if self.arrangements else None

    @property
    def per_municipality(self) -> float | None:
        return self.municipal / self.municipalities if self.municipalities else None


def moments(until: date) -> list[Moment]:
    """Each 1 January since the register began, and its newest day or `until` where that is sooner.

    Seven queries, however much there is.
    """
    sources = newest_sources([Dataset.REGISTER])
    if not sources:
        return []
    days = _days(min(until, sources[0].day))
    forms = _forms(days)
    everybody, municipal = _participants(days)
    counts = _municipalities(days)
    return [Moment(day, forms[day], everybody[day], municipal[day], counts[day]) for day in days]


def _days(last: date) -> list[date]:
    first = [date(year, 1, 1) for year in range(FIRST_YEAR, last.year + 1)]
    return [*(day for day in first if day < last), last]


def _forms(days: Sequence[date]) -> dict[date, Counter[str]]:
    counted = {day: Counter[str]() for day in days}
    rows = Arrangement.objects.filter(gone=False).values_list("form", "valid_from", "valid_to")
    for form, start, end in rows:
        for day in _held(days, start, end):
            counted[day][form] += 1
    return counted


def _participants(days: Sequence[date]) -> tuple[Counter[date], Counter[date]]:
    """All, and the municipalities among them. Counted by what they have in common: one query."""
    everybody, municipal = Counter[date](), Counter[date]()
    rows = (
        Participation.objects.filter(arrangement__gone=False)
        .values_list(
            "arrangement__valid_from",
            "arrangement__valid_to",
            "joined",
            "organisation__kind",
            "organisation__valid_to",
        )
        .annotate(count=Count("pk"))
        .order_by()
    )
    for start, end, joined, kind, ended, count in rows:
        begins = max((day for day in (start, joined) if day), default=None)
        for day in _held(days, begins, end):
            everybody[day] += count
            if kind == Organisation.Kind.MUNICIPALITY and (ended is None or ended > day):
                municipal[day] += count
    return everybody, municipal


def _held(days: Sequence[date], start: date | None, end: date | None) -> Iterable[date]:
    return (day for day in days if holds(start, end, day))


def _municipalities(days: Sequence[date]) -> dict[date, int | None]:
    """By the yearly list; on the last day who is there by all that is known."""
    years = MunicipalityInYear.objects.values("year").annotate(count=Count("pk")).order_by()
    listed = dict(years.values_list("year", "count"))
    there = {day: listed.get(day.year) for day in days}
    return there | {days[-1]: municipalities_on(days[-1]).count()}
