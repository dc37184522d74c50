"""On which day a term ends: the Algemene termijnenwet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.duties.law.days import (
    easter_sunday,
    known_days,
    last_day_of_term,
    months_later,
    next_working_day,
    why_no_working_day,
    working_day_before,
)

# Butcher's Ecclesiastical Calendar, as printed in tables of the feast; the earliest and the latest
# there can be, and the years around leap years.
EASTERS = [
    date(1818, 3, 22),
    date(1943, 4, 25),
    date(1954, 4, 18),
    date(1981, 4, 19),
    date(2000, 4, 23),
    date(2008, 3, 23),
    date(2019, 4, 21),
    date(2024, 3, 31),
    date(2025, 4, 20),
    date(2026, 4, 5),
    date(2027, 3, 28),
    date(2028, 4, 16),
    date(2038, 4, 25),
    date(2049, 4, 18),
    date(2076, 4, 19),
    date(2285, 3, 22),
]


@pytest.mark.parametrize("day", EASTERS, ids=str)
def test_easter_is_as_printed(day: date) -> None:
    assert easter_sunday(day.year) == day


@given(st.integers(1583, 4099))
def test_easter_is_a_sunday_from_march_22_to_april_25(year: int) -> None:
    day = easter_sunday(year)
    assert day.weekday() == 6
    assert date(year, 3, 22) <= day <= date(year, 4, 25)


def test_the_days_of_2027_on_which_no_term_ends() -> None:
    first = date(2027, 1, 1)
    found = {
        day.isoformat(): why_no_working_day(day)
        for day in (first + timedelta(days=n) for n in range(365))
        if day.weekday() < 5 and why_no_working_day(day)
    }
    assert found == {
        "2027-01-01": "Nieuwjaarsdag",
        "2027-03-26": "Goede Vrijdag",
        "2027-03-29": "tweede paasdag",
        "2027-04-27": "Koningsdag",
        "2027-05-05": "Bevrijdingsdag",
        "2027-05-06": "Hemelvaartsdag",
        "2027-05-07": "een dag die met een feestdag gelijk staat",
        "2027-05-17": "tweede pinksterdag",
    }


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2025-04-26", "zaterdag"),  # King's Day fell on a Sunday
        ("2013-04-30", "Koninginnedag"),
        ("2014-04-30", ""),
        ("2014-04-26", "zaterdag"),
        ("2026-12-25", "eerste kerstdag"),
        ("2026-12-28", ""),
        ("2028-04-28", "een dag die met een feestdag gelijk staat"),
    ],
)
def test_days_of_other_years(day: str, why: str) -> None:
    assert why_no_working_day(date.fromisoformat(day)) == why


def test_kings_day_on_a_sunday_is_a_day_earlier() -> None:
    [kings_day] = [day for day in known_days().holidays if str(day.name) == "Koningsdag"]
    assert [kings_day.day_in(year) for year in (2013, 2025, 2027, 2031)] == [
        None,
        date(2025, 4, 26),
        date(2027, 4, 27),
        date(2031, 4, 26),
    ]


@pytest.mark.parametrize(
    ("begins", "length", "counted", "ends"),
    [
        # Eight weeks after a Friday end on a Friday.
        ("2027-02-05", {"weeks": 8}, "2027-04-02", "2027-04-02"),
        # The Friday after Ascension Day, by decree: the Monday after it.
        ("2027-03-12", {"weeks": 8}, "2027-05-07", "2027-05-10"),
        # Good Friday, and with it the whole of Easter.
        ("2027-01-29", {"weeks": 8}, "2027-03-26", "2027-03-30"),
        ("2027-03-06", {"weeks": 8}, "2027-05-01", "2027-05-03"),
        ("2027-07-06", {"weeks": 2}, "2027-07-20", "2027-07-20"),
        # Twelve weeks are extended, thirteen and four months are not.
        ("2027-02-01", {"weeks": 12}, "2027-04-26", "2027-04-26"),
        ("2027-02-02", {"weeks": 12}, "2027-04-27", "2027-04-28"),
        ("2027-01-26", {"weeks": 13}, "2027-04-27", "2027-04-27"),
        ("2027-04-02", {"months": 4}, "2027-08-02", "2027-08-02"),
        ("2027-06-25", {"months": 4}, "2027-10-25", "2027-10-25"),
        ("2027-06-26", {"months": 4}, "2027-10-26", "2027-10-26"),
        ("2027-09-25", {"months": 4}, "2028-01-25", "2028-01-25"),
        ("2027-09-01", {"months": 4}, "2028-01-01", "2028-01-01"),
        ("2027-10-01", {"months": 3}, "2028-01-01", "2028-01-03"),
        ("2027-12-01", {"days": 90}, "2028-02-29", "2028-02-29"),
    ],
)
def test_a_term_ends_on_a_working_day_unless_it_is_long(
    begins: str, length: dict[str, int], counted: str, ends: str
) -> None:
    found = last_day_of_term(date.fromisoformat(begins), **length)
    assert found == (date.fromisoformat(counted), date.fromisoformat(ends))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 12))
def test_a_term_is_only_ever_made_longer_and_by_ten_days_at_most(begins: date, weeks: int) -> None:
    counted, ends = last_day_of_term(begins, weeks=weeks)
    assert counted == begins + timedelta(weeks=weeks)
    assert timedelta(0) <= ends - counted <= timedelta(days=10)
    assert why_no_working_day(ends) == ""


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_between_the_working_days_around_a_day_there_is_none(day: date) -> None:
    before, after = working_day_before(day), next_working_day(day)
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert before <= day <= after
    assert all(why_no_working_day(each) for each in between)


def test_a_month_without_that_day_ends_on_its_last() -> None:
    assert months_later(date(2027, 10, 31), 4) == date(2028, 2, 29)
    assert months_later(date(2027, 10, 31), 3) == date(2028, 1, 31)
    assert months_later(date(2027, 11, 30), 1) == date(2027, 12, 30)
