"""How votes on two statements go together: sums over people for every pair of statements.

v_ij in {+1, 0, -1} is the vote of person i on statement j, o_ij = 1 where i voted on j (passes
included) and 0 elsewhere. Three sums over i for all j and k: v_ij v_ik, v_ij o_ik and o_ij o_ik.

They are added up in one of two ways, both exact, whichever is estimated to be faster:

- by rows: everybody has a row with 256 v_ij + o_ij for each statement, in 16 bits. For each
  statement and kind of vote the rows of those who gave it are added up; a sum of at most 127 rows
  holds both sum v and sum o. Costs votes times statements for each person, but additions next to
  each other in memory, many of which a processor does at once.
- by counting: for each statement the votes of all who voted on it are gathered and counted per
  statement and value. Costs votes² for each person, and something for each statement.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from samenspel.measures.opinions.votes import BoolArray, IntArray, Votes

Sums: TypeAlias = tuple[IntArray, IntArray, IntArray]
SmallArray: TypeAlias = NDArray[np.int16]

# So that three kinds of vote per statement, and one more, have numbers below 2^16.
MOST_STATEMENTS = 2**16 // 3 - 1

# Nanoseconds on one core, measured; only their ratios matter, and only for speed.
_PER_ADDITION = 0.1
_PER_PAIR = 1.5
_PER_STATEMENT = 20_000.0
_PER_CELL = 10.0

# As many rows as leave both halves of 16 bits room, and as many people as leave 16 bits room.
_ROWS_IN_A_SUM = 127
_PEOPLE_IN_SMALL_SUMS = 2**15 - 1
_KINDS = 3
_PEOPLE_IN_A_TABLE = 2_048
# Eight whole numbers of 16 bits are added at once; what is left over is added one by one.
_AT_ONCE = 8
_COLUMNS_IN_A_TABLE = 128

_VOTES_AT_ONCE = 2**21
_LINES_AT_ONCE = 2**16
_COUNTS_AT_ONCE = 2**17

# Votes in a line. Copying 32 bytes at a time is fast, and longer lines would be emptier.
_WIDTH = 16


def add_co_occurrences(
    votes: Votes,
    both_values: IntArray,
    value_here: IntArray,
    both_voted: IntArray,
    *,
    people: IntArray | None = None,
) -> None:
    """Add the sums over these people to three (statements, statements) arrays, in place.

    votes : in order of voter
    both_values : sum over i of v_ij v_ik
    value_here : [j, k] = sum over i of v_ij o_ik
    both_voted : sum over i of o_ij o_ik
    people : the numbers of those who are counted; None for everybody

    Raises ValueError for more than MOST_STATEMENTS.
    """
    if votes.statements > MOST_STATEMENTS:
        raise ValueError(f"co-occurrences of more than {MOST_STATEMENTS} statements do not fit")
    out = (both_values, value_here, both_voted)
    counted = np.arange(votes.voters) if people is None else people
    starts = votes.starts()
    held = starts[counted + 1] - starts[counted]
    for start, stop in _runs(np.concatenate([[0], np.cumsum(held)])):
        part, voted = counted[start:stop], held[start:stop]
        if not voted.any():
            continue
        by_rows = _better_by_rows(voted, votes.statements)
        if by_rows.any():
            _add_by_rows(votes, part[by_rows], out)
        if not by_rows.all():
            _add_by_counting(votes.only(part[~by_rows]), out)


def _runs(starts: IntArray) -> Iterator[tuple[int, int]]:
    """Runs of people with not many more than _VOTES_AT_ONCE votes."""
    start, last = 0, len(starts) - 1
    while start < last:
        stop = int(np.searchsorted(starts, starts[start] + _VOTES_AT_ONCE, side="right")) - 1
        stop = min(max(stop, start + 1), last)
        yield start, stop
        start = stop


def _better_by_rows(voted: IntArray, statements: int) -> BoolArray:
    """Of whom the votes are faster added up by rows than counted."""
    votes = voted.astype(np.float64)
    counting = _PER_PAIR * votes**2
    adding = _PER_ADDITION * statements * votes
    by_rows = counting > adding
    fixed = _PER_STATEMENT * statements + _PER_CELL * statements**2
    if counting[~by_rows].sum() + fixed > adding[~by_rows].sum():
        by_rows[:] = True
    return by_rows


def _add_by_rows(votes: Votes, people: IntArray, out: Sums) -> None:
    wide = -(-votes.statements // _AT_ONCE) * _AT_ONCE
    tiles = list(pairwise([*range(0, wide, _COLUMNS_IN_A_TABLE), wide]))
    for first in range(0, len(people), _PEOPLE_IN_SMALL_SUMS):
        part = people[first : first + _PEOPLE_IN_SMALL_SUMS]
        small = [np.zeros((4, last, last - first), dtype=np.int16) for first, last in tiles]
        for start in range(0, len(part), _PEOPLE_IN_A_TABLE):
            _add_table(votes.only(part[start : start + _PEOPLE_IN_A_TABLE]), tiles, small)
        for (left, _right), sums in zip(tiles, small, strict=True):
            _add_tile(sums, left, out)


def _add_table(votes: Votes, tiles: list[tuple[int, int]], small: list[SmallArray]) -> None:
    """Add to sums over o_ij o_ik, v_ij v_ik, v_ij o_ik and o_ij v_ik: k in a tile, j not beyond.

    The last tile ends in a few statements that do not exist.
    """
    starts = votes.starts().astype(np.int32)
    statement = votes.statement.astype(np.int32, copy=False)
    value = votes.value.astype(np.int16)
    shape = (votes.voters, tiles[-1][1])
    cells = value * np.int16(256) + np.int16(1)
    rows = csr_array((cells, statement, starts), shape=shape).toarray()
    kind = statement * np.int32(_KINDS) + (value + np.int16(1))
    ones = np.ones(len(votes), dtype=np.int16)
    # Changing the form of a sparse matrix is a counting sort of the votes by kind.
    who = csr_array((ones, kind, starts), shape=(shape[0], _KINDS * shape[1])).tocsc()
    parts = np.maximum(1, -(-np.diff(who.indptr) // _ROWS_IN_A_SUM))
    first = np.cumsum(parts) - parts
    number = np.arange(parts.sum()) - np.repeat(first, parts)
    begins = np.repeat(who.indptr[:-1], parts) + (number * _ROWS_IN_A_SUM).astype(np.int32)
    ends = np.append(begins, who.indptr[-1:])
    for (left, right), (both, values, here, there) in zip(tiles, small, strict=True):
        lists = slice(_KINDS * right)
        count = int(parts[lists].sum())
        last = ends[count]
        part = csr_array(
            (who.data[:last], who.indices[:last], ends[: count + 1]), shape=(count, shape[0])
        )
        summed = part @ np.ascontiguousarray(rows[:, left:right])
        voted = _of_lists(summed & np.int16(255), first[lists], parts[lists])
        summed >>= 8
        net = _of_lists(summed, first[lists], parts[lists])
        for kind_of_vote in range(_KINDS):
            both += voted[:, kind_of_vote]
            there += net[:, kind_of_vote]
        values += net[:, 2]
        values -= net[:, 0]
        here += voted[:, 2]
        here -= voted[:, 0]


def _of_lists(summed: SmallArray, first: IntArray, parts: IntArray) -> SmallArray:
    """(statements, kinds, columns) of each list of rows, from its parts of at most 127 rows."""
    total = summed
    if len(first) < len(summed):
        total = summed[first]
        for number in range(1, int(parts.max())):
            longer = np.flatnonzero(parts > number)
            total[longer] += summed[first[longer] + number]
    return total.reshape(-1, _KINDS, summed.shape[1])


def _add_tile(sums: SmallArray, left: int, out: Sums) -> None:
    both_values, value_here, both_voted = out
    statements = len(both_voted)
    both, values, here, there = sums[:, :statements, : max(0, statements - left)]
    right = left + both.shape[1]
    for total, above, below in (
        (both_voted, both, both),
        (both_values, values, values),
        (value_here, here, there),
    ):
        total[:right, left:right] += above
        total[left:right, :left] += below[:left].T


def _add_by_counting(votes: Votes, out: Sums) -> None:
    """Each person's votes stand in lines; a vote on j is counted with its own and later lines.

    So [j, k] is complete where j <= k, and the rest follows.
    """
    bins = votes.statements + 1
    lines, line, after = _lines(votes)
    kind = votes.statement.astype(np.int32) * 3 + (votes.value.astype(np.int8) + 1)
    starts = votes.starts().astype(np.int32)
    shape = (votes.voters, 3 * votes.statements)
    # Changing the form of a sparse matrix is a counting sort of the votes by kind.
    by_kind = csr_array((line, kind, starts), shape=shape).tocsc()
    line, bounds = by_kind.data, by_kind.indptr
    begins = np.zeros(len(line) + 1, dtype=np.int64)
    np.cumsum(after[by_kind.indices] - line, out=begins[1:])
    for start, stop in _blocks(begins[bounds[::3]], bins):
        first, last = bounds[3 * start], bounds[3 * stop]
        kinds = bounds[3 * start : 3 * stop + 1] - first
        counts = _counted(lines, line[first:last], begins[first : last + 1], kinds, bins)
        _add_counts(counts.reshape(stop - start, 3, 3, bins)[..., start:-1], start, out)


def _counted(
    lines: NDArray[np.uint16],
    line: NDArray[np.int32],
    begins: NDArray[np.int64],
    bounds: NDArray[np.int32],
    bins: int,
) -> NDArray[np.int32]:
    """For each kind of vote, (kinds, 3 bins), how many who gave it also gave each other vote.

    line : (votes,) the line in which each vote stands, in order of its kind
    begins : (votes + 1,) where the lines of each begin, with all lines to be counted in one row
    bounds : (kinds + 1,) the first vote of each kind
    """
    which = np.repeat(line - begins[:-1], np.diff(begins))
    which += np.arange(begins[0], begins[-1])
    met = np.empty((len(which), _WIDTH), dtype=lines.dtype)
    # Without a check of each number, which would take longer than the copying.
    np.take(lines, which, axis=0, out=met, mode="clip")
    counts = np.empty((len(bounds) - 1, 3 * bins), dtype=np.int32)
    for kind, (low, high) in enumerate(pairwise((begins[bounds] - begins[0]).tolist())):
        counts[kind] = np.bincount(met[low:high].reshape(-1), minlength=3 * bins)
    return counts


def _lines(votes: Votes) -> tuple[NDArray[np.uint16], NDArray[np.int32], NDArray[np.int32]]:
    """All votes in lines of one person each, in which line each vote is, and where a person ends.

    A vote is written as statement + (value + 1) * (statements + 1); what is left of a line is
    filled with a statement that does not exist.
    """
    starts = votes.starts()
    voted = np.diff(starts)
    after = np.cumsum(-(-voted // _WIDTH)).astype(np.int32)
    first = np.zeros_like(after)
    first[1:] = after[:-1]
    place = np.repeat(first.astype(np.int64) * _WIDTH - starts[:-1], voted)
    place += np.arange(len(votes))
    lines = np.full((after[-1], _WIDTH), votes.statements, dtype=np.uint16)
    key = votes.value.astype(np.int32) + 1
    key *= votes.statements + 1
    key += votes.statement.astype(np.int32)
    lines.reshape(-1)[place] = key
    return lines, (place // _WIDTH).astype(np.int32), after


def _blocks(begins: IntArray, bins: int) -> Iterator[tuple[int, int]]:
    """Statements in runs with not many more lines than fit in cache."""
    start, last = 0, len(begins) - 1
    most = max(1, _COUNTS_AT_ONCE // bins)
    while start < last:
        stop = int(np.searchsorted(begins, begins[start] + _LINES_AT_ONCE, side="right")) - 1
        stop = min(max(stop, start + 1), start + most, last)
        yield start, stop
        start = stop


def _add_counts(counts: NDArray[np.int32], start: int, out: Sums) -> None:
    """Add counts [j - start, value on j, value on k, k - start], right where k >= j."""
    both_values, value_here, both_voted = out
    voted = counts[:, :, 0] + counts[:, :, 1] + counts[:, :, 2]
    net = counts[:, :, 2] - counts[:, :, 0]
    both = voted[:, 0] + voted[:, 1] + voted[:, 2]
    values = net[:, 2] - net[:, 0]
    _add_mirrored(both_voted, start, both, both)
    _add_mirrored(both_values, start, values, values)
    _add_mirrored(value_here, start, voted[:, 2] - voted[:, 0], net[:, 0] + net[:, 1] + net[:, 2])


def _add_mirrored(total: IntArray, start: int, upper: IntArray, lower: IntArray) -> None:
    """Add upper[j - start, k - start] to [j, k] where k >= j, and lower to [k, j] where k > j."""
    size = len(upper)
    stop = start + size
    total[start:stop, start:stop] += np.triu(upper[:, :size]) + np.tril(lower[:, :size].T, -1)
    total[start:stop, stop:] += upper[:, size:]
    total[stop:, start:stop] += lower[:, size:].T
