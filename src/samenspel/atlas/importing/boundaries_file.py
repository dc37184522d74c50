"""Outlines of municipalities from GeoJSON."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from samenspel.atlas.importing.known_time import is_known_year
from samenspel.atlas.importing.opening import MEGABYTE, Unpacked
from samenspel.atlas.importing.reading_error import ReadingError
from samenspel.atlas.models.plane import SOUTH_NORTH, WEST_EAST

# As we write them, as PDOK and as CBS do.
_CODES = ("code", "statcode", "gemeentecode", "GM_CODE", "GEMEENTECODE")
_NAMES = ("name", "statnaam", "gemeentenaam", "GM_NAAM", "GEMEENTENAAM")
_YEARS = ("year", "jaar", "jrstatcode")
_CODE = re.compile(r"GM\d{4}\Z", re.ASCII)
# Signs that are no text: the database takes none of the first, and no page any of both.
_NO_TEXT = re.compile(r"[\x00-\x1f\ud800-\udfff]")
# The whole is read at once. All outlines of the Netherlands in full detail are some 60 MB, with 2.5
# million corners. What is made of signs alone takes many times its own room.
MOST_BYTES = 200 * MEGABYTE
_MOST_OF = {b"[": 4_000_000, b",": 8_000_000, b"{": 1_000_000}


@dataclass(frozen=True)
class FoundBoundary:
    code: str
    name: str
    year: int | None
    geometry: dict[str, Any]

    @property
    def polygons(self) -> Sequence[Any]:
        coordinates: Sequence[Any] = self.geometry["coordinates"]
        return coordinates if self.geometry["type"] == "MultiPolygon" else [coordinates]


def boundaries(stream: Unpacked) -> dict[str, FoundBoundary]:
    """By code. Raises ReadingError where anything is not as it should be."""
    found: dict[str, FoundBoundary] = {}
    for place, feature in enumerate(_features(_parsed(stream)), start=1):
        each = _boundary(feature, place)
        if each.code in found:
            raise ReadingError(
                _("De gemeente %(code)s staat twee keer in dit bestand. Voeg de delen samen.")
                % {"code": each.code}
            )
        found[each.code] = each
    if not found:
        raise ReadingError(_("In dit bestand staan geen gemeenten."))
    return found


def _parsed(stream: Unpacked) -> Any:
    parts = []
    while block := stream.read(1 << 20):
        parts.append(block)
        if stream.length > MOST_BYTES:
            raise ReadingError(
                _("Dit bestand is groter dan %(most)s MB. Neem vereenvoudigde grenzen.")
                % {"most": MOST_BYTES // MEGABYTE}
            )
    if not stream.length:
        raise ReadingError(_("Dit bestand is leeg."))
    whole = b"".join(parts)
    if any(whole.count(sign) > most for sign, most in _MOST_OF.items()):
        raise ReadingError(
            _("Dit bestand heeft te veel hoeken om te tekenen. Neem vereenvoudigde grenzen.")
        )
    try:
        return json.loads(whole.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise ReadingError(_("Dit bestand is geen UTF-8, en GeoJSON is dat altijd.")) from error
    except (ValueError, RecursionError) as error:
        raise ReadingError(_("Dit bestand is geen GeoJSON. Is het heel?")) from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _features(parsed: Any) -> Iterator[Any]:
    features = parsed.get("features") if isinstance(parsed, dict) else None
    if not isinstance(features, list) or parsed.get("type") != "FeatureCollection":
        raise ReadingError(
            _("Dit is geen GeoJSON met gemeenten: er is geen FeatureCollection met features.")
        )
    yield from features


def _boundary(feature: Any, place: int) -> FoundBoundary:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        raise ReadingError(
            _("Onderdeel %(n)s van dit bestand heeft geen eigenschappen of geen grens.")
            % {"n": place}
        )
    code = str(_first(properties, _CODES) or "")
    if not _CODE.match(code):
        raise ReadingError(
            _(
                "Onderdeel %(n)s heeft “%(code)s” als code. Verwacht: een gemeentecode van het "
                "CBS, zoals GM0344, onder een van deze namen: %(names)s."
            )
            % {"n": place, "code": code[:40], "names": ", ".join(_CODES)}
        )
    name = str(_first(properties, _NAMES) or "").strip()
    if not name or len(name) > 100 or _NO_TEXT.search(name):
        raise ReadingError(
            _("De gemeente %(code)s heeft geen naam die te lezen is.") % {"code": code}
        )
    year = re.match(r"\d{4}(?!\d)|\d{4}(?=GM)", str(_first(properties, _YEARS) or ""))
    if year and not is_known_year(int(year[0])):
        raise ReadingError(
            _("De gemeente %(code)s heeft “%(year)s” als jaar. Verwacht: een jaartal, zoals 2026.")
            % {"code": code, "year": year[0]}
        )
    return FoundBoundary(code, name, int(year[0]) if year else None, _outline(code, geometry))


def _first(properties: dict[str, Any], names: Sequence[str]) -> Any:
    return next((properties[name] for name in names if properties.get(name) is not None), None)


def _outline(code: str, geometry: dict[str, Any]) -> dict[str, Any]:
    """As it was given, with east and north of each corner and nothing else."""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise ReadingError(
            _("De grens van %(code)s is een %(kind)s. Verwacht: Polygon of MultiPolygon.")
            % {"code": code, "kind": str(kind)[:40]}
        )
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    drawn = [
        [_ring(code, ring) for ring in _list(code, polygon)] for polygon in _list(code, polygons)
    ]
    return {"type": kind, "coordinates": drawn if kind == "MultiPolygon" else drawn[0]}


def _ring(code: str, ring: Any) -> list[list[float]]:
    points = [_corner(code, point) for point in _list(code, ring)]
    if len(points) < 4 or points[0] != points[-1]:
        raise ReadingError(
            _("De grens van %(code)s is niet gesloten, of heeft minder dan drie hoeken.")
            % {"code": code}
        )
    return points


def _list(code: str, value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise ReadingError(_("De grens van %(code)s is leeg of geen lijst.") % {"code": code})
    return value


def _corner(code: str, point: Any) -> list[float]:
    is_point = (
        isinstance(point, list)
        and len(point) >= 2
        and all(type(number) in (int, float) for number in point[:2])
    )
    if (
        not is_point
        or not WEST_EAST[0] <= point[0] <= WEST_EAST[1]
        or not SOUTH_NORTH[0] <= point[1] <= SOUTH_NORTH[1]
    ):
        raise ReadingError(
            _(
                "De grens van %(code)s ligt buiten Nederland. Verwacht: graden, eerst oosterlengte "
                "en dan noorderbreedte (WGS84), en geen meters van de Rijksdriehoek."
            )
            % {"code": code}
        )
    return [point[0], point[1]]
