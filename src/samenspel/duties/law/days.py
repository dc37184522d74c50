"""On which day a term of the law ends: the Algemene termijnenwet, with its days as data.

A term that ends on a Saturday, a Sunday or a recognised holiday goes on until the next day that
is none (article 1). A term that is counted back from a day does not move (article 1, second
paragraph), nor does one of more than twelve weeks, three months or ninety days (article 4).
"""

import calendar
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from samenspel.duties.law.words import Words

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True)
class Holiday:
    name: Words
    on: str = ""
    """month-day of every year"""
    easter: int | None = None
    """so many days after Easter Sunday"""
    not_on_sunday: bool = False
    valid_from: date = date.min
    valid_to: date = date.max

    def day_in(self, year: int) -> date | None:
        if self.easter is not None:
            day = easter_sunday(year) + timedelta(days=self.easter)
        else:
            day = date.fromisoformat(f"{year:04}-{self.on}")
        if self.not_on_sunday and day.weekday() == _SUNDAY:
            day -= _DAY
        return day if self.valid_from <= day <= self.valid_to else None


@dataclass(frozen=True)
class Days:
    holidays: tuple[Holiday, ...]
    on_a_par: Mapping[date, str]
    """with the decree that says so"""
    known_until: date
    """no decree was read on days after this one"""
    longest_extended: Mapping[str, int]


@cache
def known_days() -> Days:
    return read_days(resources.files(__package__).joinpath("days.toml").read_text("utf-8"))


def read_days(text: str) -> Days:
    written = tomllib.loads(text)
    return Days(
        holidays=tuple(
            Holiday(**{**each, "name": Words(each["name"])}) for each in written["holidays"]
        ),
        on_a_par={day: one["decree"] for one in written["on_a_par"] for day in one["days"]},
        known_until=max(one["until"] for one in written["on_a_par"]),
        longest_extended=written["longest_extended"],
    )


def easter_sunday(year: int) -> date:
    """Of the Gregorian calendar: the rule without a name of Nature (1876), Meeus 1991, ch. 8."""
    a = year % 19
    b, c = divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def _holidays_of(year: int) -> Mapping[date, Words]:
    found = ((holiday.day_in(year), holiday.name) for holiday in known_days().holidays)
    return {day: name for day, name in found if day is not None}


def why_no_working_day(day: date) -> str:
    """What makes that a term does not end on this day; nothing on a working day."""
    if day.weekday() in (_SATURDAY, _SUNDAY):
        return str(_WEEKEND[day.weekday()])
    holiday = _holidays_of(day.year).get(day)
    if holiday is not None:
        return str(holiday)
    return str(_ON_A_PAR) if day in known_days().on_a_par else ""


def next_working_day(day: date) -> date:
    """The day itself, or the first one after it on which a term can end."""
    while why_no_working_day(day):
        day += _DAY
    return day


def working_day_before(day: date) -> date:
    """The day itself, or the last one before it on which offices are open."""
    while why_no_working_day(day):
        day -= _DAY
    return day


def last_day_of_term(
    begins: date, *, days: int = 0, weeks: int = 0, months: int = 0
) -> tuple[date, date]:
    """When a term after a day ends as it is counted, and when it ends with what is added to it.

    The day itself does not count: eight weeks after a Friday end on a Friday.
    """
    counted = months_later(begins, months) + timedelta(days=days, weeks=weeks)
    return counted, next_working_day(counted) if _is_extended(days, weeks, months) else counted


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _is_extended(days: int, weeks: int, months: int) -> bool:
    longest = known_days().longest_extended
    lengths = {"days": days, "weeks": weeks, "months": months}
    return any(lengths.values()) and all(lengths[unit] <= longest[unit] for unit in lengths)


_WEEKEND = {
    _SATURDAY: Words({"nl": "zaterdag", "en": "Saturday"}),
    _SUNDAY: Words({"nl": "zondag", "en": "Sunday"}),
}
_ON_A_PAR = Words(
    {"nl": "een dag die met een feestdag gelijk staat", "en": "a day on a par with a holiday"}
)
