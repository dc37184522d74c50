"""The whole path: the same whatever the order of rows and whoever computes, and for odd input."""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import astuple, fields, is_dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from samenspel.measures.opinions.analysis import Analysis, analyse
from samenspel.measures.opinions.moments import moments_of
from samenspel.measures.opinions.partitions import cut
from samenspel.measures.opinions.votes import Votes
from tests.benchmarks.adjusted_rand import adjusted_rand
from tests.benchmarks.made_votes import Size
from tests.measures.opinions.analyses import from_matrix
from tests.measures.opinions.made_people import (
    analysed,
    on_axes,
    planted,
    with_straight_liners,
)

IntArray = NDArray[np.int64]

_OF_PEOPLE = {"keys", "placed", "group_of", "standing.position", "standing.error", "standing.group"}
_GROUPS = 3


def parts(thing: Any, name: str = "") -> Iterator[tuple[str, NDArray[Any]]]:
    """Everything in it, by where it stands."""
    if is_dataclass(thing):
        for field in fields(thing):
            yield from parts(getattr(thing, field.name), f"{name}.{field.name}".strip("."))
    else:
        yield name, np.asarray(thing)


def assert_same(
    one: Analysis,
    other: Analysis,
    people: IntArray | None = None,
    *,
    but: frozenset[str] = frozenset(),
) -> None:
    """Bit by bit. Who was number n in the first is number people[n] in the other."""
    ours, theirs = dict(parts(one)), dict(parts(other))
    assert ours.keys() == theirs.keys()
    for name in ours.keys() - but:
        mine, yours = ours[name], theirs[name]
        if people is not None and name in _OF_PEOPLE:
            yours = yours[people]
        assert mine.dtype == yours.dtype, name
        if mine.dtype == object:
            assert mine.item() is yours.item() is None, name
        else:
            np.testing.assert_array_equal(mine, yours, err_msg=name)


def of(
    votes: Votes, group: IntArray, executor: Executor | None = None, people: int = 65_536
) -> Analysis:
    partitions = cut(votes, group, people=people)
    return analyse(
        partitions, groups=_GROUPS, statements=votes.statements, seed=3, executor=executor
    )


def some_people() -> tuple[Votes, IntArray]:
    """In three planted groups, straight-liners among them; many vote little, so alike; and some
    are in no known group."""
    made = planted(Size(500, 30, 12, uneven=True), (0.5, 0.3, 0.2), 0.4, seed=1)
    votes, _straight = with_straight_liners(made.votes, 0.05, seed=1)
    return votes, np.random.default_rng(2).integers(-1, _GROUPS, 500)


@pytest.fixture(scope="module")
def found() -> Analysis:
    found = of(*some_people())
    assert found.found.count == 3
    assert found.straight.groups_with_them is not None
    assert dict(parts(found)).keys() >= _OF_PEOPLE
    return found


# ── The order of rows ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(found: Analysis, seed: int) -> None:
    votes, group = some_people()
    draw = np.random.default_rng(seed)
    people, rows = draw.permutation(500), draw.permutation(len(votes))
    moved = np.empty_like(group)
    moved[people] = group
    again = Votes(people[votes.voter][rows], votes.statement[rows], votes.value[rows], 500, 30)
    other = of(again, moved, people=[65_536, 200, 37][seed])
    # People of one group who voted exactly alike stand in for each other, but for their number.
    assert_same(found, other, people, but=frozenset({"keys"}))
    assert np.array_equal(np.sort(found.keys), np.sort(other.keys))


def test_the_order_of_statements_draws_others_but_finds_the_same() -> None:
    made = planted(Size(500, 40, 25, uneven=True), (0.5, 0.3, 0.2), 0.4, seed=4)
    order = np.random.default_rng(5).permutation(40)
    votes = made.votes
    turned = Votes(votes.voter, order[votes.statement], votes.value, 500, 40)
    one, other = analysed(votes), analysed(turned)
    assert one.standing is not None
    assert other.standing is not None
    assert one.found.count == other.found.count == 3
    assert adjusted_rand(one.standing.group, other.standing.group) > 0.95
    assert one.map is not None
    assert other.map is not None
    np.testing.assert_allclose(other.map.centre[order], one.map.centre, atol=1e-12)


# ── Whoever computes ──────────────────────────────────────────────────────────────────────
def test_threads_processes_and_other_partitions_give_the_same_bytes(found: Analysis) -> None:
    votes, group = some_people()
    for people in (1, 77, 250):
        assert_same(found, of(votes, group, people=people))
    for workers in (1, 4):
        with ThreadPoolExecutor(workers) as threads:
            assert_same(found, of(votes, group, threads, people=100))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert_same(found, of(votes, group, processes, people=100))


def test_sums_that_somebody_kept_are_as_good_as_counting(found: Analysis) -> None:
    votes, group = some_people()
    kept = moments_of(votes, group, _GROUPS)
    again = analyse(
        cut(votes, group), groups=_GROUPS, statements=30, moments=kept, seed=3, executor=None
    )
    assert_same(found, again)


def test_another_seed_draws_others() -> None:
    votes = planted(Size(400, 30, 15), (0.5, 0.3, 0.2), 0.36, seed=6).votes
    one, again, other = (analysed(votes, seed=seed) for seed in (0, 0, 1))
    assert one.found.stability is not None
    assert other.found.stability is not None
    assert_same(one, again)
    assert not np.array_equal(one.found.stability, other.found.stability)


def test_progress_is_told_of_every_partition() -> None:
    votes, group = some_people()
    told: list[tuple[int, int, str]] = []
    analyse(
        cut(votes, group, people=150),
        groups=_GROUPS,
        statements=30,
        progress=lambda done, whole, what: told.append((done, whole, what)),
    )
    assert [step for step in told if step[2] == "count" and step[0]] == [
        (done, 4, "count") for done in range(1, 5)
    ]
    assert [step for step in told if step[2] == "place" and step[0]] == [
        (done, 4, "place") for done in range(1, 5)
    ]
    assert [what for _done, _whole, what in told if what in ("map", "groups")] == ["map", "groups"]


# ── People who always say the same ────────────────────────────────────────────────────────
@pytest.mark.parametrize("axes", [0, 1])
def test_people_who_always_say_the_same_are_no_group_and_their_effect_is_told(axes: int) -> None:
    effects = []
    for seed in range(4):
        votes = on_axes(Size(400, 30, 15), axes, seed)
        with_them, straight = with_straight_liners(votes, 0.15, seed)
        assert astuple(analysed(votes).straight) == (0, None)
        found = analysed(with_them)
        assert found.found.count == 1
        assert found.straight.people == straight.sum()
        effects.append(found.straight.groups_with_them or 0)
    # They would be a group of their own; where others differ too, it may run into theirs.
    assert sum(effect > 1 for effect in effects) >= (2 if axes else 4)


def test_groups_are_found_beside_people_who_always_say_the_same() -> None:
    made = planted(Size(800, 40, 20), (0.5, 0.3, 0.2), 0.38, seed=7)
    votes, straight = with_straight_liners(made.votes, 0.15, seed=7)
    found = analysed(votes)
    assert found.found.count == 3
    assert astuple(found.straight) == (straight.sum(), 4)
    assert found.standing is not None
    sure = (found.standing.group >= 0) & ~straight
    assert adjusted_rand(found.standing.group[sure], made.group[sure]) > 0.95


# ── People in no known group ──────────────────────────────────────────────────────────────
def test_who_is_in_no_known_group_changes_nothing_for_the_others() -> None:
    votes, group = some_people()
    others = group >= 0
    found = of(votes, group)
    without = of(votes.keep_people(others), group[others])
    for name, mine in parts(without):
        theirs = dict(parts(found))[name]
        if name in _OF_PEOPLE - {"keys"}:
            theirs = theirs[others]
        if name != "straight.people" and name != "keys":
            np.testing.assert_array_equal(theirs, mine, err_msg=name)


# ── Odd input ─────────────────────────────────────────────────────────────────────────────
EMPTY = np.nan
ALL_SAY_YES = np.ones((30, 8))
TWO_CAMPS = np.where(np.arange(40)[:, None] < 20, 1.0, -1.0) * np.ones((1, 8))
ODD = {
    "nobody": np.zeros((0, 5)),
    "no statement": np.zeros((5, 0)),
    "neither": np.zeros((0, 0)),
    "nobody voted": np.full((5, 5), EMPTY),
    "one person": np.array([[1.0, -1, 0, 1, 1, 1, -1, 1]]),
    "one statement": np.resize([1.0, -1, 0], (30, 1)),
    "one vote": np.array([[EMPTY, 1.0], [EMPTY, EMPTY]]),
    "all the same": ALL_SAY_YES,
    "everybody disagrees": -ALL_SAY_YES,
    "everybody passes": 0 * ALL_SAY_YES,
    "one differs": np.where(np.arange(240).reshape(30, 8) == 0, -1, ALL_SAY_YES),
    "everybody one statement each": np.where(np.eye(30) > 0, 1.0, EMPTY),
}


@pytest.mark.parametrize("odd", ODD)
def test_of_little_or_odd_input_nothing_is_said(odd: str) -> None:
    matrix = ODD[odd]
    found = analysed(from_matrix(matrix))
    people, statements = matrix.shape
    assert found.found.count == 1
    assert found.found.tested is None
    assert found.axes.count == 0
    assert found.keys.shape == found.placed.shape == found.group_of.shape == (people,)
    voted = (~np.isnan(matrix)).sum(axis=1)
    assert np.array_equal(found.placed, voted >= max(1, min(7, statements)))
    assert found.moments.tally.sum() == voted.sum()
    assert found.map is None or odd == "one differs"
    assert found.standing is None or odd == "one differs"
    assert found.sizes.tolist() == [found.placed.sum()]


def test_statements_and_people_without_votes_leave_no_trace_and_are_in_no_group() -> None:
    made = planted(Size(400, 30, 15), (0.5, 0.5), 0.4, seed=8).votes
    more = Votes(made.voter, made.statement, made.value, 405, 32)
    found, without = analysed(more), analysed(made)
    assert found.found.count == without.found.count == 2
    assert found.standing is not None
    assert without.standing is not None
    assert found.standing.group.tolist() == [*without.standing.group.tolist(), *[-1] * 5]
    assert found.map is not None
    assert np.all(found.map.loadings[30:] == 0)
    assert found.found.characteristic is not None
    assert np.isnan(found.found.characteristic.q[:, 30:]).all()


def test_two_camps_that_say_the_opposite_of_everything_differ_by_saying_the_same() -> None:
    found = analysed(from_matrix(TWO_CAMPS))
    # Everybody always says the same, so nobody is left to look for groups among.
    assert found.straight.people == 40
    assert found.found.count == 1


def test_another_number_of_statements_or_groups_is_refused() -> None:
    votes, group = some_people()
    with pytest.raises(ValueError, match="a partition has 30 statements instead of 31"):
        analyse(cut(votes, group), groups=_GROUPS, statements=31)
    with pytest.raises(ValueError, match="a group lies outside -1 to 1"):
        analyse(cut(votes, group), groups=2, statements=30)


TINY = st.tuples(st.integers(0, 45), st.integers(0, 9)).flatmap(
    lambda shape: arrays.arrays(
        np.float64, shape, elements=st.sampled_from([-1.0, 0.0, 1.0, EMPTY])
    )
)
REPEATED = st.tuples(TINY, st.integers(1, 12)).map(lambda drawn: np.tile(drawn[0], (drawn[1], 1)))


@settings(deadline=None, max_examples=60)
@given(matrix=REPEATED, cut_at=st.integers(1, 50), seed=st.integers(0, 9))
def test_any_table_of_votes_is_analysed(
    matrix: NDArray[np.float64], cut_at: int, seed: int
) -> None:
    votes = from_matrix(matrix)
    found = analysed(votes, people=cut_at, seed=seed)
    people = np.random.default_rng(seed).permutation(len(matrix))
    again = analysed(from_matrix(matrix[np.argsort(people)]), seed=seed)
    assert_same(found, again, people, but=frozenset({"keys"}))
    k = found.found.count
    assert found.sizes.shape == (k,)
    assert found.sizes.sum() <= len(matrix)
    if found.found.membership is not None:
        np.testing.assert_allclose(found.found.membership.sum(axis=1), 1)
        assert found.found.stability is not None
        assert np.all((found.found.stability >= 0) & (found.found.stability <= 1))
