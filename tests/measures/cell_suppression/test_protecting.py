"""Hiding as little as can be, and enough."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from samenspel.measures.cell_suppression import protecting
from samenspel.measures.cell_suppression.fitting import fitted
from samenspel.measures.cell_suppression.protecting import CannotBeProtectedError, protected
from samenspel.measures.cell_suppression.ranges import BoolArray, IntArray, narrow_cells, ranges


def made(seed: int, rows: int, columns: int, most: int = 25) -> IntArray:
    return np.random.default_rng(seed).integers(0, most, (rows, columns))


def fewest(counts: IntArray) -> int:
    """How many cells must be hidden, by trying all."""
    must = (counts > 0) & (counts < 5)
    choices = np.argwhere(~must)
    for more in range(len(choices) + 1):
        for some in combinations(choices, more):
            hidden = must.copy()
            for row, column in some:
                hidden[row, column] = True
            if not narrow_cells(counts, hidden, width=5):
                return int(hidden.sum())
    raise AssertionError


def nothing(counts: IntArray) -> BoolArray:
    return np.zeros(counts.shape, dtype=bool)


@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(2, 6))
@settings(max_examples=30, deadline=None)
def test_what_is_protected_is_safe_and_hides_what_must_be(
    seed: int, rows: int, columns: int
) -> None:
    counts = made(seed, rows, columns)
    assume(not narrow_cells(counts, ~nothing(counts), width=5))
    hidden = protected(counts, nothing(counts), minimum=5, width=5)
    assert narrow_cells(counts, hidden, width=5) == []
    assert not ((counts > 0) & (counts < 5) & ~hidden).any()


@pytest.mark.parametrize("seed", range(8))
def test_of_a_small_table_as_little_is_hidden_as_can_be(seed: int) -> None:
    counts = made(seed, 3, 3)
    hidden = protected(counts, nothing(counts), minimum=5, width=5)
    assert int(hidden.sum()) == fewest(counts)


def test_without_trying_all_ways_it_hides_at_most_a_third_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tables = [made(seed, 4, 4) for seed in range(25)]
    least = [int(protected(t, nothing(t), minimum=5, width=5).sum()) for t in tables]
    monkeypatch.setattr(protecting, "_WAYS_TO_TRY", 0)
    quick = [int(protected(t, nothing(t), minimum=5, width=5).sum()) for t in tables]
    assert all(q >= b for q, b in zip(quick, least, strict=True))
    assert sum(least) < sum(quick) < sum(least) * 4 / 3


def test_a_table_in_which_nothing_is_small_stays_as_it_is() -> None:
    counts = np.full((4, 3), 30)
    assert not protected(counts, nothing(counts), minimum=5, width=5).any()


def test_a_large_table_is_protected() -> None:
    counts = np.random.default_rng(2).poisson(12, (100, 100))
    hidden = protected(counts, nothing(counts), minimum=5, width=5)
    must = int(((counts > 0) & (counts < 5)).sum())
    assert must > 50
    assert narrow_cells(counts, hidden, width=5) == []
    assert must < hidden.sum() < 2 * must


def test_a_single_row_cannot_be_protected_from_its_totals() -> None:
    counts = np.array([[3, 40, 50]])
    with pytest.raises(CannotBeProtectedError) as refused:
        protected(counts, nothing(counts), minimum=5, width=5)
    assert [one.cell for one in refused.value.cells] == [(0, 0)]


def test_a_width_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        protected(np.array([[3]]), np.array([[True]]), minimum=5, width=0)


@pytest.mark.parametrize("seed", range(5))
def test_any_counts_that_fit_the_totals_have_the_same_ranges(seed: int) -> None:
    counts = made(seed, 6, 5)
    hidden = np.random.default_rng(seed).random(counts.shape) < 0.5
    inside = np.where(hidden, counts, 0)
    others = fitted(hidden, inside.sum(axis=1), inside.sum(axis=0))
    published = np.where(hidden, others, counts)
    assert (published != counts).any()
    assert ranges(published, hidden) == ranges(counts, hidden)


@pytest.mark.parametrize(
    ("rows", "columns"), [([5, 5], [3, 3]), ([-1, 1], [0, 0]), ([4, 0], [0, 4]), ([1], [1, 0])]
)
def test_totals_that_no_counts_have_are_refused(rows: list[int], columns: list[int]) -> None:
    hidden = np.array([[True, False], [True, True]])
    with pytest.raises(ValueError, match=r"total|counts|sum"):
        fitted(hidden, np.array(rows), np.array(columns))
