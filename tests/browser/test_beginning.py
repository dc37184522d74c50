"""On a small phone: two municipalities are picked, a cooperation is begun with them and linked."""

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from samenspel.cooperations.actions import start_cooperation
from tests.atlas.small_country import small_country
from tests.browser.conftest import PHONE
from tests.browser.visits import Looking, enter
from tests.cast import person_named

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]


def test_who_picks_two_municipalities_sees_what_they_share_on_the_page_of_the_cooperation(
    live_server: LiveServer, context: BrowserContext, page: Page, axe_source: str
) -> None:
    small_country()
    looking = Looking(axe_source)
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    enter(context, live_server.url, person_named("Anna"))
    page.set_viewport_size(PHONE)

    page.goto(f"{live_server.url}{reverse('atlas:netherlands')}?provincie=PV91")
    page.get_by_label("Kies Aldermonde").check()
    page.get_by_role("button", name="Begin een samenwerking").click()
    # One on the map, and one of another province that is found by name.
    page.get_by_role("link", name="Brinkdam: 2 regelingen samen met wie u koos").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Deze 2 organisaties werken al samen in 2 regelingen"
    )
    expect(page.get_by_label("Brinkdam", exact=True)).to_be_checked()
    page.get_by_label("Zoek op naam").fill("hoog")
    page.get_by_role("button", name="Toon").last.click()
    page.get_by_label("Gemeente Hoogsluis").check()
    looking.at(page, "found")
    page.get_by_role("button", name="Neem over wat is aangevinkt").click()
    expect(page.get_by_role("heading", name="3 gekozen")).to_be_visible()
    looking.at(page, "picked-three")
    page.get_by_role("link", name="haal weg Gemeente Hoogsluis").click()
    page.get_by_label("Duinrade").check()

    # What is ticked and not yet taken over goes along.
    page.get_by_role("button", name="Begin een samenwerking").click()
    expect(page.get_by_label("Andere organisaties")).to_have_value(
        "Gemeente Aldermonde\nGemeente Brinkdam\nGemeente Duinrade"
    )
    page.get_by_label("Andere organisaties").fill("Gemeente Aldermonde\nGemeente Brinkdam")
    expect(page.get_by_label("Andere organisaties")).to_have_value(
        "Gemeente Aldermonde\nGemeente Brinkdam"
    )
    page.get_by_label("Naam").fill("Samen aan de kade")
    page.get_by_label("Uw organisatie").fill("aldermonde")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Samen aan de kade")
    place = page.get_by_role("region", name="Deze organisaties werken al samen in 2 regelingen")
    expect(place.get_by_role("link", name="Belastingkantoor De Kade")).to_be_visible()
    looking.at(page, "story")

    place.get_by_role("link", name="Bekijk het in de atlas").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("al samen in 2 regelingen")
    page.get_by_role("link", name="Open data").click()
    looking.at(page, "open-data")
    assert looking.found == {}
    assert said == []


def test_an_arrangement_is_taken_and_a_party_is_linked_and_linked_anew(
    live_server: LiveServer, context: BrowserContext, page: Page, axe_source: str
) -> None:
    country = small_country()
    looking = Looking(axe_source)
    anna = person_named("Anna")
    enter(context, live_server.url, anna)
    page.goto(f"{live_server.url}{reverse('atlas:arrangement', args=[9401])}")
    page.get_by_role("link", name="Begin een samenwerking met deze organisaties").click()
    expect(page.get_by_label("Bedoeling")).to_have_value(
        "Het verbeteren van de kwaliteit van jeugdhulp voor jonge inwoners."
    )
    expect(
        page.get_by_text("Gemeente Elzen bestaat niet meer sinds 1 januari 2023.")
    ).to_be_visible()

    c = start_cooperation(
        person=anna,
        name="Bestaand",
        parties=["gemeente Grotewoud", "Elzen", "buurtvereniging"],
        organisations={"Elzen": country.elzen.key},
    )
    page.goto(f"{live_server.url}{reverse('cooperations:change', args=[c.slug])}")
    page.get_by_role("button", name="Dit is Gemeente Grotewoud").click()
    expect(page.get_by_text("gemeente Grotewoud is verbonden met de atlas.")).to_be_visible()
    looking.at(page, "links")
    page.get_by_role("button", name="Verbind met Gemeente Elzerveen (Elzen)").click()
    page.locator("li", has_text="buurtvereniging").get_by_role("link").click()
    page.get_by_label("Zoek op naam").fill("mark")
    page.get_by_role("button", name="Zoek", exact=True).click()
    page.get_by_label("Provincie Oostmark").check()
    looking.at(page, "search")
    page.get_by_role("button", name="Verbinden").click()
    page.get_by_role("link", name="Bestaand").first.click()
    place = page.get_by_role("region", name="Geen enkele regeling heeft al deze organisaties")
    place.get_by_text("Twee aan twee", exact=True).click()
    expect(place.get_by_text("Gemeente Elzerveen en Gemeente Grotewoud: 2")).to_be_visible()
    assert looking.found == {}
