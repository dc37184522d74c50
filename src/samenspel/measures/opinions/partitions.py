"""Votes in parts, and one place that hands work on parts to threads, processes or a cluster.

A partition is some people with all their votes. How people are parted depends on the data alone,
never on who computes, and results come back in the order of the parts. So whoever works on them,
the same votes give the same bytes.
"""

import os
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.votes import (
    IntArray,
    Votes,
    check_groups,
    in_known_order,
)

Item = TypeVar("Item")
Result = TypeVar("Result")

PEOPLE_IN_A_PARTITION = 65_536
_FEW_PEOPLE = 1_000

# For an executor that does not tell how many workers it has, such as that of a cluster.
_WORKERS_IF_UNKNOWN = 16


@dataclass(frozen=True, eq=False)
class Ballots:
    """What a partition holds: some people and all their votes.

    votes : voters numbered from 0 within the partition, sorted by voter and then statement
    group_of : (voters,) the known group of each voter, -1 for none
    """

    votes: Votes
    group_of: IntArray


class Partition(Protocol):
    """Some people with all their votes; can be pickled, and loaded by a worker elsewhere."""

    def load(self) -> Ballots:
        """The people and their votes; the same ones whenever and wherever it is called."""
        ...


@dataclass(frozen=True, eq=False)
class InMemory:
    """A partition whose votes are at hand: slices, of which pickling copies only that part.

    voter, statement, value : columns of checked votes, in order
    first : the number of the first person in `voter`
    """

    voter: IntArray
    statement: IntArray
    value: IntArray
    first: int
    statements: int
    group_of: IntArray

    def load(self) -> Ballots:
        """The people from number `first` on, numbered from 0."""
        votes = self._votes(self._starts)
        return Ballots(votes, self.group_of)

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        # Kept, as everything is loaded three times.
        return self._votes().starts()

    def _votes(self, starts: NDArray[np.int64] | None = None) -> Votes:
        voter = self.voter - self.first if len(self.voter) and self.first else self.voter
        people = len(self.group_of)
        return in_known_order(voter, self.statement, self.value, people, self.statements, starts)


def people_in_each(people: int) -> int:
    """How many of so many people come into each partition: in an even number of equal parts.

    So two workers are done at the same time. A few people are not worth parting.
    """
    if people <= _FEW_PEOPLE:
        return max(people, 1)
    pairs = -(-people // (2 * PEOPLE_IN_A_PARTITION))
    return -(-people // (2 * pairs))


def cut(votes: Votes, group_of: IntArray, *, people: int | None = None) -> tuple[InMemory, ...]:
    """Votes in memory as partitions of consecutive people, without copying votes that are sorted.

    group_of : (voters,) the known group of each voter, -1 for none
    people : how many in a partition; the last one holds who is left. Default: `people_in_each`.
        With many groups and statements larger partitions are faster: each costs a pass over all
        co-occurrences.

    Raises ValueError for fewer than one in a partition, or not one group per voter.
    """
    people = people_in_each(votes.voters) if people is None else people
    if people < 1:
        raise ValueError("a partition holds at least one voter")
    check_groups(group_of, int(group_of.max(initial=-1)) + 1, votes.voters)
    votes = votes.in_order()
    firsts = range(0, votes.voters, people)
    rows = [bisect_left(votes.voter, first) for first in firsts] + [len(votes)]
    return tuple(
        InMemory(
            voter=votes.voter[start:stop],
            statement=votes.statement[start:stop],
            value=votes.value[start:stop],
            first=first,
            statements=votes.statements,
            group_of=group_of[first : first + people],
        )
        for first, start, stop in zip(firsts, rows[:-1], rows[1:], strict=True)
    )


@contextmanager
def workers(executor: Executor | None) -> Iterator[Executor]:
    """The executor, or for None as many threads as there are cores."""
    if executor is not None:
        yield executor
    else:
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            yield threads


def each(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    executor: Executor | None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Result]:
    """`function` of each item, in the order of the items, computed by the workers of `executor`.

    executor : of threads, processes or a cluster; None for as many threads as there are cores.
        For processes and clusters the function, items and results must be picklable.
    progress : called with how many results have been handed over, after each

    At most twice as many items as workers are under way or waiting to be handed over, so that
    memory stays bounded. An error of a worker is raised here. When an error is raised, or whoever
    asks stops asking, what has not begun is cancelled.
    """
    with workers(executor) as at_work:
        yield from _each(function, iter(items), at_work, progress)


def _each(
    function: Callable[[Item], Result],
    waiting: Iterator[Item],
    executor: Executor,
    progress: Callable[[int], None] | None,
) -> Iterator[Result]:
    under_way: deque[Future[Result]] = deque()
    done = 0
    try:
        while True:
            room = 2 * _workers(executor) - len(under_way)
            under_way.extend(executor.submit(function, item) for item in islice(waiting, room))
            if not under_way:
                return
            result = under_way.popleft().result()
            done += 1
            if progress is not None:
                progress(done)
            yield result
    finally:
        for future in under_way:
            future.cancel()


def _workers(executor: Executor) -> int:
    return int(getattr(executor, "_max_workers", None) or _WORKERS_IF_UNKNOWN)
