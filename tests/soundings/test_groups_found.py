"""What is said of groups found: how many, what sets them apart, how surely, and of whom nothing."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope

from samenspel.cooperations.models import Cooperation
from samenspel.measures.opinions.published_groups import (
    PublishedGroup,
    PublishedGroups,
    SetApart,
)
from samenspel.people.models import Person
from samenspel.soundings.analysis import analyse
from samenspel.soundings.instruments.statements import groups_found as said
from samenspel.soundings.instruments.statements.outcome import Outcome, read
from samenspel.soundings.models import Picture, Sounding
from samenspel.soundings.pictures.groups_found import groups_found_picture
from samenspel.soundings.pictures.opinion_map import map_page
from tests.page_text import plain
from tests.soundings.rounds import (
    Asked,
    address,
    closed_round,
    conversation,
    in_camps,
    seen,
)

NONE = PublishedGroups(
    voices_at_least=80,
    beyond_chance=True,
    count=1,
    groups=(),
    not_described=0,
    undetermined_percent=0,
    straight_liners_at_least=None,
    count_with_straight_liners=None,
)
GROUP = PublishedGroup(40, 9, (SetApart(0, 80, 30),), (SetApart(1, 0, 60), SetApart(2, 30, 100)))
THREE = replace(NONE, count=3, groups=(GROUP, GROUP), not_described=1, undetermined_percent=10)


# ── in words ──────────────────────────────────────────────────────────────────────────────


def test_of_people_who_differ_without_groups_just_that_is_said() -> None:
    assert said.headline(NONE) == "Wij vonden geen groepen met een eigen kijk"
    assert said.sentences(NONE) == ["Mensen verschillen, maar er zijn geen kampen."]
    assert said.sentences(replace(NONE, beyond_chance=False)) == [
        "De verschillen tussen de antwoorden lijken toeval."
    ]


def test_of_groups_it_is_said_what_they_are_not_and_who_is_left_out() -> None:
    assert said.headline(THREE) == "Wij vonden 3 groepen die elk anders kijken"
    assert said.sentences(THREE) == [
        "Wie in een groep zit, antwoordt ongeveer zoals de anderen in die groep.",
        "Het gaat niet om bekende organisaties. Niemand kan zien wie in welke groep zit.",
        "1 groep beschrijven we niet: daarin zitten minder dan 20 mensen.",
        "Van ongeveer 1 op de 10 deelnemers is niet te zeggen in welke groep zij zitten.",
    ]
    small = replace(THREE, groups=(), not_described=3, undetermined_percent=0)
    assert said.sentences(small)[2:] == ["De groepen zijn te klein om te beschrijven."]


@pytest.mark.parametrize(
    ("percent", "about", "share"),
    [
        (0, "minder dan 1 op de 20 deelnemers", "bijna niemand"),
        (10, "ongeveer 1 op de 10 deelnemers", "1 op de 10"),
        (90, "ongeveer 9 op de 10 deelnemers", "9 op de 10"),
        (100, "bijna alle deelnemers", "bijna iedereen"),
    ],
)
def test_shares_are_told_in_tenths(percent: int, about: str, share: str) -> None:
    assert (said.about(percent), said.share(percent)) == (about, share)


@pytest.mark.parametrize(
    ("tenths", "comes_back", "same"),
    [
        (9, "heel goed", "ongeveer 9 van de 10 mensen of meer zijn dezelfde."),
        (8, "goed", "ongeveer 8 van de 10 mensen zijn dezelfde."),
        (6, "deels", "ongeveer 6 van de 10 mensen zijn dezelfde."),
        (5, "slecht", "ongeveer 5 van de 10 mensen zijn dezelfde. Bouw hier niet op."),
    ],
)
def test_how_surely_a_group_comes_back_is_told_with_its_number(
    tenths: int, comes_back: str, same: str
) -> None:
    told = said.stability(replace(GROUP, stability_tenths=tenths))
    assert told == f"Komt {comes_back} terug als we opnieuw zoeken: {same}"


@pytest.mark.parametrize(
    ("with_them", "told"),
    [
        (3, "Met hen erbij vinden we hetzelfde aantal groepen."),
        (1, "Met hen erbij vinden we geen groepen."),
        (4, "Met hen erbij vinden we 4 groepen."),
    ],
)
def test_who_answers_everything_alike_is_counted_from_twenty_on(with_them: int, told: str) -> None:
    few = replace(THREE, straight_liners_at_least=None)
    many = replace(THREE, straight_liners_at_least=30, count_with_straight_liners=with_them)
    assert said.straight_liners(few) == ""
    assert said.straight_liners(many) == (
        "Ten minste 30 mensen gaven op alle stellingen hetzelfde antwoord. Bij het zoeken naar "
        f"groepen lieten we hen weg. {told}"
    )


# ── drawing, table and file ───────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    asked = Asked("Inwoners", None, ((90, 0, 0),) * 15)
    return replace(analyse(in_camps(conversation(asked))), groups_found=THREE)


def test_what_is_drawn_is_what_is_said(outcome: Outcome) -> None:
    picture = groups_found_picture(outcome)
    assert picture is not None
    first = picture.groups[0]

    assert [group.name for group in picture.groups] == ["Groep A", "Groep B"]
    assert [(gap.statement.number, gap.sentence) for gap in first.gaps] == [
        (1, "8 op de 10 eens; in de andere groepen 3 op de 10"),
        (2, "bijna niemand eens; in de andere groepen 6 op de 10"),
        (3, "3 op de 10 eens; in de andere groepen bijna iedereen"),
    ]
    # From 10 to 230, so a tenth is 22 wide; the line runs between the edges of the dots.
    assert [(gap.here_x, gap.elsewhere_x) for gap in first.gaps] == [
        (186.0, 76.0),
        (10.0, 142.0),
        (76.0, 230.0),
    ]
    assert [gap.line for gap in first.gaps] == [(81.0, 181.0), (137.0, 15.0), (225.0, 81.0)]


def test_too_few_or_an_older_picture_says_nothing_of_groups(outcome: Outcome) -> None:
    assert groups_found_picture(replace(outcome, groups_found=None)) is None


def groups_round(person: Person, cooperation: Cooperation) -> Sounding:
    asked = Asked("Inwoners", None, ((90, 0, 0),) * 15)
    return closed_round(person, cooperation, in_camps(conversation(asked)))


def test_the_page_the_table_and_the_file_say_the_same(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    sounding = groups_round(anna, a)
    page = seen(anna_client, address("map", sounding))
    rows = [
        [plain(cell.partition(">")[2]) for cell in row.split("<t")[1:]]
        for row in page.partition("<tbody")[2].partition("</tbody>")[0].split("<tr")[1:]
    ]
    told = list(csv.DictReader(io.StringIO(seen(anna_client, address("groups-csv", sounding)))))

    assert "Wij vonden 3 groepen die elk anders kijken" in page
    assert page.count('class="strip"') == len(rows) == len(told) >= 9
    assert [(row[0], row[1]) for row in rows] == [(row["group"], row["text"]) for row in told]
    shares = [
        (said.share(int(row["agree_percent"])), said.share(int(row["agree_percent_elsewhere"])))
        for row in told
    ]
    assert [(row[2], row[3]) for row in rows] == shares
    headers = anna_client.get(address("groups-csv", sounding)).headers
    assert (headers["Content-Type"], headers["Content-Disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="gevonden-groepen.csv"',
    )


def test_the_outcome_leads_to_it_also_where_there_is_no_map(
    anna: Person, a: Cooperation, anna_client: Client
) -> None:
    """All agree: nothing is beyond chance, and the page says so."""
    alike = conversation(Asked("Inwoners", None, ((60, 0, 0),) * 9))
    sounding = closed_round(anna, a, alike)
    page = seen(anna_client, address("map", sounding))

    assert address("map", sounding) in seen(anna_client, address("outcome", sounding))
    assert "Er is geen kaart: de verschillen tussen de antwoorden lijken toeval." in page
    assert "Wij vonden geen groepen met een eigen kijk" in page
    assert anna_client.get(address("groups-csv", sounding)).status_code == 404


def test_the_map_says_which_direction_may_be_chance(outcome: Outcome) -> None:
    assert outcome.map is not None
    first, second = outcome.map["axes"]
    unsure = {**outcome.map, "axes": [first, {**second, "beyond_chance": False}]}

    assert [end.name for end in map_page(outcome).ends] == ["Rechts", "Links", "Boven", "Onder"]
    assert [end.name for end in map_page(replace(outcome, map=unsure)).ends] == [
        "Rechts",
        "Links",
        "Boven (kan toeval zijn)",
        "Onder (kan toeval zijn)",
    ]


# ── pictures that were frozen before ──────────────────────────────────────────────────────


def test_a_picture_that_was_frozen_before_groups_were_looked_for_still_reads(
    anna: Person, a: Cooperation
) -> None:
    content = frozen(groups_round(anna, a))
    assert content["format"] == 3
    older = {key: value for key, value in content.items() if key != "groups_found"}
    older["format"] = 2
    for axis in older["map"]["axes"]:
        del axis["beyond_chance"]
    before = read(older)

    assert before.groups_found is None
    page = map_page(before)
    assert (page.found, page.wide is None) == (None, False)
    assert [end.name for end in page.ends] == ["Rechts", "Links", "Boven", "Onder"]


def frozen(sounding: Sounding) -> dict[str, Any]:
    with scope(cooperation=sounding.cooperation):
        content: dict[str, Any] = Picture.objects.get(sounding=sounding).content
    return content


def test_who_said_it_changes_nothing(
    anna: Person, cees: Person, a: Cooperation, b: Cooperation
) -> None:
    """The answers of ninety people, by ninety others."""
    one = in_camps(conversation(Asked("Inwoners", None, ((90, 0, 0),) * 15)))
    other = replace(one, value=one.value.reshape(90, 15)[::-1].ravel())

    assert frozen(closed_round(anna, a, one)) == frozen(closed_round(cees, b, other))
