"""Did what is measured change over the waves? From what was told of each, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.change import (
    alarm_threshold,
    change_of_means,
    drop_statistic,
    variance_of_waves,
    waves_after_drop,
)
from samenspel.soundings.instruments.scale.figures import Figure

# Two years of four pulses. Over so many waves a threshold holds, and no more are compared.
WAVES = 8
FALSE_ALARMS = 0.05
# By how much waves differ though nothing changed, beyond whom they happen to reach.
NOISE = 0.05
_WAVES_TO_SEE_IT = 2
# By how many waves came before a drop: the smallest that is seen within two waves in four cases out
# of five, in standard errors of a wave, where the threshold is 2.5 and where it is 3.5. What
# `smallest_visible_drop` gives; in between it is a line to within .02.
VISIBLE = {
    1: (3.953, 5.238),
    2: (3.188, 4.269),
    3: (2.882, 3.894),
    4: (2.709, 3.675),
    5: (2.627, 3.572),
    6: (2.553, 3.479),
    7: (2.488, 3.401),
}

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """What a series of waves says of a change up to now.

    waves : how many were compared
    drop, rise : how far it fell or rose after the moment that shows it most, in standard errors
    drop_at, rise_at : what these must reach
    waves_since_drop, waves_since_rise : how many waves came after that moment
    changed : P(there was one change)
    visible : the smallest drop that would be seen within two waves, in four cases out of five
    """

    waves: int
    drop: float
    rise: float
    drop_at: float
    rise_at: float
    waves_since_drop: int
    waves_since_rise: int
    changed: float
    visible: float

    @property
    def is_new(self) -> bool:
        """Whether what changed did so in the last two waves: else it was said before."""
        since = self.waves_since_drop if self.fell else self.waves_since_rise
        return (self.fell or self.rose) and since <= _WAVES_TO_SEE_IT

    @property
    def fell(self) -> bool:
        return self.drop >= self.drop_at

    @property
    def rose(self) -> bool:
        return self.rise >= self.rise_at

    def as_data(self) -> dict[str, Any]:
        return {name: round(value, 3) for name, value in vars(self).items()}


def read_change(data: Mapping[str, Any] | None) -> Change | None:
    return None if data is None else Change(**data)


@dataclass(frozen=True, eq=False)
class Waves:
    """
    means, variances : (waves,) the oldest first and this one last
    spread : standard deviation of scores
    """

    means: FloatArray
    variances: FloatArray
    spread: float


def waves_of_one(figures: Sequence[Figure]) -> Waves:
    """Of one group, or of all together: a figure for each wave."""
    compared = figures[-WAVES:]
    means = np.array([figure.mean.value for figure in compared])
    n = np.array([figure.people.value for figure in compared], dtype=np.int64)
    spread = np.array([figure.spread.value for figure in compared])
    around = np.array([_around(figure) for figure in compared])
    variance = float((spread**2).mean())
    sampling = variance_of_waves(n, variance=variance, between=NOISE)
    return Waves(means, np.asarray(sampling + around**2 / 3), float(np.sqrt(variance)))


def waves_of_several(groups: Sequence[Sequence[Figure]], sizes: Sequence[float]) -> Waves:
    """Of several groups that are there in each of the waves, each by its size."""
    weight = np.array(sizes) / sum(sizes)
    each = [waves_of_one(figures) for figures in groups]
    means = sum(w * one.means for w, one in zip(weight, each, strict=True))
    # What waves differ by though nothing changed is of all groups alike.
    variances = sum(w**2 * (one.variances - NOISE**2) for w, one in zip(weight, each, strict=True))
    spread = sum(w * one.spread for w, one in zip(weight, each, strict=True))
    return Waves(np.asarray(means), np.asarray(variances) + NOISE**2, float(spread))


def change(
    waves: Waves, *, drops: int, rises: int, false_alarms: float = FALSE_ALARMS
) -> Change | None:
    """None of a single wave.

    drops, rises : how many series are watched for one, side by side
    false_alarms : P(an alarm in any of them, over eight waves, where nothing changes)
    """
    count = len(waves.means)
    if count < 2:
        return None
    drop_at = _threshold(drops, false_alarms)
    return Change(
        waves=count,
        drop=float(drop_statistic(waves.means, waves.variances)),
        rise=float(drop_statistic(-waves.means, waves.variances)),
        drop_at=drop_at,
        rise_at=_threshold(rises, false_alarms),
        waves_since_drop=waves_after_drop(waves.means, waves.variances),
        waves_since_rise=waves_after_drop(-waves.means, waves.variances),
        changed=change_of_means(waves.means, waves.variances, scale=waves.spread / 2),
        visible=visible(count, drop_at) * float(np.sqrt(waves.variances.mean())),
    )


def visible(earlier: int, threshold: float) -> float:
    """The smallest drop that would be seen after so many waves, in standard errors of a wave."""
    low, high = VISIBLE[min(earlier, WAVES - 1)]
    return low + (threshold - 2.5) * (high - low)


def _around(figure: Figure) -> float:
    """Half of what can be behind the told mean."""
    mean = figure.mean
    if mean.least == -inf or mean.most == inf:
        return mean.step / 2
    return (mean.most - mean.least) / 2


@lru_cache(maxsize=256)
def _threshold(series: int, false_alarms: float) -> float:
    """Of waves of equal variances: it has no unit. Those of waves of 20 to 150 people lie at most
    .07 below it.
    """
    return alarm_threshold(np.ones(WAVES), series=max(series, 1), alpha=false_alarms)
