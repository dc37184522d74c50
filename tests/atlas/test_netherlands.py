"""The map of the Netherlands: what is told of each municipality, and how it is drawn."""

import gzip
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from samenspel.atlas.importing.outlines import draw as draw_outline
from samenspel.atlas.models import Boundary, MunicipalityInYear, Organisation, Source
from samenspel.atlas.pictures.facts import Fact
from samenspel.atlas.pictures.netherlands import Entry, Row, draw
from samenspel.atlas.pictures.outlines import Label
from samenspel.atlas.queries.netherlands import Municipality, netherlands_on
from tests.atlas.small_country import DAY, MERGED_ON, SPLIT_ON, small_country
from tests.page_text import plain
from tests.soundings.rounds import queries_of

pytestmark = pytest.mark.django_db

BEFORE = date(2018, 6, 1)
MOST_BYTES = 150_000


@pytest.fixture(autouse=True)
def _everybody_reads(settings: Settings) -> None:
    settings.ATLAS_PUBLIC = True
    settings.LANGUAGE_CODE = "nl"


def page(client: Client, **asked: str) -> str:
    response = client.get(reverse("atlas:netherlands"), {"op": str(DAY), **asked})
    assert response.status_code == 200
    return response.content.decode()


def another_import() -> None:
    """Leaves behind what every import does that changes something."""
    Source.objects.create(dataset="register", origin="register", day=DAY)


def rows_of(html: str) -> list[str]:
    return [plain(row) for row in re.findall(r"<tr><td>.*?</tr>", html)]


# ── what is known ─────────────────────────────────────────────────────────────────────────


def test_every_municipality_of_the_day_is_told_with_its_numbers() -> None:
    small_country()
    found = netherlands_on(DAY)

    assert found.municipalities == [
        Municipality("GM9001", "Aldermonde", 3, 5, 11_000, None),
        Municipality("GM9002", "Brinkdam", 3, 3, 21_000, None),
        Municipality("GM9003", "Duinrade", 2, 3, 31_000, None),
        Municipality("GM9004", "Elzerveen", 2, 3, 41_000, MERGED_ON),
        Municipality("GM9005", "Grotewoud", 3, 4, 51_000, SPLIT_ON),
        Municipality("GM9006", "Hoogsluis", 3, 4, 61_000, SPLIT_ON),
    ]
    assert (found.outlines_of, found.population_of) == (2024, 2026)
    assert found.provinces.names == {"PV91": "Oostmark", "PV92": "Westmark"}
    # Elzerveen is on no list: it has the province of what it was made of.
    assert found.provinces.members("PV92") == {"GM9004", "GM9005", "GM9006"}


def test_before_an_amalgamation_the_outlines_hold_those_who_were_there_then() -> None:
    small_country()
    found = netherlands_on(BEFORE)

    assert {each.outline.name: [m.name for m in each.members] for each in found.outlines} == {
        "Aldermonde": ["Aldermonde"],
        "Brinkdam": ["Brinkdam"],
        "Duinrade": ["Duinrade"],
        "Elzerveen": ["Elzen", "Veenhout"],
        "Grotewoud": ["Grotewoud", "Lindermeer"],
        "Hoogsluis": ["Hoogsluis", "Lindermeer"],
    }
    assert found.provinces.members("PV92") >= {"GM9007", "GM9008", "GM9009"}


def test_who_is_made_of_others_after_the_outlines_is_drawn_in_all_of_theirs() -> None:
    small_country()
    Boundary.objects.update(year=2018)
    Boundary.objects.filter(code="GM9004").update(code="GM9007", name="Elzen")

    found = {each.outline.code: each.members for each in netherlands_on(DAY).outlines}
    assert [each.name for each in found["GM9007"]] == ["Elzerveen"]


# ── how it is drawn ───────────────────────────────────────────────────────────────────────


def test_the_picture_of_the_country_says_in_words_what_its_shades_say() -> None:
    small_country()
    picture = draw(netherlands_on(DAY), Fact.ARRANGEMENTS)

    assert picture.headline == "Een gemeente doet mee in gemiddeld 2,7 regelingen"
    assert picture.legend == [Entry("m0", "2", 2), Entry("m1", "3", 4)]
    assert picture.rows == [
        Row("GM9001", "Aldermonde", "3"),
        Row("GM9002", "Brinkdam", "3"),
        Row("GM9003", "Duinrade", "2"),
        Row("GM9004", "Elzerveen", "2"),
        Row("GM9005", "Grotewoud", "3"),
        Row("GM9006", "Hoogsluis", "3"),
    ]
    assert picture.map is not None
    assert [(shape.words, shape.look) for shape in picture.map.shapes] == [
        ("Aldermonde: 3 regelingen", "m1"),
        ("Brinkdam: 3 regelingen", "m1"),
        ("Duinrade: 2 regelingen", "m0"),
        ("Elzerveen: 2 regelingen", "m0"),
        ("Grotewoud: 3 regelingen", "m1"),
        ("Hoogsluis: 3 regelingen", "m1"),
    ]
    assert (picture.map.frame.around, picture.map.frame.labels) == ([], [])


@pytest.mark.parametrize(
    ("fact", "headline", "legend", "first"),
    [
        (
            Fact.PARTNERS,
            "Een gemeente werkt samen met gemiddeld 3,7 andere gemeenten",
            [("3", 3), ("4", 2), ("5", 1)],
            Row("GM9001", "Aldermonde", "5"),
        ),
        (
            Fact.INHABITANTS,
            "De helft van de gemeenten heeft minder dan 36.000 inwoners",
            [
                ("minder dan 20.000", 1),
                ("20.000 tot 30.000", 1),
                ("30.000 tot 50.000", 2),
                ("50.000 tot 100.000", 2),
                ("100.000 of meer", 0),
            ],
            Row("GM9006", "Hoogsluis", "61.000"),
        ),
        (
            Fact.AMALGAMATED,
            "3 van de 6 gemeenten zijn sinds 2011 heringedeeld",
            [
                ("vóór 2001", 0),
                ("2001 tot en met 2010", 0),
                ("2011 tot en met 2015", 0),
                ("2016 tot en met 2020", 2),
                ("2021 of later", 1),
                ("geen bekend", 3),
            ],
            Row("GM9004", "Elzerveen", "1 januari 2023"),
        ),
    ],
)
def test_each_fact_has_its_own_headline_steps_and_order(
    fact: Fact, headline: str, legend: list[tuple[str, int]], first: Row
) -> None:
    small_country()
    picture = draw(netherlands_on(DAY), fact)

    assert picture.headline == headline
    assert [(entry.words, entry.municipalities) for entry in picture.legend] == legend
    assert picture.rows[0] == first


def test_a_province_is_drawn_alone_with_its_names_and_its_neighbours_without_words() -> None:
    small_country()
    picture = draw(netherlands_on(DAY), Fact.ARRANGEMENTS, province="PV92")

    assert (picture.place, picture.total) == ("Westmark", 3)
    assert picture.headline == "Een gemeente in Westmark doet mee in gemiddeld 2,7 regelingen"
    assert picture.map is not None
    assert [shape.key for shape in picture.map.shapes] == ["GM9004", "GM9005", "GM9006"]
    assert {label.text for label in picture.map.frame.labels} == {
        "Elzerveen",
        "Grotewoud",
        "Hoogsluis",
    }
    assert all(isinstance(label, Label) for label in picture.map.frame.labels)
    whole = draw(netherlands_on(DAY), Fact.ARRANGEMENTS).map
    assert whole is not None
    left, _top, width, _height = (float(number) for number in picture.map.frame.view_box.split())
    assert left > float(whole.frame.view_box.split()[0])
    assert width < float(whole.frame.view_box.split()[2])


def test_an_outline_in_which_nobody_lay_makes_the_country_no_part_of_itself() -> None:
    small_country()
    seventh = Boundary.objects.get(code="GM9006")
    seventh.pk, seventh.code, seventh.name = None, "GM9099", "Overzee"
    seventh.save()
    picture = draw(netherlands_on(DAY), Fact.ARRANGEMENTS)

    assert picture.map is not None
    assert (len(picture.map.shapes), picture.map.frame.labels) == (6, [])


@pytest.mark.parametrize("fact", [Fact.ARRANGEMENTS, Fact.PARTNERS])
def test_of_before_the_register_no_mean_is_told(fact: Fact) -> None:
    small_country()
    before, after = (draw(netherlands_on(date(year, 1, 1)), fact) for year in (2014, 2015))

    assert before.headline == "Van vóór 2015 weet het register te weinig"
    assert (before.say, before.total) == ("", 8)
    assert "gemiddeld" in after.headline
    assert "De middelste helft" in after.say


def test_an_outline_of_several_leads_to_what_came_of_them_and_has_the_shade_of_their_mean() -> None:
    small_country()
    picture = draw(netherlands_on(BEFORE), Fact.INHABITANTS)

    assert picture.map is not None
    assert picture.map.frame.has_shared
    shapes = {shape.key: (shape.words, shape.look) for shape in picture.map.shapes}
    # 70.200 and 80.200
    assert shapes["GM9004"] == (
        "Elzen: 70.200 inwoners; Veenhout: 80.200 inwoners (nu Elzerveen)",
        "m3",
    )
    assert shapes["GM9001"] == ("Aldermonde: 10.200 inwoners", "m0")


# ── the page ──────────────────────────────────────────────────────────────────────────────


def test_the_page_links_every_shape_and_every_row_and_stays_on_the_day(client: Client) -> None:
    small_country()
    html = page(client)

    address = f"/atlas/organisaties/GM9001/?op={DAY}"
    assert html.count(f'href="{address}"') == 2
    assert html.count('type="checkbox" name="organisaties"') == 6
    assert "<title>Aldermonde: 3 regelingen</title>" in html
    assert rows_of(html)[0] == "Aldermonde 3"
    assert 'href="#lijst"' in html
    assert "Register van Overheidsorganisaties" in html


def test_the_page_of_an_earlier_day_says_that_the_outlines_are_of_later(client: Client) -> None:
    small_country()
    assert "De grenzen zijn die van 2024." in page(client, op=str(BEFORE))
    assert "De grenzen zijn die van" not in page(client)
    early = "Het register begon rond 2015."
    assert early in page(client, op="2016-01-01")
    assert early not in page(client)


@pytest.mark.parametrize(
    ("fact", "column"),
    [
        ("regelingen", "Regelingen"),
        ("partners", "Partners"),
        ("inwoners", "Inwoners"),
        ("herindeling", "Herindeling"),
    ],
)
def test_a_word_that_fits_on_a_phone_stands_above_the_values(
    client: Client, fact: str, column: str
) -> None:
    small_country()
    assert f'<th scope="col" class="number">{column}</th>' in page(client, feit=fact)


def test_a_search_keeps_those_whose_name_holds_it_without_minding_accents(client: Client) -> None:
    small_country()
    Organisation.objects.filter(key="GM9004").update(short_name="Elzervéén")
    html = page(client, zoek="ELZERVEEN")
    assert rows_of(html) == ["Elzervéén 2"]
    assert html.count("m-found") == 1
    nobody = page(client, zoek="Nergenshuizen")
    assert rows_of(nobody) == []
    assert "Probeer een kortere naam" in nobody


def test_what_cannot_be_shown_is_said_and_the_country_is_shown(client: Client) -> None:
    small_country()
    html = page(client, feit="onzin", provincie="PV00")
    assert len(rows_of(html)) == 6
    assert html.count("utrecht-form-field-error-message") >= 2


def test_the_page_asks_as_much_for_six_municipalities_as_for_one(client: Client) -> None:
    small_country()
    address = f"{reverse('atlas:netherlands')}?op={DAY}"
    of_six = queries_of(client, address)
    others = Organisation.objects.filter(kind="municipality").exclude(key="GM9001")
    Boundary.objects.exclude(code="GM9001").delete()
    others.delete()
    another_import()
    assert queries_of(client, address) == of_six
    assert of_six <= 11
    # What was found is kept until something else is read in.
    assert queries_of(client, address) == 2


def test_an_import_is_seen_at_once(client: Client) -> None:
    country = small_country()
    assert "Aldermonde 3" in rows_of(page(client))
    country.aldermonde.participations.filter(arrangement=country.health).delete()
    Organisation.objects.filter(pk=country.aldermonde.pk).update(short_name="Oudermonde")
    another_import()
    assert "Oudermonde 2" in rows_of(page(client))


def test_without_outlines_there_is_the_list_and_word_of_how_to_get_them(client: Client) -> None:
    small_country()
    Boundary.objects.all().delete()
    another_import()
    html = page(client)
    assert len(rows_of(html)) == 6
    assert "atlas-import boundaries" in html


def test_an_empty_atlas_says_how_to_fill_it(client: Client) -> None:
    html = page(client)
    assert "De atlas is nog leeg" in html
    assert "bin/samenspel atlas-import register" in html


def test_the_real_map_stays_within_its_weight(client: Client, test_data: Path) -> None:
    file = test_data / "boundaries/gemeenten_2024_wgs84_small_valid.geojson"
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    for feature in features:
        code, name = feature["properties"]["code"], feature["properties"]["name"]
        geometry = feature["geometry"]
        several = geometry["type"] == "MultiPolygon"
        rings = geometry["coordinates"] if several else [geometry["coordinates"]]
        drawn = draw_outline(rings)
        Boundary.objects.create(
            code=code, name=name, year=2024, geometry={}, path=drawn.path, x=drawn.x, y=drawn.y
        )
        Organisation.objects.create(key=code, kind="municipality", name=name)
        MunicipalityInYear.objects.create(code=code, year=2026, name=name)
    another_import()

    html = page(client)

    assert len(rows_of(html)) == len(features) == 342
    assert 20_000 < len(gzip.compress(html.encode(), compresslevel=6)) <= MOST_BYTES
