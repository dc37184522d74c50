"""What can be worked out from a picture, for whoever knows who took part. Run before it is frozen.

Of one organisation nothing is told of what it says of another. But from a count of all together,
the others taken off, something is left. Whatever leaves too little open is not told.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.disclosure import HIDDEN, Released

BoolArray = NDArray[np.bool_]

_KINDS = 3
# Every count of one organisation can be one of at least so many.
_FEWEST_BEHIND = 2


def without_known_tellers(
    released: Released, tellers: BoolArray, people: Sequence[tuple[int, int, int] | None]
) -> Released:
    """Without what tells of one organisation how many of its people said something.

    released : (items, 1)
    tellers : (organisations, items) whose people are counted
    people : by organisation, how many took part, as it is told
    """
    open_to_all = released.shown.copy()
    for place in np.flatnonzero(released.shown[:, 0]):
        for teller in np.flatnonzero(tellers[:, place]).tolist():
            told = people[teller]
            if told is not None and is_known(released, int(place), told[1:]):
                open_to_all[place] = False
    return replace(released, precision=np.where(open_to_all, released.precision, HIDDEN))


def is_known(released: Released, place: int, people: tuple[int, int]) -> bool:
    """Whether too little is left open of what one organisation says, if all its people answered.

    people : the fewest and the most of it that took part
    """
    return any(
        most - fewest + 1 < _FEWEST_BEHIND
        for fewest, most in (left_open(released, place, people, kind) for kind in range(_KINDS))
    )


def left_open(
    released: Released, place: int, people: tuple[int, int], kind: int
) -> tuple[int, int]:
    """The fewest and the most of one organisation that can have said this (integers).

    Over every number n of people that can be behind a count, with `few` to `many` of them who said
    this: of p people of one organisation at least few − (n − p) did, and at most min(p, many).
    """
    behind = released.extremes((place, 0), kind)
    fewest = min(max(0, few - (n - p)) for few, n in behind for p in people)
    most = max(min(p, many) for many, _n in behind for p in people)
    return fewest, most
