from collections.abc import Callable
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.measures.opinions import co_occurrence
from samenspel.measures.opinions.co_occurrence import MOST_STATEMENTS, add_co_occurrences
from samenspel.measures.opinions.votes import BoolArray, IntArray, Votes

NO_VOTE = 2

# Of whom the votes are added up by rows, given how much they voted; None for what the code chooses.
WAYS: dict[str, Callable[[IntArray, int], BoolArray] | None] = {
    "chosen": None,
    "counted": lambda voted, _: voted < 0,
    "by rows": lambda voted, _: voted >= 0,
    "half": lambda voted, _: voted > np.median(voted),
}
EACH_WAY = pytest.mark.parametrize("way", WAYS)


def as_votes(table: IntArray) -> Votes:
    """Votes from a (voters, statements) table in which 2 is no vote."""
    voter, statement = np.nonzero(table != NO_VOTE)
    return Votes(
        voter.astype(np.int32),
        statement.astype(np.int16),
        table[voter, statement].astype(np.int8),
        *table.shape,
    )


def by_hand(table: IntArray) -> IntArray:
    voted = (table != NO_VOTE).astype(np.int64)
    value = np.where(table == NO_VOTE, 0, table)
    return np.stack([value.T @ value, value.T @ voted, voted.T @ voted])


def added_up(votes: Votes, way: str) -> IntArray:
    sums = np.zeros((3, votes.statements, votes.statements), dtype=np.int64)
    add(votes, sums, way)
    return sums


def add(votes: Votes, sums: IntArray, way: str) -> None:
    choice = WAYS[way] or co_occurrence._better_by_rows
    with patch.object(co_occurrence, "_better_by_rows", choice):
        add_co_occurrences(votes, *sums)


def uneven(seed: int, voters: int, statements: int) -> IntArray:
    """Most vote on little, some on nearly everything."""
    rng = np.random.default_rng(seed)
    table = rng.integers(-1, 2, (voters, statements))
    table[rng.random((voters, statements)) > rng.beta(0.4, 1.2, (voters, 1))] = NO_VOTE
    return table


@EACH_WAY
@given(
    st.integers(1, 12).flatmap(
        lambda statements: st.lists(
            st.lists(st.integers(-1, NO_VOTE), min_size=statements, max_size=statements),
            min_size=1,
            max_size=25,
        )
    )
)
def test_sums_equal_products_of_dense_tables(way: str, rows: list[list[int]]) -> None:
    table = np.array(rows)
    assert added_up(as_votes(table), way).tolist() == by_hand(table).tolist()


@EACH_WAY
@pytest.mark.parametrize("statements", [1, 15, 16, 17, 80])
def test_long_and_short_rows_go_together(way: str, statements: int) -> None:
    table = uneven(statements, 400, statements)
    assert added_up(as_votes(table), way).tolist() == by_hand(table).tolist()


@EACH_WAY
@pytest.mark.parametrize(
    ("votes", "lines", "counts", "people", "columns"),
    [(1, 1, 1, 1, 1), (50, 30, 1, 8, 7), (50, 1, 200, 9, 40), (2**21, 30, 200, 1, 80)],
)
def test_parts_of_any_size_add_up_to_the_same(
    way: str, votes: int, lines: int, counts: int, people: int, columns: int
) -> None:
    table = uneven(7, 60, 40)
    with patch.multiple(
        co_occurrence,
        _VOTES_AT_ONCE=votes,
        _LINES_AT_ONCE=lines,
        _COUNTS_AT_ONCE=counts,
        _PEOPLE_IN_A_TABLE=people,
        _COLUMNS_IN_A_TABLE=columns,
    ):
        assert added_up(as_votes(table), way).tolist() == by_hand(table).tolist()


@EACH_WAY
@pytest.mark.parametrize("values", [(-1, -1), (1, 1), (1, -1), (0, -1)])
def test_a_crowd_that_votes_alike_is_counted_exactly(way: str, values: tuple[int, int]) -> None:
    people = 70_000
    table = np.tile(values, (people, 5))
    value = people * np.array(values * 5)
    both_values, value_here = np.outer(value, value) // people, np.tile(value, (10, 1)).T
    expected = np.stack([both_values, value_here, np.full((10, 10), people)])
    assert added_up(as_votes(table), way).tolist() == expected.tolist()


@EACH_WAY
def test_sums_are_added_to_what_was_there(way: str) -> None:
    table = uneven(3, 50, 20)
    sums = np.ones((3, 20, 20), dtype=np.int32)
    add(as_votes(table), sums, way)
    assert sums.tolist() == (by_hand(table) + 1).tolist()


def test_nobody_and_nothing_add_nothing() -> None:
    for shape in ((0, 3), (3, 0), (4, 3)):
        assert added_up(as_votes(np.full(shape, NO_VOTE)), "chosen").sum() == 0


def test_more_statements_than_can_be_numbered_are_refused() -> None:
    none = np.zeros(0, dtype=np.int64)
    votes = Votes(none, none, none, voters=1, statements=MOST_STATEMENTS + 1)
    sums = np.zeros((3, 1, 1), dtype=np.int64)
    with pytest.raises(ValueError, match="more than 21844 statements"):
        add_co_occurrences(votes, *sums)


def test_who_voted_little_is_counted_and_who_voted_much_is_added_up_by_rows() -> None:
    voted = np.array([5] * 100_000 + [900])
    chosen = co_occurrence._better_by_rows(voted, 1_000)
    assert chosen.tolist() == [False] * 100_000 + [True]
    # What counting costs for each statement is not worth it for a few people.
    assert co_occurrence._better_by_rows(voted[:20], 1_000).all()
