"""What all groups share, and what divides them. From released counts only."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv

from samenspel.measures.disclosure import AGREE, Released

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

PERMUTATIONS = 9_999
_SEED = 20_261_123
_NODES = (np.arange(1_024) + 0.5) / 1_024


@dataclass(frozen=True)
class Shared:
    """Per item: how sure it is that every group shows a majority, and who decides that.

    probability : (items,) of the weakest group that more than half agrees; nan if none is shown
    weakest : (items,) index of that group, -1 if none is shown
    whatever_the_silent : (items,) true where the majority holds even if all silent disagreed
    """

    probability: FloatArray
    weakest: IntArray
    whatever_the_silent: BoolArray


def shared(majority: FloatArray, lowest: FloatArray) -> Shared:
    """min over groups of P(more than half), the intersection-union test of Berger (1982).

    majority, lowest : (groups, items) of `released_support`; nan where a group is not shown.
    Groups that are not shown do not count: "every group" means every group shown.
    """
    known = ~np.isnan(majority)
    some = known.any(axis=0)
    weakest = np.where(known, majority, np.inf).argmin(axis=0) if len(majority) else np.zeros(0)
    with np.errstate(invalid="ignore"):
        beyond: BoolArray = np.asarray(np.where(known, lowest > 0.5, True).all(axis=0) & some)
    return Shared(
        probability=np.where(some, np.where(known, majority, np.inf).min(axis=0), np.nan),
        weakest=np.where(some, weakest, -1).astype(np.int64),
        whatever_the_silent=beyond,
    )


@dataclass(frozen=True)
class Divisive:
    """Per item: do groups differ beyond chance, and which?

    q : (items,) Benjamini-Hochberg adjusted p; nan where fewer than two groups can be compared
    pairs : for each item the pairs (more agreeing, less agreeing) that differ by over 20 points
    """

    q: FloatArray
    pairs: tuple[tuple[tuple[int, int], ...], ...]


def divisive(released: Released, *, level: float = 0.05, gap: float = 0.2) -> Divisive:
    """Items on which groups differ: X² by permutation, then pairs that differ by more than `gap`.

    Only cells with counts take part (20 people or more). A rounded count is read within its range
    as near to the pooled share as it goes, so rounding can hide a difference but not make one.

    p : group labels permuted among those who answered, i.e. the agree counts are redrawn from the
        multivariate hypergeometric distribution; (1 + #{X²* >= X²}) / (B + 1), B = 9,999
    q : Benjamini & Hochberg (1995) over all items that could be compared
    pairs, where q <= level: P(|θ_g - θ_h| > gap) >= .95 with θ ~ Beta(A + 1/2, n - A + 1/2)

    The random numbers have a fixed seed: the same table gives the same result.
    Raises ValueError for a level or a gap outside 0 to 1.
    """
    if not (0 < level < 1 and 0 <= gap < 1):
        raise ValueError("level and gap must lie between 0 and 1")
    agree, answered = _cautious_counts(released)
    items = agree.shape[1]
    rng = np.random.default_rng(_SEED)
    p = np.array([_permutation_p(agree[:, i], answered[:, i], rng) for i in range(items)])
    q = _benjamini_hochberg(p)
    pairs = tuple(
        _pairs_apart(agree[:, i], answered[:, i], gap) if q[i] <= level else ()
        for i in range(items)
    )
    return Divisive(q=q, pairs=pairs)


def _cautious_counts(released: Released) -> tuple[IntArray, IntArray]:
    """Agree counts within their range nearest to the pooled share, and n; 0 where not counted."""
    counted = released.counted
    answered = np.where(counted, released.answered, 0)
    told = np.where(counted, np.nan_to_num(released.told[:, :, AGREE]), 0)
    total = answered.sum(axis=0)
    pooled = told.sum(axis=0) / np.maximum(total, 1)
    nearest = np.rint(answered * pooled)
    low = np.where(counted, released.low[:, :, AGREE], 0)
    high = np.minimum(np.where(counted, released.high[:, :, AGREE], 0), answered)
    low = np.minimum(low, high)
    return np.clip(nearest, low, high).astype(np.int64), answered


def _permutation_p(agree: IntArray, answered: IntArray, rng: np.random.Generator) -> float:
    seen = answered > 0
    agree, answered = agree[seen], answered[seen]
    total = int(agree.sum())
    if len(answered) < 2:
        return float("nan")
    if total in (0, int(answered.sum())):
        return 1.0
    drawn = rng.multivariate_hypergeometric(
        answered, total, size=PERMUTATIONS, method="marginals"
    ).astype(np.float64)
    expected = answered * total / answered.sum()

    # X² of a two-column table is this sum times a constant that permuting does not change.
    def distance(counts: FloatArray) -> FloatArray:
        result: FloatArray = ((counts - expected) ** 2 / answered).sum(axis=-1)
        return result

    # Sums in another order differ in the last bits; equal tables must count as equal.
    at_least = distance(drawn) >= distance(agree.astype(np.float64)) * (1 - 1e-12)
    return float(1 + at_least.sum()) / (PERMUTATIONS + 1)


def _benjamini_hochberg(p: FloatArray) -> FloatArray:
    q = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    if not len(known):
        return q
    order = known[np.argsort(p[known], kind="stable")]
    raised = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return q


def _pairs_apart(agree: IntArray, answered: IntArray, gap: float) -> tuple[tuple[int, int], ...]:
    found = []
    for g, h in combinations(np.flatnonzero(answered > 0), 2):
        more, less = (g, h) if agree[g] * answered[h] >= agree[h] * answered[g] else (h, g)
        if _probability_apart(agree, answered, int(more), int(less), gap) >= 0.95:
            found.append((int(more), int(less)))
    return tuple(found)


def _probability_apart(
    agree: IntArray, answered: IntArray, more: int, less: int, gap: float
) -> float:
    """P(|θ_more - θ_less| > gap), by the mean over equally likely values of θ_less."""
    a, b = agree + 0.5, answered - agree + 0.5
    theta = betaincinv(a[less], b[less], _NODES)
    above = 1 - betainc(a[more], b[more], np.minimum(theta + gap, 1.0))
    below = betainc(a[more], b[more], np.maximum(theta - gap, 0.0))
    return float(np.mean(above + below))
