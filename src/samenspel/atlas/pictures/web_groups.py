"""The groups of a web in words: who is in them, what stays within, and who reaches beyond."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from samenspel.atlas.queries.divisions import NOWHERE, DivisionKind
from samenspel.atlas.queries.names import order_of
from samenspel.atlas.queries.webs import Facts, WovenWeb
from samenspel.measures.webs import collaboration_weights, participation, reach

# Whoever shares this much of its ties with other groups is named as one that joins groups; whoever
# was with less of its own group than this, when arrangements were left out, as one that wavers.
REACHES = 0.2
STAYS = 0.8
# Whoever lies on the shortest way between so many pairs of others is named too.
BETWEEN = 0.1
# Where so many arrangements stay within a group, groups are said to touch hardly.
HARDLY = 0.8


@dataclass(frozen=True, slots=True)
class Named:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """An arrangement of at least two municipalities, with the groups that they are in."""

    number: int
    title: str
    groups: frozenset[int]


@dataclass(frozen=True, slots=True)
class Crossing:
    """An arrangement that joins a group with others, as it is told with that group."""

    number: int
    title: str
    others: str
    """the numbers of the other groups"""


@dataclass(frozen=True, slots=True)
class Reaching:
    municipality: Named
    outside: float
    """the share of its ties that goes to other groups"""
    towards: str
    """the numbers of these groups"""

    @property
    def percent(self) -> int:
        return round(100 * self.outside)


@dataclass(frozen=True, slots=True)
class Bridge:
    """A municipality that joins groups, by what of it goes outside or by where it lies."""

    municipality: Named
    group: int
    outside: int
    """per cent of its ties that go to other groups"""
    between: int | None
    """per cent of all pairs of others for which it lies on the shortest way; None if unknown"""


@dataclass(frozen=True)
class Group:
    number: int
    name: str
    provinces: str
    members: Sequence[Named]
    arrangements: int
    """shared ones in which a member takes part"""
    within: int
    """of these, in which only members take part"""
    reaching: Sequence[Reaching]
    wavering: Sequence[Named]
    links: Sequence[Crossing]


@dataclass(frozen=True)
class Grouping:
    groups: Sequence[Group]
    shared: int
    """arrangements of at least two municipalities"""
    within: int
    """of these, that stay within one group"""
    alone: Sequence[Named]
    """who shares nothing with another municipality"""
    most_spread: float
    """the highest participation coefficient"""
    bridges: Sequence[Bridge]
    """by name"""
    between: int | None
    """how many lie on the shortest way between so many; None if unknown"""

    @property
    def crossing(self) -> int:
        return self.shared - self.within

    @property
    def hardly_touch(self) -> bool:
        return self.within >= HARDLY * self.shared

    @property
    def reaching(self) -> int:
        return sum(len(group.reaching) for group in self.groups)


def grouping(web: WovenWeb, inhabitants: Mapping[str, int]) -> Grouping:
    """inhabitants : by key; a group goes by the names of its largest municipalities"""
    facts, label = web.facts, web.groups.group
    links = _links(facts, label)
    weights = collaboration_weights(facts.takes_part)
    outside, spread = reach(weights, label), participation(weights, label)
    described = [
        _group(web, number, links, outside, inhabitants) for number in range(web.groups.count)
    ]
    return Grouping(
        groups=described,
        shared=len(links),
        within=sum(len(link.groups) == 1 for link in links),
        alone=named(facts, np.flatnonzero(label < 0).tolist()),
        most_spread=float(spread[~np.isnan(spread)].max(initial=0.0)),
        bridges=_bridges(web, outside),
        between=None if web.betweenness is None else int((web.betweenness >= BETWEEN).sum()),
    )


def named(facts: Facts, places: Iterable[int]) -> list[Named]:
    """By name."""
    return [Named(*facts.municipalities[place]) for place in facts.in_order(places)]


def _group(
    web: WovenWeb,
    number: int,
    links: Sequence[Link],
    outside: NDArray[np.float64],
    inhabitants: Mapping[str, int],
) -> Group:
    facts = web.facts
    members = facts.in_order(np.flatnonzero(web.groups.group == number).tolist())
    own = [link for link in links if number in link.groups]
    return Group(
        number=number + 1,
        name=_name([facts.municipalities[place] for place in members], inhabitants),
        provinces=_provinces(facts, members),
        members=named(facts, members),
        arrangements=len(own),
        within=sum(len(link.groups) == 1 for link in own),
        reaching=_reaching(facts, members, number, outside),
        wavering=named(facts, [place for place in members if web.groups.stays[place] < STAYS]),
        links=[
            Crossing(link.number, link.title, _numbers(sorted(link.groups - {number})))
            for link in own
            if len(link.groups) > 1
        ],
    )


def _name(members: Sequence[tuple[str, str]], inhabitants: Mapping[str, int]) -> str:
    """The two with the most people, or where that is not known the first ones by name."""
    ordered = sorted(members, key=lambda each: (-inhabitants.get(each[0], 0), order_of(each[1])))
    names = [name for _key, name in ordered[:2]]
    if len(names) < 2:
        return "".join(names)
    return str(_("%(one)s en %(other)s")) % {"one": names[0], "other": names[1]}


def _provinces(facts: Facts, members: Sequence[int]) -> str:
    """Those of most members first: Gelderland (22), Overijssel (14)."""
    provinces = facts.division(DivisionKind.PROVINCE)
    if provinces is None:
        return ""
    often = Counter(provinces.of[place] for place in members if provinces.of[place] != NOWHERE)
    told = [(provinces.regions[place][1], count) for place, count in often.most_common()]
    if len(told) == 1:
        return told[0][0]
    return ", ".join(f"{name} ({count})" for name, count in told)


def _reaching(
    facts: Facts, members: Sequence[int], number: int, outside: NDArray[np.float64]
) -> list[Reaching]:
    beyond = outside[members].copy()
    beyond[:, number] = 0
    total = beyond.sum(axis=1)
    return [
        Reaching(
            Named(*facts.municipalities[members[at]]),
            float(total[at]),
            _numbers(np.flatnonzero(beyond[at]).tolist()),
        )
        for at in np.flatnonzero(total >= REACHES).tolist()
    ]


def _bridges(web: WovenWeb, outside: NDArray[np.float64]) -> list[Bridge]:
    label, between = web.groups.group, web.betweenness
    tied = np.flatnonzero(label >= 0)
    others = outside.copy()
    others[tied, label[tied]] = 0
    beyond = others.sum(axis=1)
    joins = beyond >= REACHES
    if between is not None:
        joins |= between >= BETWEEN
    return [
        Bridge(
            Named(*web.facts.municipalities[place]),
            group=int(label[place]) + 1,
            outside=round(100 * float(beyond[place])),
            between=None if between is None else round(100 * float(between[place])),
        )
        for place in web.facts.in_order(np.flatnonzero(joins).tolist())
    ]


def _links(facts: Facts, label: NDArray[np.int64]) -> list[Link]:
    """All that are shared, by title."""
    of = label.tolist()
    found = [
        Link(register_id, title, frozenset(of[place] for place in places))
        for register_id, title, places in facts.arrangements
        if len(places) > 1
    ]
    return sorted(found, key=lambda link: link.title.casefold())


def _numbers(groups: Sequence[int]) -> str:
    """As they are shown, from 1."""
    *first, last = [str(group + 1) for group in groups]
    if not first:
        return last
    return str(_("%(first)s en %(last)s")) % {"first": ", ".join(first), "last": last}
