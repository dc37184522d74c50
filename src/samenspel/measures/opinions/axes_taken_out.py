"""What is left of votes once the axes found so far are taken out.

z_ij = loadings_j . x_i + noise of variance noise_j, with x_i ~ N(0, I): a factor model, fitted to
the votes observed by expectation and maximisation in turn (EM: Rubin & Thayer 1982).
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.ritz import blocks, lanczos
from samenspel.measures.opinions.small_matrices import inverted
from samenspel.measures.opinions.standard_votes import StandardVotes

FloatArray: TypeAlias = NDArray[np.float64]

_STEPS = 24
_ROUNDS = 12
_START = 0.4
_LEAST_NOISE = 0.1
_VOTES_FOR_A_NOISE = 5


@dataclass(frozen=True, eq=False)
class Factors:
    """loadings : (statements, axes); noise : (statements,)."""

    z: StandardVotes
    loadings: FloatArray
    noise: FloatArray

    @cached_property
    def even(self) -> FloatArray:
        """(statements, axes) loadings of votes that were brought to noise of variance 1."""
        return np.asarray(self.loadings / np.sqrt(self.noise)[:, np.newaxis])

    @cached_property
    def spread(self) -> FloatArray:
        """(voters, axes, axes) of x given somebody's votes."""
        axes = self.even.shape[1]
        crossed = self.even[:, :, np.newaxis] * self.even[:, np.newaxis, :]
        information = _squares(self.z.known.T @ crossed.reshape(self.z.statements, axes * axes))
        return inverted(information + np.eye(axes))

    def evened(self, value: FloatArray) -> FloatArray:
        """(votes,) brought to noise of variance 1."""
        return np.asarray(value / np.sqrt(self.noise)[self.z.statement])

    def left_of(self, values: FloatArray) -> FloatArray:
        """(draws, votes) what x, given these evened votes, leaves of them.

        Of noise too it takes what chance puts along the axes, and from who voted on little it
        takes much: so draws must have gone through this as what is observed has.
        """
        z, draws = self.z, len(values)
        by_voter = blocks(z, values).T
        score = np.stack([by_voter @ np.tile(axis, draws) for axis in self.even.T])
        mean = np.einsum("vkl,ldv->kdv", self.spread, score.reshape(-1, draws, z.voters))
        left = values.copy()
        for place, axis in zip(mean, self.even.T, strict=True):
            fitted = np.take(place, z.voter, axis=1)
            fitted *= axis[z.statement]
            left -= fitted
        return left


def nothing_taken_out(z: StandardVotes) -> Factors:
    return Factors(z, np.zeros((z.statements, 0)), np.ones(z.statements))


def one_more_axis(before: Factors, left: FloatArray) -> Factors:
    """With one axis more than before: the one found in `left` (votes,)."""
    z = before.z
    small, basis = lanczos(z, left[np.newaxis], _STEPS)
    strongest = np.linalg.eigh(small[0])[1][:, -1] @ np.concatenate(basis)
    scale = _START / np.sqrt(np.mean(strongest**2))
    loadings = np.column_stack([before.loadings, np.clip(strongest * scale, -1, 1)])
    factors = Factors(z, loadings, before.noise)
    for _ in range(_ROUNDS):
        factors = _improved(factors)
    return factors


def _improved(factors: Factors) -> Factors:
    """One round of EM. Loadings are pulled to 0 as by one vote, noise to the mean as by five."""
    z, axes = factors.z, factors.loadings.shape[1]
    score = z.votes.T @ (factors.loadings / factors.noise[:, np.newaxis])
    mean = np.sum(factors.spread * score[:, np.newaxis], axis=2)
    second = mean[:, :, np.newaxis] * mean[:, np.newaxis, :] + factors.spread
    normal = _squares(z.known @ second.reshape(z.voters, axes * axes))
    normal += factors.noise[:, np.newaxis, np.newaxis] * np.eye(axes)
    crossed = np.asarray(z.votes @ mean)
    loadings = np.sum(inverted(normal) * crossed[:, np.newaxis], axis=2)
    left = np.maximum(z.asked - np.sum(loadings * crossed, axis=1), 0)
    pooled = float(left.sum()) / len(z.value)
    noise = (left + _VOTES_FOR_A_NOISE * pooled) / (z.asked + _VOTES_FOR_A_NOISE)
    return Factors(z, loadings, np.maximum(noise, _LEAST_NOISE))


def _squares(rows: object) -> FloatArray:
    """Each row as a square matrix."""
    flat = np.asarray(rows, dtype=np.float64)
    side = math.isqrt(flat.shape[1])
    return flat.reshape(-1, side, side)
