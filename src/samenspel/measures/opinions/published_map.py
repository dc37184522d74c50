"""The opinion map as it may be shown: bands on a grid, made once, when a round is closed.

What that protects, and what not, stands with `PublishedMap`.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from samenspel.measures.disclosure import SMALLEST_MINIMUM
from samenspel.measures.opinions.analysis import Analysis
from samenspel.measures.opinions.factor_map import FactorMap
from samenspel.measures.opinions.passes import Standing
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
# No vote is larger than 1, so with all statements there can be nobody stands beyond the last one.
_REACHES = tuple(step * 2.0**power for power in range(-1, 40) for step in (1.0, 1.5))
_STEP = 5
_LEAST_ERROR = 1e-9
_PEOPLE_AT_ONCE = 65_536
# Below what any machine computes alike, so that the bytes are the same on all of them.
_DECIMALS = 6


@dataclass(frozen=True)
class Cell:
    """A square of the grid where `low` to `high` voices stand, as far as their answers say where.

    `high` is None in the top band.
    """

    column: int
    row: int
    low: int
    high: int | None


@dataclass(frozen=True)
class Axis:
    """An axis in words: who stands at the high end agrees with the statements `high_end`, and
    disagrees with `low_end`; who stands at the low end the other way round. The strongest three,
    by number.

    explained_percent : share of all differences that lie along it, in steps of five
    beyond_chance : whether people differ along it more than by chance (see `axes.py`)
    """

    explained_percent: int
    beyond_chance: bool
    high_end: tuple[int, ...]
    low_end: tuple[int, ...]


@dataclass(frozen=True)
class GroupPlace:
    """The cell in the middle of a known group: its median on each axis."""

    group: int
    column: int
    row: int


@dataclass(frozen=True)
class PublishedMap:
    """The map as it may be shown: bands on a grid, made once, when a round is closed.

    voices_at_least : placed voices, rounded down to tens; at least 50
    minimum : k, the fewest voices that a cell is shown with
    size : cells to a side, 5 up to 199 placed voices, 9 up to 999, and 15 above
    reach : the grid runs from -reach to +reach on both axes. A rounded number (2^i or 1.5 * 2^i)
        that takes in 95 % of the placed voices; who stands beyond it counts in the outermost cell
    cells : those with at least k voices, by row and column, column 0 at the low end of axes[0]
        and row 0 at the low end of axes[1]. All others hold fewer than k
    axes : the horizontal and the vertical one; only the second can be one that may be chance
    groups : known groups of at least 20 placed voices
    groups_not_shown : the other known groups

    Promised: no position leaves this module, nor the cell of any one voice: nobody is in one cell,
    as answers leave open where exactly somebody stands. What a cell holds is told as a band (5-9,
    10-19, 20-49, 50-99, 100 and more), never exactly, and not at all below k. Groups have no cells
    of their own, as these could be subtracted from the whole and from each other: a group is one
    cell. Statements are named only if 20 voices voted on them, and chosen by their weights in
    quarters of the strongest; explained shares are told in steps of five percent.

    One changed voice changes nothing here as long as no cell crosses the edge of a band and no
    rounded figure its rounding. It moves the axes a little, though, and all voices with them. In
    five real conversations of 124 to 1,912 people, 27 to 95 % of the single votes that were turned
    round changed no byte.

    Not promised: that no single voice ever changes a byte. A cell that holds 4.9 comes to hold 5 by
    one voice, a group's median may lie at an edge, and 199 placed voices may become 200. Somebody
    who knows the answers of all others can learn on which side of such an edge the last one
    stands. Who knows what a person voted can work out roughly where that person stands: the axes
    are public.
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
                    "high_end": [{"statement": statement} for statement in axis.high_end],
                    "low_end": [{"statement": statement} for statement in axis.low_end],
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

    Somebody's place on an axis is normal around a position with an error. A cell holds the sum over
    everybody of the probability to stand there: what draws of all places give on average, without
    the chance of one draw. So it has the spread that people have, and not that of positions, which
    are pulled to the middle. Places are in the unit of a vote, z times the length of the axis's
    loadings, so that distances along both axes mean the same.

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
    places = _Places.of(plane, standing, in_order_of=found)
    size = next(cells for voices, cells in _CELLS_TO_A_SIDE if len(places) >= voices)
    reach = _reach(places)
    groups_shown = _group_places(places, groups, reach=reach, size=size)
    shown = {place.group for place in groups_shown}
    asked = found.moments.tally.sum(axis=(0, 2))
    return PublishedMap(
        voices_at_least=len(places) // 10 * 10,
        minimum=minimum,
        size=size,
        reach=reach,
        cells=_banded(_held(places, reach, size), minimum),
        axes=(
            _axis(plane, asked, 0, found.axes.count),
            _axis(plane, asked, 1, found.axes.count),
        ),
        groups=groups_shown,
        groups_not_shown=tuple(group for group in range(groups) if group not in shown),
    )


@dataclass(frozen=True, eq=False)
class _Places:
    """position, error : (placed people, 2) on the first two axes, in the unit of a vote
    group_of : (placed people,)
    """

    position: FloatArray
    error: FloatArray
    group_of: IntArray

    @classmethod
    def of(cls, plane: FactorMap, standing: Standing, *, in_order_of: Analysis) -> "_Places":
        placed = np.flatnonzero(in_order_of.placed)
        # In the order of their numbers: sums must be the same for any order of the rows.
        people = placed[np.argsort(in_order_of.keys[placed], kind="stable")]
        length = np.linalg.norm(plane.loadings[:, :2], axis=0)
        return cls(
            standing.position[people, :2] * length,
            np.maximum(standing.error[people, :2] * length, _LEAST_ERROR),
            in_order_of.group_of[people],
        )

    def __len__(self) -> int:
        return len(self.position)

    def below(self, edges: FloatArray) -> FloatArray:
        """(people, axes, edges) the probability of each to stand below each edge."""
        standard = (edges - self.position[..., np.newaxis]) / self.error[..., np.newaxis]
        return np.asarray(ndtr(standard))

    def parts(self) -> Iterator["_Places"]:
        """A part of them at a time, so that a country takes no more memory than a town."""
        for first in range(0, len(self), _PEOPLE_AT_ONCE):
            part = slice(first, first + _PEOPLE_AT_ONCE)
            yield _Places(self.position[part], self.error[part], self.group_of[part])


def _reach(places: _Places) -> float:
    """The smallest 2^i or 1.5 * 2^i that takes in 95 %: no extreme person sets the scale."""
    wanted = _SHARE_WITHIN_REACH * len(places)
    # Whoever has a position beyond a reach stands within it with a probability of a half at most.
    farthest = np.abs(places.position).max(axis=1)
    least = float(np.quantile(farthest, 2 * _SHARE_WITHIN_REACH - 1, method="lower"))
    return next(r for r in _REACHES if r >= least and _within(places, r) >= wanted)


def _within(places: _Places, reach: float) -> float:
    """How many voices stand within a reach on both axes."""
    edges = np.array([-reach, reach])
    inside = (np.diff(part.below(edges)).prod(axis=(1, 2)).sum() for part in places.parts())
    return round(float(sum(inside)), _DECIMALS)


def _held(places: _Places, reach: float, size: int) -> FloatArray:
    """(rows, columns) how many voices each cell holds."""
    edges = np.linspace(-reach, reach, size + 1)[1:-1]
    held = np.zeros((size, size))
    for part in places.parts():
        column, row = np.diff(part.below(edges), prepend=0, append=1).swapaxes(0, 1)
        held += row.T @ column
    return np.round(held, _DECIMALS)


def _banded(held: FloatArray, minimum: int) -> tuple[Cell, ...]:
    lows = [minimum, *(low for low in _BANDS_FROM if low > minimum)]
    highs = [*(low - 1 for low in lows[1:]), None]
    band = np.searchsorted(lows, held, side="right") - 1
    return tuple(
        Cell(int(column), int(row), lows[band[row, column]], highs[band[row, column]])
        for row, column in zip(*np.nonzero(band >= 0), strict=True)
    )


def _group_places(
    places: _Places, groups: int, *, reach: float, size: int
) -> tuple[GroupPlace, ...]:
    found = []
    for group in range(groups):
        members = places.position[places.group_of == group]
        if len(members) >= VOICES_FOR_A_GROUP:
            at = np.floor((np.median(members, axis=0) + reach) / (2 * reach) * size)
            column, row = np.clip(at, 0, size - 1).astype(np.int64)
            found.append(GroupPlace(group, int(column), int(row)))
    return tuple(found)


def _axis(plane: FactorMap, asked: IntArray, axis: int, beyond_chance: int) -> Axis:
    loadings = np.where(asked >= VOTES_TO_NAME_A_STATEMENT, plane.loadings[:, axis], 0.0)
    strongest = float(np.abs(loadings).max())
    # Chosen after rounding, so that the choice tells no more than the quarters do.
    weights = np.round(loadings / strongest * 4) if strongest else loadings
    return Axis(
        explained_percent=round(100 * float(plane.explained[axis]) / _STEP) * _STEP,
        beyond_chance=axis < beyond_chance,
        high_end=_strongest(weights, 1),
        low_end=_strongest(weights, -1),
    )


def _strongest(weights: FloatArray, end: int) -> tuple[int, ...]:
    order = np.argsort(-end * weights, kind="stable")[:STATEMENTS_PER_END]
    return tuple(sorted(int(j) for j in order if end * weights[j] > 0))
