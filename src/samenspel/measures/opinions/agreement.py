"""What all groups share, and what divides them.

What is published is made from released counts. Exact tallies are for whoever holds the votes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.disclosure import AGREE, Released, check_tallies
from samenspel.measures.opinions.differences import homogeneity_p, pairs_apart
from samenspel.measures.opinions.false_discoveries import benjamini_hochberg

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


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

    majority, lowest : (groups, items) of `support` or `released_support`; nan where a group is not
        shown, or nobody answered. Such a group does not count: "every group" is every group shown
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


def divisive(counts: Released | IntArray, *, level: float = 0.05, gap: float = 0.2) -> Divisive:
    """Items on which groups differ: X² by permutation, then pairs that differ by more than `gap`.

    counts : what is released; or, for whoever holds the votes, exact tallies (groups, items, 3) of
        agree, disagree, pass, in which every group takes part that has an answer

    Of what is released only cells with counts take part (20 people or more). A rounded count is
    read within its range as near to the pooled share as it goes, so rounding can hide a
    difference but not make one.

    p : `homogeneity_p`, group labels permuted among those who answered
    q : Benjamini & Hochberg (1995) over all items that could be compared
    pairs, where q <= level: P(|θ_g - θ_h| > gap) >= .95 with θ ~ Beta(A + 1/2, n - A + 1/2)

    The same counts give the same result.
    Raises ValueError for a level or a gap outside 0 to 1, or tallies of another shape.
    """
    if not (0 < level < 1 and 0 <= gap < 1):
        raise ValueError("level and gap must lie between 0 and 1")
    if isinstance(counts, Released):
        agree, answered = _cautious_counts(counts)
    else:
        check_tallies(counts)
        agree, answered = counts[:, :, AGREE], counts.sum(axis=2)
    q = benjamini_hochberg(homogeneity_p(agree, answered))
    return Divisive(q=q, pairs=pairs_apart(agree, answered, q <= level, gap=gap))


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
