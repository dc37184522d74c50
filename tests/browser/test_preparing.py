"""A leader prepares a round by hand, another confirms its list, and it opens."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from samenspel.people.models import Person
from samenspel.soundings import actions
from samenspel.soundings.models import Sounding
from samenspel.web.example.story import SECOND_LEADER
from tests.browser.visits import Example, Looking, sign_in
from tests.soundings.prepared import confirm, groups_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]

TITLE = "Hoe gaat het een jaar later?"


@pytest.fixture(autouse=True)
def _links_lead_here(settings: Settings, live_server: LiveServer) -> None:
    settings.ADDRESS = live_server.url


def the_round() -> Sounding:
    with scopes_disabled():
        return Sounding.objects.select_related("cooperation").get(title=TITLE)


def test_a_round_is_prepared_confirmed_planned_and_opened(
    live_server: LiveServer, page: Page, password: str, axe_source: str, mail_server: None
) -> None:
    looking = Looking(axe_source)
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    sign_in(page, live_server.url, password)

    page.goto(live_server.url + Example.loaded().address("soundings:list"))
    page.get_by_role("link", name="Vragenronde voorbereiden").click()
    looking.at(page, "start")
    page.get_by_label("Hoe heet deze vragenronde?").fill(TITLE)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    looking.at(page, "draft")

    page.get_by_role("link", name="Ga verder Opzet").click()
    tomorrow = timezone.localdate() + timedelta(days=1)
    page.get_by_label("Eerste dag").fill(tomorrow.isoformat())
    page.get_by_label("Laatste dag").fill((tomorrow + timedelta(days=9)).isoformat())
    page.get_by_label("Wie meedoet, mag zelf stellingen toevoegen").check()
    looking.at(page, "settings")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Dit is korter dan twee weken.").first).to_be_visible()

    page.get_by_role("link", name="Ga verder Wie").click()
    looking.at(page, "groups")
    for group in groups_in(the_round()):
        if group.name != "Raadsleden":
            row = page.locator("li").filter(has=page.locator(f"#groep-{group.pk}"))
            row.get_by_role("button", name="Weghalen").click()
            expect(row).to_have_count(0)
    page.get_by_label("Voor wie is de open link?").select_option("business")
    page.get_by_role("button", name="Open link toevoegen").click()
    looking.at(page, "groups-few")

    page.get_by_role("link", name="Terug naar de vragenronde").click()
    page.get_by_role("link", name="Bekijk Stellingen").click()
    page.get_by_label("Nieuwe stellingen").fill("Dit is niet goed en/of niet af.\nKort.")
    page.get_by_role("button", name="Toevoegen").click()
    page.get_by_role("button", name="Neem de bedoeling over als stelling").click()
    looking.at(page, "statements")
    page.get_by_role("link", name="Wijzigen").first.click()
    looking.at(page, "statement")
    page.get_by_label("In het Engels").fill("Together we see to it that help is near.")
    page.get_by_role("button", name="Opslaan").click()

    page.get_by_role("link", name="Terug naar de vragenronde").click()
    page.get_by_role("link", name="Ga verder Lijsten").click()
    looking.at(page, "lists")
    group = next(group for group in groups_in(the_round()) if not group.is_open_link)
    page.get_by_role("link", name=group.name).click()
    box = page.get_by_label("E-mailadressen")
    box.fill("bram@voorbeeld.nl\nanna@\ncees\n")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_text("Regel 2: ‘anna@’ is geen e-mailadres")).to_be_visible()
    looking.at(page, "list-with-mistakes")
    box.fill("bram@voorbeeld.nl\ncees@voorbeeld.nl\nBRAM@voorbeeld.nl")
    page.get_by_role("button", name="Toevoegen").click()
    page.get_by_label("Aantal brieven").fill("10")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("iemand van een andere organisatie bevestigt hem")).to_be_visible()
    looking.at(page, "list")

    confirm(Person.objects.get(email=SECOND_LEADER), the_round(), group)
    page.goto(live_server.url + address("round"))
    looking.at(page, "ready")
    page.get_by_role("button", name="Klaarzetten").click()
    expect(page.get_by_text("Staat klaar. Opent vanzelf op")).to_be_visible()
    looking.at(page, "planned")
    page.get_by_role("button", name="Maak de brieven").click()
    expect(page.locator(".letter")).to_have_count(10)
    looking.at(page, "letters")
    # Eight on a sheet of paper.
    assert len(re.findall(rb"/Type ?/Page\b", page.pdf(format="A4"))) == 2

    actions.open_due_rounds(today=tomorrow)
    assert actions.send_invitations(sounding_id=the_round().pk) == 2
    page.goto(live_server.url + address("round"))
    expect(page.get_by_text("nog niet geteld").first).to_be_visible()
    looking.at(page, "open")
    page.get_by_role("link", name="Poster met de link").click()
    looking.at(page, "poster")

    assert looking.found == {}
    # But that the list with mistakes was refused.
    assert [line for line in said if "400 (Bad Request)" not in line] == []


def test_a_round_is_thrown_away_after_a_question(
    live_server: LiveServer, page: Page, password: str, axe_source: str
) -> None:
    looking = Looking(axe_source)
    sign_in(page, live_server.url, password)
    page.goto(live_server.url + Example.loaded().address("soundings:list"))
    page.get_by_role("link", name="Vragenronde voorbereiden").click()
    page.get_by_label("Hoe heet deze vragenronde?").fill(TITLE)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Deze vragenronde weggooien").click()
    looking.at(page, "remove")
    page.get_by_role("button", name="Weggooien").click()
    expect(page.get_by_text("De vragenronde is weggegooid")).to_be_visible()
    expect(page.get_by_text(TITLE)).to_have_count(0)
    assert looking.found == {}


def address(name: str) -> str:
    sounding = the_round()
    with scope(cooperation=sounding.cooperation):
        kwargs = {"cooperation": sounding.cooperation.slug, "sounding": sounding.pk}
        return reverse(f"soundings:{name}", kwargs=kwargs)
