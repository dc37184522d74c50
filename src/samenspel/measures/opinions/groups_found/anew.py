"""Groups looked for from nothing but votes, as often as a check asks for it.

Several sets of people are gone through at once: each step is small, and to take it for one set
after the other costs more than the step itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from samenspel.measures.opinions.factor_map import FloatArray
from samenspel.measures.opinions.groups_found.cells import LEAST_NOISE, RIDGE
from samenspel.measures.opinions.groups_found.choosing import mixtures_of
from samenspel.measures.opinions.groups_found.classes import Fit
from samenspel.measures.opinions.groups_found.latent import Places, located
from samenspel.measures.opinions.small_matrices import inverted
from samenspel.measures.opinions.votes import Votes, in_known_order

_TURNS = 5
_STEPS = 2
_STARTS = 2
_ROUNDS_OF_CLOUDS = 15
_ROUNDS_OF_CLASSES = 4


def found_anew(
    sets: Sequence[Votes], axes: int, k: int, *, seeds: Sequence[int]
) -> list[NDArray[np.int64]]:
    """For each set (voters,) the group of each, of k groups that its votes show.

    sets : of as many voters and statements each, sorted by voter. Who did not vote tells nothing,
        and may be in any group; where nobody did, all are in the first
    """
    voted = [number for number, votes in enumerate(sets) if len(votes)]
    labels = [np.zeros(votes.voters, dtype=np.int64) for votes in sets]
    if voted:
        votes = _one_after_the_other([sets[number] for number in voted])
        tables = _Tables.of(votes, len(voted))
        loadings, noise = tables.first_axes(axes)
        for _step in range(_STEPS):
            loadings, noise = tables.refitted(loadings, noise)
        places = tables.placed(loadings, noise)
        own = [seeds[number] for number in voted]
        member = mixtures_of(places, k, seeds=own, starts=_STARTS, rounds=_ROUNDS_OF_CLOUDS)
        start = member.swapaxes(1, 2).reshape(votes.voters, k)
        label = Fit(votes, start, rounds=_ROUNDS_OF_CLASSES, sets=len(voted)).label()
        for number, found in zip(voted, np.split(label, len(voted)), strict=True):
            labels[number] = found
    return labels


def _one_after_the_other(sets: Sequence[Votes]) -> Votes:
    """All sets as one, people and statements numbered through."""
    people, statements = sets[0].voters, sets[0].statements
    return in_known_order(
        np.concatenate([votes.voter + number * people for number, votes in enumerate(sets)]),
        np.concatenate([v.statement + number * statements for number, v in enumerate(sets)]),
        np.concatenate([votes.value for votes in sets]),
        len(sets) * people,
        len(sets) * statements,
    )


@dataclass(frozen=True, eq=False)
class _Tables:
    """(voters, statements) of all sets: a block for each, and nothing outside these

    centred : votes less the mean of their statement, of who voted
    known : 1 where somebody voted
    sets : how many there are
    """

    centred: csr_array
    known: csr_array
    sets: int

    # Made once: turning a table over takes as long as going through it.
    @cached_property
    def centred_turned(self) -> csc_array:
        return self.centred.T

    @cached_property
    def known_turned(self) -> csc_array:
        return self.known.T

    @cached_property
    def votes(self) -> FloatArray:
        """(sets,) how many there are."""
        return np.diff(self._ends()).astype(np.float64)

    @cached_property
    def squares(self) -> FloatArray:
        """(sets,) sum of the squared votes."""
        return np.add.reduceat(self.centred.data**2, self._ends()[:-1])

    def _ends(self) -> NDArray[np.int32]:
        people = self.centred.shape[0] // self.sets
        return self.centred.indptr[::people]

    @classmethod
    def of(cls, votes: Votes, sets: int) -> "_Tables":
        asked = np.bincount(votes.statement, minlength=votes.statements)
        total = np.bincount(votes.statement, weights=votes.value, minlength=votes.statements)
        value = votes.value - (total / np.maximum(asked, 1)).take(votes.statement)
        where = (votes.statement.astype(np.int32), votes.starts().astype(np.int32))
        shape = (votes.voters, votes.statements)
        return cls(
            csr_array((value, *where), shape=shape),
            csr_array((np.ones(len(value)), *where), shape=shape),
            sets,
        )

    def first_axes(self, axes: int) -> tuple[FloatArray, FloatArray]:
        """Those of the votes with zeros for what nobody said: good enough to begin with.

        By a few turns of subspace iteration (Halko, Martinsson & Tropp 2011).
        """
        statements = self.centred.shape[1] // self.sets
        draw = np.random.default_rng(0).standard_normal((statements, min(axes, statements)))
        across = np.tile(draw, (self.sets, 1))
        for _turn in range(_TURNS):
            turned = self.centred_turned @ (self.centred @ across)
            by_set, strength = np.linalg.qr(self._by_set(turned))
            across = by_set.reshape(turned.shape)
        # In a full table axes are this strong; with gaps they are weaker by what is not there.
        strengths = np.abs(np.diagonal(strength, axis1=1, axis2=2))
        full = np.sqrt(strengths * statements / self.votes[:, None])
        # Of people who all say the same nothing is left to be noise.
        noise = np.maximum(self.squares / self.votes, LEAST_NOISE)
        return (by_set * full[:, None]).reshape(across.shape), noise

    def refitted(self, loadings: FloatArray, noise: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(statements, axes) loadings and noise after a step of EM: as `cells.refitted` does."""
        unit = np.eye(loadings.shape[1])
        of_person = np.repeat(noise, self.known.shape[0] // self.sets)[:, None, None]
        inverse = inverted(_squares(self.known @ _crossed(loadings)) + of_person * unit)
        stand = np.sum(inverse * (self.centred @ loadings)[:, None], axis=2)
        outcome = self.centred_turned @ stand
        second = _crossed(stand) + (of_person * inverse).reshape(len(inverse), -1)
        normal = _squares(self.known_turned @ second) + RIDGE * unit
        fitted = self._by_set(np.sum(inverted(normal) * outcome[:, None], axis=2))
        left = self.squares - np.sum(fitted * self._by_set(outcome), axis=(1, 2))
        turn = np.linalg.eigh(fitted.swapaxes(1, 2) @ fitted)[1]
        turned = fitted @ turn[:, :, ::-1]
        return turned.reshape(loadings.shape), np.maximum(left / self.votes, LEAST_NOISE)

    def placed(self, loadings: FloatArray, noise: FloatArray) -> Places:
        """(sets, axes, people), in single precision."""
        axes = loadings.shape[1]
        score = self._by_set(self.centred @ loadings).transpose(0, 2, 1)
        information = self._by_set(self.known @ _crossed(loadings)).transpose(0, 2, 1)
        return located(
            score.astype(np.float32, order="C"),
            information.astype(np.float32, order="C").reshape(self.sets, axes, axes, -1),
            noise.astype(np.float32),
        )

    def _by_set(self, rows: FloatArray) -> FloatArray:
        return rows.reshape(self.sets, -1, rows.shape[1])


def _crossed(rows: FloatArray) -> FloatArray:
    """(…, axes²) the products of all pairs in each row."""
    return (rows[:, :, None] * rows[:, None, :]).reshape(len(rows), -1)


def _squares(rows: FloatArray) -> FloatArray:
    """(…, axes, axes)"""
    side = round(rows.shape[1] ** 0.5)
    return rows.reshape(-1, side, side)
