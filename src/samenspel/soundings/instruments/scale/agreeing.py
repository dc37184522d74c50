"""Does a group agree with itself on what is measured? Said in three bands, steady between waves."""

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.agreement import Verdict
from samenspel.measures.steady import Told
from samenspel.soundings.instruments.scale.answers import FIVE
from samenspel.soundings.instruments.scale.figures import VOICES_FOR_A_MEAN

# Answers at random that hang together this much spread most of what is likely.
CORRELATION = 0.5
# By people, for 1 to 4 items: the mean variance at most, or above, that is beyond chance. What
# `critical_variances` gives for five options; the simulation would take a minute. Fewer people and
# items than there are ask for more.
CRITICAL = {
    12: ((0.568, 2.909), (0.750, 2.682), (0.818, 2.591), (0.850, 2.544)),
    15: ((0.667, 2.781), (0.805, 2.595), (0.873, 2.514), (0.905, 2.479)),
    20: ((0.747, 2.661), (0.884, 2.509), (0.939, 2.437), (0.972, 2.398)),
    30: ((0.869, 2.530), (0.971, 2.396), (1.019, 2.341), (1.039, 2.322)),
    50: ((0.978, 2.407), (1.059, 2.302), (1.090, 2.257), (1.108, 2.236)),
    75: ((1.044, 2.324), (1.105, 2.247), (1.133, 2.211), (1.152, 2.194)),
    100: ((1.081, 2.282), (1.138, 2.209), (1.163, 2.183), (1.173, 2.168)),
}
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
    by_items = CRITICAL[max(n for n in CRITICAL if n <= least)]
    lower, upper = by_items[min(answers.shape[1], len(by_items)) - 1]
    near = {_verdict(variance + move, lower, upper) for move in (-reach, 0.0, reach)}
    return before if before in near else _verdict(variance, lower, upper)


def _verdict(variance: float, lower: float, upper: float) -> Verdict:
    if variance <= lower:
        return Verdict.AGREES
    return Verdict.DIVIDED if variance > upper else Verdict.UNCLEAR
