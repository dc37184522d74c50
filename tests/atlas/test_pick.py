"""Picking organisations: who, what they share already, and where to go on."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.atlas.small_country import SmallCountry, small_country
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


def links(response: Any) -> list[str]:
    return [part.partition('"')[0] for part in response.content.decode().split('href="')[1:]]


def checked(client: Client, asked: str) -> dict[str, bool]:
    """Of each checkbox whether it is checked."""
    boxes = client.get(f"{PICK}?{asked}").content.decode().split('type="checkbox"')[1:]
    tags = [box.partition(">")[0] for box in boxes]
    return {tag.partition('value="')[2].partition('"')[0]: " checked" in tag for tag in tags}


def test_at_first_nothing_is_picked(anna_client: Client, country: SmallCountry) -> None:
    told = page_text(anna_client)

    assert "Met wie wilt u samenwerken?" in told
    assert "Begin een samenwerking" not in told
    assert checked(anna_client, "") == {}


def test_a_search_offers_and_what_is_ticked_is_picked(
    anna_client: Client, country: SmallCountry
) -> None:
    assert checked(anna_client, "zoek=mark&organisaties=GM9001") == {
        "GM9001": True,
        "PV91": False,
        "PV92": False,
        "SO9001": False,
    }
    # The button that takes over what is ticked ends the search.
    taken_over = "zoek=mark&organisaties=GM9001&organisaties=PV91&kies=1"
    assert checked(anna_client, taken_over) == {"GM9001": True, "PV91": True}
    assert "2 organisaties gevonden. Vink aan wie u kiest." in page_text(
        anna_client, "zoek=PROVINCIE"
    )
    assert "Niets gevonden wat u niet al koos." in page_text(anna_client, "zoek=zzz")


def test_who_is_no_more_on_the_day_is_not_found(anna_client: Client, country: SmallCountry) -> None:
    found = [checked(anna_client, f"zoek=elz{day}") for day in ("", "&op=2020-01-01")]

    assert found == [{"GM9004": False}, {"GM9007": False}]


def test_two_see_in_what_they_are_together_and_begin(
    anna_client: Client, country: SmallCountry
) -> None:
    response = anna_client.get(f"{PICK}?gemeenten=GM9001&gemeenten=GM9002")
    told = page_text(anna_client, "gemeenten=GM9001&gemeenten=GM9002")

    assert "Deze 2 organisaties werken al samen in 2 regelingen" in told
    assert "Belastingkantoor De Kade bedrijfsvoeringsorganisatie Veiligheidsregio" in told
    assert "Twee aan twee" not in told
    begin = f"{reverse('cooperations:start')}?organisaties=GM9001&amp;organisaties=GM9002"
    assert begin in links(response)
    form = anna_client.get(begin.replace("&amp;", "&")).content.decode()
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
    response = anna_client.get(f"{PICK}?gemeenten=GM9009&gemeenten=GM9001")

    assert (
        "Gemeente Lindermeer bestaat niet meer sinds 1 januari 2019. Kies in plaats daarvan: "
        "Gemeente Grotewoud , Gemeente Hoogsluis"
    ) in page_text(anna_client, "gemeenten=GM9009&gemeenten=GM9001")
    assert "?organisaties=GM9001&amp;organisaties=GM9005" in links(response)


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
    assert checked(anna_client, with_one) == {"GM9001": True}


def test_it_asks_as_much_of_the_database_for_four_as_for_two(
    anna_client: Client, country: SmallCountry
) -> None:
    two, four = (
        queries_of(anna_client, f"{PICK}?zoek=a&" + "&".join(f"gemeenten={key}" for key in keys))
        for keys in (("GM9007", "GM9001"), ("GM9007", "GM9009", "GM9001", "GM9002"))
    )
    assert two == four


def test_an_empty_atlas_says_how_to_fill_it(anna_client: Client, db: None) -> None:
    assert "bin/samenspel atlas-import register" in page_text(anna_client, "gemeenten=GM9001")
