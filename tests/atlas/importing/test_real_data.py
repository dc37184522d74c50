"""The real register, read in whole and compared row by row with the tables made from it."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count
from pytest_django.plugin import DjangoDbBlocker

from samenspel.atlas.actions.import_boundaries import import_boundaries
from samenspel.atlas.actions.import_register import import_register
from samenspel.atlas.actions.import_tables import (
    import_amalgamations,
    import_population,
    import_regions,
)
from samenspel.atlas.importing.opening import opened
from samenspel.atlas.importing.report import Report
from samenspel.atlas.models import (
    Amalgamation,
    Arrangement,
    Boundary,
    MunicipalityCode,
    Organisation,
    Participation,
    Population,
    Region,
    RegionMembership,
)
from samenspel.atlas.models.dated import held_on
from samenspel.atlas.models.known_years import EARLIEST
from samenspel.atlas.open_data.catalogue import BY_NAME
from samenspel.atlas.open_data.table import Value
from samenspel.atlas.queries.on_a_day import (
    arrangements_on,
    municipalities_on,
    participations_on,
)
from samenspel.atlas.queries.organisations import search_organisations

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 16)
_TABLES = (
    "amalgamation",
    "arrangement",
    "boundary",
    "municipalitycode",
    "municipalityinyear",
    "organisation",
    "participation",
    "population",
    "region",
    "regionmembership",
    "source",
)
Kind = Organisation.Kind
_PROVINCES = (
    "Drenthe", "Flevoland", "Fryslân", "Gelderland", "Groningen", "Limburg", "Noord-Brabant",
    "Noord-Holland", "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland",
)  # fmt: skip


def _import_all(folder: Path) -> dict[str, Report]:
    reports = {}
    for place, read in (
        ("register/exportOO.xml.gz", import_register),
        ("boundaries/gemeenten_2024_wgs84_small_valid.geojson", import_boundaries),
        ("population/population_2012_2026.csv", import_population),
        ("regions/gemeente_region_long_2016_2022.csv", import_regions),
        ("amalgamations/amalgamations_2011_2026.csv", import_amalgamations),
        ("amalgamations/municipality_code_by_year_2010_2026.csv", import_amalgamations),
        ("amalgamations/rvig_tabel33_gemeententabel_2019_utf8.csv", import_amalgamations),
    ):
        with opened(str(folder / place)) as file:
            reports[place] = read(opened=file, day=DAY if "register" in place else None)
    return reports


@pytest.fixture(scope="module")
def _first(
    test_data: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, Report]]:
    """Everything read in once, and gone again after these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _import_all(test_data)
        transaction.set_rollback(True)


@pytest.fixture
def read_in(_first: dict[str, Report]) -> dict[str, Report]:
    return _first


def _table(test_data: Path, name: str) -> list[dict[str, str]]:
    with (test_data / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.usefixtures("read_in")
def test_the_counts_are_those_of_the_register() -> None:
    in_force = arrangements_on(DAY)
    assert municipalities_on(DAY).count() == 342
    assert Arrangement.objects.count() == 1186
    assert Counter(in_force.values_list("form", flat=True)) == {
        "public_body": 283,
        "plain": 81,
        "operations": 64,
        "joint_body": 23,
    }
    assert in_force.exclude(purpose="").count() == 417
    assert Participation.objects.count() == 9516
    assert participations_on(DAY).count() == 3551
    assert participations_on(DAY).filter(organisation__kind=Kind.MUNICIPALITY).count() == 3197
    assert Counter(Organisation.objects.filter(listed=False).values_list("kind", flat=True)) == {
        "other": 166,
        "body": 15,
        "ministry": 2,
    }


@pytest.mark.usefixtures("read_in")
def test_every_municipality_is_as_in_the_table(test_data: Path) -> None:
    rows = _table(test_data, "register/gemeenten.csv")
    assert len(rows) == 613
    # One stands in the register twice, once with what is known of it and once with its code.
    rows = [row for row in rows if row["name"] != "Kollumerland en Nieuwkruisland"]
    keys = dict(Organisation.objects.values_list("register_id", "key"))
    expected = {
        (
            # Without an address of TOOI it has another code, or one that goes with its name.
            row["cbs_code"] or keys[int(row["roo_id"])],
            int(row["roo_id"]) if row["roo_id"] else None,
            row["name"],
            row["short_name"],
            _day(row["end_date"]),
            row["website"],
            float(row["area_km2"]) if row["area_km2"] else None,
        )
        for row in rows
    }
    there = Organisation.objects.filter(listed=True, kind__in=[Kind.MUNICIPALITY, Kind.OTHER])
    found = {
        (
            row.key,
            row.register_id,
            row.name,
            row.short_name,
            row.registered_to,
            row.website,
            row.area_km2,
        )
        for row in there
    }
    assert found == expected
    others = [key for key in keys.values() if re.fullmatch("roo-.*", key)]
    municipalities = Organisation.objects.filter(kind=Kind.MUNICIPALITY)
    assert municipalities.count() == 605
    assert not municipalities.filter(key__in=others).exists()


@pytest.mark.usefixtures("read_in")
def test_every_arrangement_is_as_in_the_table(test_data: Path) -> None:
    rows = _table(test_data, "register/gr_regelingen.csv")
    expected = {int(row["gr_id"]): _expected_arrangement(row) for row in rows}
    found = {
        row.register_id: {
            "title": row.title,
            "cite_title": row.cite_title,
            "form": row.form_in_register.strip("'"),
            "valid": (row.valid_from, row.valid_to),
            "participants": row.there,
            "body": row.body and row.body.register_id,
            "holder": row.holder and row.holder.register_id,
            "versions": (row.previous_id, row.next_id),
            "powers": row.power_kinds,
            "fields": row.policy_fields,
            "grounds": sorted({title for title, _address in row.legal_grounds} - {""}),
            "purpose": " ".join(row.purpose.split()),
            "decisions": sorted(row.founding_decisions),
        }
        for row in Arrangement.objects.select_related("body", "holder").annotate(
            there=Count("participations")
        )
    }
    assert found == expected


def _expected_arrangement(row: dict[str, str]) -> dict[str, Any]:
    def number(name: str) -> int | None:
        return int(row[name]) if row[name] else None

    return {
        "title": row["name"],
        "cite_title": row["cite_title"],
        "form": row["form"],
        "valid": (_day(row["in_force"]), _day(row["out_of_force"])),
        "participants": number("n_participants"),
        "body": number("body_id"),
        "holder": number("holder_id"),
        "versions": (number("previous_version_id"), number("next_version_id")),
        "powers": row["powers"].split("|") if row["powers"] else [],
        "fields": row["policy_areas"].split("; ") if row["policy_areas"] else [],
        "grounds": sorted(set(row["legal_basis"].split("; "))) if row["legal_basis"] else [],
        "purpose": row["purpose"],
        "decisions": sorted(row["founding_decisions"].split()),
    }


@pytest.mark.usefixtures("read_in")
def test_every_participation_is_as_in_the_table(test_data: Path) -> None:
    keys = dict(Organisation.objects.values_list("register_id", "key"))
    expected = {
        (
            int(row["gr_id"]),
            row["participant_code"].upper() or keys[int(row["participant_roo_id"])],
            row["participant_name"],
            _day(row["joined"]),
            row["governing_bodies"],
            row["share_key"],
        )
        for row in _table(test_data, "register/gr_participations.csv")
    }
    found = {
        (
            row.arrangement.register_id,
            row.organisation.key,
            row.organisation.name,
            row.joined,
            "|".join(row.governing_bodies),
            row.share,
        )
        for row in Participation.objects.select_related("arrangement", "organisation")
    }
    assert found == expected


@pytest.mark.usefixtures("read_in")
def test_every_body_is_as_in_the_table(test_data: Path) -> None:
    keys = dict(Organisation.objects.values_list("register_id", "key"))
    expected = {
        int(row["body_id"]): (
            row["tooi"].upper() or keys[int(row["body_id"])],
            row["name"],
            row["abbr"],
            int(row["gr_id"]) if row["gr_id"] else None,
            _day(row["end"]),
            row["website"],
        )
        for row in _table(test_data, "register/gr_bodies.csv")
    }
    found = {
        row.register_id: (
            row.key,
            row.name,
            row.short_name,
            row.arrangement_id,
            row.valid_to,
            row.website,
        )
        for row in Organisation.objects.filter(kind=Kind.BODY, listed=True)
    }
    assert found == expected


@pytest.mark.usefixtures("read_in")
def test_all_twelve_provinces_are_there() -> None:
    there = Organisation.objects.filter(held_on(DAY), kind=Kind.PROVINCE)
    assert there.count() == 12


@pytest.mark.usefixtures("read_in")
@pytest.mark.parametrize("day", [DAY, date(2026, 11, 24)])
def test_every_province_and_water_board_is_found_by_its_name(day: date) -> None:
    provinces = search_organisations("Provincie", day=day, most=40)
    there = [each for each in provinces if each.kind == Kind.PROVINCE]
    assert [each.name for each in there] == [f"Provincie {name}" for name in _PROVINCES]

    boards = Organisation.objects.filter(held_on(day), kind=Kind.WATER_BOARD, gone=False)
    found = {
        found.key
        for name in boards.values_list("name", flat=True)
        for found in search_organisations(name, day=day, most=40)
        if found.kind == Kind.WATER_BOARD
    }
    assert len(found) == boards.count() == 21


@pytest.mark.usefixtures("read_in")
@pytest.mark.parametrize("day", [DAY, date(2026, 11, 24), date(2018, 7, 1)])
def test_who_stands_in_a_list_of_a_day_is_an_organisation_of_that_day(day: date) -> None:
    def keys(name: str, *columns: str) -> set[Value]:
        table = BY_NAME[name]
        at = [[each.name for each in table.columns].index(column) for column in columns]
        return {row[place] for row in table.rows(day) for place in at} - {None}

    named = keys("deelnemers", "organisatieSleutel") | keys("paren", "sleutel", "andereSleutel")
    named |= keys("regelingen", "orgaanSleutel", "houderSleutel")
    assert len(named) > 700
    assert named - keys("organisaties", "sleutel") == set()
    # And every municipality of the day lies in one province.
    assert keys("regios", "gemeenteCode") == keys("gemeenten", "code")


@pytest.mark.usefixtures("read_in")
@pytest.mark.parametrize("year", range(2010, 2027))
def test_the_municipalities_of_a_year_are_those_of_its_list(test_data: Path, year: int) -> None:
    rows = _table(test_data, "amalgamations/municipality_code_by_year_2010_2026.csv")
    expected = sorted(row["cbs_code"] for row in rows if row["year"] == str(year))
    day = date(year, 1, 1)
    by_dates = Organisation.objects.filter(held_on(day), kind=Kind.MUNICIPALITY, gone=False)
    assert sorted(by_dates.values_list("key", flat=True)) == expected
    assert sorted(municipalities_on(day).values_list("key", flat=True)) == expected
    assert len(expected) >= 342


@pytest.mark.usefixtures("read_in")
@pytest.mark.parametrize("year", [EARLIEST.year, 2003, 2006, 2009])
def test_before_the_lists_there_are_as_many_municipalities_as_codes(year: int) -> None:
    day = date(year, 1, 1)
    codes = MunicipalityCode.objects.filter(held_on(day), code__startswith="GM").count()

    assert 440 < codes < 540
    assert abs(municipalities_on(day).count() - codes) <= 1


@pytest.mark.usefixtures("read_in")
def test_a_merged_municipality_ends_where_the_next_begins() -> None:
    def dates(key: str) -> tuple[date | None, date | None]:
        row = Organisation.objects.get(key=key)
        return row.valid_from, row.valid_to

    merged = date(2023, 1, 1)
    assert dates("GM1992") == (merged, None)
    assert {dates(key)[1] for key in ("GM0501", "GM0530", "GM0614")} == {merged}
    # Without a code in the register: found by its name in the lists.
    assert dates("GM0499")[1] == date(2014, 1, 1)
    # In the middle of a year.
    assert dates("GM1921") == (date(2014, 1, 1), date(2015, 7, 1))
    assert dates("GM1940") == (date(2015, 7, 1), None)


@pytest.mark.usefixtures("read_in")
def test_the_other_tables_are_read_whole(test_data: Path) -> None:
    population = _table(test_data, "population/population_2012_2026.csv")
    assert set(Population.objects.values_list("code", "year", "inhabitants", "on_first_day")) == {
        (
            row["cbs_code"],
            int(row["year"]),
            int(row["population_1jan_iv3"] or row["population_avg_cbs70072"]),
            bool(row["population_1jan_iv3"]),
        )
        for row in population
    }
    regions = _table(test_data, "regions/gemeente_region_long_2016_2022.csv")
    memberships = RegionMembership.objects.values_list(
        "region__year", "region__division", "region__code", "municipality"
    )
    assert set(memberships) == {
        (int(row["year"]), row["division"], row["region_code"], row["cbs_code"])
        for row in regions
        if row["region_code"]
    }
    assert Counter(
        RegionMembership.objects.filter(region__division="Provincies").values_list(
            "valid_from", "valid_to"
        )
    ) == {(date(2016, 1, 1), date(2022, 1, 1)): 390, (date(2022, 1, 1), None): 345}
    # Of 2016 the file gives no names.
    names = Region.objects.filter(division="Provincies", year=2016).values_list("name", flat=True)
    assert {"Drenthe", "Zeeland", "Fryslân"} < set(names)
    split = Amalgamation.objects.filter(old_code="GM0140").values_list("new_code", "largest_part")
    assert set(split) == {("GM1900", True), ("GM0080", False), ("GM1949", False)}


@pytest.mark.usefixtures("read_in")
def test_the_outlines_are_small_and_of_every_municipality() -> None:
    outlines = Boundary.objects.filter(year=2024)
    keys = municipalities_on(DAY).values_list("key", flat=True)
    assert set(outlines.values_list("code", flat=True)) == set(keys)
    assert sum(len(path) for path in outlines.values_list("path", flat=True)) < 60_000


def test_it_tells_what_is_odd(read_in: dict[str, Report]) -> None:
    report = read_in["register/exportOO.xml.gz"]
    assert dict(report.odd) == {
        "provincie met een einddatum (niet overgenomen)": 5,
        "waterschap met een einddatum dat nog deelneemt (niet overgenomen)": 3,
        "organisatie die twee keer in de lijst staat": 1,
        "regeling die eindigt op de dag dat zij begint": 4,
        "opgeheven gemeente die nog deelneemt aan een geldende regeling": 16,
        "orgaan van een regeling dat niet in de lijst staat": 16,
    }
    assert not report.skipped


@pytest.mark.usefixtures("read_in")
def test_a_second_import_writes_nothing(test_data: Path) -> None:
    before = _places()
    reports = _import_all(test_data)
    assert [place for place, report in reports.items() if report.wrote] == []
    assert _places() == before
    assert all(len(rows) > 6 for rows in before.values())


def _places() -> dict[str, list[tuple[Any, ...]]]:
    """Where PostgreSQL keeps each row, and who wrote it: both change with every write."""
    found = {}
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(
                f"SELECT id, ctid::text, xmin::text FROM atlas_{table} ORDER BY id"  # noqa: S608
            )
            found[table] = cursor.fetchall()
    return found
