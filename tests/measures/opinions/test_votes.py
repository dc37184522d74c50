import tracemalloc
from dataclasses import replace
from itertools import pairwise

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


def test_votes_are_put_in_order_of_voter_and_then_of_statement() -> None:
    votes = Votes(ints(1, 0, 1, 3), ints(1, 0, 0, 1), ints(1, 0, -1, 1), voters=4, statements=2)
    ordered = votes.in_order()
    assert (votes.ordered, ordered.ordered) == (False, True)
    assert as_rows(ordered) == [(0, 0, 0), (1, 0, -1), (1, 1, 1), (3, 1, 1)]
    assert ordered.in_order() is ordered


@given(STREAMS)
def test_the_votes_of_each_voter_start_where_the_last_ones_end(
    stream: list[tuple[int, int, int]],
) -> None:
    votes = from_stream(stream)
    starts = votes.starts().tolist()
    assert (len(starts), starts[0], starts[-1]) == (7, 0, len(votes))
    for voter, (start, stop) in enumerate(pairwise(starts)):
        assert votes.voter[start:stop].tolist() == [voter] * votes.voter.tolist().count(voter)


@given(STREAMS, st.lists(st.integers(0, 5)))
def test_rows_come_person_by_person_in_the_order_asked_for(
    stream: list[tuple[int, int, int]], people: list[int]
) -> None:
    votes = from_stream(stream)
    rows = votes.rows_of(np.array(people, dtype=np.int64))
    expected = [row for person in people for row in np.flatnonzero(votes.voter == person)]
    assert rows.tolist() == expected


@given(STREAMS, st.integers(0, 6), st.integers(0, 6))
def test_consecutive_people_are_numbered_from_0(
    stream: list[tuple[int, int, int]], one: int, other: int
) -> None:
    start, stop = sorted((one, other))
    votes = from_stream(stream)
    people = votes.people(start, stop)
    assert (people.voters, people.statements, people.ordered) == (stop - start, 4, True)
    assert as_rows(people) == [
        (voter - start, statement, value)
        for voter, statement, value in as_rows(votes)
        if start <= voter < stop
    ]


@given(STREAMS, st.lists(st.booleans(), min_size=6, max_size=6))
def test_people_who_stay_are_numbered_anew(
    stream: list[tuple[int, int, int]], mask: list[bool]
) -> None:
    votes = from_stream(stream)
    kept = votes.keep_people(np.array(mask))
    old_number = np.flatnonzero(mask).tolist()
    assert (kept.voters, kept.statements, kept.ordered) == (sum(mask), 4, True)
    assert [(old_number[i], statement, value) for i, statement, value in as_rows(kept)] == [
        row for row in as_rows(votes) if mask[row[0]]
    ]


@given(STREAMS, st.permutations(range(6)), st.integers(0, 6))
def test_only_the_people_named_are_left_in_the_order_in_which_they_are_named(
    stream: list[tuple[int, int, int]], order: list[int], many: int
) -> None:
    votes, people = from_stream(stream), order[:many]
    only = votes.only(np.array(people, dtype=np.int64))
    assert (only.voters, only.statements, only.ordered) == (many, 4, True)
    assert as_rows(only) == [
        (number, statement, value)
        for number, person in enumerate(people)
        for voter, statement, value in as_rows(votes)
        if voter == person
    ]
    again = Votes(only.voter, only.statement, only.value, many, 4)
    assert only.starts().tolist() == again.starts().tolist()


@given(STREAMS)
def test_what_votes_say_is_summed_for_each_person(stream: list[tuple[int, int, int]]) -> None:
    votes = from_stream(stream)
    says = np.arange(12.0)[:, np.newaxis] ** [0, 1, 2]
    expected = np.zeros((6, 3))
    for voter, statement, value in as_rows(votes):
        expected[voter] += says[3 * statement + 1 + value]
    assert votes.summed(says).tolist() == expected.tolist()


def test_people_are_only_taken_from_votes_in_order() -> None:
    votes = Votes(ints(1, 0), ints(0, 0), ints(1, 1), voters=2, statements=1)
    with pytest.raises(ValueError, match="not in order"):
        votes.people(0, 1)
    with pytest.raises(ValueError, match="not in order"):
        votes.starts()
    with pytest.raises(ValueError, match="not in order"):
        votes.keep_people(np.array([True, False]))
    with pytest.raises(ValueError, match="not in order"):
        votes.only(ints(1))
    with pytest.raises(ValueError, match="not in order"):
        votes.summed(np.ones((3, 1)))


@pytest.mark.parametrize(("start", "stop"), [(-1, 2), (2, 1), (0, 4)])
def test_people_who_are_not_there_are_refused(start: int, stop: int) -> None:
    with pytest.raises(ValueError, match="outside 0 to 3"):
        three_votes().people(start, stop)


@pytest.mark.parametrize("mask", [np.array([True]), np.array([1, 0, 1])])
def test_a_mask_of_people_is_one_boolean_per_voter(mask: NDArray[np.bool_]) -> None:
    with pytest.raises(ValueError, match="3 booleans"):
        three_votes().keep_people(mask)


@pytest.mark.parametrize("row", [1, 2**17 - 1, 2**17, 2**17 + 1, 2**18])
def test_the_order_of_long_columns_is_seen_at_every_row(row: int) -> None:
    rows = np.arange(2**18 + 2, dtype=np.int32)
    voter, statement, value = rows // 10, rows % 10, np.ones(len(rows), dtype=np.int8)
    assert Votes(voter, statement, value, voters=len(rows), statements=10).ordered
    voter[[row - 1, row]], statement[[row - 1, row]] = (
        voter[[row, row - 1]],
        statement[[row, row - 1]],
    )
    assert not Votes(voter, statement, value, voters=len(rows), statements=10).ordered
    voter[row], statement[row] = voter[row - 1], statement[row - 1]
    with pytest.raises(ValueError, match="more than one vote"):
        Votes(voter, statement, value, voters=len(rows), statements=10)


def test_votes_in_order_need_hardly_any_memory_of_their_own() -> None:
    rows = np.arange(3_000_000, dtype=np.int32)
    voter, statement = rows // 30, (rows % 30).astype(np.int16)
    value = (rows % 3 - 1).astype(np.int8)
    group_of = np.zeros(100_000, dtype=np.int16)
    tracemalloc.start()
    votes = Votes(voter, statement, value, voters=100_000, statements=30)
    checked = tracemalloc.get_traced_memory()[1]
    counted = tallies(votes, group_of, 1)
    people = votes.people(50_000, 51_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert checked < 2 * 2**20
    assert peak < 10 * 2**20
    assert counted.sum() == 3_000_000
    assert as_rows(people) == [(i // 30, i % 30, (i + 1_500_000) % 3 - 1) for i in range(30_000)]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"])
def test_columns_of_any_integer_type_give_the_same(kind: str, order: str) -> None:
    rng = np.random.default_rng(8)
    cells = rng.permutation(100)[:60]
    value = rng.integers(0, 2, 60)
    kept, people = np.arange(10) % 3 > 0, np.arange(10) % 4 > 0

    def results(dtype: str) -> list[object]:
        columns = ((cells // 10).astype(dtype), (cells % 10).astype(dtype), value.astype(dtype))
        votes = last_votes(*columns, voters=10, statements=10)
        return [
            Votes(*columns, voters=10, statements=10).sparse().toarray().tolist(),
            as_rows(votes),
            as_rows(votes.keep_statements(kept).people(2, 7)),
            as_rows(votes.keep_people(people)),
            votes.sparse().toarray().tolist(),
            tallies(votes, np.arange(10) % 3, 3).tolist(),
        ]

    assert results(order + kind) == results("i8")


def test_ten_million_statements_are_no_trouble() -> None:
    votes = last_votes(ints(1, 0), ints(9_999_999, 3), ints(1, -1), voters=2, statements=10**7)
    assert as_rows(votes) == [(0, 3, -1), (1, 9_999_999, 1)]
    assert votes.sparse().shape == (2, 10**7)
    mask = np.zeros(10**7, dtype=np.bool_)
    mask[9_999_999] = True
    assert as_rows(votes.keep_statements(mask)) == [(1, 0, 1)]
