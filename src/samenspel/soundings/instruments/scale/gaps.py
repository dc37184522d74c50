"""Do levels see it differently? A first screen between roles, from told figures alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Any

import numpy as np

from samenspel.cooperations.models import Role
from samenspel.measures.opinions.false_discoveries import benjamini_hochberg
from samenspel.measures.scales import gap
from samenspel.soundings.instruments.scale.figures import HIGHEST, LOWEST, Figure, rounded_up

LEVELS = (
    Role.COUNCIL,
    Role.COLLEGE,
    Role.MANAGEMENT,
    Role.STAFF,
    Role.PARTNER,
    Role.RESIDENT,
    Role.BUSINESS,
)


@dataclass(frozen=True)
class Level:
    """All groups of a role together, from what is told of each."""

    role: str
    mean: float
    least: float
    most: float
    spread: float
    people: int


@dataclass(frozen=True)
class Gap:
    """How far the mean of one role lies above that of another, in standard deviations."""

    construct: str
    higher: str
    lower: str
    size: float
    low: float
    high: float
    q: float

    def as_data(self) -> dict[str, Any]:
        return {
            "construct": self.construct,
            "higher": self.higher,
            "lower": self.lower,
            "size": round(self.size, 2),
            "low": round(self.low, 2),
            "high": round(self.high, 2),
            "q": round(self.q, 4),
        }


def gaps(told: Iterable[tuple[str, Sequence[Level]]]) -> list[Gap]:
    """Between every two levels, for every construct; q over all of them (Benjamini & Hochberg).

    told : keys of constructs with their levels

    Hedges' g of the told means, its interval widened by what rounding can hide. p is that of the
    nearest that both means can be: rounding can hide a gap and never make one.
    """
    found = [
        _gap(construct, first, second)
        for construct, levels in told
        for first, second in combinations(levels, 2)
    ]
    q = benjamini_hochberg(np.array([p for _one, p in found]))
    return [
        Gap(one.construct, one.higher, one.lower, one.size, one.low, one.high, float(each))
        for (one, _p), each in zip(found, q, strict=True)
    ]


def levels(groups: Iterable[tuple[str, Figure | None]]) -> list[Level]:
    """The levels of which something is told, in their usual order.

    groups : roles of groups that are put side by side, with their figures
    """
    of_role: dict[str, list[Figure]] = {}
    for role, figure in groups:
        if figure is not None:
            of_role.setdefault(role, []).append(figure)
    return [_level(role, of_role[role]) for role in LEVELS if role in of_role]


def _level(role: str, figures: Sequence[Figure]) -> Level:
    """Each group by its people; the spread is that within groups."""
    people = np.array([figure.people.least for figure in figures])
    spread = np.array([rounded_up(figure.spread) for figure in figures])

    def mean(values: Iterable[float]) -> float:
        return float(np.average(list(values), weights=people))

    return Level(
        role=str(role),
        mean=mean(figure.mean.value for figure in figures),
        least=mean(max(figure.mean.least, LOWEST) for figure in figures),
        most=mean(min(figure.mean.most, HIGHEST) for figure in figures),
        spread=sqrt(mean(spread**2)),
        people=int(people.sum()),
    )


def _gap(construct: str, first: Level, second: Level) -> tuple[Gap, float]:
    """With its p."""
    higher, lower = (first, second) if first.mean >= second.mean else (second, first)
    size, low, high, _p = _hedges(higher, lower, higher.mean - lower.mean)
    slack = (
        (higher.mean - higher.least + lower.most - lower.mean)
        * size
        / ((higher.mean - lower.mean) or 1.0)
    )
    nearest = max(0.0, higher.least - lower.most)
    *_figures, p = _hedges(higher, lower, nearest)
    return Gap(construct, higher.role, lower.role, size, low - slack, high + slack, 1.0), p


def _hedges(higher: Level, lower: Level, apart: float) -> tuple[float, float, float, float]:
    found = gap(
        (np.array(apart), np.array(higher.spread), np.array(higher.people)),
        (np.array(0.0), np.array(lower.spread), np.array(lower.people)),
    )
    return float(found.size), float(found.low), float(found.high), float(found.p_value)
