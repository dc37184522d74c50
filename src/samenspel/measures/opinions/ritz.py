"""How strongly votes go together along the strongest axis, for many sets of values at once."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from samenspel.measures.opinions.standard_votes import StandardVotes

FloatArray: TypeAlias = NDArray[np.float64]

_STEPS = 8
_NOTHING = 1e-300


def largest_ritz_value(z: StandardVotes, values: FloatArray) -> FloatArray:
    """(draws,) of Z'Z without its diagonal, for (draws, votes) values at the places of Z.

    The largest of 8 Lanczos steps from a fixed start: less than the largest eigenvalue, by as much
    for all draws without an axis. That is enough to compare them.
    """
    return np.asarray(np.linalg.eigvalsh(lanczos(z, values, _STEPS)[0])[:, -1])


def lanczos(
    z: StandardVotes, values: FloatArray, steps: int
) -> tuple[FloatArray, list[FloatArray]]:
    """Tridiagonal (draws, steps, steps) and the basis, each (draws, statements)."""
    draws = len(values)
    by_statement = blocks(z, values)
    by_voter = by_statement.T
    diagonal = np.add.reduceat(values**2, z.ends[:-1], axis=1)
    start = np.random.default_rng(0).standard_normal(z.statements)
    vector = np.tile(start / np.linalg.norm(start), (draws, 1))
    before, across = np.zeros_like(vector), np.zeros(draws)
    small, basis = np.zeros((draws, steps, steps)), []
    for step in range(steps):
        basis.append(vector)
        moved = (by_statement @ (by_voter @ vector.ravel())).reshape(draws, -1)
        moved -= diagonal * vector
        moved -= across[:, np.newaxis] * before
        along = np.sum(moved * vector, axis=1)
        moved -= along[:, np.newaxis] * vector
        small[:, step, step] = along
        across = np.linalg.norm(moved, axis=1)
        if step + 1 < steps:
            small[:, step, step + 1] = small[:, step + 1, step] = across
        before, vector = vector, moved / np.maximum(across, _NOTHING)[:, np.newaxis]
    return small, basis


def blocks(z: StandardVotes, values: FloatArray) -> csr_array:
    """(draws x statements, draws x voters): all draws as one matrix, with a block for each."""
    draws = len(values)
    offsets = np.arange(draws, dtype=np.int32)[:, np.newaxis]
    voters = (z.voter + offsets * z.voters).ravel()
    ends = np.append((z.ends[:-1] + offsets * len(z.voter)).ravel(), values.size)
    shape = (draws * z.statements, draws * z.voters)
    return csr_array((values.ravel(), voters, ends.astype(np.int32)), shape=shape)
