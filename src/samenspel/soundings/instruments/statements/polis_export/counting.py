"""From votes as they were cast to the last vote of each voter on each statement."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions import votes
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.instruments.statements.polis_export.ballots import NO_TIME, Ballots

IntArray = NDArray[np.int64]


def last_votes(ballots: Ballots) -> Votes:
    """The latest by its time; of the same time, or without one, the one further down the file.
    A vote without a readable time gives way to one that has it."""
    # A stable sort: what is equal stays in the order of the file.
    order = np.argsort(np.asarray(ballots.time, dtype=np.int64), kind="stable")
    return votes.last_votes(
        np.asarray(ballots.voter, dtype=np.int64)[order],
        np.asarray(ballots.statement, dtype=np.int64)[order],
        np.asarray(ballots.value, dtype=np.int8)[order],
        voters=len(ballots.voters),
        statements=len(ballots.statements),
    )


def days(ballots: Ballots) -> tuple[date, date] | tuple[None, None]:
    time = np.asarray(ballots.time, dtype=np.int64)
    time = time[time != NO_TIME]
    return (_day(int(time.min())), _day(int(time.max()))) if time.size else (None, None)


def differences(first: Ballots, second: Ballots) -> int:
    """On how many cells, a voter and a statement, two files about the same statements disagree."""
    everyone = first.voters | {
        voter: len(first.voters) + index
        for index, voter in enumerate(second.voters.keys() - first.voters.keys())
    }
    translate = np.fromiter((everyone[voter] for voter in second.voters), dtype=np.int64)
    one, other = last_votes(first), last_votes(second)
    size = len(first.statements)
    cells_one = _cells(one.voter, one.statement, size)
    cells_other = _cells(translate[other.voter], other.statement, size)
    cells = np.union1d(cells_one, cells_other).size
    same = np.intersect1d(cells_one * 3 + one.value + 1, cells_other * 3 + other.value + 1).size
    return int(cells - same)


def order_of_voters(cast: Votes, group: Sequence[int] | IntArray) -> IntArray:
    """The voters who have votes, in an order that follows from their answers and group alone.

    The numbers in the file tell who came first, and would still do so after numbering anew in the
    order of the file. Here a voter's place is a hash of what stands beside it anyway, so that it
    tells nothing more, and the same votes give the same result, whatever the order of the lines.
    """
    present, start = np.unique(cast.voter.astype(np.int64), return_index=True)
    answer = cast.statement * 3 + cast.value + 1
    ballot = np.add.reduceat(_scramble(answer.astype(np.uint64)), start)
    groups = np.asarray(group, dtype=np.int64)[present].astype(np.uint64)
    return present[np.argsort(_scramble(ballot + _scramble(groups)), kind="stable")]


def renumber(cast: Votes, order: IntArray) -> Votes:
    """The same votes, with the place of a voter in `order` for its number."""
    place = np.empty(int(order.max()) + 1, dtype=np.int64)
    place[order] = np.arange(order.size)
    voter = place[cast.voter]
    rows = np.lexsort((cast.statement, voter))
    return replace(
        cast,
        voter=voter[rows],
        statement=cast.statement[rows],
        value=cast.value[rows],
        voters=order.size,
    )


def _cells(voter: votes.IntArray, statement: votes.IntArray, size: int) -> IntArray:
    return voter.astype(np.int64) * size + statement


def _day(milliseconds: int) -> date:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC).date()


def _scramble(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """splitmix64 (Steele, Lea & Flood 2014): neighbouring numbers end up anywhere."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
