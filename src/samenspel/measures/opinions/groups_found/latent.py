"""Where people stand on the axes, not pulled towards the middle, and mixtures over those places.

Every function takes many data sets at once: a leading axis of any size, over which the null model
repeats the same computation. Shapes are told without it.

Who voted on few statements stands nowhere precisely. So a place goes with its error variance, and
a mixture is fitted to the places behind the errors: nobody is clustered for having said little.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

# In single or double precision.
RealArray: TypeAlias = NDArray[np.floating[Any]]

# Keeps a place finite where somebody's votes say nothing of an axis: its error is huge then.
_LEAST_INFORMATION = 1e-3
_LEAST_SPREAD = 1e-3
_FIRST_SPREAD = 0.3
_LEAST_SHARE = 1e-12


@dataclass(frozen=True, eq=False)
class Places:
    """position : (…, axes, people) by weighted least squares, in units of the axis's own spread
    variance : (…, axes, people) of its error
    """

    position: RealArray
    variance: RealArray


def located(score: RealArray, information: RealArray, noise: RealArray) -> Places:
    """Unshrunken places: x = A⁻¹ s with error variances σ² diag A⁻¹.

    score : (…, axes, people) s = W_O'(v - μ)_O
    information : (…, axes, axes, people) A = W_O'W_O
    noise : (…,) σ²
    """
    axes = score.shape[-2]
    diagonal = np.arange(axes)
    precise = information / noise[..., None, None, None]
    precise[..., diagonal, diagonal, :] += _LEAST_INFORMATION
    score = score / noise[..., None, None]
    if axes == 1:
        variance: RealArray = 1 / precise[..., 0, :]
        return Places(score * variance, variance)
    if axes == 2:
        return _in_a_plane(score, precise)
    inverse = np.linalg.inv(np.moveaxis(precise, -1, -3))
    position = inverse @ np.moveaxis(score, -1, -2)[..., None]
    variance = inverse[..., diagonal, diagonal]
    return Places(np.moveaxis(position[..., 0], -1, -2), np.moveaxis(variance, -1, -2))


def _in_a_plane(score: RealArray, precise: RealArray) -> Places:
    """The same in closed form: the null model comes here some hundred thousand times."""
    a, b, d = precise[..., 0, 0, :], precise[..., 0, 1, :], precise[..., 1, 1, :]
    x, y = score[..., 0, :], score[..., 1, :]
    whole = a * d - b * b
    position = np.stack([(d * x - b * y) / whole, (a * y - b * x) / whole], axis=-2)
    return Places(position, np.stack([d / whole, a / whole], axis=-2))


@dataclass(frozen=True, eq=False)
class Mixture:
    """Groups as normal clouds with one common spread, behind the errors of places.

    log_likelihood : (…,)
    share : (…, k) part of the people in each
    centre : (…, k, axes)
    spread : (…, axes) variance of people around their centre
    membership : (…, k, people) probability of each for each
    """

    log_likelihood: RealArray
    share: RealArray
    centre: RealArray
    spread: RealArray
    membership: RealArray

    def of_set(self, number: int) -> "Mixture":
        """That of one of the sets along the leading axis."""
        return Mixture(
            self.log_likelihood[number],
            self.share[number],
            self.centre[number],
            self.spread[number],
            self.membership[number],
        )


def mixture(places: Places, centre: RealArray, *, rounds: int) -> Mixture:
    """The mixture that EM reaches in so many rounds from these centres.

    centre : (…, k, axes)

    The leading axis of the places may be 1 where that of the centres is not: several starts.

    x_i = c_g + e + error_i with e ~ N(0, diag ψ) and error_i ~ N(0, diag variance_i); k = 1 is one
    normal cloud. EM for a normal mixture with known error variances (Bovy, Hogg & Roweis 2011).
    """
    x, variance = places.position, places.variance
    centre = centre.astype(x.dtype, copy=False)
    *lead, k, axes = centre.shape
    share = np.full((*lead, k), 1 / k, dtype=x.dtype)
    spread = np.full((*lead, axes), _FIRST_SPREAD if k > 1 else 1.0, dtype=x.dtype)
    for _round in range(rounds):
        weight = 1 / (spread[..., None] + variance)
        weighted = x * weight
        member, _top, _total = _members(weight, weighted, share, centre)
        share = member.mean(axis=-1) + _LEAST_SHARE
        share /= share.sum(axis=-1, keepdims=True)
        centre = (member @ _turned(weighted)) / (member @ _turned(weight) + _LEAST_SHARE)
        spread = _spread(places, weight, spread, member, centre)
    weight = 1 / (spread[..., None] + variance)
    weighted = x * weight
    member, top, total = _members(weight, weighted, share, centre)
    alone = (x * weighted - np.log(weight)).sum(axis=(-1, -2))
    likelihood = (top + np.log(total)).sum(axis=-1) - 0.5 * alone
    return Mixture(likelihood, share, centre, spread, member)


def _members(
    weight: RealArray, weighted: RealArray, share: RealArray, centre: RealArray
) -> tuple[RealArray, RealArray, RealArray]:
    """Who belongs where, and the two parts of its normaliser, but for what k does not change."""
    member = centre @ weighted
    member -= 0.5 * (centre * centre) @ weight
    member += np.log(share)[..., None]
    top = member.max(axis=-2)
    member -= top[..., None, :]
    np.exp(member, out=member)
    total = member.sum(axis=-2)
    member /= total[..., None, :]
    return member, top, total


def _spread(
    places: Places, weight: RealArray, spread: RealArray, member: RealArray, centre: RealArray
) -> RealArray:
    x = places.position
    pull = spread[..., None] * weight
    squared = pull * pull
    shifted = squared * x
    between = member @ _turned(squared)
    towards = member @ _turned(shifted)
    around = (centre * (centre * between - 2 * towards)).sum(axis=-2)
    summed = (shifted * x + pull * places.variance).sum(axis=-1) + around
    result: RealArray = np.maximum(summed / x.shape[-1], _LEAST_SPREAD)
    return result


def _turned(by_axis: RealArray) -> RealArray:
    return by_axis.swapaxes(-1, -2)
