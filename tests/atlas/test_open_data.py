"""Every list of the atlas as a file, whole: what is in it, and what it is sent with."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_http_date
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from samenspel.atlas.models import Boundary, Source
from samenspel.atlas.open_data.catalogue import BY_NAME, TABLES
from samenspel.atlas.open_data.table import Column, Table
from samenspel.atlas.open_data.writing import as_csv, as_json
from tests.atlas.small_country import DAY, SmallCountry, small_country
from tests.page_text import plain
from tests.soundings.rounds import queries_of

EXPECTED = Path(__file__).parent / "expected"
PAGE = reverse("atlas:data")


@pytest.fixture
def country(db: None) -> SmallCountry:
    return small_country()


@pytest.fixture
def reader(settings: Settings, country: SmallCountry) -> Client:
    """Somebody without an account, where the host opened the atlas."""
    settings.ATLAS_PUBLIC = True
    return Client()


def file(name: str, kind: str = "csv", op: str = "") -> str:
    address = reverse("atlas:data-file", kwargs={"name": name, "kind": kind})
    return f"{address}?op={op}" if op else address


def got(client: Client, address: str, **headers: str) -> Any:
    response = client.get(address, headers=headers)
    return response, response.getvalue()


def unescaped(cell: str) -> str:
    """What docs/atlas.md tells a program that reads the file to do."""
    return (
        cell[1:]
        if cell.lstrip("'")[:1] in tuple("=+-@\t\r\n＝＋－＠") and cell[:1] == "'"
        else cell
    )


def cells(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode(), newline="")))


# ── the files ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_a_list_is_the_file_that_is_expected(reader: Client, name: str) -> None:
    _response, body = got(reader, file(name, op=DAY.isoformat()))

    assert body == (EXPECTED / f"{name}.csv").read_bytes()


def test_there_is_no_other_file_to_expect() -> None:
    assert sorted(path.stem for path in EXPECTED.glob("*.csv")) == sorted(BY_NAME)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_json_tells_the_same_as_csv(reader: Client, name: str) -> None:
    header, *rows = cells((EXPECTED / f"{name}.csv").read_bytes())
    _response, body = got(reader, file(name, "json", op=DAY.isoformat()))
    told = json.loads(body)

    assert [list(row) for row in told["rijen"]] == [header] * len(rows)
    assert [[as_in_csv(each) for each in row.values()] for row in told["rijen"]] == rows
    assert {name: told[name] for name in ("lijst", "peildatum")} == {
        "lijst": name,
        "peildatum": DAY.isoformat() if BY_NAME[name].is_of_a_day else None,
    }
    assert [source["dag"] for source in told["bronnen"]] == [DAY.isoformat()] * len(
        BY_NAME[name].sources
    )
    assert all(
        source["licentie"].startswith("https://creativecommons.org/") for source in told["bronnen"]
    )


def as_in_csv(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def test_the_outlines_are_geojson(reader: Client) -> None:
    response, body = got(reader, file("grenzen", "geojson", op=DAY.isoformat()))
    told = json.loads(body)

    assert response["Content-Type"] == "application/geo+json"
    assert told["type"] == "FeatureCollection"
    assert told["over"] == {
        "lijst": "grenzen",
        "jaar": 2024,
        "bronnen": [
            {
                "naam": "CBS, Kadaster",
                "licentie": "https://creativecommons.org/licenses/by/4.0/deed.nl",
                "dag": DAY.isoformat(),
            }
        ],
    }
    assert [each["properties"] for each in told["features"]] == [
        {"code": each.code, "naam": each.name, "jaar": 2024}
        for each in Boundary.objects.order_by("code")
    ]
    assert told["features"][0] == {
        "type": "Feature",
        "id": "GM9001",
        "properties": {"code": "GM9001", "naam": "Aldermonde", "jaar": 2024},
        "geometry": Boundary.objects.get(code="GM9001").geometry,
    }


def test_on_another_day_it_is_another_list(reader: Client) -> None:
    response, body = got(reader, file("gemeenten", op="2018-12-31"))
    _response, pairs = got(reader, file("paren", op="2017-06-01"))

    assert [row[1] for row in cells(body)[1:]] == [
        "Aldermonde", "Brinkdam", "Duinrade", "Grotewoud", "Hoogsluis", "Elzen", "Veenhout",
        "Lindermeer",
    ]  # fmt: skip
    assert cells(body)[1][7:9] == ["10200", "2018"]
    assert 'filename="gemeenten-2018-12-31.csv"' in response["Content-Disposition"]
    # Lindermeer and Veenhout were in the archive then, and Elzerveen was not yet.
    there = {tuple(row[0:4:2]) for row in cells(pairs)[1:]}
    assert {("GM9008", "GM9009"), ("GM9001", "GM9008")} <= there
    assert not [pair for pair in there if "GM9004" in pair]


@pytest.mark.parametrize("day", ["2012-01-01", "2018-06-01", "2022-06-01", DAY.isoformat()])
def test_regions_are_those_of_the_municipalities_of_the_day(reader: Client, day: str) -> None:
    there = cells(got(reader, file("gemeenten", op=day))[1])[1:]
    regions = cells(got(reader, file("regios", op=day))[1])[1:]

    divisions = ("GGD-regio's", "Provincies", "Veiligheidsregio's")
    assert sorted((row[0], row[3]) for row in regions) == sorted(
        (division, row[0]) for division in divisions for row in there
    )
    # Elzerveen is on no list: it has the regions of Elzen, its largest part.
    derived = {(row[3], row[5]) for row in regions if row[5]}
    assert derived == ({("GM9004", "GM9007")} if day > "2023" else set())
    assert {row[4] for row in regions} == {"2022" if day > "2022" else "2016"}


@pytest.mark.parametrize("day", ["2017-06-01", "2022-06-01", DAY.isoformat()])
def test_who_stands_in_a_list_of_a_day_is_an_organisation_of_that_day(
    reader: Client, country: SmallCountry, day: str
) -> None:
    country.tax_body.valid_to = date(2016, 1, 1)
    country.tax_body.save()

    def keys(name: str, *columns: int) -> set[str]:
        rows = cells(got(reader, file(name, op=day))[1])[1:]
        return {row[column] for row in rows for column in columns} - {""}

    named = keys("deelnemers", 2) | keys("paren", 0, 2) | keys("regelingen", 14, 15)
    assert len(named) >= 8
    # Elzen takes part as long as nobody took it out of the register.
    assert ("GM9007" in named, "SO9002" in named) == (True, day > "2018")
    assert named - keys("organisaties", 0) == set()


def test_outlines_of_before_the_first_year_are_those_of_the_first(reader: Client) -> None:
    _response, body = got(reader, file("grenzen", "geojson", op="2015-01-01"))

    assert json.loads(body)["over"]["jaar"] == 2024
    assert len(json.loads(body)["features"]) == 6


def test_without_outlines_the_file_has_none(reader: Client) -> None:
    Boundary.objects.all().delete()
    _response, body = got(reader, file("grenzen", "geojson"))

    assert json.loads(body)["features"] == []


# ── safe in a spreadsheet, and nothing lost ───────────────────────────────────────────────


def written(*texts: str) -> str:
    table = Table(
        "x", "X", "", (), (Column("tekst", ""),), rows=lambda _day: ((text,) for text in texts)
    )
    return "".join(as_csv(table, DAY))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+31 20", "'+31 20"),
        ("- een, twee", '"\'- een, twee"'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("''t Zand", "''t Zand"),
        ("Baarle-Nassau", "Baarle-Nassau"),
        ('zegt "ja"', '"zegt ""ja"""'),
        ("a\r\nb", '"a\r\nb"'),
        ("", ""),
    ],
)
def test_a_text_is_never_a_formula(text: str, cell: str) -> None:
    # A row of one empty cell is written as "" so that it is not an empty line.
    assert written(text) == f"tekst\r\n{cell or chr(34) * 2}\r\n"


@given(st.lists(st.text(alphabet=st.sampled_from("'=+-@\t\r\n＝;,\" aé"), max_size=6)))
def test_what_was_escaped_is_read_back_and_no_cell_starts_a_formula(texts: list[str]) -> None:
    rows = cells(written(*texts).encode())[1:]

    assert [unescaped(row[0]) for row in rows] == texts
    assert [row for row in rows if row[0][:1] in tuple("=+-@\t\r\n＝＋－＠")] == []


def test_numbers_are_numbers() -> None:
    table = Table("x", "X", "", (), (), rows=lambda _day: [(-5, 2.5, True, None, date(2020, 1, 2))])

    assert "".join(as_csv(table, DAY)) == "\r\n-5,2.5,ja,,2020-01-02\r\n"


def test_a_list_of_any_length_takes_no_more_memory() -> None:
    def most_bytes(number: int, write: Any) -> int:
        columns = (Column("nummer", ""), Column("tekst", ""))
        table = Table("x", "X", "", (), columns, rows=lambda _day: long(number))
        tracemalloc.start()
        length = sum(len(piece) for piece in write(table))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert length > number * 50
        return most

    def long(number: int) -> Iterator[tuple[int, str]]:
        return ((n, f"{n:050}") for n in range(number))

    for write in (lambda t: as_csv(t, DAY), lambda t: as_json(t, DAY, {"lijst": "x"})):
        assert most_bytes(20_000, write) < 1.5 * most_bytes(2_000, write) < 500_000


# ── what they are sent with ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "kind", "sent_as", "called"),
    [
        ("regelingen", "csv", "text/csv; charset=utf-8; header=present", "regelingen-{day}.csv"),
        ("regelingen", "json", "application/json", "regelingen-{day}.json"),
        ("inwoners", "csv", "text/csv; charset=utf-8; header=present", "inwoners.csv"),
        ("grenzen", "geojson", "application/geo+json", "grenzen-{day}.geojson"),
    ],
)
def test_a_file_tells_what_it_is(
    reader: Client, name: str, kind: str, sent_as: str, called: str
) -> None:
    response, body = got(reader, file(name, kind))
    today = timezone.localdate().isoformat()

    assert (response.status_code, response.streaming) == (200, True)
    assert response["Content-Type"] == sent_as
    expected = f'attachment; filename="{called.format(day=today)}"'
    assert response["Content-Disposition"] == expected
    head = reader.head(file(name, kind))
    assert (head.status_code, head.getvalue()) == (200, b"")
    assert {each: head[each] for each in ("ETag", "Last-Modified", "Content-Type")} == {
        each: response[each] for each in ("ETag", "Last-Modified", "Content-Type")
    }
    assert body


def test_who_has_the_newest_gets_nothing_again(reader: Client) -> None:
    for address in (file("paren"), file("inwoners", "json"), file("paren", op="2020-01-01")):
        response, _body = got(reader, address)
        by_tag, nothing = got(reader, address, if_none_match=response["ETag"])
        by_time, _ = got(reader, address, if_modified_since=response["Last-Modified"])
        assert (by_tag.status_code, by_time.status_code, nothing) == (304, 304, b"")

        Source.objects.create(dataset="register", origin="nieuw.xml", day=DAY)
        newer, _ = got(reader, address, if_none_match=response["ETag"])
        assert newer.status_code == 200


def test_each_file_and_day_has_a_tag_of_its_own(reader: Client) -> None:
    addresses = [
        file("paren"),
        file("paren", "json"),
        file("deelnemers"),
        file("paren", op="2020-01-01"),
        file("inwoners"),
    ]
    tags = [got(reader, each)[0]["ETag"] for each in addresses]
    assert len({*tags}) == len(addresses)
    # All years are the same on every day.
    assert got(reader, file("inwoners", op="2020-01-01"))[0]["ETag"] == tags[-1]


def test_a_list_of_today_is_as_new_as_the_day(reader: Client) -> None:
    long_ago = timezone.now() - timedelta(days=90)
    Source.objects.update(read_at=long_ago)
    today, then, every_year = (
        parse_http_date(got(reader, each)[0]["Last-Modified"])
        for each in (file("paren"), file("paren", op="2020-01-01"), file("inwoners"))
    )
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)

    assert today == int(midnight.timestamp())
    assert then == every_year == int(long_ago.timestamp())


@pytest.mark.parametrize(
    "day", ["gisteren", "2020-13-01", "1999-12-31", "2020-1-1", "20200101", "2100-01-01"]
)
def test_a_day_that_is_none_gives_no_list_of_another_day(reader: Client, day: str) -> None:
    response = reader.get(file("paren", op=day))

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    told = response.json()
    assert (told["status"], told["op"]) == (400, day)
    assert "Schrijf de datum als 2020-01-01, van 2000 tot en met volgend jaar" in told["detail"]


def test_a_page_of_another_site_may_fetch_what_everybody_may_read(
    settings: Settings, reader: Client, anna_client: Client
) -> None:
    addresses = (file("paren"), file("grenzen", "geojson"), file("paren", op="gisteren"))
    for address in addresses:
        assert reader.get(address)["Access-Control-Allow-Origin"] == "*"
    unchanged = reader.get(
        file("paren"), headers={"if-none-match": reader.get(file("paren"))["ETag"]}
    )
    assert (unchanged.status_code, unchanged["Access-Control-Allow-Origin"]) == (304, "*")
    assert "Access-Control-Allow-Origin" not in reader.get(PAGE)

    settings.ATLAS_PUBLIC = False
    for address in addresses:
        assert "Access-Control-Allow-Origin" not in anna_client.get(address)


def test_a_file_is_dutch_in_every_language(reader: Client) -> None:
    for language in ("nl", "en"):
        response, _body = got(reader, file("organisaties"), accept_language=language)
        assert response["Content-Language"] == "nl"
    assert reader.get(PAGE, headers={"accept-language": "en"})["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("niets", "csv"), ("paren", "xlsx"), ("paren", "geojson"), ("grenzen", "csv")],
)
def test_what_is_not_offered_is_not_there(reader: Client, name: str, kind: str) -> None:
    assert reader.get(file(name, kind)).status_code == 404


def test_who_may_not_read_the_atlas_gets_no_file(
    settings: Settings, country: SmallCountry, anna_client: Client
) -> None:
    settings.ATLAS_PUBLIC = False
    for address in (PAGE, file("paren"), file("grenzen", "geojson")):
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))
        assert anna_client.get(address).status_code == 200


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_a_file_asks_as_much_of_the_database_for_more_rows(reader: Client, name: str) -> None:
    asked = [queries_of(reader, file(name, op=day)) for day in ("2000-01-01", DAY.isoformat())]

    assert asked[0] == asked[1]


# ── the page ──────────────────────────────────────────────────────────────────────────────


def test_the_page_offers_every_file_and_explains_every_column(reader: Client) -> None:
    page = reader.get(f"{PAGE}?op={DAY}").content.decode()
    told = plain(page)

    for table in TABLES:
        of_day = f"?op={DAY}" if table.is_of_a_day else ""
        for kind in ("csv", "json"):
            assert f'href="{file(table.name, kind)}{of_day}"' in page
        for column in table.columns:
            assert f"{column.name} {column.about}" in told
    assert f'href="{file("grenzen", "geojson")}?op={DAY}"' in page
    assert "Lijsten van één dag zijn van 16 mei 2026" in told
    assert "Bron: CBS (16 mei 2026, CC BY 4.0 )" in told


def test_what_was_not_read_is_not_offered(reader: Client) -> None:
    Source.objects.exclude(dataset="register").delete()
    page = reader.get(PAGE).content.decode()

    assert file("paren") in page
    assert file("inwoners") not in page
    assert file("grenzen", "geojson") not in page
    assert plain(page).count("Nog niet ingelezen.") == 5


def test_an_empty_atlas_says_how_to_fill_it(anna_client: Client, db: None) -> None:
    page = plain(anna_client.get(PAGE).content.decode())

    assert "bin/samenspel atlas-import register" in page
    assert (
        got(anna_client, file("paren"))[1]
        == b"sleutel,naam,andereSleutel,andereNaam,regelingen\r\n"
    )
