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
    years = MunicipalityInYear.objects.aggregate(first=Min("year"), last=Max("year"))
    if years["first"] is None:
        return there
    year = min(max(day.year, years["first"]), years["last"])
    listed = MunicipalityInYear.objects.filter(year=year).values("code")
    born = Amalgamation.objects.filter(day__gt=date(year, 1, 1), day__lte=day).values("new_code")
    ended = Q(valid_to__lte=date(years["first"], 1, 1)) if day.year < years["first"] else Q()
    known = Q(key__in=listed) | Q(key__in=born)
    return there.filter(known | ended if ended else known)
