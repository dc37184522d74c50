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
    first = np.flatnonzero(np.diff(votes.voter, prepend=-1))
    held = np.diff(first, append=len(votes))
    same = np.minimum.reduceat(votes.value, first) == np.maximum.reduceat(votes.value, first)
    straight[votes.voter[first]] = same & (held >= VOTES_TO_BE_STRAIGHT)
    return straight
