"""Between two rounds that ask the same of the same group, nobody shows."""

import itertools
from typing import Any

import numpy as np
import pytest

from samenspel.measures.disclosure import COUNTED
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.instruments.statements.asked_before import ToldBefore
from samenspel.soundings.instruments.statements.picture import (
    Answers,
    AskedGroup,
    AskedStatement,
    freeze,
)

GROUP = AskedGroup("Medewerkers", "staff", "gemeente A", 200)
_ONE_VOICE = tuple(itertools.product((-1, 0, 1), repeat=3))


def content(
    agree: int, disagree: int, passed: int, *, earlier: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """A round of one statement, that so many answered in these ways."""
    value = np.repeat(np.array([1, -1, 0], dtype=np.int8), [agree, disagree, passed])
    people = len(value)
    votes = Votes(
        voter=np.arange(people),
        statement=np.zeros(people, dtype=np.int64),
        value=value,
        voters=people,
        statements=1,
    )
    answers = Answers(
        (GROUP,),
        (AskedStatement(1, "Wij weten waarvoor."),),
        votes,
        np.zeros(people, dtype=np.int64),
    )
    return freeze(answers, minimum=5, told_before=ToldBefore(earlier or []))


def cell(found: dict[str, Any]) -> dict[str, Any]:
    [only] = found["statements"][0]["cells"]
    assert isinstance(only, dict)
    return only


def told(found: dict[str, Any]) -> tuple[object, ...]:
    one = cell(found)
    return one["precision"], one["answered"], tuple(one["told"] or ()), tuple(one["thirds"])


FIRST = [(40, 15, 8), (38, 17, 5), (61, 22, 17), (23, 6, 4), (9, 3, 2), (27, 13, 12)]


@pytest.mark.parametrize("first", FIRST)
def test_one_voice_between_two_rounds_changes_nothing_that_is_told(
    first: tuple[int, int, int],
) -> None:
    """Whoever left, came or changed their mind: success rate 0."""
    before = content(*first)
    same = told(content(*first, earlier=[before]))
    seen = {
        told(content(*after, earlier=[before]))
        for step in _ONE_VOICE
        if sum(map(abs, step)) <= 2 and abs(sum(step)) <= 1
        for after in [tuple(np.add(first, step).tolist())]
        if min(after) >= 0
    }
    assert seen == {same}


def test_control_without_that_who_left_shows_what_they_said() -> None:
    first = (40, 15, 8)
    left = {
        kind: told(content(*np.subtract(first, np.eye(3, dtype=int)[kind]).tolist()))
        for kind in range(3)
    }
    assert len(set(left.values())) == 3


def test_what_is_asked_for_the_first_time_is_told_exactly() -> None:
    other = content(40, 15, 8)
    other["statements"][0]["text"] = "Iets anders."
    assert told(content(41, 15, 8, earlier=[other])) == (COUNTED, 64, (41, 15, 8), (-1, -1))


def test_another_group_is_not_the_same_people() -> None:
    other = content(40, 15, 8)
    other["groups"][0]["party"] = "gemeente B"
    assert content(41, 15, 8, earlier=[other]) == content(41, 15, 8)


@pytest.mark.parametrize("after", [(20, 35, 8), (41, 16, 8), (63, 0, 0), (10, 5, 3)])
def test_what_many_changed_is_told_anew_and_true(after: tuple[int, int, int]) -> None:
    found = cell(content(*after, earlier=[content(40, 15, 8)]))
    for least, most, count in zip(found["low"], found["high"], after, strict=True):
        assert least <= count <= most
    assert found["answered_low"] <= sum(after) <= found["answered_high"]


def test_the_newest_of_several_rounds_counts() -> None:
    oldest, newest = content(10, 45, 8), content(40, 15, 8)
    newest_told = told(content(40, 15, 8, earlier=[oldest, newest]))
    assert told(content(39, 15, 8, earlier=[oldest, newest])) == newest_told
