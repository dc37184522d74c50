"""Who works together through shared arrangements: the facts of a day, and what was made of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.atlas.models import Web
from samenspel.atlas.queries.divisions import Division, DivisionKind, divisions_on
from samenspel.atlas.queries.names import order_of
from samenspel.atlas.queries.on_a_day import municipalities_on, participations_on
from samenspel.atlas.queries.succession import succession
from samenspel.measures.area_webs import AreaWeb
from samenspel.measures.webs import Groups

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Facts:
    """What a web is made of. Who takes part is told by place among the municipalities."""

    day: date
    municipalities: Sequence[tuple[str, str]]
    """(key, name), by key"""
    arrangements: Sequence[tuple[int, str, Sequence[int]]]
    """(number in the register, title, who takes part), by number; not those without any"""
    divisions: Sequence[Division]

    @cached_property
    def takes_part(self) -> BoolArray:
        """(municipalities, arrangements)"""
        found = np.zeros((len(self.municipalities), len(self.arrangements)), dtype=np.bool_)
        for number, (_register_id, _title, places) in enumerate(self.arrangements):
            found[list(places), number] = True
        return found

    def division(self, kind: DivisionKind) -> Division | None:
        return next((each for each in self.divisions if each.kind == kind), None)

    def in_order(self, places: Iterable[int]) -> list[int]:
        """By name."""
        return sorted(places, key=self._rank.__getitem__)

    @cached_property
    def _rank(self) -> list[str]:
        return [order_of(name) for _key, name in self.municipalities]


@dataclass(frozen=True)
class WovenWeb:
    facts: Facts
    groups: Groups
    betweenness: FloatArray | None = None
    """of each municipality; None where it was not worked out"""
    areas: Mapping[DivisionKind, AreaWeb] = field(default_factory=dict)


def facts_on(day: date) -> Facts:
    """Municipalities that exist on the day, and the arrangements that they take part in.

    A participation of a municipality that is no more is left out, though the register still has
    it. Five queries.
    """
    there = municipalities_on(day).order_by("key")
    rows = list(there.values_list("pk", "key", "short_name", "name"))
    place = {pk: number for number, (pk, *_names) in enumerate(rows)}
    members: dict[tuple[int, str], list[int]] = {}
    for register_id, title, organisation in _participations(day):
        if organisation in place:
            members.setdefault((register_id, title), []).append(place[organisation])
    keys = [key for _pk, key, _short_name, _name in rows]
    return Facts(
        day,
        [(key, short_name or name) for _pk, key, short_name, name in rows],
        [(number, title, sorted(members[number, title])) for number, title in sorted(members)],
        divisions_on(day, keys, succession()),
    )


def _participations(day: date) -> list[tuple[int, str, int]]:
    rows: Sequence[tuple[int, str, str, int]] = list(
        participations_on(day).values_list(
            "arrangement__register_id",
            "arrangement__cite_title",
            "arrangement__title",
            "organisation_id",
        )
    )
    return [(number, cite or title, organisation) for number, cite, title, organisation in rows]


def web_on(day: date) -> WovenWeb | None:
    """The newest that is not of a later day; else the oldest; None where none was made."""
    found = made_for(day)
    return None if found is None else woven_web(found[0])


def made_for(day: date) -> tuple[int, datetime] | None:
    """Which web that is, and when it was made."""
    made = Web.objects.values_list("pk", "made_at")
    return made.filter(day__lte=day).first() or made.last()


def woven_web(pk: int) -> WovenWeb:
    return _read(Web.objects.get(pk=pk))


def facts_as_columns(facts: Facts) -> dict[str, Any]:
    """What the model keeps of them, by field; `_read` turns it back."""
    kept = {
        "municipalities": facts.municipalities,
        "arrangements": facts.arrangements,
        "divisions": [asdict(each) for each in facts.divisions],
    }
    # As it comes back from the database, to compare with what is there.
    back: dict[str, Any] = json.loads(json.dumps(kept))
    return back


def groups_as_column(found: Groups) -> dict[str, Any]:
    return asdict(found) | {
        "group": found.group.tolist(),
        "stays": found.stays.round(6).tolist(),
    }


def areas_as_column(areas: Mapping[DivisionKind, AreaWeb]) -> dict[str, Any]:
    return {
        kind.value: {name: _numbers(values) for name, values in vars(area).items()}
        for kind, area in areas.items()
    }


def _numbers(values: NDArray[Any]) -> list[Any]:
    """JSON has no nan."""
    if values.dtype.kind == "f":
        return [None if np.isnan(each) else round(each, 6) for each in values.tolist()]
    found: list[Any] = values.tolist()
    return found


def _areas(kept: Mapping[str, Mapping[str, Any]]) -> dict[DivisionKind, AreaWeb]:
    return {
        DivisionKind(kind): AreaWeb(
            **{each.name: _array(area[each.name]) for each in fields(AreaWeb)}
        )
        for kind, area in kept.items()
    }


def _array(values: Sequence[Any]) -> NDArray[Any]:
    return np.array([np.nan if each is None else each for each in values])


def _read(web: Web) -> WovenWeb:
    kept: Mapping[str, Any] = web.groups
    return WovenWeb(
        Facts(
            web.day,
            [(key, name) for key, name in web.municipalities],
            [(number, title, places) for number, title, places in web.arrangements],
            [
                Division(
                    DivisionKind(each["kind"]),
                    each["year"],
                    [(code, name) for code, name in each["regions"]],
                    each["of"],
                )
                for each in web.divisions
            ],
        ),
        Groups(
            group=np.array(kept["group"], dtype=np.int64),
            modularity=kept["modularity"],
            found=tuple(kept["found"]),
            alike=kept["alike"],
            alike_without=kept["alike_without"],
            stays=np.array(kept["stays"], dtype=np.float64),
        ),
        None if web.betweenness is None else np.array(web.betweenness, dtype=np.float64),
        _areas(web.areas),
    )
