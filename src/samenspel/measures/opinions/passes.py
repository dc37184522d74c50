"""The times that all votes are gone over, by whatever works on the partitions."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.factor_map import (
    FactorMap,
    FloatArray,
    Projection,
    says_of_places,
    standings,
)
from samenspel.measures.opinions.groups_found.classes import Classes
from samenspel.measures.opinions.groups_found.finding import GroupsFound, labels
from samenspel.measures.opinions.groups_found.straight_lines import straight_liners
from samenspel.measures.opinions.kept_memory import keep_freed_memory
from samenspel.measures.opinions.moments import Moments, check_size, sums_of
from samenspel.measures.opinions.partitions import Partition, each
from samenspel.measures.opinions.sampling import KeyArray, Sample, ballot_keys
from samenspel.measures.opinions.votes import (
    BoolArray,
    IntArray,
    in_known_order,
    rows_between,
    tallies,
)

Progress = Callable[[int, int, str], None]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Counted:
    """What the first time over all votes gives. `first` : the first person of each partition.

    moments : None where somebody kept them up to date
    keys : (people,) of `ballot_keys`
    held : (people,) how many votes each has
    straight : (people,) who gives the same answer to everything
    group_of : (people,) the known group of each, -1 for none
    """

    moments: Moments | None
    first: tuple[int, ...]
    keys: KeyArray
    held: Whole
    straight: BoolArray
    group_of: Whole


def counted(
    partitions: Sequence[Partition],
    groups: int,
    statements: int,
    *,
    with_moments: bool,
    executor: Executor | None,
    progress: Progress | None,
) -> Counted:
    """Count all votes."""
    keep_freed_memory()
    if with_moments:
        check_size(groups, statements)  # before anything that takes long
    moments: Moments | None = None
    keys, held, straight, group_of, first = [], [], [], [], [0]
    count = partial(_count, groups=groups, statements=statements, with_moments=with_moments)
    for done, part in enumerate(each(count, partitions, executor=executor), start=1):
        if part.moments is not None:
            if moments is None:
                moments = part.moments.in_64_bits()
            else:
                moments.add(part.moments)
        keys.append(part.keys)
        held.append(part.held)
        straight.append(part.straight)
        group_of.append(part.group_of)
        first.append(first[-1] + len(part.keys))
        if progress is not None:
            progress(done, len(partitions), "count")
    if with_moments and moments is None:
        moments = Moments.empty(groups, statements)
    none: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
    return Counted(
        moments,
        tuple(first[:-1]),
        np.concatenate([none.astype(np.uint64), *keys]),
        np.concatenate([none, *held]),
        np.concatenate([none.astype(np.bool_), *straight]),
        np.concatenate([none, *group_of]),
    )


def _count(partition: Partition, groups: int, statements: int, with_moments: bool) -> Counted:
    keep_freed_memory()
    ballots = partition.load()
    votes = ballots.votes
    if votes.statements != statements:
        raise ValueError(f"a partition has {votes.statements} statements instead of {statements}")
    return Counted(
        sums_of(ballots, groups) if with_moments else None,
        (0,),
        ballot_keys(votes),
        np.diff(votes.starts()),
        straight_liners(votes),
        ballots.group_of.astype(np.int64),
    )


def fetched(
    partitions: Sequence[Partition],
    counts: Counted,
    people: IntArray,
    keys: KeyArray,
    statements: int,
    *,
    executor: Executor | None,
) -> Sample:
    """The votes of some people, in the order in which they are named.

    people : (n,) their numbers among all
    keys : (people of all,) of `told_apart`
    """
    in_order = np.argsort(people, kind="stable")
    ordered = people[in_order]
    wanted = [
        (partition, ordered[start:stop] - first)
        for partition, first, start, stop in _parts(partitions, counts, ordered)
        if stop > start
    ]
    nobody = np.zeros(0, dtype=np.int8)
    parts = [(nobody, nobody), *each(_votes_of, wanted, executor=executor)]
    statement, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    # As they lie, and then in the order in which they were named.
    lie = _starts(counts.held[ordered])
    rows = rows_between(lie, np.argsort(in_order, kind="stable"))
    held = counts.held[people]
    votes = in_known_order(
        np.repeat(np.arange(len(people)), held),
        statement.take(rows).astype(np.int64),
        value.take(rows).astype(np.int64),
        len(people),
        statements,
        _starts(held),
    )
    return Sample(people, votes, keys[people])


def _starts(held: Whole) -> Whole:
    return np.concatenate([[0], np.cumsum(held)])


def _parts(
    partitions: Sequence[Partition], counts: Counted, ordered: IntArray
) -> list[tuple[Partition, int, int, int]]:
    edges = np.searchsorted(ordered, [*counts.first, len(counts.keys)])
    return [
        (partition, first, int(start), int(stop))
        for partition, first, start, stop in zip(
            partitions, counts.first, edges[:-1], edges[1:], strict=True
        )
    ]


def _votes_of(wanted: tuple[Partition, IntArray]) -> tuple[IntArray, IntArray]:
    """Statement and value of the votes of these people of a partition, person by person."""
    partition, people = wanted
    votes = partition.load().votes
    rows = votes.rows_of(people)
    return votes.statement.take(rows), votes.value.take(rows)


@dataclass(frozen=True, eq=False)
class Standing:
    """What the second time over all votes gives.

    position, error : (people, axes)
    group : (people,) the group found, -1 for undetermined, for who did not vote, and for who is in
        no known group
    votes_by_group : (k, statements, 3) agree, disagree, pass of those who belong to each
    """

    position: FloatArray
    error: FloatArray
    group: NDArray[np.int8]
    votes_by_group: Whole


@dataclass(frozen=True, eq=False)
class _ToPlace:
    partition: Partition
    map: FactorMap
    classes: Classes | None
    known: IntArray
    membership: FloatArray


def standing(
    partitions: Sequence[Partition],
    counts: Counted,
    plane: FactorMap,
    found: GroupsFound,
    sample: Sample,
    *,
    executor: Executor | None,
    progress: Progress | None,
) -> Standing:
    """Place everybody on the map and in the groups.

    sample : those the groups were found with; they are judged with their own votes left out
    """
    classes, membership = found.classes, found.membership
    order = np.argsort(sample.people, kind="stable")
    ordered = sample.people[order]
    known = np.zeros((len(ordered), 1)) if membership is None else membership[order]
    work = [
        _ToPlace(partition, plane, classes, ordered[start:stop] - first, known[start:stop])
        for partition, first, start, stop in _parts(partitions, counts, ordered)
    ]
    parts: list[Standing] = []
    total: Whole | None = None
    for done, part in enumerate(each(_place, work, executor=executor), start=1):
        total = part.votes_by_group if total is None else total + part.votes_by_group
        parts.append(part)
        if progress is not None:
            progress(done, len(work), "place")
    axes = plane.loadings.shape[1]
    k = 1 if classes is None else len(classes.share)
    return Standing(
        np.concatenate([np.zeros((0, axes)), *(part.position for part in parts)]),
        np.concatenate([np.zeros((0, axes)), *(part.error for part in parts)]),
        np.concatenate([np.zeros(0, dtype=np.int8), *(part.group for part in parts)]),
        np.zeros((k, len(plane.centre), 3), dtype=np.int64) if total is None else total,
    )


def _place(work: _ToPlace) -> Standing:
    ballots = work.partition.load()
    votes, axes = ballots.votes, work.map.loadings.shape[1]
    # What votes say of places and of groups is summed in one go.
    says = says_of_places(work.map)
    of_places = says.shape[1]
    if work.classes is not None:
        says = np.hstack([says, np.log(work.classes.chance)])
    summed = votes.summed(says)
    position, error = standings(Projection.of(summed[:, :of_places], axes), work.map.noise)
    group = np.zeros(votes.voters, dtype=np.int8)
    k = 1
    if work.classes is not None:
        k = len(work.classes.share)
        membership = work.classes.membership_of(summed[:, of_places:])
        membership[work.known] = work.membership
        group = labels(membership).astype(np.int8)
    # Not even where there is one group.
    silent = np.diff(votes.starts()) == 0
    group[silent | (ballots.group_of < 0)] = -1
    return Standing(position, error, group, tallies(votes, group, k))
