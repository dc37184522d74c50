"""Statements that were asked of the same group before are told so that nobody shows in between.

Between two exact counts of nearly the same people lies what one of them said. So what differs by
one voice from what was told before is told as it was told before, and what is behind it is one
person wider. What was told in fives or thirds: see `measures.steady_counts`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.measures import disclosure
from samenspel.measures.disclosure import BASE, COUNTED, HIDDEN, Released
from samenspel.measures.steady import Told, in_steps
from samenspel.measures.steady_counts import CellsBefore, as_before

IntArray = NDArray[np.int64]
Content = Mapping[str, Any]
Identity = tuple[str, str, str]
"""role, party and name of a group, by which it is known again"""
People = tuple[int, int, int]
"""how many took part: told, the fewest and the most that it can be"""


@dataclass(frozen=True)
class ToldBefore:
    """The contents of earlier pictures of statements, in the order in which they were published."""

    contents: Sequence[Content] = ()

    def people(self, group: Identity) -> People | None:
        """How many of a group took part, as that was told last."""
        for content in reversed(self.contents):
            for known in content["groups"]:
                if _identity(known) == group and (told := known["people"]) is not None:
                    return told[0], told[1], told[2]
        return None

    def cells(
        self, groups: Sequence[Identity], texts: Sequence[str]
    ) -> Iterator[tuple[tuple[int, int], Content, Content]]:
        """Place, cell, and the content it stands in; of one place the newest comes last."""
        places = {text: index for index, text in enumerate(texts)}
        for content in self.contents:
            known = {_identity(group): at for at, group in enumerate(content["groups"])}
            for statement in content["statements"]:
                index = places.get(statement["text"])
                for group, identity in enumerate(groups):
                    at = known.get(identity)
                    cell = None if at is None else statement["cells"][at]
                    if index is not None and cell is not None:
                        yield (group, index), cell, content


def people_as_before(
    now: People, before: People | None, *, voters: int, minimum: int, most: int
) -> People:
    """How many took part: as it was told before, where at most one came or went.

    now : as it is told of `voters` the first time
    minimum, most : nobody told fewer, and no more can have taken part
    """
    if before is None:
        return now
    told = before[0]
    if before[1] == before[2]:
        if abs(voters - told) > 1:
            return now
        return told, told - 1, max(min(told + 1, most), told)
    step = Told(told, BASE, told - BASE / 2, told + BASE / 2)
    steady = in_steps(voters, step=BASE, reach=1, before=step)
    value = int(min(steady.value, most))
    return value, max(ceil(steady.least), minimum), max(min(floor(steady.most), most), value)


def released(
    tally: IntArray,
    *,
    minimum: int,
    ceiling: IntArray,
    groups: Sequence[Identity],
    texts: Sequence[str],
    before: ToldBefore,
) -> Released:
    """What may be told of a round.

    tally : (groups, statements, 3); ceiling : (groups,) as in `disclosure.release`
    """
    table = disclosure.release(tally, minimum=minimum, ceiling=ceiling)
    cells = {place: (cell, content) for place, cell, content in before.cells(groups, texts)}
    if not cells:
        return table
    in_fives = disclosure.release(tally, minimum=minimum, ceiling=ceiling, exact=False)
    not_exact = {place: told for place, told in cells.items() if told[0]["precision"] != COUNTED}
    steady = as_before(
        in_fives, tally, _before(tally.shape[:2], not_exact, groups), ceiling=ceiling
    )
    held = steady.held if steady.held is not None else np.zeros(tally.shape[:2], dtype=np.bool_)
    table = _merged(held, steady, table)
    for place, (cell, _content) in cells.items():
        if cell["precision"] == COUNTED and _differs_by_one(tally[place], cell["told"]):
            _tell_again(table, place, cell, ceiling)
    return table


def _identity(group: Content) -> Identity:
    return group["role"], group["party"], group["name"]


def _differs_by_one(tally: IntArray, told: Sequence[float]) -> bool:
    """One voice came, went or said something else; or none."""
    change = tally - np.array(told, dtype=np.int64)
    moved = int(np.abs(change).sum())
    return moved <= 1 or (moved == 2 and int(change.sum()) == 0)


def _tell_again(table: Released, place: tuple[int, int], cell: Content, ceiling: IntArray) -> None:
    told, most = np.array(cell["told"], dtype=np.int64), int(ceiling[place[0]])
    table.precision[place], table.thirds[place] = COUNTED, -1
    table.answered[place], table.told[place] = told.sum(), told
    table.answered_low[place] = told.sum() - 1
    table.answered_high[place] = max(min(told.sum() + 1, most), told.sum())
    table.low[place] = np.maximum(told - 1, 0)
    table.high[place] = told + 1


def _merged(these: NDArray[np.bool_], one: Released, other: Released) -> Released:
    """Of these cells the one table, of all others the other."""
    columns = {}
    for column in fields(Released):
        first, second = getattr(one, column.name), getattr(other, column.name)
        if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
            mask = these if first.ndim == these.ndim else these[..., None]
            columns[column.name] = np.where(mask, first, second)
    return replace(one, **columns)


def _before(
    shape: tuple[int, ...],
    cells: Mapping[tuple[int, int], tuple[Content, Content]],
    groups: Sequence[Identity],
) -> CellsBefore:
    before = CellsBefore(
        precision=np.full(shape, HIDDEN, dtype=np.int64),
        answered=np.zeros(shape, dtype=np.int64),
        told=np.full((*shape, 3), np.nan),
        thirds=np.full((*shape, 2), -1, dtype=np.int64),
        ceiling=np.zeros(shape, dtype=np.int64),
        minimum=np.zeros(shape, dtype=np.int64),
    )
    for place, (cell, content) in cells.items():
        people = next(
            known["people"] for known in content["groups"] if _identity(known) == groups[place[0]]
        )
        if people is None:
            continue
        before.precision[place], before.answered[place] = cell["precision"], cell["answered"]
        if cell["told"] is not None:
            before.told[place] = cell["told"]
        before.thirds[place] = cell["thirds"]
        before.ceiling[place], before.minimum[place] = people[2], content["minimum"]
    return before
