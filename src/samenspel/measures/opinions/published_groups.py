"""Groups found as they may be told: in steps, and only of twenty voices or more.

What that protects, and what not, stands with `PublishedGroups`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.analysis import Analysis, StraightLiners
from samenspel.measures.opinions.groups_found.characteristic import Characteristic
from samenspel.measures.opinions.published_map import (
    STATEMENTS_PER_END,
    VOICES_FOR_A_GROUP,
    VOICES_FOR_A_MAP,
    VOTES_TO_NAME_A_STATEMENT,
)

FloatArray: TypeAlias = NDArray[np.float64]

FALSE_DISCOVERIES = 0.05
_STEP = 10
_STABLE = 9


@dataclass(frozen=True)
class SetApart:
    """A statement on which a group differs from the other groups found.

    here_percent, elsewhere_percent : of who voted on it, how many agree; in steps of ten, so that
        100 is "nearly everybody" and 0 "nearly nobody"
    """

    statement: int
    here_percent: int
    elsewhere_percent: int


@dataclass(frozen=True)
class PublishedGroup:
    """A group found, of at least 20 placed voices.

    share_percent : of the placed voices; 0 is less than one in twenty
    stability_tenths : how much of it is found again in other people and statements (mean Jaccard
        coefficient), 0 to 9; 9 is .85 or more
    agrees_more, agrees_less : the three that differ most of each, or fewer, by number
    """

    share_percent: int
    stability_tenths: int
    agrees_more: tuple[SetApart, ...]
    agrees_less: tuple[SetApart, ...]


@dataclass(frozen=True)
class PublishedGroups:
    """What may be told of groups found, made once, when a round is closed.

    voices_at_least : placed voices, rounded down to tens; at least 50
    beyond_chance : whether people differ along any axis more than by chance; else no groups are
        looked for
    count : how many groups were found; 1 where nothing beats the null model
    groups : those of at least 20 placed voices, in order of what is told of them
    not_described : how many groups of fewer voices there are
    undetermined_percent : of the placed voices, who belongs to no group surely enough
    straight_liners_at_least : who gave one answer to everything, rounded down to tens; None where
        they are fewer than 20
    count_with_straight_liners : how many groups are found with them; None where that is None

    Promised: nobody's group leaves this module. Shares are told in steps of ten points: with 50
    voices, the fewest there can be, such a step holds five, and with more it holds more. Of a
    statement a share is told only where 20 voices of the group and 20 of the other groups voted on
    it. A group of fewer than 20 voices is counted and not described. Groups stand in an order that
    follows from these figures alone, so that it tells no more.

    One changed voice changes nothing here as long as no share crosses the edge of a step and no
    test the edge of what is told. It also draws the samples of the tests anew, though, so what
    lies close to such an edge can go over it. In five real conversations without groups 88 to 100 %
    of the single votes that were turned round changed no byte, in five simulated ones with two to
    four groups 45 to 95 %.

    Not promised: that no single voice ever changes a byte, as with the opinion map. Who knows what
    a person voted can work out which group that person is likely to be in, since it is told what
    sets groups apart.
    """

    voices_at_least: int
    beyond_chance: bool
    count: int
    groups: tuple[PublishedGroup, ...]
    not_described: int
    undetermined_percent: int
    straight_liners_at_least: int | None
    count_with_straight_liners: int | None

    def as_data(self) -> dict[str, Any]:
        """The same as lists, dictionaries, numbers and None, for JSON."""
        return asdict(self) | {"groups": [_group_data(group) for group in self.groups]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "PublishedGroups":
        """What `as_data` gave."""
        return cls(**{**data, "groups": tuple(_group_from(group) for group in data["groups"])})


def published_groups(found: Analysis) -> PublishedGroups | None:
    """What may be told of groups found. The promise stands with `PublishedGroups`.

    found : of exactly those voices that may be told of, none of a known group that is hidden

    Gives None where fewer than 50 people are placed: then nothing is told, whatever was found.
    """
    placed = int(np.count_nonzero(found.placed))
    if placed < VOICES_FOR_A_MAP:
        return None
    held, undetermined = _placed_in_groups(found)
    shown = np.flatnonzero((held >= VOICES_FOR_A_GROUP) & (len(held) > 1))
    straight, with_straight = _straight_liners(found.straight)
    return PublishedGroups(
        voices_at_least=placed // _STEP * _STEP,
        beyond_chance=found.axes.count > 0,
        count=len(held),
        groups=tuple(sorted((_group(found, int(g), held[g] / placed) for g in shown), key=_order)),
        not_described=len(held) - len(shown) if len(held) > 1 else 0,
        undetermined_percent=_percent(undetermined / placed),
        straight_liners_at_least=straight,
        count_with_straight_liners=with_straight,
    )


def _placed_in_groups(found: Analysis) -> tuple[NDArray[np.int64], int]:
    """How many placed people are in each group found, and how many in none of several."""
    if found.standing is None or found.found.count == 1:
        return np.array([np.count_nonzero(found.placed)]), 0
    group = found.standing.group[found.placed].astype(np.int64)
    held = np.bincount(group[group >= 0], minlength=found.found.count)
    return held, int(np.count_nonzero(group < 0))


def _straight_liners(straight: StraightLiners) -> tuple[int | None, int | None]:
    if straight.people < VOICES_FOR_A_GROUP:
        return None, None
    return straight.people // _STEP * _STEP, straight.groups_with_them


def _group(found: Analysis, group: int, share: float) -> PublishedGroup:
    differs, stability = found.found.characteristic, found.found.stability
    if differs is None or stability is None:
        raise ValueError("groups were found without what sets them apart")
    apart = list(_set_apart(differs, group))
    return PublishedGroup(
        share_percent=_percent(share),
        stability_tenths=min(round(10 * float(stability[group])), _STABLE),
        agrees_more=_farthest(apart, lambda one: one.here_percent - one.elsewhere_percent),
        agrees_less=_farthest(apart, lambda one: one.elsewhere_percent - one.here_percent),
    )


def _farthest(apart: Iterable[SetApart], by: Callable[[SetApart], int]) -> tuple[SetApart, ...]:
    """Chosen after rounding and told by number: neither tells more than the steps do."""
    farthest = sorted((one for one in apart if by(one) > 0), key=lambda one: -by(one))
    return tuple(sorted(farthest[:STATEMENTS_PER_END], key=lambda one: one.statement))


def _set_apart(differs: Characteristic, group: int) -> Iterable[SetApart]:
    enough = np.minimum(differs.voted_here[group], differs.voted_elsewhere[group])
    for statement in np.flatnonzero(enough >= VOTES_TO_NAME_A_STATEMENT):
        if differs.q[group, statement] <= FALSE_DISCOVERIES:
            here, elsewhere = (
                _percent(float(shares[group, statement]))
                for shares in (differs.agree_here, differs.agree_elsewhere)
            )
            yield SetApart(int(statement), here, elsewhere)


def _percent(share: float) -> int:
    """Half a step goes to the even one: 1 of 20 is told as none, and 19 of 20 as all."""
    return round(share * 100 / _STEP) * _STEP


def _order(group: PublishedGroup) -> tuple[Any, ...]:
    def told(statements: Iterable[SetApart]) -> list[tuple[int, int, int]]:
        return [(s.statement, s.here_percent, s.elsewhere_percent) for s in statements]

    return (
        -group.share_percent,
        told(group.agrees_more),
        told(group.agrees_less),
        -group.stability_tenths,
    )


def _group_data(group: PublishedGroup) -> dict[str, Any]:
    return asdict(group) | {
        "agrees_more": [asdict(one) for one in group.agrees_more],
        "agrees_less": [asdict(one) for one in group.agrees_less],
    }


def _group_from(data: Mapping[str, Any]) -> PublishedGroup:
    return PublishedGroup(
        data["share_percent"],
        data["stability_tenths"],
        *(tuple(SetApart(**one) for one in data[end]) for end in ("agrees_more", "agrees_less")),
    )
