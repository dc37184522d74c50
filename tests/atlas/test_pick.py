"""Picking organisations: who, what they share already, and where to go on."""

import re
from html import unescape
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from samenspel.atlas.models import Boundary, Region, Source
from samenspel.atlas.pictures.pick_map import Picking
from tests.atlas.small_country import DAY, SmallCountry, small_country
from tests.page_text import plain
from tests.soundings.rounds import queries_of

PICK = reverse("atlas:pick")


@pytest.fixture
def country(db: None) -> SmallCountry:
    return small_country()


def page_text(client: Client, asked: str = "") -> str:
    response = client.get(f"{PICK}?{asked}")
    assert response.status_code == 200
    return plain(response.content.decode().partition("<h1")[2].partition("</main>")[0])


def html_of(client: Client, asked: str = "") -> str:
    return client.get(f"{PICK}?{asked}").content.decode()


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', html)


def boxes(client: Client, asked: str) -> dict[str, bool]:
    """Of each checkbox whether it is checked."""
    tags = re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>", html_of(client, asked))
    return {re.findall(r'value="([^"]*)"', tag)[0]: " checked" in tag for tag in tags}


def picked(client: Client, asked: str) -> list[str]:
    """By name, as the page lists them."""
    return re.findall(r"<bdi>([^<]*)</bdi> <a href", html_of(client, asked))


def kept(client: Client, asked: str) -> list[str]:
    """What is sent along unseen."""
    hidden = r'type="hidden" name="organisaties" value="([^"]*)"'
    in_form = html_of(client, asked).partition('class="atlas-picking"')[2]
    return re.findall(hidden, in_form)


def test_at_first_nothing_is_picked_and_one_goes_to_a_province(
    anna_client: Client, country: SmallCountry
) -> None:
    told = page_text(anna_client)

    assert "Met wie wilt u samenwerken?" in told
    assert "Oostmark 3 gemeenten Westmark 3 gemeenten" in told
    assert boxes(anna_client, "") == {}
    assert "Begin een samenwerking" not in told


def test_a_province_lists_its_municipalities_to_tick_and_keeps_who_was_picked_elsewhere(
    anna_client: Client, country: SmallCountry
) -> None:
    asked = "provincie=PV92&organisaties=GM9005,GM9001,PV91"

    assert boxes(anna_client, asked) == {"GM9004": False, "GM9005": True, "GM9006": False}
    # Whose box is in the list can be emptied; the others go along.
    assert kept(anna_client, asked) == ["GM9001", "PV91"]
    assert picked(anna_client, asked) == [
        "Gemeente Grotewoud",
        "Gemeente Aldermonde",
        "Provincie Oostmark",
    ]
    # In health and youth, and Hoogsluis in water with the province.
    assert "Elzerveen 2 samen Grotewoud Hoogsluis 3 samen" in page_text(anna_client, asked)
    country_list = page_text(anna_client, "provincie=&organisaties=GM9005,GM9001,PV91")
    assert "Oostmark 3 gemeenten, 1 gekozen Westmark 3 gemeenten, 1 gekozen" in country_list


def test_who_comes_with_one_municipality_sees_its_province(
    anna_client: Client, country: SmallCountry
) -> None:
    assert set(boxes(anna_client, "organisaties=GM9001")) == {"GM9001", "GM9002", "GM9003"}
    # In two provinces, or where the whole country is asked for.
    assert boxes(anna_client, "organisaties=GM9001,GM9005") == {}
    assert boxes(anna_client, "provincie=&organisaties=GM9001") == {}


def test_a_search_offers_and_what_is_ticked_is_picked(
    anna_client: Client, country: SmallCountry
) -> None:
    asked = "zoek=mark&organisaties=GM9001"
    assert boxes(anna_client, asked) == {"PV91": False, "PV92": False, "SO9001": False}
    assert kept(anna_client, asked) == ["GM9001"]
    # The button that takes over what is ticked ends the search.
    taken_over = "provincie=&zoek=mark&organisaties=GM9001&organisaties=PV91&kies=1"
    assert boxes(anna_client, taken_over) == {}
    assert picked(anna_client, taken_over) == ["Gemeente Aldermonde", "Provincie Oostmark"]
    assert "2 organisaties gevonden" in page_text(anna_client, "zoek=PROVINCIE")
    assert "0 organisaties gevonden" in page_text(anna_client, "zoek=zzz")
    assert boxes(anna_client, "zoek=brink&organisaties=GM9002") == {"GM9002": True}


def test_who_is_no_more_on_the_day_is_not_found(anna_client: Client, country: SmallCountry) -> None:
    found = [boxes(anna_client, f"zoek=elz{day}") for day in ("", "&op=2020-01-01")]

    assert found == [{"GM9004": False}, {"GM9007": False}]


# ── on the map ────────────────────────────────────────────────────────────────────────────


def test_each_shape_leads_to_the_page_with_it_added_or_taken_out(
    anna_client: Client, country: SmallCountry
) -> None:
    html = html_of(anna_client, "provincie=&organisaties=GM9001,PV91")
    shapes = re.findall(r'<a href="([^"]*)#kaart" class="([^"]*)"><title>([^<]*)</title>', html)

    assert [(look, words) for _address, look, words in shapes] == [
        ("m-picked", "Aldermonde: gekozen, kies opnieuw om weg te halen"),
        ("m1", "Brinkdam: 2 regelingen samen met wie u koos"),
        ("m1", "Duinrade: 2 regelingen samen met wie u koos"),
        ("m0", "Elzerveen: 1 regeling samen met wie u koos"),
        ("m0", "Grotewoud: 1 regeling samen met wie u koos"),
        ("m1", "Hoogsluis: 2 regelingen samen met wie u koos"),
    ]
    off, on = (unescape(shapes[at][0]) for at in (0, 1))
    assert picked(anna_client, off[1:]) == ["Provincie Oostmark"]
    assert picked(anna_client, on[1:]) == [
        "Gemeente Aldermonde",
        "Provincie Oostmark",
        "Gemeente Brinkdam",
    ]
    # One sees who is picked without colours too.
    assert html.count(">✓</text>") == 1


def test_the_map_keeps_the_day_the_search_and_the_province(
    anna_client: Client, country: SmallCountry
) -> None:
    html = html_of(anna_client, "op=2018-06-01&provincie=PV92&zoek=elz")
    [address] = [
        unescape(link) for link in links(html) if "GM9007" in link and link.endswith("#kaart")
    ]

    # Two that lay in one outline then are picked together.
    assert parse_qs(address.partition("#")[0][1:]) == {
        "op": ["2018-06-01"],
        "zoek": ["elz"],
        "organisaties": ["GM9007,GM9008"],
        "provincie": ["PV92"],
    }
    assert html.count("m-found") == 1


@given(
    keys=st.lists(st.sampled_from([f"GM{n}" for n in range(9)]), unique=True),
    clicked=st.sampled_from([f"GM{n}" for n in range(9)]),
)
def test_picking_one_twice_leaves_the_others_as_they_were(keys: list[str], clicked: str) -> None:
    def picked_after(address: str) -> list[str]:
        [found] = parse_qs(address[1:]).get("organisaties", [""])
        return found.split(",") if found else []

    once = picked_after(Picking(keys).toggled([clicked]))
    twice = picked_after(Picking(once).toggled([clicked]))
    assert (clicked in once) != (clicked in keys)
    assert sorted(twice) == sorted(keys)
    assert [key for key in once if key != clicked] == [key for key in keys if key != clicked]


def test_without_outlines_or_provinces_all_are_listed_to_tick(
    anna_client: Client, country: SmallCountry
) -> None:
    Boundary.objects.all().delete()
    Region.objects.all().delete()
    Source.objects.create(dataset="register", origin="register", day=DAY)

    assert list(boxes(anna_client, "organisaties=GM9002")) == [f"GM900{n}" for n in range(1, 7)]
    assert "bin/samenspel atlas-import boundaries" in page_text(anna_client)


# ── what they share ───────────────────────────────────────────────────────────────────────


def test_two_see_in_what_they_are_together_and_begin(
    anna_client: Client, country: SmallCountry
) -> None:
    html = html_of(anna_client, "gemeenten=GM9001&gemeenten=GM9002")
    told = page_text(anna_client, "gemeenten=GM9001&gemeenten=GM9002")

    assert "Deze 2 organisaties werken al samen in 2 regelingen" in told
    assert "Belastingkantoor De Kade bedrijfsvoeringsorganisatie Veiligheidsregio" in told
    assert "Twee aan twee" not in told
    begin = reverse("cooperations:start")
    assert f'formaction="{begin}"' in html
    sent = "&".join(f"organisaties={key}" for key in ("GM9001", "GM9002"))
    form = anna_client.get(f"{begin}?provincie=PV91&{sent}").content.decode()
    assert "Gemeente Aldermonde\nGemeente Brinkdam</textarea>" in form


def test_on_another_day_it_was_otherwise(anna_client: Client, country: SmallCountry) -> None:
    asked = "gemeenten=GM9001&gemeenten=GM9003"
    before = page_text(anna_client, f"{asked}&op=2021-06-30")

    assert "Deze 2 organisaties werken al samen in 1 regeling" in page_text(anna_client, asked)
    assert "Deze 2 organisaties werken nog in geen enkele regeling samen" in before


def test_three_see_who_is_with_whom(anna_client: Client, country: SmallCountry) -> None:
    told = page_text(anna_client, "gemeenten=GM9001&gemeenten=GM9002&organisaties=WS9001")
    table = told.partition("Organisatie en Regelingen ")[2]

    assert "Deze 3 organisaties werken al samen in 1 regeling" in told
    assert table.startswith(
        "Aldermonde Brinkdam 2 Aldermonde Waterschap Laagveen 1 Brinkdam Waterschap Laagveen 1 "
    )


def test_some_share_and_none_share_all(anna_client: Client, country: SmallCountry) -> None:
    some = page_text(anna_client, "gemeenten=GM9001&gemeenten=GM9002&gemeenten=GM9005")

    assert "Geen enkele regeling heeft al deze 3 organisaties, sommige werken wel samen" in some


def test_a_municipality_that_is_no_more_can_be_replaced(
    anna_client: Client, country: SmallCountry
) -> None:
    html = html_of(anna_client, "gemeenten=GM9009&gemeenten=GM9001")

    assert (
        "Gemeente Lindermeer bestaat niet meer sinds 1 januari 2019. Kies in plaats daarvan: "
        "Gemeente Grotewoud , Gemeente Hoogsluis"
    ) in page_text(anna_client, "gemeenten=GM9009&gemeenten=GM9001")
    assert "?provincie=&amp;organisaties=GM9005,GM9001" in links(html)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("gemeenten=GM0000", "GM0000 staat niet in de atlas."),
        ("gemeenten=GM0000&organisaties=x%22", 'GM0000, x" staan niet in de atlas.'),
        ("&".join(f"gemeenten=X{n}" for n in range(105)), "U kunt er hoogstens 100 kiezen."),
    ],
)
def test_what_cannot_be_picked_is_said_and_the_rest_is_kept(
    anna_client: Client, country: SmallCountry, asked: str, said: str
) -> None:
    with_one = f"gemeenten=GM9001&{asked}"

    assert said in page_text(anna_client, with_one)
    assert picked(anna_client, with_one) == ["Gemeente Aldermonde"]


def test_it_asks_as_much_of_the_database_for_four_as_for_two(
    anna_client: Client, country: SmallCountry
) -> None:
    html_of(anna_client)  # what the map is made of is kept
    two, four = (
        queries_of(anna_client, f"{PICK}?zoek=a&" + "&".join(f"gemeenten={key}" for key in keys))
        for keys in (("GM9007", "GM9001"), ("GM9007", "GM9009", "GM9001", "GM9002"))
    )
    assert two == four


def test_an_empty_atlas_says_how_to_fill_it(anna_client: Client, db: None) -> None:
    assert "bin/samenspel atlas-import register" in page_text(anna_client, "gemeenten=GM9001")
