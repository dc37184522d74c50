"""From votes to what they show: one path, for a kitchen table and for a country.

All votes are gone over twice: once to count, once to place everybody. Between the two stand a map
made from the counts, and groups looked for in a sample. Whatever works on the partitions, threads,
processes or a cluster, the same votes give the same bytes: counts are whole numbers that are added
in the order of the partitions, and what is not whole is computed in one place.
"""

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.alignment import EndsBefore, aligned
from samenspel.measures.opinions.axes import AxesTested, axes_beyond_chance
from samenspel.measures.opinions.factor_map import FactorMap, factor_map
from samenspel.measures.opinions.groups_found.finding import (
    PEOPLE_IN_THE_SAMPLE,
    SMALLEST_GROUP,
    GroupsFound,
    Search,
)
from samenspel.measures.opinions.moments import Moments, moments_of
from samenspel.measures.opinions.partitions import Partition, workers
from samenspel.measures.opinions.passes import (
    Progress,
    Standing,
    counted,
    fetched,
    standing,
)
from samenspel.measures.opinions.sampling import KeyArray, Sample, thinned, told_apart
from samenspel.measures.opinions.votes import BoolArray

VOTES_TO_BE_PLACED = 7
MOST_AXES = 5
_AXES_OF_A_MAP = 2
_PEOPLE_TO_TEST_AXES = 600
_MOST_PEOPLE_TO_TEST_AXES = 4_000
_ONE_IN = 250
_VOTES_TO_TEST_AXES = 40
_PERMUTATIONS = 59


@dataclass(frozen=True, eq=False)
class StraightLiners:
    """people : who gave 7 times or more one answer and never another. They are left out of the
        sample that groups are looked for in, and of the map that is used for that
    groups_with_them : how many groups are found when they are in it; None if there are too few
        of them to be one
    """

    people: int
    groups_with_them: int | None


@dataclass(frozen=True, eq=False)
class Analysis:
    """What the votes show, for whoever holds them: nothing in here may be published as it is.

    moments : of all known groups
    axes : p of each axis; the first `axes.count` are beyond chance
    map : None where there is no plane: see `factor_map`
    found : the groups found; one if nothing beats the null model
    straight : who gave one answer to everything
    keys : (people,) a number for each that follows from that person's votes
    placed : (people,) who voted on enough statements to be placed
    group_of : (people,) the known group of each, -1 for none
    standing : of everybody, and the votes of each group found; None without a map
    lies_as_before : whether the map was laid as the one before: see `aligned`
    """

    moments: Moments
    axes: AxesTested
    map: FactorMap | None
    found: GroupsFound
    straight: StraightLiners
    keys: KeyArray
    placed: BoolArray
    group_of: NDArray[np.int64]
    standing: Standing | None
    lies_as_before: bool = False

    @property
    def sizes(self) -> NDArray[np.int64]:
        """(k,) how many people surely belong to each group found; who is placed without a map."""
        if self.standing is None:
            return np.array([np.count_nonzero(self.placed)])
        group = self.standing.group
        return np.bincount(group[group >= 0], minlength=self.found.count)


def analyse(
    partitions: Sequence[Partition],
    *,
    groups: int,
    statements: int,
    moments: Moments | None = None,
    before: EndsBefore | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Count, map, and look for groups.

    partitions : all people with their votes, on live statements only. Drop those that were
        moderated first, so that they leave no trace
    groups : how many known groups; who is in none (-1) is not counted and in no group found
    moments : of these same votes, where somebody kept them up to date; else they are counted
    before : what was published of the map before, that this one is to lie as. Groups do not depend
        on how a map lies
    seed : of the draws in tests and resamples
    executor : see `partitions.each`; None for as many threads as there are cores
    progress : told (done, all, what)

    The same votes give the same result for any order of people and any executor.

    Raises ValueError where a partition has another number of statements or a group out of range.
    """
    with workers(executor) as at_work:
        return _analysed(
            partitions, groups, statements, moments, before, seed, at_work, progress or _silent
        )


def _analysed(
    partitions: Sequence[Partition],
    groups: int,
    statements: int,
    moments: Moments | None,
    before: EndsBefore | None,
    seed: int,
    executor: Executor,
    tell: Progress,
) -> Analysis:
    with_moments = moments is None
    counts = counted(
        partitions, groups, statements, with_moments=with_moments, executor=executor, progress=tell
    )
    total = moments or counts.moments or Moments.empty(groups, statements)
    keys = told_apart(counts.keys, counts.group_of)
    enough = counts.held >= max(1, min(VOTES_TO_BE_PLACED, statements))
    placed = enough & (counts.group_of >= 0)
    sampled = _people(keys, placed & ~counts.straight)
    sample = fetched(partitions, counts, sampled, keys, statements, executor=executor)
    tell(0, 1, "map")
    look = _Look(int(np.count_nonzero(placed)), seed, executor)
    with ThreadPoolExecutor(1) as thread:
        # Made meanwhile, as hardly ever more axes are beyond chance than a map has.
        made = thread.submit(factor_map, total, axes=_AXES_OF_A_MAP)
        beyond = look.axes(sample)
    plane = made.result()
    if beyond.count > _AXES_OF_A_MAP:
        plane = factor_map(total, axes=beyond.count)
    tell(0, 1, "groups")
    search, found = look.search(plane, beyond), GroupsFound()
    alike = int(np.count_nonzero(placed & counts.straight))
    straight = StraightLiners(alike, None)
    if plane is not None and alike < SMALLEST_GROUP:
        found = search.find(sample)
    elif plane is not None:
        # On a map of everybody they would take an axis of their own, in front of one of the others.
        search = look.search(look.map(sample, beyond), beyond)
        found = search.find(sample)
        all_alike = _people(keys, placed)
        with_them = fetched(partitions, counts, all_alike, keys, statements, executor=executor)
        beside = look.axes(with_them)
        again = look.search(look.map(with_them, beside), beside).find(with_them)
        straight = StraightLiners(alike, again.count)
    stands, laid = None, None
    if plane is not None:
        if before is not None:
            laid = aligned(plane, before, beyond_chance=min(beyond.count, plane.loadings.shape[1]))
        plane = laid or plane
        tell(0, len(partitions), "place")
        with ThreadPoolExecutor(1) as thread:
            # Nobody's place depends on how sure groups are.
            checked = thread.submit(search.checked, found, sample)
            stands = standing(
                partitions, counts, plane, found, sample, executor=executor, progress=tell
            )
            found = checked.result()
    return Analysis(
        total,
        beyond,
        plane,
        found,
        straight,
        keys,
        placed,
        counts.group_of,
        stands,
        lies_as_before=laid is not None,
    )


def _people(keys: KeyArray, eligible: BoolArray) -> NDArray[np.intp]:
    """The first of these people in the order of their numbers."""
    candidates = np.flatnonzero(eligible)
    if len(candidates) > PEOPLE_IN_THE_SAMPLE:
        few = np.argpartition(keys[candidates], PEOPLE_IN_THE_SAMPLE)[:PEOPLE_IN_THE_SAMPLE]
        candidates = candidates[few]
    return candidates[np.argsort(keys[candidates], kind="stable")]


@dataclass(frozen=True, eq=False)
class _Look:
    """What is looked for in samples of so many people."""

    everybody: int
    seed: int
    executor: Executor | None

    def axes(self, sample: Sample) -> AxesTested:
        people = max(_PEOPLE_TO_TEST_AXES, self.everybody // _ONE_IN)
        people = min(people, _MOST_PEOPLE_TO_TEST_AXES)
        return axes_beyond_chance(
            thinned(sample, people=people, votes_each=_VOTES_TO_TEST_AXES).votes,
            most=MOST_AXES,
            seed=self.seed,
            permutations=_PERMUTATIONS,
            executor=self.executor,
        )

    def map(self, sample: Sample, beyond: AxesTested) -> FactorMap | None:
        """Of these people alone."""
        everybody: NDArray[np.int64] = np.zeros(sample.votes.voters, dtype=np.int64)
        return factor_map(moments_of(sample.votes, everybody, 1), axes=max(1, beyond.count))

    def search(self, plane: FactorMap | None, beyond: AxesTested) -> Search:
        if plane is None:
            return Search(np.zeros((0, 0)), 1.0, self.everybody, self.seed, self.executor)
        axes = plane.loadings[:, : beyond.count]
        return Search(axes, plane.noise, self.everybody, self.seed, self.executor)


def _silent(_done: int, _all: int, _what: str) -> None:
    pass
