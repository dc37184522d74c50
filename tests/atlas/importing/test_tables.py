"""What is wrong with a table is said with its line, and nothing changes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from samenspel.atlas.actions.import_boundaries import import_boundaries
from samenspel.atlas.actions.import_tables import (
    import_amalgamations,
    import_population,
    import_regions,
)
from samenspel.atlas.importing.opening import opened
from samenspel.atlas.importing.reading_error import ReadingError
from samenspel.atlas.importing.report import Report
from samenspel.atlas.models import (
    Amalgamation,
    Boundary,
    MunicipalityCode,
    MunicipalityInYear,
    Population,
    Region,
    RegionMembership,
    Source,
)

pytestmark = pytest.mark.django_db
Import = Callable[..., Report]

_POPULATION = "cbs_code,year,name,population_avg_cbs70072,population_1jan_iv3\n"
_PEOPLE = _POPULATION + "GM9001,2025,Anloo,100,\nGM9001,2026,Anloo,,120\nGM9002,2026,B,,30\n"
_REGIONS = "year,cbs_code,name,division,region_code,region_name\n"
_MERGERS = (
    "date,old_code,old_name,main_successor_code,main_successor_name,all_successors_if_split,"
    "kind,source,conflict\n"
)
_TABLE = (
    '"92.10 Gemeentecode","92.11 Omschrijving","92.12 Nieuwe code",'
    '"99.98 Datum ingang","99.99 Datum einde"\n'
)


def _read(
    read: Import, folder: Path, text: str | bytes, name: str = "t.csv", **more: Any
) -> Report:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with opened(str(path)) as file:
        return read(opened=file)


def _rows(*models: type[Model]) -> list[list[tuple[Any, ...]]]:
    return [list(each._default_manager.order_by("pk").values_list()) for each in models]


def test_inhabitants_counted_on_the_first_day_go_before_a_mean(tmp_path: Path) -> None:
    report = _read(import_population, tmp_path, _PEOPLE)
    assert set(Population.objects.values_list("code", "year", "inhabitants", "on_first_day")) == {
        ("GM9001", 2025, 100, False),
        ("GM9001", 2026, 120, True),
        ("GM9002", 2026, 30, True),
    }
    assert report.as_counts()["new"] == {"inwonertallen": 3}
    assert not _read(import_population, tmp_path, _PEOPLE).wrote


def test_a_file_speaks_only_of_its_own_years(tmp_path: Path) -> None:
    _read(import_population, tmp_path, _PEOPLE)
    of_2026 = _POPULATION + "GM9001,2026,Anloo,,121\n"
    report = _read(import_population, tmp_path, of_2026)
    assert set(Population.objects.values_list("code", "year", "inhabitants")) == {
        ("GM9001", 2025, 100),
        ("GM9001", 2026, 121),
    }
    tally = report.of("inwonertallen")
    assert (tally.new, tally.changed, tally.gone) == (0, 1, 1)


@pytest.mark.parametrize("text", [_PEOPLE.replace(",", ";"), "\ufeff" + _PEOPLE, _PEOPLE + "\n\n"])
def test_as_a_spreadsheet_writes_it(tmp_path: Path, text: str) -> None:
    _read(import_population, tmp_path, text)
    assert Population.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "leeg"),
        (_POPULATION, "alleen namen van kolommen"),
        ("cbs_code,jaar\nGM9001,2026\n", "ontbreken kolommen: population_1jan_iv3"),
        (_PEOPLE + "GM9003,2026,C,,-5\n", "Regel 5, kolom population_1jan_iv3: “-5”"),
        (_PEOPLE + "GM9003,2026,C,,1.5\n", "een geheel getal"),
        (_PEOPLE + f"GM9003,2026,C,,{10**12}\n", "een geheel getal"),
        (_PEOPLE + "GM9003,2026,C,,²\n", "een geheel getal"),
        (_PEOPLE + f"GM9003,2026,C,,{'0' * 20}{'9' * 20}\n", "een geheel getal"),
        (_PEOPLE + f"GM9003,2026,C,,{'9' * 5000}\n", "een geheel getal"),
        (_PEOPLE + "GM9003,2026,C,,\n", "in één van beide"),
        (_PEOPLE + "9003,2026,C,,5\n", "Regel 5, kolom cbs_code: “9003”"),
        (_PEOPLE + "GM9003,26,C,,5\n", "een jaartal"),
        (_PEOPLE + "GM9002,2026,B,,31\n", "nog eens iets over hetzelfde: GM9002, 2026"),
        (_PEOPLE + "GM9003,2026\n", "Regel 5 heeft 2 kolommen"),
        (_PEOPLE + 'GM9003,2026,"C,,5\n', "geen CSV"),
        ((_PEOPLE + "GM9003,2026,Súd,,5\n").encode("latin-1"), "geen UTF-8"),
        (_PEOPLE.encode("utf-16"), "geen UTF-8"),
        (b"\x1f\x8b" + b"\x00" * 30, "ingepakt"),
        (_PEOPLE + "x" * 3_000_000, "geen CSV|kolommen"),
    ],
)
def test_a_wrong_table_changes_nothing(tmp_path: Path, text: str | bytes, why: str) -> None:
    _read(import_population, tmp_path, _PEOPLE)
    before = _rows(Population, Source)
    with pytest.raises(ReadingError, match=why):
        _read(import_population, tmp_path, text)
    assert _rows(Population, Source) == before


def test_a_region_holds_until_the_next_list_of_its_division(tmp_path: Path) -> None:
    text = _REGIONS + (
        "2016,GM9001,,Veiligheid,V1,\n2016,GM9002,,Veiligheid,V1,\n"
        "2022,GM9001,Anloo,Veiligheid,V1,Noord\n2022,GM9003,C,Veiligheid,V2,Zuid\n"
        "2016,GM9001,,Zorg,Z1,\n2016,GM9001,,Zonder,,\n"
    )
    report = _read(import_regions, tmp_path, text)
    places = RegionMembership.objects.values_list(
        "region__division", "region__name", "municipality", "valid_from__year", "valid_to__year"
    )
    assert set(places) == {
        ("Veiligheid", "Noord", "GM9001", 2016, 2022),
        ("Veiligheid", "Noord", "GM9002", 2016, 2022),
        ("Veiligheid", "Noord", "GM9001", 2022, None),
        ("Veiligheid", "Zuid", "GM9003", 2022, None),
        ("Zorg", "Z1", "GM9001", 2016, None),
    }
    assert report.skipped.total() == 1
    before = _rows(Region, RegionMembership, Source)
    assert not _read(import_regions, tmp_path, text).wrote
    assert _rows(Region, RegionMembership, Source) == before
    # The next list ends those of the one before.
    _read(import_regions, tmp_path, _REGIONS + "2027,GM9001,Anloo,Zorg,Z1,Zorg Noord\n")
    assert RegionMembership.objects.get(region__name="Z1").valid_to is not None


def test_a_split_is_a_row_for_each_part(tmp_path: Path) -> None:
    text = _MERGERS + (
        "2019-01-01,GM9009,Lindermeer,GM9005,Grotewoud,GM9005|GM9006,split,Staatsblad,\n"
        "2023-01-01,GM9007,Elzen,GM9006,Hoogsluis,,merge,Staatsblad,De lijsten verschillen\n"
    )
    report = _read(import_amalgamations, tmp_path, text)
    assert set(
        Amalgamation.objects.values_list("old_code", "new_name", "kind", "largest_part")
    ) == {
        ("GM9009", "Grotewoud", "split", True),
        ("GM9009", "Hoogsluis", "split", False),
        ("GM9007", "Hoogsluis", "merge", True),
    }
    assert report.odd == {"herindeling waarover de bronnen elkaar tegenspreken": 1}
    assert not _read(import_amalgamations, tmp_path, text).wrote


def test_the_three_files_of_amalgamations_are_told_apart_and_come_in_any_order(
    tmp_path: Path,
) -> None:
    table = _TABLE + (
        '"9001","Anloo","9003","","20000101",""\n"9002","Bol","9004","","20050100",""\n'
        '"9003","Cadzand","","20000101","",""\n"9004","Dam","","20050101","",""\n'
        '"9008","Elst","9003","","20000101",""\n"0000","Onbekend","","","",""\n'
    )
    years = "year,cbs_code,name\n2010,GM9003,Cadzand\n2010,GM9004,Dam\n"
    hand = _MERGERS + "2005-01-01,GM9002,Bol,GM9004,Dam,,merge,Met de hand,\n"
    for text in (table, years, hand, hand, table, years):
        _read(import_amalgamations, tmp_path, text)
    assert MunicipalityCode.objects.count() == 5
    assert MunicipalityInYear.objects.count() == 2
    assert set(Amalgamation.objects.values_list("old_code", "new_code", "kind", "source")) == {
        ("GM9001", "GM9003", "merge", "RvIG Tabel 33"),
        ("GM9008", "GM9003", "merge", "RvIG Tabel 33"),
        ("GM9002", "GM9004", "merge", "Met de hand"),
    }
    assert Source.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (_MERGERS + "2019-01-32,GM9009,L,GM9005,G,,merge,,\n", "een dag als 2026-01-31"),
        (_MERGERS + "2019-01-01,GM9009,L,GM9005,G,,fusie,,\n", "verwacht: merge"),
        (_MERGERS + "2019-01-01,GM9009,L,GM9005,G,GM9005|x,split,,\n", "gemeentecode"),
        (_TABLE + '"9001","Anloo","9003","","2000",""\n', "een dag als 20260131"),
        ("year,cbs_code,name\n2010,GM9003,\n", "tekst van hoogstens"),
    ],
)
def test_a_wrong_table_of_amalgamations_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        _read(import_amalgamations, tmp_path, text)
    assert _rows(Amalgamation, MunicipalityCode, MunicipalityInYear, Source) == [[], [], [], []]


_RING = [[5.0, 52.0], [5.1, 52.0], [5.1, 52.1], [5.0, 52.1], [5.0, 52.0]]
_HOLE = [[5.04, 52.04], [5.06, 52.04], [5.06, 52.06], [5.04, 52.06], [5.04, 52.04]]


def _geojson(*geometries: Any, code: str = "GM900", **properties: Any) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"{code}{place}", "name": f"Naam {place}", **properties},
            "geometry": geometry,
        }
        for place, geometry in enumerate(geometries, start=1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def test_polygons_with_holes_and_of_more_parts_are_drawn(tmp_path: Path) -> None:
    several = {"type": "MultiPolygon", "coordinates": [[_RING, _HOLE], [_HOLE]]}
    text = _geojson(_polygon(_RING), _polygon(_RING, _HOLE), several)
    _read(import_boundaries, tmp_path, text, "grenzen_2024.geojson")
    rows = Boundary.objects.order_by("code")
    assert [row.path.count("M") for row in rows] == [1, 2, 3]
    assert {row.year for row in rows} == {2024}
    assert [row.geometry["type"] for row in rows] == ["Polygon", "Polygon", "MultiPolygon"]
    assert not _read(import_boundaries, tmp_path, text, "grenzen_2024.geojson").wrote


def test_of_a_corner_only_east_and_north_are_kept(tmp_path: Path) -> None:
    odd = [[*point, "<script>", {"a": 1}] for point in _RING]
    _read(import_boundaries, tmp_path, _geojson(_polygon(odd)), "grenzen_2024.geojson")
    assert Boundary.objects.get().geometry == _polygon(_RING)


def test_as_cbs_names_its_columns(tmp_path: Path) -> None:
    text = _geojson(_polygon(_RING), jaar=2025)
    text = text.replace('"code": "GM9001"', '"statcode": "GM0344"')
    text = text.replace('"name": "Naam 1"', '"statnaam": "Utrecht"')
    _read(import_boundaries, tmp_path, text)
    assert Boundary.objects.values_list("code", "name", "year").get() == ("GM0344", "Utrecht", 2025)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "leeg"),
        ("{", "geen GeoJSON"),
        ("[" * 100_000, "geen GeoJSON"),
        ("[]", "geen FeatureCollection"),
        (_geojson(), "geen gemeenten"),
        (_geojson(_polygon(_RING), code="NL"), "“NL1” als code"),
        (_geojson(_polygon(_RING), name=""), "geen naam"),
        (_geojson(None), "geen eigenschappen of geen grens"),
        (_geojson({"type": "Point", "coordinates": [5, 52]}), "is een Point"),
        (_geojson(_polygon()), "leeg of geen lijst"),
        (_geojson(_polygon([])), "leeg of geen lijst"),
        (_geojson(_polygon(_RING[:-1])), "niet gesloten"),
        (_geojson(_polygon([[155000.0, 463000.0]] * 4)), "buiten Nederland"),
        (_geojson(_polygon([["5", "52"]] * 4)), "buiten Nederland"),
        (_geojson(_polygon([[10**400, 52.0]] * 4)), "buiten Nederland"),
        (_geojson(_polygon(_RING), name="Naam\x00"), "geen naam die te lezen is"),
        (_geojson(_polygon(_RING), name="Naam\ud800"), "geen naam die te lezen is"),
        (_geojson(_polygon(_RING), year="0000"), "“0000” als jaar"),
        (_geojson(_polygon(_RING), year="9999"), "“9999” als jaar"),
        (_geojson(_polygon([[float("nan"), 52.0]] * 4)), "geen GeoJSON"),
        (_geojson(_polygon(_RING)).encode("utf-16"), "geen UTF-8"),
        (_geojson(_polygon(_RING), _polygon(_RING)).replace("9002", "9001"), "twee keer"),
    ],
)
def test_wrong_outlines_change_nothing(tmp_path: Path, text: str | bytes, why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        _read(import_boundaries, tmp_path, text, "grenzen_2024.geojson")
    assert _rows(Boundary, Source) == [[], []]


def test_what_would_take_all_memory_is_refused_before_it_is_read(tmp_path: Path) -> None:
    text = '{"type": "FeatureCollection", "features": [' + "[]," * 4_000_001 + "[]]}"
    with pytest.raises(ReadingError, match="te veel hoeken"):
        _read(import_boundaries, tmp_path, text, "grenzen_2024.geojson")


def test_the_year_of_outlines_must_be_known(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="Van welk jaar"):
        _read(import_boundaries, tmp_path, _geojson(_polygon(_RING)), "grenzen.geojson")
