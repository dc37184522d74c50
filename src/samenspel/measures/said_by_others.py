"""What the people of all other organisations say of one organisation, as one count of people.

No organisation is told apart from the others: a count that one organisation alone is behind would
tell what it says of another. So people of several organisations are counted together, and whoever
speaks of an organisation is never of that organisation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

FEWEST_ORGANISATIONS = 3


@dataclass(frozen=True, eq=False)
class SaidByOthers:
    """
    tally : (items, kinds) people; 0 where too few organisations say something
    tellers : (organisations, items) whose people are counted; none where nothing is told
    """

    tally: IntArray
    tellers: BoolArray

    @property
    def told(self) -> BoolArray:
        """(items,) whether enough organisations say something."""
        return np.asarray(self.tellers.any(axis=0))


def said_by_others(tally: IntArray, about: IntArray, *, minimum: int) -> SaidByOthers:
    """Count people of the other organisations together, where there are enough of both.

    tally : (organisations, items, kinds) people of each organisation, by what they answered
    about : (items,) of which organisation each item is
    minimum : fewest people of an organisation that is counted

    An organisation is counted where at least `minimum` of its people answered. So of one with
    fewer nothing is in any count, and no difference between counts can be about its people. A count
    is made where at least three organisations are counted.

    Raises ValueError for shapes that do not fit, negative counts or a minimum below 1.
    """
    if tally.ndim != 3 or about.shape != tally.shape[1:2]:
        raise ValueError("tally must be (organisations, items, kinds), and about (items,)")
    if tally.size and tally.min() < 0:
        raise ValueError("tally must not be negative")
    if about.size and not 0 <= about.min() <= about.max() < len(tally):
        raise ValueError("about must be the index of an organisation")
    if minimum < 1:
        raise ValueError(f"minimum must be 1 or more, not {minimum}")
    of_others = np.arange(len(tally))[:, None] != about[None, :]
    counted = (tally.sum(axis=2) >= minimum) & of_others
    tellers = counted & (counted.sum(axis=0) >= FEWEST_ORGANISATIONS)
    return SaidByOthers(np.where(tellers[:, :, None], tally, 0).sum(axis=0), tellers)
