"""The votes of a sample as cells, and the axes refitted to them, for many sets of answers at once.

The null model answers the same statements with the same people over and over, and so do resamples.
What does not change between them, who voted on what, is prepared once.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from samenspel.measures.opinions.factor_map import FloatArray
from samenspel.measures.opinions.groups_found.latent import Places, located
from samenspel.measures.opinions.votes import Votes

# A statement with hardly a vote gets no weight on an axis.
_RIDGE = 1e-2
LEAST_NOISE = 0.01


@dataclass(frozen=True, eq=False)
class Cells:
    """votes : sorted by voter, everybody with at least one"""

    votes: Votes

    @cached_property
    def first_of_person(self) -> NDArray[np.intp]:
        return np.flatnonzero(np.diff(self.votes.voter, prepend=-1))

    @cached_property
    def to_statement(self) -> csr_array:
        """(statements, cells): sums over the votes on each statement."""
        cells = len(self.votes)
        place = (self.votes.statement, np.arange(cells))
        return csr_array((np.ones(cells), place), shape=(self.votes.statements, cells))

    @cached_property
    def votes_on(self) -> FloatArray:
        counted = np.bincount(self.votes.statement, minlength=self.votes.statements)
        return np.maximum(counted, 1).astype(np.float64)

    @property
    def observed(self) -> FloatArray:
        """(cells, 1) the votes as they were cast, as one set of answers."""
        return self.votes.value[:, None].astype(np.float64)

    def centred(self, value: FloatArray) -> FloatArray:
        """(cells, sets) less the mean of each statement in each set."""
        centre = (self.to_statement @ value) / self.votes_on[:, None]
        return np.asarray(value - centre[self.votes.statement])

    def by_person(self, cells: FloatArray) -> FloatArray:
        """(voters, …) sums over the cells of each."""
        return np.add.reduceat(cells, self.first_of_person, axis=0)


def refitted(
    cells: Cells, centred: FloatArray, loadings: FloatArray, noise: float
) -> tuple[FloatArray, FloatArray]:
    """(statements, axes, sets) loadings and (sets,) noise after a step of EM.

    centred : (cells, sets) as `Cells.centred` gives them
    loadings, noise : those to begin with, the same for all sets

    EM for a factor model with missing votes (Rubin & Thayer 1982), then turned so that the axes
    stand at right angles, the strongest first.
    """
    person, statement = cells.votes.voter, cells.votes.statement
    axes = loadings.shape[1]
    here = loadings[statement]
    information = np.stack(
        [
            np.stack([cells.by_person(here[:, a] * here[:, b]) for b in range(axes)], axis=-1)
            for a in range(axes)
        ],
        axis=-1,
    )
    inverse = np.linalg.inv(information + noise * np.eye(axes))
    score = np.stack([cells.by_person(centred * here[:, a, None]) for a in range(axes)], axis=1)
    stand = inverse @ score
    outcome = np.stack([cells.to_statement @ (centred * stand[person, a]) for a in range(axes)], 1)
    normal = np.empty((cells.votes.statements, centred.shape[1], axes, axes))
    for a in range(axes):
        for b in range(a + 1):
            second = stand[:, a] * stand[:, b] + noise * inverse[:, a, b, None]
            normal[:, :, a, b] = normal[:, :, b, a] = cells.to_statement @ second[person]
    normal += _RIDGE * np.eye(axes)
    fitted = np.linalg.solve(normal, outcome.transpose(0, 2, 1)[..., None])[..., 0]
    fitted = fitted.transpose(0, 2, 1)
    left = ((centred**2).sum(axis=0) - (fitted * outcome).sum(axis=(0, 1))) / len(centred)
    return _principal(fitted), np.maximum(left, LEAST_NOISE)


def _principal(loadings: FloatArray) -> FloatArray:
    """Turned, per repetition, so that the axes stand at right angles, the strongest first."""
    gram = np.einsum("jar,jbr->rab", loadings, loadings)
    _strength, turn = np.linalg.eigh(gram)
    return np.asarray(np.einsum("jar,rab->jbr", loadings, turn[:, :, ::-1]))


def placed(cells: Cells, centred: FloatArray, loadings: FloatArray, noise: FloatArray) -> Places:
    statement = cells.votes.statement
    axes = loadings.shape[1]
    here = [np.ascontiguousarray(loadings[:, a])[statement] for a in range(axes)]
    score = np.stack([cells.by_person(centred * here[a]).T for a in range(axes)], axis=1)
    repetitions, _axes, people = score.shape
    information = np.empty((repetitions, axes, axes, people))
    for a in range(axes):
        for b in range(a + 1):
            summed = cells.by_person(here[a] * here[b]).T
            information[:, a, b] = information[:, b, a] = summed
    return located(score, information, noise)
