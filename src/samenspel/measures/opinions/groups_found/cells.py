"""The votes of a sample as cells, and the axes refitted to them, for many sets of answers at once.

The null model answers the same statements with the same people over and over, and so do resamples.
What does not change between them, who voted on what, is prepared once.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from samenspel.measures.opinions.groups_found.latent import Places, RealArray, located
from samenspel.measures.opinions.votes import Votes

# A statement with hardly a vote gets no weight on an axis.
RIDGE = 1e-2
LEAST_NOISE = 0.01


@dataclass(frozen=True, eq=False)
class Cells:
    """votes : sorted by voter, everybody with at least one
    digits : the precision in which is computed
    """

    votes: Votes
    digits: type[np.floating[Any]] = np.float64

    @cached_property
    def to_statement(self) -> csr_array:
        """(statements, cells): sums over the votes on each statement."""
        asked = np.bincount(self.votes.statement, minlength=self.votes.statements)
        return self._sums(np.argsort(self.votes.statement, kind="stable"), asked)

    @cached_property
    def to_person(self) -> csr_array:
        """(voters, cells): sums over the votes of each person."""
        return self._sums(np.arange(len(self.votes)), np.diff(self.votes.starts()))

    def _sums(self, order: NDArray[np.int64], held: NDArray[np.int64]) -> csr_array:
        ends = np.concatenate([[0], np.cumsum(held)])
        ones = np.ones(len(order), dtype=self.digits)
        return csr_array((ones, order, ends), shape=(len(held), len(order)))

    @cached_property
    def votes_on(self) -> RealArray:
        counted = np.bincount(self.votes.statement, minlength=self.votes.statements)
        return np.maximum(counted, 1).astype(self.digits)

    @property
    def observed(self) -> RealArray:
        """(cells, 1) the votes as they were cast, as one set of answers."""
        return self.votes.value[:, None].astype(self.digits)

    def centred(self, value: RealArray) -> RealArray:
        """(cells, sets) less the mean of each statement in each set."""
        centre = (self.to_statement @ value) / self.votes_on[:, None]
        return np.asarray(value - centre.take(self.votes.statement, axis=0))


def refitted(
    cells: Cells, centred: RealArray, loadings: RealArray, noise: float
) -> tuple[RealArray, RealArray]:
    """(statements, axes, sets) loadings and (sets,) noise after a step of EM.

    centred : (cells, sets) as `Cells.centred` gives them
    loadings, noise : those to begin with, the same for all sets

    EM for a factor model with missing votes (Rubin & Thayer 1982), then turned so that the axes
    stand at right angles, the strongest first.
    """
    person, statement = cells.votes.voter, cells.votes.statement
    axes, sets = loadings.shape[1], centred.shape[1]
    here = loadings.astype(cells.digits)[statement]
    crossed = (here[:, :, None] * here[:, None, :]).reshape(-1, axes * axes)
    information = np.asarray(cells.to_person @ crossed).reshape(-1, axes, axes)
    inverse = np.linalg.inv(information + noise * np.eye(axes, dtype=cells.digits))
    inverse = inverse.astype(cells.digits, copy=False)
    # The weights are the same for all sets, so they stand in the table of who voted on what.
    score = np.stack([_weighed(cells.to_person, here[:, a]) @ centred for a in range(axes)], axis=1)
    stand = inverse @ score
    outcome = np.stack(
        [cells.to_statement @ (centred * stand[:, a].take(person, axis=0)) for a in range(axes)], 1
    )
    shape = (cells.votes.statements, cells.votes.voters)
    asked = csr_array(
        (cells.to_statement.data, person[cells.to_statement.indices], cells.to_statement.indptr),
        shape=shape,
    )
    normal = np.empty((axes, axes, shape[0], sets), dtype=cells.digits)
    for a in range(axes):
        for b in range(a + 1):
            second = stand[:, a] * stand[:, b] + noise * inverse[:, a, b, None]
            normal[a, b] = normal[b, a] = asked @ second
        normal[a, a] += RIDGE
    fitted = _solved(normal, outcome)
    left = ((centred**2).sum(axis=0) - (fitted * outcome).sum(axis=(0, 1))) / len(centred)
    return _principal(fitted), np.maximum(left, LEAST_NOISE)


def _weighed(table: csr_array, weight: RealArray) -> csr_array:
    """The table with a weight for each cell."""
    return csr_array((weight[table.indices], table.indices, table.indptr), shape=table.shape)


def _solved(normal: RealArray, outcome: RealArray) -> RealArray:
    """(statements, axes, sets) x with normal x = outcome.

    normal : (axes, axes, statements, sets)
    outcome : (statements, axes, sets)
    """
    axes = len(normal)
    if axes == 1:
        return np.asarray(outcome / normal[0, 0, :, None])
    if axes == 2:
        # In closed form: the null model comes here some hundred thousand times.
        (a, b), (_b, d) = normal
        x, y = outcome[:, 0], outcome[:, 1]
        whole = (a * d - b * b)[:, None]
        return np.asarray(np.stack([d * x - b * y, a * y - b * x], axis=1) / whole)
    square = normal.transpose(2, 3, 0, 1)
    solved = np.linalg.solve(square, outcome.transpose(0, 2, 1)[..., None])[..., 0]
    return np.ascontiguousarray(solved.transpose(0, 2, 1))


def _principal(loadings: RealArray) -> RealArray:
    """Turned, per repetition, so that the axes stand at right angles, the strongest first."""
    by_set = np.ascontiguousarray(loadings.transpose(2, 1, 0))
    _strength, turn = np.linalg.eigh(by_set @ by_set.swapaxes(1, 2))
    turned = turn[:, :, ::-1].swapaxes(1, 2) @ by_set
    return np.ascontiguousarray(turned.transpose(2, 1, 0))


def placed(cells: Cells, centred: RealArray, loadings: RealArray, noise: RealArray) -> Places:
    statement = cells.votes.statement
    axes, sets = loadings.shape[1:]
    here = [loadings[:, a].take(statement, axis=0) for a in range(axes)]
    score = np.empty((sets, axes, cells.votes.voters), dtype=centred.dtype)
    information = np.empty((sets, axes, axes, cells.votes.voters), dtype=centred.dtype)
    for a in range(axes):
        score[:, a] = (cells.to_person @ (centred * here[a])).T
        for b in range(a + 1):
            summed = (cells.to_person @ (here[a] * here[b])).T
            information[:, a, b] = information[:, b, a] = summed
    return located(score, information, noise)
