"""In which region of the national divisions municipalities lay on a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

from samenspel.atlas.models import RegionMembership
from samenspel.atlas.queries.nearest_year import nearest_first
from samenspel.atlas.queries.succession import Succession

NOWHERE = -1


class DivisionKind(StrEnum):
    """Divisions of which there are lists of different years, by how their codes begin."""

    SAFETY = "VR"
    HEALTH = "GG"
    YOUTH = "JZ"
    LABOUR = "AM"
    PROVINCE = "PV"


_NAMES = {
    "Veiligheidsregio's": DivisionKind.SAFETY,
    "GGD-regio's": DivisionKind.HEALTH,
    "Jeugdregio's": DivisionKind.YOUTH,
    "Jeugdzorgregios": DivisionKind.YOUTH,
    "Arbeidsmarktregio's": DivisionKind.LABOUR,
    "Provincies": DivisionKind.PROVINCE,
}


@dataclass(frozen=True)
class Division:
    kind: DivisionKind
    year: int
    """of the list that it is looked up in first"""
    regions: Sequence[tuple[str, str]]
    """(code, name), by code"""
    of: Sequence[int]
    """the place in `regions` of each municipality that was asked for; NOWHERE where unknown"""


def divisions_on(
    day: date,
    municipalities: Sequence[str],
    steps: Succession,
    kinds: Collection[DivisionKind] = tuple(DivisionKind),
) -> list[Division]:
    """Those of these kinds of which a list was read. One query.

    The newest list that is not of a later year counts, else the first. Who is not on it is looked
    up on the lists next in time, and after that among its predecessors and successors.
    """
    lists: dict[DivisionKind, dict[int, dict[str, str]]] = {}
    names: dict[str, str] = {}
    asked = [name for name, kind in _NAMES.items() if kind in kinds]
    rows = RegionMembership.objects.filter(region__division__in=asked).values_list(
        "region__division", "region__year", "region__code", "region__name", "municipality"
    )
    for division, year, code, name, municipality in rows.order_by("region__year"):
        # An older list can be without names.
        names[code] = name or names.get(code, "")
        lists.setdefault(_NAMES[division], {}).setdefault(year, {})[municipality] = code
    return [
        _division(kind, lists[kind], names, day, municipalities, steps)
        for kind in DivisionKind
        if kind in lists
    ]


def _division(
    kind: DivisionKind,
    lists: Mapping[int, Mapping[str, str]],
    names: Mapping[str, str],
    day: date,
    municipalities: Sequence[str],
    steps: Succession,
) -> Division:
    years = nearest_first(lists, day)
    ordered = [lists[year] for year in years]
    found = [looked_up(code, ordered, steps) for code in municipalities]
    codes = sorted({code for each in ordered for code in each.values()})
    place = {code: number for number, code in enumerate(codes)}
    return Division(
        kind,
        years[0],
        [(code, names[code] or code) for code in codes],
        [NOWHERE if region is None else place[region[0]] for region in found],
    )


def looked_up(
    code: str, lists: Sequence[Mapping[str, str]], steps: Succession
) -> tuple[str, str] | None:
    """The region, and whose it is: its own on the first of these lists that it is on, else that of
    its nearest predecessor, else successor."""
    kin = chain((code,), steps.relatives(code))
    return next(((each[one], one) for one in kin for each in lists if one in each), None)
