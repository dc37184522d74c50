"""How many of a known group stand behind a statement, and how sure that is."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv

from samenspel.measures.disclosure import Released

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

# Up to here the distribution is summed person by person; beyond, that costs seconds a cell.
_COUNTED_ONE_BY_ONE = 500_000


@dataclass(frozen=True)
class Support:
    """Shares of a group, all arrays of the same shape. nan where nothing can be said.

    share : of those who answered, who agreed (0 to 1)
    low, high : interval of the share of the whole group, if the silent resemble who answered
    lowest, highest : bounds of that share whatever the silent think
    majority : probability that more than half of the group agrees, as far as `low` holds
    """

    share: FloatArray
    low: FloatArray
    high: FloatArray
    lowest: FloatArray
    highest: FloatArray
    majority: FloatArray


def support(
    agree: IntArray,
    answered: IntArray,
    size: IntArray,
    *,
    took_part: IntArray | None = None,
    level: float = 0.95,
) -> Support:
    """Share of each group that would agree, with its interval and its silence.

    agree, answered : (…) counts; agree <= answered. Passes count as answered
    size : (…) people in the group, those who did not take part included
    took_part : (…) people who took part, where a statement was not shown to all of them.
        Whoever took part and did not get the statement is *not shown*, not *silent*.
        Default: `answered`
    level : of the interval

    With A agree, n answered, N size, P took part:
    low and high hold if the silent resemble those who answered: quantiles of
    (A + BetaBinomial(N - n, A + 1/2, n - A + 1/2)) / N. Mean coverage over N = 5-300 and
    M ~ BetaBinomial(N, 1/2, 1/2) is at least `level` (Jeffreys prior on a finite group).
    lowest and highest hold whatever the silent think (Manski 1989): l P / N and
    (h P + N - P) / N, with [l, h] the same interval among the P who took part.
    majority is P(M > N / 2) under the same beta-binomial.

    Raises ValueError unless 0 <= agree <= answered <= took_part <= size and 0 < level < 1.
    """
    took_part = answered if took_part is None else took_part
    _check(agree, answered, took_part, size, level)
    agree, answered, took_part, size = np.broadcast_arrays(agree, answered, took_part, size)
    out = np.full((6, *agree.shape), np.nan)
    for cell in np.ndindex(agree.shape):
        a, n, p, size_ = (int(x[cell]) for x in (agree, answered, took_part, size))
        if n == 0:
            continue
        low, high, majority = _group(a, n, size_, level)
        within_low, within_high, _ = _group(a, n, p, level)
        silent = size_ - p
        out[(slice(None), *cell)] = (
            a / n,
            low / size_,
            high / size_,
            within_low / size_,
            (within_high + silent) / size_,
            majority,
        )
    return Support(*out)


def released_support(
    released: Released, kind: int, size: IntArray, took_part: IntArray, *, level: float = 0.95
) -> Support:
    """`support` for one answer (AGREE, DISAGREE or PASS), read from released counts only.

    size, took_part : (groups,) as in `support`, as far as they may be known

    Behind a released cell lie several counts. Every figure is that of the one that makes it most
    cautious: `low`, `lowest` and `majority` the least, `high` and `highest` the greatest.
    share is nan where only a band is released.
    """
    groups, items = released.precision.shape
    figures = np.full((5, groups, items), np.nan)
    for group, item in zip(*np.nonzero(released.shown), strict=True):
        behind = np.array(released.extremes((int(group), int(item)), kind), dtype=np.int64)
        part = np.maximum(took_part[group], behind[:, 1])
        whole = np.maximum(size[group], part)
        all_of_them = support(behind[:, 0], behind[:, 1], whole, took_part=part, level=level)
        figures[:, group, item] = (
            all_of_them.low.min(),
            all_of_them.high.max(),
            all_of_them.lowest.min(),
            all_of_them.highest.max(),
            all_of_them.majority.min(),
        )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = released.told[:, :, kind] / released.answered
    # Rounded counts may add up to more than the rounded number of answers.
    return Support(np.minimum(share, 1.0), *figures)


def _check(
    agree: IntArray, answered: IntArray, took_part: IntArray, size: IntArray, level: float
) -> None:
    if np.any(agree < 0) or np.any(agree > answered):
        raise ValueError("agree must lie between 0 and answered")
    if np.any(answered > took_part) or np.any(took_part > size):
        raise ValueError("answered must not exceed took_part, nor took_part size")
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")


@lru_cache(maxsize=65_536)
def _group(agree: int, answered: int, size: int, level: float) -> tuple[float, float, float]:
    """Low and high number of people of the group who would agree, and P(more than half)."""
    people, a, b = size - answered, agree + 0.5, answered - agree + 0.5
    tail = (1 - level) / 2
    # More than half means at least size // 2 + 1 people, of whom `agree` are known.
    needed = size // 2 + 1 - agree
    if people > _COUNTED_ONE_BY_ONE:
        return _group_of_millions(agree, people, a, b, tail, needed)
    cumulative = _beta_binomial(people, a, b)
    low = agree + int(np.searchsorted(cumulative, tail))
    high = agree + int(np.searchsorted(cumulative, 1 - tail))
    if needed <= 0:
        return low, high, 1.0
    if needed > people:
        return low, high, 0.0
    return low, high, float(1 - cumulative[needed - 1])


def _group_of_millions(
    agree: int, people: int, a: float, b: float, tail: float, needed: int
) -> tuple[float, float, float]:
    """The same from a beta distribution with the mean and variance of the beta-binomial share.

    Its error is of the order of one person in `people`.
    """
    total = a + b
    matched = people * (total + 1) / (total + people) - 1
    alpha, beta = a / total * matched, b / total * matched
    low = agree + people * float(betaincinv(alpha, beta, tail))
    high = agree + people * float(betaincinv(alpha, beta, 1 - tail))
    majority = 1 - float(betainc(alpha, beta, min(max(needed / people, 0.0), 1.0)))
    return low, high, majority


def _beta_binomial(people: int, a: float, b: float) -> FloatArray:
    """(people + 1,) cumulative probabilities of BetaBinomial(people, a, b).

    By the ratio of neighbouring probabilities, p(k+1) / p(k) = (m-k)(k+a) / ((k+1)(m-k-1+b)):
    one logarithm a step, and no difference of large gamma functions.
    """
    k = np.arange(people, dtype=np.float64)
    steps = np.log((people - k) * (k + a)) - np.log((k + 1) * (people - k - 1 + b))
    log_p = np.concatenate([[0.0], np.cumsum(steps)])
    p = np.exp(log_p - log_p.max())
    cumulative: FloatArray = np.cumsum(p) / p.sum()
    cumulative[-1] = 1.0
    return cumulative
