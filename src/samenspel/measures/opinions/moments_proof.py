"""Whether moments are those of some votes, seen in one pass over the votes.

Counting co-occurrences takes a step for every pair of votes of a person. Whether a matrix of them
is right is seen from its product with two vectors of random whole numbers (Freivalds 1977), which
is a sum over people of numbers that take one step per vote.
"""

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.moments import Moments
from samenspel.measures.opinions.votes import IntArray, Votes, check_groups, tallies

_MOST_WEIGHT = 2**31
_PEOPLE_AT_ONCE = 2**15
_SEED = 1977


def are_moments_of(moments: Moments, votes: Votes, group_of: IntArray) -> bool:
    """Whether the sums of all groups belong to these votes.

    group_of : (voters,) the group of each voter, 0 <= group < moments.groups, or -1 for a voter in
        no group, who is not counted

    People and tallies are counted. For the co-occurrences, modulo 2^64:
    r'M s = sum over the people i of a group of (sum_j r_j x_ij)(sum_k s_k y_ik), where M is
    `both_values`, `value_here` or `both_voted` and x, y are v or o. Every r_j and s_k is a random
    number below 2^31, so wrong sums pass about once in a billion times. The seed is fixed: this
    finds mistakes, not somebody who knows the seed.

    Raises ValueError where `group_of` is not one group per voter.
    """
    check_groups(group_of, moments.groups, votes.voters)
    if moments.statements != votes.statements:
        return False
    if not np.array_equal(moments.people, _people(votes, group_of, moments.groups)):
        return False
    if not np.array_equal(moments.tally, tallies(votes, group_of, moments.groups)):
        return False
    votes = votes.in_order()
    left, right = np.random.default_rng(_SEED).integers(
        1, _MOST_WEIGHT, size=(2, votes.statements), dtype=np.int64
    )
    value_left, voted_left = _weighed(votes, left)
    value_right, voted_right = _weighed(votes, right)
    return all(
        np.array_equal(left @ matrix @ right, _per_group(a * b, group_of, moments.groups))
        for matrix, a, b in (
            (moments.both_values, value_left, value_right),
            (moments.value_here, value_left, voted_right),
            (moments.both_voted, voted_left, voted_right),
        )
    )


def _people(votes: Votes, group_of: IntArray, groups: int) -> NDArray[np.int64]:
    voted = np.zeros(votes.voters, dtype=np.bool_)
    voted[votes.voter] = True
    return np.bincount(group_of[voted & (group_of >= 0)], minlength=groups)


def _weighed(
    votes: Votes, weight: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per person the sum of the weights of the statements voted on: times the vote, and as is."""
    of_values, of_votes = np.empty((2, votes.voters), dtype=np.int64)
    starts = votes.starts()
    for first in range(0, votes.voters, _PEOPLE_AT_ONCE):
        people = slice(first, first + _PEOPLE_AT_ONCE)
        bounds = starts[first : first + _PEOPLE_AT_ONCE + 1]
        rows = slice(bounds[0], bounds[-1])
        weights = weight[votes.statement[rows]]
        of_votes[people] = _sums(weights, bounds - bounds[0])
        of_values[people] = _sums(weights * votes.value[rows], bounds - bounds[0])
    return of_values, of_votes


def _sums(numbers: NDArray[np.int64], bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of the numbers between each two bounds. Sums that run over come back modulo 2^64."""
    until = np.zeros(len(numbers) + 1, dtype=np.int64)
    np.cumsum(numbers, out=until[1:])
    return np.diff(until[bounds])


def _per_group(of_person: NDArray[np.int64], group_of: IntArray, groups: int) -> NDArray[np.int64]:
    return np.array([of_person[group_of == group].sum() for group in range(groups)], dtype=np.int64)
