"""The pages of who works on a cooperation, in every state of a round: accessible, and they fit.

How a round is prepared, planned and open: test_preparing.
"""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from samenspel.cooperations.models import Cooperation, Role
from samenspel.people.models import Person
from samenspel.soundings import actions
from samenspel.soundings.models import Sounding
from tests.browser.conftest import DESK
from tests.browser.visits import Looking, enter
from tests.soundings.asked import OPEN_LINK, OpenRound, open_round
from tests.soundings.closed import begin_closing, close, let_answer
from tests.soundings.kept import add
from tests.soundings.prepared import draft_of, group_of
from tests.soundings.rounds import Asked

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]

LONGEST = ("Goede hulp is belangrijker dan een loket dichtbij, ook als dat meer kost. " * 5)[:300]
WORD = "Arbeidsongeschiktheidsverzekeringsmaatschappijen" * 3


@pytest.fixture
def looking(axe_source: str) -> Iterator[Looking]:
    looking = Looking(axe_source)
    yield looking
    assert looking.found == {}


def at_desk(chromium: Browser, live_server: LiveServer, person: Person) -> Page:
    desk = chromium.new_context(viewport=DESK, locale="nl-NL")
    desk.set_default_timeout(10_000)
    enter(desk, live_server.url, person)
    return desk.new_page()


def address(live_server: LiveServer, name: str, asked: OpenRound) -> str:
    kwargs = {"cooperation": asked.sounding.cooperation.slug, "sounding": asked.sounding.pk}
    return live_server.url + reverse(name, kwargs=kwargs)


def test_a_moderator_decides(
    live_server: LiveServer, chromium: Browser, a: Cooperation, mo: Person, looking: Looking
) -> None:
    asked = open_round(a, may_add=True, english=[f"Statement {n}" for n in range(1, 6)])
    page = at_desk(chromium, live_server, mo)
    page.goto(address(live_server, "soundings:moderate", asked))
    expect(page.get_by_text("Er wacht nu niets.")).to_be_visible()
    looking.at(page, "nothing waits")
    for number, text in enumerate((LONGEST, WORD, "<script>alert(1)</script> 🌍 שלום")):
        add(asked, asked.token("Medewerkers", number), text)
    actions.release_batches()
    page.reload()
    expect(page.locator("li.card")).to_have_count(3)
    looking.at(page, "three wait")
    declined = page.locator("li.card").first
    declined.locator("summary", has_text="Niet plaatsen").click(force=True)
    form = declined.locator("form", has_text="Waarom niet?")
    form.locator("textarea").evaluate("field => field.required = false")
    form.evaluate("form => form.submit()")
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    looking.at(page, "without a reason")
    page.goto(address(live_server, "soundings:round", asked))
    looking.at(page, "open round of a moderator")
    begin_closing(asked)
    page.goto(address(live_server, "soundings:moderate", asked))
    looking.at(page, "nothing to decide any more")
    page.context.close()


def test_a_round_is_open_closes_and_shows_what_was_said(
    live_server: LiveServer, chromium: Browser, a: Cooperation, anna: Person, looking: Looking
) -> None:
    asked = open_round(a, statements=[LONGEST, WORD, "Kort."], may_add=True)
    let_answer(
        asked,
        Asked("Medewerkers", 8, ((7, 1, 0), (2, 5, 1), (4, 2, 2))),
        Asked("Raadsleden", 6, ((3, 0, 0),) * 3),
        Asked(OPEN_LINK, None, ((60, 20, 5), (10, 50, 5), (30, 30, 9))),
    )
    page = at_desk(chromium, live_server, anna)
    page.goto(address(live_server, "soundings:round", asked))
    looking.at(page, "open, not counted yet")
    actions.count_response(today=timezone.localdate())
    page.reload()
    looking.at(page, "open and counted")
    begin_closing(asked)
    for name in ("round", "outcome"):
        page.goto(address(live_server, f"soundings:{name}", asked))
        expect(page.get_by_text("De uitkomsten worden nu gemaakt.")).to_be_visible()
    looking.at(page, "closing")
    close(asked)
    for name in ("round", "statements", "map"):
        page.goto(address(live_server, f"soundings:{name}", asked))
        looking.at(page, f"{name} of a closed round")
    for number in (1, 2):
        page.goto(f"{address(live_server, 'soundings:statements', asked)}{number}/")
        looking.at(page, f"statement {number} of a closed round")
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/uitkomsten/{asked.sounding.outcome_key}/?taal=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    looking.at(page, "outcome for everybody in English")
    page.context.close()


def test_the_story_and_the_list_with_rounds_in_every_state(
    live_server: LiveServer, chromium: Browser, a: Cooperation, anna: Person, looking: Looking
) -> None:
    group_of(anna, a, Role.COUNCIL, 20)
    draft_of(anna, a, "Nog in voorbereiding.")
    open_round(a, state=Sounding.State.PLANNED, title="Staat klaar")
    open_round(a, title=WORD[:290])
    begin_closing(open_round(a, title="Gaat dicht"))
    close(open_round(a, title="Gesloten", statements=["Niemand antwoordde."]))
    page = at_desk(chromium, live_server, anna)
    for name in ("story", "soundings:list"):
        page.goto(live_server.url + reverse(name, kwargs={"cooperation": a.slug}))
        expect(page.get_by_role("link", name="Staat klaar")).to_be_visible()
        looking.at(page, f"{name} with every state")
    page.get_by_role("link", name="Gesloten").click()
    looking.at(page, "outcome that shows nobody")
    page.get_by_role("button", name="English").click()
    looking.at(page, "outcome that shows nobody in English")
    page.context.close()
