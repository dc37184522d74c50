"""What is left of votes once the axes found so far are taken out."""

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.ritz import lanczos
from samenspel.measures.opinions.standard_votes import StandardVotes, standardised

FloatArray: TypeAlias = NDArray[np.float64]

_STEPS = 24
_ROUNDS = 12
_START = 0.4
_LEAST_NOISE = 0.01


@dataclass(frozen=True, eq=False)
class Factors:
    """z_ij = loadings_j . x_i + noise, x ~ N(0, I); loadings (statements, axes), noise sigma²."""

    loadings: FloatArray
    noise: float


def one_more_axis(z: StandardVotes, left: FloatArray, before: Factors) -> Factors:
    """A factor model fitted to the votes observed (EM: Tipping & Bishop 1999).

    left : (votes,) what `before` leaves, in which the new axis was found
    """
    small, basis = lanczos(z, left[np.newaxis], _STEPS)
    strongest = np.linalg.eigh(small[0])[1][:, -1] @ np.concatenate(basis)
    scale = _START / np.sqrt(np.mean(strongest**2))
    loadings = np.column_stack([before.loadings, np.clip(strongest * scale, -1, 1)])
    factors = Factors(loadings, before.noise)
    for _ in range(_ROUNDS):
        factors = _improved(z, factors)
    return factors


def _improved(z: StandardVotes, factors: Factors) -> Factors:
    """One round of EM, with loadings pulled to 0 as by one vote of variance sigma² each."""
    axes = factors.loadings.shape[1]
    mean, spread = _expected(z, factors)
    second = mean[:, :, np.newaxis] * mean[:, np.newaxis, :] + spread
    normal = _squares(z.known @ second.reshape(z.voters, axes * axes))
    crossed = np.asarray(z.matrix(z.value) @ mean)
    normal += factors.noise * np.eye(axes)
    loadings = np.linalg.solve(normal, crossed[:, :, np.newaxis])[:, :, 0]
    fitted = float(np.sum(loadings * crossed)) / len(z.value)
    return Factors(loadings, max(1 - fitted, _LEAST_NOISE))


def _expected(z: StandardVotes, factors: Factors) -> tuple[FloatArray, FloatArray]:
    """(voters, axes) mean and (voters, axes, axes) spread of x given somebody's votes."""
    axes = factors.loadings.shape[1]
    crossed = factors.loadings[:, :, np.newaxis] * factors.loadings[:, np.newaxis, :]
    information = _squares(z.known.T @ crossed.reshape(z.statements, axes * axes))
    inverse = np.asarray(np.linalg.inv(information + factors.noise * np.eye(axes)))
    score = np.asarray(z.matrix(z.value).T @ factors.loadings)
    mean: FloatArray = (inverse @ score[:, :, np.newaxis])[:, :, 0]
    spread: FloatArray = factors.noise * inverse
    return mean, spread


def _squares(rows: object) -> FloatArray:
    """Each row as a square matrix."""
    flat = np.asarray(rows, dtype=np.float64)
    side = math.isqrt(flat.shape[1])
    return flat.reshape(-1, side, side)


def left_by(z: StandardVotes, factors: Factors) -> FloatArray:
    """(votes,) what the factors leave of each vote, brought to variance 1 again."""
    mean = _expected(z, factors)[0]
    fitted = np.sum(mean[z.voter] * factors.loadings[z.statement], axis=1)
    return standardised(z, z.value - fitted)
