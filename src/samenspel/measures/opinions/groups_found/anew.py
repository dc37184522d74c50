"""Groups looked for from nothing but votes, as often as a check asks for it."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds

from samenspel.measures.opinions.factor_map import FloatArray
from samenspel.measures.opinions.groups_found.cells import Cells, placed, refitted
from samenspel.measures.opinions.groups_found.choosing import mixture_of
from samenspel.measures.opinions.groups_found.classes import fitted
from samenspel.measures.opinions.groups_found.latent import Places
from samenspel.measures.opinions.votes import Votes

_STEPS = 2
_STARTS = 2
_ROUNDS = 8


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
    start = mixture_of(alone, k, seed=seed, starts=_STARTS)
    return np.asarray(fitted(votes, start.membership.T, rounds=_ROUNDS).membership.argmax(axis=1))


def _first_axes(votes: Votes, centred: FloatArray, axes: int) -> tuple[FloatArray, float]:
    """Those of the votes with zeros for what nobody said: good enough to begin with."""
    shape = (votes.voters, votes.statements)
    axes = min(axes, min(shape) - 1)
    table = csr_array((centred, (votes.voter, votes.statement)), shape=shape)
    start = np.random.default_rng(0).standard_normal(min(shape))
    _people, strength, across = svds(table, k=axes, v0=start, tol=1e-3)
    variance = float((centred**2).mean())
    # A full table has its axes this strong; one with gaps has them weaker by what is not there.
    full = strength * np.sqrt(np.prod(shape) / len(votes))
    loadings = across.T * full / np.sqrt(votes.voters)
    return np.ascontiguousarray(loadings), variance
