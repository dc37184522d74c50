"""How many of a known group stand behind a statement, and how sure that is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.disclosure import Released
from samenspel.measures.opinions.beta_binomial import beta_binomials

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

# Of so few answers, all the same, the interval reaches one person further; see `support`.
_ONE_FURTHER = 5
# As many groups at a time as fit in the fast memory of a processor.
_AT_A_TIME = 512


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
    (A + BetaBinomial(N - n, A + 1/2, n - A + 1/2)) / N. Mean coverage over
    M ~ BetaBinomial(N, 1/2, 1/2) is at least `level` (Jeffreys prior on a finite group). Where at
    most five answered and all said the same, the limit on the other side is one person further:
    with that coverage at .95 is nowhere below .857 for N = 5-300, without it .833.
    lowest and highest hold whatever the silent think (Manski 1989): l P / N and
    (h P + N - P) / N, with [l, h] the same interval among the P who took part.
    majority is P(M > N / 2) under the same beta-binomial.

    Up to 5,000 silent people low and high are exact; beyond, one may be off by one person. majority
    is within 1e-6. See `beta_binomials`.

    Raises ValueError unless 0 <= agree <= answered <= took_part <= size and 0 < level < 1.
    """
    took_part = answered if took_part is None else took_part
    _check(agree, answered, took_part, size, level)
    agree, answered, took_part, size = np.broadcast_arrays(agree, answered, took_part, size)
    out = np.full((6, *agree.shape), np.nan)
    some = answered > 0
    a, n, p, whole = agree[some], answered[some], took_part[some], size[some]
    (low, high, majority), (within_low, within_high, _) = _groups(a, n, (whole, p), level)
    out[:, some] = (
        a / n,
        low / whole,
        high / whole,
        within_low / whole,
        (within_high + whole - p) / whole,
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
    figures = np.full((5, *released.precision.shape), np.nan)
    group, item = np.nonzero(released.shown)
    behind = [released.extremes((int(g), int(i)), kind) for g, i in zip(group, item, strict=True)]
    if behind:
        counts = np.array([pair for pairs in behind for pair in pairs], dtype=np.int64)
        group_of = np.repeat(group, [len(pairs) for pairs in behind])
        part = np.maximum(took_part[group_of], counts[:, 1])
        whole = np.maximum(size[group_of], part)
        found = support(counts[:, 0], counts[:, 1], whole, took_part=part, level=level)
        first = np.cumsum([0] + [len(pairs) for pairs in behind[:-1]])
        figures[:, group, item] = (
            np.minimum.reduceat(found.low, first),
            np.maximum.reduceat(found.high, first),
            np.minimum.reduceat(found.lowest, first),
            np.maximum.reduceat(found.highest, first),
            np.minimum.reduceat(found.majority, first),
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


def _groups(
    agree: IntArray, answered: IntArray, sizes: tuple[IntArray, ...], level: float
) -> FloatArray:
    """(sizes, 3, cells): for groups of each size the low and the high number of people who would
    agree, and P(more than half).
    """
    asked = np.concatenate([np.stack([size, answered, agree], axis=1) for size in sizes])
    # Many cells are alike. In order of size, small ones come together and need few blocks.
    alike, place = np.unique(asked, axis=0, return_inverse=True)
    found = np.empty((3, len(alike)))
    for start in range(0, len(alike), _AT_A_TIME):
        part = slice(start, start + _AT_A_TIME)
        found[:, part] = _different_groups(alike[part].T, level)
    by_size = found[:, place.reshape(len(sizes), -1)]
    return np.moveaxis(by_size, 1, 0)


def _different_groups(cells: IntArray, level: float) -> tuple[IntArray, IntArray, FloatArray]:
    """Low, high and P(more than half). cells : (3, cells) size, answered, agree."""
    size, answered, agree = cells
    tail = (1 - level) / 2
    a: FloatArray = agree + 0.5
    silent = beta_binomials(size - answered, a, answered + 1 - a)
    # More than half means at least size // 2 + 1 people, of whom `agree` are known.
    needed = size // 2 + 1 - agree
    majority = np.select(
        [needed <= 0, needed > silent.people], [1.0, 0.0], 1 - silent.cumulative(needed - 1)
    )
    low, high = silent.quantile(tail), silent.quantile(1 - tail)
    few = answered <= _ONE_FURTHER
    low = np.where(few & (agree == answered), np.maximum(low - 1, 0), low)
    high = np.where(few & (agree == 0), np.minimum(high + 1, silent.people), high)
    return agree + low, agree + high, majority
