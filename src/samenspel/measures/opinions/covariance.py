"""How statements go together: covariances over those who voted on both, from moments alone."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.moments import Moments
from samenspel.measures.opinions.votes import BoolArray

FloatArray: TypeAlias = NDArray[np.float64]

_TIE = 0.05


@dataclass(frozen=True, eq=False)
class Covariance:
    """Of all groups pooled. v_ij is the vote of i on j, c_j the mean vote on j, n_j its voters.

    asked : (statements,) n_j
    centre : (statements,) c_j, 0 where nobody voted
    variance : (statements,) of the votes on each statement, exactly 0 where all voted the same
    together : (statements, statements) N_jk, how many voted on both
    sums : (statements, statements) sum over those N_jk of (v_ij - c_j)(v_ik - c_k)
    """

    asked: FloatArray
    centre: FloatArray
    variance: FloatArray
    together: FloatArray
    sums: FloatArray

    def of(self, kept: BoolArray) -> "Covariance":
        """Only the statements of the mask; itself where that is all of them."""
        if kept.all():
            return self
        square = np.ix_(kept, kept)
        return Covariance(
            self.asked[kept],
            self.centre[kept],
            self.variance[kept],
            self.together[square],
            self.sums[square],
        )


def covariance(moments: Moments) -> Covariance:
    """The sums stay whole numbers until the last step: no order of people can change a bit.

    With S the sum over people and o_ij = 1 where i voted on j:
    sums_jk = S v_j v_k - c_k S v_j o_k - c_j S o_j v_k + c_j c_k S o_j o_k.
    """
    agree, disagree, passed = moments.tally.sum(axis=0).T
    asked = agree + disagree + passed
    total, squares = agree - disagree, agree + disagree
    voters = np.maximum(asked, 1)
    centre = total / voters
    variance = (asked * squares - total * total) / (voters * voters.astype(np.float64))
    together = moments.both_voted.sum(axis=0).astype(np.float64)
    sums = moments.both_values.sum(axis=0).astype(np.float64)
    crossed = moments.value_here.sum(axis=0) * centre
    sums -= crossed
    sums -= crossed.T
    np.multiply(together, centre, out=crossed)
    crossed *= centre[:, np.newaxis]
    sums += crossed
    return Covariance(asked.astype(np.float64), centre, variance, together, sums)


def signed(loadings: FloatArray) -> FloatArray:
    """Each column turned so that its first entry of (nearly) largest size is positive.

    loadings : (statements, axes). Entries of at least 95 % of the largest count as equally large:
    a statement and its near opposite would otherwise turn an axis round with every few votes.
    """
    size = np.abs(loadings)
    decisive = np.argmax(size >= size.max(axis=0) * (1 - _TIE), axis=0)
    turn = np.where(loadings[decisive, np.arange(loadings.shape[1])] < 0, -1.0, 1.0)
    return np.asarray(loadings * turn)
