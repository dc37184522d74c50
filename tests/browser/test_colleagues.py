"""A leader invites a colleague, who makes an account and writes the purpose along."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from samenspel.post.actions import send_due
from tests.browser.conftest import PHONE
from tests.browser.visits import Example, Looking, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]

ADDRESS = "noor@voorbeeld.nl"


@pytest.fixture(autouse=True)
def _links_lead_here(settings: Settings, live_server: LiveServer) -> None:
    settings.ADDRESS = live_server.url


def test_a_colleague_comes_in_by_mail_and_writes_along(
    live_server: LiveServer,
    chromium: Browser,
    page: Page,
    password: str,
    axe_source: str,
) -> None:
    looking = Looking(axe_source)
    example = Example.loaded()
    sign_in(page, live_server.url, password)

    page.goto(live_server.url + example.address("cooperations:people"))
    page.get_by_label("E-mailadres").fill(ADDRESS)
    page.get_by_label("lid: schrijft mee").check()
    page.get_by_label("Organisatie").select_option("gemeente Rijnveld")
    page.get_by_role("button", name="Uitnodigen").click()
    expect(page.get_by_text("De uitnodiging is onderweg.")).to_be_visible()
    looking.at(page, "people")
    send_due()

    browser = chromium.new_context(viewport=PHONE, locale="nl-NL")
    theirs = browser.new_page()
    theirs.goto(f"{live_server.url}/postvak/")
    looking.at(theirs, "mailbox")
    theirs.get_by_role("link", name="Uitnodiging voor").click()
    looking.at(theirs, "mail")
    theirs.locator("main a[href*=uitnodiging]").click()
    looking.at(theirs, "invitation")
    theirs.get_by_label("Uw naam").fill("Noor")
    theirs.get_by_label("Wachtwoord").fill("vier losse woorden samen")
    theirs.get_by_role("button", name="Account maken en meedoen").click()
    theirs.wait_for_url(live_server.url + example.address("story"))

    theirs.goto(live_server.url + example.address("cooperations:add-challenge"))
    theirs.get_by_label("Opgave").fill("Jeugdhulp op tijd")
    theirs.get_by_role("button", name="Opslaan").click()
    looking.at(theirs, "challenges")
    theirs.get_by_role("link", name="Wijzigen").last.click()
    looking.at(theirs, "challenge")
    theirs.goto(live_server.url + example.address("cooperations:purpose"))
    theirs.get_by_label("De bedoeling", exact=True).fill("Eén organisatie met minder kosten.")
    theirs.get_by_role("button", name="Opslaan").click()
    expect(theirs.get_by_text("Deze bedoeling gaat alleen over geld en over")).to_be_visible()
    expect(theirs.locator("ins")).not_to_have_count(0)
    looking.at(theirs, "purpose with a tip")
    browser.close()

    page.goto(live_server.url + example.address("story"))
    expect(page.get_by_text("Eén organisatie met minder kosten.")).to_be_visible()
    looking.at(page, "story")
    page.goto(live_server.url + example.address("cooperations:people"))
    expect(page.get_by_text("lid · gemeente Rijnveld")).to_be_visible()
    assert looking.found == {}


def test_a_forgotten_password_is_replaced_by_mail(
    live_server: LiveServer, page: Page, password: str, axe_source: str
) -> None:
    looking = Looking(axe_source)
    page.goto(f"{live_server.url}/account/inloggen/")
    page.get_by_role("link", name="Wachtwoord vergeten?").click()
    page.get_by_label("E-mailadres").fill("anna@voorbeeld.nl")
    page.get_by_role("button", name="Stuur mij de link").click()
    expect(page.get_by_role("heading", name="Kijk in uw e-mail")).to_be_visible()
    send_due()

    page.goto(f"{live_server.url}/postvak/")
    page.get_by_role("link", name="Een nieuw wachtwoord").click()
    page.locator("main a[href*=wachtwoord-vergeten]").click()
    looking.at(page, "new password")
    page.get_by_label("Nieuw wachtwoord", exact=True).fill("heel andere woorden nu")
    page.get_by_label("Nieuw wachtwoord, nog een keer").fill("heel andere woorden nu")
    page.get_by_role("button", name="Wachtwoord bewaren").click()
    expect(page.get_by_role("heading", name="Uw wachtwoord is veranderd")).to_be_visible()
    sign_in(page, live_server.url, "heel andere woorden nu")
    assert looking.found == {}
