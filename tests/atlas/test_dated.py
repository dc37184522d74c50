"""What held on a day, and which year counts: told once, in the database and outside it alike."""

from datetime import date, timedelta
from itertools import product

import pytest

from samenspel.atlas.models import Boundary, Organisation, Population
from samenspel.atlas.models.arrangement import LARGEST_NUMBER
from samenspel.atlas.models.dated import held_on, holds
from samenspel.atlas.queries.inhabitants import counted_on, inhabitants_on
from samenspel.atlas.queries.nearest_year import nearest_first, nearest_year
from samenspel.atlas.queries.participants import arrangement_numbered
from samenspel.atlas.queries.versions import versions_with
from tests.atlas.small_country import DAY, small_country

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)


def test_what_holds_is_what_the_database_finds() -> None:
    ends = (None, DAY - ONE, DAY, DAY + ONE)
    for number, (start, end) in enumerate(product(ends, repeat=2)):
        Organisation.objects.create(key=f"roo-{number}", valid_from=start, valid_to=end)

    found = set(Organisation.objects.filter(held_on(DAY)).values_list("valid_from", "valid_to"))
    assert found == {each for each in product(ends, repeat=2) if holds(each[0], each[1], DAY)}
    # What begins on the day holds, and what ends on it no longer does.
    assert found == set(product((None, DAY - ONE, DAY), (None, DAY + ONE)))


@pytest.mark.parametrize(
    ("year", "ordered"),
    [
        (2021, [2018, 2022, 2024, 2015]),
        (2022, [2022, 2024, 2018, 2015]),
        (2030, [2024, 2022, 2018, 2015]),
        (2010, [2015, 2018, 2022, 2024]),
    ],
)
def test_the_newest_year_that_is_not_later_counts_or_else_the_first(
    year: int, ordered: list[int]
) -> None:
    day = date(year, 12, 31)
    for known in (2022, 2015, 2024, 2018):
        Boundary.objects.create(code="GM9001", year=known, geometry={}, path="", x=0, y=0)

    assert nearest_first((2022, 2015, 2024, 2018, 2015), day) == ordered
    assert nearest_year(Boundary, day) == ordered[0]
    assert nearest_year(Population, day) is None


def test_each_municipality_has_the_inhabitants_of_its_own_newest_year() -> None:
    for code, year, inhabitants in (
        ("GM9001", 2015, 100),
        ("GM9001", 2018, 110),
        ("GM9001", 2024, 130),
        ("GM9002", 2015, 200),
        ("GM9003", 2024, 300),
    ):
        Population.objects.create(code=code, year=year, inhabitants=inhabitants, on_first_day=True)

    # The file of 2018 held one of them only.
    assert counted_on(date(2020, 5, 1)) == {"GM9001": (110, 2018), "GM9002": (200, 2015)}
    assert inhabitants_on(date(2024, 1, 1)) == {"GM9001": 130, "GM9002": 200, "GM9003": 300}
    assert counted_on(date(2014, 12, 31)) == {}


def test_the_largest_number_of_the_register_is_looked_for_and_a_larger_one_is_not() -> None:
    archive = small_country().archive
    archive.register_id = archive.first_id = LARGEST_NUMBER
    archive.save()

    assert arrangement_numbered(str(LARGEST_NUMBER)) == archive
    found = versions_with(LARGEST_NUMBER)
    assert found is not None
    assert found[0].arrangement == archive
    for larger in (LARGEST_NUMBER + 1, 10**40):
        assert arrangement_numbered(str(larger)) is None
        assert versions_with(larger) is None
