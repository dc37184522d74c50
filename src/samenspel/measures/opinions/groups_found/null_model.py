"""Are there groups at all? A test against people who differ without being in groups.

Votes that were shuffled are no null: people who say yes more easily than others, or who differ
along one line from left to right, beat it without any group. So the null here has everything but
groups: the same people vote on the same statements, every statement gets its observed shares, and
people differ along as many axes as were found, acquiescence among them (an ordered-probit factor
model; parametric bootstrap, McLachlan 1987, Hennig & Lin 2015). Along each axis people stand in
the shape without groups that fits them best, so that a broad field, or one that thins out slowly,
is no group.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from samenspel.measures.opinions.factor_map import FloatArray
from samenspel.measures.opinions.groups_found.cells import Cells, placed, refitted
from samenspel.measures.opinions.groups_found.latent import RealArray, mixture
from samenspel.measures.opinions.groups_found.one_crowd import Shape, drawn, in_one_crowd
from samenspel.measures.opinions.partitions import each
from samenspel.measures.opinions.votes import Votes

REPETITIONS = 199
LEVEL = 0.02
_AT_ONCE = 20
_ENOUGH_REACHED = 10
# In log likelihood a person.
_NEAR = 0.03
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
    executor: Executor | None = None,
) -> Tested:
    """p of there being no groups but only the axes.

    votes : of people with at least one vote each, sorted by person
    loadings : (statements, axes) of the factor map, noise its σ²
    repetitions : B, the most that are drawn

    T is computed for the observed votes and for each repetition alike, by `_statistic`.
    p = (1 + #{T* >= T}) / (B + 1). Once ten repetitions reach T, p is certain to be above .05 and
    no more are drawn: then p = 10 / the number of the tenth (Besag & Clifford 1991). Where two
    shapes of one crowd fit nearly as well, groups have to beat both, and the larger p is told.
    """
    cells = Cells(votes)
    [observed] = _statistic(cells, cells.observed, loadings, noise)
    worst = Tested(0.0, float(observed), 0, votes.voters, len(votes))
    for shapes in _likely_shapes(cells, loadings, noise):
        null = _Null.of(cells, loadings, shapes)
        batches = [
            _Batch(cells, null, loadings, noise, seed, first, min(_AT_ONCE, repetitions - first))
            for first in range(0, repetitions, _AT_ONCE)
        ]
        p, drawn_in_all = _p_value(
            each(_statistics_under_null, batches, executor=executor), observed
        )
        if p > worst.p:
            worst = replace(worst, p=p, repetitions=drawn_in_all)
        if worst.p > LEVEL:
            break
    return worst


def _p_value(batches: Iterator[FloatArray], observed: float) -> tuple[float, int]:
    """p, and of how many repetitions."""
    reached = np.zeros(0, dtype=np.bool_)
    for found in batches:
        reached = np.concatenate([reached, found >= observed])
        if np.count_nonzero(reached) >= _ENOUGH_REACHED:
            tenth = int(np.flatnonzero(reached)[_ENOUGH_REACHED - 1]) + 1
            return _ENOUGH_REACHED / tenth, tenth
    return (1 + int(np.count_nonzero(reached))) / (len(reached) + 1), len(reached)


@dataclass(frozen=True, eq=False)
class _Null:
    """low, high : (statements,) where an opinion becomes a pass, and agreement
    loadings : (statements, axes) of opinions, whose variance is 1
    own : (statements,) standard deviation of what the axes do not explain
    shapes : in which people are spread along each axis
    """

    low: FloatArray
    high: FloatArray
    loadings: FloatArray
    own: FloatArray
    shapes: tuple[Shape, ...]

    @classmethod
    def of(cls, cells: Cells, loadings: FloatArray, shapes: tuple[Shape, ...]) -> "_Null":
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
        single = (part.astype(np.float32) for part in (low, high, latent, own))
        return cls(*single, shapes)


def _likely_shapes(cells: Cells, loadings: FloatArray, noise: float) -> list[tuple[Shape, ...]]:
    """In which people may stand along each axis of the map, if they are one crowd.

    The best along every axis; and where along some axis another is nearly as likely, that too. A
    normal cloud is not looked at as the other one: an even spread is harder to beat.
    """
    centred = cells.centred(cells.observed)
    places = placed(cells, centred, loadings[:, :, None], np.array([noise]))
    cloud = mixture(places, np.zeros((1, 1, loadings.shape[1])), rounds=_ROUNDS)
    [likelihood] = in_one_crowd(places, cloud)
    axes = np.arange(loadings.shape[1])
    best = likelihood.argmax(axis=0)
    highest = likelihood[best, axes]
    likelihood[best, axes] = likelihood[Shape.NORMAL] = -np.inf
    other = likelihood.argmax(axis=0)
    near = highest - likelihood[other, axes] <= _NEAR * cells.votes.voters
    either = [best, np.where(near, other, best)] if near.any() else [best]
    return [tuple(Shape(int(shape)) for shape in shapes) for shapes in either]


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
    stands = [drawn(shape, rng, (votes.voters, batch.size)) for shape in batch.null.shapes]
    opinion = rng.standard_normal((len(votes), batch.size), dtype=np.float32)
    opinion *= batch.null.own[votes.statement, None]
    for axis, stand in enumerate(stands):
        opinion += batch.null.loadings[votes.statement, axis, None] * stand[votes.voter]
    agree = opinion >= batch.null.high[votes.statement, None]
    disagree = opinion < batch.null.low[votes.statement, None]
    answer = agree.astype(np.float64)
    answer -= disagree
    return _statistic(batch.cells, answer, batch.loadings, batch.noise)


def _statistic(cells: Cells, value: FloatArray, loadings: FloatArray, noise: float) -> FloatArray:
    """(repetitions,) how much better groups describe people than one crowd, per extra group.

    value : (cells, repetitions)

    The axes are refitted (a step of EM for a factor model with missing votes, from those of the
    map), people are located on them, and T = max over k of 2 (l_k - l_1) / (k - 1), with l_k the
    log likelihood of a mixture of k normal clouds with a common spread, and l_1 that of one crowd
    in its best shape (see `one_crowd.py`).
    """
    centred = cells.centred(value)
    axes_now, left = refitted(cells, centred, loadings, noise)
    places = placed(cells, centred, axes_now, left).in_half_the_digits()
    axes = loadings.shape[1]
    middle = np.zeros((len(left), 1, axes), dtype=np.float32)
    cloud = mixture(places, middle, rounds=_ROUNDS)
    alone = in_one_crowd(places, cloud).max(axis=-2).sum(axis=-1)
    gains = []
    for start in _starts(axes):
        centres = np.broadcast_to(start, (len(left), *start.shape))
        found = mixture(places, centres, rounds=_ROUNDS)
        gains.append(2 * (found.log_likelihood - alone) / (len(start) - 1))
    result: FloatArray = np.max(gains, axis=0)
    return result


def _starts(axes: int) -> list[RealArray]:
    """Two groups along each axis; one more than there are axes, all as far from each other; and
    three on a line. On more than two axes also one at both ends of each."""
    two: list[RealArray] = []
    for axis in range(axes):
        centre = np.zeros((2, axes), dtype=np.float32)
        centre[:, axis] = -0.8, 0.8
        two.append(centre)
    if axes == 1:
        return [*two, np.array([[-1.2], [0], [1.2]], dtype=np.float32)]
    if axes == 2:
        return [*two, _simplex(axes)]
    ends = np.concatenate([np.eye(axes), -np.eye(axes)]).astype(np.float32) * 1.2
    return [*two, _simplex(axes), ends]


def _simplex(axes: int) -> RealArray:
    """(axes + 1, axes) the corners of a triangle, a tetrahedron and so on, around the middle."""
    corners = np.eye(axes + 1) - 1 / (axes + 1)
    _left, _strength, turn = np.linalg.svd(corners)
    flat = corners @ turn[:axes].T
    return np.asarray(1.2 * flat / np.linalg.norm(flat[0]), dtype=np.float32)
