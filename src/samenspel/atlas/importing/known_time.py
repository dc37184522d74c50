"""Of which time a source can speak: registers write 9999-12-31 for a day that nobody knows."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1800, 2200


def is_known_year(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def known_day(text: str) -> date:
    """Raises ValueError for what is no day, or one of a time that nobody speaks of."""
    day = date.fromisoformat(text)
    if not is_known_year(day.year):
        raise ValueError("a day that stands for none")
    return day
