"""What is told of what organisations say about each other."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from samenspel.cooperations.models import Role
from samenspel.measures.disclosure import BANDED, ROUNDED
from samenspel.measures.recognition import FEW, HALF, MOST
from samenspel.soundings.instruments.relations.outcome import Outcome
from samenspel.soundings.instruments.statements.outcome import read as read_as_statements
from samenspel.soundings.instruments.statements.picture import AskedGroup
from tests.soundings.instruments.relations.answered import (
    AGREES,
    NAMES,
    Said,
    choose,
    five,
    frozen,
    round_of,
    showed,
)

PEOPLE = dict.fromkeys(NAMES[:4], 20)
TRUST = ("agreement",)
ROLE = ("role",)
TOLD_OF_A: Said = {
    ("Rijnveld", "agreement", "Oostwaard"): five(18, 2),
    ("Verweg", "agreement", "Oostwaard"): five(10, 7, 3),
    ("Zorggroep De Linde", "agreement", "Oostwaard"): five(4, 0, 1),
}


def counted(outcome: Outcome, organisation: str = "Oostwaard") -> list[tuple[Any, ...]]:
    """By aspect: who were counted, how it is told, and the counts."""
    [one] = [each for each in outcome.organisations if each.name == organisation]
    return [
        (
            [outcome.organisations[at].name for at in opinion.tellers],
            *(
                (opinion.cell.precision, opinion.cell.answered, opinion.cell.told)
                if opinion.cell
                else (None, None, None)
            ),
        )
        for opinion in one.opinions
    ]


def test_people_of_all_others_are_told_as_one_count() -> None:
    outcome = showed(round_of(PEOPLE, TOLD_OF_A, chosen=TRUST))
    assert counted(outcome) == [
        (["Rijnveld", "Verweg", "Zorggroep De Linde"], ROUNDED, 45, (30, 10, 5))
    ]
    # Nobody said anything of the others.
    assert [counted(outcome, name) for name in NAMES[1:4]] == [[([], None, None, None)]] * 3


def test_of_fewer_than_three_other_organisations_nothing_is_told() -> None:
    few = dict(TOLD_OF_A) | {("Zorggroep De Linde", "agreement", "Oostwaard"): five(4)}
    assert counted(showed(round_of(PEOPLE, few, chosen=TRUST))) == [([], None, None, None)]


def test_an_organisation_of_which_few_answered_is_not_in_the_count() -> None:
    people = PEOPLE | {"Waterschap Noord": 20}
    few = dict(TOLD_OF_A) | {("Waterschap Noord", "agreement", "Oostwaard"): five(0, 4)}
    outcome = showed(round_of(people, few, chosen=TRUST))
    assert counted(outcome) == [
        (["Rijnveld", "Verweg", "Zorggroep De Linde"], ROUNDED, 45, (30, 10, 5))
    ]


def test_a_higher_minimum_asks_for_more_people_of_each() -> None:
    spoken = round_of(PEOPLE, TOLD_OF_A, chosen=TRUST)
    assert counted(showed(spoken, minimum=6)) == [([], None, None, None)]


def test_few_people_are_told_in_words() -> None:
    said: Said = {(name, "agreement", "Oostwaard"): five(5) for name in NAMES[1:4]}
    outcome = showed(round_of(dict.fromkeys(NAMES[:4], 6), said, chosen=TRUST))
    assert counted(outcome) == [(list(NAMES[1:4]), BANDED, 15, None)]


def test_people_are_counted_and_not_what_they_filled_in() -> None:
    """Who answers about four organisations is one person in each count, in whatever group."""
    spoken = round_of(dict.fromkeys(NAMES, 20), {}, chosen=TRUST, otherwise=(AGREES,))
    # Half of the people of Rijnveld are its managers.
    groups = (*spoken.groups, AskedGroup("Leiding", Role.MANAGEMENT, "Rijnveld", 10))
    group_of = spoken.group_of.copy()
    group_of[np.flatnonzero(group_of == 1)[:10]] = len(NAMES)
    outcome = showed(replace(spoken, groups=groups, group_of=group_of))
    assert [counted(outcome, name)[0][2] for name in NAMES] == [80] * 5
    assert [each.group.people for each in outcome.organisations] == [(20, 18, 22)] * 5


def test_residents_and_open_links_say_nothing_for_an_organisation() -> None:
    spoken = round_of(PEOPLE, TOLD_OF_A, chosen=TRUST)
    outcome = showed(spoken)
    strangers = (
        AskedGroup("Inwoners", Role.RESIDENT, "Rijnveld", 500),
        AskedGroup("Open link", Role.STAFF, "Rijnveld", None, open_link=True),
        AskedGroup("Leiding, alle organisaties", Role.MANAGEMENT, "", 12),
    )
    more = replace(
        spoken,
        groups=(*spoken.groups, *strangers),
        value=np.concatenate([spoken.value, np.full((90, len(spoken.items)), 5, dtype=np.int8)]),
        group_of=np.concatenate([spoken.group_of, np.repeat([4, 5, 6], 30).astype(np.int32)]),
    )
    assert showed(more) == outcome


def test_recognition_is_told_by_pair_where_ten_people_of_both_answered() -> None:
    said: Said = {
        ("Oostwaard", "role", "Oostwaard"): choose(14, 6),
        ("Rijnveld", "role", "Oostwaard"): choose(15, 2, unknown=3),
        ("Verweg", "role", "Oostwaard"): choose(5, 5),
        ("Zorggroep De Linde", "role", "Oostwaard"): choose(9),
        ("Rijnveld", "role", "Rijnveld"): choose(5, 5, 5, 5),
        ("Oostwaard", "role", "Rijnveld"): choose(20),
        ("Verweg", "role", "Verweg"): choose(9),
        ("Oostwaard", "role", "Verweg"): choose(20),
    }
    outcome = showed(round_of(PEOPLE, said, chosen=ROLE))
    told = [
        (
            found.view,
            found.view_text[:7],
            found.agreement,
            found.answered,
            [(look.by, look.band, look.answered) for look in found.looks],
        )
        for each in outcome.organisations
        for found in each.recognition
    ]
    untold = (None, "", None, None)
    assert told == [
        ("lead", "Trekker", MOST, 20, [(1, MOST, 20), (2, HALF, 10), (3, None, None)]),
        ("", "", None, 20, [(0, None, None), (2, None, None), (3, None, None)]),
        (*untold, [(0, None, None), (1, None, None), (3, None, None)]),
        (*untold, [(0, None, None), (1, None, None), (2, None, None)]),
    ]
    assert (outcome.recognised("role"), outcome.hardly_recognised("role")) == (1, 0)
    assert (outcome.pairs_of("role"), len(outcome.looks_of("role"))) == (12, 2)
    assert [each.name for each in outcome.divided("role")] == ["Rijnveld"]


def everybody_leads(*, unseen: tuple[str, str] | None = None) -> Said:
    """Each says it is the driving force. All see that of the first, and few of the others."""
    names = NAMES[:4]
    said = {(name, "role", name): choose(20) for name in names}
    for who in names:
        for about in names:
            if who != about and (who, about) != unseen:
                said[who, "role", about] = choose(18, 2) if about == names[0] else choose(2, 18)
    return said


def test_the_web_is_measured_over_what_most_recognise() -> None:
    outcome = showed(round_of(PEOPLE, everybody_leads(), chosen=ROLE))
    web = outcome.lists[0].web
    # Three of twelve ties, all with the first: a star, of which none goes both ways.
    assert (web.of, web.density, web.centralisation, web.reciprocity) == ((0, 1, 2, 3), 0.25, 1, 0)
    assert outcome.counted("role", FEW) == 9


def test_an_organisation_with_gaps_is_left_out_of_the_web_and_nothing_is_filled_in() -> None:
    spoken = round_of(PEOPLE, everybody_leads(unseen=("Verweg", "Rijnveld")), chosen=ROLE)
    web = showed(spoken).lists[0].web
    assert (web.of, web.density) == ((0, 1, 3), round(2 / 6, 4))
    nothing = showed(round_of(PEOPLE, {}, chosen=ROLE)).lists[0].web
    assert (nothing.of, nothing.density, nothing.centralisation) == ((), None, None)


def test_organisations_stand_in_the_order_in_which_they_are_asked_about() -> None:
    spoken = round_of(dict.fromkeys(reversed(NAMES), 20), {}, otherwise=(1, 2, 3))
    assert [each.name for each in showed(spoken).organisations] == list(reversed(NAMES))


def test_an_earlier_round_says_how_it_was() -> None:
    first = frozen(round_of(PEOPLE, everybody_leads(), chosen=ROLE))
    said = dict(everybody_leads()) | {
        ("Rijnveld", "role", "Oostwaard"): choose(4, 16),
        ("Verweg", "role", "Verweg"): choose(0, 20),
    }
    outcome = showed(round_of(PEOPLE, said, chosen=ROLE), before=[first])
    then_and_now = {
        (look.by, each.position): (look.before.band, look.before.view, look.band)
        for each, look in outcome.looks_of("role")
        if look.before
    }
    assert then_and_now[1, 0] == (MOST, "lead", FEW)
    assert then_and_now[2, 0] == (MOST, "lead", MOST)
    # Verweg says something else of itself by now, which the others already said.
    assert then_and_now[0, 2] == (FEW, "lead", MOST)
    assert outcome.organisations[2].recognition[0].view == "commission"


def test_the_content_is_plain_data_and_the_same_every_time() -> None:
    spoken = round_of(PEOPLE, dict(everybody_leads()) | dict(TOLD_OF_A))
    first = frozen(spoken)
    assert json.dumps(first) == json.dumps(frozen(spoken))
    order = np.random.default_rng(3).permutation(len(spoken.group_of))
    mixed = replace(spoken, value=spoken.value[order], group_of=spoken.group_of[order])
    assert json.dumps(frozen(mixed)) == json.dumps(first)


def test_what_reads_statements_finds_none() -> None:
    content = frozen(round_of(PEOPLE, TOLD_OF_A))
    found = read_as_statements(content)
    assert (found.statements, found.map) == ((), None)
    assert [(group.name, group.people) for group in found.groups] == [
        ("Oostwaard", None),
        ("Rijnveld", (20, 18, 22)),
        ("Verweg", (20, 18, 22)),
        ("Zorggroep De Linde", (5, 5, 7)),
    ]


@pytest.mark.parametrize("minimum", [5, 8])
def test_a_round_that_nobody_answered_tells_nothing(minimum: int) -> None:
    outcome = showed(round_of(dict.fromkeys(NAMES, 0), {}), minimum=minimum)
    assert not outcome.shows_anything
    assert [each.group.people for each in outcome.organisations] == [None] * 5
