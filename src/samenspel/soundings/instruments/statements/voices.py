"""What a picture shows that needs the voices themselves: the opinion map, and groups found."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.alignment import EndsBefore
from samenspel.measures.opinions.analysis import VOTES_TO_BE_PLACED, Analysis, analyse
from samenspel.measures.opinions.moments import Moments
from samenspel.measures.opinions.partitions import Ballots, Partition, cut
from samenspel.measures.opinions.passes import Counted
from samenspel.measures.opinions.published_groups import published_groups
from samenspel.measures.opinions.published_map import VOICES_FOR_A_MAP, published_map
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.instruments.statements.map_before import MapBefore

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class OfGroups:
    """The people of a partition who voted and are in one of these groups.

    groups : (groups,) true for those of whom people stay
    """

    partition: Partition
    groups: BoolArray

    def load(self) -> Ballots:
        whole = self.partition.load()
        voted = np.diff(whole.votes.starts()) > 0
        stays = voted & (whole.group_of >= 0) & self.groups[whole.group_of]
        return Ballots(whole.votes.keep_people(stays), whole.group_of[stays])


def analysed(
    votes: Votes,
    group_of: IntArray,
    pictured: BoolArray,
    moments: Moments | None,
    before: EndsBefore | None = None,
) -> Analysis | None:
    """The analysis of the voices of these groups; None where they are too few to show any of it.

    pictured : (groups,) true for the groups that are shown and put side by side
    moments : of all groups, where somebody kept them up to date
    before : how the map is to lie
    """
    votes = votes.in_order()
    if not _are_enough(np.diff(votes.starts()), group_of, pictured, votes.statements):
        return None
    return analyse(
        [OfGroups(partition, pictured) for partition in cut(votes, group_of)],
        groups=len(pictured) if moments is None else 1,
        statements=votes.statements,
        moments=None if moments is None else moments.of_groups(pictured),
        before=before,
    )


def analysed_in_parts(
    parts: Sequence[Partition],
    found: Counted,
    pictured: BoolArray,
    before: EndsBefore | None,
    executor: Executor | None,
) -> Analysis | None:
    """The same by the workers of an executor, of people that were counted.

    found : of all parts, with their moments
    """
    if found.moments is None:
        raise ValueError("moments were not counted")
    statements = found.moments.statements
    if not _are_enough(found.held, found.group_of, pictured, statements):
        return None
    return analyse(
        [OfGroups(partition, pictured) for partition in parts],
        groups=1,
        statements=statements,
        moments=found.moments.of_groups(pictured),
        before=before,
        executor=executor,
    )


def _are_enough(held: IntArray, group_of: IntArray, pictured: BoolArray, statements: int) -> bool:
    """held : (people,) how many votes each has"""
    enough = held >= min(VOTES_TO_BE_PLACED, max(statements, 1))
    return int(np.count_nonzero(enough & pictured[group_of])) >= VOICES_FOR_A_MAP


def told_of_voices(
    found: Analysis | None, groups: int, minimum: int, before: MapBefore | None = None
) -> Mapping[str, Any]:
    """The map and the groups found as they may be told, for JSON.

    found : of the voices of groups that are shown and put side by side, and of nobody else
    before : the map that this one was to lie as
    """
    if found is None:
        return {"map": None, "groups_found": None}
    plane = published_map(found, groups, minimum=minimum)
    among = published_groups(found)
    told = None if plane is None else plane.as_data()
    if told is not None and before is not None and found.lies_as_before:
        told["lies_as"] = before.name()
    return {
        "map": told,
        "groups_found": None if among is None else among.as_data(),
    }
