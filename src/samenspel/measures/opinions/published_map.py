"""The opinion map as it may be shown: banded counts on a grid, made once, when a round is closed.

What that protects, and what not, stands with `PublishedMap`.
"""

import math
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.disclosure import SMALLEST_MINIMUM
from samenspel.measures.opinions.analysis import Analysis
from samenspel.measures.opinions.factor_map import FactorMap
from samenspel.measures.opinions.passes import Standing
from samenspel.measures.opinions.sampling import normals
from samenspel.measures.opinions.votes import IntArray, check_groups

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
_SEED = 20_261_123


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
    `low_end`, and who stands at the low end the other way round. The strongest come first.

    beyond_chance : whether people differ along it more than by chance (see `axes.py`)
    """

    explained_percent: int
    beyond_chance: bool
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
    axes : the horizontal and the vertical one; only the second can be one that may be chance
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
                    "beyond_chance": axis.beyond_chance,
                    "high_end": [asdict(weight) for weight in axis.high_end],
                    "low_end": [asdict(weight) for weight in axis.low_end],
                }
                for axis in self.axes
            ],
            "groups": [asdict(place) for place in self.groups],
            "groups_not_shown": list(self.groups_not_shown),
        }


def published_map(
    found: Analysis, groups: int, *, minimum: int = SMALLEST_MINIMUM
) -> PublishedMap | None:
    """The opinion map as it may be shown. The promise stands with `PublishedMap`.

    found : of exactly those voices that may be told of, none of a known group that is hidden
    groups : how many known groups there are; `found.group_of` numbers them
    minimum : k, the fewest voices in a cell that is shown; at least 5

    Everybody stands where one draw from their posterior puts them, position + error · e with
    e ~ N(0, 1): so the density has the spread that people have, and not that of positions, which
    are pulled to the middle. A draw belongs to a person by that person's votes. Places are told in
    the unit of a vote, z times the length of the axis's loadings, so that distances along both
    axes mean the same.

    Gives None where fewer than 50 people are placed, where statements do not go together along two
    axes, or where not even the first axis is beyond chance.

    Raises ValueError where somebody is in a group beyond those, or the minimum is below 5.
    """
    check_groups(found.group_of, groups, len(found.keys))
    if minimum < SMALLEST_MINIMUM:
        raise ValueError(f"a cell must hold at least {SMALLEST_MINIMUM} voices to be shown")
    plane, standing, placed = found.map, found.standing, found.placed
    if np.count_nonzero(placed) < VOICES_FOR_A_MAP or found.axes.count == 0:
        return None
    if plane is None or standing is None or plane.loadings.shape[1] < 2:
        return None
    positions, error = _in_votes(plane, standing)
    drawn = positions[placed] + error[placed] * normals(found.keys[placed], 2, seed=_SEED)
    size = next(cells for voices, cells in _CELLS_TO_A_SIDE if len(drawn) >= voices)
    reach = _reach(drawn)
    places = _group_places(
        positions[placed], found.group_of[placed], groups, reach=reach, size=size
    )
    shown = {place.group for place in places}
    asked = found.moments.tally.sum(axis=(0, 2))
    return PublishedMap(
        voices_at_least=len(drawn) // 10 * 10,
        minimum=minimum,
        size=size,
        reach=reach,
        cells=_banded(_cells(drawn, reach, size), size, minimum),
        axes=(
            _axis(plane, asked, 0, found.axes.count),
            _axis(plane, asked, 1, found.axes.count),
        ),
        groups=places,
        groups_not_shown=tuple(group for group in range(groups) if group not in shown),
    )


def _in_votes(plane: FactorMap, standing: Standing) -> tuple[FloatArray, FloatArray]:
    """(people, 2) positions on the first two axes and their errors, in the unit of a vote."""
    length = np.linalg.norm(plane.loadings[:, :2], axis=0)
    return standing.position[:, :2] * length, standing.error[:, :2] * length


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
            # Not of draws: people who answered alike can change draws with each other, also with
            # somebody of another group.
            column, row = _cells(np.median(members, axis=0), reach, size)
            places.append(GroupPlace(group, int(column), int(row)))
    return tuple(places)


def _axis(plane: FactorMap, asked: IntArray, axis: int, beyond_chance: int) -> Axis:
    loadings = np.where(asked >= VOTES_TO_NAME_A_STATEMENT, plane.loadings[:, axis], 0.0)
    strongest = float(np.abs(loadings).max())
    # Selected and sorted after rounding, so that an order tells no more than the tenths do.
    weights = np.round(loadings / strongest, 1) if strongest else loadings
    return Axis(
        explained_percent=round(100 * float(plane.explained[axis])),
        beyond_chance=axis < beyond_chance,
        high_end=_strongest(weights, 1),
        low_end=_strongest(weights, -1),
    )


def _strongest(weights: FloatArray, end: int) -> tuple[Weight, ...]:
    order = np.argsort(-end * weights, kind="stable")[:STATEMENTS_PER_END]
    return tuple(Weight(int(j), float(weights[j])) for j in order if end * weights[j] > 0)
