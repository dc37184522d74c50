"""The regions of the national divisions in which a municipality lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from samenspel.atlas.models import RegionMembership
from samenspel.atlas.models.dated import held_on
from samenspel.atlas.queries.divisions import looked_up
from samenspel.atlas.queries.nearest_year import nearest_first
from samenspel.atlas.queries.succession import Succession

_PROVINCES = "Provincies"
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


@dataclass(frozen=True, slots=True)
class Lies:
    """A municipality lies in a region."""

    division: str
    code: str
    name: str
    municipality: str
    list_of: int
    """the year of the list that counts on the day"""
    listed: str
    """whose region it is on a list: its own, or that of who it was made of or went on in"""


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


def regions_on(day: date, municipalities: Sequence[str], steps: Succession) -> list[Lies]:
    """By division, region and municipality. One query.

    The divisions are those of the newest list that is not of a later year, else of the first.
    """
    lists: dict[str, dict[int, dict[str, str]]] = {}
    names: dict[tuple[str, str], str] = {}
    rows = RegionMembership.objects.order_by("region__year").values_list(
        "region__division", "region__year", "region__code", "region__name", "municipality"
    )
    for division, year, code, name, municipality in rows:
        names[division, code] = name or names.get((division, code), "")
        lists.setdefault(division, {}).setdefault(year, {})[municipality] = code
    years = nearest_first((year for by_year in lists.values() for year in by_year), day)
    found: list[Lies] = []
    for division, by_year in sorted(lists.items()):
        if years[0] in by_year:
            ordered = [by_year[year] for year in nearest_first(by_year, day)]
            there = ((key, looked_up(key, ordered, steps)) for key in municipalities)
            found += sorted(
                (
                    Lies(division, where[0], names[division, where[0]], key, years[0], where[1])
                    for key, where in there
                    if where
                ),
                key=lambda lies: (lies.code, lies.municipality),
            )
    return found


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
        # A code alone tells nobody where it is.
        if name and name != region:
            names.setdefault(division, {})[name] = None
    regions = {division: InRegion(division, list(each)) for division, each in names.items()}
    province = regions.pop(_PROVINCES, None)
    return Regions(
        province=", ".join(province.names) if province else "",
        first=[regions.pop(division) for division in _FIRST if division in regions],
        others=[each for each in regions.values() if each.division not in _NO_REGIONS],
        list_of=newest,
        of_predecessors=bool(used) and not own,
    )
