from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.partitions import Partition
from samenspel.soundings.instruments.statements.polis_export.oddities import Oddity


@dataclass(frozen=True)
class Statement:
    number: int
    text: str
    moderation: int
    """-1 taken out by the moderators, 0 not looked at, 1 accepted"""
    is_meta: bool = False
    """about the conversation itself, not about its subject"""
    name: str = ""
    """its id in a table of votes, where that is no number"""
    text_en: str = ""
    highest: int | None = None
    """the highest answer, where that is not the highest of the instrument"""
    only_for: tuple[int, ...] = ()
    """indices of the groups that got it; empty where all did"""
    detail: Mapping[str, Any] | None = None
    """what its instrument knows of it; None: what follows from its text"""


@dataclass(frozen=True)
class KnownGroup:
    name: str
    size: int | None
    """people in the group, those who did not take part included; None if nobody said"""


@dataclass(frozen=True, eq=False)
class Conversation:
    title: str
    description: str
    statements: tuple[Statement, ...]
    """by number"""
    participants: int
    """people with at least one counted vote"""
    voter: NDArray[np.integer[Any]]
    """(votes,) 0..participants-1, ascending"""
    statement: NDArray[np.integer[Any]]
    """(votes,) index into `statements`, ascending within a voter"""
    value: NDArray[np.int8]
    """(votes,) the last vote of this voter on this statement: 1 agree, 0 pass, -1 disagree, or what
    else the instrument takes"""
    groups: tuple[KnownGroup, ...]
    group_of: NDArray[np.int64]
    """(participants,) index into `groups`; all 0 where no groups are known"""
    first_day: date | None
    """in UTC, of all votes with a readable time; None where votes have no time"""
    last_day: date | None
    oddities: tuple[Oddity, ...]
    weight: NDArray[np.float64] | None = None
    """(votes,) of a table of votes that has weights"""
    instrument: str = "statements"
    parts: tuple[Partition, ...] = ()
    """all participants in order, in parts that a worker elsewhere can read from where the votes
    lie; none where they are to be had here alone"""
