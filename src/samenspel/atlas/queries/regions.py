"""The regions of the national divisions in which a municipality lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from samenspel.atlas.models import RegionMembership
from samenspel.atlas.models.dated import held_on
from samenspel.atlas.queries.provinces import DIVISION

# Where municipalities work together by law or by agreement. The rest is for statistics.
_FIRST = (
    "Veiligheidsregio's",
    "GGD-regio's",
    "Jeugdregio's",
    "Jeugdzorgregios",
    "Arbeidsmarktregio's",
    "Regionale Energiestrategie regio’s",
    "Veilig Thuis Regio's",
    "Regionale Meld- en Coördinatiepunten",
    "Zorgkantoorregio's",
    "Wgr-samenwerkingsgebieden",
)
# Classes of size and of density, which are no regions.
_NO_REGIONS = ("Gemeentegrootte", "Stedelijkheid")


@dataclass(frozen=True)
class InRegion:
    division: str
    names: Sequence[str]
    """more than one where its predecessors lay apart"""


@dataclass(frozen=True)
class Regions:
    province: str
    first: Sequence[InRegion]
    others: Sequence[InRegion]
    list_of: int | None
    """the year of the list they are on"""
    of_predecessors: bool
    """whether it was born after that list, so that they are those of its predecessors"""


def regions_of(code: str, predecessors: Sequence[str], day: date) -> Regions:
    """One query."""
    rows = RegionMembership.objects.filter(held_on(day), municipality__in=[code, *predecessors])
    found = list(
        rows.values_list(
            "municipality", "region__division", "region__code", "region__name", "region__year"
        )
    )
    own = [row for row in found if row[0] == code]
    used = own or found
    newest = max((row[4] for row in used), default=None)
    # What is only on an older list was given up, or goes by another name since.
    used = [row for row in used if row[4] == newest]
    names: dict[str, dict[str, None]] = {}
    for _code, division, region, name, _year in sorted(used, key=lambda row: row[1]):
        names.setdefault(division, {})[name or region] = None
    regions = {division: InRegion(division, list(each)) for division, each in names.items()}
    province = regions.pop(DIVISION, None)
    return Regions(
        province=", ".join(province.names) if province else "",
        first=[regions.pop(division) for division in _FIRST if division in regions],
        others=[each for each in regions.values() if each.division not in _NO_REGIONS],
        list_of=newest,
        of_predecessors=bool(used) and not own,
    )
