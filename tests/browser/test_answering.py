"""Answering in a real browser: by thumb, by keyboard, without scripts, in a tunnel, in two tabs.

What was answered is looked up in the urn: every answer once, and none that was not given.
"""

from typing import Any

import pytest
from django.core.servers.basehttp import ServerHandler
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from samenspel.cooperations.models import Cooperation
from samenspel.soundings import rate_limit
from tests.browser.ballot import VALUES, Ballot, new_phone
from tests.browser.conftest import DESK, PHONE
from tests.browser.visits import is_wider_than_its_window
from tests.soundings.asked import OpenRound, open_round
from tests.soundings.kept import added, kept, voices

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]

NO_CONNECTION = "Geen verbinding. Uw antwoord is nog niet bewaard; we proberen het opnieuw."


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    rate_limit.added_statements.forget()


@pytest.fixture
def asked(a: Cooperation) -> OpenRound:
    return open_round(a, may_add=True)


def in_the_urn(asked: OpenRound) -> dict[int, int]:
    """The value of each statement. Fails where one was kept twice."""
    rows = [(number, value) for _group, number, value in kept(asked)]
    assert len(dict(rows)) == len(rows)
    return dict(rows)


WAYS = {
    "by thumb": (PHONE, True, False),
    "by keyboard": (DESK, True, True),
    "by thumb without script": (PHONE, False, False),
    "by mouse without script": (DESK, False, False),
}


@pytest.mark.parametrize("way", WAYS)
def test_from_the_door_to_the_last_statement(
    live_server: LiveServer, chromium: Browser, asked: OpenRound, way: str
) -> None:
    window, script, by_keys = WAYS[way]
    with new_phone(chromium, script=script, window=window) as page:
        ballot = Ballot(page, live_server.url, asked, by_keys=by_keys, script=script).begin()
        ballot.is_at(1, 5)
        assert str(asked.token()) not in page.url
        said = _answer_go_back_and_change(ballot)
        _skip(ballot)
        _add_something(ballot)
        _stop_and_go_on(ballot)
        # What nobody saw yet comes first, and then what was skipped.
        for place, answer in ((3, "Weet ik niet"), (4, "Eens"), (5, "Eens"), (2, "Oneens")):
            ballot.is_at(place, 5)
            said[ballot.statement] = answer
            ballot.press(answer)
        expect(page.locator("h1")).to_have_text("Dank u wel, u bent klaar")
    assert in_the_urn(asked) == {number: VALUES[answer] for number, answer in said.items()}
    assert added(asked) == ["Ik mis de dorpsraad."]
    assert voices(asked) == 1


def _answer_go_back_and_change(ballot: Ballot) -> dict[int, str]:
    first = ballot.statement
    ballot.press("Eens")
    ballot.is_at(2, 5)
    ballot.press("Vorige")
    ballot.is_at(1, 5)
    assert ballot.statement == first
    expect(ballot.control("Eens")).to_contain_text("uw antwoord")
    # Skipping would take back what was answered, and says so.
    expect(ballot.control("Antwoord weghalen")).to_be_visible()
    expect(ballot.control("Sla over")).to_have_count(0)
    ballot.press("Oneens")
    ballot.is_at(2, 5)
    return {first: "Oneens"}


def _skip(ballot: Ballot) -> None:
    ballot.press("Sla over")
    ballot.is_at(3, 5)


def _add_something(ballot: Ballot) -> None:
    ballot.follow("Zelf iets toevoegen")
    ballot.page.get_by_label("Mijn zin").fill("Ik mis de dorpsraad.")
    ballot.press_button("Stuur mijn zin")
    expect(ballot.page.locator("main")).to_contain_text("Wacht op een moderator.")
    ballot.follow("Terug naar de vragenlijst")
    ballot.is_at(3, 5)


def _stop_and_go_on(ballot: Ballot) -> None:
    ballot.follow("Stoppen")
    expect(ballot.page.locator("h1")).to_have_text("Wat u antwoordde is bewaard")
    expect(ballot.page.locator("main")).to_contain_text("U beantwoordde 1 van de 5 stellingen.")
    ballot.follow("Verdergaan")


# ── what a thumb needs ────────────────────────────────────────────────────────────────────


def test_every_answer_is_large_and_within_the_window_of_a_small_phone(
    live_server: LiveServer, chromium: Browser, a: Cooperation
) -> None:
    longest = ("Goede hulp is belangrijker dan een loket dichtbij, ook als het meer kost. " * 3)[
        :180
    ]
    asked = open_round(a, statements=[longest], may_add=True)
    with new_phone(chromium) as page:
        Ballot(page, live_server.url, asked).begin()
        expect(page.locator("h1.statement")).to_be_visible()
        boxes = [answer.bounding_box() for answer in page.locator("button.answer").all()]
        assert len(boxes) == 3
        for box in boxes:
            assert box is not None
            assert box["height"] >= 48
            assert box["width"] >= 280
            assert box["y"] + box["height"] <= PHONE["height"]
        assert not is_wider_than_its_window(page)


def test_a_double_tap_answers_one_statement(
    live_server: LiveServer, chromium: Browser, asked: OpenRound
) -> None:
    with new_phone(chromium) as page:
        ballot = Ballot(page, live_server.url, asked).begin()
        ballot.is_at(1, 5)
        ballot.rest()
        first = ballot.statement
        ballot.control("Eens").dblclick()
        ballot.is_at(2, 5)
        # The second tap of a slow thumb comes down where the next answer stands by then.
        ballot.control("Eens").click()
        page.wait_for_timeout(300)
        ballot.is_at(2, 5)
    assert in_the_urn(asked) == {first: 1}


def test_a_double_tap_without_script_keeps_one_answer(
    live_server: LiveServer, chromium: Browser, asked: OpenRound
) -> None:
    with new_phone(chromium, script=False) as page:
        ballot = Ballot(page, live_server.url, asked, script=False).begin()
        ballot.is_at(1, 5)
        first = ballot.statement
        ballot.control("Eens").dblclick(no_wait_after=True)
        ballot.is_at(2, 5)
    assert in_the_urn(asked)[first] == 1


# ── a lost connection ─────────────────────────────────────────────────────────────────────


def test_in_a_tunnel_the_answer_waits_and_can_still_be_changed(
    live_server: LiveServer, chromium: Browser, asked: OpenRound
) -> None:
    with new_phone(chromium) as page:
        ballot = Ballot(page, live_server.url, asked).begin()
        ballot.is_at(1, 5)
        first = ballot.statement
        page.context.set_offline(True)
        ballot.press("Eens")
        expect(page.get_by_text(NO_CONNECTION)).to_be_visible()
        ballot.press("Oneens")
        expect(ballot.control("Oneens")).to_have_attribute("data-chosen", "")
        assert in_the_urn(asked) == {}
        page.context.set_offline(False)
        ballot.is_at(2, 5)
        expect(page.get_by_text(NO_CONNECTION)).to_be_hidden()
        second = ballot.statement
        ballot.press("Weet ik niet")
        ballot.is_at(3, 5)
    assert in_the_urn(asked) == {first: -1, second: 0}
    assert voices(asked) == 1


def test_an_acknowledgement_that_was_lost_doubles_nothing(
    live_server: LiveServer,
    chromium: Browser,
    asked: OpenRound,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lost = _lose_the_first_acknowledgement(monkeypatch)
    with new_phone(chromium) as page:
        ballot = Ballot(page, live_server.url, asked).begin()
        ballot.is_at(1, 5)
        first = ballot.statement
        ballot.press("Eens")
        ballot.is_at(2, 5)
    assert lost == ["302 Found"]
    assert in_the_urn(asked) == {first: 1}
    assert voices(asked) == 1


def _lose_the_first_acknowledgement(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The server keeps the answer, and then the line goes dead before it can say so."""
    lost: list[str] = []
    send = ServerHandler.finish_response

    def send_or_lose(handler: Any) -> None:  # its attributes come while it runs
        asked_for = (handler.environ["REQUEST_METHOD"], handler.environ["PATH_INFO"][:3])
        if asked_for != ("POST", "/v/") or lost:
            return send(handler)
        lost.append(handler.status)
        handler.request_handler.close_connection = True
        raise BrokenPipeError

    monkeypatch.setattr(ServerHandler, "finish_response", send_or_lose)
    return lost


def test_without_script_a_lost_answer_is_sent_again_with_the_page(
    live_server: LiveServer, chromium: Browser, asked: OpenRound
) -> None:
    with new_phone(chromium, script=False) as page:
        ballot = Ballot(page, live_server.url, asked, script=False).begin()
        ballot.is_at(1, 5)
        first = ballot.statement
        page.context.set_offline(True)
        ballot.press("Eens")
        page.wait_for_url("chrome-error://**")
        page.context.set_offline(False)
        page.reload()
        ballot.is_at(2, 5)
    assert in_the_urn(asked) == {first: 1}


def test_two_tabs_overwrite_and_lose_nothing(
    live_server: LiveServer, chromium: Browser, asked: OpenRound
) -> None:
    with new_phone(chromium) as page:
        first_tab = Ballot(page, live_server.url, asked).begin()
        first_tab.is_at(1, 5)
        second_tab = Ballot(page.context.new_page(), live_server.url, asked)
        second_tab.page.goto(page.url)
        second_tab.is_at(1, 5)
        first = first_tab.statement
        first_tab.press("Eens")
        first_tab.is_at(2, 5)
        second_tab.press("Oneens")
        second_tab.is_at(2, 5)
        second = second_tab.statement
        assert first_tab.statement == second
        second_tab.press("Eens")
        second_tab.is_at(3, 5)
        first_tab.press("Weet ik niet")
        first_tab.is_at(3, 5)
        assert first_tab.statement == second_tab.statement
    assert in_the_urn(asked) == {first: -1, second: 0}
    assert voices(asked) == 1
