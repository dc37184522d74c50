"""The opinion map: people on a plane, so that who votes alike stands close together.

Principal components of the votes in which every empty cell holds its statement's mean. The dense
matrix is never made: after centring an empty cell is exactly 0, so all that is needed are sums
over the votes that were cast. These sums are whole numbers until the last step, so the order in
which people come in cannot change a bit of the axes.

n people, m statements; v_ij in {+1, 0, -1} is the vote of i on j; O_i are the statements that i
voted on, passes included, and n_i is how many. The statements are the live ones: drop those that
were moderated with `Votes.keep_statements` first, so that they count in neither m nor n_i.

`opinion_map` gives positions of single people and is for computing only. What leaves the program
is made by `published_map`; what that protects, and what not, stands with `PublishedMap`.
"""

import math
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, eigsh

from samenspel.measures.opinions.votes import BoolArray, IntArray, Votes, check_groups

FloatArray: TypeAlias = NDArray[np.float64]

VOTES_TO_BE_PLACED = 7
VOICES_FOR_A_MAP = 50
VOICES_FOR_A_GROUP = 20
VOTES_TO_NAME_A_STATEMENT = 20
STATEMENTS_PER_END = 3
SMALLEST_MINIMUM = 5

# At least so many voices: so many cells to a side. A finer grid would be blank for the most part.
_CELLS_TO_A_SIDE = ((1000, 15), (200, 9), (VOICES_FOR_A_MAP, 5))
_BANDS_FROM = (10, 20, 50, 100)
_SHARE_WITHIN_REACH = 0.95
_SMALLEST_REACH = 0.5

_STATEMENTS_IN_A_GRAM_MATRIX = 2000
_VOTERS_AT_ONCE = 65_536
_NO_VARIATION = 1e-10
_TIE = 0.05


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """Where everybody stands. Positions of single people: never to be shown or stored.

    centre : (statements,) mean vote, 0 where nobody voted
    loadings : (statements, 2) unit vectors, the weight of each statement on each axis
    explained : (2,) share of the total variance that lies along each axis, the largest first
    positions : (voters, 2) in the unit of a vote, NaN for who is not placed
    placed : (voters,) whether somebody voted on enough statements to be placed
    """

    centre: FloatArray
    loadings: FloatArray
    explained: FloatArray
    positions: FloatArray
    placed: BoolArray


def opinion_map(votes: Votes) -> OpinionMap | None:
    """The exact plane of largest variance of the mean-imputed votes, and everybody's place in it.

    With c_j the mean vote on j and C the (n, m) matrix of v_ij - c_j where i voted on j and 0
    elsewhere, the axes w are the two leading eigenvectors of C'C, and explained are their
    eigenvalues over its trace. A place is

        p_i = sqrt(m / max(n_i, 1)) * sum over j in O_i of (v_ij - c_j) w_j

    (Small, Bjorkegren, Erkkila, Shaw & Megill 2021, Polis): the root undoes that an empty cell
    pulls towards the middle. Placed are people with n_i >= min(7, m). Votes of the others count
    in the axes.

    Sign: on each axis the statement with the largest absolute loading has a positive one, so who
    agrees with it stands at the high end. Loadings of at least 95 % of the largest count as
    equally large, and of those the first statement decides: a statement and its near opposite
    would otherwise mirror the map with every few votes. Two axes that explain exactly as much are
    arbitrary within their plane.

    The axes are the same to the last bit for any order of people up to 2,000 statements, and to
    about 1e-12 above that, where the m x m matrix gives way to Lanczos iterations.

    Known weakness: with uneven numbers of votes per person mean imputation bends the axes, and
    how much somebody voted shows in their place.

    Gives None where there is no plane: fewer than two statements, nobody who votes differently
    from others, or all differences along one axis (a second eigenvalue below 1e-10 of the trace).
    """
    if votes.statements < 2:
        return None
    matrix = votes.sparse()
    asked, total, squares = _sums(votes)
    centre = total / np.maximum(asked, 1)
    # Over whole numbers as long as can be: a unanimous statement varies exactly 0.
    variation = float(np.sum((asked * squares - total * total) / np.maximum(asked, 1)))
    if variation == 0:
        return None
    centred = csr_array(
        (matrix.data - centre[matrix.indices], matrix.indices, matrix.indptr), shape=matrix.shape
    )
    strength, loadings = _leading_axes(matrix, centred, centre)
    if strength[1] <= _NO_VARIATION * variation:
        return None
    voted = np.diff(matrix.indptr)
    placed = voted >= min(VOTES_TO_BE_PLACED, votes.statements)
    stretch = np.sqrt(votes.statements / np.maximum(voted, 1))
    positions = stretch[:, np.newaxis] * (centred @ loadings)
    positions[~placed] = np.nan
    return OpinionMap(centre, loadings, strength / variation, positions, placed)


def _sums(votes: Votes) -> tuple[IntArray, IntArray, IntArray]:
    """Per statement the number of votes, their sum and the sum of their squares."""
    tally = np.bincount(
        votes.statement.astype(np.int64) * 3 + votes.value + 1, minlength=votes.statements * 3
    ).reshape(votes.statements, 3)
    disagree, agree = tally[:, 0], tally[:, 2]
    return tally.sum(axis=1), agree - disagree, agree + disagree


def _leading_axes(
    matrix: csr_array, centred: csr_array, centre: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The two largest eigenvalues of C'C and their eigenvectors as columns, largest first."""
    if len(centre) <= _STATEMENTS_IN_A_GRAM_MATRIX:
        last = len(centre) - 1
        strength, loadings = eigh(_gram(matrix, centre), subset_by_index=(last - 1, last))
    else:
        strength, loadings = _lanczos(centred)
    return strength[::-1], _signed(loadings[:, ::-1])


def _gram(matrix: csr_array, centre: FloatArray) -> FloatArray:
    """C'C of (m, m), from co-occurrence sums that are whole numbers and add up over people.

    With o_ij = 1 where i voted on j:
    (C'C)_jk = S v_j v_k - c_k S v_j o_k - c_j S o_j v_k + c_j c_k S o_j o_k, S the sum over i.
    """
    statements = len(centre)
    both_values, value_here, both_voted = np.zeros((3, statements, statements), dtype=np.int64)
    for start in range(0, matrix.shape[0], _VOTERS_AT_ONCE):
        value = matrix[start : start + _VOTERS_AT_ONCE]
        voted = csr_array(
            (np.ones_like(value.data), value.indices, value.indptr), shape=value.shape
        )
        both_values += (value.T @ value).toarray()
        value_here += (value.T @ voted).toarray()
        both_voted += (voted.T @ voted).toarray()
    crossed = value_here * centre
    return both_values - crossed - crossed.T + np.outer(centre, centre) * both_voted


def _lanczos(centred: csr_array) -> tuple[FloatArray, FloatArray]:
    """As `_leading_axes`, the smallest first, with memory for the votes only."""
    statements = centred.shape[1]
    transposed = centred.T.tocsr()
    product = LinearOperator(
        (statements, statements),
        matvec=lambda weights: transposed @ (centred @ weights),
        dtype=np.float64,
    )
    # The start is drawn, as a regular one could be at right angles to an axis; the seed is
    # fixed, as the same votes must give the same map.
    seeded = np.random.default_rng(0)
    start = seeded.standard_normal(statements)
    strength, loadings = eigsh(product, k=2, v0=start, tol=0, rng=seeded)
    ascending = np.argsort(strength)
    return strength[ascending], loadings[:, ascending]


def _signed(loadings: FloatArray) -> FloatArray:
    """Each column turned so that its first entry of (nearly) largest size is positive."""
    size = np.abs(loadings)
    decisive = np.argmax(size >= size.max(axis=0) * (1 - _TIE), axis=0)
    turn: FloatArray = np.where(loadings[decisive, np.arange(loadings.shape[1])] < 0, -1.0, 1.0)
    return loadings * turn


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
