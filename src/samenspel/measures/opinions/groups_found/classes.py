"""Groups as sets of people who answer by the same shares: who belongs to which, and how surely.

Latent classes (Lazarsfeld & Henry 1968): within a group answers are independent, and P(vote v on
statement j) = p_gj(v). The shares of a group are estimated with some votes of everybody's mixed
in, as many as fit how far groups are apart (empirical Bayes), and somebody's own votes are left
out of the shares by which that person is judged: otherwise everybody would look surer of a group
than is true.
"""

from dataclasses import dataclass
from functools import cached_property

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
_PEOPLE_AT_ONCE = 512


@dataclass(frozen=True, eq=False)
class Classes:
    """share : (k,) part of the people in each group
    chance : (3 m, k) P(vote | group), rows 3 j + 1 + v for vote v on statement j
    """

    share: FloatArray
    chance: FloatArray

    def membership(self, votes: Votes) -> FloatArray:
        """(voters, k) P(group | votes) of people whose votes are not behind the shares."""
        return self.membership_of(votes.summed(np.log(self.chance)))

    def membership_of(self, log_p: FloatArray) -> FloatArray:
        """(voters, k) of people whose votes have these log probabilities in each group."""
        return _normalised(log_p + np.log(self.share))


class Fit:
    """The classes that EM reaches in so many rounds from a membership.

    votes : sorted by voter
    membership : (voters, k) to begin with
    sets : how many sets of people stand one after the other, each of as many people and with as
        many statements of its own; each gets classes of its own
    """

    def __init__(
        self, votes: Votes, membership: RealArray, *, rounds: int = _ROUNDS, sets: int = 1
    ) -> None:
        self._votes = votes
        self._sets = sets
        self._kinds = votes.kinds()
        # Made once: turning a table over costs as much as going through it.
        self._of_people = self._kinds.T
        shares = self._shares_of_everybody()
        self._borrowed = _FIRST_BORROWED * shares
        self._in_the_end: FloatArray = np.asarray(membership, dtype=np.float64)
        for turn in range(rounds):
            counts = self._of_people @ self._in_the_end
            if turn in _ESTIMATED_AFTER:
                self._borrowed = self._best_borrowed(counts, shares)
            log_p = self._kinds @ np.log(_chances(counts, self._borrowed))
            by_set = log_p.reshape(sets, -1, log_p.shape[1]) + self._log_share()[:, np.newaxis]
            self._in_the_end = _normalised(by_set.reshape(log_p.shape))

    @cached_property
    def classes(self) -> Classes:
        """Those of the only set."""
        [log_share] = self._log_share()
        chance = _chances(self._of_people @ self._in_the_end, self._borrowed)
        return Classes(np.exp(log_share), chance)

    def label(self) -> NDArray[np.int64]:
        """(voters,) the likeliest group of each."""
        return np.asarray(self._in_the_end.argmax(axis=1))

    def membership(self) -> FloatArray:
        """(voters, k) each judged by the shares that the others show, own votes left out."""
        votes, member = self._votes, np.ascontiguousarray(self._in_the_end)
        counts = self._of_people @ member + self._borrowed[:, None]
        totals = _of_statement(counts)
        summed = np.zeros_like(member)
        # Some people at a time, so that what is made on the way stays in cache.
        for first in range(0, votes.voters, _PEOPLE_AT_ONCE):
            some = slice(first, min(first + _PEOPLE_AT_ONCE, votes.voters))
            starts = votes.starts()[some.start : some.stop + 1]
            rows = slice(starts[0], starts[-1])
            column = self._kinds.indices[rows]
            own = np.repeat(member[some], np.diff(starts), axis=0)
            of_others = totals.take(column, axis=0)
            of_others -= own
            log_p = counts.take(column, axis=0)
            log_p -= own
            log_p /= of_others
            np.log(log_p, out=log_p)
            voted = np.flatnonzero(np.diff(starts))
            summed[some][voted] = np.add.reduceat(log_p, starts[voted] - starts[0], axis=0)
        share = member.sum(axis=0) - member + 1.0
        return _normalised(summed + np.log(share))

    def _log_share(self) -> FloatArray:
        """(sets, k)"""
        member = self._in_the_end
        share = member.reshape(self._sets, -1, member.shape[1]).sum(axis=1) + 1.0
        return np.asarray(np.log(share / share.sum(axis=1, keepdims=True)))

    def _best_borrowed(self, counts: FloatArray, shares: FloatArray) -> FloatArray:
        """(3 m,) how many votes of each kind are mixed in, for each set by itself."""
        by_set = zip(np.split(counts, self._sets), np.split(shares, self._sets), strict=True)
        return np.concatenate([_best_borrowed(*of_set) * of_set[1] for of_set in by_set])

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


def _of_statement(counts: FloatArray) -> FloatArray:
    """(3 m, k) the sum over the three values, for each of them."""
    by_statement = counts.reshape(-1, 3, counts.shape[1])
    total = np.broadcast_to(by_statement.sum(axis=1, keepdims=True), by_statement.shape)
    return total.reshape(counts.shape)


def _normalised(log_p: FloatArray) -> FloatArray:
    # The few groups first: a maximum over each short row would take ten times as long.
    p = np.array(log_p.T, order="C")
    p -= p.max(axis=0)
    np.exp(p, out=p)
    p /= p.sum(axis=0)
    return p.T
