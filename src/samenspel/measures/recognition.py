"""Do organisations recognise in each other what each says of itself? Told in three bands.

Each person names one role (or interest, or responsibility) of the own organisation, and one of each
other. What an organisation says of itself is what more than half of its people name: where no more
than half name the same, it has no answer of its own yet, and there is nothing that others could
recognise. How many people of another organisation name that same one is told as few, about half or
most of them. Counts are told nowhere, and nothing is told where fewer than ten people answered.

Where the same was asked before, what was told stays as it was as long as one person can have made
the difference (`measures.steady` says why): nobody learns from two rounds what one person said.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

FEWEST_PEOPLE = 10
FEW, HALF, MOST = 0, 1, 2
UNTOLD = -1
NO_VIEW = 0
# Fewest organisations that make a web.
_FEWEST_IN_A_WEB = 3


@dataclass(frozen=True, eq=False)
class Recognised:
    """
    view : (organisations,) what each says of itself, 1 to choices; NO_VIEW where no more than half
        of its people say the same, UNTOLD where too few answered
    agreement : (organisations,) HALF or MOST of its people say so; UNTOLD without a view
    band : (organisations, organisations) [who looks, at whom] FEW, HALF or MOST name that same one;
        UNTOLD where one of the two is missing, or who is looked at has no view
    """

    view: IntArray
    agreement: IntArray
    band: IntArray


@dataclass(frozen=True, eq=False)
class ToldBefore:
    """What was told in the last round that told it. UNTOLD where none did.

    view, agreement, band : as in `Recognised`
    band_of : (organisations, organisations) the view that each band was about
    """

    view: IntArray
    agreement: IntArray
    band: IntArray
    band_of: IntArray


def nothing_before(organisations: int) -> ToldBefore:
    def untold(*shape: int) -> IntArray:
        return np.full(shape, UNTOLD, dtype=np.int64)

    n = organisations
    return ToldBefore(untold(n), untold(n), untold(n, n), untold(n, n))


def recognised(
    own: IntArray,
    seen: IntArray,
    before: ToldBefore | None = None,
    *,
    fewest: int = FEWEST_PEOPLE,
) -> Recognised:
    """What is told of one list, for all organisations.

    own : (organisations, choices + 1) people by what they name of their own; first who don't know
    seen : (organisations, organisations, choices + 1) [who looks, at whom]; the diagonal is not
        read
    before : what was told in earlier rounds
    fewest : people of whom anything is told, of either; ten or more

    Who does not know answered too, and recognises nothing. Few is less than a third of who
    answered, most is more than two thirds: at ten people 0-3, 4-6 and 7-10.

    Raises ValueError for shapes that do not fit, negative counts, or fewer than ten people.
    """
    organisations = len(own)
    if own.ndim != 2 or seen.shape != (organisations, *own.shape):
        raise ValueError("own must be (organisations, choices + 1), seen a row of those for each")
    if min(own.min(initial=0), seen.min(initial=0)) < 0:
        raise ValueError("counts must not be negative")
    if fewest < FEWEST_PEOPLE:
        raise ValueError(f"fewest must be {FEWEST_PEOPLE} or more, not {fewest}")
    known = nothing_before(organisations) if before is None else before
    view = np.array(
        [_view(counts, int(known.view[at]), fewest) for at, counts in enumerate(own)],
        dtype=np.int64,
    )
    agreement = np.full(organisations, UNTOLD, dtype=np.int64)
    band = np.full((organisations, organisations), UNTOLD, dtype=np.int64)
    for at in np.flatnonzero(view > NO_VIEW):
        told = known.agreement[at] if known.view[at] == view[at] else UNTOLD
        # A view that is held can be named by half of them: then it is about half who say so.
        agreement[at] = max(HALF, _band(own[at], int(view[at]), int(told), fewest))
        for who in range(organisations):
            if who != at:
                told = known.band[who, at] if known.band_of[who, at] == view[at] else UNTOLD
                band[who, at] = _band(seen[who, at], int(view[at]), int(told), fewest)
    return Recognised(view, agreement, band)


def whole_part(told: BoolArray) -> list[int]:
    """Organisations among which everything is told, so that their web can be measured.

    told : (organisations, organisations) whether anything is told [of who looks, at whom]; the
        diagonal is not read

    Nothing is filled in for what is not told: instead the organisation with the most gaps is left
    out, the last of those with equally many, until there are none. Empty where fewer than three
    are left.

    Raises ValueError for what is no square.
    """
    if told.ndim != 2 or told.shape[0] != told.shape[1]:
        raise ValueError("told must be (organisations, organisations)")
    left = list(range(len(told)))
    while left:
        gaps = ~told[np.ix_(left, left)] & ~np.eye(len(left), dtype=bool)
        by_organisation = gaps.sum(axis=0) + gaps.sum(axis=1)
        if not by_organisation.any():
            break
        worst = np.flatnonzero(by_organisation == by_organisation.max())[-1]
        del left[int(worst)]
    return left if len(left) >= _FEWEST_IN_A_WEB else []


def _view(counts: IntArray, before: int, fewest: int) -> int:
    """What more than half name; as it was told before, where one voice can lead there."""
    people = int(counts.sum())
    if people < fewest:
        return UNTOLD
    if before != UNTOLD and any(
        _named_by_most(table) == before for table in _one_voice_off(counts, fewest)
    ):
        return before
    return _named_by_most(counts)


def _named_by_most(counts: Sequence[int] | IntArray) -> int:
    top = int(np.argmax(counts))
    return top if 2 * int(counts[top]) > int(sum(counts)) else NO_VIEW


def _one_voice_off(counts: IntArray, fewest: int) -> list[IntArray]:
    """Every table of so many people that one voice more, less or other makes of this one."""
    one = np.eye(len(counts), dtype=np.int64)
    changed = [counts + each for each in one]
    changed += [counts - each for each in one]
    changed += [counts + to - of for to in one for of in one]
    return [table for table in changed if table.min() >= 0 and table.sum() >= fewest]


def _band(counts: IntArray, named: int, before: int, fewest: int) -> int:
    """Which part names this one; as it was told before, where one voice can lead there."""
    people = int(counts.sum())
    if people < fewest:
        return UNTOLD
    tables = np.array([counts[named], people - counts[named]], dtype=np.int64)
    if before != UNTOLD and any(
        _third(int(table[0]), int(table.sum())) == before
        for table in _one_voice_off(tables, fewest)
    ):
        return before
    return _third(int(counts[named]), people)


def _third(count: int, people: int) -> int:
    if 3 * count < people:
        return FEW
    return HALF if 3 * count <= 2 * people else MOST
