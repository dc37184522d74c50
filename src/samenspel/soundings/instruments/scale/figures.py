"""Means of constructs as they may be told: of 20 voices or more, in steps, steady between waves.

A voice's score lies from 1 to 5, so one of n voices moves a mean by 4/n at most. With the step and
the reach of `measures.steady` that is a step at most within a wave, and nothing between two waves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, inf, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from samenspel.measures.agreement import Verdict
from samenspel.measures.disclosure import BASE
from samenspel.measures.steady import Told, in_steps
from samenspel.soundings.instruments.scale.answers import FIVE
from samenspel.soundings.instruments.scale.earlier import as_data, as_told

FloatArray = NDArray[np.float64]

VOICES_FOR_A_MEAN = 20
LOWEST, HIGHEST = 1.0, float(FIVE)
_WIDTH = HIGHEST - LOWEST
_STEPS_OF_MEAN = (0.1, 0.2)
_STEPS_OF_SPREAD = (0.1, 0.2, 0.3, 0.5)
# Below this, one voice could move a standard deviation further than a step.
LEAST_SPREAD = 0.6


@dataclass(frozen=True)
class Stratum:
    """Voices that weigh alike in a mean.

    scores : (voices,) 20 or more
    people : how many these are, as it is told
    size : the people they stand for
    """

    scores: FloatArray
    people: Told
    size: float = 1.0


@dataclass(frozen=True)
class Figure:
    """What is told of one construct.

    mean, spread : the mean of the scores, and their standard deviation
    people : how many voices
    low, high : interval of the mean, widened by what rounding can hide
    verdict : does the group agree with itself; None where too few answered all questions
    """

    mean: Told
    spread: Told
    people: Told
    low: float
    high: float
    verdict: Verdict | None = None

    def with_verdict(self, verdict: Verdict | None) -> "Figure":
        return replace(self, verdict=verdict)

    def as_data(self) -> dict[str, Any]:
        return {
            "mean": as_data(self.mean),
            "spread": as_data(self.spread),
            "people": as_data(self.people),
            "low": self.low,
            "high": self.high,
            "verdict": None if self.verdict is None else str(self.verdict),
        }


def read_figure(data: Mapping[str, Any]) -> Figure:
    return Figure(
        mean=as_told(data["mean"]),
        spread=as_told(data["spread"]),
        people=as_told(data["people"]),
        low=data["low"],
        high=data["high"],
        verdict=None if data.get("verdict") is None else Verdict(data["verdict"]),
    )


def told_people(voices: int, before: Told | None) -> Told:
    """To the nearest five. Nothing is told of fewer than 20."""
    told = in_steps(voices, step=BASE, reach=1, before=before)
    return Told(told.value, told.step, max(VOICES_FOR_A_MEAN, ceil(told.least)), floor(told.most))


def figure_of(strata: Sequence[Stratum], before: Figure | None) -> Figure:
    """The mean of all people in the strata, each stratum by its size.

    before : of the same construct, questions and groups in the wave before

    Σ W_s x̄_s; spread² = n/(n − 1) Σ W_s Σ_i (x − x̄)²/n_s, as of one sample with these weights.
    """
    voices = sum(len(stratum.scores) for stratum in strata)
    people = told_people(voices, None if before is None else before.people)
    weight = np.array([stratum.size for stratum in strata]) / sum(s.size for s in strata)
    # Follows from what is told of how many they are, so it tells nothing more.
    reach = max(_WIDTH * float(w) / s.people.least for w, s in zip(weight, strata, strict=True))
    mean = float(sum(w * s.scores.mean() for w, s in zip(weight, strata, strict=True)))
    variance = sum(
        w * float(((s.scores - mean) ** 2).mean()) for w, s in zip(weight, strata, strict=True)
    )
    told = _told_mean(mean, reach, None if before is None else before.mean)
    spread = _told_spread(
        sqrt(variance * voices / (voices - 1)), reach, None if before is None else before.spread
    )
    low, high = interval(told, spread, people)
    return Figure(told, spread, people, low, high)


def _told_mean(mean: float, reach: float, before: Told | None) -> Told:
    step = _step(_STEPS_OF_MEAN, reach)
    ends = LOWEST + step, HIGHEST - step
    return in_steps(mean, step=step, reach=reach, before=before, ends=ends)


def _told_spread(spread: float, reach: float, before: Told | None) -> Told:
    """The standard deviation. One voice moves a variance by 16/n at most."""
    # In the wave before there may have been one voice more, and fewer by one to divide by.
    reach = sqrt(LEAST_SPREAD**2 + _WIDTH * reach * 1.06) - LEAST_SPREAD
    return in_steps(
        max(spread, LEAST_SPREAD),
        step=_step(_STEPS_OF_SPREAD, reach),
        reach=reach,
        before=before,
        ends=(LEAST_SPREAD, inf),
        origin=LEAST_SPREAD,
    )


def _step(steps: Sequence[float], reach: float) -> float:
    return next(step for step in steps if step >= reach - 1e-9)


def rounded_up(spread: Told) -> float:
    """So that what is computed from it stays cautious."""
    return spread.value + spread.step / 2


def interval(mean: Told, spread: Told, people: Told) -> tuple[float, float]:
    """The 95 % interval of Student's t, around all that the mean can be; cut off at 1 and 5."""
    fewest = people.least
    half = float(stdtrit(fewest - 1, 0.975)) * rounded_up(spread) / sqrt(fewest)
    low = max(LOWEST, mean.least - half)
    high = min(HIGHEST, mean.most + half)
    return round(low, 4), round(high, 4)
