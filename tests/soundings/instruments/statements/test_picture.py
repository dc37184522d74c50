"""What is frozen: nothing of who is hidden, and never more certainty than there is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from samenspel.measures.opinions.moments import moments_of
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.instruments.statements import outcome
from samenspel.soundings.instruments.statements.picture import (
    Answers,
    AskedGroup,
    AskedStatement,
    freeze,
)

AGREE, DISAGREE, NO_ANSWER = 1, -1, 9


def answers(*groups: tuple[int | None, Sequence[Sequence[int]]], link: bool = False) -> Answers:
    """Those of groups, each with its size and a row of answers for each of its people.

    link : everybody could take part in the last one
    """
    rows = np.array([row for _size, people in groups for row in people], dtype=np.int64)
    voter, statement = np.nonzero(rows != NO_ANSWER)
    last = len(groups) - 1
    return Answers(
        groups=tuple(
            AskedGroup(f"groep {i}", "staff", "", size, open_link=link and i == last)
            for i, (size, _) in enumerate(groups)
        ),
        statements=tuple(AskedStatement(i, "") for i in range(rows.shape[1])),
        votes=Votes(voter, statement, rows[voter, statement], len(rows), rows.shape[1]),
        group_of=np.repeat(np.arange(len(groups)), [len(people) for _, people in groups]),
    )


def frozen(
    *groups: tuple[int | None, Sequence[Sequence[int]]], link: bool = False
) -> dict[str, Any]:
    return freeze(answers(*groups, link=link), minimum=5)


def many() -> list[list[int]]:
    """96 people, so that a hidden group of four would make the map one of 100 voices."""
    rng = np.random.default_rng(3)
    opinion = rng.normal(size=(96, 2)) @ rng.normal(size=(2, 12)) + rng.normal(size=(96, 12)) / 2
    return [[int(vote) for vote in person] for person in np.sign(opinion)]


def camps(people: int) -> list[list[int]]:
    """Three groups that each agree with a third of the statements."""
    rng = np.random.default_rng(4)
    agree = np.repeat(np.where(np.eye(3) > 0, 0.9, 0.1), 6, axis=1)
    shares = agree[np.arange(people) % 3]
    return [
        [int(vote) for vote in row] for row in np.where(rng.random(shares.shape) < shares, 1, -1)
    ]


def test_a_hidden_group_leaves_no_trace_in_the_map_or_in_groups_found() -> None:
    four = frozen((900, many()), (7, [[AGREE] * 12] * 4))
    other = frozen((900, many()), (7, [[DISAGREE] * 12]))

    assert four["map"]["voices_at_least"] == four["groups_found"]["voices_at_least"] == 90
    assert four == other


def test_who_came_in_by_an_open_link_leaves_no_trace_in_them_either() -> None:
    one = frozen((900, many()), (None, [[AGREE] * 12] * 60), link=True)
    other = frozen((900, many()), (None, [[DISAGREE] * 12] * 70), link=True)

    assert one["map"] == other["map"] is not None
    assert one["groups_found"] == other["groups_found"] is not None


def test_groups_are_looked_for_across_the_groups_that_are_asked() -> None:
    """Two known groups of which each holds people of all three that are found."""
    everybody = camps(210)
    found = frozen((400, everybody[:120]), (400, everybody[120:]))["groups_found"]

    assert (found["count"], found["voices_at_least"], found["not_described"]) == (3, 210, 0)
    assert [group["share_percent"] for group in found["groups"]] == [30, 30, 30]
    named = [{one["statement"] // 6 for one in group["agrees_more"]} for group in found["groups"]]
    assert sorted(map(sorted, named)) == [[0], [1], [2]]


def test_fewer_than_fifty_voices_are_not_looked_at() -> None:
    few = frozen((400, many()[:49]))
    assert (few["map"], few["groups_found"]) == (None, None)
    assert frozen((400, many()[:50]))["groups_found"] is not None


def test_moments_that_were_kept_up_to_date_give_the_same_picture() -> None:
    said = answers((900, many()), (60, many()[:30]), (9, [[AGREE] * 12] * 4))
    moments = moments_of(said.votes, said.group_of, 3)

    assert freeze(replace(said, moments=moments), minimum=5) == freeze(said, minimum=5)


@pytest.mark.parametrize("order", [1, 2])
def test_the_order_of_voices_changes_nothing(order: int) -> None:
    said = answers((900, many()), (60, many()[:30]))
    turn = np.random.default_rng(order).permutation(said.votes.voters)
    at = np.argsort(turn)
    votes = said.votes
    turned = Votes(at[votes.voter], votes.statement, votes.value, votes.voters, votes.statements)

    again = freeze(replace(said, votes=turned, group_of=said.group_of[turn]), minimum=5)
    assert again == freeze(said, minimum=5)


def test_the_bounds_of_silence_take_the_fewest_that_can_have_taken_part() -> None:
    """37 took part of 60; told is "about 35", which may be 33: then 27 are silent, not 23."""
    few = [[AGREE, NO_ANSWER]] * 15 + [[AGREE, AGREE]] * 12 + [[AGREE, DISAGREE]] * 10

    picture = frozen((60, few))
    agree = picture["statements"][1]["cells"][0]["agree"]

    assert picture["groups"][0]["people"] == [35, 33, 37]
    # Among the 33, 9 to 24 would agree; with all 27 others as well that is 51 of 60. With 37 it
    # would be 50.
    assert (agree["lowest"], agree["highest"]) == (9 / 60, 51 / 60)


def test_of_a_group_of_unknown_size_nothing_holds_whatever_the_silent_think() -> None:
    people = [[AGREE]] * 60

    known = outcome.read(frozen((62, people), (62, people))).statements[0]
    unknown = outcome.read(frozen((62, people), (None, people))).statements[0]

    assert known.shared_agree.whatever_the_silent
    assert unknown.shared_agree.is_very_sure
    assert not unknown.shared_agree.whatever_the_silent


def test_one_group_shown_of_two_is_no_difference_between_groups() -> None:
    split = [[AGREE]] * 40 + [[DISAGREE]] * 40

    alone = outcome.read(frozen((100, split)))
    beside_a_hidden_one = outcome.read(frozen((100, split), (7, [[AGREE]] * 3)))

    assert [s.number for s in alone.divisive] == [0]
    assert beside_a_hidden_one.divisive == []
