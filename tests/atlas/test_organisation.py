"""The page of an organisation: what it takes part in, with whom, and where it came from."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from samenspel.atlas.models import (
    Amalgamation,
    Organisation,
    Participation,
    Population,
    Region,
    RegionMembership,
)
from samenspel.atlas.pictures.by_field import by_field, main_fields
from samenspel.atlas.pictures.partners import OWN, partners_map
from samenspel.atlas.pictures.population import line_of
from samenspel.atlas.queries.organisation import Partner, work_on
from samenspel.atlas.queries.outlines import outlines_on
from samenspel.atlas.queries.regions import InRegion, Regions, regions_of
from samenspel.atlas.queries.succession import succession
from samenspel.atlas.views.organisation import _address_of
from tests.atlas.small_country import DAY, small_country
from tests.page_text import plain
from tests.soundings.rounds import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everybody_reads(settings: Settings) -> None:
    settings.ATLAS_PUBLIC = True


def page(client: Client, key: str, day: date = DAY) -> str:
    response = client.get(reverse("atlas:organisation", args=[key]), {"op": str(day)})
    assert response.status_code == 200
    return response.content.decode()


def heading(html: str) -> str:
    return plain(re.findall(r"<h1.*?</h1>", html, re.DOTALL)[0])


def card(html: str, name: str) -> str:
    found = re.findall(
        rf'<section class="card" aria-labelledby="{name}">.*?</section>', html, re.DOTALL
    )
    return plain(found[0]) if found else ""


# ── what is known ─────────────────────────────────────────────────────────────────────────


def test_what_somebody_takes_part_in_comes_with_its_size_and_with_whom() -> None:
    country = small_country()
    work = work_on(country.aldermonde, DAY)

    assert [
        (each.arrangement.register_id, each.joined, each.participants) for each in work.taken_part
    ] == [
        (9201, date(2018, 1, 1), 3),
        (9601, date(2014, 1, 1), 4),
        (9102, date(2021, 7, 1), 3),
    ]
    assert work.partners == [
        Partner("GM9002", "Brinkdam", "municipality", 2),
        Partner("GM9003", "Duinrade", "municipality", 1),
        Partner("GM9004", "Elzerveen", "municipality", 1),
        Partner("GM9005", "Grotewoud", "municipality", 1),
        Partner("GM9006", "Hoogsluis", "municipality", 1),
        Partner("WS9001", "Waterschap Laagveen", "water_board", 1),
    ]
    assert work.runs == []
    assert work_on(country.safety_body, DAY).runs == [country.safety]


def test_arrangements_stand_once_under_their_first_field_and_without_one_last() -> None:
    country = small_country()
    country.safety.policy_fields = ["zorg en gezondheid | jeugd", "wonen", "wonen | bouwen"]
    country.safety.save()
    country.taxes.policy_fields = []
    country.taxes.save()

    fields = by_field(work_on(country.aldermonde, DAY).taken_part)
    assert [
        (
            field.name,
            [(each.taken_part.arrangement.register_id, each.also) for each in field.listed],
        )
        for field in fields
    ] == [
        ("zorg en gezondheid", [(9601, []), (9102, ["wonen"])]),
        ("", [(9201, [])]),
    ]
    assert main_fields([]) == []


def test_regions_are_those_of_the_day_or_of_the_predecessors_of_who_is_on_no_list() -> None:
    small_country()
    east = [InRegion("Veiligheidsregio's", ["Veiligheidsregio Oostmark"])]
    west = InRegion("Veiligheidsregio's", ["Veiligheidsregio Westmark"])

    assert regions_of("GM9002", [], DAY) == Regions(
        "Oostmark", [*east, InRegion("GGD-regio's", ["GGD Oostmark"])], [], 2022, False
    )
    assert regions_of("GM9004", ["GM9007", "GM9008"], DAY) == Regions(
        "Westmark", [west, InRegion("GGD-regio's", ["GGD Westmark"])], [], 2022, True
    )
    assert regions_of("GM9002", [], date(2012, 1, 1)) == Regions("", [], [], None, False)


def test_a_division_that_is_only_on_an_older_list_is_not_told() -> None:
    small_country()
    for division, code, name in (
        ("Jeugdzorgregios", "JZ1", "Jeugd Oost"),
        # A code alone is told nobody.
        ("Wgr-samenwerkingsgebieden", "WG29", ""),
        ("RPA-gebieden", "RP11", "RP11"),
    ):
        given_up = Region.objects.create(division=division, code=code, name=name, year=2016)
        RegionMembership.objects.create(
            region=given_up, municipality="GM9002", valid_from=date(2016, 1, 1)
        )
    now, then = (regions_of("GM9002", [], day) for day in (DAY, date(2017, 1, 1)))
    assert [each.division for each in now.first] == ["Veiligheidsregio's", "GGD-regio's"]
    assert [(each.division, each.names) for each in then.first][-1] == (
        "Jeugdzorgregios",
        ["Jeugd Oost"],
    )
    assert then.others == []


# ── how it is drawn ───────────────────────────────────────────────────────────────────────


def test_the_map_of_partners_is_shaded_by_how_often_and_has_itself_on_top() -> None:
    country = small_country()
    work = work_on(country.brinkdam, DAY)
    keys = [country.brinkdam.key, *(each.key for each in work.partners)]
    outlines, _year = outlines_on(DAY, keys, succession())
    drawn = partners_map(outlines, work.partners, country.brinkdam.key, "Brinkdam")

    assert drawn is not None
    assert [(shape.key, shape.words, shape.look) for shape in drawn.shapes] == [
        ("GM9001", "Aldermonde: 2 regelingen samen", "m1"),
        ("GM9003", "Duinrade: 1 regeling samen", "m0"),
        ("GM9005", "Grotewoud: 1 regeling samen", "m0"),
        ("GM9002", "Brinkdam", OWN),
    ]
    assert drawn.steps == [("m0", "1"), ("m1", "2")]
    assert partners_map([], work.partners, country.brinkdam.key, "Brinkdam") is None


def test_the_line_of_inhabitants_begins_at_nought_and_says_what_changed() -> None:
    numbers = [
        Population(code="GM1", year=2020 + n, inhabitants=number, on_first_day=n > 0)
        for n, number in enumerate((10_000, 10_500, 12_000))
    ]
    line = line_of(numbers)

    assert line is not None
    assert line.say == "20% meer inwoners dan in 2020."
    assert line.points == "20.0,56.0 150.0,53.0 280.0,44.0"
    assert (line.first.words, line.last.words, line.years) == ("10.000", "12.000", (2020, 2022))
    assert line.has_means
    assert [row.year for row in line.rows] == [2022, 2021, 2020]
    assert line_of(numbers[:1]) is None


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("www.aalburg.nl", "https://www.aalburg.nl"),
        ("https://a.example/x", "https://a.example/x"),
        ("javascript:alert(1)", ""),
        ("geen website", ""),
        ("", ""),
    ],
)
def test_a_website_is_a_link_only_where_it_is_an_address(written: str, address: str) -> None:
    assert _address_of(written) == address


# ── the page ──────────────────────────────────────────────────────────────────────────────


def test_the_page_of_a_municipality_tells_all_of_it(client: Client) -> None:
    small_country()
    html = page(client, "GM9001")

    assert heading(html) == "Aldermonde doet mee in 3 regelingen"
    assert "gemeente in Oostmark" in html
    assert "Het vaakst samen met Brinkdam: in 2 regelingen." in html
    assert card(html, "regelingen") == (
        "Regelingen Regeling Vorm Doet mee sinds Deelnemers "
        "Financiën Belastingkantoor De Kade bedrijfsvoeringsorganisatie 2018 3 "
        "Openbare orde en veiligheid Veiligheidsregio Oostmark openbaar lichaam 2021 3 "
        "Zorg en gezondheid Gemeenschappelijke regeling GGD Westmark openbaar lichaam 2014 4"
    )
    assert "11.000 in 2026" in card(html, "gegevens")
    # That of the register is not right everywhere.
    assert "km²" not in html
    assert 'href="https://organisaties.overheid.nl/109001/"' in html
    assert card(html, "herkomst") == "Waaruit de gemeente ontstond Er is geen herindeling bekend."
    assert "10% meer inwoners dan in 2016." in card(html, "inwoners")
    assert "Veiligheidsregio's Veiligheidsregio Oostmark" in card(html, "regios")
    assert "Met 6 andere organisaties" in card(html, "partners")


def test_a_merged_municipality_links_what_it_was_made_of(client: Client) -> None:
    small_country()
    html = page(client, "GM9004")

    assert heading(html) == "Elzerveen doet mee in 2 regelingen"
    assert card(html, "herkomst") == "Waaruit de gemeente ontstond 1 januari 2023 Elzen Veenhout"
    assert f'href="/atlas/organisaties/GM9007/?op={DAY}"' in html
    assert "Dit zijn de regio’s van de gemeenten waaruit zij ontstond." in card(html, "regios")


@pytest.mark.parametrize("name", ["Grotewoud", ""])
def test_who_got_a_part_says_where_the_rest_went(client: Client, name: str) -> None:
    small_country()
    # A list can leave out the name of who got a part.
    Amalgamation.objects.filter(new_code="GM9005").update(new_name=name)
    assert card(page(client, "GM9006"), "herkomst") == (
        "Waaruit de gemeente ontstond 1 januari 2019 "
        "een deel van Lindermeer de rest ging naar Grotewoud"
    )


def test_an_abolished_municipality_tells_when_it_ended_and_shows_its_last_day(
    client: Client,
) -> None:
    country = small_country()
    country.archive.valid_to = date(2020, 1, 1)
    country.archive.save()
    html = page(client, "GM9009")

    assert heading(html) == "Lindermeer is verdeeld over andere gemeenten"
    assert "Op 1 januari 2019 ging het grootste deel naar Grotewoud . Andere delen gingen naar" in (
        plain(html)
    )
    told = card(html, "regelingen")
    assert told.startswith("Regelingen op de laatste dag, 31 december 2018")
    assert "Gemeenschappelijke regeling Streekarchief" in told
    assert f'href="/atlas/organisaties/GM9005/?op={DAY}"' in html

    # On a day on which it was there, it is a municipality as any other.
    before = page(client, "GM9009", date(2017, 1, 1))
    assert heading(before) == "Lindermeer doet mee in 1 regeling"


def test_who_had_not_begun_on_the_day_tells_when_and_of_what(client: Client) -> None:
    small_country()
    html = page(client, "GM9004", date(2020, 1, 1))
    assert heading(html) == "Elzerveen bestond nog niet op 1 januari 2020"
    assert "De gemeente ontstond op 1 januari 2023." in html
    assert "Elzen Veenhout" in card(html, "herkomst")


@pytest.mark.parametrize(
    ("key", "heads", "partner"),
    [
        ("PV91", "Provincie Oostmark doet mee in 1 regeling", "Provincie Westmark"),
        ("WS9001", "Waterschap Laagveen doet mee in 2 regelingen", "Aldermonde"),
        ("roo-990", "Ministerie van Water doet mee in 1 regeling", "Duinrade"),
    ],
)
def test_other_organisations_have_their_arrangements_and_partners(
    client: Client, key: str, heads: str, partner: str
) -> None:
    small_country()
    html = page(client, key)
    assert heading(html) == heads
    assert partner in card(html, "partners")
    assert card(html, "herkomst") == card(html, "regios") == ""


def test_letters_of_the_register_stand_for_no_name(client: Client) -> None:
    small_country()
    Organisation.objects.filter(key="PV91").update(short_name="OM")
    assert heading(page(client, "PV91")) == "Provincie Oostmark doet mee in 1 regeling"
    partners = card(page(client, "GM9003"), "partners")
    assert "Provincie Oostmark 1" in partners
    assert "OM" not in partners


def test_a_body_tells_which_arrangement_it_carries_out(client: Client) -> None:
    small_country()
    html = page(client, "SO9001")
    assert heading(html) == "Veiligheidsregio Oostmark voert 1 regeling uit"
    assert "Dit is de uitvoerder van Veiligheidsregio Oostmark" in card(html, "regelingen")


def test_who_takes_part_in_nothing_is_told_in_words(client: Client) -> None:
    small_country()
    Participation.objects.filter(organisation__key="GM9003").delete()
    assert heading(page(client, "GM9003")) == "Duinrade doet in geen enkele regeling mee"


def test_what_is_in_no_register_is_not_found(client: Client) -> None:
    small_country()
    assert client.get(reverse("atlas:organisation", args=["GM0000"])).status_code == 404


def test_the_page_asks_as_much_for_three_arrangements_as_for_one(client: Client) -> None:
    country = small_country()
    address = f"{reverse('atlas:organisation', args=['GM9001'])}?op={DAY}"
    of_three = queries_of(client, address)
    Participation.objects.exclude(arrangement=country.health).delete()
    assert queries_of(client, address) == of_three
    assert of_three <= 14
