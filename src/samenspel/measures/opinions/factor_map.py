"""The map: axes along which people differ, and where everybody stands on them, with an error.

Made from moments alone, so it costs the same for a room and for a country. The axes come from
covariances over pairs of statements, each over those who voted on both: unlike the mean-imputed
map (`imputed_map.py`), it does not take a statement that few voted on for one that says little,
and how much somebody voted does not show in where they stand, but in how sure that is.

n people, m statements, r axes; v_ij in {+1, 0, -1}; O_i are the statements i voted on, passes
included. Drop moderated statements first (`keep_statements`), so that they leave no trace.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.covariance import Covariance, covariance, signed
from samenspel.measures.opinions.hetero_pca import hetero_pca
from samenspel.measures.opinions.moments import Moments
from samenspel.measures.opinions.votes import Votes

FloatArray: TypeAlias = NDArray[np.float64]

_SMALLEST_SQUARE = 1e-6
_NO_VARIATION = 1e-10
_LEAST_NOISE = 0.01
_PEOPLE_AT_ONCE = 2**15


@dataclass(frozen=True, eq=False)
class FactorMap:
    """v_ij = centre_j + loadings_j . z_i + noise, with z_i ~ N(0, I).

    centre : (statements,) mean vote, 0 where nobody voted
    loadings : (statements, axes) W: how far a vote moves with one standard deviation on the axis;
        0 for statements without a vote, or on which all voted the same
    noise : sigma², the variance of one vote that the axes leave, pooled over all votes
    explained : (axes,) share of the total variance of the votes along each axis, largest first
    """

    centre: FloatArray
    loadings: FloatArray
    noise: float
    explained: FloatArray


def factor_map(moments: Moments, axes: int) -> FactorMap | None:
    """The axes along which votes go together most, by HeteroPCA (Zhang, Cai & Wu 2022).

    moments : of live statements; groups are pooled
    axes : how many, at most; see `axes.py` for how many are beyond chance

    With c_j the mean vote on j and N_jk the voters of both j and k, the covariance of a pair is
    S_jk = (1/N_jk) sum over these voters of (v_ij - c_j)(v_ik - c_k). A pair with few voters has a
    noisy one, so it is pulled towards 0: the matrix that is decomposed holds

        S_jk N_jk / (N_jk + 1/rho²),   and 0 for pairs that nobody voted on,

    which is its posterior mean if correlations of pairs have mean 0 and mean square rho², and
    rho² is estimated from all pairs: E[N_jk r_jk²] = 1 + N_jk rho². (Centring each pair on its own
    voters instead of on c_j was tried and gives the same or slightly worse axes.) Its diagonal is
    replaced until it equals that of the fit (`hetero_pca.py`). The loadings are the eigenvectors
    times the root of a strength: least squares of S_jk over all pairs, weighted by N_jk, which
    undoes the pulling.

    noise is sum over j of n_j (variance_j - |W_j|²) / sum of n_j, at least a hundredth of the mean
    variance; explained is sum over j of W_ja² over the sum of variances.

    Sign: on each axis the statement with the largest absolute loading has a positive one, so who
    agrees with it stands at the high end (see `signed`).

    The same moments give the same bytes, so the order of people changes nothing.

    Gives fewer axes where there are not as many along which statements go together, and None where
    there is none at all: fewer than two statements on which people differ, or nobody who voted on
    two of them.

    Raises ValueError where fewer than one axis is asked for.
    """
    if axes < 1:
        raise ValueError("a map has at least one axis")
    everything = covariance(moments)
    differ = everything.variance > 0
    if np.count_nonzero(differ) < 2:
        return None
    pairs = everything.of(differ)
    loadings = _loadings(pairs, min(axes, len(pairs.asked) - 1))
    if loadings is None:
        return None
    weight = pairs.asked / pairs.asked.sum()
    left = float(weight @ (pairs.variance - np.sum(loadings**2, axis=1)))
    all_loadings = np.zeros((len(differ), loadings.shape[1]))
    all_loadings[differ] = loadings
    return FactorMap(
        everything.centre,
        all_loadings,
        max(left, _LEAST_NOISE * float(weight @ pairs.variance)),
        np.sum(loadings**2, axis=0) / float(pairs.variance.sum()),
    )


def _loadings(pairs: Covariance, axes: int) -> FloatArray | None:
    """(statements, axes) W, of statements on which people differ."""
    together, sums = pairs.together.copy(), pairs.sums.copy()
    np.fill_diagonal(together, 0)
    np.fill_diagonal(sums, 0)
    pulled = sums / (together + _doubt(together, sums, pairs.variance))
    values, vectors = hetero_pca(pulled, pairs.variance, axes)
    there = values > _NO_VARIATION * float(pairs.variance.sum())
    if not there.any():
        return None
    vectors = vectors[:, there]
    loadings = vectors * np.sqrt(_strength(together, sums, vectors))
    # No statement is explained for more than all of its variance.
    length = np.sum(loadings**2, axis=1)
    too_long = length > pairs.variance
    loadings[too_long] *= np.sqrt(pairs.variance[too_long] / length[too_long])[:, np.newaxis]
    strength = np.sum(loadings**2, axis=0)
    strongest = np.argsort(-strength, kind="stable")[: np.count_nonzero(strength)]
    return signed(loadings[:, strongest]) if len(strongest) else None


def _doubt(together: FloatArray, sums: FloatArray, variance: FloatArray) -> float:
    """1/rho²: how many voters of a pair weigh as much as knowing that most pairs hardly go
    together."""
    spread = np.sqrt(variance)
    correlation = sums / spread
    correlation /= spread[:, np.newaxis]
    excess = float(np.sum(correlation**2 / np.maximum(together, 1))) - np.count_nonzero(together)
    return 1 / max(excess / max(float(together.sum()), 1), _SMALLEST_SQUARE)


def _strength(together: FloatArray, sums: FloatArray, vectors: FloatArray) -> FloatArray:
    """(axes,) l with sum over a of l_a u_a u_a' nearest to S over pairs, weighted by N_jk."""
    axes = vectors.shape[1]
    row, column = np.triu_indices(axes)
    crossed = vectors[:, row] * vectors[:, column]
    normal = np.zeros((axes, axes))
    normal[row, column] = normal[column, row] = np.sum(crossed * (together @ crossed), axis=0)
    fitted = np.sum(vectors * (sums @ vectors), axis=0)
    return np.asarray(np.maximum(np.linalg.lstsq(normal, fitted)[0], 0))


@dataclass(frozen=True, eq=False)
class Projection:
    """What somebody's votes say of where they stand, before it is weighed against the noise.

    score : (voters, axes) s_i = sum over j in O_i of (v_ij - centre_j) W_j
    information : (voters, axes (axes + 1) / 2) the upper triangle, row by row, of
        A_i = sum over j in O_i of W_j W_j'
    """

    score: FloatArray
    information: FloatArray

    @classmethod
    def of(cls, summed: FloatArray, axes: int) -> "Projection":
        """From what `Votes.summed` gives of what votes say of places."""
        return cls(*np.split(summed, [axes], axis=1))


def says_of_places(found: FactorMap) -> FloatArray:
    """(3 statements, axes + axes (axes + 1) / 2) what each of the three votes on each statement
    says: its part of the score, and then of the information."""
    axes = found.loadings.shape[1]
    row, column = np.triu_indices(axes)
    crossed = found.loadings[:, row] * found.loadings[:, column]
    away = np.array([-1, 0, 1]) - found.centre[:, np.newaxis]
    scored = away[:, :, np.newaxis] * found.loadings[:, np.newaxis]
    says = np.concatenate([scored, np.repeat(crossed[:, np.newaxis], 3, axis=1)], axis=2)
    return says.reshape(3 * len(found.centre), axes + len(row))


def project(votes: Votes, found: FactorMap) -> Projection:
    """Scores and information of everybody; 0 for who did not vote.

    votes : sorted by voter they are taken in parts, so that 30 million need hardly more memory than
        the result; else they are sorted first, in a copy

    The order of the votes changes no bit. Raises ValueError where the map is of another number of
    statements.
    """
    if votes.statements != len(found.centre):
        raise ValueError(f"the map is of {len(found.centre)} statements, not {votes.statements}")
    summed = votes.in_order().summed(says_of_places(found))
    return Projection.of(summed, found.loadings.shape[1])


def standings(projection: Projection, noise: float) -> tuple[FloatArray, FloatArray]:
    """Where everybody stands, and how sure that is.

    noise : sigma² of the map, above 0

    x_i = (A_i + sigma² I)⁻¹ s_i is the mean of z_i given i's votes, and its standard error the
    root of diag sigma² (A_i + sigma² I)⁻¹: both (voters, axes), in units of one standard deviation
    of z. Who did not vote is at 0 with error 1. Positions of who voted little are pulled to 0:
    never look for groups among them, and draw a density from `drawn` instead.

    Raises ValueError for a noise that is not above 0.
    """
    position, error = np.empty_like(projection.score), np.empty_like(projection.score)
    for people, mean, root in _posteriors(projection, noise):
        position[people] = mean.T
        error[people] = np.sqrt(noise * np.sum(root**2, axis=0)).T
    return position, error


def drawn(projection: Projection, noise: float, normal: FloatArray) -> FloatArray:
    """(voters, axes) one draw for everybody from where they may stand, given their votes.

    noise : sigma² of the map, above 0
    normal : (voters, axes) independent standard normal draws

    x_i + sigma L⁻' e_i with L L' = A_i + sigma² I: draws of all people together have the spread
    of z, which positions, pulled to 0, have not.

    Raises ValueError for a noise that is not above 0 or another shape of draws.
    """
    if normal.shape != projection.score.shape:
        raise ValueError("there must be one draw for each position")
    draws = np.empty_like(projection.score)
    for people, mean, root in _posteriors(projection, noise):
        draws[people] = (mean + np.sqrt(noise) * np.sum(root * normal[people].T[:, None], axis=0)).T
    return draws


def _posteriors(
    projection: Projection, noise: float
) -> Iterator[tuple[slice, FloatArray, FloatArray]]:
    """Some people at a time: their means (axes, people) and L⁻¹ (axes, axes, people), L L' = A +
    sigma² I; people come last, so that the few axes are looped over and the many people are not."""
    if not noise > 0:
        raise ValueError("the noise of a map is above 0")
    for first in range(0, len(projection.score), _PEOPLE_AT_ONCE):
        people = slice(first, first + _PEOPLE_AT_ONCE)
        root = _inverse_root(np.ascontiguousarray(projection.information[people].T), noise)
        score = np.ascontiguousarray(projection.score[people].T)
        half = np.sum(root * score, axis=1)
        yield people, np.sum(root * half[:, None], axis=0), root


def _inverse_root(information: FloatArray, noise: float) -> FloatArray:
    """(axes, axes, people) the inverse of the lower Cholesky factor of A + sigma² I."""
    axes = int(np.sqrt(2 * len(information)))
    place = np.zeros((axes, axes), dtype=np.int64)
    place[np.triu_indices(axes)] = np.arange(len(information))
    lower = np.zeros((axes, axes, information.shape[1]))
    inverse = np.zeros_like(lower)
    for j in range(axes):
        done = lower[j, :j]
        lower[j, j] = np.sqrt(information[place[j, j]] + noise - np.sum(done**2, axis=0))
        inverse[j, j] = 1 / lower[j, j]
        for i in range(j + 1, axes):
            rest = information[place[j, i]] - np.sum(done * lower[i, :j], axis=0)
            lower[i, j] = rest * inverse[j, j]
    for i in range(axes):
        for j in range(i):
            inverse[i, j] = -inverse[i, i] * np.sum(lower[i, j:i] * inverse[j:i, j], axis=0)
    return inverse
