"""What options may be worth on a criterion, on a scale from worst (0) to best (1)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from samenspel.measures.smaa.weights import FloatArray


@dataclass(frozen=True)
class Normal:
    """Normal around a mean; exact where sd is 0."""

    mean: float
    sd: float = 0.0

    def draw(self, draws: int, random: np.random.Generator) -> FloatArray:
        return self.mean + self.sd * random.standard_normal(draws)

    def quantile(self, part: float) -> float:
        return self.mean + self.sd * float(ndtri(part))


@dataclass(frozen=True)
class LogNormal:
    """e to the power of a normal value: mean and sd are those of the logarithm."""

    mean: float
    sd: float = 0.0

    def draw(self, draws: int, random: np.random.Generator) -> FloatArray:
        return np.asarray(np.exp(self.mean + self.sd * random.standard_normal(draws)))

    def quantile(self, part: float) -> float:
        return float(np.exp(self.mean + self.sd * ndtri(part)))


@dataclass(frozen=True)
class Uniform:
    """Anything between two ends, as likely."""

    low: float
    high: float

    def draw(self, draws: int, random: np.random.Generator) -> FloatArray:
        return random.uniform(self.low, self.high, draws)

    def quantile(self, part: float) -> float:
        return self.low + part * (self.high - self.low)


Distribution = Normal | LogNormal | Uniform


@dataclass(frozen=True)
class Criterion:
    """A scale with fixed ends, and which end is good.

    worst, best : ends of the scale, in the units of the values; worst may be the larger number
    """

    worst: float
    best: float

    def __post_init__(self) -> None:
        if not np.isfinite([self.worst, self.best]).all() or self.worst == self.best:
            raise ValueError("a scale needs two different ends")


@dataclass(frozen=True, eq=False)
class Table:
    """(options, criteria) distributions, with the scale of each criterion. Draws their values."""

    cells: tuple[tuple[Distribution, ...], ...]
    criteria: tuple[Criterion, ...]

    def __call__(self, draws: int, random: np.random.Generator) -> FloatArray:
        """(draws, options, criteria) values, linear on the scale and cut off at its ends."""
        values = np.empty((draws, len(self.cells), len(self.criteria)))
        for option, row in enumerate(self.cells):
            for at, (cell, scale) in enumerate(zip(row, self.criteria, strict=True)):
                drawn = cell.draw(draws, random)
                values[:, option, at] = (drawn - scale.worst) / (scale.best - scale.worst)
        return np.clip(values, 0.0, 1.0)


def hull(cells: Sequence[Distribution], *, upward: bool) -> Criterion:
    """A scale just wide enough for .95 of what every option may be.

    Only for a table that is finished: with these ends an option that is withdrawn can turn others
    round, which it cannot with ends that are fixed beforehand.

    Raises ValueError where all options are exactly the same.
    """
    low = min(cell.quantile(0.025) for cell in cells)
    high = max(cell.quantile(0.975) for cell in cells)
    return Criterion(low, high) if upward else Criterion(high, low)
