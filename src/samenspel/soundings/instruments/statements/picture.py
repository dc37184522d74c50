"""What the answers to statements showed: computed once, from released counts, and frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.measures import disclosure
from samenspel.measures.disclosure import AGREE, DISAGREE, Released
from samenspel.measures.opinions.agreement import Shared, divisive, shared
from samenspel.measures.opinions.moments import Moments
from samenspel.measures.opinions.published_map import published_map
from samenspel.measures.opinions.support import Support, released_support
from samenspel.measures.opinions.votes import Votes, tallies

FORMAT = 2
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


def freeze(answers: Answers, *, minimum: int, reissued: int = 0) -> dict[str, Any]:
    """The content of a picture, as plain data for JSON.

    reissued : links that were made again, so that somebody may have answered twice

    Past `release` nothing here looks at an answer again, but for the opinion map: that is made
    from the voices of the groups that are shown, as a banded aggregate with thresholds of its own.
    """
    counts = tallies(answers.votes, answers.group_of, len(answers.groups))
    people = [
        _people(group, int(voters), minimum, reissued)
        for group, voters in zip(answers.groups, _voters_per_group(answers), strict=True)
    ]
    # How many took part is published, so no cell may be told as if there could be more.
    ceiling = np.array([told[2] if told else minimum for told in people], dtype=np.int64)
    released = disclosure.release(counts, minimum=minimum, ceiling=ceiling)
    compared = _compared(answers.groups)
    # With the others in it, its number of voices less that of the groups shown would be theirs.
    shown = np.array([told is not None for told in people], dtype=np.bool_)
    found = published_map(
        _votes_of(answers, shown & compared), answers.group_of, len(answers.groups), minimum=minimum
    )
    return _content(answers, released, people, compared, minimum) | {
        "reissued": reissued,
        "map": None if found is None else found.as_data(),
    }


def _compared(groups: Sequence[AskedGroup]) -> BoolArray:
    """Groups that are put side by side: those of which every member was invited.

    Whoever comes in through an open link may be anybody, so such a group is told apart from all
    others. Where there is no other group, nothing is put together with it.
    """
    if len(groups) == 1:
        return np.array([True])
    return np.array([not group.open_link for group in groups], dtype=np.bool_)


def _people(
    group: AskedGroup, voters: int, minimum: int, reissued: int
) -> tuple[int, int, int] | None:
    """How many took part, as it may be told; never more than there are in the group."""
    told = disclosure.release_people(voters, minimum=minimum)
    if told is None or group.size is None:
        return told
    # Somebody with a second link may have answered twice.
    most = group.size + reissued
    if voters > most:
        # Its list was longer than the group is said to be: then its size bounds nothing.
        most = told[2]
    return min(told[0], group.size), told[1], min(told[2], most)


def _voters_per_group(answers: Answers) -> IntArray:
    """Who only answered statements that are not shown did not take part in what is shown."""
    voters = np.unique(answers.votes.voter)
    return np.bincount(answers.group_of[voters], minlength=len(answers.groups))


def _votes_of(answers: Answers, shown: BoolArray) -> Votes:
    """The votes of the groups of the mask. The others keep their place, without a vote."""
    votes = answers.votes
    kept = shown[answers.group_of[votes.voter]]
    return replace(
        votes,
        voter=votes.voter[kept],
        statement=votes.statement[kept],
        value=votes.value[kept],
    )


def _content(
    answers: Answers,
    released: Released,
    people: Sequence[tuple[int, int, int] | None],
    compared: BoolArray,
    minimum: int,
) -> dict[str, Any]:
    # Where only a range is told, the fewest: then silence is never made smaller than it can be.
    took_part = np.array([told[1] if told else 0 for told in people], dtype=np.int64)
    most = np.array([told[2] if told else 0 for told in people], dtype=np.int64)
    has_size = np.array([group.size is not None for group in answers.groups], dtype=np.bool_)
    size = np.array(
        [group.size or part for group, part in zip(answers.groups, most, strict=True)],
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
        "minimum": minimum,
        "groups": [
            asdict(group) | {"people": None if told is None else list(told)}
            for group, told in zip(answers.groups, people, strict=True)
        ],
        "compared": [int(position) for position in np.flatnonzero(compared)],
        "statements": [
            asdict(statement)
            | {
                "only_for": list(statement.only_for),
                "cells": [
                    _cell(released, (group, index), agree, disagree)
                    for group in range(len(answers.groups))
                ],
                "shared_agree": _shared(shared_agree, index),
                "shared_disagree": _shared(shared_disagree, index),
                "q": _number(divided.q[index]),
                "pairs": [list(pair) for pair in divided.pairs[index]],
            }
            for index, statement in enumerate(answers.statements)
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
