"""Do people in a group agree on rated items, beyond what answers at random would show?

A fixed cut-off such as .70 says nothing for small groups: with four people answering at random one
in twenty reaches .875. What must be reached is therefore taken from chance itself, for the number
of people and items at hand, under two kinds of chance (Biemann, Cole & Voelpel 2012).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]

_DRAWS = 20_000


class Verdict(StrEnum):
    """What a group's answers say of its agreement."""

    AGREES = "agrees"
    DIVIDED = "divided"  # does not agree with itself
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Agreement:
    """Indices of one group on J parallel items; 1 where all give the same answers.

    within : rwg of one item, rwg(j) of several. starred : r*wg(j)
    deviation : mean AD of the items; `deviation_cut_off`, A/6, is for comparison
    """

    within: float
    starred: float
    deviation: float
    deviation_cut_off: float
    verdict: Verdict


def agreement(answers: IntArray, *, options: int, seed: int = 0) -> Agreement:
    """How much people agree with each other, and whether chance would show as much or as little.

    answers : (people, items) from 1 to `options`; two people or more

    With σ² = (A² − 1)/12 and s̄² the mean variance of items (n − 1):
    rwg = 1 − min(s², σ²)/σ²; rwg(j) = J(1 − s̄²/σ²) / [J(1 − s̄²/σ²) + s̄²/σ²], cut off at 0
    (James, Demaree & Wolf 1984); r*wg(j) = 1 − s̄²/σ² (Lindell, Brandt & Whitney 1999);
    AD = mean |x − x̄| (Burke & Dunlap 2002).

    AGREES where s̄² is at most the lower, and DIVIDED where it is above the upper critical variance
    under both kinds of chance (`critical_variances`); between them it is UNCLEAR.

    Raises ValueError for one person, no items, or answers outside the scale.
    """
    if answers.ndim != 2 or len(answers) < 2 or answers.shape[1] < 1:
        raise ValueError("answers must be (people, items) of two people or more")
    if options < 2 or answers.min() < 1 or answers.max() > options:
        raise ValueError("answers must lie from 1 to the number of options, which is 2 or more")
    people, items = answers.shape
    chance = (options**2 - 1) / 12
    variance = float(answers.var(axis=0, ddof=1).mean())
    kept = max(0.0, 1 - variance / chance)
    within = items * kept / (items * kept + min(variance / chance, 1.0))
    lower, upper = critical_variances(
        people, options=options, items=items, correlation=_correlation(answers), seed=seed
    )
    verdict = Verdict.UNCLEAR
    if variance <= lower:
        verdict = Verdict.AGREES
    elif variance > upper:
        verdict = Verdict.DIVIDED
    return Agreement(
        within=within if items > 1 else kept,
        starred=1 - variance / chance,
        deviation=float(np.abs(answers - answers.mean(axis=0)).mean()),
        deviation_cut_off=options / 6,
        verdict=verdict,
    )


def critical_variances(
    people: int, *, options: int, items: int = 1, correlation: float = 0.0, seed: int = 0
) -> tuple[float, float]:
    """What the mean variance of items must be at most, or above, to be more than chance.

    people, items, options : of the group at hand
    correlation : mean correlation between its items; answers at random get the same

    The largest v with P(s̄² <= v) <= .05, and the smallest with P(s̄² > v) <= .05, each under the
    uniform and under a slightly skewed chance (LeBreton & Senter 2008: .05 .15 .20 .35 .25 for
    five options; for others the skew is stretched); of both the stricter one. For agreement the
    lower is -1 where even no variance at all is too likely. Simulated, 20,000 groups.

    Raises ValueError for fewer than two people or options, or no items.
    """
    if people < 2 or options < 2 or items < 1:
        raise ValueError("there must be two people and options or more, and an item")
    rounded = round(min(max(correlation, 0.0), 0.95), 1)
    found = [
        _critical(people, tuple(chances), items, rounded, seed)
        for chances in (np.full(options, 1 / options), slightly_skewed(options))
    ]
    return min(low for low, _high in found), max(high for _low, high in found)


def slightly_skewed(options: int) -> FloatArray:
    """(options,) chances that lean a little to the upper side, as answers out of courtesy do."""
    known = np.cumsum([0, 0.05, 0.15, 0.20, 0.35, 0.25])
    edges = np.interp(np.linspace(0, 5, options + 1), np.arange(6), known)
    return np.diff(edges)


@lru_cache(maxsize=512)
def _critical(
    people: int, chances: tuple[float, ...], items: int, correlation: float, seed: int
) -> tuple[float, float]:
    random = np.random.default_rng([seed, people, items, len(chances)])
    edges = np.cumsum(chances)[:-1]
    variances = np.empty(_DRAWS)
    at_a_time = max(1, 2_000_000 // (people * items))
    for start in range(0, _DRAWS, at_a_time):
        some = slice(start, min(start + at_a_time, _DRAWS))
        shape = (some.stop - some.start, people, items)
        answers = np.searchsorted(edges, _ranks(random, shape, correlation), side="right")
        variances[some] = answers.var(axis=1, ddof=1).mean(axis=1)
    found, times = np.unique(np.round(variances, 9), return_counts=True)
    reached = np.cumsum(times) / _DRAWS
    low = found[reached <= 0.05]
    high = found[1 - reached <= 0.05]
    return float(low[-1]) if len(low) else -1.0, float(high[0])


def _ranks(
    random: np.random.Generator, shape: tuple[int, int, int], correlation: float
) -> FloatArray:
    """Uniform numbers, correlated between items within a person."""
    if not correlation:
        return random.random(shape)
    shared = random.normal(size=(*shape[:2], 1))
    own = random.normal(size=shape)
    return np.asarray(ndtr(np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own))


def _correlation(answers: IntArray) -> float:
    """Mean correlation between items that vary; 0 where fewer than two do."""
    vary = answers[:, answers.var(axis=0) > 0]
    items = vary.shape[1]
    if items < 2:
        return 0.0
    matrix = np.corrcoef(vary, rowvar=False)
    return float((matrix.sum() - items) / (items * (items - 1)))
