"""The cheapest cycle of cells through one cell, when more cells may be hidden for it."""

import heapq

import numpy as np

from samenspel.measures.cell_suppression.ranges import BoolArray, Cell, IntArray


def cheapest_way(
    counts: IntArray, hidden: BoolArray, cell: Cell, *, missing: int
) -> list[Cell] | None:
    """Cells to hide so that this one can be lower or higher by `missing`. None: there are none.

    A cycle makes cells higher and lower by turns. Those that get lower need the people for it, so
    the cheapest cycle is looked for in which all have `missing`, and failing that any at all.
    The price of a cell that is shown is 1, and a little for its people; of a hidden one 0.
    """
    price = np.where(hidden, 0.0, 1.0 + counts / (1.0 + counts.sum()))
    for needed in sorted({missing, 1}, reverse=True):
        ways = [
            way
            for way in (
                _way(counts, price, cell, needed, lower=True) if counts[cell] >= needed else None,
                _way(counts, price, cell, needed, lower=False),
            )
            if way and any(not hidden[one] for one in way[1])
        ]
        if ways:
            return min(ways)[1]
    return None


def _way(
    counts: IntArray, price: np.ndarray, cell: Cell, needed: int, *, lower: bool
) -> tuple[float, list[Cell]] | None:
    """Dijkstra from row to column (the cell gets lower), or from column to row (higher)."""
    rows, columns = counts.shape
    row, column = cell[0], rows + cell[1]
    start, end = (row, column) if lower else (column, row)
    far = np.full(rows + columns, np.inf)
    came_from = np.full(rows + columns, -1)
    far[start] = 0
    waiting = [(0.0, start)]
    while waiting:
        so_far, node = heapq.heappop(waiting)
        if node == end:
            return so_far, _cells_between(came_from, start, end, rows)
        if so_far > far[node]:
            continue
        if node < rows:
            step, others = price[node].copy(), slice(rows, rows + columns)
            if node == cell[0]:
                step[cell[1]] = np.inf
        else:
            line = node - rows
            step = np.where(counts[:, line] >= needed, price[:, line], np.inf)
            others = slice(0, rows)
            if line == cell[1]:
                step[cell[0]] = np.inf
        nearer = so_far + step < far[others]
        for place in np.flatnonzero(nearer):
            other = int(place) + others.start
            far[other] = so_far + step[place]
            came_from[other] = node
            heapq.heappush(waiting, (float(far[other]), other))
    return None


def _cells_between(came_from: np.ndarray, start: int, end: int, rows: int) -> list[Cell]:
    cells = []
    node = end
    while node != start:
        before = int(came_from[node])
        cells.append((min(node, before), max(node, before) - rows))
        node = before
    return cells
