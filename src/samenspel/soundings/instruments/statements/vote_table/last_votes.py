"""Of all votes in a table the last of each participant on each statement."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.soundings.instruments.statements.vote_table.names import CodeArray

RowArray = NDArray[np.int64]
Times = Callable[[RowArray], RowArray]
"""the times of rows, as numbers in their order"""

_BITS_OF_A_KEY = 63
_AT_ONCE = 1 << 20


@dataclass(eq=False)
class Rows:
    """Votes. In the order of a table, with repeats; or sorted by voter and statement, without.

    voter, statement : (rows,) places in the sorted ids
    value : (rows,) 1 agree, 0 pass, -1 disagree
    weight : (rows,) or None where the table has none
    """

    voter: CodeArray
    statement: CodeArray
    value: NDArray[np.int8]
    weight: NDArray[np.float64] | None = field(default=None)

    @classmethod
    def empty(cls, rows: int, *, weighted: bool) -> "Rows":
        return cls(
            voter=np.empty(rows, dtype=np.int32),
            statement=np.empty(rows, dtype=np.int32),
            value=np.empty(rows, dtype=np.int8),
            weight=np.empty(rows, dtype=np.float64) if weighted else None,
        )

    def __len__(self) -> int:
        return len(self.value)


def last_votes(rows: Rows, statements: int, times: Times | None) -> Rows:
    """The latest by its time; of the same time, or without one, the one further down the table.

    rows : is given up, so that there is room to sort
    times : None where the table has no times
    """
    keys = rows.voter.astype(np.int64)
    keys *= statements
    keys += rows.statement
    if bool(np.all(keys[1:] > keys[:-1])):
        return rows
    rows.voter = rows.statement = np.empty(0, dtype=np.int32)
    row = _sorted_with_rows(keys)
    counts = _last_of_each(keys, row, times)
    last = Rows.empty(int(np.count_nonzero(counts)), weighted=rows.weight is not None)
    done = 0
    for piece in _pieces(len(keys)):
        key, at = keys[piece][counts[piece]], row[piece][counts[piece]]
        here = slice(done, done + len(key))
        last.voter[here], last.statement[here] = np.divmod(key, statements)
        last.value[here] = rows.value[at]
        if last.weight is not None and rows.weight is not None:
            last.weight[here] = rows.weight[at]
        done = here.stop
    return last


def _sorted_with_rows(keys: RowArray) -> NDArray[np.integer[Any]]:
    """Sort the keys in place, equal ones in the order of their rows, and give these rows."""
    bits = (len(keys) - 1).bit_length()
    if int(keys.max()).bit_length() + bits > _BITS_OF_A_KEY:
        by_key = np.argsort(keys, kind="stable")
        keys[:] = keys[by_key]
        return by_key
    # Key and row in one number: to sort those where they are takes a third of the memory, and of
    # the time, of sorting by an index.
    keys <<= bits
    for piece in _pieces(len(keys)):
        keys[piece] |= np.arange(piece.start, piece.start + len(keys[piece]))
    keys.sort()
    row = np.empty(len(keys), dtype=np.int32)
    for piece in _pieces(len(keys)):
        row[piece] = keys[piece] & ((1 << bits) - 1)
    keys >>= bits
    return row


def _last_of_each(
    keys: RowArray, row: NDArray[np.integer[Any]], times: Times | None
) -> NDArray[np.bool_]:
    """Which of the sorted keys count. Puts the row of the last vote at those."""
    same = keys[1:] == keys[:-1]
    if times is not None and bool(same.any()):
        repeated = np.flatnonzero(np.append(same, False) | np.append(False, same))
        rows = row[repeated].astype(np.int64)
        # Rows of one key stay together, and change places by their time.
        row[repeated] = rows[np.lexsort((rows, times(rows), keys[repeated]))]
    return np.append(~same, True)


def _pieces(length: int) -> list[slice]:
    return [slice(start, start + _AT_ONCE) for start in range(0, length, _AT_ONCE)]
