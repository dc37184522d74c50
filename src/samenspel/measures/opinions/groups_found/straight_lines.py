"""People who give the same answer to everything: a way of answering, not an opinion."""

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.votes import Votes

VOTES_TO_BE_STRAIGHT = 7


def straight_liners(votes: Votes) -> NDArray[np.bool_]:
    """(voters,) true for who voted on 7 statements or more and gave every time the same answer.

    votes : sorted by voter
    """
    straight = np.zeros(votes.voters, dtype=np.bool_)
    if not len(votes):
        return straight
    starts = votes.starts()
    held = np.diff(starts)
    voted = np.flatnonzero(held)
    first = starts[voted]
    same = np.minimum.reduceat(votes.value, first) == np.maximum.reduceat(votes.value, first)
    straight[voted] = same & (held[voted] >= VOTES_TO_BE_STRAIGHT)
    return straight
