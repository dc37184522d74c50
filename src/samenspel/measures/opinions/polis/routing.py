"""Polis's routing: how likely a statement is to be shown next."""

import numpy as np

from samenspel.measures.opinions.polis.counts import check_counts, check_mask
from samenspel.measures.opinions.polis.plane import FloatArray
from samenspel.measures.opinions.votes import BoolArray, IntArray

META_WEIGHT = 49.0


def priorities(tally: IntArray, extremity: FloatArray, meta: BoolArray | None = None) -> FloatArray:
    """The weight of each statement, as (statements,): it is drawn in proportion to it.

    tally : (groups, statements, 3) counts of agree, disagree and pass as cast, nothing at zero
    extremity : (statements,) E, from the plane
    meta : (statements,) true for meta statements, which weigh 49

    [(1 - p) (E + 1) a (1 + 8 * 2^(-S/5))]^2 with A agreeing, P passing and S voting over all
    groups together, p = (P + 1) / (S + 2) and a = (A + 1) / (S + 2). So a statement with few
    votes, little passed on, much agreed with and far from the middle comes first.

    Raises ValueError where shapes differ or a count is negative.
    """
    check_counts(tally)
    if extremity.shape != tally.shape[1:2]:
        raise ValueError("there must be one extremity per statement")
    agree, _, passed = np.moveaxis(tally.sum(axis=0), -1, 0)
    voted = tally.sum(axis=(0, 2))
    passing, agreeing = (passed + 1) / (voted + 2), (agree + 1) / (voted + 2)
    newness = 1 + 8 * 2.0 ** (-voted / 5)
    weight: FloatArray = ((1 - passing) * (extremity + 1) * agreeing * newness) ** 2
    result: FloatArray = np.where(check_mask(meta, len(weight)), META_WEIGHT, weight)
    return result
