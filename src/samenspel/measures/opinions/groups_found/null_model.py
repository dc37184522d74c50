"""Are there groups at all? A test against people who differ without being in groups.

Votes that were shuffled are no null: people who say yes more easily than others, or who differ
along one line from left to right, beat it without any group. So the null here has everything but
groups: the same people vote on the same statements, every statement gets its observed shares, and
people differ along as many axes as were found, acquiescence among them (an ordered-probit factor
model; parametric bootstrap, McLachlan 1987, Hennig & Lin 2015). Along each axis people are spread
evenly: the flattest shape without a gap or a second top, so that a broad field is no groups. A
crowd of another shape may still come through: see `valleys.py`.
"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from samenspel.measures.opinions.factor_map import FloatArray
from samenspel.measures.opinions.groups_found.cells import Cells, placed, refitted
from samenspel.measures.opinions.groups_found.latent import Places, RealArray, mixture
from samenspel.measures.opinions.partitions import each
from samenspel.measures.opinions.votes import Votes

REPETITIONS = 199
LEVEL = 0.02
ENOUGH_REACHED = 10
# For speed, but another number draws others.
_CELLS_AT_ONCE = 600_000
_LEAST_AT_ONCE, _MOST_AT_ONCE = 10, 100
_ROUNDS = 10
_MOST_COMMON_VARIANCE = 0.9


@dataclass(frozen=True, eq=False)
class Tested:
    """p : of there being no groups
    statistic : the observed one
    repetitions : how many were drawn
    people, votes : of how many it was computed
    """

    p: float
    statistic: float
    repetitions: int
    people: int
    votes: int


def against_the_null(
    votes: Votes,
    loadings: FloatArray,
    noise: float,
    *,
    seed: int,
    repetitions: int = REPETITIONS,
    enough: int = ENOUGH_REACHED,
    executor: Executor | None = None,
) -> Tested:
    """p of there being no groups but only the axes.

    votes : of people with at least one vote each, sorted by person
    loadings : (statements, axes) of the factor map, noise its σ²
    repetitions : B, the most that are drawn

    enough : of how many repetitions that reach T no more are drawn

    T is computed for the observed votes and for each repetition alike, by `_statistic`, in single
    precision. p = (1 + #{T* >= T}) / (B + 1), or where h = `enough` repetitions reach T, h / the
    number of the last of these (Besag & Clifford 1991). With ten, p is then above .05 for certain.
    """
    cells = Cells(votes, np.float32)
    null = _Null.of(cells, loadings)
    [observed] = _statistic(cells, cells.observed, loadings, noise)
    at_once = max(_LEAST_AT_ONCE, min(_MOST_AT_ONCE, _CELLS_AT_ONCE // max(len(votes), 1)))
    batches = [
        _Batch(cells, null, loadings, noise, seed, first, min(at_once, repetitions - first))
        for first in range(0, repetitions, at_once)
    ]
    reached = np.zeros(0, dtype=np.bool_)
    for drawn in each(_statistics_under_null, batches, executor=executor):
        reached = np.concatenate([reached, drawn >= observed])
        if np.count_nonzero(reached) >= enough:
            reached = reached[: np.flatnonzero(reached)[enough - 1] + 1]
            break
    count, all_drawn = int(np.count_nonzero(reached)), len(reached)
    p = count / all_drawn if count == enough else (1 + count) / (all_drawn + 1)
    return Tested(p, float(observed), all_drawn, votes.voters, len(votes))


@dataclass(frozen=True, eq=False)
class _Null:
    """low, high : (statements,) where an opinion becomes a pass, and agreement
    loadings : (statements, axes) of opinions, whose variance is 1
    own : (statements,) standard deviation of what the axes do not explain
    """

    low: FloatArray
    high: FloatArray
    loadings: FloatArray
    own: FloatArray

    @classmethod
    def of(cls, cells: Cells, loadings: FloatArray) -> "_Null":
        votes = cells.votes
        kinds = votes.statement.astype(np.int64) * 3 + votes.value + 1
        counts = np.bincount(kinds, minlength=votes.statements * 3).reshape(-1, 3) + 0.5
        below = np.cumsum(counts, axis=1)[:, :2] / counts.sum(axis=1, keepdims=True)
        low, high = ndtri(below).T
        # What one step of opinion does to a vote on average: the heights of the normal curve.
        slope = (np.exp(-low * low / 2) + np.exp(-high * high / 2)) / np.sqrt(2 * np.pi)
        latent = loadings / np.maximum(slope, 0.05)[:, None]
        common = (latent**2).sum(axis=1)
        latent *= np.sqrt(np.minimum(1, _MOST_COMMON_VARIANCE / np.maximum(common, 1e-12)))[:, None]
        own = np.sqrt(1 - (latent**2).sum(axis=1))
        single = (latent.astype(np.float32), own.astype(np.float32))
        return cls(low.astype(np.float32), high.astype(np.float32), *single)


@dataclass(frozen=True, eq=False)
class _Batch:
    cells: Cells
    null: _Null
    loadings: FloatArray
    noise: float
    seed: int
    first: int
    size: int


def _statistics_under_null(batch: _Batch) -> FloatArray:
    # Seeded by the number of its first repetition: whoever computes it draws the same.
    rng = np.random.default_rng([batch.seed, batch.first])
    votes = batch.cells.votes
    axes = batch.loadings.shape[1]
    root = np.sqrt(3)
    stands = rng.uniform(-root, root, (axes, votes.voters, batch.size)).astype(np.float32)
    opinion = rng.standard_normal((len(votes), batch.size), dtype=np.float32)
    opinion *= batch.null.own[votes.statement, None]
    for axis in range(axes):
        leaning = stands[axis].take(votes.voter, axis=0)
        leaning *= batch.null.loadings[votes.statement, axis, None]
        opinion += leaning
    drawn: RealArray = (opinion >= batch.null.high[votes.statement, None]).astype(np.float32)
    drawn -= opinion < batch.null.low[votes.statement, None]
    return _statistic(batch.cells, drawn, batch.loadings, batch.noise)


def _statistic(cells: Cells, value: RealArray, loadings: FloatArray, noise: float) -> FloatArray:
    """(repetitions,) how much better groups describe people than one cloud, per extra group.

    value : (cells, repetitions)

    The axes are refitted (a step of EM for a factor model with missing votes, from those of the
    map), people are located on them, and T = max over k of 2 (l_k - l_1) / (k - 1), l_k the log
    likelihood of a mixture of k normal clouds with a common spread.
    """
    centred = cells.centred(value)
    axes_now, left = refitted(cells, centred, loadings, noise)
    places = placed(cells, centred, axes_now, left)
    axes = loadings.shape[1]
    alone = mixture(
        places, np.zeros((len(left), 1, axes), dtype=np.float32), rounds=_ROUNDS
    ).log_likelihood
    # All that have as many clouds at once: in one go it costs less than in several.
    each = Places(places.position[:, None], places.variance[:, None])
    gains = []
    for start in _starts(axes):
        centres = np.broadcast_to(start, (len(left), *start.shape))
        found = mixture(each, centres, rounds=_ROUNDS).log_likelihood.max(axis=1)
        gains.append(2 * (found - alone) / (start.shape[1] - 1))
    result: FloatArray = np.max(gains, axis=0)
    return result


def _starts(axes: int) -> list[RealArray]:
    """(starts, k, axes) for each k. Two groups along each axis; one more than there are axes, all
    as far from each other, and the same mirrored, as from the wrong side the few rounds end
    half-way; and three on a line. On more than two axes also one at both ends of each."""
    two = np.zeros((axes, 2, axes), dtype=np.float32)
    two[np.arange(axes), :, np.arange(axes)] = -0.8, 0.8
    if axes == 1:
        return [two, np.array([[[-1.2], [0], [1.2]]], dtype=np.float32)]
    corners = np.stack([_simplex(axes), -_simplex(axes)])
    if axes == 2:
        return [two, corners]
    ends = np.concatenate([np.eye(axes), -np.eye(axes)]).astype(np.float32) * 1.2
    return [two, corners, ends[None]]


def _simplex(axes: int) -> RealArray:
    """(axes + 1, axes) the corners of a triangle, a tetrahedron and so on, around the middle."""
    corners = np.eye(axes + 1) - 1 / (axes + 1)
    _left, _strength, turn = np.linalg.svd(corners)
    flat = corners @ turn[:axes].T
    return np.asarray(1.2 * flat / np.linalg.norm(flat[0]), dtype=np.float32)
