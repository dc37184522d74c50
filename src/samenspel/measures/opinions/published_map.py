"""The opinion map as it may be shown: banded counts on a grid, made once, when a round is closed.

What that protects, and what not, stands with `PublishedMap`.
"""

import math
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.disclosure import SMALLEST_MINIMUM
from samenspel.measures.opinions.map import OpinionMap, opinion_map
from samenspel.measures.opinions.votes import IntArray, Votes, check_groups

FloatArray: TypeAlias = NDArray[np.float64]

VOICES_FOR_A_MAP = 50
VOICES_FOR_A_GROUP = 20
VOTES_TO_NAME_A_STATEMENT = 20
STATEMENTS_PER_END = 3

# At least so many voices: so many cells to a side. A finer grid would be blank for the most part.
_CELLS_TO_A_SIDE = ((1000, 15), (200, 9), (VOICES_FOR_A_MAP, 5))
_BANDS_FROM = (10, 20, 50, 100)
_SHARE_WITHIN_REACH = 0.95
_SMALLEST_REACH = 0.5


@dataclass(frozen=True)
class Cell:
    """A square of the grid with `low` to `high` voices in it; `high` is None in the top band."""

    column: int
    row: int
    low: int
    high: int | None


@dataclass(frozen=True)
class Weight:
    """A statement that gives an axis its meaning; `weight` is 1.0 for the strongest, or -1.0."""

    statement: int
    weight: float


@dataclass(frozen=True)
class Axis:
    """An axis in words: who stands at the high end agrees with `high_end`, disagrees with
    `low_end`, and who stands at the low end the other way round. The strongest come first."""

    explained_percent: int
    high_end: tuple[Weight, ...]
    low_end: tuple[Weight, ...]


@dataclass(frozen=True)
class GroupPlace:
    """The cell in the middle of a known group: its median on each axis."""

    group: int
    column: int
    row: int


@dataclass(frozen=True)
class PublishedMap:
    """The map as it may be shown: banded counts on a grid, made once, when a round is closed.

    voices_at_least : placed voices, rounded down to tens; at least 50
    minimum : k, the fewest voices that a cell is shown with
    size : cells to a side, 5 up to 199 placed voices, 9 up to 999, and 15 above
    reach : the grid runs from -reach to +reach on both axes. A rounded number (2^i or 1.5 * 2^i)
        that takes in 95 % of the placed voices; who stands beyond it counts in the outermost cell
    cells : those with at least k voices, by row and column, column 0 at the low end of axes[0]
        and row 0 at the low end of axes[1]. All others hold 0 to k - 1 voices
    axes : the horizontal and the vertical one
    groups : known groups of at least 20 placed voices
    groups_not_shown : the other known groups

    Promised: no position leaves this module, nor the cell of any one voice. A count is told as a
    band (5-9, 10-19, 20-49, 50-99, 100 and more), never exactly, and not at all below k. Groups
    have no cells of their own, as these could be subtracted from the whole and from each other:
    a group is one cell. Statements are named only if 20 voices voted on them; their weights are
    told in tenths of the strongest, explained shares in whole percents.

    One changed voice changes nothing here as long as no cell's count crosses the edge of a band
    and no rounded figure crosses its rounding. It moves the axes a little, though, so voices that
    stand next to an edge of a cell can go over it together with it. In five real conversations of
    126 to 1,921 people, 20 to 90 % of the single votes that were turned round changed no byte.

    Not promised: that no single voice ever changes a byte. A cell of 4 becomes a cell of 5 by one
    voice, a group's median may lie at an edge, and 199 placed voices may become 200. Somebody who
    knows the answers of all others can learn on which side of such an edge the last one stands.
    Who knows what a person voted can work out roughly where that person stands: the axes are
    public.
    """

    voices_at_least: int
    minimum: int
    size: int
    reach: float
    cells: tuple[Cell, ...]
    axes: tuple[Axis, Axis]
    groups: tuple[GroupPlace, ...]
    groups_not_shown: tuple[int, ...]

    def as_data(self) -> dict[str, Any]:
        """The same as lists, dictionaries, numbers and None, for JSON."""
        return {
            "voices_at_least": self.voices_at_least,
            "minimum": self.minimum,
            "size": self.size,
            "reach": self.reach,
            "cells": [asdict(cell) for cell in self.cells],
            "axes": [
                {
                    "explained_percent": axis.explained_percent,
                    "high_end": [asdict(weight) for weight in axis.high_end],
                    "low_end": [asdict(weight) for weight in axis.low_end],
                }
                for axis in self.axes
            ],
            "groups": [asdict(place) for place in self.groups],
            "groups_not_shown": list(self.groups_not_shown),
        }


def published_map(
    votes: Votes, group_of: IntArray, groups: int, *, minimum: int = SMALLEST_MINIMUM
) -> PublishedMap | None:
    """The opinion map as it may be shown. The promise stands with `PublishedMap`.

    votes : on live statements only
    group_of : (voters,) the known group of each voter, 0 <= group < groups, -1 for none
    groups : how many known groups there are
    minimum : k, the fewest voices in a cell that is shown; at least 5

    Gives None where there is no map (see `opinion_map`) or fewer than 50 people are placed.

    Raises ValueError where `group_of` is not one group per voter or the minimum is below 5.
    """
    check_groups(group_of, groups, votes.voters)
    if minimum < SMALLEST_MINIMUM:
        raise ValueError(f"a cell must hold at least {SMALLEST_MINIMUM} voices to be shown")
    found = opinion_map(votes)
    if found is None or np.count_nonzero(found.placed) < VOICES_FOR_A_MAP:
        return None
    positions = found.positions[found.placed]
    size = next(cells for voices, cells in _CELLS_TO_A_SIDE if len(positions) >= voices)
    reach = _reach(positions)
    places = _group_places(positions, group_of[found.placed], groups, reach=reach, size=size)
    shown = {place.group for place in places}
    return PublishedMap(
        voices_at_least=len(positions) // 10 * 10,
        minimum=minimum,
        size=size,
        reach=reach,
        cells=_banded(_cells(positions, reach, size), size, minimum),
        axes=(_axis(found, votes, 0), _axis(found, votes, 1)),
        groups=places,
        groups_not_shown=tuple(group for group in range(groups) if group not in shown),
    )


def _reach(positions: FloatArray) -> float:
    """The smallest 2^i or 1.5 * 2^i that takes in 95 %: no extreme person sets the scale."""
    farthest = np.abs(positions).max(axis=1)
    taken_in = float(np.quantile(farthest, _SHARE_WITHIN_REACH, method="inverted_cdf"))
    if taken_in <= _SMALLEST_REACH:
        return _SMALLEST_REACH
    power = 2.0 ** math.floor(math.log2(taken_in))
    return next(step * power for step in (1.0, 1.5, 2.0) if step * power >= taken_in)


def _cells(positions: FloatArray, reach: float, size: int) -> NDArray[np.int64]:
    """The (…, 2) column and row of each position."""
    cells = np.floor((positions + reach) / (2 * reach) * size)
    return np.clip(cells, 0, size - 1).astype(np.int64)


def _banded(cells: NDArray[np.int64], size: int, minimum: int) -> tuple[Cell, ...]:
    counts = np.bincount(cells[:, 1] * size + cells[:, 0], minlength=size * size)
    lows = [minimum, *(low for low in _BANDS_FROM if low > minimum)]
    highs = [*(low - 1 for low in lows[1:]), None]
    band = np.searchsorted(lows, counts, side="right") - 1
    return tuple(
        Cell(int(cell % size), int(cell // size), lows[band[cell]], highs[band[cell]])
        for cell in np.flatnonzero(band >= 0)
    )


def _group_places(
    positions: FloatArray, group_of: IntArray, groups: int, *, reach: float, size: int
) -> tuple[GroupPlace, ...]:
    places = []
    for group in range(groups):
        members = positions[group_of == group]
        if len(members) >= VOICES_FOR_A_GROUP:
            column, row = _cells(np.median(members, axis=0), reach, size)
            places.append(GroupPlace(group, int(column), int(row)))
    return tuple(places)


def _axis(found: OpinionMap, votes: Votes, axis: int) -> Axis:
    asked = np.bincount(votes.statement, minlength=votes.statements)
    loadings = np.where(asked >= VOTES_TO_NAME_A_STATEMENT, found.loadings[:, axis], 0.0)
    strongest = float(np.abs(loadings).max())
    # Selected and sorted after rounding, so that an order tells no more than the tenths do.
    weights = np.round(loadings / strongest, 1) if strongest else loadings
    return Axis(
        explained_percent=round(100 * float(found.explained[axis])),
        high_end=_strongest(weights, 1),
        low_end=_strongest(weights, -1),
    )


def _strongest(weights: FloatArray, end: int) -> tuple[Weight, ...]:
    order = np.argsort(-end * weights, kind="stable")[:STATEMENTS_PER_END]
    return tuple(Weight(int(j), float(weights[j])) for j in order if end * weights[j] > 0)
