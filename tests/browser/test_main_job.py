"""The main job by hand: import a conversation, look at its outcome, find one statement."""

from pathlib import Path

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from samenspel.soundings.actions import finish_closing
from samenspel.soundings.models import Sounding
from tests.browser.visits import Example, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]


def upload(page: Page, address: str, folder: Path) -> None:
    page.goto(address)
    names = ("votes.csv", "comments.csv", "summary.csv")
    page.locator("input[name=export]").set_input_files([folder / name for name in names])
    page.get_by_role("button", name="Inlezen").click()


def test_a_leader_imports_a_conversation_and_reads_its_outcome(
    live_server: LiveServer, page: Page, password: str, test_data: Path
) -> None:
    sign_in(page, live_server.url, password)
    example = Example.loaded()
    address = f"{live_server.url}{example.address('soundings:import')}"
    upload(page, address, test_data / "deliberations" / "15-per-hour-seattle")

    expect(page.get_by_role("heading", level=1)).to_have_text("Wat het inlezen opleverde")
    expect(page.get_by_text("123 keer bracht iemand opnieuw een stem uit")).to_be_visible()
    page.get_by_role("link", name="Bekijk de uitkomsten").click()
    expect(page.get_by_text("De uitkomsten worden nu gemaakt")).to_be_visible()

    # What the worker does; it does not run here.
    with scopes_disabled():
        finish_closing(sounding_id=Sounding.objects.get(state=Sounding.State.CLOSING).pk)
    page.get_by_role("link", name="Kijk of ze klaar zijn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Bij 6 van de 31 stellingen is er een duidelijke meerderheid"
    )

    page.get_by_role("link", name="Alle 31 stellingen").click()
    page.get_by_label("Zoek in de stellingen").fill("living wage")
    page.get_by_role("button", name="Toon", exact=True).click()
    found = page.locator(".statement__text a")
    expect(found.first).to_contain_text("living wage")
    found.first.click()
    page.get_by_text("Toon als tabel").click()
    expect(page.get_by_role("table")).to_contain_text("Deelnemers")


def test_a_foreign_file_is_refused_with_what_to_do(
    live_server: LiveServer, page: Page, password: str, tmp_path: Path
) -> None:
    for name in ("votes.csv", "comments.csv", "summary.csv"):
        (tmp_path / name).write_text("<!doctype html><title>Inloggen</title>")
    sign_in(page, live_server.url, password)
    upload(page, f"{live_server.url}{Example.loaded().address('soundings:import')}", tmp_path)
    expect(page.get_by_role("alert").or_(page.locator(".utrecht-alert--error"))).to_be_visible()
    expect(page.locator("main")).to_contain_text("votes.csv")
    page.goto(f"{live_server.url}{Example.loaded().address('soundings:list')}")
    # Those of the example (statements, pulses and about each other), and none besides.
    expect(page.locator("main .statement")).to_have_count(2 + 4 + 1)


def test_everything_can_be_read_without_javascript_and_by_keyboard(
    live_server: LiveServer, context: BrowserContext, page: Page, password: str
) -> None:
    sign_in(page, live_server.url, password)
    example = Example.loaded()
    cookies = context.cookies()
    plain = context.browser
    assert plain is not None
    without_script = plain.new_context(java_script_enabled=False, locale="nl-NL")
    without_script.add_cookies(
        [{"name": c["name"], "value": c["value"], "url": live_server.url} for c in cookies]
    )
    quiet = without_script.new_page()
    quiet.goto(f"{live_server.url}{example.address('soundings:outcome')}")
    expect(quiet.get_by_role("img").first).to_be_visible()
    quiet.get_by_role("link", name="Alle 25 stellingen").click()
    quiet.get_by_label("Volgorde").select_option("verdeeld")
    quiet.get_by_role("button", name="Toon", exact=True).click()
    expect(quiet.locator(".statement")).to_have_count(25)
    without_script.close()

    page.goto(f"{live_server.url}{example.address('soundings:outcome')}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("details summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table").first).to_be_visible()


def test_the_language_is_chosen_on_the_page(
    live_server: LiveServer, page: Page, password: str
) -> None:
    sign_in(page, live_server.url, password)
    page.goto(f"{live_server.url}{reverse('cooperations:list')}")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your cooperations")
