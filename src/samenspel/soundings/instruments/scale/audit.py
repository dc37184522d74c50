"""What can be worked out from all that a picture tells. Run on all of it, before it is frozen.

Two things could give somebody away. A count of a question of which too little is left open; and a
mean of all groups together, from which those of the groups are taken off. Whatever is found is not
told.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.cell_suppression.ranges import narrow_cells
from samenspel.measures.disclosure import HIDDEN, Released
from samenspel.soundings.instruments.scale.figures import VOICES_FOR_A_MEAN
from samenspel.soundings.instruments.scale.measured import Measured

BoolArray = NDArray[np.bool_]

_KINDS = 3
# Every count that is not told exactly can be one of at least so many.
_FEWEST_BEHIND = 2


def audited(released: Released) -> Released:
    """Without the cells of which a count could be worked out exactly, or nobody or everybody could
    be known to have given an answer.
    """
    open_to_all = released.shown & ~narrow_counts(released)
    return replace(
        released, precision=np.where(open_to_all, released.precision, HIDDEN).astype(np.int64)
    )


def narrow_counts(released: Released) -> BoolArray:
    """(groups, items) cells of which some count has fewer than two values left.

    For every number of answers that can be behind a cell, the fewest and the most of each kind,
    given all that is told of it (integers, with their sum).
    """
    narrow = np.zeros(released.precision.shape, dtype=np.bool_)
    for group, item in np.argwhere(released.shown):
        cell = int(group), int(item)
        for kind in range(_KINDS):
            behind = released.extremes(cell, kind)
            counts = [count for count, _n in behind]
            if (
                max(counts) - min(counts) + 1 < _FEWEST_BEHIND
                or max(counts) == 0
                or all(count == n for count, n in behind)
            ):
                narrow[cell] = True
    return narrow


def without_narrow_rests(measured: Sequence[Measured]) -> list[Measured]:
    """All groups together only where those without a mean of their own cannot be worked out."""
    return [replace(one, together=None) if _has_narrow_rest(one) else one for one in measured]


def _has_narrow_rest(one: Measured) -> bool:
    """Whether the voices of some group are known to within 20, for who knows the others exactly.

    A column of how many voices each group has, with its total. Hidden are the groups without a mean
    of their own. Beside it stands an open column, since no total over constructs is told.
    """
    of = [] if one.together is None else list(one.together.of)
    voices = np.array([one.voices[group] for group in of], dtype=np.int64)
    hidden = np.array([one.groups[group] is None for group in of], dtype=np.bool_)
    if not hidden.any():
        return False
    anything = np.full(len(of), voices.sum(), dtype=np.int64)
    found = narrow_cells(
        np.column_stack([voices, anything]),
        np.column_stack([hidden, hidden]),
        width=VOICES_FOR_A_MEAN,
    )
    return bool(found)
