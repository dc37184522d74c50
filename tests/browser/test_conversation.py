"""A conversation by keyboard, on a phone, without scripts, and on the screen in the room."""

import pytest
from django.urls import reverse
from django_scopes import scope
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from samenspel.cooperations.models import Cooperation
from samenspel.dialogues import actions, queries
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from tests.browser.conftest import PHONE
from tests.browser.visits import enter, is_wider_than_its_window
from tests.dialogues.conftest import showed  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def reach(page: Page, label: str) -> None:
    """With the keyboard alone: to what is called so."""
    for _step in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(e => (e.labels?.[0] ?? e).textContent.trim())(document.activeElement)"
        )
        if str(name).startswith(label):
            return
    raise AssertionError(f"the keyboard does not come to {label!r}")


def test_from_planning_to_looking_back_by_keyboard_without_scripts(
    live_server: LiveServer, chromium: Browser, a: Cooperation, anna: Person
) -> None:
    context = chromium.new_context(locale="nl-NL", viewport=PHONE)
    # Scripts of ours do not run; the test itself may still ask what has the focus.
    context.route("**/*.js", lambda route: route.abort())
    enter(context, live_server.url, anna)
    page = context.new_page()
    page.goto(live_server.url + reverse("dialogues:overview", kwargs={"cooperation": a.slug}))
    for label, text in (
        ("Gesprek plannen", ""),
        ("Waarover", "Wat gunnen we elkaar?"),
        ("Plaats", "Dorpshuis"),
        ("Opslaan", ""),
        ("Opschrijven wat u hoorde", ""),
        ("Wat zien we?", "Veel."),
        ("Opslaan", ""),
        ("Afspraak opschrijven", ""),
        ("Wat spreekt u af?", "Samen eten"),
        ("Wie doet het?", "wij allen"),
        ("Opslaan", ""),
        ("Terugkijken", ""),
        ("Wat kwam ervan?", "Drie keer gegeten."),
        ("Opslaan", ""),
    ):
        reach(page, label)
        if text:
            page.keyboard.type(text)
            continue
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert not is_wider_than_its_window(page)
    context.close()

    with scope(cooperation=a):
        talked = queries.dialogues_of(a).get()
        agreed = queries.agreements_of(a).get()
        heard = queries.newest_heard(talked)
    assert (talked.title, talked.place, talked.is_held) == (
        "Wat gunnen we elkaar?",
        "Dorpshuis",
        True,
    )
    assert heard is not None
    assert heard.seen == "Veel."
    assert (agreed.what, agreed.who, agreed.what_came_of_it) == (
        "Samen eten",
        "wij allen",
        "Drie keer gegeten.",
    )


def test_in_the_room_a_clicker_turns_the_pages_and_each_fills_the_screen(
    live_server: LiveServer,
    chromium: Browser,
    a: Cooperation,
    anna: Person,
    showed: Sounding,  # noqa: F811 - the fixture
) -> None:
    with scope(cooperation=a):
        [cue] = queries.cues_found(queries.closed_rounds(a))
    talked = actions.plan_dialogue(person=anna, cooperation=a, title="Praten", cues=[cue.name])
    context = chromium.new_context(locale="nl-NL", viewport={"width": 1280, "height": 720})
    enter(context, live_server.url, anna)
    page = context.new_page()
    which = {"cooperation": a.slug, "dialogue": talked.pk, "number": 1}
    page.goto(live_server.url + reverse("dialogues:on-screen", kwargs=which))

    seen = []
    for key in ("PageDown", "ArrowRight", "PageDown", "PageDown", "PageDown", "PageUp"):
        seen.append(page.locator("h1").inner_text())
        assert not is_wider_than_its_window(page)
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        with page.expect_navigation():
            page.keyboard.press(key)
    assert seen == [
        "Praten",
        "Bij medewerkers staat minder dan de helft achter de bedoeling.",
        "Wat zien we?",
        "Wat betekent het?",
        "Wat willen we?",
        "Wat spreken we af?",
    ]
    assert page.locator("h1").inner_text() == "Wat willen we?"
    context.close()
