"""What may be published of answers: counts that single nobody out.

`release` turns exact counts per group and item into a `Released` table: suppressed, banded,
rounded. Everything that is shown, exported or computed afterwards starts from that table, so two
sets of answers with the same table give the same pages, byte for byte.

Nothing in the table is a sum over several groups: totals are made from the groups that are shown.
So no hidden group can be found by subtraction, and the cells can be judged one by one.

How exactly a cell is told depends on how many people answered it (n):

| n | what is told |
|---|---|
| below the minimum | nothing |
| up to 19 | in which third the share of agree, and of disagree, lies; n to the nearest 5 |
| 20 to 52 | every count and n to the nearest 5 |
| 53 and more | the counts; but where one of them is 0 or 1 every count and n to the nearest 5 |

Rounding goes on to 52, where n rounds to 50: stopping at 49 would let some triples of rounded
counts be solved exactly. And it comes back where nobody, or all but one, gave an answer: telling
that one count as a range is undone by subtracting the others from n.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]

SMALLEST_MINIMUM = 5
BANDED_BELOW = 20
ROUNDED_UP_TO = 52
BASE = 5

AGREE, DISAGREE, PASS = 0, 1, 2
HIDDEN, BANDED, ROUNDED, COUNTED = 0, 1, 2, 3


@dataclass(frozen=True)
class Released:
    """Released counts per group and item.

    precision : (groups, items) HIDDEN, BANDED, ROUNDED or COUNTED
    answered : (groups, items) published number of people who answered; 0 where hidden
    answered_low, answered_high : (groups, items) what that number can be
    told : (groups, items, 3) published agree, disagree, pass; nan where no count is told
    low, high : (groups, items, 3) what each count can be; 0 where hidden
    least, greatest : (groups, items, 3, 2) the (count, n) with the least and with the greatest
        share that can be; 0 where hidden
    """

    precision: IntArray
    answered: IntArray
    answered_low: IntArray
    answered_high: IntArray
    told: FloatArray
    low: IntArray
    high: IntArray
    least: IntArray
    greatest: IntArray

    @property
    def shown(self) -> BoolArray:
        """(groups, items): may anything be said of this cell?"""
        return np.asarray(self.precision != HIDDEN)

    @property
    def counted(self) -> BoolArray:
        """(groups, items): is there a count, rounded or not, to compute a share from?"""
        return np.asarray(self.precision >= ROUNDED)


def release(tallies: IntArray, *, minimum: int = SMALLEST_MINIMUM) -> Released:
    """The released table of exact counts.

    tallies : (groups, items, 3) people who agreed, disagreed, passed
    minimum : fewest people of whom anything is said; 5 or more

    Source: thresholds, bands and rounding as in cell suppression and controlled rounding
    (Hundepool et al. 2012, Statistical Disclosure Control, ch. 4-5).

    Raises ValueError for another shape, negative counts or a minimum below 5.
    """
    if tallies.ndim != 3 or tallies.shape[2] != 3:
        raise ValueError(f"tallies must have shape (groups, items, 3), not {tallies.shape}")
    if minimum < SMALLEST_MINIMUM:
        raise ValueError(f"minimum must be {SMALLEST_MINIMUM} or more, not {minimum}")
    if tallies.size and tallies.min() < 0:
        raise ValueError("tallies must not be negative")
    groups, items, _ = tallies.shape
    table = _empty(groups, items)
    for group, item in np.ndindex(groups, items):
        counts = tuple(int(count) for count in tallies[group, item])
        answered = sum(counts)
        if answered < minimum:
            continue
        if answered < BANDED_BELOW:
            _band(table, (group, item), counts, minimum)
        elif answered <= ROUNDED_UP_TO or min(counts) <= 1:
            _round(table, (group, item), counts)
        else:
            _count(table, (group, item), counts)
    return table


def release_people(people: int, *, minimum: int = SMALLEST_MINIMUM) -> tuple[int, int, int] | None:
    """How many people took part, as it may be told: (published, lowest, highest).

    None below the minimum. Rounded to base 5 as far as counts are.
    Raises ValueError for a negative number or a minimum below 5.
    """
    if minimum < SMALLEST_MINIMUM or people < 0:
        raise ValueError("people must not be negative, and the minimum must be 5 or more")
    if people < minimum:
        return None
    if people > ROUNDED_UP_TO:
        return people, people, people
    return _rounded(people), *_behind_rounding(people, minimum, ROUNDED_UP_TO)


def _empty(groups: int, items: int) -> Released:
    def zeros(*shape: int) -> IntArray:
        return np.zeros(shape, dtype=np.int64)

    return Released(
        precision=zeros(groups, items),
        answered=zeros(groups, items),
        answered_low=zeros(groups, items),
        answered_high=zeros(groups, items),
        told=np.full((groups, items, 3), np.nan),
        low=zeros(groups, items, 3),
        high=zeros(groups, items, 3),
        least=zeros(groups, items, 3, 2),
        greatest=zeros(groups, items, 3, 2),
    )


def _rounded(count: int) -> int:
    return (count + BASE // 2) // BASE * BASE


def _behind_rounding(count: int, least: int, most: int) -> tuple[int, int]:
    """All that `count` can be for whoever sees it rounded and knows its bounds."""
    told = _rounded(count)
    return max(told - BASE // 2, least), min(told + BASE // 2, most)


def _third(count: int, answered: int) -> int:
    """0, 1 or 2: the lower third, around half, the upper third. Each holds two counts or more."""
    if 3 * count < answered:
        return 0
    return 1 if 3 * count <= 2 * answered else 2


def _in_third(third: int, lowest_n: int, highest_n: int) -> list[tuple[int, int]]:
    """Every (count, n) that lies in a third, for n from lowest_n to highest_n."""
    return [
        (count, n)
        for n in range(lowest_n, highest_n + 1)
        for count in range(n + 1)
        if _third(count, n) == third
    ]


def _share(count_and_n: tuple[int, int]) -> float:
    return count_and_n[0] / count_and_n[1]


def _band(table: Released, cell: tuple[int, int], counts: tuple[int, ...], minimum: int) -> None:
    answered = sum(counts)
    low, high = _behind_rounding(answered, minimum, BANDED_BELOW - 1)
    table.precision[cell] = BANDED
    table.answered[cell] = _rounded(answered)
    table.answered_low[cell], table.answered_high[cell] = low, high
    for kind in (AGREE, DISAGREE):
        possible = _in_third(_third(counts[kind], answered), low, high)
        table.low[cell][kind] = min(count for count, _n in possible)
        table.high[cell][kind] = max(count for count, _n in possible)
        table.least[cell][kind] = min(possible, key=_share)
        table.greatest[cell][kind] = max(possible, key=_share)
    # Of those who passed nothing is told but what the two bands leave over.
    table.high[cell][PASS] = max(0, high - int(table.low[cell][:2].sum()))
    table.least[cell][PASS] = (0, high)
    table.greatest[cell][PASS] = (min(int(table.high[cell][PASS]), low), low)


def _round(table: Released, cell: tuple[int, int], counts: tuple[int, ...]) -> None:
    answered = sum(counts)
    if answered <= ROUNDED_UP_TO:
        low, high = _behind_rounding(answered, BANDED_BELOW, ROUNDED_UP_TO)
    else:
        low, high = _behind_rounding(answered, ROUNDED_UP_TO + 1, answered + BASE)
    table.precision[cell] = ROUNDED
    table.answered[cell] = _rounded(answered)
    table.answered_low[cell], table.answered_high[cell] = low, high
    for kind, count in enumerate(counts):
        table.told[cell][kind] = _rounded(count)
        table.low[cell][kind], table.high[cell][kind] = _behind_rounding(count, 0, high)
    for kind in range(3):
        fewest, most = int(table.low[cell][kind]), int(table.high[cell][kind])
        others_least = int(table.low[cell].sum()) - fewest
        others_most = int(table.high[cell].sum()) - most
        table.least[cell][kind] = fewest, max(min(high, fewest + others_most), low)
        greatest_n = min(max(low, most + others_least), high)
        table.greatest[cell][kind] = min(most, greatest_n), greatest_n


def _count(table: Released, cell: tuple[int, int], counts: tuple[int, ...]) -> None:
    answered = sum(counts)
    table.precision[cell] = COUNTED
    table.answered[cell] = table.answered_low[cell] = table.answered_high[cell] = answered
    table.told[cell] = table.low[cell] = table.high[cell] = counts
    for kind, count in enumerate(counts):
        table.least[cell][kind] = table.greatest[cell][kind] = count, answered
