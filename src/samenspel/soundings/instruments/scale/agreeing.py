"""Does a group agree with itself on what is measured? Said in three bands, steady between waves."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.agreement import Verdict, critical_variances
from samenspel.measures.steady import Told
from samenspel.soundings.instruments.scale.answers import FIVE
from samenspel.soundings.instruments.scale.figures import VOICES_FOR_A_MEAN

# What chance must be beaten for: at fewer people and items than there are, which asks for more.
_PEOPLE = (12, 15, 20, 30, 50, 75, 100)
_MOST_ITEMS = 4
# Answers at random that hang together this much spread most of what is likely.
_CORRELATION = 0.5
# So many of those who count must have answered all questions.
_PART = 0.6
_WIDTH = FIVE - 1


def verdict_of(
    answers: NDArray[np.float64], people: Told, before: Verdict | None
) -> Verdict | None:
    """Beyond what chance would show (`measures.agreement`); None where too few answered it all.

    answers : (voices, questions) of one group from 1 to 5; nan where nothing is known
    people : how many voices have a score, as it is told
    before : in the wave before, on the same questions

    From the mean variance of items, which one of n voices moves by 16/n at most: the verdict stays
    where one voice can have made the difference.
    """
    complete = answers[np.isfinite(answers).all(axis=1)]
    if len(complete) < max(VOICES_FOR_A_MEAN, _PART * people.most):
        return None
    variance = float(complete.var(axis=0, ddof=1).mean())
    reach = _WIDTH**2 / (len(complete) - 1)
    least = _PART * people.least
    lower, upper = _critical(
        max(n for n in _PEOPLE if n <= least), min(answers.shape[1], _MOST_ITEMS)
    )
    near = {_verdict(variance + move, lower, upper) for move in (-reach, 0.0, reach)}
    return before if before in near else _verdict(variance, lower, upper)


def _verdict(variance: float, lower: float, upper: float) -> Verdict:
    if variance <= lower:
        return Verdict.AGREES
    return Verdict.DIVIDED if variance > upper else Verdict.UNCLEAR


@lru_cache(maxsize=64)
def _critical(people: int, items: int) -> tuple[float, float]:
    return critical_variances(people, options=FIVE, items=items, correlation=_CORRELATION)
