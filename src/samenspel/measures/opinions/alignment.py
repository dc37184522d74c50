"""Turning a map so that it lies as the one before: the picture is not to flip between waves."""

from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.covariance import signed
from samenspel.measures.opinions.factor_map import FactorMap
from samenspel.measures.opinions.votes import IntArray

FloatArray: TypeAlias = NDArray[np.float64]


def aligned(
    found: FactorMap, previous: FactorMap, *, here: IntArray, before: IntArray
) -> FactorMap:
    """The same map, turned and mirrored so that its loadings come nearest to those of before.

    here, before : (common,) the numbers in `found` and in `previous` of the statements that were
        in both, pair by pair; previous is as it was shown, so itself aligned to the one before it

    The orthogonal R that minimises the sum of squares of W_here R - W_before (Schönemann 1966):
    R = U V' with U D V' the singular value decomposition of W_here' W_before. Positions turn
    along, x R, so only how the picture lies changes: distances, errors across the plane and what
    all axes together explain do not.

    What each axis explains is computed anew. After a turn axes are no longer those of largest
    variance: the first need not explain the most, and z stays N(0, I), so that positions,
    errors and draws follow from the turned map as from any other. How many axes are beyond chance
    does not change; the p of one axis is about the map before it was turned.

    Where one map has more axes than the other, the first of the larger one before are matched; new
    axes beyond these lie at right angles to them, the strongest first, signed as in `signed`.
    Without common statements, or with none that both maps load on, the map stays as it is.

    Raises ValueError where the pairs do not match or a number is out of range.
    """
    _check(here, before, found, previous)
    axes = found.loadings.shape[1]
    matched = min(axes, previous.loadings.shape[1])
    target = previous.loadings[before][:, :matched]
    left, alike, right = np.linalg.svd(found.loadings[here].T @ target)
    if not alike.any():
        return found
    turned = found.loadings @ (left[:, :matched] @ right)
    rest = found.loadings @ left[:, matched:]
    loadings = np.hstack([turned, _strongest_first(rest)])
    return replace(found, loadings=loadings, explained=_explained(found, loadings))


def _check(here: IntArray, before: IntArray, found: FactorMap, previous: FactorMap) -> None:
    if here.ndim != 1 or here.shape != before.shape:
        raise ValueError("each statement here must go with one statement before")
    for numbers, of in ((here, found), (before, previous)):
        if len(numbers) and not 0 <= int(numbers.min()) <= int(numbers.max()) < len(of.centre):
            raise ValueError(f"a statement lies outside 0 to {len(of.centre) - 1}")


def _strongest_first(loadings: FloatArray) -> FloatArray:
    if not loadings.shape[1]:
        return loadings
    turn = np.asarray(np.linalg.eigh(loadings.T @ loadings)[1])
    return signed(loadings @ turn[:, ::-1])


def _explained(found: FactorMap, loadings: FloatArray) -> FloatArray:
    share = float(np.sum(found.explained)) / float(np.sum(found.loadings**2))
    return np.asarray(share * np.sum(loadings**2, axis=0))
