"""What the answers to statements showed: computed once, from released counts, and frozen."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.measures import disclosure
from samenspel.measures.disclosure import AGREE, DISAGREE, Released
from samenspel.measures.opinions.agreement import Shared, divisive, shared
from samenspel.measures.opinions.alignment import EndsBefore
from samenspel.measures.opinions.analysis import Analysis
from samenspel.measures.opinions.moments import Moments
from samenspel.measures.opinions.partitions import Partition
from samenspel.measures.opinions.passes import counted
from samenspel.measures.opinions.support import Support, released_support
from samenspel.measures.opinions.votes import Votes, tallies
from samenspel.soundings.instruments.statements.asked_before import (
    People,
    ToldBefore,
    people_as_before,
    released,
)
from samenspel.soundings.instruments.statements.map_before import MapBefore
from samenspel.soundings.instruments.statements.voices import (
    analysed,
    analysed_in_parts,
    told_of_voices,
)

FORMAT = 3
NOTHING_BEFORE = ToldBefore()
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class AskedGroup:
    name: str
    role: str
    party: str
    size: int | None
    open_link: bool = False
    """anybody who had the address could take part"""


@dataclass(frozen=True)
class AskedStatement:
    number: int
    text: str
    is_purpose: bool = False
    text_en: str = ""
    added: bool = False
    """written by somebody who took part"""
    only_for: tuple[int, ...] = ()
    """positions of the groups that got it; empty where all did"""


@dataclass(frozen=True)
class Answers:
    """All that was said on the statements that are shown.

    votes : one row per voice and statement; statements are indices into `statements`
    group_of : (voters,) index into `groups`
    moments : of these votes, by group, where somebody kept them up to date
    """

    groups: tuple[AskedGroup, ...]
    statements: tuple[AskedStatement, ...]
    votes: Votes
    group_of: IntArray
    moments: Moments | None = None


@dataclass(frozen=True)
class BallotsInParts:
    """The same, where workers read the votes of a part of the people themselves.

    voices : how many people the parts hold together
    """

    groups: tuple[AskedGroup, ...]
    statements: tuple[AskedStatement, ...]
    parts: Sequence[Partition]
    voices: int


@dataclass(frozen=True, eq=False)
class Counts:
    """How many said what. These are exact: only what is released of them is shown.

    tally : (groups, statements, 3) agree, disagree, pass
    voters : (groups,) who answered a statement that is shown; the others took no part in these
    minimum : the fewest people of whom anything is told
    reissued : links that were made again, so that somebody may have answered twice
    told_before : by earlier rounds
    """

    groups: tuple[AskedGroup, ...]
    statements: tuple[AskedStatement, ...]
    tally: IntArray
    voters: IntArray
    minimum: int
    reissued: int = 0
    told_before: ToldBefore = NOTHING_BEFORE

    @cached_property
    def people(self) -> list[tuple[int, int, int] | None]:
        """How many of each group took part, as it may be told."""
        return [
            _people(
                group,
                int(voters),
                self.minimum,
                self.reissued,
                self.told_before.people(_identity(group)),
            )
            for group, voters in zip(self.groups, self.voters, strict=True)
        ]

    @cached_property
    def compared(self) -> BoolArray:
        """Groups that are put side by side: those of which every member was invited.

        Whoever comes in through an open link may be anybody, so such a group is told apart from all
        others. Where there is no other group, nothing is put together with it.
        """
        if len(self.groups) == 1:
            return np.array([True])
        return np.array([not group.open_link for group in self.groups], dtype=np.bool_)

    @cached_property
    def pictured(self) -> BoolArray:
        """Groups of whose voices the map and the groups found are made.

        With the others in it, its number of voices less that of the groups shown would be theirs.
        """
        shown = np.array([told is not None for told in self.people], dtype=np.bool_)
        return shown & self.compared


def freeze(
    answers: Answers,
    *,
    minimum: int,
    reissued: int = 0,
    before: MapBefore | None = None,
    told_before: ToldBefore = NOTHING_BEFORE,
) -> dict[str, Any]:
    """The content of a picture, as plain data for JSON.

    reissued : links that were made again, so that somebody may have answered twice
    before : the published map of an earlier round, that this one is to lie as
    told_before : by earlier rounds of this cooperation
    """
    counts = Counts(
        answers.groups,
        answers.statements,
        tallies(answers.votes, answers.group_of, len(answers.groups)),
        _voters_per_group(answers),
        minimum,
        reissued,
        told_before,
    )
    ends = _ends(before, answers.statements)
    found = analysed(answers.votes, answers.group_of, counts.pictured, answers.moments, ends)
    return frozen(counts, found, before)


def freeze_parts(
    ballots: BallotsInParts,
    *,
    minimum: int,
    reissued: int = 0,
    before: MapBefore | None = None,
    told_before: ToldBefore = NOTHING_BEFORE,
    executor: Executor | None,
) -> dict[str, Any]:
    """The same content, to the last bit, by workers that read the parts.

    Raises RuntimeError where the parts do not hold all voices, as those that are not committed.
    """
    groups, statements = ballots.groups, ballots.statements
    found = counted(
        ballots.parts,
        len(groups),
        len(statements),
        with_moments=True,
        executor=executor,
        progress=None,
    )
    if found.moments is None or len(found.keys) != ballots.voices:
        raise RuntimeError("the parts hold other voices than the round")
    tally, voters = (part.astype(np.int64) for part in (found.moments.tally, found.moments.people))
    counts = Counts(groups, statements, tally, voters, minimum, reissued, told_before)
    analysis = analysed_in_parts(
        ballots.parts, found, counts.pictured, _ends(before, statements), executor
    )
    return frozen(counts, analysis, before)


def _ends(before: MapBefore | None, statements: Iterable[AskedStatement]) -> EndsBefore | None:
    return None if before is None else before.ends_among([one.text for one in statements])


def frozen(
    counts: Counts,
    found: Analysis | None,
    before: MapBefore | None = None,
) -> dict[str, Any]:
    """The content of a picture, from how many said what and an analysis of who is pictured.

    Past `released` nothing here looks at an answer again, but for the opinion map and the groups
    found: these are made from the voices of `counts.pictured`, as aggregates in steps with
    thresholds of their own.
    """
    # How many took part is published, so no cell may be told as if there could be more.
    ceiling = np.array(
        [told[2] if told else counts.minimum for told in counts.people], dtype=np.int64
    )
    told = released(
        counts.tally,
        minimum=counts.minimum,
        ceiling=ceiling,
        groups=[_identity(group) for group in counts.groups],
        texts=[statement.text for statement in counts.statements],
        before=counts.told_before,
    )
    return {
        **content_of(counts, told),
        "reissued": counts.reissued,
        **told_of_voices(found, len(counts.groups), counts.minimum, before),
    }


def _people(
    group: AskedGroup, voters: int, minimum: int, reissued: int, before: People | None
) -> People | None:
    """How many took part, as it may be told; never more than there are in the group."""
    told = disclosure.release_people(voters, minimum=minimum)
    if told is None:
        return None
    if group.size is None:
        most = voters + 1
    else:
        # Somebody with a second link may have answered twice.
        most = group.size + reissued
        if voters > most:
            # Its list was longer than the group is said to be: then its size bounds nothing.
            most = told[2]
        told = min(told[0], group.size), told[1], min(told[2], most)
    return people_as_before(told, before, voters=voters, minimum=minimum, most=most)


def _identity(group: AskedGroup) -> tuple[str, str, str]:
    return group.role, group.party, group.name


def _voters_per_group(answers: Answers) -> IntArray:
    """Who only answered statements that are not shown did not take part in what is shown."""
    voters = np.unique(answers.votes.voter)
    return np.bincount(answers.group_of[voters], minlength=len(answers.groups))


def content_of(counts: Counts, released: Released) -> dict[str, Any]:
    groups, people, compared = counts.groups, counts.people, counts.compared
    # Where only a range is told, the fewest: then silence is never made smaller than it can be.
    took_part = np.array([told[1] if told else 0 for told in people], dtype=np.int64)
    most = np.array([told[2] if told else 0 for told in people], dtype=np.int64)
    has_size = np.array([group.size is not None for group in groups], dtype=np.bool_)
    size = np.array(
        [group.size or part for group, part in zip(groups, most, strict=True)],
        dtype=np.int64,
    )
    took_part = np.minimum(took_part, size)
    agree = released_support(released, AGREE, size, took_part)
    disagree = released_support(released, DISAGREE, size, took_part)
    # Of a group of unknown size nobody knows how many are silent, so nothing holds "whatever they
    # think".
    shared_agree, shared_disagree = (
        shared(
            np.where(compared[:, None], found.majority, np.nan),
            np.where((compared & has_size)[:, None], found.lowest, np.nan),
        )
        for found in (agree, disagree)
    )
    divided = divisive(_only(released, compared))
    return {
        "format": FORMAT,
        "minimum": counts.minimum,
        "groups": [
            asdict(group) | {"people": None if told is None else list(told)}
            for group, told in zip(groups, people, strict=True)
        ],
        "compared": [int(position) for position in np.flatnonzero(compared)],
        "statements": [
            asdict(statement)
            | {
                "only_for": list(statement.only_for),
                "cells": [
                    _cell(released, (group, index), agree, disagree) for group in range(len(groups))
                ],
                "shared_agree": _shared(shared_agree, index),
                "shared_disagree": _shared(shared_disagree, index),
                "q": _number(divided.q[index]),
                "pairs": [list(pair) for pair in divided.pairs[index]],
            }
            for index, statement in enumerate(counts.statements)
        ],
    }


def _only(released: Released, groups: BoolArray) -> Released:
    """Nothing is told of the other groups."""
    return replace(
        released, precision=np.where(groups[:, None], released.precision, disclosure.HIDDEN)
    )


def _cell(
    released: Released, cell: tuple[int, int], agree: Support, disagree: Support
) -> Mapping[str, Any] | None:
    if not released.shown[cell]:
        return None
    return {
        "precision": int(released.precision[cell]),
        "answered": int(released.answered[cell]),
        "answered_low": int(released.answered_low[cell]),
        "answered_high": int(released.answered_high[cell]),
        "told": None if not released.counted[cell] else [float(x) for x in released.told[cell]],
        "thirds": [int(x) for x in released.thirds[cell]],
        "low": [int(x) for x in released.low[cell]],
        "high": [int(x) for x in released.high[cell]],
        "agree": _support(agree, cell),
        "disagree": _support(disagree, cell),
    }


def _support(support: Support, cell: tuple[int, int]) -> dict[str, float | None]:
    return {
        name: _number(getattr(support, name)[cell])
        for name in ("share", "low", "high", "lowest", "highest", "majority")
    }


def _shared(of_all: Shared, index: int) -> dict[str, Any]:
    return {
        "probability": _number(of_all.probability[index]),
        "weakest": int(of_all.weakest[index]),
        "whatever_the_silent": bool(of_all.whatever_the_silent[index]),
    }


def _number(value: float) -> float | None:
    """Four decimals are more than anybody reads, and the same on every machine."""
    return None if np.isnan(value) else round(float(value), 4)
