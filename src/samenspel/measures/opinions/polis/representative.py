"""Polis's representativeness: which statements tell a group from all the others."""

from dataclasses import dataclass, replace

import numpy as np

from samenspel.measures.opinions.polis.counts import check_counts, check_mask
from samenspel.measures.opinions.polis.plane import FloatArray
from samenspel.measures.opinions.votes import BoolArray, IntArray

SIGNIFICANT = 1.2816
SHOWN = 5


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two answers, agree or disagree. Every array is (groups, statements).

    count, voted : how many gave the answer, and how many voted, passes included
    share, share_test : pa and pat: the share and its one-proportion test against a half
    ratio, ratio_test : ra and rat: the share over that of the others, and the two-proportion test
    """

    count: IntArray
    voted: IntArray
    share: FloatArray
    share_test: FloatArray
    ratio: FloatArray
    ratio_test: FloatArray

    @property
    def product(self) -> FloatArray:
        """ra * rat * pa * pat, by which statements are ordered."""
        return self.ratio * self.ratio_test * self.share * self.share_test


@dataclass(frozen=True)
class Representative:
    """A statement that stands for a group, by the answer that tells it from the others.

    ratio_test is a double here; Polis's files round it to single precision.
    """

    statement: int
    agrees: bool
    count: int
    voted: int
    share: float
    share_test: float
    ratio: float
    ratio_test: float
    best_agree: bool = False


def one_proportion_test(count: IntArray, voted: IntArray) -> FloatArray:
    """z = 2 sqrt(S + 1) ((A + 1) / (S + 1) - 1/2), A of S; above 1.2816 is significant."""
    result: FloatArray = 2 * np.sqrt(voted + 1) * ((count + 1) / (voted + 1) - 0.5)
    return result


def two_proportion_test(
    count: IntArray, others_count: IntArray, voted: IntArray, others_voted: IntArray
) -> FloatArray:
    """z for two shares with pooled variance, 1 added to each of the four counts beforehand.

    (p - p') / sqrt(P (1 - P) (1/s + 1/s')) with P = (a + a') / (s + s'), and 0 where P is 1.
    """
    a, b, s, t = (counts + 1.0 for counts in (count, others_count, voted, others_voted))
    pooled = (a + b) / (s + t)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / s + 1 / t))
    result: FloatArray = np.where(spread > 0, a / s - b / t, 0) / np.where(spread > 0, spread, 1)
    return result


def representativeness(tally: IntArray) -> tuple[Side, Side]:
    """How each group answers beside all other groups together: (agree, disagree).

    tally : (groups, statements, 3) counts of agree, disagree and pass

    With A of S in the group and A' of S' in the others, who are in no group left out:
    pa = (A + 1) / (S + 2), ra = pa / ((A' + 1) / (S' + 2)), tests as above.

    Raises ValueError where counts are not of that shape or negative.
    """
    check_counts(tally)
    voted = tally.sum(axis=2)
    others_voted = voted.sum(axis=0) - voted
    agree, disagree = (_side(tally[:, :, answer], voted, others_voted) for answer in (0, 1))
    return agree, disagree


def representatives(
    tally: IntArray, taken_out: BoolArray | None = None
) -> tuple[tuple[Representative, ...], ...]:
    """Per group the at most five statements that Polis shows for it, in its order.

    tally : (groups, statements, 3) counts, those of `counts_at_zero`
    taken_out : (statements,) what moderators took out; meta statements stay in

    A statement stands for its group by the answer with the larger two-proportion test. It
    suffices if both tests of an answer are significant. In front goes the best agreed statement
    (`_best_agreed`), after it the sufficient ones by ra * rat * pa * pat; of these the first
    five, agreed before disagreed. If none suffices: the best agreed one alone, or else the one
    with the largest two-proportion test. Of equals the first.

    Raises ValueError where counts or `taken_out` do not have that shape.
    """
    agree, disagree = representativeness(tally)
    kept = np.flatnonzero(~check_mask(taken_out, tally.shape[1]))
    return tuple(_of_group(agree, disagree, group, kept) for group in range(len(tally)))


def _side(count: IntArray, voted: IntArray, others_voted: IntArray) -> Side:
    others_count = count.sum(axis=0) - count
    share = (count + 1) / (voted + 2)
    return Side(
        count=count,
        voted=voted,
        share=share,
        share_test=one_proportion_test(count, voted),
        ratio=share / ((others_count + 1) / (others_voted + 2)),
        ratio_test=two_proportion_test(count, others_count, voted, others_voted),
    )


def _of_group(
    agree: Side, disagree: Side, group: int, kept: IntArray
) -> tuple[Representative, ...]:
    if not len(kept):
        return ()
    agrees = agree.ratio_test[group] > disagree.ratio_test[group]
    clearest = np.maximum(agree.ratio_test[group], disagree.ratio_test[group])
    suffices = _both_significant(agree, group) | _both_significant(disagree, group)
    product = np.where(agrees, agree.product[group], disagree.product[group])

    def entry(statement: int) -> Representative:
        side = agree if agrees[statement] else disagree
        return _entry(side, group, statement, agrees=bool(agrees[statement]))

    best = _best_agreed(agree, disagree, group, kept)
    head = [] if best is None else [replace(entry(best), best_agree=True)]
    sufficient = kept[suffices[kept]]
    if not len(sufficient):
        return tuple(head) or (entry(int(kept[clearest[kept].argmax()])),)
    by_product = sufficient[np.argsort(-product[sufficient], kind="stable")]
    shown = [*head, *(entry(int(j)) for j in by_product if j != best)][:SHOWN]
    return tuple(sorted(shown, key=lambda one: not one.agrees))


def _both_significant(side: Side, group: int) -> BoolArray:
    result: BoolArray = (side.ratio_test[group] > SIGNIFICANT) & (
        side.share_test[group] > SIGNIFICANT
    )
    return result


def _best_agreed(agree: Side, disagree: Side, group: int, kept: IntArray) -> int | None:
    """The statement by which a group may be shown to agree on something.

    Statement after statement takes the place of the best so far. The first is one with a
    significant pat, or ra > 1 and pa > 1/2. It gives way to a larger ra * rat * pa * pat if its
    own ra is above 1, else to a larger pa * pat. So the order of statements matters, and two
    negative tests make a large product: that is Polis's rule.
    """
    share, test = agree.share[group], agree.share_test[group]
    ratio, product = agree.ratio[group], agree.product[group]
    best: int | None = None
    for j in kept.tolist():
        if agree.count[group, j] == 0 and disagree.count[group, j] == 0:
            continue
        if best is None:
            better = test[j] > SIGNIFICANT or (ratio[j] > 1 and share[j] > 0.5)
        elif ratio[best] > 1:
            better = product[j] > product[best]
        else:
            better = share[j] * test[j] > share[best] * test[best]
        best = j if better else best
    return best


def _entry(side: Side, group: int, statement: int, *, agrees: bool) -> Representative:
    at = group, statement
    return Representative(
        statement=statement,
        agrees=agrees,
        count=int(side.count[at]),
        voted=int(side.voted[at]),
        share=float(side.share[at]),
        share_test=float(side.share_test[at]),
        ratio=float(side.ratio[at]),
        ratio_test=float(side.ratio_test[at]),
    )
