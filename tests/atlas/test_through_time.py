"""How much cooperation the register knew, year by year, and how that is drawn."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from samenspel.atlas.models import MunicipalityInYear, Participation
from samenspel.atlas.pictures.through_time import Chart, through_time
from samenspel.atlas.queries.on_a_day import arrangements_on, participations_on
from samenspel.atlas.queries.through_time import Moment, moments
from tests.atlas.small_country import DAY, small_country
from tests.page_text import plain
from tests.soundings.rounds import queries_of

pytestmark = pytest.mark.django_db
PAGE = reverse("atlas:through-time")


@pytest.fixture(autouse=True)
def _everybody_reads(settings: Settings) -> None:
    settings.ATLAS_PUBLIC = True
    settings.LANGUAGE_CODE = "nl"


def moment(year: int, arrangements: int, municipalities: int = 4, municipal: int = 0) -> Moment:
    return Moment(
        date(year, 1, 1),
        {"public_body": arrangements},
        3 * arrangements,
        municipal,
        municipalities,
    )


def test_each_year_counts_what_was_in_force_on_its_first_day() -> None:
    small_country()
    found = {each.day: each for each in moments(DAY)}

    assert sorted(found) == [*(date(year, 1, 1) for year in range(2015, 2027)), DAY]
    # Safety, the archive, health, and the harbour of which no start is known.
    assert found[date(2017, 1, 1)].by_form == {"public_body": 2, "plain": 2, "other": 1}
    assert found[date(2018, 1, 1)].by_form == {
        "public_body": 2,
        "operations": 1,
        "plain": 1,
        "other": 1,
    }
    # Elzen and Elzerveen are not yet in, or in no more.
    assert found[date(2018, 1, 1)] == Moment(
        date(2018, 1, 1),
        {"public_body": 2, "operations": 1, "plain": 1, "other": 1},
        participants=12,
        municipal=12,
        municipalities=8,
    )
    assert found[DAY].by_form == {
        "public_body": 2,
        "operations": 1,
        "joint_body": 1,
        "plain": 1,
        "other": 1,
    }
    assert (found[DAY].participants, found[DAY].municipal, found[DAY].municipalities) == (22, 16, 6)
    assert found[DAY].arrangements == 6
    assert found[DAY].per_arrangement == pytest.approx(22 / 6)
    assert found[DAY].per_municipality == pytest.approx(16 / 6)


def test_counts_are_those_of_the_days_one_by_one() -> None:
    small_country()
    for each in moments(DAY):
        assert each.arrangements == arrangements_on(each.day).count()
        assert each.participants == participations_on(each.day).count()


def test_it_ends_on_the_day_that_is_asked_and_before_the_register_there_is_nothing() -> None:
    small_country()
    assert [each.day.year for each in moments(date(2016, 3, 1))] == [2015, 2016, 2016]
    assert moments(date(2016, 3, 1))[-1].day == date(2016, 3, 1)
    assert [each.day for each in moments(date(2012, 1, 1))] == [date(2012, 1, 1)]


def test_years_of_which_no_list_was_read_have_no_number_of_municipalities() -> None:
    small_country()
    MunicipalityInYear.objects.filter(year__lt=2020).delete()
    found = {each.day.year: each.municipalities for each in moments(date(2021, 1, 1))}
    assert (found[2019], found[2020]) == (None, 7)


# ── as pictures ───────────────────────────────────────────────────────────────────────────


def test_what_the_register_did_not_know_yet_is_hatched() -> None:
    with translation.override("nl"):
        drawn = through_time([moment(2015, 1), moment(2017, 2), moment(2018, 10), moment(2026, 12)])
    [arrangements, municipalities, *_others] = drawn.charts

    assert arrangements.headline == "Regelingen: 10 in 2018, 12 nu"
    assert [dot.is_named for dot in arrangements.dots] == [False, False, True, True]
    assert arrangements.gap == arrangements.dots[2].x
    # Lists of municipalities were complete all the time.
    assert (municipalities.gap, municipalities.headline) == (None, "Gemeenten: 4 in 2015, 4 nu")


def test_what_others_counted_stands_on_the_picture_of_its_message_alone() -> None:
    drawn = through_time([moment(2015, 5), moment(2020, 9), moment(2021, 9)])
    assert [[dot.value for dot in chart.elsewhere] for chart in drawn.charts] == [
        [],
        [],
        [],
        [27.0, 33.0],
    ]
    before = through_time([moment(2015, 5), moment(2018, 9)])
    assert [dot.value for dot in before.charts[-1].elsewhere] == [27.0]


@pytest.mark.parametrize(
    ("then", "now", "headline"),
    [
        (
            moment(2018, 400, 380),
            moment(2026, 451, 342),
            "Sinds 2018 zijn er 38 gemeenten minder en 51 regelingen meer",
        ),
        (
            moment(2018, 400, 342),
            moment(2026, 390, 342),
            "Van 400 regelingen in 2018 naar 390 nu",
        ),
        (
            moment(2015, 400, 342),
            moment(2016, 390, 342),
            "Hoeveel gemeenten samenwerken, door de jaren heen",
        ),
    ],
)
def test_the_headline_says_what_was_found(then: Moment, now: Moment, headline: str) -> None:
    with translation.override("nl"):
        assert through_time([then, now]).headline == headline


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=12))
def test_every_value_lies_in_its_picture_and_higher_is_more(counts: list[int]) -> None:
    drawn = through_time([moment(2015 + at, count) for at, count in enumerate(counts)])
    for chart in [*drawn.charts, *drawn.forms]:
        lies_within(chart)
        by_value = sorted(chart.dots, key=lambda dot: dot.value)
        assert [dot.y for dot in by_value] == sorted((dot.y for dot in chart.dots), reverse=True)
        assert [dot.x for dot in chart.dots] == sorted(dot.x for dot in chart.dots)


def lies_within(chart: Chart) -> None:
    assert all(chart.top <= dot.y <= chart.bottom for dot in [*chart.dots, *chart.elsewhere])
    assert all(chart.left <= dot.x <= chart.right for dot in [*chart.dots, *chart.elsewhere])
    assert chart.steps[0].y == chart.bottom
    assert len(chart.steps) <= 6


# ── the page ──────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_the_pictures_and_a_table_that_says_the_same(client: Client) -> None:
    small_country()
    html = client.get(PAGE, {"op": str(DAY)}).content.decode()
    rows = [plain(row) for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", html, re.DOTALL)]

    assert len(rows) == 13
    assert rows[0].startswith("1 januari 2015 (niet volledig)")
    # Whole, it makes the table wider than the page.
    assert '<th scope="col" class="number">bedrijfsvoerings\N{SOFT HYPHEN}organisatie</th>' in html
    assert rows[-1] == "16 mei 2026 6 2 1 1 1 1 3,7 2,7 6"
    assert html.count("niet volledig</text>") == html.count("<polyline") - 1
    assert "27 samenwerkingsverbanden per gemeente in 2017 en 33 in 2020" in html
    assert "<title>2017: 27</title>" in html


def test_an_empty_atlas_says_how_to_fill_it(client: Client) -> None:
    html = client.get(PAGE).content.decode()
    assert "bin/samenspel atlas-import register" in html
    assert "<polyline" not in html


def test_more_of_it_costs_no_more_queries(client: Client) -> None:
    country = small_country()
    few = queries_of(client, PAGE)
    Participation.objects.create(arrangement=country.water, organisation=country.elzerveen)
    assert queries_of(client, PAGE) == few
