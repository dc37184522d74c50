"""Which further cells of a table to hide, so that no hidden cell can be narrowed down."""

from itertools import combinations
from math import comb

import numpy as np

from samenspel.measures.cell_suppression.ranges import (
    BoolArray,
    Cell,
    HiddenFlows,
    IntArray,
    Range,
    check_table,
    narrow_among,
)
from samenspel.measures.cell_suppression.ways import cheapest_way

# As many ways of hiding so many cells more are gone through one by one: the least is then certain.
_WAYS_TO_TRY = 3_000


class CannotBeProtectedError(ValueError):
    """Whatever is hidden, a cell stays too narrow. `cells` are the ranges of those."""

    def __init__(self, cells: list[Range]) -> None:
        super().__init__("no way of hiding cells protects this table and its totals")
        self.cells = cells


def protected(counts: IntArray, hidden: BoolArray, *, minimum: int, width: int) -> BoolArray:
    """(rows, columns) what to hide, so that the table can be published with its totals.

    counts : (rows, columns) people
    hidden : (rows, columns) what must be hidden in any case
    minimum : counts from 1 to below this are hidden too
    width : every hidden cell gets a range of at least this width

    As few cells as it finds. For each cell that is too narrow it hides the cheapest cycle through
    it: the fewest new cells, and of those the fewest people (a shortest way; Kelly, Golden & Assad
    1992, Networks 22). Afterwards each cell that can be shown after all is shown. Where one cell
    fewer leaves at most 3,000 ways to choose, these are tried, so that small tables get the least.

    Raises CannotBeProtectedError, and ValueError for a table that cannot be.
    """
    check_table(counts, hidden)
    if minimum < 1 or width < 1:
        raise ValueError("minimum and width must be 1 or more")
    must = hidden | ((counts > 0) & (counts < minimum))
    everything = _narrow(counts, np.ones_like(must), width)
    if must.any() and (unprotected := [one for one in everything if must[one.cell]]):
        raise CannotBeProtectedError(unprotected)
    found = _shown_again(counts, must, _hidden_round(counts, must, width), width)
    return _with_fewer(counts, must, found, width)


def _narrow(counts: IntArray, hidden: BoolArray, width: int) -> list[Range]:
    return list(narrow_among(HiddenFlows(counts, hidden), _cells(hidden), width=width))


def _hidden_round(counts: IntArray, must: BoolArray, width: int) -> BoolArray:
    """Hide cycles through what is too narrow. Hiding more never makes another cell narrower."""
    hidden = must.copy()
    flows = HiddenFlows(counts, hidden)
    waiting = _cells(hidden)
    while waiting:
        cell = waiting[-1]
        missing = width - sum(flows.room(cell, width))
        if missing <= 0:
            waiting.pop()
            continue
        # Where no single cycle does it, any cell near by is a step towards several.
        for other in cheapest_way(counts, hidden, cell, missing=missing) or [
            _next_best(counts, hidden, cell)
        ]:
            if not hidden[other]:
                hidden[other] = True
                flows.hide(other)
                waiting.insert(0, other)
    return hidden


def _next_best(counts: IntArray, hidden: BoolArray, cell: Cell) -> Cell:
    """A shown cell, near by if there is one: with people, and as few as can be."""
    rows, columns = np.indices(counts.shape)
    far = (rows != cell[0]) & (columns != cell[1])
    order = np.lexsort((counts.ravel(), (counts == 0).ravel(), far.ravel(), hidden.ravel()))
    row, column = np.unravel_index(order[0], counts.shape)
    return int(row), int(column)


def _shown_again(counts: IntArray, must: BoolArray, hidden: BoolArray, width: int) -> BoolArray:
    """Show each cell that need not be hidden, those with most people first."""
    hidden = hidden.copy()
    extra = _cells(hidden & ~must)
    for cell in sorted(extra, key=lambda each: (-counts[each], each)):
        hidden[cell] = False
        if not _is_safe(counts, hidden, width, near=cell):
            hidden[cell] = True
    return hidden


def _is_safe(counts: IntArray, hidden: BoolArray, width: int, *, near: Cell) -> bool:
    """Whether nothing is too narrow. Looks first where a change is felt first."""
    cells = sorted(_cells(hidden), key=lambda each: each[0] != near[0] and each[1] != near[1])
    return next(narrow_among(HiddenFlows(counts, hidden), cells, width=width), None) is None


def _with_fewer(counts: IntArray, must: BoolArray, hidden: BoolArray, width: int) -> BoolArray:
    """The fewest cells, and of those the fewest people, where there are few enough ways to try."""
    choices = _cells(~must)
    choices.sort(key=lambda each: int(counts[each]))
    tried = 0
    for more in range(int(hidden.sum() - must.sum())):
        tried += comb(len(choices), more)
        if tried > _WAYS_TO_TRY:
            break
        safe = [
            (sum(int(counts[cell]) for cell in some), some)
            for some in combinations(choices, more)
            if _is_safe(counts, _with(must, some), width, near=some[0] if some else (0, 0))
        ]
        if safe:
            return _with(must, min(safe)[1])
    return hidden


def _with(hidden: BoolArray, cells: tuple[Cell, ...]) -> BoolArray:
    more = hidden.copy()
    for cell in cells:
        more[cell] = True
    return more


def _cells(hidden: BoolArray) -> list[Cell]:
    return [(int(row), int(column)) for row, column in np.argwhere(hidden)]
