"""Polis's consensus: over groups, and of everybody together."""

from dataclasses import dataclass

import numpy as np

from samenspel.measures.opinions.polis.counts import check_counts, check_mask
from samenspel.measures.opinions.polis.plane import FloatArray
from samenspel.measures.opinions.polis.representative import (
    SHOWN,
    SIGNIFICANT,
    one_proportion_test,
)
from samenspel.measures.opinions.votes import BoolArray, IntArray


@dataclass(frozen=True)
class Majority:
    """A statement that everybody together agrees, or disagrees, with."""

    statement: int
    count: int
    voted: int
    share: float
    share_test: float


def group_aware_consensus(tally: IntArray) -> FloatArray:
    """Product over groups of (A + 1) / (S + 2), as (statements,).

    tally : (groups, statements, 3) counts of agree, disagree and pass as cast, nothing at zero

    Raises ValueError where counts are not of that shape or negative.
    """
    check_counts(tally)
    result: FloatArray = np.prod((tally[:, :, 0] + 1) / (tally.sum(axis=2) + 2), axis=0)
    return result


def majorities(
    tally: IntArray, taken_out: BoolArray | None = None
) -> tuple[tuple[Majority, ...], tuple[Majority, ...]]:
    """What everybody agrees with, and disagrees with: at most five statements each.

    tally : (1, statements, 3) counts of agree, disagree and pass over *all* people as one group,
        those who are not clustered included, with `counts_at_zero`
    taken_out : (statements,) what moderators took out; meta statements stay in

    Statements with pa = (A + 1) / (S + 2) above a half and a significant one-proportion test
    pat, by pa * pat, the largest first; of equals the first.

    Raises ValueError where counts or `taken_out` do not have that shape.
    """
    check_counts(tally)
    if len(tally) != 1:
        raise ValueError("majorities are of everybody as one group")
    kept = ~check_mask(taken_out, tally.shape[1])
    agreed, disagreed = (_of_answer(tally[0], answer, kept) for answer in (0, 1))
    return agreed, disagreed


def _of_answer(tally: IntArray, answer: int, kept: BoolArray) -> tuple[Majority, ...]:
    count, voted = tally[:, answer], tally.sum(axis=1)
    share, test = (count + 1) / (voted + 2), one_proportion_test(count, voted)
    found = np.flatnonzero(kept & (share > 0.5) & (test > SIGNIFICANT))
    by_size = found[np.argsort(-(share * test)[found], kind="stable")]
    return tuple(
        Majority(j, int(count[j]), int(voted[j]), float(share[j]), float(test[j]))
        for j in by_size[:SHOWN].tolist()
    )
