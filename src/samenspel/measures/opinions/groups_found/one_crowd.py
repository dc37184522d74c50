"""Shapes in which people can differ along an axis without being in groups.

A mixture of groups fits whatever is not a normal cloud better than a normal cloud does. So groups
have to do better than the best of four shapes without a gap or a second top, and the null model
spreads people in the shape that fits best.
"""

from enum import IntEnum

import numpy as np
from scipy.special import log_ndtr, ndtr

from samenspel.measures.opinions.groups_found.latent import Mixture, Places, RealArray

_LEAST_CHANCE = 1e-30
_WIDTHS = (0.85, 1.0, 1.15)
_LOG_ROOT_TWO_PI = 0.5 * np.log(2 * np.pi)


class Shape(IntEnum):
    """NORMAL: a cloud. EVEN: spread from end to end, the flattest shape there is. TO_THE_HIGH_END,
    TO_THE_LOW_END: most at one end and thinning out exponentially towards the other."""

    NORMAL = 0
    EVEN = 1
    TO_THE_HIGH_END = 2
    TO_THE_LOW_END = 3


def in_one_crowd(places: Places, cloud: Mixture) -> RealArray:
    """(…, shapes, axes) log likelihood of the places along each axis, in each shape.

    cloud : the mixture of one, which gives the middle c and the variance ψ of the crowd

    Each shape is blurred by the error of each place. An even spread reaches from -h to h, for the
    best of a few h around √(3 ψ). Constants are left out as in `mixture`, so that likelihoods can
    be compared.
    """
    x, variance = places.position, places.variance
    away = x - cloud.centre.swapaxes(-1, -2)
    spread = cloud.spread[..., None]
    whole = spread + variance
    return np.stack(
        [
            (-0.5 * (np.log(whole) + away * away / whole)).sum(axis=-1),
            np.max([_even(away, variance, spread, width) for width in _WIDTHS], axis=0),
            _thinning(away, variance, spread),
            _thinning(-away, variance, spread),
        ],
        axis=-2,
    )


def _even(away: RealArray, variance: RealArray, spread: RealArray, width: float) -> RealArray:
    half, error = width * np.sqrt(3 * spread), np.sqrt(variance)
    inside = ndtr((half - away) / error) - ndtr((-half - away) / error)
    density = np.log(np.maximum(inside, _LEAST_CHANCE) / (2 * half))
    return np.asarray((density + _LOG_ROOT_TWO_PI).sum(axis=-1))


def _thinning(away: RealArray, variance: RealArray, spread: RealArray) -> RealArray:
    """An exponential with its mean in the middle, blurred by normal errors."""
    deviation, error = np.sqrt(spread), np.sqrt(variance)
    from_the_end = away + deviation
    density = variance / (2 * spread) - from_the_end / deviation - 0.5 * np.log(spread)
    density = density + log_ndtr(from_the_end / error - error / deviation)
    return np.asarray((density + _LOG_ROOT_TWO_PI).sum(axis=-1))


def drawn(shape: Shape, rng: np.random.Generator, size: tuple[int, int]) -> RealArray:
    """People along an axis in this shape, with mean 0 and variance 1."""
    if shape == Shape.NORMAL:
        return rng.standard_normal(size, dtype=np.float32)
    if shape == Shape.EVEN:
        return ((rng.random(size, dtype=np.float32) - 0.5) * np.sqrt(12)).astype(np.float32)
    away = rng.standard_exponential(size, dtype=np.float32) - 1
    return away if shape == Shape.TO_THE_HIGH_END else -away
