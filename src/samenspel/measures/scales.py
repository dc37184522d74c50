"""Rated items: how they are spread, what the mean is worth, and whether they measure one thing."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import ndtr, ndtri, stdtrit

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Means:
    """(…) of each row of counts; nan where there is nothing to tell: n below 1, or 2 for spread."""

    n: IntArray
    mean: FloatArray
    sd: FloatArray
    low: FloatArray
    high: FloatArray


def means(counts: IntArray, *, level: float = 0.95) -> Means:
    """The mean of rated answers, with its interval.

    counts : (…, options) people per answer option, lowest first; options count as 1, 2, …

    Student's t with n − 1 degrees of freedom, cut off at the ends of the scale. It describes people
    like these and not the group as it is now, so there is no finite-population correction
    (Deming 1953): gaps and changes are about those too.

    Raises ValueError for negative counts, fewer than two options or a level outside 0 to 1.
    """
    options = counts.shape[-1]
    if options < 2 or np.any(counts < 0):
        raise ValueError("counts need two options or more, and must not be negative")
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")
    value = np.arange(1, options + 1)
    n = counts.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (counts * value).sum(axis=-1) / n
        squares = (counts * (value - mean[..., None]) ** 2).sum(axis=-1)
        sd = np.where(n > 1, np.sqrt(squares / (n - 1)), np.nan)
        half = stdtrit(np.maximum(n - 1, 1), (1 + level) / 2) * sd / np.sqrt(n)
    low, high = np.maximum(mean - half, 1), np.minimum(mean + half, options)
    return Means(n, mean, sd, low, high)


def shrunk_means(mean: FloatArray, n: IntArray, *, variance: float, between: float) -> FloatArray:
    """(groups,) means of small groups, drawn towards what all groups show.

    mean, n : (groups,) means and the people behind them
    variance : σ², of answers within groups
    between : τ², of true means among groups

    λ = τ² / (τ² + σ²/n); λ x̄ + (1 − λ) Σ λ x̄ / Σ λ (Raudenbush & Bryk 2002, ch. 3).

    Raises ValueError for a group without people, or variances below 0.
    """
    if mean.shape != n.shape or np.any(n < 1):
        raise ValueError("every group needs a mean and at least one person")
    if variance < 0 or between < 0 or variance + between == 0:
        raise ValueError("variances must be 0 or more, and not both 0")
    reliability = between / (between + variance / n)
    if not between:
        return np.full(mean.shape, float(np.average(mean, weights=n)))
    centre = float(np.average(mean, weights=reliability))
    return np.asarray(reliability * mean + (1 - reliability) * centre)


@dataclass(frozen=True, eq=False)
class Gap:
    """How far two groups are apart, in standard deviations."""

    size: FloatArray
    low: FloatArray
    high: FloatArray
    p_value: FloatArray


def gap(
    first: tuple[FloatArray, FloatArray, IntArray],
    second: tuple[FloatArray, FloatArray, IntArray],
    *,
    level: float = 0.95,
) -> Gap:
    """Hedges' g of the first above the second, with its interval.

    first, second : mean, standard deviation and n of each, all of one shape

    g = J (x̄₁ − x̄₂) / s, s pooled, J = 1 − 3 / (4 (n₁ + n₂ − 2) − 1);
    Var = 1/n₁ + 1/n₂ + g² / (2 (n₁ + n₂)) (Hedges & Olkin 1985). p of g / √Var, two-sided.

    Raises ValueError for fewer than two people in a group, or no spread in both.
    """
    (m1, s1, n1), (m2, s2, n2) = first, second
    if np.any(np.asarray(n1) < 2) or np.any(np.asarray(n2) < 2):
        raise ValueError("both groups need two people or more")
    pooled = ((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / (n1 + n2 - 2)
    if np.any(np.asarray(pooled) <= 0):
        raise ValueError("a gap needs some spread in one of the groups")
    size = (1 - 3 / (4 * (n1 + n2 - 2) - 1)) * (m1 - m2) / np.sqrt(pooled)
    error = np.sqrt(1 / n1 + 1 / n2 + size**2 / (2 * (n1 + n2)))
    half = ndtri((1 + level) / 2) * error
    from_zero = np.abs(size / error)
    return Gap(size, size - half, size + half, np.asarray(2 * ndtr(-from_zero)))


# ── One thing? ────────────────────────────────────────────────────────────────────────────
def alpha(covariance: FloatArray) -> float:
    """Cronbach's α = J/(J−1) (1 − Σ s²_j / s²_T) of (items, items) covariances.

    Raises ValueError for fewer than two items, or a sum without variance.
    """
    items, total = _checked(covariance), float(covariance.sum())
    return float(items / (items - 1) * (1 - np.trace(covariance) / total))


def omega(covariance: FloatArray) -> float:
    """McDonald's ω = (Σ λ)² / [(Σ λ)² + Σ θ], from a fit of one factor.

    covariance : (items, items), three items or more

    λ and θ by maximum likelihood (Jöreskog 1967): with two items one factor is not determined.

    Raises ValueError for fewer than three items or an item without variance.
    """
    if _checked(covariance) < 3:
        raise ValueError("one factor needs three items or more")
    loading, unique = one_factor(covariance)
    common = float(loading.sum()) ** 2
    return common / (common + float(unique.sum()))


def one_factor(covariance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(items,) loadings and (items,) unique variances of one common factor: S ≈ λλ′ + diag θ.

    Minimises log|Σ| + tr(S Σ⁻¹) over λ and log θ, on the scale of correlations. The sign makes the
    sum of the loadings positive.

    Raises ValueError as `omega`.
    """
    _checked(covariance)
    spread = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(spread, spread)
    items = len(spread)

    def misfit(at: FloatArray) -> tuple[float, FloatArray]:
        loading, unique = at[:items], np.exp(at[items:])
        model = np.outer(loading, loading) + np.diag(unique)
        inverse = np.linalg.inv(model)
        _sign, size = np.linalg.slogdet(model)
        slope = inverse - inverse @ correlation @ inverse
        value = float(size + np.trace(correlation @ inverse))
        return value, np.concatenate([2 * slope @ loading, np.diag(slope) * unique])

    start = np.concatenate([np.full(items, 0.7), np.full(items, np.log(0.5))])
    bounds = [(None, None)] * items + [(np.log(0.005), np.log(2.0))] * items
    at = minimize(
        misfit,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 2000},
    ).x
    loading, unique = at[:items], np.exp(at[items:])
    return np.asarray(loading * spread * np.sign(loading.sum() or 1)), np.asarray(
        unique * spread**2
    )


def _checked(covariance: FloatArray) -> int:
    if covariance.ndim != 2 or covariance.shape[0] != covariance.shape[1] or len(covariance) < 2:
        raise ValueError("covariances must be (items, items), of two items or more")
    if np.any(np.diag(covariance) <= 0) or covariance.sum() <= 0:
        raise ValueError("every item, and their sum, must have variance")
    return len(covariance)


@dataclass(frozen=True)
class IntraclassCorrelation:
    """single : ICC(1), of one person's answer. mean : ICC(2), of a group's mean."""

    single: float
    mean: float


def intraclass_correlation(groups: list[FloatArray]) -> IntraclassCorrelation:
    """How much of the differences lies between groups.

    groups : the answers of each group, two groups or more and somewhere two people

    ICC(1) = (MSB − MSW) / (MSB + (k − 1) MSW), ICC(2) = (MSB − MSW) / MSB, with for unequal groups
    k = (N − Σ n² / N) / (G − 1) (Bliese 2000).

    Raises ValueError for fewer groups or people, or where all answers are the same.
    """
    sizes = np.array([len(group) for group in groups])
    if len(groups) < 2 or np.any(sizes < 1) or sizes.sum() == len(groups):
        raise ValueError("there must be two groups or more, and two people in one of them")
    everybody = np.concatenate(groups)
    means_of = np.array([group.mean() for group in groups])
    between = float((sizes * (means_of - everybody.mean()) ** 2).sum()) / (len(groups) - 1)
    within = sum(float(((g - g.mean()) ** 2).sum()) for g in groups) / (
        len(everybody) - len(groups)
    )
    if between + within == 0:
        raise ValueError("all answers are the same")
    k = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(groups) - 1)
    single = (between - within) / (between + (k - 1) * within)
    return IntraclassCorrelation(
        float(single), (between - within) / between if between else -np.inf
    )
