"""Groups as sets of people who answer by the same shares: who belongs to which, and how surely.

Latent classes (Lazarsfeld & Henry 1968): within a group answers are independent, and P(vote v on
statement j) = p_gj(v). The shares of a group are estimated with some votes of everybody's mixed
in, as many as fit how far groups are apart (empirical Bayes), and somebody's own votes are left
out of the shares by which that person is judged: otherwise everybody would look surer of a group
than is true.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from samenspel.measures.opinions.factor_map import FloatArray
from samenspel.measures.opinions.groups_found.latent import RealArray
from samenspel.measures.opinions.votes import Votes

UNDETERMINED_BELOW = 0.8
_ROUNDS = 12
_MAY_BORROW = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)
_FIRST_BORROWED = 4.0
_ESTIMATED_AFTER = (4, 9)


@dataclass(frozen=True, eq=False)
class Classes:
    """share : (k,) part of the people in each group
    chance : (3 m, k) P(vote | group), rows 3 j + 1 + v for vote v on statement j
    """

    share: FloatArray
    chance: FloatArray

    def membership(self, votes: Votes) -> FloatArray:
        """(voters, k) P(group | votes) of people whose votes are not behind the shares."""
        log_chance, log_share = np.log(self.chance), np.log(self.share)
        membership = np.empty((votes.voters, len(self.share)))
        for people in votes.in_parts():
            said = votes.people(people.start, people.stop).kinds() @ log_chance
            membership[people] = _normalised(said + log_share)
        return membership


class Fit:
    """The classes that EM reaches in so many rounds from a membership.

    votes : sorted by voter
    membership : (voters, k) to begin with
    """

    def __init__(self, votes: Votes, membership: RealArray, *, rounds: int = _ROUNDS) -> None:
        self._votes = votes
        self._kinds = votes.kinds()
        # Made once: turning a table over costs as much as going through it.
        self._of_people = self._kinds.T
        shares = self._shares_of_everybody()
        self._borrowed = _FIRST_BORROWED * shares
        self._in_the_end: FloatArray = np.asarray(membership, dtype=np.float64)
        for turn in range(rounds):
            counts = self._of_people @ self._in_the_end
            if turn in _ESTIMATED_AFTER:
                self._borrowed = _best_borrowed(counts, shares) * shares
            log_p = self._kinds @ np.log(_chances(counts, self._borrowed))
            self._in_the_end = _normalised(log_p + _log_share(self._in_the_end))
        self.classes = Classes(
            np.exp(_log_share(self._in_the_end)),
            _chances(self._of_people @ self._in_the_end, self._borrowed),
        )

    def label(self) -> NDArray[np.int64]:
        """(voters,) the likeliest group of each."""
        return np.asarray(self._in_the_end.argmax(axis=1))

    def membership(self) -> FloatArray:
        """(voters, k) each judged by the shares that the others show, own votes left out."""
        votes, member = self._votes, self._in_the_end
        counts = self._of_people @ member + self._borrowed[:, None]
        totals = _of_statement(counts)
        column = self._kinds.indices
        own = member[votes.voter]
        log_p = np.log((counts[column] - own) / (totals[column] - own))
        first = np.flatnonzero(np.diff(votes.voter, prepend=-1))
        summed = np.zeros_like(member)
        if len(first):
            summed[votes.voter[first]] = np.add.reduceat(log_p, first, axis=0)
        share = member.sum(axis=0) - member + 1.0
        return _normalised(summed + np.log(share))

    def _shares_of_everybody(self) -> FloatArray:
        """(3 m,)"""
        counts = np.bincount(self._kinds.indices, minlength=self._kinds.shape[1]).reshape(-1, 3)
        with_some = counts + 1 / 3
        return np.asarray((with_some / with_some.sum(axis=1, keepdims=True)).ravel())


def _best_borrowed(counts: FloatArray, shares: FloatArray) -> float:
    """The number of borrowed votes under which the counts are likeliest (Dirichlet-multinomial)."""
    totals = counts.reshape(-1, 3, counts.shape[1]).sum(axis=1)

    def likelihood(borrowed: float) -> float:
        prior = borrowed * shares[:, None]
        whole = totals.size * gammaln(borrowed) - gammaln(borrowed + totals).sum()
        return float(whole + (gammaln(prior + counts) - gammaln(prior)).sum())

    return max(_MAY_BORROW, key=likelihood)


def _chances(counts: FloatArray, borrowed: FloatArray) -> FloatArray:
    with_borrowed = counts + borrowed[:, None]
    return with_borrowed / _of_statement(with_borrowed)


def _log_share(membership: FloatArray) -> FloatArray:
    share = membership.sum(axis=0) + 1.0
    return np.asarray(np.log(share / share.sum()))


def _of_statement(counts: FloatArray) -> FloatArray:
    """(3 m, k) the sum over the three values, for each of them."""
    by_statement = counts.reshape(-1, 3, counts.shape[1])
    total = np.broadcast_to(by_statement.sum(axis=1, keepdims=True), by_statement.shape)
    return total.reshape(counts.shape)


def _normalised(log_p: FloatArray) -> FloatArray:
    p = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    result: FloatArray = p / p.sum(axis=1, keepdims=True)
    return result
