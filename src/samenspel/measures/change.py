"""Did a mean change over waves? Rated soundings are few, and where they began is not known.

Every wave asks other people of the same groups (repeated cross-sections), so waves are independent
and a change is judged on the means of waves alone.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]

_DRAWS = 4_000
_DRAWS_AT_A_TIME = 500


# ── From an unknown level ─────────────────────────────────────────────────────────────────
def variance_of_waves(n: IntArray, *, variance: float, between: float) -> FloatArray:
    """(waves,) variance of each wave's mean: σ² / n_t + τ².

    n : (waves,) people who answered, at least 1
    variance : σ², of answers among people
    between : τ, the standard deviation by which waves differ though nothing changed

    Raises ValueError for a wave without answers, or a variance that is negative.
    """
    if np.any(n < 1):
        raise ValueError("every wave needs at least one answer")
    if variance < 0 or between < 0 or variance + between == 0:
        raise ValueError("variance and between must be 0 or more, and not both 0")
    return np.asarray(variance / n + between**2)


def drop_statistic(means: FloatArray, variances: FloatArray) -> FloatArray:
    """(…) how far the means fell after the moment that shows it most, in standard errors.

    means : (…, waves), two waves or more, oldest first
    variances : (waves,) of each mean, as `variance_of_waves`

    z = max_k (x̄_≤k − x̄_>k) / √(1/W_≤k + 1/W_>k), with means weighted by w_t = 1 / variance_t and
    W their sum: the likelihood ratio for a step at an unknown moment from an unknown level
    (Hawkins, Qiu & Kang 2003, Journal of Quality Technology 35:355). One-sided: for a rise, turn
    the sign of the means.

    Raises ValueError for fewer than two waves or shapes that do not fit.
    """
    apart, error = _steps(means, variances)
    return np.asarray((apart / error).max(axis=-1))


def waves_after_drop(means: FloatArray, variances: FloatArray) -> int:
    """How many waves came after the moment that shows a drop most.

    means, variances : (waves,) as for `drop_statistic`

    Raises ValueError as `drop_statistic`.
    """
    apart, error = _steps(means, variances)
    return len(means) - 1 - int(np.argmax(apart / error))


def _steps(means: FloatArray, variances: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(…, waves - 1) how far the weighted mean before each moment is above that after it, and
    (waves - 1,) the standard error of that.
    """
    waves = means.shape[-1]
    if waves < 2 or variances.shape != (waves,) or np.any(variances <= 0):
        raise ValueError("means need two waves or more, and a variance above 0 for each")
    weight = 1 / variances
    before = np.cumsum(weight)[:-1]
    after = weight.sum() - before
    sums = np.cumsum(means * weight, axis=-1)
    earlier = sums[..., :-1] / before
    later = (sums[..., -1:] - sums[..., :-1]) / after
    return np.asarray(earlier - later), np.asarray(np.sqrt(1 / before + 1 / after))


def alarm_threshold(
    variances: FloatArray, *, series: int, alpha: float = 0.05, seed: int = 0
) -> float:
    """What `drop_statistic` must reach, so that false alarms stay rare over everything watched.

    variances : (waves,) of the means of all waves that are planned, as `variance_of_waves`
    series : how many are watched side by side, taken as independent
    alpha : P(any alarm, in any series, after any wave from the second on) where nothing changes

    The upper quantile of the largest of all those statistics in 4,000 simulated histories.

    Raises ValueError for fewer than two waves, no series, or an alpha outside 0 to 1.
    """
    if series < 1 or not 0 < alpha < 1:
        raise ValueError("series must be 1 or more, and alpha between 0 and 1")
    waves = len(variances)
    random = np.random.default_rng(seed)
    largest = []
    for _start in range(0, _DRAWS, _DRAWS_AT_A_TIME):
        shape = (_DRAWS_AT_A_TIME, series, waves)
        means = random.normal(size=shape) * np.sqrt(variances)
        after = [
            drop_statistic(means[..., :end], variances[:end]).max(axis=1)
            for end in range(2, waves + 1)
        ]
        largest.append(np.max(after, axis=0))
    return float(np.quantile(np.concatenate(largest), 1 - alpha))


def power_to_see(
    drop: float,
    variances: FloatArray,
    *,
    earlier: int,
    threshold: float,
    draws: int = 20_000,
    seed: int = 0,
) -> float:
    """P(an alarm in one of the waves after a drop).

    drop : by how much the mean falls from wave `earlier` on, in the units of the variances
    variances : (waves,) of `earlier` waves and those in which it may be seen
    threshold : of `alarm_threshold`

    Raises ValueError where no wave stands before or after the drop.
    """
    waves = len(variances)
    if not 1 <= earlier < waves:
        raise ValueError("there must be a wave before the drop and one after it")
    random = np.random.default_rng(seed)
    means = random.normal(size=(draws, waves)) * np.sqrt(variances)
    means[:, earlier:] -= drop
    alarms = np.zeros(draws, dtype=bool)
    for end in range(earlier + 1, waves + 1):
        alarms |= drop_statistic(means[:, :end], variances[:end]) >= threshold
    return float(alarms.mean())


def smallest_visible_drop(
    variances: FloatArray, *, earlier: int, threshold: float, power: float = 0.8
) -> float:
    """The smallest drop that would be seen with this power: to be printed beside what was found.

    variances, earlier, threshold : as in `power_to_see`. By halving, to a thousandth of the
    standard error of the last wave.

    Raises ValueError for a power outside 0 to 1.
    """
    if not 0 < power < 1:
        raise ValueError("power must lie between 0 and 1")
    unit = float(np.sqrt(variances[-1]))
    low, high = 0.0, unit
    while power_to_see(high, variances, earlier=earlier, threshold=threshold) < power:
        low, high = high, 2 * high
    while high - low > unit / 1000:
        middle = (low + high) / 2
        seen = power_to_see(middle, variances, earlier=earlier, threshold=threshold)
        low, high = (low, middle) if seen >= power else (middle, high)
    return high


@dataclass(frozen=True, eq=False)
class SingleChange:
    """What a series says of one change of its mean.

    changed : P(there was one)
    after : (n - 1,) P(the last value of the first regime is number i), given that there was one
    before_mean, after_mean : of both sides of the likeliest moment
    """

    changed: float
    after: FloatArray
    before_mean: float
    after_mean: float

    @property
    def likeliest(self) -> int:
        return int(np.argmax(self.after))


def single_change(values: FloatArray, *, prior: float = 0.5) -> SingleChange:
    """Whether and when the mean of a series changed, with an unknown variance.

    values : (n,), oldest first, four or more and not all the same
    prior : P(there was a change) before looking; every moment is as likely as another

    Normal values with the same unknown variance, p(σ) ∝ 1/σ. Moment k has p(k) ∝ [k (n − k)]^-½
    SS_k^-((n−2)/2), with flat levels on both sides (Smith 1975, Biometrika 62:407). A flat level
    has no scale, so for the odds of any change the step δ is given one: δ ~ N(0, σ²), a change of
    one standard deviation of a single value (unit information, Kass & Wasserman 1995).

    Raises ValueError for too few values, all the same, or a prior outside 0 to 1.
    """
    n = len(values)
    if n < 4 or np.ptp(values) == 0:
        raise ValueError("a change needs four values or more that are not all the same")
    if not 0 < prior < 1:
        raise ValueError("prior must lie between 0 and 1")
    k = np.arange(1, n)
    first = np.cumsum(values)[:-1] / k
    second = (values.sum() - k * first) / (n - k)
    whole = float(((values - values.mean()) ** 2).sum())
    step = k * (n - k) / n
    between = step * (first - second) ** 2
    within = np.maximum(whole - between, whole * 1e-15)
    moment = -0.5 * np.log(k * (n - k)) - (n - 2) / 2 * np.log(within)
    after = np.exp(moment - moment.max())
    # With the step integrated over N(0, σ²): what its square takes off the sum of squares.
    left = whole - between * step / (1 + step)
    odds = -0.5 * np.log1p(step) - (n - 1) / 2 * np.log(left / whole)
    evidence = float(np.exp(odds).mean()) * prior / (1 - prior)
    likeliest = int(np.argmax(after))
    return SingleChange(
        changed=evidence / (1 + evidence) if np.isfinite(evidence) else 1.0,
        after=after / after.sum(),
        before_mean=float(first[likeliest]),
        after_mean=float(second[likeliest]),
    )


def change_of_means(
    means: FloatArray, variances: FloatArray, *, scale: float, prior: float = 0.5
) -> float:
    """P(the mean changed once), for a few waves of which the variances are known.

    means, variances : (waves,), two waves or more, oldest first; as for `drop_statistic`
    scale : the standard deviation of a step, where there is one
    prior : P(there was a change) before looking; every moment is as likely as another

    With a flat level, d_k the difference of the weighted means on both sides of moment k, v_k its
    variance and δ ~ N(0, scale²), the odds of a step at k against none are
    √(v_k/(v_k + scale²)) exp(d_k² scale² / (2 v_k (v_k + scale²))): normal values with a conjugate
    prior (Chernoff & Zacks 1964, Annals of Mathematical Statistics 35:999). Other than
    `single_change` this needs no spread among the waves: figures that were rounded alike show none.

    Raises ValueError for fewer than two waves, shapes that do not fit, a scale of 0 or less, or a
    prior outside 0 to 1.
    """
    if scale <= 0 or not 0 < prior < 1:
        raise ValueError("scale must be above 0, and prior between 0 and 1")
    apart, error = _steps(means, variances)
    v, wide = error**2, error**2 + scale**2
    odds = np.sqrt(v / wide) * np.exp(apart**2 * scale**2 / (2 * v * wide))
    evidence = float(odds.mean()) * prior / (1 - prior)
    return evidence / (1 + evidence) if np.isfinite(evidence) else 1.0


# ── From a known level ────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, eq=False)
class Cusum:
    """(values,) sums above and below the level, and where one of them is beyond the limit."""

    upper: FloatArray
    lower: FloatArray
    alarm: NDArray[np.bool_]


def cusum(values: FloatArray, *, level: float, slack: float, limit: float) -> Cusum:
    """Cumulative sums against a level that is known beforehand.

    C⁺ = max(0, x − (μ₀ + K) + C⁺), C⁻ = max(0, (μ₀ − K) − x + C⁻); an alarm where one is above H
    (Page 1954; Montgomery & Runger, table 16-8).

    level : μ₀; slack : K, half the change that matters; limit : H

    Raises ValueError for a slack or a limit below 0.
    """
    if slack < 0 or limit < 0:
        raise ValueError("slack and limit must be 0 or more")
    upper, lower = np.zeros(len(values)), np.zeros(len(values))
    above = below = 0.0
    for at, value in enumerate(values):
        above = max(0.0, value - (level + slack) + above)
        below = max(0.0, (level - slack) - value + below)
        upper[at], lower[at] = above, below
    return Cusum(upper, lower, (upper > limit) | (lower > limit))
