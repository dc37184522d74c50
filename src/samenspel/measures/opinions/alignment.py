"""Turning a map so that it lies as the one before: the picture is not to flip between waves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations, product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.factor_map import FactorMap
from samenspel.measures.opinions.votes import IntArray

FloatArray: TypeAlias = NDArray[np.float64]

FEWEST_IN_COMMON = 3
_AXES_SHOWN = 2
# Ends tell which statements lie far out and not how far, so of a map that lies as before a turn
# makes up to 5 % more of them. More than this is a turn.
_WORTH_A_TURN = 0.1
_FAR_OUT = 0.5
_LEAST = 1e-6


@dataclass(frozen=True)
class EndsBefore:
    """What was told of the two axes of the map before, about statements that are in both maps.

    high, low : for each axis, the numbers here of the statements that were named at that end
    """

    high: tuple[tuple[int, ...], tuple[int, ...]]
    low: tuple[tuple[int, ...], tuple[int, ...]]

    @property
    def in_common(self) -> int:
        """How many statements of the map before are found here."""
        return len({j for end in (*self.high, *self.low) for j in end})

    def as_loadings(self, statements: int) -> FloatArray:
        """(statements, 2) 1 where named at the high end, -1 at the low end, 0 elsewhere.

        Raises ValueError where a statement is not one of these.
        """
        found = np.zeros((statements, _AXES_SHOWN))
        for ends, sign in ((self.high, 1.0), (self.low, -1.0)):
            for axis, end in enumerate(ends):
                _check(np.array(end, dtype=np.int64), statements)
                found[list(end), axis] = sign
        return found


def aligned(found: FactorMap, before: EndsBefore, *, beyond_chance: int) -> FactorMap | None:
    """The map with its two strongest axes laid as those of the map before, or None.

    before : from what was published of that map, and nothing else
    beyond_chance : how many axes of `found` are

    The ends name statements that lay far out, so a good lie is one in which these lie far out on
    the same sides: the sum over ends of (W R)_ja, with a sign for the end, is to be large. Where
    one axis is beyond chance, each stays an axis and is mirrored or not. Where both are, they are
    also exchanged, the best of eight ways. And where the orthogonal R with the largest sum of all
    (Schönemann 1966: R = U V' with U D V' the singular value decomposition of W' T, T of 1 and -1
    at the ends) brings it more than a tenth higher, the plane is turned.

    The plane stays that of the two strongest axes, so that a new division is not hidden behind an
    old one; later axes stay as they are. Positions turn along, x R, so distances, errors across
    the plane and what its axes together explain do not change. What each explains is computed
    anew: the first need not explain the most any longer. z stays N(0, I), so that positions and
    errors follow from the turned map as from any other. How many axes are beyond chance does not
    change; the p of one axis is about the map before it was turned.

    None, with nothing said of the map before, where fewer than three statements that were named at
    its ends are found here, or where these do not lie on the same sides: on average, over the axes
    that are beyond chance, less than half the root mean square of the loadings.

    Raises ValueError for statements or a number of axes out of range.
    """
    statements, axes = found.loadings.shape
    ends = before.as_loadings(statements)
    if not 0 <= beyond_chance <= axes:
        raise ValueError(f"of {axes} axes {beyond_chance} cannot be beyond chance")
    if axes < _AXES_SHOWN or beyond_chance < 1 or before.in_common < FEWEST_IN_COMMON:
        return None
    plane = found.loadings[:, :_AXES_SHOWN]
    turned = plane @ _best_way(plane.T @ ends, both=beyond_chance >= _AXES_SHOWN)
    if not _lies_alike(turned, ends, axes=min(beyond_chance, _AXES_SHOWN)):
        return None
    loadings = np.hstack([turned, found.loadings[:, _AXES_SHOWN:]])
    return replace(found, loadings=loadings, explained=_explained(found, loadings))


def _best_way(alike: FloatArray, *, both: bool) -> FloatArray:
    """alike : (2, 2) W' T"""
    best = max(_ways(both=both), key=lambda way: float(np.sum(way * alike)))
    if both:
        left, strength, right = np.linalg.svd(alike)
        turn = np.asarray(left @ right)
        # Ends that all lie along one line do not tell on which side of it the other axis is.
        is_told = strength[1] > _LEAST * strength[0]
        if is_told and np.sum(turn * alike) > (1 + _WORTH_A_TURN) * np.sum(best * alike):
            return turn
    return best


def _ways(*, both: bool) -> Iterator[FloatArray]:
    """As it lies comes first, so that it stays so where another way is no better."""
    orders = list(permutations(range(_AXES_SHOWN))) if both else [tuple(range(_AXES_SHOWN))]
    for order in orders:
        for signs in product((1.0, -1.0), repeat=_AXES_SHOWN):
            yield np.eye(_AXES_SHOWN)[:, list(order)] * signs


def _lies_alike(loadings: FloatArray, ends: FloatArray, *, axes: int) -> bool:
    spread = np.sqrt(np.mean(loadings[:, :axes] ** 2, axis=0))
    named = ends[:, :axes]
    if not named.any() or not spread.all():
        return False
    far = float(np.sum(loadings[:, :axes] * named / spread) / np.sum(np.abs(named)))
    return far >= _FAR_OUT


def _check(numbers: IntArray, statements: int) -> None:
    if len(numbers) and not 0 <= int(numbers.min()) <= int(numbers.max()) < statements:
        raise ValueError(f"a statement lies outside 0 to {statements - 1}")


def _explained(found: FactorMap, loadings: FloatArray) -> FloatArray:
    share = float(np.sum(found.explained)) / float(np.sum(found.loadings**2))
    return np.asarray(share * np.sum(loadings**2, axis=0))
