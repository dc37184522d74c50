"""Answers of a round that is open, folded into statistics a batch of people at a time."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain

import numpy as np

from samenspel.measures.opinions.moments import Moments, moments_of
from samenspel.measures.opinions.votes import Votes

# Nearly everything in them is a small number: more effort makes them hardly smaller.
_EFFORT = 1

Said = tuple[Sequence[int], Sequence[int]]
"""keys of statements, and what somebody says of each"""


@dataclass(frozen=True)
class Changed:
    """Somebody of whom an answer is not in the statistics as it was given. Nobody knows who.

    now : everything that this person says
    before : what the statistics hold of this person
    """

    now: Said
    before: Said


@dataclass(frozen=True, eq=False)
class Statistics:
    """All that was folded of one group.

    items : the key of each statement of the moments, in their order
    moments : of one group
    """

    items: tuple[int, ...]
    moments: Moments

    def to_bytes(self) -> bytes:
        return zlib.compress(self.moments.to_bytes(), _EFFORT)

    @classmethod
    def from_bytes(cls, items: Sequence[int], data: bytes) -> "Statistics":
        """Raises ValueError where that is not what `to_bytes` wrote for so many statements."""
        try:
            moments = Moments.from_bytes(zlib.decompress(data))
        except (zlib.error, EOFError, OSError) as error:
            raise ValueError("statistics that cannot be read") from error
        if moments.tally.shape != (1, len(items), 3):
            raise ValueError("statistics of other statements")
        return cls(tuple(items), moments)


def fold(known: Statistics | None, people: Sequence[Changed]) -> Statistics:
    """The statistics of a group once what these people say now took the place of what was held."""
    known = known or Statistics((), Moments.empty(1, 0))
    asked = {item for one in people for item in chain(one.now[0], one.before[0])}
    items = known.items + tuple(sorted(asked - set(known.items)))
    moments = known.moments.extended(len(items))
    moments.add(_moments([one.now for one in people], items))
    moments.add(_negative(_moments([one.before for one in people], items)))
    return Statistics(items, moments)


def assembled(
    folded: Mapping[int, Statistics], groups: Sequence[int], items: Sequence[int]
) -> Moments:
    """The moments of these groups on these statements, in their order; others are left out.

    groups, items : their keys

    `people` also counts who answered nothing but statements that are left out.
    """
    total = Moments.empty(len(groups), len(items))
    for position, group in enumerate(groups):
        if (found := folded.get(group)) is not None:
            _put(found, total, position, items)
    return total


def _put(found: Statistics, total: Moments, group: int, items: Sequence[int]) -> None:
    column = _columns(items)
    kept = found.moments.keep_statements(np.array([i in column for i in found.items], dtype=bool))
    place = np.array([column[i] for i in found.items if i in column], dtype=np.int64)
    pairs = np.ix_(place, place)
    total.people[group] = kept.people[0]
    total.tally[group, place] = kept.tally[0]
    total.both_values[group][pairs] = kept.both_values[0]
    total.value_here[group][pairs] = kept.value_here[0]
    total.both_voted[group][pairs] = kept.both_voted[0]


def _moments(ballots: Sequence[Said], items: Sequence[int]) -> Moments:
    column = _columns(items)
    answers = np.array([len(asked) for asked, _said in ballots], dtype=np.int64)
    votes = Votes(
        voter=np.repeat(np.arange(len(ballots)), answers),
        statement=_integers(column[item] for asked, _said in ballots for item in asked),
        value=_integers(value for _asked, said in ballots for value in said),
        voters=len(ballots),
        statements=len(items),
    )
    return moments_of(votes, np.zeros(len(ballots), dtype=np.int64), 1)


def _columns(items: Sequence[int]) -> dict[int, int]:
    return {item: index for index, item in enumerate(items)}


def _integers(found: Iterable[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.fromiter(found, dtype=np.int64)


def _negative(moments: Moments) -> Moments:
    return Moments(*(-getattr(moments, field.name) for field in fields(moments)))
