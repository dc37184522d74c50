"""The plane of largest variance when every empty cell holds its statement's mean: the reference.

It is what many engines call the opinion map (Small, Bjorkegren, Erkkila, Shaw & Megill 2021), and
exact here without a dense matrix: after centring an empty cell is 0, so sums over the votes that
were cast are all that is needed. The map that is shown is another one: see `factor_map.py` for
what is wrong with this.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csr_array

from samenspel.measures.opinions.covariance import covariance, signed
from samenspel.measures.opinions.moments import Moments
from samenspel.measures.opinions.votes import Votes

FloatArray: TypeAlias = NDArray[np.float64]

_NO_VARIATION = 1e-10


@dataclass(frozen=True, eq=False)
class ImputedMap:
    """centre : (statements,) mean vote, 0 where nobody voted
    loadings : (statements, 2) unit vectors, the weight of each statement on each axis
    explained : (2,) share of the total variance that lies along each axis, the largest first
    """

    centre: FloatArray
    loadings: FloatArray
    explained: FloatArray


def imputed_map(moments: Moments) -> ImputedMap | None:
    """The exact two principal components of the mean-imputed votes; groups are pooled.

    With c_j the mean vote on j and C the (n, m) matrix of v_ij - c_j where i voted on j and 0
    elsewhere: the two leading eigenvectors of C'C, and their eigenvalues over its trace.

    Sign: see `signed`. Two axes that explain exactly as much are arbitrary within their plane.

    Gives None where there is no plane: fewer than two statements, nobody who votes differently
    from others, or all differences along one axis (a second eigenvalue below 1e-10 of the trace).
    """
    pairs = covariance(moments)
    variation = float(np.sum(pairs.asked * pairs.variance))
    last = len(pairs.asked) - 1
    if last < 1 or variation == 0:
        return None
    strength, loadings = eigh(pairs.sums, subset_by_index=(last - 1, last))
    if strength[0] <= _NO_VARIATION * variation:
        return None
    return ImputedMap(pairs.centre, signed(loadings[:, ::-1]), strength[::-1] / variation)


def imputed_positions(votes: Votes, found: ImputedMap) -> FloatArray:
    """(voters, 2) p_i = sqrt(m / max(n_i, 1)) times the sum over i's votes of (v_ij - c_j) w_j.

    The root undoes that an empty cell pulls towards the middle. In the unit of a vote; 0 for who
    did not vote.
    """
    matrix = votes.sparse()
    centred = csr_array(
        (matrix.data - found.centre[matrix.indices], matrix.indices, matrix.indptr),
        shape=matrix.shape,
    )
    stretch = np.sqrt(votes.statements / np.maximum(np.diff(matrix.indptr), 1))
    return np.asarray(stretch[:, np.newaxis] * (centred @ found.loadings))
