"""Do groups answer differently beyond chance, and which of them? Many items at once."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, chdtrc, gammaln, xlogy

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

PERMUTATIONS = 9_999
_EXTREME_ENOUGH = 50
_BATCHES = (250, 750, PERMUTATIONS - 1_000)
_SEED = 20_261_123
# Fewest expected in every cell where chi-square stands in for permuting: with three groups, more.
_EXPECTED_OF_THREE, _EXPECTED_OF_MORE = 50, 10
_SURE = 0.95
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(32)
_PAIRS_AT_A_TIME = 1_024
_PEOPLE_OF_A_BOUND = 2_000


def homogeneity_p(agree: IntArray, answered: IntArray) -> FloatArray:
    """(items,) p of "all groups agree alike", by permuting group labels among who answered.

    agree, answered : (groups, items) counts. A group without answers does not take part

    The statistic is X² of groups against agree or not. Under permuted labels the agree counts are
    multivariate hypergeometric. p = P(X²* >= X²), as near as can be had in reasonable time:

    - two groups: exact
    - three groups with 50 or more expected to agree, and not to agree, in each; or more groups
      with 10: chi-square of X² (n-1)/n, whose mean under permuting is exactly groups - 1. It lies
      within a sixth of the p by permuting wherever that is .01 or more
    - else B = 9,999 draws: (1 + #{X²* >= X²}) / (B + 1); but once 50 draws are as extreme,
      50 / draws so far, which is as valid (Besag & Clifford 1991). Without a draw 1 / (B + 1)
      where an upper bound of p (Chernoff 1952) is not above that

    nan where fewer than two groups answered, 1 where all or none agreed. What is drawn depends on
    the counts of the item and on nothing else, not even on the order of its groups.
    """
    seen = answered > 0
    groups = seen.sum(axis=0)
    total, people = agree.sum(axis=0), answered.sum(axis=0)
    varied = (groups >= 2) & (total > 0) & (total < people)
    p = np.where(groups >= 2, 1.0, np.nan)

    rarer = np.minimum(total, people - total) / np.maximum(people, 1)
    smallest = np.where(seen, answered, people).min(axis=0, initial=np.iinfo(np.int64).max)
    expected = smallest * rarer
    enough = np.where(groups == 3, _EXPECTED_OF_THREE, _EXPECTED_OF_MORE)
    two = varied & (groups == 2)
    large = varied & (groups > 2) & (expected >= enough)
    if two.any():
        p[two] = _two_groups_p(agree[:, two], answered[:, two])
    if large.any():
        p[large] = _chi_square_p(agree[:, large], answered[:, large])

    for item in np.flatnonzero(varied & ~two & ~large):
        p[item] = _permutation_p(agree[:, item], answered[:, item])
    return p


def _two_groups_p(agree: IntArray, answered: IntArray) -> FloatArray:
    """P(|A - E A| >= |a - E A|), A hypergeometric: the agree count of the first of two groups."""
    first, second = np.argsort(answered == 0, axis=0, kind="stable")[:2]
    items = np.arange(agree.shape[1])
    a, n = agree[first, items], answered[first, items]
    people, total = n + answered[second, items], a + agree[second, items]
    # In whole numbers, so that what is as far away on the other side counts as as far.
    apart = np.abs(a * people - n * total)
    low, high = (n * total - apart) // people, -((-n * total - apart) // people)
    # Takes long to load, and only who compares two groups needs it.
    from scipy.stats import hypergeom

    tails = hypergeom.cdf(low, people, n, total) + hypergeom.sf(high - 1, people, n, total)
    return np.asarray(np.minimum(tails, 1.0))


def _distance(agree: IntArray, expected: FloatArray, answered: IntArray) -> FloatArray:
    """Sum over groups, the last axis, of (a - E a)² / n: X² but for a factor of the whole item."""
    result: FloatArray = ((agree - expected) ** 2 / np.maximum(answered, 1)).sum(axis=-1)
    return result


def _expected(agree: IntArray, answered: IntArray) -> FloatArray:
    share: FloatArray = agree.sum(axis=0) / answered.sum(axis=0)
    return answered * share


def _chi_square_p(agree: IntArray, answered: IntArray) -> FloatArray:
    distance = _distance(agree.T, _expected(agree, answered).T, answered.T)
    people, total = answered.sum(axis=0), agree.sum(axis=0)
    # n(n-1) may be beyond 64 bits.
    factor = (people / total) * ((people - 1) / (people - total))
    return np.asarray(chdtrc((answered > 0).sum(axis=0) - 1, distance * factor))


def _permutation_p(agree: IntArray, answered: IntArray) -> float:
    """p of one item, from draws."""
    order = np.lexsort((agree, answered))
    order = order[answered[order] > 0]
    agree, answered = agree[order], answered[order]
    expected = _expected(agree, answered)
    # Sums in another order differ in the last bits; equal tables must count as equal.
    limit = float(_distance(agree, expected, answered)) * (1 - 1e-12)
    total = int(agree.sum())
    if limit == 0:
        return 1.0
    if _upper_bound(limit, expected, answered, total) <= 1 / (PERMUTATIONS + 1):
        return 1 / (PERMUTATIONS + 1)
    rng = np.random.default_rng([_SEED, *agree.tolist(), *answered.tolist()])
    draws, extreme = 0, 0
    for batch in _BATCHES:
        drawn = rng.multivariate_hypergeometric(answered, total, size=batch, method="marginals")
        as_extreme = _distance(drawn, expected, answered) >= limit
        if extreme + int(as_extreme.sum()) >= _EXTREME_ENOUGH:
            last = int(np.flatnonzero(as_extreme)[_EXTREME_ENOUGH - extreme - 1])
            return _EXTREME_ENOUGH / (draws + last + 1)
        draws, extreme = draws + batch, extreme + int(as_extreme.sum())
    return (1 + extreme) / (PERMUTATIONS + 1)


def _upper_bound(limit: float, expected: FloatArray, answered: IntArray, total: int) -> float:
    """A number that P(distance >= limit) cannot be above; 1 where it would take long.

    E exp(t (distance - limit)), exactly: the sum over all tables with these margins of a product
    over groups is what multiplying polynomials gives. t is the best for a chi-square.
    """
    people = int(answered.sum())
    if people > _PEOPLE_OF_A_BOUND:
        return 1.0
    scale = people**2 / (total * (people - total))
    squared = limit * scale
    t = scale * max(1 - (len(answered) - 1) / squared, 0.0) / 2
    sums = np.ones(1)
    log_scale = 0.0
    for n, mean in zip(answered.tolist(), expected.tolist(), strict=True):
        # More than the total are in no table, and their terms would dwarf all others.
        k = np.arange(min(n, total) + 1)
        log_terms = _log_choose(n, k) + t * (k - mean) ** 2 / n
        sums = np.convolve(sums, np.exp(log_terms - log_terms.max()))[: total + 1]
        if not sums.any():
            return 1.0  # smaller than numbers can be
        log_scale += float(log_terms.max() + np.log(sums.max()))
        sums /= sums.max()
    log_tables = float(_log_choose(people, np.array(total)))
    with np.errstate(divide="ignore"):
        return float(np.exp(min(np.log(sums[total]) + log_scale - log_tables - t * limit, 0.0)))


def _log_choose(n: int, k: IntArray) -> FloatArray:
    logs: FloatArray = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return logs


def pairs_apart(
    agree: IntArray, answered: IntArray, items: BoolArray, *, gap: float
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For each item the pairs (more agreeing, less agreeing) that surely differ by over `gap`.

    agree, answered : (groups, items) counts. A group without answers is in no pair
    items : (items,) where to look; elsewhere there are no pairs

    Sure is P(|θ_g - θ_h| > gap) >= .95, with θ ~ Beta(A + 1/2, n - A + 1/2).
    """
    where = np.flatnonzero(items)
    pairs = np.array(list(combinations(range(len(agree)), 2)), dtype=np.int64).reshape(-1, 2)
    item, pair = (x.ravel() for x in np.meshgrid(where, np.arange(len(pairs)), indexing="ij"))
    one, other = pairs[pair].T
    seen = (answered[one, item] > 0) & (answered[other, item] > 0)
    item, one, other = item[seen], one[seen], other[seen]
    # A tie names the first of the two first.
    is_more = agree[one, item] * answered[other, item] >= agree[other, item] * answered[one, item]
    more, less = np.where(is_more, one, other), np.where(is_more, other, one)
    sure = _surely_apart(
        np.stack([agree[more, item], agree[less, item]]),
        np.stack([answered[more, item], answered[less, item]]),
        gap,
    )
    found: list[list[tuple[int, int]]] = [[] for _ in range(agree.shape[1])]
    for i in np.flatnonzero(sure):
        found[item[i]].append((int(more[i]), int(less[i])))
    return tuple(map(tuple, found))


def _surely_apart(agree: IntArray, answered: IntArray, gap: float) -> BoolArray:
    """(pairs,) P(|θ_more - θ_less| > gap) >= .95; agree, answered are (2, pairs), more and less.

    Computed only where two bounds leave it open: by Cantelli's inequality it is too small, or by
    the variance proxy 1 / 4(n + 2) of a beta distribution (Marchal & Arbel 2017) large enough.
    """
    mean = (agree + 0.5) / (answered + 1)
    variance = (mean * (1 - mean) / (answered + 2)).sum(axis=0)
    apart = mean[0] - mean[1]
    proxy = (1 / (answered + 2)).sum(axis=0) / 4
    at_most = sum(
        np.where(beyond > 0, variance / (variance + beyond**2), 1.0)
        for beyond in (gap - apart, gap + apart)
    )
    at_least = np.where(apart > gap, 1 - np.exp(-((apart - gap) ** 2) / (2 * proxy)), 0.0)
    sure: BoolArray = at_least >= _SURE
    unsettled = np.flatnonzero(~sure & (at_most >= _SURE))
    for start in range(0, len(unsettled), _PAIRS_AT_A_TIME):
        part = unsettled[start : start + _PAIRS_AT_A_TIME]
        sure[part] = probability_apart(agree[:, part], answered[:, part], gap) >= _SURE
    return sure


def probability_apart(agree: IntArray, answered: IntArray, gap: float) -> FloatArray:
    """(pairs,) P(|θ_1 - θ_2| > gap), θ ~ Beta(A + 1/2, n - A + 1/2).

    agree, answered : (2, pairs) counts

    The mean over the narrower of the two, by Gauss-Legendre in the angle φ with θ = sin² φ, in
    which the density sin^2A φ cos^2(n-A) φ is smooth up to the ends.
    """
    narrow = answered.argmax(axis=0)
    pairs = np.arange(agree.shape[1])
    a, b = agree.astype(np.float64) + 0.5, (answered - agree).astype(np.float64) + 0.5
    a_in, b_in = a[narrow, pairs, None], b[narrow, pairs, None]
    a_out, b_out = a[1 - narrow, pairs, None], b[1 - narrow, pairs, None]
    angle, step = _angles(a_in[:, 0], b_in[:, 0], np.where(narrow == 0, gap, 1 - gap))
    log_density = xlogy(2 * a_in - 1, np.sin(angle)) + xlogy(2 * b_in - 1, np.cos(angle))
    weight = np.exp(log_density - log_density.max(axis=1, keepdims=True)) * step
    theta = np.sin(angle) ** 2
    apart = betainc(a_out, b_out, np.maximum(theta - gap, 0.0))
    apart += 1 - betainc(a_out, b_out, np.minimum(theta + gap, 1.0))
    result: FloatArray = (weight * apart).sum(axis=1) / weight.sum(axis=1)
    return result


def _angles(a: FloatArray, b: FloatArray, corner: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(pairs, nodes) angles where Beta(a, b) has its mass, and what each counts for.

    corner : (pairs,) the share where the integrand has a corner: the nodes end and begin there
    """
    middle, reach = np.arctan(np.sqrt(a / b)), 6 / np.sqrt(a + b)
    first, last = np.maximum(middle - reach, 0), np.minimum(middle + reach, np.pi / 2)
    cut = np.clip(np.arcsin(np.sqrt(corner)), first, last)
    angles, steps = [], []
    for start, stop in ((first, cut), (cut, last)):
        half = ((stop - start) / 2)[:, None]
        angles.append((start + stop)[:, None] / 2 + half * _NODES)
        steps.append(half * _NODE_WEIGHTS)
    return np.concatenate(angles, axis=1), np.concatenate(steps, axis=1)
