"""Counts told again as in the wave before, where one person can have made the difference.

`measures.steady` says why. Here it is done for the counts of `measures.disclosure`: a cell is told
as before if any table that differs from this one by one voice was told like that.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.disclosure import (
    AGREE,
    BANDED,
    BANDED_BELOW,
    BASE,
    DISAGREE,
    HIDDEN,
    ROUNDED,
    Released,
)

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_KINDS = 3
# Fewer numbers of answers than these behind a cell, and knowing one of them would give it away.
_FEWEST_BEHIND = 3


@dataclass(frozen=True, eq=False)
class CellsBefore:
    """What was told of the same groups and items before, for each in the last wave that had it.

    precision, answered : (groups, items), told : (groups, items, 3), thirds : (groups, items, 2)
        as in `Released`; HIDDEN where a group or an item was not there
    ceiling, minimum : (groups, items) as `release` had them then
    """

    precision: IntArray
    answered: IntArray
    told: NDArray[np.float64]
    thirds: IntArray
    ceiling: IntArray
    minimum: IntArray


def as_before(
    released: Released, tallies: IntArray, before: CellsBefore, *, ceiling: IntArray
) -> Released:
    """The same table, with cells told as before where one voice can have made the difference.

    released : of `tallies`, by `release` with exact=False
    tallies : (groups, items, 3) of this wave
    ceiling : (groups,) published number of people that no cell can have more answers than

    What can be behind such a cell is one person wider, so what is computed from it stays cautious.
    Where a ceiling that fell since then leaves too little behind it, nothing is told of the cell.

    Raises ValueError for shapes that do not fit.
    """
    if before.precision.shape != released.precision.shape:
        raise ValueError("both waves must have the same groups and items")
    held = _held(released, tallies, before)
    table = replace(
        released,
        **{
            name: getattr(released, name).copy()
            for name in ("precision", "answered", "answered_low", "answered_high")
        },
        **{name: getattr(released, name).copy() for name in ("told", "low", "high", "thirds")},
        held=held,
    )
    for group, item in np.argwhere(held):
        _hold(table, (int(group), int(item)), before, int(ceiling[group]))
    return table


def _held(released: Released, tallies: IntArray, before: CellsBefore) -> BoolArray:
    held = np.zeros(released.precision.shape, dtype=np.bool_)
    for group in range(len(held)):
        items = np.flatnonzero(released.shown[group] & (before.precision[group] != HIDDEN))
        if not len(items):
            continue
        around = tallies[group, items][:, None, :] + _ONE_VOICE
        most = before.ceiling[group, items]
        possible = (around >= 0).all(axis=2) & (around.sum(axis=2) <= most[:, None])
        possible &= around.sum(axis=2) >= before.minimum[group, items][:, None]
        precision, answered, told, thirds = told_as(around, most[:, None])
        was_told = np.nan_to_num(before.told[group, items])
        same = (
            possible
            & (precision == before.precision[group, items][:, None])
            & (answered == before.answered[group, items][:, None])
            & (thirds == before.thirds[group, items][:, None]).all(axis=2)
            & (told == was_told[:, None]).all(axis=2)
        )
        held[group, items] = same.any(axis=1)
    return held


def told_as(tallies: IntArray, ceiling: IntArray) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Precision, answered, told and thirds of `release(…, exact=False)`, of many cells at once.

    tallies : (…, 3) of cells in which enough people answered; ceiling : (…) of each cell
    told is 0 where no count is told
    """
    answered = tallies.sum(axis=-1)
    rounded = (answered + BASE // 2) // BASE * BASE
    banded = (answered < BANDED_BELOW) | (ceiling < rounded + BASE // 2)
    counts = tallies[..., [AGREE, DISAGREE]]
    n = answered[..., None]
    thirds = np.where(3 * counts < n, 0, np.where(3 * counts <= 2 * n, 1, 2))
    told = (tallies + BASE // 2) // BASE * BASE
    return (
        np.where(banded, BANDED, ROUNDED),
        rounded,
        np.where(banded[..., None], 0, told),
        np.where(banded[..., None], thirds, -1),
    )


def _one_voice() -> IntArray:
    """(13, 3) what one voice can change: nothing, gone, new, or from one answer to another."""
    one = np.eye(_KINDS, dtype=np.int64)
    moved = [one[i] - one[j] for i in range(_KINDS) for j in range(_KINDS) if i != j]
    return np.array([np.zeros(_KINDS, dtype=np.int64), *one, *-one, *moved])


_ONE_VOICE = _one_voice()


def _hold(table: Released, cell: tuple[int, int], before: CellsBefore, ceiling: int) -> None:
    least, most = _answered(cell, before)
    most = min(most, ceiling)
    table.precision[cell] = before.precision[cell]
    table.answered[cell] = before.answered[cell]
    table.answered_low[cell], table.answered_high[cell] = least, most
    table.told[cell] = before.told[cell]
    table.thirds[cell] = before.thirds[cell]
    if most - least + 1 < _FEWEST_BEHIND:
        _hide(table, cell)
    elif table.precision[cell] == ROUNDED:
        told, around = before.told[cell].astype(np.int64), BASE // 2 + 1
        table.low[cell] = np.maximum(told - around, 0)
        table.high[cell] = np.minimum(told + around, most)
    elif table.precision[cell] == BANDED:
        for kind in range(_KINDS):
            counts = [count for count, _n in table.extremes(cell, kind)]
            table.low[cell][kind], table.high[cell][kind] = min(counts), max(counts)


def _answered(cell: tuple[int, int], before: CellsBefore) -> tuple[int, int]:
    """The fewest and the most that can have answered now: one off from what was so then."""
    told, ceiling = int(before.answered[cell]), int(before.ceiling[cell])
    around = range(
        max(told - BASE // 2, int(before.minimum[cell])), min(told + BASE // 2, ceiling) + 1
    )
    if before.precision[cell] == BANDED:
        cut = ceiling < told + BASE // 2
        behind = [n for n in around if n < BANDED_BELOW or cut]
    else:
        behind = [n for n in around if n >= BANDED_BELOW]
    return behind[0] - 1, behind[-1] + 1


def _hide(table: Released, cell: tuple[int, int]) -> None:
    for name in ("precision", "answered", "answered_low", "answered_high", "low", "high"):
        getattr(table, name)[cell] = 0
    table.told[cell], table.thirds[cell] = np.nan, -1
    if table.held is not None:
        table.held[cell] = False
