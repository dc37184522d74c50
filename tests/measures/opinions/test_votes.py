from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from samenspel.measures.opinions.votes import Votes, last_votes, tallies

IntArray = NDArray[np.int64]

# Who, on which statement, what; in order of time, with second thoughts.
STREAMS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(-1, 1)), max_size=60)


def ints(*values: int) -> IntArray:
    return np.array(values, dtype=np.int64)


def as_rows(votes: Votes) -> list[tuple[int, int, int]]:
    return list(
        zip(votes.voter.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True)
    )


def from_stream(stream: list[tuple[int, int, int]]) -> Votes:
    columns = np.array(stream, dtype=np.int64).reshape(-1, 3)
    return last_votes(columns[:, 0], columns[:, 1], columns[:, 2], voters=6, statements=4)


def three_votes() -> Votes:
    return Votes(ints(0, 0, 2), ints(0, 1, 1), ints(1, 0, -1), voters=3, statements=2)


@given(STREAMS)
def test_the_last_vote_of_somebody_on_a_statement_counts(
    stream: list[tuple[int, int, int]],
) -> None:
    expected = {(voter, statement): value for voter, statement, value in stream}
    assert as_rows(from_stream(stream)) == sorted(
        (voter, statement, value) for (voter, statement), value in expected.items()
    )


def test_compact_columns_stay_compact() -> None:
    votes = last_votes(
        np.array([1, 0, 1], dtype=np.int32),
        np.array([0, 0, 0], dtype=np.int16),
        np.array([1, 1, -1], dtype=np.int8),
        voters=2,
        statements=1,
    ).keep_statements(np.array([True]))
    assert as_rows(votes) == [(0, 0, 1), (1, 0, -1)]
    assert [column.dtype.str[1:] for column in (votes.voter, votes.statement, votes.value)] == [
        "i4",
        "i2",
        "i1",
    ]


def test_keys_of_compact_columns_do_not_overflow() -> None:
    voter = np.array([70_000, 0], dtype=np.int32)
    statement = np.array([30_000, 0], dtype=np.int16)
    votes = last_votes(voter, statement, ints(1, 1), voters=70_001, statements=40_000)
    assert as_rows(votes) == [(0, 0, 1), (70_000, 30_000, 1)]


def test_votes_may_stand_in_any_order() -> None:
    votes = Votes(ints(1, 0, 1), ints(1, 0, 0), ints(1, 0, -1), voters=2, statements=2)
    assert len(votes) == 3
    assert votes.voter.tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"voter": ints(0, 0)}, "same length"),
        ({"statement": ints(0, 1, 1).reshape(3, 1)}, "same length"),
        ({"value": np.array([1.0, 0.0, -1.0])}, "integers"),
        ({"value": np.array([True, False, True])}, "integers"),
        ({"voter": ints(0, 0, 3)}, "a voter lies outside 0 to 2"),
        ({"voter": ints(0, -1, 2)}, "a voter lies outside 0 to 2"),
        ({"statement": ints(0, 2, 1)}, "a statement lies outside 0 to 1"),
        ({"value": ints(1, 2, 0)}, "a value lies outside -1 to 1"),
        ({"voters": -1}, "cannot be negative"),
        ({"voters": 0}, "a voter lies outside 0 to -1"),
    ],
)
def test_columns_that_cannot_be_votes_are_refused(changed: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        replace(three_votes(), **changed)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("voter", [ints(0, 0, 1), ints(0, 1, 0)])
def test_a_second_vote_on_a_statement_is_refused(voter: IntArray) -> None:
    with pytest.raises(ValueError, match="more than one vote"):
        Votes(voter, ints(0, 0, 0), ints(1, 1, 1), voters=2, statements=1)


def test_no_votes_are_votes_too() -> None:
    votes = last_votes(ints(), ints(), ints(), voters=0, statements=0)
    assert (len(votes), votes.sparse().shape) == (0, (0, 0))
    assert tallies(votes, ints(), 0).shape == (0, 0, 3)


@given(STREAMS, st.lists(st.booleans(), min_size=4, max_size=4))
def test_statements_that_stay_are_numbered_anew(
    stream: list[tuple[int, int, int]], mask: list[bool]
) -> None:
    votes = from_stream(stream)
    kept = votes.keep_statements(np.array(mask))
    old_number = np.flatnonzero(mask).tolist()
    assert (kept.voters, kept.statements) == (6, sum(mask))
    assert [(voter, old_number[j], value) for voter, j, value in as_rows(kept)] == [
        row for row in as_rows(votes) if mask[row[1]]
    ]


@pytest.mark.parametrize("mask", [np.array([True]), np.array([1, 0])])
def test_a_mask_is_one_boolean_per_statement(mask: NDArray[np.bool_]) -> None:
    with pytest.raises(ValueError, match="2 booleans"):
        three_votes().keep_statements(mask)


def test_a_pass_is_stored_and_an_empty_cell_is_not() -> None:
    votes = Votes(ints(1, 0, 1), ints(2, 0, 0), ints(0, -1, 1), voters=3, statements=3)
    matrix = votes.sparse()
    assert matrix.toarray().tolist() == [[-1, 0, 0], [1, 0, 0], [0, 0, 0]]
    assert matrix.indptr.tolist() == [0, 1, 3, 3]
    assert matrix.indices.tolist() == [0, 0, 2]
    assert matrix.data.tolist() == [-1, 1, 0]


@given(STREAMS, st.lists(st.integers(-1, 2), min_size=6, max_size=6))
def test_tallies_equal_a_recount_by_hand(
    stream: list[tuple[int, int, int]], group_of: list[int]
) -> None:
    votes = from_stream(stream)
    expected = np.zeros((3, 4, 3), dtype=np.int64)
    for voter, statement, value in as_rows(votes):
        if group_of[voter] >= 0:
            expected[group_of[voter], statement, {1: 0, -1: 1, 0: 2}[value]] += 1
    counted = tallies(votes, ints(*group_of), 3)
    assert counted.dtype == np.int64
    assert counted.tolist() == expected.tolist()


def test_tallies_of_compact_columns_do_not_overflow() -> None:
    voters = np.arange(200, dtype=np.uint8)
    votes = Votes(
        voters,
        np.full(200, 99, dtype=np.int8),
        np.full(200, -1, dtype=np.int8),
        voters=200,
        statements=100,
    )
    counted = tallies(votes, (voters % 2).astype(np.int8), 2)
    assert counted[:, 99].tolist() == [[0, 100, 0], [0, 100, 0]]
    assert counted.sum() == 200


@pytest.mark.parametrize(
    ("group_of", "reason"),
    [
        (ints(0, 1), "one per voter"),
        (np.array([0.0, 1.0, 0.0]), "integers"),
        (ints(0, 1, 2), "outside -1 to 1"),
        (ints(0, 1, -2), "outside -1 to 1"),
    ],
)
def test_everybody_has_one_known_group_or_none(group_of: IntArray, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        tallies(three_votes(), group_of, 2)
