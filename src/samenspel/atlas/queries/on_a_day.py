"""What there was on a day: the ground of every page of the atlas."""

from datetime import date

from django.db.models import Max, Min, Q, QuerySet

from samenspel.atlas.models import (
    Amalgamation,
    Arrangement,
    MunicipalityInYear,
    Organisation,
    Participation,
)
from samenspel.atlas.models.dated import held_on


def arrangements_on(day: date) -> QuerySet[Arrangement]:
    """Versions in force. Of one arrangement at most one, as far as the register keeps to that."""
    return Arrangement.objects.filter(held_on(day), gone=False)


def participations_on(day: date) -> QuerySet[Participation]:
    """Who takes part in what is in force. Who joins later is left out."""
    return Participation.objects.filter(
        held_on(day, of="arrangement__"),
        Q(joined=None) | Q(joined__lte=day),
        arrangement__gone=False,
    )


def municipalities_on(day: date) -> QuerySet[Organisation]:
    """By the yearly list, where one was read: the register seldom tells when one began.

    One that is not on the list of that year is there if it was made of others since. Before the
    first list, also who had ended by then; of before `known_years.EARLIEST` the register lacks
    many of these. A query for the years of the lists, and then the one that is returned.
    """
    there = Organisation.objects.filter(
        held_on(day), kind=Organisation.Kind.MUNICIPALITY, gone=False
    )
    years = listed_years()
    if years is None:
        return there
    first, last = years
    year = min(max(day.year, first), last)
    listed = MunicipalityInYear.objects.filter(year=year).values("code")
    born = Amalgamation.objects.filter(day__gt=date(year, 1, 1), day__lte=day).values("new_code")
    ended = Q(valid_to__lte=date(first, 1, 1)) if day.year < first else Q()
    known = Q(key__in=listed) | Q(key__in=born)
    return there.filter(known | ended if ended else known)


def listed_years() -> tuple[int, int] | None:
    """The first and the last of which a list of municipalities was read."""
    years = MunicipalityInYear.objects.aggregate(first=Min("year"), last=Max("year"))
    return None if years["first"] is None else (years["first"], years["last"])


def first_list_after(day: date) -> int | None:
    """The year of the first list, on a day before it: then other sources tell who was there.

    None where the day is not before it, or no list was read.
    """
    years = listed_years()
    return years[0] if years and day.year < years[0] else None
