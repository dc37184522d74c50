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
| any, where a count of people would cut into the range of a rounded n | the thirds again |

Where the same is asked in wave after wave, no count is told exactly (`exact`).

Rounding goes on to 52, where n rounds to 50: stopping at 49 would let some triples of rounded
counts be solved exactly. And it comes back where nobody, or all but one, gave an answer: telling
that one count as a range is undone by subtracting the others from n.

How many people are in a group, and how many took part, is told too. Where that number lies below
the most that a rounded n can be, it would undo the rounding (23 of 23 answered, n told as 25), so
such a cell is told in thirds. That depends on published numbers only, and so tells nothing itself.
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
    thirds : (groups, items, 2) of BANDED cells: 0, 1 or 2 for few, around half or most who agree
        and who disagree; -1 elsewhere
    held : (groups, items) told as in a wave before (`measures.steady_counts`), so that what is
        behind it can be one person off; None where nothing is
    """

    precision: IntArray
    answered: IntArray
    answered_low: IntArray
    answered_high: IntArray
    told: FloatArray
    low: IntArray
    high: IntArray
    thirds: IntArray
    held: BoolArray | None = None

    @property
    def shown(self) -> BoolArray:
        """(groups, items): may anything be said of this cell?"""
        return np.asarray(self.precision != HIDDEN)

    @property
    def counted(self) -> BoolArray:
        """(groups, items): is there a count, rounded or not, to compute a share from?"""
        return np.asarray(self.precision >= ROUNDED)

    def extremes(self, cell: tuple[int, int], kind: int) -> list[tuple[int, int]]:
        """(count, n): the fewest and the most of a kind, for every n that may be behind a cell.

        All that is computed from a cell is computed from these, and the most cautious is told.
        """
        found = []
        for n in range(int(self.answered_low[cell]), int(self.answered_high[cell]) + 1):
            fewest, most = self._fewest_and_most(cell, kind, n)
            if fewest <= most:
                found += [(fewest, n), (most, n)]
        return found

    def _fewest_and_most(self, cell: tuple[int, int], kind: int, n: int) -> tuple[int, int]:
        if self.precision[cell] == BANDED:
            off = int(self.held is not None and self.held[cell])
            agree, disagree = (_in_third(int(third), n, off=off) for third in self.thirds[cell])
            if kind == PASS:
                return 0, max(0, n - agree[0] - disagree[0])
            return agree if kind == AGREE else disagree
        others_least = int(self.low[cell].sum() - self.low[cell][kind])
        others_most = int(self.high[cell].sum() - self.high[cell][kind])
        return (
            max(int(self.low[cell][kind]), n - others_most),
            min(int(self.high[cell][kind]), n - others_least),
        )


def release(
    tallies: IntArray,
    *,
    minimum: int = SMALLEST_MINIMUM,
    ceiling: IntArray | None = None,
    exact: bool = True,
) -> Released:
    """The released table of exact counts.

    tallies : (groups, items, 3) people who agreed, disagreed, passed
    minimum : fewest people of whom anything is said; 5 or more
    ceiling : (groups,) published number of people that no cell can have more answers than.
        Default: no such number is published
    exact : counts of 53 people or more are told as they are. Not where the same is asked again and
        again: between two waves, exact counts tell what one person more said

    Source: thresholds, bands and rounding as in cell suppression and controlled rounding
    (Hundepool et al. 2012, Statistical Disclosure Control, ch. 4-5).

    Raises ValueError for another shape, negative counts, a minimum below 5, or more answers
    than the ceiling.
    """
    _check(tallies, minimum, ceiling)
    groups, items, _ = tallies.shape
    table = _empty(groups, items)
    for group, item in np.ndindex(groups, items):
        counts = tuple(int(count) for count in tallies[group, item])
        answered = sum(counts)
        if answered < minimum:
            continue
        most_people = None if ceiling is None else int(ceiling[group])
        low, high = _range_of(answered, minimum)
        if exact and answered > ROUNDED_UP_TO and min(counts) > 1:
            _count(table, (group, item), counts)
        elif answered < BANDED_BELOW or (most_people is not None and most_people < high):
            high = high if most_people is None else min(high, most_people)
            _band(table, (group, item), counts, low, high)
        else:
            _round(table, (group, item), counts, low, high)
    return table


def _check(tallies: IntArray, minimum: int, ceiling: IntArray | None) -> None:
    check_tallies(tallies)
    if minimum < SMALLEST_MINIMUM:
        raise ValueError(f"minimum must be {SMALLEST_MINIMUM} or more, not {minimum}")
    if ceiling is not None and (tallies.sum(axis=2) > ceiling[:, None]).any():
        raise ValueError("a cell has more answers than its ceiling")


def check_tallies(tallies: IntArray) -> None:
    """Raise ValueError for another shape than (groups, items, 3), or negative counts."""
    if tallies.ndim != 3 or tallies.shape[2] != 3:
        raise ValueError(f"tallies must have shape (groups, items, 3), not {tallies.shape}")
    if tallies.size and tallies.min() < 0:
        raise ValueError("tallies must not be negative")


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
        thirds=np.full((groups, items, 2), -1, dtype=np.int64),
    )


def _rounded(count: int) -> int:
    return (count + BASE // 2) // BASE * BASE


def _behind_rounding(count: int, least: int, most: int) -> tuple[int, int]:
    """All that `count` can be for whoever sees it rounded and knows its bounds."""
    told = _rounded(count)
    return max(told - BASE // 2, least), min(told + BASE // 2, most)


def _range_of(answered: int, minimum: int) -> tuple[int, int]:
    """What a rounded n can be, knowing in which row of the table above it stands."""
    if answered < BANDED_BELOW:
        return _behind_rounding(answered, minimum, BANDED_BELOW - 1)
    if answered <= ROUNDED_UP_TO:
        return _behind_rounding(answered, BANDED_BELOW, ROUNDED_UP_TO)
    return _behind_rounding(answered, ROUNDED_UP_TO + 1, answered + BASE)


def _third(count: int, answered: int) -> int:
    """0, 1 or 2: the lower third, around half, the upper third. Each holds two counts or more."""
    if 3 * count < answered:
        return 0
    return 1 if 3 * count <= 2 * answered else 2


def _in_third(third: int, n: int, *, off: int = 0) -> tuple[int, int]:
    """The fewest and the most of n that lie in a third, or are `off` by so many."""
    upper_of_first, upper_of_second = (n - 1) // 3, 2 * n // 3
    fewest, most = [
        (0, upper_of_first),
        (upper_of_first + 1, upper_of_second),
        (upper_of_second + 1, n),
    ][third]
    return max(0, fewest - off), min(n, most + off)


def _band(
    table: Released, cell: tuple[int, int], counts: tuple[int, ...], low: int, high: int
) -> None:
    answered = sum(counts)
    table.precision[cell] = BANDED
    table.answered[cell] = _rounded(answered)
    table.answered_low[cell], table.answered_high[cell] = low, high
    for kind in (AGREE, DISAGREE):
        table.thirds[cell][kind] = _third(counts[kind], answered)
    for kind in range(3):
        possible = [count for count, _n in table.extremes(cell, kind)]
        table.low[cell][kind], table.high[cell][kind] = min(possible), max(possible)


def _round(
    table: Released, cell: tuple[int, int], counts: tuple[int, ...], low: int, high: int
) -> None:
    answered = sum(counts)
    table.precision[cell] = ROUNDED
    table.answered[cell] = _rounded(answered)
    table.answered_low[cell], table.answered_high[cell] = low, high
    for kind, count in enumerate(counts):
        table.told[cell][kind] = _rounded(count)
        table.low[cell][kind], table.high[cell][kind] = _behind_rounding(count, 0, high)


def _count(table: Released, cell: tuple[int, int], counts: tuple[int, ...]) -> None:
    answered = sum(counts)
    table.precision[cell] = COUNTED
    table.answered[cell] = table.answered_low[cell] = table.answered_high[cell] = answered
    table.told[cell] = table.low[cell] = table.high[cell] = counts
