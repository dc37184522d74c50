"""How many people live where."""

from datetime import date

from samenspel.atlas.models import Population


def counted_on(day: date) -> dict[str, tuple[int, int]]:
    """Of each municipality by its code: inhabitants, and in which year. One query.

    Its own newest year that is not later than the day: one file may hold some of them only.
    """
    newest = (
        Population.objects.filter(year__lte=day.year).order_by("code", "-year").distinct("code")
    )
    rows = newest.values_list("code", "inhabitants", "year")
    return {code: (inhabitants, year) for code, inhabitants, year in rows}


def inhabitants_on(day: date) -> dict[str, int]:
    """The same without the years."""
    return {code: inhabitants for code, (inhabitants, _year) in counted_on(day).items()}
