"""Passkeys in a real browser, with an authenticator that Chromium simulates."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from playwright.sync_api import BrowserContext, CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from samenspel.people.models import Person
from tests.browser.conftest import DESK, PHONE
from tests.browser.visits import is_wider_than_its_window, what_axe_finds
from tests.people.passwords import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]
CREATED = {
    "protocol": "ctap2",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """What keeps Anna's passkeys: her laptop, or a key that she puts into it."""

    def __init__(self, context: BrowserContext, page: Page, transport: str) -> None:
        self._session: CDPSession = context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        options = {**CREATED, "transport": transport}
        added = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self._id = added["authenticatorId"]

    def recognises_her(self, yes: bool) -> None:
        self._session.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": yes}
        )


@pytest.fixture
def laptop(context: BrowserContext, page: Page) -> Device:
    return Device(context, page, "internal")


@pytest.fixture
def key(context: BrowserContext, page: Page) -> Device:
    return Device(context, page, "usb")


@pytest.fixture
def anna(transactional_db: None, settings: LazySettings) -> Person:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    person = Person(email="anna@voorbeeld.nl", name="Anna")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture(autouse=True)
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser stopped or could not run: nothing, on any of these pages."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


def _sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/account/inloggen/")
    page.get_by_label("E-mailadres").fill("anna@voorbeeld.nl")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Uitloggen").first.click()


def _add_passkey(page: Page, address: str, *, alone: bool = True) -> None:
    """Ends at the recovery codes that come with a first second step."""
    _sign_in(page, address)
    page.goto(f"{address}/account/passkeys/nieuw/")
    page.get_by_label("Uw wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Bevestigen").click()
    page.get_by_label("Naam van de passkey").fill("laptop van het werk")
    page.get_by_label("Inloggen met alleen deze passkey").set_checked(alone)
    page.get_by_role("button", name="Passkey toevoegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw herstelcodes")


def test_anna_adds_a_passkey_and_signs_in_with_nothing_else(
    page: Page, laptop: Device, live_server: LiveServer, anna: Person
) -> None:
    _add_passkey(page, live_server.url)
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_text("laptop van het werk").first).to_be_visible()
    expect(page.get_by_text("ook zonder wachtwoord")).to_be_visible()
    _sign_out(page)

    page.goto(f"{live_server.url}/account/inloggen/?next=/account/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("link", name="Samenwerkingen")).to_be_visible()
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_text(anna.email)).to_be_visible()


def test_a_passkey_can_be_the_second_step_only(
    page: Page, key: Device, live_server: LiveServer, anna: Person
) -> None:
    _add_passkey(page, live_server.url, alone=False)
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_text("laptop van het werk").first).to_be_visible()
    expect(page.get_by_text("ook zonder wachtwoord")).to_have_count(0)
    _sign_out(page)

    _sign_in(page, live_server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("De tweede stap")
    page.get_by_role("button", name="Passkey gebruiken").click()
    expect(page.get_by_role("link", name="Samenwerkingen")).to_be_visible()


def test_anna_confirms_with_her_passkey_and_takes_it_away(
    page: Page, laptop: Device, live_server: LiveServer, anna: Person
) -> None:
    _add_passkey(page, live_server.url)
    _sign_out(page)
    page.goto(f"{live_server.url}/account/inloggen/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("link", name="Samenwerkingen")).to_be_visible()

    page.goto(f"{live_server.url}/account/")
    page.get_by_role("link", name="Weghalen").click()
    page.get_by_role("link", name="Met een passkey").click()
    page.get_by_role("button", name="Bevestigen met een passkey").click()
    page.get_by_role("button", name="Passkey weghalen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn account")
    expect(page.get_by_text("De passkey is weggehaald.")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_anna_gives_a_passkey_another_name(
    page: Page, laptop: Device, live_server: LiveServer, anna: Person
) -> None:
    _add_passkey(page, live_server.url)
    page.goto(f"{live_server.url}/account/")
    page.get_by_role("link", name="Andere naam").click()
    page.get_by_label("Naam van de passkey").fill("sleutel <thuis>")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("sleutel <thuis>").first).to_be_visible()


def test_a_device_that_does_not_recognise_her_is_said_and_can_be_tried_again(
    page: Page, laptop: Device, live_server: LiveServer, anna: Person
) -> None:
    _add_passkey(page, live_server.url)
    page.goto(f"{live_server.url}/account/")
    _sign_out(page)
    page.goto(f"{live_server.url}/account/inloggen/")
    failed = page.get_by_text("Dat is niet gelukt.")
    expect(failed).to_be_hidden()
    laptop.recognises_her(False)
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(failed).to_be_visible()
    laptop.recognises_her(True)
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("link", name="Samenwerkingen")).to_be_visible()


def test_the_pages_behind_a_confirmation_are_accessible_and_fit(
    page: Page, laptop: Device, live_server: LiveServer, anna: Person, axe_source: str
) -> None:
    _add_passkey(page, live_server.url)
    passkey = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    found = {}
    for address in (
        "",
        "app/",
        "passkeys/nieuw/",
        f"passkeys/{passkey}/",
        f"passkeys/{passkey}/verwijderen/",
        "herstelcodes/",
        "herstelcodes/nieuw/",
        "bevestigen/code/",
        "bevestigen/passkey/",
        "uitloggen/",
        "inloggen/tweede-stap/",
    ):
        if address == "inloggen/tweede-stap/":
            _sign_out(page)
            _sign_in(page, live_server.url)
        for window in (DESK, PHONE):
            page.set_viewport_size(window)
            page.goto(f"{live_server.url}/account/{address}")
            assert page.url.endswith(f"/account/{address}")
            problems = what_axe_finds(page, axe_source)
            if is_wider_than_its_window(page):
                problems.append("wider than its window")
            found[address, window["width"]] = problems
    assert {where: problems for where, problems in found.items() if problems} == {}


def test_without_script_a_password_is_enough_and_no_dead_button_shows(
    context: BrowserContext, live_server: LiveServer, anna: Person
) -> None:
    browser = context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = plain.new_page()
    page.goto(f"{live_server.url}/account/inloggen/")
    expect(page.get_by_role("button", name="Inloggen met een passkey")).to_be_hidden()
    _sign_in(page, live_server.url)
    expect(page.get_by_role("link", name="Samenwerkingen")).to_be_visible()
    plain.close()
