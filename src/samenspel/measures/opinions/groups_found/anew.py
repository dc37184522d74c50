"""Groups looked for from nothing but votes, as often as a check asks for it."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from samenspel.measures.opinions.factor_map import FloatArray
from samenspel.measures.opinions.groups_found.cells import (
    LEAST_NOISE,
    Cells,
    placed,
    refitted,
)
from samenspel.measures.opinions.groups_found.choosing import mixture_of
from samenspel.measures.opinions.groups_found.classes import Fit
from samenspel.measures.opinions.groups_found.latent import Places
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
    cells = Cells(votes)
    centred = cells.centred(cells.observed)
    loadings, noise = _first_axes(votes, centred[:, 0], axes)
    for _step in range(_STEPS):
        turned, left = refitted(cells, centred, loadings, noise)
        loadings, noise = turned[:, :, 0], float(left[0])
    places = placed(cells, centred, turned, left)
    alone = Places(places.position[0], places.variance[0])
    start = mixture_of(alone, k, seed=seed, starts=_STARTS, rounds=_ROUNDS_OF_CLOUDS)
    return Fit(votes, start.membership.T, rounds=_ROUNDS_OF_CLASSES).label()


def _first_axes(votes: Votes, centred: FloatArray, axes: int) -> tuple[FloatArray, float]:
    """Those of the votes with zeros for what nobody said: good enough to begin with.

    By a few turns of subspace iteration (Halko, Martinsson & Tropp 2011).
    """
    shape = (votes.voters, votes.statements)
    table = csr_array((centred, (votes.voter, votes.statement)), shape=shape)
    across = np.random.default_rng(0).standard_normal((votes.statements, axes))
    for _turn in range(_TURNS):
        turned: FloatArray = np.asarray(table.T @ (table @ across))
        across, strength = np.linalg.qr(turned)
    # In a full table axes are this strong; in one with gaps they are weaker by what is not there.
    full = np.sqrt(np.abs(np.diagonal(strength)) * np.prod(shape) / len(votes) / votes.voters)
    # Of people who all say the same nothing is left to be noise.
    return across * full, max(float((centred**2).mean()), LEAST_NOISE)
