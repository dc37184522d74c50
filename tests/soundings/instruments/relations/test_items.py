"""What is asked of whom: nothing that could not be told."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.cooperations.models import Role
from samenspel.soundings.instruments.ballot import Statement
from samenspel.soundings.instruments.relations.bank import bank
from samenspel.soundings.instruments.relations.drawing import by_organisation
from samenspel.soundings.instruments.relations.items import (
    FIVE,
    NewItem,
    Organisation,
    chosen_in,
    possible,
    questions,
    speaks_for_an_organisation,
)
from tests.soundings.instruments.relations.answered import NAMES, organisations

FOUR = organisations(*NAMES[:4])


def told(items: list[NewItem]) -> list[tuple[str, str, str, tuple[int, ...]]]:
    return [
        (item.detail["side"], item.detail["key"], item.detail["about"], item.only_for)
        for item in items
    ]


def test_first_the_own_organisation_and_then_each_other_one() -> None:
    found = questions(["agreement", "role"], FOUR)
    a, b, c, d = NAMES[:4]
    assert told(found) == [
        ("own", "role", a, (0,)),
        ("own", "role", b, (1,)),
        ("own", "role", c, (2,)),
        ("own", "role", d, (3,)),
        ("other", "role", a, (1, 2, 3)),
        ("other", "agreement", a, (1, 2, 3)),
        ("other", "role", b, (0, 2, 3)),
        ("other", "agreement", b, (0, 2, 3)),
        ("other", "role", c, (0, 1, 3)),
        ("other", "agreement", c, (0, 1, 3)),
        ("other", "role", d, (0, 1, 2)),
        ("other", "agreement", d, (0, 1, 2)),
    ]
    role, agreement = found[4], found[5]
    assert (role.text, role.text_en) == (
        "Wat is vooral de rol van Oostwaard?",
        "What is mainly the role of Oostwaard?",
    )
    assert (role.highest, agreement.highest) == (8, FIVE)
    assert [each["key"] for each in role.detail["options"]] == [
        choice.key for choice in bank().lists[0].choices
    ]
    assert "options" not in agreement.detail


def test_of_who_probably_stays_too_few_nothing_is_asked() -> None:
    few = replace(FOUR[1], can_tell=False, can_pair=False)
    found = told(questions(["agreement", "role"], [FOUR[0], few, *FOUR[2:]]))
    # They can still be spoken of: by the three others.
    assert ("other", "agreement", "Rijnveld", (0, 2, 3)) in found
    assert not [each for each in found if 1 in each[3]]
    assert not [each for each in found if each[1:3] == ("role", "Rijnveld")]
    # Of the three others none has three others that are told of.
    assert [each[2] for each in found if each[1] == "agreement"] == ["Rijnveld"]


@pytest.mark.parametrize(
    ("count", "keys"),
    [
        (0, ()),
        (1, ()),
        (2, ("role", "interest", "responsibility")),
        (3, ("role", "interest", "responsibility")),
        (4, bank().keys),
    ],
)
def test_what_is_possible_follows_from_how_many_organisations_there_are(
    count: int, keys: tuple[str, ...]
) -> None:
    assert possible(FOUR[:count]) == keys


def test_what_was_chosen_stays_where_nobody_can_be_asked() -> None:
    found = questions(["agreement", "role"], FOUR[:1])
    assert told(found) == [("other", "role", "", ()), ("other", "agreement", "", ())]
    assert found[1].text == "Deze organisatie doet wat is afgesproken."
    assert chosen_in(item.detail for item in found) == ("role", "agreement")
    assert told(questions(chosen_in(item.detail for item in found), FOUR)) == told(
        questions(["agreement", "role"], FOUR)
    )


def test_what_the_bank_does_not_have_is_passed_over() -> None:
    assert questions(["charisma"], FOUR) == []


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=7))
def test_every_question_can_be_told_of_if_all_take_part(flags: list[tuple[bool, bool]]) -> None:
    asked = [
        Organisation(str(n), (n,), 30, can_tell=tells or pairs, can_pair=pairs)
        for n, (tells, pairs) in enumerate(flags)
    ]
    for item in questions(bank().keys, asked):
        if not item.detail["about"]:
            continue
        about = int(item.detail["about"])
        if item.detail["kind"] == "aspect":
            assert len(item.only_for) >= 3
            assert all(asked[position].can_tell for position in item.only_for)
            assert about not in item.only_for
        else:
            assert asked[about].can_pair
            assert all(asked[position].can_pair for position in item.only_for)
            assert (about in item.only_for) == (item.detail["side"] == "own")


@pytest.mark.parametrize(
    ("role", "party", "open_link", "speaks"),
    [
        (Role.STAFF, "Oostwaard", False, True),
        (Role.COUNCIL, "Oostwaard", False, True),
        (Role.PARTNER, "Zorggroep", False, True),
        (Role.RESIDENT, "Oostwaard", False, False),
        (Role.BUSINESS, "Oostwaard", False, False),
        (Role.STAFF, "", False, False),
        (Role.STAFF, "Oostwaard", True, False),
    ],
)
def test_who_speaks_for_an_organisation(
    role: Role, party: str, open_link: bool, speaks: bool
) -> None:
    assert speaks_for_an_organisation(role, party, open_link=open_link) is speaks


def put_to_the_first(chosen: tuple[str, ...] = ("role", "agreement")) -> list[Statement]:
    items = [item for item in questions(chosen, FOUR) if 0 in item.only_for]
    return [Statement(n, item.text, item.detail) for n, item in enumerate(items)]


def order(statements: list[Statement], *lucks: float) -> list[tuple[str, str]]:
    """In which all come, by the organisation and what is asked. lucks : by turns"""
    draw, left, came = by_organisation(dict), [True] * len(statements), []
    for turn in range(len(statements)):
        place = draw(statements, left, lucks[turn % len(lucks)])
        assert left[place]
        left[place] = False
        came.append((statements[place].detail["about"], statements[place].detail["key"]))
    return came


def test_questions_about_one_organisation_come_together_and_the_own_first() -> None:
    statements = put_to_the_first()
    for luck in (0.0, 0.4, 0.99):
        came = order(statements, luck)
        assert came[0] == ("Oostwaard", "role")
        assert [key for _about, key in came[1:]] == ["role", "agreement"] * 3
        assert [about for about, _key in came[1::2]] == [about for about, _key in came[2::2]]


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=7, max_size=7))
def test_whatever_the_luck_every_question_comes_once(lucks: list[float]) -> None:
    statements = put_to_the_first()
    came = order(statements, *lucks)
    assert len(came) == len(set(came)) == 7


def test_each_organisation_comes_first_as_often() -> None:
    statements = put_to_the_first()
    first = [order(statements, (n + 0.5) / 300)[1][0] for n in range(300)]
    assert {name: first.count(name) for name in NAMES[1:4]} == dict.fromkeys(NAMES[1:4], 100)
