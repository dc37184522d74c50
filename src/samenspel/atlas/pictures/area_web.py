"""Regions as a web: what each shares inside and with others, and what joins one with which."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy, ngettext

from samenspel.atlas.queries.divisions import NOWHERE, Division, DivisionKind
from samenspel.atlas.queries.names import order_of
from samenspel.atlas.queries.webs import Facts
from samenspel.measures.area_webs import AreaWeb

PLURALS = {
    DivisionKind.SAFETY: gettext_lazy("veiligheidsregio’s"),
    DivisionKind.HEALTH: gettext_lazy("GGD-regio’s"),
    DivisionKind.YOUTH: gettext_lazy("jeugdregio’s"),
    DivisionKind.LABOUR: gettext_lazy("arbeidsmarktregio’s"),
    DivisionKind.PROVINCE: gettext_lazy("provincies"),
}


@dataclass(frozen=True, slots=True)
class Row:
    at: int
    """its place among the regions of the division"""
    code: str
    name: str
    number: int
    """as it stands on the map: in order of the names"""
    municipalities: int
    cohesion: str
    """arrangements that two of its municipalities share, on average; empty where it has one"""
    total: int
    """shared arrangements in which any of its municipalities takes part"""
    within: int
    """of these, in which only its own take part"""
    others: int
    """other regions that it shares one with"""
    between: int
    """per cent of all pairs of other regions for which it lies on the shortest way"""


@dataclass(frozen=True)
class AreaWebPicture:
    division: Division
    plural: str
    rows: Sequence[Row]
    """by name; without regions that have no municipality"""
    shared: int
    """arrangements of at least two municipalities"""
    crossing: int
    """of these, in which municipalities of several regions take part"""

    @property
    def headline(self) -> str:
        return ngettext(
            "%(n)s regeling verbindt %(regions)s met elkaar",
            "%(n)s regelingen verbinden %(regions)s met elkaar",
            self.crossing,
        ) % {"n": self.crossing, "regions": self.plural}

    @property
    def others(self) -> str:
        """Other regions that one is tied to, on average."""
        return _decimal(float(np.mean([row.others for row in self.rows])))


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another region, with the arrangements that join the two."""

    code: str
    name: str
    arrangements: Sequence[tuple[int, str]]
    """number in the register and title, by title"""


def area_web_picture(facts: Facts, division: Division, found: AreaWeb) -> AreaWebPicture:
    lying = np.bincount([at for at in division.of if at != NOWHERE], minlength=len(found.total))
    joined = (found.together > 0).sum(axis=1)
    named = [(order_of(name), at) for at, (_code, name) in enumerate(division.regions) if lying[at]]
    rows = [
        Row(
            at,
            *division.regions[at],
            number=number,
            municipalities=int(lying[at]),
            cohesion="" if np.isnan(found.cohesion[at]) else _decimal(float(found.cohesion[at])),
            total=int(found.total[at]),
            within=int(found.within[at]),
            others=int(joined[at]),
            between=round(100 * float(found.betweenness[at])),
        )
        for number, (_name, at) in enumerate(sorted(named), start=1)
    ]
    return AreaWebPicture(
        division=division,
        plural=str(PLURALS[division.kind]),
        rows=rows,
        shared=sum(len(places) > 1 for _number, _title, places in facts.arrangements),
        crossing=sum(
            len({division.of[place] for place in places} - {NOWHERE}) > 1
            for _number, _title, places in facts.arrangements
        ),
    )


def neighbours(facts: Facts, division: Division, at: int) -> list[Neighbour]:
    """Who shares the most first, and by name."""
    joining: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for number, title, places in facts.arrangements:
        regions = {division.of[place] for place in places} - {NOWHERE}
        if at in regions:
            for other in regions - {at}:
                joining[other].append((number, title))
    found = [
        Neighbour(*division.regions[other], sorted(those, key=lambda each: each[1].casefold()))
        for other, those in joining.items()
    ]
    return sorted(found, key=lambda each: (-len(each.arrangements), order_of(each.name)))


def _decimal(value: float) -> str:
    # The format cuts off what it does not show.
    return str(number_format(round(value, 1), decimal_pos=1))
