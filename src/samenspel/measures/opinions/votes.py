"""Votes as three columns: who, on which statement, what. Everything on statements starts here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array, csr_array

IntArray: TypeAlias = NDArray[np.integer[Any]]
BoolArray: TypeAlias = NDArray[np.bool_]

AGREE, PASS, DISAGREE = 1, 0, -1

# Agree, disagree and pass as they stand among the values -1, 0 and 1.
_VALUES = [2, 0, 1]

# Work on columns goes in pieces that fit in cache, so that it needs hardly any memory of its own.
_ROWS_AT_ONCE = 2**17


@dataclass(frozen=True, eq=False)
class Votes:
    """The votes of one round: at most one per voter and statement.

    voter : (n,) integers, 0 <= voter < voters
    statement : (n,) integers, 0 <= statement < statements
    value : (n,) integers, +1 agree, 0 pass, -1 disagree
    voters, statements : how many there are, those without a vote included
    ordered : whether the votes stand in order of voter and then of statement

    The three arrays may have any integer type (int32, int16 and int8 hold 30 million votes
    in 210 MB) and any order; in order everything is faster. They are not copied: do not write to
    them afterwards.

    Raises ValueError where shapes differ, a number is out of range or an array is not of
    integers, and where somebody votes on a statement twice (see `last_votes`).
    """

    voter: IntArray
    statement: IntArray
    value: IntArray
    voters: int
    statements: int
    ordered: bool = field(init=False)

    def __post_init__(self) -> None:
        _check_columns(self.voter, self.statement, self.value, self.voters, self.statements)
        ordered = _in_order(self.voter, self.statement)
        if not ordered:
            # Only columns that are out of order pay for sorting.
            sorted_votes = _sorted(self.voter, self.statement, self.value, self._shape)
            if not _is_last(sorted_votes).all():
                raise ValueError("more than one vote of a voter on a statement")
        object.__setattr__(self, "ordered", ordered)

    @property
    def _shape(self) -> tuple[int, int]:
        return self.voters, self.statements

    def __len__(self) -> int:
        """How many votes there are, passes included."""
        return len(self.value)

    def in_order(self) -> "Votes":
        """The same votes in order of voter and then of statement; itself where they are already."""
        if self.ordered:
            return self
        return last_votes(
            self.voter,
            self.statement,
            self.value,
            voters=self.voters,
            statements=self.statements,
        )

    def starts(self) -> NDArray[np.int64]:
        """(voters + 1,) the row at which the votes of each voter start; at the end how many votes.

        Raises ValueError where the votes are not in order of voter.
        """
        self._check_ordered()
        return self._starts

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        starts = np.zeros(self.voters + 1, dtype=np.int64)
        if len(self):
            others = np.flatnonzero(self.voter[1:] != self.voter[:-1]) + 1
            first = np.concatenate([[0], others])
            starts[1:][self.voter[first]] = np.diff(first, append=len(self))
        np.cumsum(starts, out=starts)
        starts.flags.writeable = False
        return starts

    def rows_of(self, people: IntArray) -> NDArray[np.int64]:
        """The rows of the votes of these people, person by person in the order of `people`.

        Raises ValueError where the votes are not in order of voter.
        """
        return rows_between(self.starts(), people)

    def people(self, start: int, stop: int) -> "Votes":
        """The votes of voters start to stop - 1, who are numbered from 0; copies only `voter`.

        Raises ValueError where the votes are not in order of voter, or there are no such voters.
        """
        self._check_ordered()
        if not 0 <= start <= stop <= self.voters:
            raise ValueError(f"people lie outside 0 to {self.voters}")
        starts = self._starts[start : stop + 1]
        rows = slice(int(starts[0]), int(starts[-1]))
        voter = self.voter[rows]
        if start and len(voter):
            voter = voter - voter.dtype.type(start)
        return in_known_order(
            voter,
            self.statement[rows],
            self.value[rows],
            stop - start,
            self.statements,
            starts - starts[0],
        )

    def keep_people(self, mask: BoolArray) -> "Votes":
        """Only the people of the mask, numbered anew in their old order.

        mask : (voters,) booleans, true for who stays; `np.flatnonzero(mask)` gives old numbers

        Raises ValueError where the mask is not one boolean per voter, or the votes are not in
        order of voter.
        """
        if mask.shape != (self.voters,) or mask.dtype != np.bool_:
            raise ValueError(f"the mask must hold {self.voters} booleans, one per voter")
        if mask.all():
            return self
        return self.only(np.flatnonzero(mask))

    def only(self, people: IntArray) -> "Votes":
        """The votes of these people, numbered in the order in which they are named.

        Raises ValueError where the votes are not in order of voter.
        """
        rows = self.rows_of(people)
        starts = self.starts()
        held = starts[people + 1] - starts[people]
        return in_known_order(
            np.repeat(np.arange(len(people)).astype(self.voter.dtype), held),
            self.statement.take(rows),
            self.value.take(rows),
            len(people),
            self.statements,
            np.concatenate([[0], np.cumsum(held)]),
        )

    def keep_statements(self, mask: BoolArray) -> "Votes":
        """Only the statements of the mask, numbered anew in their old order.

        mask : (statements,) booleans, true for a statement that stays. Moderated statements
            are dropped this way, before anything is computed, so that they leave no trace in
            a mean, a distance or a number of votes. `np.flatnonzero(mask)` gives the old
            number of each new one. All voters stay, also who has no vote left.

        Raises ValueError where the mask is not one boolean per statement.
        """
        if mask.shape != (self.statements,) or mask.dtype != np.bool_:
            raise ValueError(f"the mask must hold {self.statements} booleans, one per statement")
        if mask.all():
            return self
        new_number = (np.cumsum(mask) - 1).astype(self.statement.dtype)
        kept = np.empty(len(self), dtype=np.bool_)
        for rows in _pieces(len(self)):
            kept[rows] = mask.take(self.statement[rows])
        statement = self.statement[kept]
        for rows in _pieces(len(statement)):
            statement[rows] = new_number.take(statement[rows])
        columns = self.voter[kept], statement, self.value[kept]
        shape = self.voters, int(mask.sum())
        # Leaving votes out changes no order.
        return in_known_order(*columns, *shape) if self.ordered else Votes(*columns, *shape)

    def sparse(self) -> csr_array:
        """The (voters, statements) int64 matrix, its rows sorted by statement.

        A stored 0 is a pass; what is not stored was not voted on. So never call
        `eliminate_zeros` on it, and count votes by `indptr`, not by `count_nonzero`.
        """
        if not self.ordered:
            return self.in_order().sparse()
        index = np.int32 if max(len(self), *self._shape) < 2**31 else np.int64
        columns = (self.value.astype(np.int64), self.statement.astype(index))
        return csr_array((*columns, self.starts().astype(index)), shape=self._shape)

    def in_parts(self) -> Iterator[slice]:
        """People from the first to the last, in runs that have not many more votes than fit in
        cache.

        Raises ValueError where the votes are not in order of voter.
        """
        starts, start = self.starts(), 0
        while start < self.voters:
            stop = int(np.searchsorted(starts, starts[start] + _ROWS_AT_ONCE, side="right")) - 1
            stop = min(max(stop, start + 1), self.voters)
            yield slice(start, stop)
            start = stop

    def summed(self, says: NDArray[np.float64]) -> NDArray[np.float64]:
        """(voters, columns) the sum of what somebody's votes say; 0 for who did not vote.

        says : (3 statements, columns) of vote v on j in row 3 j + 1 + v

        In parts, so that 30 million votes need hardly more memory than the result. Raises
        ValueError where the votes are not in order of voter.
        """
        summed = np.empty((self.voters, says.shape[1]))
        for people in self.in_parts():
            summed[people] = self.people(people.start, people.stop).kinds() @ says
        return summed

    def kinds(self) -> csr_array:
        """(voters, 3 statements) a one for each vote v on j, in column 3 j + 1 + v.

        Raises ValueError where the votes are not in order of voter.
        """
        ends = self.starts()
        index = np.int32 if max(len(self), 3 * self.statements) < 2**31 else np.int64
        column: NDArray[Any] = self.statement.astype(index)
        column *= 3
        column += self.value.astype(np.int8, copy=False)
        column += 1
        shape = (self.voters, 3 * self.statements)
        return csr_array((np.ones(len(self)), column, ends.astype(index)), shape=shape)

    def _check_ordered(self) -> None:
        if not self.ordered:
            raise ValueError("the votes are not in order of voter: see in_order")


def last_votes(
    voter: IntArray, statement: IntArray, value: IntArray, *, voters: int, statements: int
) -> Votes:
    """Votes in the order in which they were cast, of which the last per statement counts.

    voter, statement, value : (n,) integers as in `Votes`, in order of time, repeats allowed

    The result is sorted by voter and then by statement, whatever the order of the input, in time
    proportional to the numbers of votes, voters and statements.

    Raises ValueError where shapes differ or a number is out of range.
    """
    _check_columns(voter, statement, value, voters, statements)
    if _in_order(voter, statement):
        return in_known_order(voter, statement, value, voters, statements)
    by_voter = _sorted(voter, statement, value, (voters, statements))
    is_last = _is_last(by_voter)
    every = np.repeat(np.arange(voters).astype(voter.dtype), np.diff(by_voter.indptr))
    return in_known_order(
        voter=every[is_last],
        statement=by_voter.indices[is_last].astype(statement.dtype),
        value=by_voter.data[is_last].astype(value.dtype, copy=False),
        voters=voters,
        statements=statements,
    )


def rows_between(starts: NDArray[np.int64], people: IntArray) -> NDArray[np.int64]:
    """The rows of these people, person by person in the order of `people`.

    starts : of `Votes.starts`
    """
    first = starts[people]
    held = starts[people + 1] - first
    ends = np.cumsum(held)
    rows = np.repeat(first - (ends - held), held)
    rows += np.arange(len(rows))
    return rows


def tallies(votes: Votes, group_of: IntArray, groups: int) -> NDArray[np.int64]:
    """How many in each group agree, disagree and pass on each statement.

    votes : n votes
    group_of : (voters,) the group of each voter, 0 <= group < groups, or -1 for a voter in no
        group, who is not counted
    groups : how many groups there are, empty ones included

    Gives (groups, statements, 3) counts of agree, disagree, pass. These are exact counts:
    what is published goes through `measures.disclosure` first.

    Raises ValueError where `group_of` is not one group per voter.
    """
    check_groups(group_of, groups, votes.voters)
    # Who is in no group is counted in one more, which is then left out.
    every = np.where(group_of < 0, groups, group_of).astype(np.int64) * (votes.statements * 3) + 1
    counts = np.zeros((groups + 1) * votes.statements * 3, dtype=np.int64)
    # Each piece costs a pass over the counts, so there are fewer pieces where these are many.
    for rows in _pieces(len(votes), max(_ROWS_AT_ONCE, len(counts))):
        cell = votes.statement[rows].astype(np.int64)
        cell *= 3
        cell += every.take(votes.voter[rows])
        cell += votes.value[rows].astype(np.int8, copy=False)
        counts += np.bincount(cell, minlength=len(counts))
    by_value = counts.reshape(groups + 1, votes.statements, 3)[:groups]
    return np.ascontiguousarray(by_value[:, :, _VALUES])


def check_groups(group_of: IntArray, groups: int, voters: int) -> None:
    """Raise ValueError unless `group_of` gives each voter a group from -1 (none) to groups - 1."""
    if groups < 0 or group_of.shape != (voters,) or not _integers(group_of):
        raise ValueError(f"the groups must be {voters} integers, one per voter")
    if voters and not -1 <= int(group_of.min()) <= int(group_of.max()) < groups:
        raise ValueError(f"a group lies outside -1 to {groups - 1}")


def _check_columns(
    voter: IntArray, statement: IntArray, value: IntArray, voters: int, statements: int
) -> None:
    if voters < 0 or statements < 0:
        raise ValueError("the numbers of voters and statements cannot be negative")
    columns = (voter, statement, value)
    if any(column.shape != (len(value),) for column in columns):
        raise ValueError("voter, statement and value must be columns of the same length")
    if not all(map(_integers, columns)):
        raise ValueError("voter, statement and value must be integers")
    _check_range("voter", voter, 0, voters - 1)
    _check_range("statement", statement, 0, statements - 1)
    _check_range("value", value, DISAGREE, AGREE)


def _check_range(name: str, column: IntArray, low: int, high: int) -> None:
    if len(column) and not low <= int(column.min()) <= int(column.max()) <= high:
        raise ValueError(f"a {name} lies outside {low} to {high}")


def _integers(column: IntArray) -> bool:
    return bool(np.issubdtype(column.dtype, np.integer))


def in_known_order(
    voter: IntArray,
    statement: IntArray,
    value: IntArray,
    voters: int,
    statements: int,
    starts: NDArray[np.int64] | None = None,
) -> Votes:
    """Votes that are known to be right and in order, made without looking at each again.

    starts : of `Votes.starts`, where they are known too

    For parts of votes that were checked; everything else goes through `Votes` or `last_votes`.
    """
    votes = object.__new__(Votes)
    columns = {"voter": voter, "statement": statement, "value": value}
    numbers = {"voters": voters, "statements": statements, "ordered": True}
    for name, part in (columns | numbers).items():
        object.__setattr__(votes, name, part)
    if starts is not None:
        votes.__dict__["_starts"] = starts
    return votes


def _pieces(rows: int, at_once: int = _ROWS_AT_ONCE) -> Iterator[slice]:
    return (slice(start, min(start + at_once, rows)) for start in range(0, rows, at_once))


def _in_order(voter: IntArray, statement: IntArray) -> bool:
    """Whether rows stand in order of voter and then of statement, none twice."""
    for rows in _pieces(len(voter) - 1):
        here, below = voter[rows], voter[rows.start + 1 : rows.stop + 1]
        later = statement[rows.start + 1 : rows.stop + 1] > statement[rows]
        if not ((below > here) | ((below == here) & later)).all():
            return False
    return True


def _sorted(
    voter: IntArray, statement: IntArray, value: IntArray, shape: tuple[int, int]
) -> csc_array:
    """Votes by voter and then by statement, repeats kept in their order, one column per voter.

    Two counting sorts, first by statement and then by voter: changing the form of a sparse
    matrix is linear and keeps the order of what has the same place.
    """
    short = value.astype(np.int8, copy=False)
    matrix = coo_array((short, (statement, voter)), shape=shape[::-1])
    # Otherwise repeats would be added up.
    matrix.has_canonical_format = True
    return matrix.tocsr().tocsc()


def _is_last(by_voter: csc_array) -> BoolArray:
    """Which of the sorted votes are the last of a voter on a statement."""
    last = np.ones(len(by_voter.indices), dtype=np.bool_)
    np.not_equal(by_voter.indices[1:], by_voter.indices[:-1], out=last[:-1])
    ends = by_voter.indptr[1:][np.diff(by_voter.indptr) > 0]
    last[ends - 1] = True
    return last
