"""What the hidden cells of a table can be, for whoever sees the rest and the totals.

A table of counts with its row and column totals is published; some cells are hidden. Whoever knows
that counts are not negative can narrow each hidden cell down to a range. Hidden cells form a graph
with a node per row and per column. A change that leaves all totals as they are moves people round
cycles of that graph, so the range of a cell follows from how much can flow round it: a maximum flow
(Ahuja, Magnanti & Orlin 1993, ch. 6; for tables Gusfield 1988, SIAM Journal on Computing 17).
Where all hidden cells are well above zero, exactly the bridges of the graph can be derived. Counts
are integers, and so are the ends of the ranges.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
Cell: TypeAlias = tuple[int, int]


class Range(NamedTuple):
    """A hidden cell, and the fewest and the most that it can be."""

    cell: Cell
    low: int
    high: int

    @property
    def is_derivable(self) -> bool:
        return self.low == self.high


def narrow_cells(counts: IntArray, hidden: BoolArray, *, width: int) -> list[Range]:
    """Hidden cells whose range is narrower than `width`, in the order of the table.

    counts : (rows, columns) people, 0 or more. Of hidden cells any counts that fit the totals do
    hidden : (rows, columns)
    width : high - low must be at least this; with 1 only what can be derived exactly is found

    Raises ValueError for shapes that do not fit, negative counts or a width below 1.
    """
    check_table(counts, hidden)
    if width < 1:
        raise ValueError(f"width must be 1 or more, not {width}")
    flows = HiddenFlows(counts, hidden)
    return list(narrow_among(flows, _cells(hidden), width=width))


def narrow_among(flows: "HiddenFlows", cells: Iterable[Cell], *, width: int) -> Iterator[Range]:
    """Those of `cells` whose range is narrower than `width`."""
    for cell in cells:
        down, up = flows.room(cell, width)
        if down + up < width:
            yield Range(cell, flows.count(cell) - down, flows.count(cell) + up)


def ranges(counts: IntArray, hidden: BoolArray) -> list[Range]:
    """The whole range of every hidden cell, in the order of the table.

    counts, hidden : as for `narrow_cells`

    Raises ValueError as `narrow_cells`.
    """
    check_table(counts, hidden)
    return narrow_cells(counts, hidden, width=int(counts.sum()) + 1)


class HiddenFlows:
    """Flows round the hidden cells of one table. Nodes are the rows, and then the columns.

    A row leads to the columns of its hidden cells: more people there, without limit. A column leads
    to the rows of its hidden cells that are above zero: fewer people there. Where a node leads to
    is kept as the bits of one number, so that a step of a search is a few operations on numbers.
    """

    def __init__(self, counts: IntArray, hidden: BoolArray) -> None:
        self._rows = len(counts)
        self._counts: list[list[int]] = counts.tolist()
        lower = (hidden & (counts > 0)).T
        self._leads_to = [_bits(line) << self._rows for line in hidden]
        self._leads_to += [_bits(line) for line in lower]

    def count(self, cell: Cell) -> int:
        return self._counts[cell[0]][cell[1]]

    def hide(self, cell: Cell) -> None:
        """One more hidden cell."""
        row, column = cell[0], self._rows + cell[1]
        self._leads_to[row] |= 1 << column
        if self.count(cell) > 0:
            self._leads_to[column] |= 1 << row

    def room(self, cell: Cell, enough: int) -> tuple[int, int]:
        """By how much a hidden cell can be lower and higher: together not told beyond `enough`."""
        row, column = cell[0], self._rows + cell[1]
        there, back = self._leads_to[row], self._leads_to[column]
        self._leads_to[row] &= ~(1 << column)
        self._leads_to[column] &= ~(1 << row)
        down = self._flow(row, column, min(self.count(cell), enough))
        up = self._flow(column, row, enough - down)
        self._leads_to[row], self._leads_to[column] = there, back
        return down, up

    def _flow(self, start: int, end: int, most: int) -> int:
        """How many people can go from one node to the other, up to `most`. Leaves all as it was."""
        found = 0
        ways: list[tuple[list[int], int]] = []
        while found < most and (way := self._way(start, end)) is not None:
            step = min(most - found, self._narrowest(way))
            self._move(way, step)
            ways.append((way, step))
            found += step
        for way, step in reversed(ways):
            self._move(way, -step)
        return found

    def _way(self, start: int, end: int) -> list[int] | None:
        """The nodes of a shortest way, breadth first."""
        came_from: dict[int, int] = {}
        seen, edge = 1 << start, [start]
        while edge:
            following = []
            for node in edge:
                leads_to = self._leads_to[node]
                if leads_to >> end & 1:
                    return _traced(came_from, node, start, end)
                new = leads_to & ~seen
                seen |= new
                for other in _ones(new):
                    came_from[other] = node
                    following.append(other)
            edge = following
        return None

    def _narrowest(self, way: list[int]) -> int:
        lower = [self.count((b, a - self._rows)) for a, b in pairwise(way) if a >= self._rows]
        return min(lower)

    def _move(self, way: list[int], people: int) -> None:
        for a, b in pairwise(way):
            if a < self._rows:
                self._change(a, b - self._rows, people)
            else:
                self._change(b, a - self._rows, -people)

    def _change(self, row: int, column: int, people: int) -> None:
        now = self._counts[row][column] + people
        self._counts[row][column] = now
        if now > 0:
            self._leads_to[self._rows + column] |= 1 << row
        else:
            self._leads_to[self._rows + column] &= ~(1 << row)


def _traced(came_from: dict[int, int], last: int, start: int, end: int) -> list[int]:
    way = [end, last]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def _bits(line: BoolArray) -> int:
    return sum(1 << int(place) for place in np.flatnonzero(line))


def _ones(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _cells(hidden: BoolArray) -> list[Cell]:
    return [(int(row), int(column)) for row, column in np.argwhere(hidden)]


def check_table(counts: IntArray, hidden: BoolArray) -> None:
    """Raise ValueError for shapes that do not fit, or counts below 0."""
    if counts.ndim != 2 or counts.shape != hidden.shape:
        raise ValueError("counts and hidden must be tables of the same rows and columns")
    if counts.size and counts.min() < 0:
        raise ValueError("counts must not be negative")
