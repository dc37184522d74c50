"""Votes as three columns: who, on which statement, what. Everything on statements starts here."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

IntArray: TypeAlias = NDArray[np.integer[Any]]
BoolArray: TypeAlias = NDArray[np.bool_]

AGREE, PASS, DISAGREE = 1, 0, -1

# The column of `tallies` that counts a value; -1 picks the last of the three.
_COLUMN_OF_VALUE = np.array([2, 0, 1])


@dataclass(frozen=True, eq=False)
class Votes:
    """The votes of one round: at most one per voter and statement.

    voter : (n,) integers, 0 <= voter < voters
    statement : (n,) integers, 0 <= statement < statements
    value : (n,) integers, +1 agree, 0 pass, -1 disagree
    voters, statements : how many there are, those without a vote included

    The three arrays may have any integer type (int32, int32 and int8 hold 30 million votes
    in 270 MB) and any order. They are not copied: do not write to them afterwards.

    Raises ValueError where shapes differ, a number is out of range or an array is not of
    integers, and where somebody votes on a statement twice (see `last_votes`).
    """

    voter: IntArray
    statement: IntArray
    value: IntArray
    voters: int
    statements: int

    def __post_init__(self) -> None:
        _check_columns(self.voter, self.statement, self.value, self.voters, self.statements)
        keys = _keys(self.voter, self.statement, self.statements)
        if not bool(np.all(keys[1:] > keys[:-1])):
            # Only columns that are out of order pay for sorting.
            keys.sort()
            if bool(np.any(keys[1:] == keys[:-1])):
                raise ValueError("more than one vote of a voter on a statement")

    def __len__(self) -> int:
        """How many votes there are, passes included."""
        return len(self.value)

    def in_order(self) -> "Votes":
        """The same votes sorted by voter and then by statement; itself where they are already."""
        keys = _keys(self.voter, self.statement, self.statements)
        if bool(np.all(keys[1:] > keys[:-1])):
            return self
        order = np.argsort(keys)
        return Votes(
            self.voter[order],
            self.statement[order],
            self.value[order],
            self.voters,
            self.statements,
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
        new_number = np.cumsum(mask) - 1
        kept = mask[self.statement]
        return Votes(
            voter=self.voter[kept],
            statement=new_number[self.statement[kept]].astype(self.statement.dtype),
            value=self.value[kept],
            voters=self.voters,
            statements=int(mask.sum()),
        )

    def sparse(self) -> csr_array:
        """The (voters, statements) int64 matrix, its rows sorted by statement.

        A stored 0 is a pass; what is not stored was not voted on. So never call
        `eliminate_zeros` on it, and count votes by `indptr`, not by `count_nonzero`.
        """
        value = self.value.astype(np.int64)
        shape = (self.voters, self.statements)
        matrix = csr_array((value, (self.voter, self.statement)), shape=shape)
        matrix.sort_indices()
        return matrix


def last_votes(
    voter: IntArray, statement: IntArray, value: IntArray, *, voters: int, statements: int
) -> Votes:
    """Votes in the order in which they were cast, of which the last per statement counts.

    voter, statement, value : (n,) integers as in `Votes`, in order of time, repeats allowed

    The result is sorted by voter and then by statement, whatever the order of the input.

    Raises ValueError where shapes differ or a number is out of range.
    """
    _check_columns(voter, statement, value, voters, statements)
    keys = _keys(voter, statement, statements)
    by_key = np.argsort(keys, kind="stable")
    keys = keys[by_key]
    is_last = np.ones(len(keys), dtype=np.bool_)
    is_last[:-1] = keys[1:] != keys[:-1]
    last = by_key[is_last]
    return Votes(voter[last], statement[last], value[last], voters, statements)


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
    group = group_of[votes.voter].astype(np.int64)
    cell = (group * votes.statements + votes.statement) * 3 + _COLUMN_OF_VALUE[votes.value]
    counts = np.bincount(cell[group >= 0], minlength=groups * votes.statements * 3)
    return counts.reshape(groups, votes.statements, 3).astype(np.int64, copy=False)


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


def _keys(voter: IntArray, statement: IntArray, statements: int) -> NDArray[np.int64]:
    """One number per (voter, statement), in the order of voter and then statement."""
    return voter.astype(np.int64) * statements + statement
