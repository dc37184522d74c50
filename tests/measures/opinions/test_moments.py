from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import fields
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from samenspel.measures.disclosure import AGREE, DISAGREE, PASS
from samenspel.measures.opinions.moments import Moments, moments_of
from samenspel.measures.opinions.partitions import Partition, cut
from samenspel.measures.opinions.passes import counted
from samenspel.measures.opinions.votes import BoolArray, IntArray, Votes, last_votes

STATEMENTS, GROUPS = 6, 3
NO_VOTE = 2

# Per person a group (-1 is none) and a value per statement (2 is no vote).
PEOPLE = st.lists(
    st.tuples(
        st.integers(-1, GROUPS - 1),
        st.lists(st.integers(-1, NO_VOTE), min_size=STATEMENTS, max_size=STATEMENTS),
    ),
    max_size=30,
)
People = list[tuple[int, list[int]]]


def as_votes(people: People) -> tuple[Votes, IntArray]:
    table = np.array([row for _, row in people], dtype=np.int64).reshape(-1, STATEMENTS)
    voter, statement = np.nonzero(table != NO_VOTE)
    votes = Votes(voter, statement, table[voter, statement], *table.shape)
    return votes, np.array([group for group, _ in people], dtype=np.int64)


def summed(people: People) -> Moments:
    return moments_of(*as_votes(people), GROUPS)


def by_hand(people: People) -> Moments:
    """Person by person and pair by pair."""
    moments = Moments.empty(GROUPS, STATEMENTS)
    column = {1: AGREE, -1: DISAGREE, 0: PASS}
    for group, row in people:
        voted = [(j, value) for j, value in enumerate(row) if value != NO_VOTE]
        if group < 0:
            continue
        moments.people[group] += bool(voted)
        for j, value in voted:
            moments.tally[group, j, column[value]] += 1
            for k, other in voted:
                moments.both_values[group, j, k] += value * other
                moments.value_here[group, j, k] += value
                moments.both_voted[group, j, k] += 1
    return moments


def listed(moments: Moments) -> dict[str, list[Any]]:
    arrays = {part.name: getattr(moments, part.name) for part in fields(moments)}
    assert all(array.dtype == np.int64 and array.flags.c_contiguous for array in arrays.values())
    return {name: array.tolist() for name, array in arrays.items()}


@given(PEOPLE)
def test_moments_equal_a_recount_person_by_person(people: People) -> None:
    assert listed(summed(people)) == listed(by_hand(people))


@given(PEOPLE, PEOPLE, PEOPLE)
def test_moments_add_up_whoever_comes_first(one: People, two: People, three: People) -> None:
    a, b, c = summed(one), summed(two), summed(three)
    expected = listed(by_hand(one + two + three))
    assert listed((a + b) + c) == listed(a + (b + c)) == listed((c + a) + b) == expected
    a.add(b)
    assert listed(a) == listed(by_hand(one + two))
    assert listed(b) == listed(by_hand(two))


# Every example starts threads.
@settings(deadline=None)
@given(PEOPLE, st.integers(1, 31), st.randoms(use_true_random=False))
def test_any_cut_and_any_order_give_the_same(people: People, size: int, random: Any) -> None:
    expected = summed(people).to_bytes()
    votes, group_of = as_votes(people)
    shuffled = np.array(random.sample(range(len(votes)), len(votes)), dtype=np.int64)
    mixed = Votes(
        votes.voter[shuffled],
        votes.statement[shuffled],
        votes.value[shuffled],
        votes.voters,
        votes.statements,
    )
    assert moments_of(mixed, group_of, GROUPS).to_bytes() == expected
    partitions = cut(mixed, group_of, people=size)
    assert moments_from(partitions, GROUPS, STATEMENTS, executor=None).to_bytes() == expected


@pytest.fixture(scope="module")
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


def moments_from(
    partitions: Iterable[Partition],
    groups: int,
    statements: int,
    *,
    executor: Executor | None,
) -> Moments:
    """Counted as an analysis counts them: in parts, by whoever works on those."""
    found = counted(
        tuple(partitions),
        groups,
        statements,
        with_moments=True,
        executor=executor,
        progress=None,
    ).moments
    assert found is not None
    return found


def many_votes() -> tuple[Votes, IntArray]:
    """5,000 people, most with few votes and some with nearly all, of whom 400 have none."""
    rng = np.random.default_rng(11)
    cells = rng.random((5_000, 120)) < rng.beta(0.5, 4, (5_000, 1))
    cells[rng.permutation(5_000)[:400]] = False
    voter, statement = np.nonzero(cells)
    value = rng.integers(-1, 2, len(voter)).astype(np.int8)
    votes = Votes(voter.astype(np.int32), statement.astype(np.int16), value, 5_000, 120)
    return votes, rng.integers(-1, 4, 5_000)


def test_any_executor_gives_the_same_bytes(processes: Executor) -> None:
    votes, group_of = many_votes()
    expected = moments_of(votes, group_of, 4).to_bytes()
    with ThreadPoolExecutor(3) as threads:
        for executor in (None, threads, processes):
            for people in (700, 5_000):
                partitions = cut(votes, group_of, people=people)
                moments = moments_from(partitions, 4, 120, executor=executor)
                assert moments.to_bytes() == expected


def test_a_larger_round_equals_dense_products() -> None:
    votes, group_of = many_votes()
    moments = moments_of(votes, group_of, 4)
    matrix = votes.sparse()
    value = matrix.toarray().astype(np.float64)
    voted = np.zeros_like(value)
    voted[votes.voter, votes.statement] = 1
    here = [group_of == group for group in range(4)]
    assert moments.people.tolist() == [int(voted[g].any(axis=1).sum()) for g in here]
    assert moments.both_values.tolist() == [(value[g].T @ value[g]).tolist() for g in here]
    assert moments.value_here.tolist() == [(value[g].T @ voted[g]).tolist() for g in here]
    assert moments.both_voted.tolist() == [(voted[g].T @ voted[g]).tolist() for g in here]
    assert moments.tally[..., AGREE].tolist() == [
        (value[g] == 1).sum(axis=0).tolist() for g in here
    ]
    assert moments.tally.sum(axis=2).tolist() == [voted[g].sum(axis=0).tolist() for g in here]


# Who, on which statement, what (2 takes a vote back), in order of time.
CASTS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, STATEMENTS - 1), st.integers(-1, NO_VOTE)),
    max_size=60,
)


@given(CASTS, st.lists(st.integers(0, GROUPS - 1), min_size=5, max_size=5))
def test_votes_cast_one_by_one_give_the_moments_of_the_last_ones(
    casts: list[tuple[int, int, int]], groups: list[int]
) -> None:
    moments = Moments.empty(GROUPS, STATEMENTS)
    so_far: list[dict[int, int]] = [{} for _ in groups]
    for person, statement, value in casts:
        mine = so_far[person]
        moments.cast(
            groups[person],
            np.array(list(mine), dtype=np.int16),
            np.array(list(mine.values()), dtype=np.int8),
            statement,
            None if value == NO_VOTE else value,
        )
        mine.pop(statement, None)
        if value != NO_VOTE:
            mine[statement] = value
    rows = [[mine.get(j, NO_VOTE) for j in range(STATEMENTS)] for mine in so_far]
    assert listed(moments) == listed(by_hand(list(zip(groups, rows, strict=True))))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"group": 2}, "a group lies outside 0 to 1"),
        ({"group": -1}, "a group lies outside 0 to 1"),
        ({"statement": 3}, "a statement lies outside 0 to 2"),
        ({"statement": -1}, "a statement lies outside 0 to 2"),
        ({"value": 2}, "a value lies outside -1 to 1"),
        ({"statements": np.array([0, 3])}, "a statement lies outside 0 to 2"),
        ({"statements": np.array([1, 1])}, "more than one vote"),
        ({"statements": np.array([1])}, "same length"),
        ({"values": np.array([1, 5])}, "a value lies outside -1 to 1"),
        ({"values": np.array([1.0, 0.0])}, "integers"),
    ],
)
def test_a_vote_that_cannot_be_cast_changes_nothing(changed: dict[str, Any], reason: str) -> None:
    moments = Moments.empty(2, 3)
    cast: dict[str, Any] = {
        "group": 1,
        "statements": np.array([1, 0]),
        "values": np.array([1, -1]),
        "statement": 2,
        "value": 1,
    }
    with pytest.raises(ValueError, match=reason):
        moments.cast(**cast | changed)
    assert listed(moments) == listed(Moments.empty(2, 3))
    moments.cast(**cast)
    assert moments.tally.sum() == 1


@given(PEOPLE, st.lists(st.booleans(), min_size=STATEMENTS, max_size=STATEMENTS))
def test_keeping_statements_equals_leaving_the_others_out(people: People, mask: list[bool]) -> None:
    votes, group_of = as_votes(people)
    kept = summed(people).keep_statements(np.array(mask))
    without = moments_of(votes.keep_statements(np.array(mask)), group_of, GROUPS)
    assert bool((kept.people >= without.people).all())
    # Who voted on nothing else cannot be known any more.
    assert kept.people.tolist() == by_hand(people).people.tolist()
    assert listed(kept) | {"people": []} == listed(without) | {"people": []}


@given(PEOPLE, st.lists(st.booleans(), min_size=GROUPS, max_size=GROUPS))
def test_groups_are_pooled(people: People, mask: list[bool]) -> None:
    votes, group_of = as_votes(people)
    one_group = np.where(np.array([*mask, False])[group_of], 0, -1)
    pooled = summed(people).of_groups(np.array(mask))
    assert listed(pooled) == listed(moments_of(votes, one_group, 1))


@given(PEOPLE, st.integers(STATEMENTS, 9))
def test_statements_can_be_added_later(people: People, statements: int) -> None:
    votes, group_of = as_votes(people)
    wider = Votes(votes.voter, votes.statement, votes.value, votes.voters, statements)
    assert listed(summed(people).extended(statements)) == listed(
        moments_of(wider, group_of, GROUPS)
    )


def test_what_is_made_of_moments_does_not_change_with_them() -> None:
    people = [(0, [1, 0, -1, 1, 1, 0])]
    moments = summed(people)
    made = [
        moments + Moments.empty(GROUPS, STATEMENTS),
        moments.keep_statements(np.ones(STATEMENTS, dtype=np.bool_)),
        moments.extended(STATEMENTS),
        Moments.from_bytes(moments.to_bytes()),
    ]
    moments.add(moments)
    assert [listed(copy) for copy in made] == [listed(by_hand(people))] * 4
    assert listed(moments) == listed(by_hand(people * 2))
    made[3].cast(0, np.array([], dtype=np.int64), np.array([], dtype=np.int64), 0, 1)
    assert made[3].people.tolist() == [2, 0, 0]


@given(PEOPLE)
def test_bytes_give_the_moments_back(people: People) -> None:
    moments = summed(people)
    assert listed(Moments.from_bytes(moments.to_bytes())) == listed(moments)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"moments1",
        b"something else than that, really",
        Moments.empty(1, 2).to_bytes()[:-8],
        Moments.empty(1, 2).to_bytes()[:-1],
        Moments.empty(1, 2).to_bytes() + bytes(8),
        b"moments1" + np.array([-1, -1, 0, 0]).tobytes(),
        b"moments1" + np.array([2**62, 2**62]).tobytes(),
    ],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not moments"):
        Moments.from_bytes(data)


@pytest.mark.parametrize("mask", [np.array([True]), np.array([1, 0, 1])])
def test_masks_are_booleans_for_all(mask: BoolArray) -> None:
    with pytest.raises(ValueError, match="3 booleans, one per group"):
        Moments.empty(3, 2).of_groups(mask)
    with pytest.raises(ValueError, match="3 booleans, one per statement"):
        Moments.empty(2, 3).keep_statements(mask)


def test_moments_of_other_groups_or_statements_do_not_add_up() -> None:
    for other in (Moments.empty(1, 4), Moments.empty(2, 3)):
        with pytest.raises(ValueError, match="same groups and statements"):
            Moments.empty(1, 3).add(other)
        with pytest.raises(ValueError, match="same groups and statements"):
            Moments.empty(1, 3) + other
    with pytest.raises(ValueError, match="already"):
        Moments.empty(1, 3).extended(2)


@pytest.mark.parametrize(("groups", "statements"), [(1, 10**7), (1, 9_460), (100, 1_000)])
def test_more_pairs_than_fit_are_refused_before_any_work(groups: int, statements: int) -> None:
    none = np.zeros(0, dtype=np.int64)
    votes = last_votes(none, none, none, voters=0, statements=statements)
    reason = f"co-occurrences of {statements} statements in {groups} groups take over 2 GB"
    with pytest.raises(ValueError, match=reason):
        moments_of(votes, none, groups)
    with pytest.raises(ValueError, match=reason):
        moments_from([], groups, statements, executor=None)
    with pytest.raises(ValueError, match=reason):
        Moments.empty(groups, 1).extended(statements)


@pytest.mark.parametrize(("groups", "statements"), [(-1, 3), (3, -1)])
def test_there_are_no_fewer_than_none(groups: int, statements: int) -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        Moments.empty(groups, statements)


def test_partitions_of_other_statements_or_groups_are_refused() -> None:
    votes, group_of = as_votes([(2, [1] * STATEMENTS)] * 4)
    with pytest.raises(ValueError, match=f"{STATEMENTS} statements instead of"):
        moments_from(cut(votes, group_of), 3, STATEMENTS + 1, executor=None)
    with pytest.raises(ValueError, match="outside -1 to 1"):
        moments_from(cut(votes, group_of), 2, STATEMENTS, executor=None)


@pytest.mark.parametrize(
    "people",
    [
        [],
        [(0, [NO_VOTE] * STATEMENTS)] * 3,
        [(0, [1] * STATEMENTS)],
        [(-1, [1] * STATEMENTS)] * 2,
        [(1, [0] * STATEMENTS)] * 40,
        [(2, [-1, *[NO_VOTE] * (STATEMENTS - 1)])] * 40,
    ],
    ids=["nobody", "no votes", "one person", "no group", "all the same", "one statement"],
)
def test_odd_rounds_have_moments_too(people: People) -> None:
    assert listed(summed(people)) == listed(by_hand(people))


def test_no_groups_and_no_statements_are_nothing() -> None:
    none: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
    votes = last_votes(none, none, none, voters=2, statements=0)
    moments = moments_of(votes, np.array([-1, -1]), 0)
    assert (moments.groups, moments.statements) == (0, 0)
    assert listed(Moments.from_bytes(moments.to_bytes())) == listed(Moments.empty(0, 0))


@pytest.mark.parametrize("kind", ["i1", "u1", "u8", ">i4"])
def test_groups_of_any_integer_type_give_the_same(kind: str) -> None:
    votes, _ = as_votes([(0, [1, -1, 0, 1, 2, 2])] * 128)
    people = moments_of(votes, np.arange(128).astype(kind), 128).people
    assert people.tolist() == [1] * 128
