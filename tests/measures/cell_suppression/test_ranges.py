"""What hidden cells can be: against counting every table, linear programs, and by hand."""

from collections.abc import Iterator
from itertools import product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from samenspel.measures.cell_suppression.ranges import (
    BoolArray,
    IntArray,
    Range,
    narrow_cells,
    ranges,
)

# Hidden cells of which one, (1, 2), is the only bridge of their graph.
TWO_BLOCKS = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3)]


def table(*rows: str) -> tuple[IntArray, BoolArray]:
    """A row per line; hidden cells in brackets."""
    cells = [line.split() for line in rows]
    counts = np.array([[int(cell.strip("()")) for cell in line] for line in cells])
    return counts, np.array([[cell.startswith("(") for cell in line] for line in cells])


def by_linear_programs(counts: IntArray, hidden: BoolArray) -> list[Range]:
    cells = [(int(row), int(column)) for row, column in np.argwhere(hidden)]
    lines = np.zeros((sum(counts.shape), len(cells)))
    for at, (row, column) in enumerate(cells):
        lines[row, at] = lines[counts.shape[0] + column, at] = 1
    totals = lines @ np.array([counts[cell] for cell in cells], dtype=float)
    found = []
    for at, cell in enumerate(cells):
        one = np.eye(len(cells))[at]
        low, high = (
            round(one @ linprog(sign * one, A_eq=lines, b_eq=totals, method="highs").x)
            for sign in (1, -1)
        )
        found.append(Range(cell, low, high))
    return found


def every_table(counts: IntArray, hidden: BoolArray) -> Iterator[IntArray]:
    """Every table with the same shown cells and totals."""
    cells = np.argwhere(hidden)
    for values in product(*(range(int(counts[r].sum()) + 1) for r, _c in cells)):
        if sum(values) != counts[hidden].sum():
            continue
        other = counts.copy()
        other[hidden] = values
        same_rows = (other.sum(axis=1) == counts.sum(axis=1)).all()
        if same_rows and (other.sum(axis=0) == counts.sum(axis=0)).all():
            yield other


tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.tuples(
        st.lists(
            st.lists(st.integers(0, 9), min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        ),
        st.lists(
            st.lists(st.booleans(), min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        ),
    )
)


@given(tables)
@settings(max_examples=60, deadline=None)
def test_ranges_are_those_of_linear_programs(
    made: tuple[list[list[int]], list[list[bool]]],
) -> None:
    counts, hidden = np.array(made[0]), np.array(made[1])
    assert ranges(counts, hidden) == by_linear_programs(counts, hidden)


def test_ranges_are_what_every_possible_table_shows() -> None:
    counts, hidden = table("(2) (1) 3", "(0) (3) (1)", "7 (1) (2)")
    possible = list(every_table(counts, hidden))
    lowest, highest = np.min(possible, axis=0), np.max(possible, axis=0)
    expected = [
        Range((row, column), int(lowest[row, column]), int(highest[row, column]))
        for row, column in np.argwhere(hidden).tolist()
    ]
    assert len(possible) > 10
    assert ranges(counts, hidden) == expected


def test_two_hidden_cells_in_every_line_leak_where_one_of_them_is_a_bridge() -> None:
    counts = np.full((4, 4), 20)
    hidden = np.zeros((4, 4), dtype=bool)
    for cell in [*TWO_BLOCKS, (1, 2)]:
        hidden[cell] = True
    graph = nx.Graph([(f"row {r}", f"column {c}") for r, c in np.argwhere(hidden).tolist()])
    assert [set(bridge) for bridge in nx.bridges(graph)] == [{"row 1", "column 2"}]
    assert narrow_cells(counts, hidden, width=1) == [Range((1, 2), 20, 20)]
    hidden[1, 2] = False
    assert narrow_cells(counts, hidden, width=5) == []


def test_small_counts_are_exact_though_no_sum_of_totals_singles_them_out() -> None:
    """A cycle, so no bridge; but nobody can move round it."""
    counts, hidden = table("(0) (1)", "(0) (4)")
    assert ranges(counts, hidden) == [
        Range((0, 0), 0, 0),
        Range((0, 1), 1, 1),
        Range((1, 0), 0, 0),
        Range((1, 1), 4, 4),
    ]


def test_few_people_on_both_diagonals_leave_a_narrow_range() -> None:
    counts, hidden = table("(1) (50) 4", "(2) (30) 9")
    # Two can move one way round, and one the other.
    narrow = [
        Range((0, 0), 0, 3),
        Range((0, 1), 48, 51),
        Range((1, 0), 0, 3),
        Range((1, 1), 29, 32),
    ]
    assert ranges(counts, hidden) == narrow
    assert narrow_cells(counts, hidden, width=4) == narrow
    assert narrow_cells(counts, hidden, width=3) == []


def test_ten_thousand_cells_are_judged() -> None:
    rng = np.random.default_rng(5)
    counts, hidden = rng.poisson(3, (100, 100)), rng.random((100, 100)) < 0.03
    narrow = narrow_cells(counts, hidden, width=5)
    alone = hidden & ((hidden.sum(axis=0) == 1) | (hidden.sum(axis=1)[:, None] == 1))
    derivable = {one.cell for one in narrow if one.is_derivable}
    assert alone.sum() > 20
    assert derivable >= {(int(r), int(c)) for r, c in np.argwhere(alone)}


@pytest.mark.parametrize(
    ("counts", "hidden", "width"),
    [
        (np.zeros((2, 2), dtype=int), np.zeros((2, 3), dtype=bool), 5),
        (np.zeros(3, dtype=int), np.zeros(3, dtype=bool), 5),
        (np.array([[-1]]), np.array([[True]]), 5),
        (np.array([[1]]), np.array([[True]]), 0),
    ],
)
def test_what_cannot_be_a_table_is_refused(counts: IntArray, hidden: BoolArray, width: int) -> None:
    with pytest.raises(ValueError, match="must"):
        narrow_cells(counts, hidden, width=width)


def test_an_empty_table_has_no_narrow_cells() -> None:
    assert narrow_cells(np.zeros((0, 0), dtype=int), np.zeros((0, 0), dtype=bool), width=5) == []
