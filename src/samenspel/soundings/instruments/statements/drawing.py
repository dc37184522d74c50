"""Which statement somebody gets next: more often what few answered, and every one now and then.

The draw follows from how many answered each statement, in coarse steps, and from nothing that
anybody answered. So whoever answers a statement is no other kind of people than who does not get
it, and the share of those who answered stands for all without any weight. Where draws follow
somebody's own answers it does not: see `measures.opinions.routing`.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.routing import UNIFORM

IntArray: TypeAlias = NDArray[np.int64]

# What it weighs as long as nobody was counted, as just after it was added.
LEAST_KNOWN = 4
_STEPS = (2, LEAST_KNOWN)


def weights_by_count(answered: IntArray, asked: IntArray) -> IntArray:
    """(statements,) 1, or 2 where at most half of what is usual answered, or 4: at most a quarter.

    answered : (statements,) how many answered it so far
    asked : (statements,) how many took part so far, of the groups that get it

    Usual is the median of (answered + 1) / (asked + 1): of those who can get it, so that a
    statement for a small group is not drawn at the cost of what its people say of the others. Where
    nobody of them took part yet it is 4.
    """
    rate = (answered + 1) / (asked + 1)
    counted = asked > 0
    usual = np.median(rate[counted]) if counted.any() else 0.0
    weights = np.where(counted, 1, LEAST_KNOWN)
    for step in _STEPS:
        weights[counted & (step * rate <= usual)] = step
    return weights


def shares(weights: Sequence[int]) -> list[float]:
    """What each statement weighs in a draw; together 1. The part `UNIFORM` is the same for all."""
    together = sum(weights)
    return [UNIFORM / len(weights) + (1 - UNIFORM) * weight / together for weight in weights]


def pick(shares: Sequence[float], unseen: Sequence[bool], luck: float) -> int:
    """The place of the next statement: its share among what was not seen is the chance of it.

    luck : uniform, from 0 to below 1

    The same as `drawn` makes of `chances_by_weight`, for one person, and many times faster there.
    Raises ValueError where everything was seen.
    """
    left = [place for place, is_left in enumerate(unseen) if is_left]
    if not left:
        raise ValueError("there is no statement left to draw")
    reach = luck * sum(shares[place] for place in left)
    reached = 0.0
    for place in left:
        reached += shares[place]
        if reach < reached:
            return place
    return left[-1]
