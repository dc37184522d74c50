from dataclasses import fields, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from samenspel.measures.opinions.moments import Moments, moments_of
from samenspel.measures.opinions.moments_proof import are_moments_of
from samenspel.measures.opinions.votes import Votes

IntArray = NDArray[np.int64]
PEOPLE, STATEMENTS, GROUPS = 60, 7, 3
SQUARES = ("both_values", "value_here", "both_voted")


def some_votes(seed: int = 1, *, statements: int = STATEMENTS) -> Votes:
    """About half of everything is voted on; some people say nothing."""
    chance = np.random.default_rng(seed)
    voter, statement = np.nonzero(chance.random((PEOPLE, statements)) < 0.5)
    kept = voter % 10 != 3
    value = chance.integers(-1, 2, size=int(kept.sum()))
    return Votes(voter[kept], statement[kept], value, PEOPLE, statements)


def some_groups() -> IntArray:
    """The third group is empty, and some are in none."""
    return np.arange(PEOPLE) % 3 - 1


@pytest.fixture
def votes() -> Votes:
    return some_votes()


@pytest.fixture
def group_of() -> IntArray:
    return some_groups()


@pytest.fixture
def moments(votes: Votes, group_of: IntArray) -> Moments:
    return moments_of(votes, group_of, GROUPS)


def test_moments_are_those_of_their_own_votes(
    moments: Moments, votes: Votes, group_of: IntArray
) -> None:
    assert are_moments_of(moments, votes, group_of)
    order = np.random.default_rng(2).permutation(len(votes))
    shuffled = replace(
        votes,
        voter=votes.voter[order],
        statement=votes.statement[order].astype(np.int32),
        value=votes.value[order].astype(np.int8),
    )
    assert are_moments_of(moments, shuffled, group_of)


def test_one_count_more_is_seen_wherever_it_is(
    moments: Moments, votes: Votes, group_of: IntArray
) -> None:
    tried = 0
    for name in (field.name for field in fields(moments)):
        array = getattr(moments, name)
        for place in np.ndindex(array.shape):
            array[place] += 1
            assert not are_moments_of(moments, votes, group_of), (name, place)
            array[place] -= 1
            tried += 1
    assert tried == GROUPS * (1 + 3 * STATEMENTS + 3 * STATEMENTS**2)
    assert are_moments_of(moments, votes, group_of)


@pytest.mark.parametrize("name", SQUARES)
def test_errors_that_cancel_out_in_a_sum_are_seen(
    moments: Moments, votes: Votes, group_of: IntArray, name: str
) -> None:
    """Also those of which the sum of a row, of a column and of all of it stay the same."""
    square = getattr(moments, name)[1]
    square[np.ix_([1, 4], [0, 5])] += np.array([[3, -3], [-3, 3]])

    assert not are_moments_of(moments, votes, group_of)


@pytest.mark.parametrize("name", SQUARES)
def test_a_matrix_that_was_turned_over_is_seen(
    moments: Moments, votes: Votes, group_of: IntArray, name: str
) -> None:
    square = getattr(moments, name)
    turned = replace(moments, **{name: square.transpose(0, 2, 1).copy()})

    is_symmetric = name != "value_here"
    assert are_moments_of(turned, votes, group_of) == is_symmetric


def test_the_same_tallies_by_other_people_are_seen(votes: Votes) -> None:
    """Somebody's answer to one statement, given by somebody else who had none."""
    nobody = np.zeros(PEOPLE, dtype=np.int64)
    here = np.flatnonzero(votes.statement == 2)
    others = np.setdiff1d(votes.voter, votes.voter[here])
    voter = votes.voter.copy()
    voter[here[0]] = others[0]
    swapped = replace(votes, voter=voter)
    moments = moments_of(swapped, nobody, 1)

    assert np.array_equal(moments.tally, moments_of(votes, nobody, 1).tally)
    assert not are_moments_of(moments, votes, nobody)


def test_other_statements_or_groups_are_other_moments(
    moments: Moments, votes: Votes, group_of: IntArray
) -> None:
    assert not are_moments_of(moments, some_votes(statements=STATEMENTS + 1), group_of)
    assert not are_moments_of(moments, votes, np.roll(group_of, 1))
    with pytest.raises(ValueError, match="one per voter"):
        are_moments_of(moments, votes, group_of[1:])


def test_where_nobody_voted_the_moments_are_empty() -> None:
    none = np.zeros(0, dtype=np.int64)
    votes = Votes(none, none, none, voters=3, statements=2)
    groups = np.zeros(3, dtype=np.int64)

    assert are_moments_of(Moments.empty(1, 2), votes, groups)
    others = moments_of(some_votes(statements=2), np.zeros(PEOPLE, dtype=np.int64), 1)
    assert not are_moments_of(others, votes, groups)
