"""Do the questions of a construct measure one thing? Said in bands, steady between waves."""

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.scales import alpha
from samenspel.soundings.instruments.scale.answers import FIVE

VOICES = 50
EDGES = (0.5, 0.6, 0.7, 0.8, 0.9)
_WIDTH = FIVE - 1
Band = tuple[float | None, float | None]


def reliability_of(answers: NDArray[np.float64], before: Band | None) -> Band | None:
    """The band that Cronbach's α lies in; None of one question, or where under 50 answered all.

    answers : (voices, questions) of all groups together, from 1 to 5; nan where nothing is known
    before : in the wave before, on the same questions

    α is a lower bound of the reliability where questions measure one thing unevenly well. It stays
    as it was told where one voice can have made the difference: that moves the sum of the variances
    by 16 J/(n − 1) at most, and the variance of the sum by 16 J²/(n − 1).
    """
    complete = answers[np.isfinite(answers).all(axis=1)]
    voices, items = complete.shape
    if items < 2 or voices < VOICES:
        return None
    covariance = np.cov(complete, rowvar=False)
    apart, together = float(np.trace(covariance)), float(covariance.sum())
    if np.any(np.diag(covariance) <= 0) or together <= 0:
        return None
    reach = _WIDTH**2 * items / (voices - 1)
    lowest = _alpha(items, apart + reach, together - reach * items)
    highest = _alpha(items, max(apart - reach, 0.0), together + reach * items)
    if before is not None and _number(lowest) <= _position(before) <= _number(highest):
        return before
    return _band(_number(alpha(covariance)))


def _alpha(items: int, apart: float, together: float) -> float:
    if together <= 0:
        return -np.inf
    return items / (items - 1) * (1 - apart / together)


def _number(value: float) -> int:
    return bisect_right(EDGES, value)


def _band(number: int) -> Band:
    edges: tuple[float | None, ...] = (None, *EDGES, None)
    return edges[number], edges[number + 1]


def _position(band: Band) -> int:
    return next(number for number in range(len(EDGES) + 1) if _band(number) == tuple(band))
