"""Every page of those who answer, in every state: accessible, and within the window of a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings import rate_limit
from samenspel.soundings.models import Sounding
from samenspel.soundings.tokens import new_token
from tests.browser.ballot import Ballot, new_phone
from tests.browser.visits import Looking, enter
from tests.soundings.asked import OpenRound, open_round
from tests.soundings.closed import begin_closing
from tests.soundings.kept import add, decide
from tests.web.url_table import ROWS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]

LONGEST = ("Goede hulp is belangrijker dan een loket dichtbij, ook als dat meer kost. " * 5)[:300]
WORD = "Arbeidsongeschiktheidsverzekeringsmaatschappijen" * 3
STATEMENTS = ("Hulp is dichtbij.", LONGEST, WORD, "<b>vet</b>", "שלום לכולם", "Vijfde 🌍")
OWN = ("Ik wacht nog.", "Ik ben geplaatst.", "Ik sta er niet bij.")
# Enough of them to see what other words do to a page.
BRIEFLY = {"door", "looked back at", "stopped", "own", "explanation"}
# What only takes something, and is no page.
NOT_A_PAGE = {"stoppen"}


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    for limit in (rate_limit.typed_codes, rate_limit.lost_links, rate_limit.added_statements):
        limit.forget()


@pytest.fixture
def looking(axe_source: str) -> Iterator[Looking]:
    looking = Looking(axe_source)
    yield looking
    assert looking.found == {}


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    said: list[str] = []
    with new_phone(chromium) as page:
        page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
        yield page
    # A browser says of itself that a page was refused; that is what these pages are for.
    assert [line for line in said if "Failed to load resource" not in line] == []


def written(asked: OpenRound, ballot: Ballot) -> None:
    """Three sentences of whoever sits there, of which two were decided on."""
    for text in OWN:
        add(asked, asked.token(), text)
    decide(asked, OWN[1], "accepted", number=1)
    decide(asked, OWN[2], "declined", reason="Hier staat een naam in.")


@pytest.mark.parametrize("how", ["u", "je", "English"])
def test_from_the_door_to_the_end(
    live_server: LiveServer, phone: Page, a: Cooperation, looking: Looking, how: str
) -> None:
    asked = open_round(
        a,
        statements=STATEMENTS[:3] if how == "English" else STATEMENTS,
        english=("Help is near.", LONGEST, WORD) if how == "English" else (),
        address=Sounding.Address.INFORMAL if how == "je" else Sounding.Address.FORMAL,
        may_add=True,
    )
    language = "?taal=en" if how == "English" else ""
    visited = set()

    def look_here(name: str) -> None:
        if how == "u" or name in BRIEFLY:
            looking.at(phone, f"{name} {how}")

    def look(name: str, page: str = "", query: str = "") -> None:
        phone.goto(f"{live_server.url}/v/{asked.code}/{page}{'/' if page else ''}{query}")
        expect(phone.locator("h1")).to_be_visible()
        visited.add(page or "ballot")
        look_here(name)

    phone.goto(f"{live_server.url}/s/{asked.token()}{language}")
    visited.add("door")
    look_here("door")
    phone.locator("button.begin").click()
    look("first")
    go_on(phone)
    look("looked back at", query="?stelling=1")
    look("skipped", query="?stelling=2")
    look("stopped", "klaar")
    look("add", "zelf-toevoegen")
    # Signs that nobody sees: a browser takes them for a text.
    phone.locator("textarea").fill("\u2060")
    phone.locator("main form button").click()
    expect(phone.locator("[aria-invalid=true]")).to_have_count(1)
    look_here("add with an error")
    look("nothing of one's own", "eigen-stellingen")
    written(asked, Ballot(phone, live_server.url, asked))
    look("own", "eigen-stellingen", "?melding=gestuurd")
    look("explanation", "uitleg")
    phone.goto(f"{live_server.url}/o/{asked.open_code}")
    visited.add("open")
    look_here("open link")
    phone.goto(f"{live_server.url}/v/{asked.code}/klaar/")
    phone.locator("main form button").click()
    look_here("wiped")
    names = {row.name.partition(":")[2] for row in ROWS if row.name.startswith("answering:")}
    assert visited == names - NOT_A_PAGE - {"codes", "lost"}


def go_on(phone: Page) -> None:
    """The first is answered, the second and the third are skipped."""
    for button in (0, 3, 3):
        place = phone.locator(".place__now").inner_text()
        phone.locator("main form button").nth(button).press("Enter")
        expect(phone.locator("body")).not_to_contain_text(place)


def test_forms_without_a_device(
    live_server: LiveServer, phone: Page, a: Cooperation, looking: Looking
) -> None:
    for page, mistakes in (("meedoen", ("x", "x")), ("link-kwijt", ("x@y", "x"))):
        phone.goto(f"{live_server.url}/{page}/")
        looking.at(phone, page)
        for field, mistake in zip(phone.locator("main form input").all(), mistakes, strict=True):
            field.fill(mistake)
        phone.locator("main form button").click()
        expect(phone.locator("[aria-invalid=true]")).to_have_count(2)
        looking.at(phone, f"{page} with errors")
    phone.get_by_label("E-mailadres").fill("bram@voorbeeld.nl")
    phone.get_by_label("Code van de vragenlijst").fill("ZZZZZZ")
    phone.locator("main form button").click()
    expect(phone.locator("h1")).to_have_text("Kijk over een paar minuten in de mail")
    looking.at(phone, "lost link sent")
    for language in ("nl", "en"):
        phone.goto(f"{live_server.url}/meedoen/?taal={language}")
        expect(phone.locator("html")).to_have_attribute("lang", language)
        looking.at(phone, f"meedoen {language}")


def test_messages_before_after_and_of_what_is_not_there(
    live_server: LiveServer, phone: Page, a: Cooperation, looking: Looking
) -> None:
    planned = open_round(a, state=Sounding.State.PLANNED, title="Nog niet open")
    closing = open_round(a, title="Gaat dicht")
    begin_closing(closing)
    asked = open_round(a, title="Open")
    for name, address in (
        ("unknown link", f"s/{new_token()}"),
        ("no such page", "v/ZZZZZZ/"),
        ("unknown device", f"v/{asked.code}/"),
        ("not yet", f"s/{planned.token()}"),
        ("explanation before", f"v/{planned.code}/uitleg/"),
        ("closing", f"s/{closing.token()}"),
        ("outcome that is not there", "uitkomsten/0000/"),
    ):
        phone.goto(f"{live_server.url}/{address}")
        expect(phone.locator("h1")).to_be_visible()
        looking.at(phone, name)


def test_a_try_out(
    live_server: LiveServer, phone: Page, a: Cooperation, anna: Person, looking: Looking
) -> None:
    asked = open_round(a, state=Sounding.State.PLANNED, may_add=True)
    enter(phone.context, live_server.url, anna)
    address = f"/samenwerkingen/{a.slug}/vragenrondes/{asked.sounding.pk}/proef/"
    phone.goto(f"{live_server.url}{address}?groep=1")
    looking.at(phone, "try-out door")
    phone.locator("button.begin").click()
    expect(phone.locator("h1.statement")).to_be_visible()
    for page in ("", "zelf-toevoegen/", "eigen-stellingen/", "klaar/", "uitleg/"):
        phone.goto(f"{live_server.url}{address}{page}")
        looking.at(phone, f"try-out {page.strip('/') or 'ballot'}")
