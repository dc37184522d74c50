"""What is frozen: nothing of who is hidden, and never more certainty than there is."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.instruments.statements import outcome
from samenspel.soundings.instruments.statements.picture import (
    Answers,
    AskedGroup,
    AskedStatement,
    freeze,
)

AGREE, DISAGREE, NO_ANSWER = 1, -1, 9


def frozen(*groups: tuple[int | None, Sequence[Sequence[int]]]) -> dict[str, Any]:
    """The picture of groups, each with its size and a row of answers for each of its people."""
    rows = np.array([row for _size, people in groups for row in people], dtype=np.int64)
    voter, statement = np.nonzero(rows != NO_ANSWER)
    return freeze(
        Answers(
            groups=tuple(
                AskedGroup(f"groep {i}", "staff", "", size) for i, (size, _) in enumerate(groups)
            ),
            statements=tuple(AskedStatement(i, "") for i in range(rows.shape[1])),
            votes=Votes(voter, statement, rows[voter, statement], len(rows), rows.shape[1]),
            group_of=np.repeat(np.arange(len(groups)), [len(people) for _, people in groups]),
        ),
        minimum=5,
    )


def many() -> list[list[int]]:
    """96 people, so that a hidden group of four would make the map one of 100 voices."""
    rng = np.random.default_rng(3)
    return [[int(rng.integers(-1, 2)) for _ in range(12)] for _ in range(96)]


def test_a_hidden_group_leaves_no_trace_in_the_map() -> None:
    four = frozen((900, many()), (7, [[AGREE] * 12] * 4))
    other = frozen((900, many()), (7, [[DISAGREE] * 12]))

    assert four["map"]["voices_at_least"] == 90
    assert four == other


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
