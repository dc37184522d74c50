"""A part of the web: a province or a selection of municipalities, as rows and figures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from samenspel.atlas.pictures.congruence import MAIN, within
from samenspel.atlas.queries.webs import WovenWeb
from samenspel.measures.congruence import within_area
from samenspel.measures.webs import shared


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    name: str
    group: int | None
    arrangements: int
    """that it shares with any municipality"""
    within: int
    """of these, in which only municipalities of the area take part"""
    within_region: int | None
    """of these, that stay within its main region"""
    partners: int
    """other municipalities that it shares at least one with"""


@dataclass(frozen=True)
class AreaPicture:
    rows: Sequence[Row]
    """by name"""
    shared: int
    """arrangements in which one of them and another municipality take part"""
    among: int
    """of these, in which at least two of them take part"""
    within: int
    """of these, in which only they take part"""
    by_all: int
    """in which all of them take part"""


def area_picture(web: WovenWeb, chosen: Sequence[int]) -> AreaPicture:
    """chosen : places of at least one municipality"""
    facts, label = web.facts, web.groups.group
    takes_part = facts.takes_part
    places = facts.in_order(chosen)
    area = np.full(len(takes_part), -1, dtype=np.int64)
    area[places] = 0
    inside = within_area(takes_part, area)
    main = facts.division(MAIN)
    region = within(takes_part, main).within if main else None
    partners = (shared(takes_part) > 0).sum(axis=1)
    there = takes_part[places].sum(axis=0)
    return AreaPicture(
        rows=[
            Row(
                *facts.municipalities[place],
                group=int(label[place]) + 1 or None,
                arrangements=int(inside.total[place]),
                within=int(inside.within[place]),
                within_region=None if region is None else int(region[place]),
                partners=int(partners[place]),
            )
            for place in places
        ],
        shared=int(((there > 0) & inside.is_shared).sum()),
        among=int((there > 1).sum()),
        within=int(inside.stays.sum()),
        by_all=int((there == len(places)).sum()) if len(places) > 1 else 0,
    )
