"""The groups of a web in words: who is in them, what stays within, and who reaches beyond."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from samenspel.atlas.queries.divisions import NOWHERE, DivisionKind
from samenspel.atlas.queries.names import order_of
from samenspel.atlas.queries.webs import Facts, WovenWeb
from samenspel.measures.congruence import within_area
from samenspel.measures.webs import collaboration_weights, reach

# Whoever shares this much of its ties with other groups is named as one that joins groups; whoever
# was with less of its own group than this, when arrangements were left out, as one that wavers.
REACHES = 0.2
STAYS = 0.8


@dataclass(frozen=True, slots=True)
class Named:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """An arrangement in which several groups take part."""

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
    links: Sequence[Link]


@dataclass(frozen=True)
class Grouping:
    groups: Sequence[Group]
    shared: int
    """arrangements of at least two municipalities"""
    within: int
    """of these, that stay within one group"""
    alone: Sequence[Named]
    """who shares nothing with another municipality"""

    @property
    def crossing(self) -> int:
        return self.shared - self.within


def grouping(web: WovenWeb, inhabitants: Mapping[str, int]) -> Grouping:
    """inhabitants : by key; a group goes by the names of its largest municipalities"""
    facts, label = web.facts, web.groups.group
    takes_part = facts.takes_part
    stays = within_area(takes_part, label)
    outside = reach(collaboration_weights(takes_part), label)
    described = [
        _group(web, number, takes_part[:, stays.is_shared], outside, inhabitants)
        for number in range(web.groups.count)
    ]
    return Grouping(
        groups=described,
        shared=int(stays.is_shared.sum()),
        within=int(stays.stays.sum()),
        alone=named(facts, np.flatnonzero(label < 0)),
    )


def named(facts: Facts, places: Sequence[int] | NDArray[np.int64]) -> list[Named]:
    """By name."""
    return [Named(*facts.municipalities[place]) for place in facts.in_order(places)]


def _group(
    web: WovenWeb,
    number: int,
    takes_part: NDArray[np.bool_],
    outside: NDArray[np.float64],
    inhabitants: Mapping[str, int],
) -> Group:
    facts, label = web.facts, web.groups.group
    members = np.flatnonzero(label == number)
    touched = takes_part[members].any(axis=0)
    own = touched & ~takes_part[label != number].any(axis=0)
    wavers = members[web.groups.stays[members] < STAYS]
    return Group(
        number=number + 1,
        name=_name([facts.municipalities[place] for place in members], inhabitants),
        provinces=_provinces(facts, members),
        members=named(facts, members),
        arrangements=int(touched.sum()),
        within=int(own.sum()),
        reaching=_reaching(facts, facts.in_order(members), number, outside),
        wavering=named(facts, wavers),
        links=_links(facts, label, number),
    )


def _name(members: Sequence[tuple[str, str]], inhabitants: Mapping[str, int]) -> str:
    """The two with the most people, or where that is not known the first ones by name."""
    ordered = sorted(members, key=lambda each: (-inhabitants.get(each[0], 0), order_of(each[1])))
    names = [name for _key, name in ordered[:2]]
    if len(names) < 2:
        return "".join(names)
    return _("%(one)s en %(other)s") % {"one": names[0], "other": names[1]}


def _provinces(facts: Facts, members: NDArray[np.int64]) -> str:
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
    found = []
    for place in members:
        share = outside[place].copy()
        share[number] = 0
        if share.sum() >= REACHES:
            towards = [int(other) + 1 for other in np.flatnonzero(share)]
            municipality = Named(*facts.municipalities[place])
            found.append(Reaching(municipality, float(share.sum()), _numbers(towards)))
    return found


def _links(facts: Facts, label: NDArray[np.int64], number: int) -> list[Link]:
    found = []
    for register_id, title, places in facts.arrangements:
        groups = {int(label[place]) for place in places}
        if number in groups and len(groups) > 1:
            others = sorted(group + 1 for group in groups - {number, -1})
            found.append(Link(register_id, title, _numbers(others)))
    return sorted(found, key=lambda link: link.title.casefold())


def _numbers(numbers: Sequence[int]) -> str:
    *first, last = [str(number) for number in numbers]
    return _("%(first)s en %(last)s") % {"first": ", ".join(first), "last": last} if first else last
