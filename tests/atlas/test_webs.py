"""Who works together on a day: the facts, what is made of them, and when that is made anew."""

import threading
from datetime import date

import numpy as np
import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from samenspel.atlas.actions.webs import weave_webs
from samenspel.atlas.models import (
    Organisation,
    Participation,
    Region,
    RegionMembership,
    Source,
    Web,
)
from samenspel.atlas.queries.divisions import NOWHERE, Division, DivisionKind, divisions_on
from samenspel.atlas.queries.succession import succession
from samenspel.atlas.queries.webs import facts_on, web_on
from samenspel.measures.area_webs import area_web
from samenspel.measures.webs import betweenness, collaboration_weights, groups
from tests.atlas.small_country import DAY, SPLIT_ON, small_country

pytestmark = pytest.mark.django_db

FIRST_DAYS = [date(year, 1, 1) for year in range(2015, 2027)]
BEFORE = date(2017, 6, 1)


def titles_and_members(day: date) -> list[tuple[str, list[str]]]:
    facts = facts_on(day)
    names = [name for _key, name in facts.municipalities]
    return [(title, [names[at] for at in places]) for _number, title, places in facts.arrangements]


def test_a_web_is_made_of_the_municipalities_of_the_day_and_what_they_share() -> None:
    small_country()
    # Not the water board, the provinces and the ministry, nor Elzen, that is no more.
    assert titles_and_members(DAY) == [
        ("Veiligheidsregio Oostmark", ["Aldermonde", "Brinkdam", "Duinrade"]),
        ("Belastingkantoor De Kade", ["Aldermonde", "Brinkdam"]),
        ("Regeling Watertafel", ["Duinrade", "Hoogsluis"]),
        (
            "Gemeenschappelijke regeling Inkoop Jeugdhulp",
            ["Elzerveen", "Grotewoud", "Hoogsluis"],
        ),
        (
            "Gemeenschappelijke regeling GGD Westmark",
            ["Aldermonde", "Elzerveen", "Grotewoud", "Hoogsluis"],
        ),
        ("Havenconvenant De Kade", ["Brinkdam", "Grotewoud"]),
    ]
    assert facts_on(DAY).municipalities == [
        ("GM9001", "Aldermonde"),
        ("GM9002", "Brinkdam"),
        ("GM9003", "Duinrade"),
        ("GM9004", "Elzerveen"),
        ("GM9005", "Grotewoud"),
        ("GM9006", "Hoogsluis"),
    ]


def test_on_an_earlier_day_it_is_made_of_who_was_there_then() -> None:
    small_country()
    assert titles_and_members(BEFORE) == [
        (
            "Gemeenschappelijke regeling Veiligheidsregio Oostmark",
            ["Aldermonde", "Brinkdam"],
        ),
        (
            "Gemeenschappelijke regeling Inkoop Jeugdhulp",
            ["Grotewoud", "Hoogsluis", "Elzen"],
        ),
        (
            "Gemeenschappelijke regeling Streekarchief",
            ["Aldermonde", "Veenhout", "Lindermeer"],
        ),
        (
            "Gemeenschappelijke regeling GGD Westmark",
            ["Aldermonde", "Grotewoud", "Hoogsluis"],
        ),
        ("Havenconvenant De Kade", ["Brinkdam", "Grotewoud"]),
    ]


def test_facts_cost_the_same_queries_however_much_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    country = small_country()
    with django_assert_num_queries(5):
        facts_on(DAY)
    Participation.objects.create(arrangement=country.water, organisation=country.elzerveen)
    with django_assert_num_queries(5):
        facts_on(DAY)


# ── in which region ───────────────────────────────────────────────────────────────────────


def in_regions(day: date, *codes: str) -> dict[DivisionKind, list[str]]:
    found = divisions_on(day, codes, succession())
    return {
        each.kind: [each.regions[at][0] if at != NOWHERE else "nowhere" for at in each.of]
        for each in found
    }


def test_who_is_on_no_list_lies_where_those_lay_that_it_was_made_of() -> None:
    small_country()
    assert in_regions(DAY, "GM9001", "GM9004", "GM9009", "GM4321") == {
        DivisionKind.SAFETY: ["VR91", "VR92", "VR92", "nowhere"],
        DivisionKind.HEALTH: ["GG92", "GG92", "GG92", "nowhere"],
        DivisionKind.PROVINCE: ["PV91", "PV92", "PV92", "nowhere"],
    }


def test_the_newest_list_that_is_not_of_a_later_year_counts() -> None:
    small_country()
    moved = RegionMembership.objects.filter(
        municipality="GM9001", region__code="VR91", region__year=2022
    )
    moved.update(region=Region.objects.get(code="VR92", year=2022))
    assert in_regions(date(2021, 12, 31), "GM9001")[DivisionKind.SAFETY] == ["VR91"]
    assert in_regions(date(2022, 1, 1), "GM9001")[DivisionKind.SAFETY] == ["VR92"]
    # Before the first list it counts for want of another.
    assert in_regions(date(2012, 1, 1), "GM9001")[DivisionKind.SAFETY] == ["VR91"]


def test_a_list_without_names_takes_those_of_a_later_one() -> None:
    small_country()
    Region.objects.filter(year=2016).update(name="")
    [safety, *_others] = divisions_on(BEFORE, ["GM9001"], succession())
    assert safety == Division(
        DivisionKind.SAFETY,
        2016,
        [("VR91", "Veiligheidsregio Oostmark"), ("VR92", "Veiligheidsregio Westmark")],
        [0],
    )


# ── making and keeping ────────────────────────────────────────────────────────────────────


def test_webs_are_made_of_the_newest_day_and_of_each_first_of_january() -> None:
    small_country()
    assert weave_webs() == [*FIRST_DAYS, DAY]
    assert sorted(Web.objects.values_list("day", flat=True)) == [*FIRST_DAYS, DAY]


def test_what_is_kept_is_what_was_worked_out() -> None:
    small_country()
    weave_webs()
    kept = web_on(DAY)
    assert kept is not None
    assert kept.facts == facts_on(DAY)
    found = groups(kept.facts.takes_part)
    assert kept.groups.group.tolist() == found.group.tolist() == [0, 0, 0, 1, 1, 1]
    np.testing.assert_allclose(kept.groups.stays, found.stays, atol=1e-6)
    assert (kept.groups.modularity, kept.groups.found, kept.groups.alike) == (
        found.modularity,
        found.found,
        found.alike,
    )


def test_who_lies_between_is_worked_out_for_the_newest_day_and_regions_for_every_day() -> None:
    small_country()
    weave_webs()
    for day in (DAY, date(2020, 1, 1)):
        kept = web_on(day)
        assert kept is not None
        takes_part = kept.facts.takes_part
        if day == DAY:
            expected = betweenness(collaboration_weights(takes_part))
            assert kept.betweenness is not None
            np.testing.assert_allclose(kept.betweenness, expected, atol=1e-6)
            assert expected.any()
        else:
            assert kept.betweenness is None
        assert set(kept.areas) == {each.kind for each in kept.facts.divisions}
        for division in kept.facts.divisions:
            found = area_web(takes_part, np.array(division.of), areas=len(division.regions))
            for name, values in vars(found).items():
                there = getattr(kept.areas[division.kind], name)
                np.testing.assert_allclose(there, values, atol=1e-6, err_msg=name)


def test_where_a_municipality_moved_to_another_region_regions_are_worked_out_anew() -> None:
    small_country()
    weave_webs()
    moved = RegionMembership.objects.get(
        municipality="GM9001", region__code="VR91", region__year=2022
    )
    moved.region = Region.objects.get(code="VR92", year=2022)
    moved.save()
    assert weave_webs()[-1] == DAY
    kept = web_on(DAY)
    assert kept is not None
    # Aldermonde takes safety and taxes along: of what the first region holds nothing stays.
    assert kept.areas[DivisionKind.SAFETY].within.tolist() == [0, 2]


def test_what_is_as_it_was_is_left_alone_and_what_changed_is_made_anew() -> None:
    country = small_country()
    weave_webs()
    assert weave_webs() == []

    Participation.objects.create(
        arrangement=country.taxes, organisation=country.duinrade, joined=date(2025, 6, 1)
    )
    assert weave_webs() == [date(2026, 1, 1), DAY]
    kept = web_on(DAY)
    assert kept is not None
    assert kept.facts == facts_on(DAY)


def test_where_only_a_name_or_a_region_changed_groups_are_not_looked_for_again() -> None:
    country = small_country()
    weave_webs()
    mark = 0.25
    for web in Web.objects.all():
        web.groups["alike"] = mark
        web.save()
    country.safety.cite_title = "Veiligheid in Oostmark"
    country.safety.save()
    Region.objects.filter(code="VR92").update(name="Veiligheid in Westmark")

    assert weave_webs() == [*FIRST_DAYS, DAY]
    kept = web_on(DAY)
    assert kept is not None
    assert (kept.facts, kept.groups.alike) == (facts_on(DAY), mark)
    assert weave_webs() == []


def test_a_newer_register_moves_the_newest_web() -> None:
    small_country()
    weave_webs()
    Source.objects.filter(dataset="register").update(day=date(2026, 9, 1))
    assert weave_webs() == [date(2026, 9, 1)]
    assert Web.objects.filter(day=DAY).count() == 0


def test_without_a_register_there_is_no_web() -> None:
    assert weave_webs() == []
    assert web_on(DAY) is None
    Source.objects.create(dataset="register", origin="empty.example", day=DAY)
    assert weave_webs() == []


def test_the_web_of_a_day_is_the_newest_before_it_or_else_the_first() -> None:
    small_country()
    weave_webs()
    days = [date(2012, 1, 1), SPLIT_ON, date(2019, 12, 31), date(2026, 5, 15), date(2027, 1, 1)]
    found = [web_on(day) for day in days]
    assert [each.facts.day for each in found if each] == [
        date(2015, 1, 1),
        date(2019, 1, 1),
        date(2019, 1, 1),
        date(2026, 1, 1),
        DAY,
    ]


def test_a_municipality_that_shares_nothing_is_in_the_web_and_in_no_group() -> None:
    country = small_country()
    Participation.objects.filter(organisation=country.duinrade).delete()
    weave_webs()
    kept = web_on(DAY)
    assert kept is not None
    assert kept.groups.group.tolist() == [1, 1, -1, 0, 0, 0]
    assert Organisation.objects.get(pk=country.duinrade.pk).key == kept.facts.municipalities[2][0]


@pytest.mark.django_db(transaction=True)
def test_two_that_work_it_out_at_once_go_one_after_the_other() -> None:
    small_country()
    made: list[int] = []
    failed: list[Exception] = []

    def weave() -> None:
        try:
            made.append(len(weave_webs()))
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)
        finally:
            connection.close()

    both = [threading.Thread(target=weave) for _which in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(60)
    assert failed == []
    assert sorted(made) == [0, Web.objects.count()]
