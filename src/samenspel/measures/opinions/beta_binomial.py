"""Beta-binomial distributions, many at once: how many of those who are silent would agree."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]
Parameters: TypeAlias = tuple[IntArray, FloatArray, FloatArray]

_BLOCKS = 40
# Numbers that are e^34 times less likely than the likeliest are left out.
_NEGLIGIBLE = 34.0
_HALVINGS = 14
_PAST = 0.02
# A quantile this close to a tie is settled by summing one by one, up to this many people.
_TIE = 1e-7
_SUMMED_ONE_BY_ONE = 5_000


@dataclass(frozen=True, eq=False)
class BetaBinomials:
    """X ~ BetaBinomial(people, a, b), one for each cell, as made by `beta_binomials`.

    people, a, b : (cells,)
    edge : (cells, blocks + 1) integers; a block is the numbers edge[i] to edge[i + 1] - 1
    below : (cells, blocks + 1) P(X < edge)
    peak : (cells,) logarithm of the weight of the likeliest number
    total : (cells,) sum of all weights, as multiples of that one
    """

    people: IntArray
    a: FloatArray
    b: FloatArray
    edge: IntArray
    below: FloatArray
    peak: FloatArray
    total: FloatArray

    def cumulative(self, k: IntArray) -> FloatArray:
        """(cells,) P(X <= k), for any integer k."""
        k = np.clip(k + 1, self.edge[:, 0], self.edge[:, -1])
        block = (self.edge[:, 1:-1] <= k[:, None]).sum(axis=1)
        return self._below(k, block, np.arange(len(k)))

    def quantile(self, level: float) -> IntArray:
        """(cells,) the smallest k with P(X <= k) >= level."""
        block = (self.below[:, 1:-1] < level).sum(axis=1)
        cells = np.arange(len(block))
        less, enough = self.edge[cells, block], self.edge[cells, block + 1]
        at_less, at_enough = self.below[cells, block], self.below[cells, block + 1]
        # Within a block P(X < k) is nearly a line. Aiming a little past where that meets the level
        # brings in the other end next time, so that five or six tries do for any width.
        past = np.zeros(len(block))
        while len(undecided := np.flatnonzero(enough - less > 1)):
            i = undecided
            width = enough[i] - less[i]
            part = (level - at_less[i]) / (at_enough[i] - at_less[i]) + past[i]
            guess = less[i] + np.clip(np.rint(width * part).astype(np.int64), 1, width - 1)
            at_guess = self._below(guess, block[i], i)
            reached = at_guess >= level
            enough[i[reached]], at_enough[i[reached]] = guess[reached], at_guess[reached]
            less[i[~reached]], at_less[i[~reached]] = guess[~reached], at_guess[~reached]
            past[i] = np.where(reached, -_PAST, _PAST)
        found = enough - 1
        tie = np.minimum(level - at_less, at_enough - level) < _TIE
        for cell in np.flatnonzero(tie & (self.people <= _SUMMED_ONE_BY_ONE)):
            summed = summed_one_by_one(
                int(self.people[cell]), float(self.a[cell]), float(self.b[cell])
            )
            found[cell] = np.searchsorted(summed, level)
        return np.asarray(found)

    def _below(self, k: IntArray, block: IntArray, cells: IntArray) -> FloatArray:
        """P(X < k) of some cells, for a k of the block or its end."""
        weights = (self.people[cells], self.a[cells], self.b[cells])
        part = _block_sums(self.edge[cells, block], k, weights, self.peak[cells])
        return np.minimum(self.below[cells, block] + part / self.total[cells], 1.0)


def beta_binomials(people: IntArray, a: FloatArray, b: FloatArray) -> BetaBinomials:
    """The distributions of X ~ BetaBinomial(people, a, b).

    people : (cells,) 0 or more
    a, b : (cells,) above 0, of which at most one below 1

    P(X = k) is proportional to the weight Γ(k+a) Γ(people-k+b) / (Γ(k+1) Γ(people-k+1)). Those of
    neighbouring numbers are summed in up to 40 blocks, by the three-point Gauss rule for sums over
    whole numbers (nodes at the roots of the discrete Chebyshev polynomial of degree three): exact
    for three numbers or fewer, and for polynomials of degree five. Blocks are equal steps of the
    logit of (k+a) / (people+a+b), so narrow where the weight is steep.

    Error: up to 120 people below 1e-8. Beyond, cumulative probabilities are off by less
    than 1e-6 for up to 10^8 people, and less than 1e-7 where 10 or more answered (a + b >= 11).
    Quantiles are those of the exact sum up to 5,000 people; beyond, one may be off by one person
    where the sum comes within that error of the level.
    """
    weights = (people, a, b)
    peak, lowest, highest = _window(*weights)
    blocks = min(_BLOCKS, int((highest - lowest).max(initial=0)) + 1)
    step = np.arange(blocks + 1) / blocks
    first, last = (np.log((k + a) / (people - k + b)) for k in (lowest, highest))
    logit = first[:, None] + (last - first)[:, None] * step
    share = 1 / (1 + np.exp(-logit))
    edge = np.rint((people + a + b)[:, None] * share - a[:, None]).astype(np.int64)
    edge[:, 0], edge[:, -1] = lowest, highest + 1
    rows = (people[:, None], a[:, None], b[:, None])
    sums = _block_sums(edge[:, :-1], edge[:, 1:], rows, peak[:, None])
    below = np.zeros(edge.shape)
    np.cumsum(sums, axis=1, out=below[:, 1:])
    total = below[:, -1].copy()
    return BetaBinomials(people, a, b, edge, below / total[:, None], peak, total)


def summed_one_by_one(people: int, a: float, b: float) -> FloatArray:
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


def _log_weight(k: FloatArray, people: IntArray, a: FloatArray, b: FloatArray) -> FloatArray:
    rest = people - k
    weight: FloatArray = gammaln(k + a) - gammaln(k + 1) + gammaln(rest + b) - gammaln(rest + 1)
    return weight


def _window(
    people: IntArray, a: FloatArray, b: FloatArray
) -> tuple[FloatArray, IntArray, IntArray]:
    """Log weight of the likeliest number, and the first and last that are not negligible."""
    # With a or b below 1 the likeliest is an end. Elsewhere the weight falls on both sides.
    share: FloatArray = np.clip((a - 1) / np.maximum(a + b - 2, 0.5), 0.0, 1.0)
    mode = people.astype(np.float64) * share
    peak = _log_weight(mode, people, a, b)
    ends = []
    for end in (np.zeros_like(mode), people.astype(np.float64)):
        likely, negligible = mode, end
        for _ in range(_HALVINGS):
            middle = (likely + negligible) / 2
            is_likely = _log_weight(middle, people, a, b) > peak - _NEGLIGIBLE
            likely = np.where(is_likely, middle, likely)
            negligible = np.where(is_likely, negligible, middle)
        ends.append(negligible)
    return peak, np.floor(ends[0]).astype(np.int64), np.ceil(ends[1]).astype(np.int64)


def _block_sums(
    start: IntArray,
    stop: IntArray,
    weights: Parameters,
    peak: FloatArray,
) -> FloatArray:
    """Sum of the weights of start, ..., stop - 1, each divided by that of the peak."""
    width = (stop - start).astype(np.float64)
    apart = np.sqrt(np.where(width >= 2, (3 * width**2 - 7) / 20, 0.0))
    outer = np.where(width >= 2, width * (width**2 - 1) / 24, 0.0) / np.maximum(apart**2, 0.25)
    middle = np.maximum((start + stop - 1) / 2, start)

    def relative(k: FloatArray) -> FloatArray:
        return np.asarray(np.exp(_log_weight(k, *weights) - peak))

    both = relative(middle - apart) + relative(middle + apart)
    sums: FloatArray = (width - 2 * outer) * relative(middle) + outer * both
    return sums
