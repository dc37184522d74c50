"""What the others say of each organisation, as far as it may be told.

People of all other organisations are counted together, and the counts go the way of all counts:
`measures.disclosure.release`, and told as before where one person can have made the difference.
Between two rounds there is one danger more. Where one or two organisations were counted in one of
them only, the difference of both counts is what their people said. Then nothing is told this time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.measures import disclosure
from samenspel.measures.disclosure import AGREE, DISAGREE, HIDDEN, Released
from samenspel.measures.opinions.support import Support, released_support
from samenspel.measures.said_by_others import FEWEST_ORGANISATIONS, said_by_others
from samenspel.measures.steady_counts import CellsBefore, as_before
from samenspel.soundings.instruments.relations.answers import Answers
from samenspel.soundings.instruments.relations.audit import without_known_tellers
from samenspel.soundings.instruments.relations.earlier import Round

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
People = tuple[int, int, int]

_FIGURES = ("share", "low", "high", "lowest", "highest", "majority")


@dataclass(frozen=True, eq=False)
class Said:
    """Each item is an aspect of one organisation.

    released : (items, 1)
    tellers : (organisations, items) whose people are counted; none where nothing is told
    ceiling : (items,) published number of people that took part, of those organisations
    paused : (items,) not told because one or two others were counted in the round before
    """

    items: tuple[int, ...]
    released: Released
    tellers: BoolArray
    ceiling: IntArray
    paused: BoolArray
    agree: Support
    disagree: Support
    minimum: int

    def as_data(self, place: int) -> dict[str, Any]:
        """What is told of one of the items, for JSON."""
        return {
            "tellers": [int(at) for at in np.flatnonzero(self.tellers[:, place])],
            "cell": self._cell(place),
            "paused": bool(self.paused[place]),
        }

    def _cell(self, place: int) -> dict[str, Any] | None:
        released, at = self.released, (place, 0)
        if not released.shown[at]:
            return None
        return {
            "precision": int(released.precision[at]),
            "answered": int(released.answered[at]),
            "answered_low": int(released.answered_low[at]),
            "answered_high": int(released.answered_high[at]),
            "told": [float(x) for x in released.told[at]] if released.counted[at] else None,
            "thirds": [int(x) for x in released.thirds[at]],
            "low": [int(x) for x in released.low[at]],
            "high": [int(x) for x in released.high[at]],
            "agree": _figures(self.agree, place),
            "disagree": _figures(self.disagree, place),
            "ceiling": int(self.ceiling[place]),
            "minimum": self.minimum,
        }


def said_of(
    answers: Answers, people: Sequence[People | None], rounds: Sequence[Round], *, minimum: int
) -> Said:
    """
    people : by organisation, how many took part, as it is told
    rounds : earlier ones, the newest first
    """
    items = answers.aspects
    about = np.array([answers.about(item) for item in items], dtype=np.int64)
    pooled = said_by_others(answers.opinions(items), about, minimum=minimum)
    paused = _paused(answers, pooled.tellers, rounds)
    tellers = pooled.tellers & ~paused
    tally = np.where(paused[:, None], 0, pooled.tally)[:, None, :]
    # Every teller counts the minimum of people or more, and whoever sees a count knows that.
    least = FEWEST_ORGANISATIONS * minimum
    ceiling = _of_all(tellers, [told[2] if told else 0 for told in people])
    released = disclosure.release(tally, minimum=least, ceiling=ceiling, exact=False)
    before = _before(answers, tellers, rounds)
    released = as_before(released, tally, before, ceiling=ceiling)
    released = without_known_tellers(released, tellers, people)
    # Where only a range is told, the fewest: then silence is never made smaller than it can be.
    size = _of_all(tellers, answers.sizes)
    part = np.minimum(_of_all(tellers, [told[1] if told else 0 for told in people]), size)
    return Said(
        items=items,
        released=released,
        tellers=tellers & released.shown[:, 0],
        ceiling=ceiling,
        paused=paused,
        agree=released_support(released, AGREE, size, part),
        disagree=released_support(released, DISAGREE, size, part),
        minimum=least,
    )


def _of_all(tellers: BoolArray, of_each: Sequence[int] | IntArray) -> IntArray:
    """(items,) a number of each organisation, added up over those that are counted."""
    return np.asarray(np.array(of_each, dtype=np.int64) @ tellers, dtype=np.int64)


def _paused(answers: Answers, tellers: BoolArray, rounds: Sequence[Round]) -> BoolArray:
    """(items,) what could be told but for the others that were counted in the round before."""
    return np.array(
        [
            _are_nearly_those_of_before(_known_by(answers, place), names, rounds)
            for place, names in enumerate(_names(answers, tellers))
        ],
        dtype=np.bool_,
    )


def _are_nearly_those_of_before(
    known_by: tuple[str, str], names: frozenset[str], rounds: Sequence[Round]
) -> bool:
    """Whether one or two came or went since this was told. A round that was paused lies between."""
    for earlier in rounds:
        if not names or earlier.was_paused(*known_by):
            return False
        if earlier.cell(*known_by) is not None:
            then = earlier.tellers(*known_by)
            came_and_went = len(names - then), len(then - names)
            return any(0 < few < FEWEST_ORGANISATIONS for few in came_and_went)
    return False


def _before(answers: Answers, tellers: BoolArray, rounds: Sequence[Round]) -> CellsBefore:
    """What was told of the same organisation by the same others the last time."""
    shape = (len(answers.aspects), 1)
    before = CellsBefore(
        precision=np.full(shape, HIDDEN, dtype=np.int64),
        answered=np.zeros(shape, dtype=np.int64),
        told=np.full((*shape, 3), np.nan),
        thirds=np.full((*shape, 2), -1, dtype=np.int64),
        ceiling=np.zeros(shape, dtype=np.int64),
        minimum=np.zeros(shape, dtype=np.int64),
    )
    for place, names in enumerate(_names(answers, tellers)):
        known_by, at = _known_by(answers, place), (place, 0)
        for earlier in rounds:
            cell = earlier.cell(*known_by)
            if cell is None or earlier.tellers(*known_by) != names:
                continue
            before.precision[at], before.answered[at] = cell["precision"], cell["answered"]
            if cell["told"] is not None:
                before.told[at] = cell["told"]
            before.thirds[at] = cell["thirds"]
            before.ceiling[at], before.minimum[at] = cell["ceiling"], cell["minimum"]
            break
    return before


def _known_by(answers: Answers, place: int) -> tuple[str, str]:
    """The organisation and the aspect, by which it is found in another round."""
    detail = answers.items[answers.aspects[place]].detail
    return detail["about"], detail["key"]


def _names(answers: Answers, tellers: BoolArray) -> list[frozenset[str]]:
    """By item, the organisations whose people are counted."""
    return [
        frozenset(answers.organisations[at] for at in np.flatnonzero(of_item))
        for of_item in tellers.T
    ]


def _figures(support: Support, place: int) -> dict[str, float | None]:
    values = {name: float(getattr(support, name)[place, 0]) for name in _FIGURES}
    # Four decimals are more than anybody reads, and the same on every machine.
    return {name: None if np.isnan(x) else round(x, 4) for name, x in values.items()}
