"""Groups looked for from nothing but votes, as often as a check asks for it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from samenspel.measures.opinions.factor_map import FloatArray
from samenspel.measures.opinions.groups_found.cells import LEAST_NOISE, RIDGE
from samenspel.measures.opinions.groups_found.choosing import mixture_of
from samenspel.measures.opinions.groups_found.classes import Fit
from samenspel.measures.opinions.groups_found.latent import Places, located
from samenspel.measures.opinions.votes import Votes

_TURNS = 5
_STEPS = 2
_STARTS = 2
_ROUNDS_OF_CLOUDS = 15
_ROUNDS_OF_CLASSES = 4


def found_anew(votes: Votes, axes: int, k: int, *, seed: int) -> NDArray[np.int64]:
    """(voters,) the group of each, of k groups that these votes show.

    votes : sorted by voter, everybody with at least one
    """
    tables = _Tables.of(votes)
    loadings, noise = tables.first_axes(axes)
    for _step in range(_STEPS):
        loadings, noise = tables.refitted(loadings, noise)
    places = tables.placed(loadings, noise)
    start = mixture_of(places, k, seed=seed, starts=_STARTS, rounds=_ROUNDS_OF_CLOUDS)
    return Fit(votes, start.membership.T, rounds=_ROUNDS_OF_CLASSES).label()


@dataclass(frozen=True, eq=False)
class _Tables:
    """(voters, statements)

    centred : votes less the mean of their statement, of who voted
    known : 1 where somebody voted
    """

    centred: csr_array
    known: csr_array

    # Made once: turning a table over takes as long as going through it.
    @cached_property
    def centred_turned(self) -> csc_array:
        return self.centred.T

    @cached_property
    def known_turned(self) -> csc_array:
        return self.known.T

    @classmethod
    def of(cls, votes: Votes) -> "_Tables":
        asked = np.bincount(votes.statement, minlength=votes.statements)
        total = np.bincount(votes.statement, weights=votes.value, minlength=votes.statements)
        value = votes.value - (total / np.maximum(asked, 1))[votes.statement]
        where = (votes.statement.astype(np.int32), votes.starts().astype(np.int32))
        shape = (votes.voters, votes.statements)
        return cls(
            csr_array((value, *where), shape=shape),
            csr_array((np.ones(len(value)), *where), shape=shape),
        )

    def first_axes(self, axes: int) -> tuple[FloatArray, float]:
        """Those of the votes with zeros for what nobody said: good enough to begin with.

        By a few turns of subspace iteration (Halko, Martinsson & Tropp 2011).
        """
        votes, (_voters, statements) = len(self.centred.data), self.centred.shape
        across = np.random.default_rng(0).standard_normal((statements, axes))
        for _turn in range(_TURNS):
            turned: FloatArray = np.asarray(self.centred_turned @ (self.centred @ across))
            across, strength = np.linalg.qr(turned)
        # In a full table axes are this strong; with gaps they are weaker by what is not there.
        full = np.sqrt(np.abs(np.diagonal(strength)) * statements / votes)
        # Of people who all say the same nothing is left to be noise.
        noise = float((self.centred.data**2).mean())
        return across * full, max(noise, LEAST_NOISE)

    def refitted(self, loadings: FloatArray, noise: float) -> tuple[FloatArray, float]:
        """(statements, axes) loadings and noise after a step of EM: as `cells.refitted` does."""
        unit = np.eye(loadings.shape[1])
        inverse = np.linalg.inv(_squares(self.known @ _crossed(loadings)) + noise * unit)
        stand = (inverse @ (self.centred @ loadings)[:, :, None])[:, :, 0]
        outcome = self.centred_turned @ stand
        second = _crossed(stand) + noise * inverse.reshape(len(inverse), -1)
        normal = _squares(self.known_turned @ second) + RIDGE * unit
        fitted = np.linalg.solve(normal, outcome[:, :, None])[:, :, 0]
        data = self.centred.data
        left = float(data @ data - np.sum(fitted * outcome)) / len(data)
        turn = np.linalg.eigh(fitted.T @ fitted)[1]
        return fitted @ turn[:, ::-1], max(left, LEAST_NOISE)

    def placed(self, loadings: FloatArray, noise: float) -> Places:
        information = _squares(self.known @ _crossed(loadings))
        return located(
            np.ascontiguousarray((self.centred @ loadings).T),
            np.ascontiguousarray(information.transpose(1, 2, 0)),
            np.array(noise),
        )


def _crossed(rows: FloatArray) -> FloatArray:
    """(…, axes²) the products of all pairs in each row."""
    return (rows[:, :, None] * rows[:, None, :]).reshape(len(rows), -1)


def _squares(rows: FloatArray) -> FloatArray:
    """(…, axes, axes)"""
    side = round(rows.shape[1] ** 0.5)
    return rows.reshape(-1, side, side)
