"""Sums over people that are all the map and the tallies need: they add up, and take one more vote.

v_ij in {+1, 0, -1} is the vote of person i on statement j, o_ij = 1 where i voted on j (passes
included) and 0 elsewhere. Everything is a whole number, so the sums over any parts of the people,
added in any order, are the same to the last bit.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from samenspel.measures.disclosure import AGREE, DISAGREE, PASS
from samenspel.measures.opinions.co_occurrence import add_co_occurrences
from samenspel.measures.opinions.partitions import Ballots
from samenspel.measures.opinions.votes import BoolArray, IntArray, Votes, check_groups

# Co-occurrences take 24 bytes per group and pair of statements.
MOST_BYTES = 2 * 2**30

_COLUMN_OF_VALUE = {1: AGREE, 0: PASS, -1: DISAGREE}

_FORMAT = b"moments1"


@dataclass(eq=False)
class Moments:
    """Per group: people, counts per statement, co-occurrence sums per pair of statements.

    people : (groups,) people with at least one vote
    tally : (groups, statements, 3) who agree, disagree, pass (as in `measures.disclosure`)
    both_values : (groups, statements, statements) sum over i of v_ij v_ik
    value_here : (groups, statements, statements) [g, j, k] = sum over i of v_ij o_ik
    both_voted : (groups, statements, statements) sum over i of o_ij o_ik

    All are int64. Exact counts: nothing of this is to be shown (see `measures.disclosure`).
    """

    people: IntArray
    tally: IntArray
    both_values: IntArray
    value_here: IntArray
    both_voted: IntArray

    @staticmethod
    def empty(groups: int, statements: int) -> "Moments":
        """Nobody has voted yet.

        Raises ValueError where the sums would take more than MOST_BYTES.
        """
        return _zeros(groups, statements, np.dtype(np.int64))

    @property
    def groups(self) -> int:
        """How many groups there are, empty ones included."""
        return int(self.tally.shape[0])

    @property
    def statements(self) -> int:
        """How many statements there are, those without a vote included."""
        return int(self.tally.shape[1])

    def __add__(self, other: "Moments") -> "Moments":
        """The moments of two sets of people, none of whom is in both."""
        self._check_alike(other)
        return Moments(*(a + b for a, b in zip(self._arrays(), other._arrays(), strict=True)))

    def add(self, other: "Moments") -> None:
        """As `self + other`, in place."""
        self._check_alike(other)
        for mine, theirs in zip(self._arrays(), other._arrays(), strict=True):
            mine += theirs

    def in_64_bits(self) -> "Moments":
        """The same of `sums_of`, to add others to."""
        return Moments(*(array.astype(np.int64) for array in self._arrays()))

    def cast(
        self,
        group: int,
        statements: IntArray,
        values: IntArray,
        statement: int,
        value: int | None,
    ) -> None:
        """One more vote of somebody, in place, at the cost of what that person voted on before.

        group : the group that this person is in
        statements, values : (n,) what this person voted so far, each statement once, any order
        statement, value : the new vote; on a statement voted on before it replaces that vote.
            None takes the vote back, which does nothing where there was none.

        Raises ValueError for a number that is out of range. That the votes so far were counted is
        for the caller to know.
        """
        self._check_cast(group, statements, values, statement, value)
        here = statements == statement
        before = int(values[here][0]) if here.any() else None
        others, theirs = statements[~here], values[~here].astype(np.int64)
        if before is not None:
            self._count(group, others, theirs, statement, before, -1)
        if value is not None:
            self._count(group, others, theirs, statement, value, 1)

    def _count(
        self, group: int, others: IntArray, theirs: IntArray, statement: int, value: int, sign: int
    ) -> None:
        """Add (sign 1) or remove (-1) a vote of somebody who also voted on `others`."""
        both_values, value_here = self.both_values[group], self.value_here[group]
        both_voted = self.both_voted[group]
        self.people[group] += sign * (len(others) == 0)
        self.tally[group, statement, _COLUMN_OF_VALUE[value]] += sign
        both_values[statement, others] += sign * value * theirs
        both_values[others, statement] += sign * value * theirs
        both_values[statement, statement] += sign * value * value
        value_here[statement, others] += sign * value
        value_here[others, statement] += sign * theirs
        value_here[statement, statement] += sign * value
        both_voted[statement, others] += sign
        both_voted[others, statement] += sign
        both_voted[statement, statement] += sign

    def of_groups(self, mask: BoolArray) -> "Moments":
        """The groups of the mask pooled into one.

        Raises ValueError where the mask is not one boolean per group.
        """
        if mask.shape != (self.groups,) or mask.dtype != np.bool_:
            raise ValueError(f"the mask must hold {self.groups} booleans, one per group")
        return Moments(*(array[mask].sum(axis=0, keepdims=True) for array in self._arrays()))

    def keep_statements(self, mask: BoolArray) -> "Moments":
        """Only the statements of the mask, numbered anew in their old order.

        `people` still counts who voted on nothing but statements that are left out.

        Raises ValueError where the mask is not one boolean per statement.
        """
        if mask.shape != (self.statements,) or mask.dtype != np.bool_:
            raise ValueError(f"the mask must hold {self.statements} booleans, one per statement")
        kept = np.flatnonzero(mask)
        rows, columns = kept[:, np.newaxis], kept[np.newaxis, :]
        squares = (self.both_values, self.value_here, self.both_voted)
        return Moments(
            self.people.copy(),
            np.ascontiguousarray(self.tally[:, kept]),
            *(np.ascontiguousarray(square[:, rows, columns]) for square in squares),
        )

    def extended(self, statements: int) -> "Moments":
        """With room for statements that were added later; `statements` is how many there are now.

        Raises ValueError for fewer than there were, or more than fit (see `empty`).
        """
        if statements < self.statements:
            raise ValueError(f"there are {self.statements} statements already")
        wider = Moments.empty(self.groups, statements)
        old = slice(self.statements)
        wider.people[:] = self.people
        wider.tally[:, old] = self.tally
        wider.both_values[:, old, old] = self.both_values
        wider.value_here[:, old, old] = self.value_here
        wider.both_voted[:, old, old] = self.both_voted
        return wider

    def to_bytes(self) -> bytes:
        """For a file or a column, 24 bytes per group and pair of statements.

        The same moments give the same bytes, on any machine.
        """
        shape = np.array([self.groups, self.statements])
        parts = (shape, *self._arrays())
        return b"".join([_FORMAT, *(part.astype("<i8").tobytes() for part in parts)])

    @staticmethod
    def from_bytes(data: bytes) -> "Moments":
        """What `to_bytes` wrote. Raises ValueError for anything else."""
        if not data.startswith(_FORMAT) or len(data) % 8 or len(data) < 24:
            raise ValueError("these bytes are not moments")
        numbers = np.frombuffer(data, dtype="<i8")[1:]
        groups, statements = int(numbers[0]), int(numbers[1])
        sizes = np.array([1, 3 * statements, *[statements**2] * 3]) * groups
        if min(groups, statements) < 0 or int(sizes.sum()) != len(numbers) - 2:
            raise ValueError("these bytes are not moments")
        moments = Moments.empty(groups, statements)
        ends = np.cumsum(sizes)[:-1]
        for array, part in zip(moments._arrays(), np.split(numbers[2:], ends), strict=True):
            array[:] = part.reshape(array.shape)
        return moments

    def _arrays(self) -> tuple[IntArray, IntArray, IntArray, IntArray, IntArray]:
        return self.people, self.tally, self.both_values, self.value_here, self.both_voted

    def _check_alike(self, other: "Moments") -> None:
        if self.tally.shape != other.tally.shape:
            raise ValueError("moments add up over the same groups and statements only")

    def _check_cast(
        self, group: int, statements: IntArray, values: IntArray, statement: int, value: int | None
    ) -> None:
        if not 0 <= group < self.groups:
            raise ValueError(f"a group lies outside 0 to {self.groups - 1}")
        if not 0 <= statement < self.statements:
            raise ValueError(f"a statement lies outside 0 to {self.statements - 1}")
        if value is not None and value not in _COLUMN_OF_VALUE:
            raise ValueError("a value lies outside -1 to 1")
        if statements.shape != values.shape:
            raise ValueError("statements and values must be columns of the same length")
        # A single person's votes: checks that all are in range and no statement is there twice.
        order = np.argsort(statements)
        voter = np.zeros(len(statements), dtype=np.int8)
        Votes(voter, statements[order], values[order], 1, self.statements)


def moments_of(votes: Votes, group_of: IntArray, groups: int) -> Moments:
    """The moments of some people.

    group_of : (voters,) the group of each voter, 0 <= group < groups, or -1 for a voter in no
        group, who is not counted
    groups : how many groups there are, empty ones included

    Raises ValueError where `group_of` is not one group per voter, or the sums would take more than
    MOST_BYTES.
    """
    check_groups(group_of, groups, votes.voters)
    moments = Moments.empty(groups, votes.statements)
    _sum(votes.in_order(), group_of, moments)
    return moments


def check_size(groups: int, statements: int) -> None:
    """Raise ValueError where co-occurrences of so many groups and statements do not fit."""
    if groups < 0 or statements < 0:
        raise ValueError("the numbers of groups and statements cannot be negative")
    if 24 * groups * statements**2 > MOST_BYTES:
        raise ValueError(
            f"co-occurrences of {statements} statements in {groups} groups take over"
            f" {MOST_BYTES >> 30} GB: leave statements out or take fewer groups"
        )


def sums_of(ballots: Ballots, groups: int) -> Moments:
    """`moments_of` in half its memory, to be added to others: in 32 bits.

    No sum over the people of one partition comes near 2^31.
    """
    votes, group_of = ballots.votes.in_order(), ballots.group_of
    check_groups(group_of, groups, votes.voters)
    moments = _zeros(groups, votes.statements, np.dtype(np.int32))
    _sum(votes, group_of, moments)
    return moments


def _zeros(groups: int, statements: int, dtype: np.dtype[Any]) -> Moments:
    check_size(groups, statements)
    square = (groups, statements, statements)
    return Moments(
        people=np.zeros(groups, dtype=dtype),
        tally=np.zeros((groups, statements, 3), dtype=dtype),
        both_values=np.zeros(square, dtype=dtype),
        value_here=np.zeros(square, dtype=dtype),
        both_voted=np.zeros(square, dtype=dtype),
    )


def _sum(votes: Votes, group_of: IntArray, moments: Moments) -> None:
    """Add these votes to moments in which they are not yet."""
    voted = np.diff(votes.starts()) > 0
    number = group_of[voted].astype(np.int64) + 1
    moments.people += np.bincount(number, minlength=moments.groups + 1)[1:]
    for group in range(moments.groups):
        add_co_occurrences(
            votes,
            moments.both_values[group],
            moments.value_here[group],
            moments.both_voted[group],
            people=np.flatnonzero(voted & (group_of == group)),
        )
    # Of a statement with itself: v² is 1 but for a pass, and o is 1.
    squares, values, held = (
        np.diagonal(square, axis1=1, axis2=2)
        for square in (moments.both_values, moments.value_here, moments.both_voted)
    )
    moments.tally[:, :, AGREE] = (squares + values) // 2
    moments.tally[:, :, DISAGREE] = (squares - values) // 2
    moments.tally[:, :, PASS] = held - squares
