"""How many people live where."""

from datetime import date

from django.db.models import Max, Min, Q

from samenspel.atlas.models import Population


def inhabitants_on(day: date) -> dict[str, int]:
    """By code, of the year of the day or the newest before it, else of the first. Two queries."""
    years = Population.objects.aggregate(
        past=Max("year", filter=Q(year__lte=day.year)), first=Min("year")
    )
    rows = Population.objects.filter(year=years["past"] or years["first"])
    return dict(rows.values_list("code", "inhabitants"))
