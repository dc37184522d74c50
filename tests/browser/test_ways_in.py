"""How somebody comes in: by the link of a mail, codes of a letter, an open link, or too late."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from django_scopes import scopes_disabled
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from samenspel.cooperations.models import Cooperation
from samenspel.soundings.actions import send_invitations
from samenspel.soundings.models import Invitation, Sounding
from samenspel.soundings.tokens import new_token
from tests.browser.ballot import Ballot, new_phone
from tests.database_rights import as_owner
from tests.soundings.asked import OPEN_LINK, OpenRound, open_round
from tests.soundings.closed import close, let_answer
from tests.soundings.kept import kept
from tests.soundings.rounds import Asked
from tests.soundings.test_answering_views import letter

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]


@pytest.fixture
def asked(a: Cooperation) -> OpenRound:
    return open_round(a, may_add=True)


def heading_is(page: Page, text: str) -> None:
    expect(page.locator("h1")).to_have_text(text)


def test_a_link_that_is_wrong_says_what_to_do(
    live_server: LiveServer, chromium: Browser, asked: OpenRound
) -> None:
    with new_phone(chromium) as page:
        page.goto(f"{live_server.url}/s/{str(asked.token())[:-1]}")
        heading_is(page, "Deze link werkt niet")
        page.get_by_role("link", name="Vraag een nieuwe link").click()
        heading_is(page, "De link kwijt?")


def test_the_explanation_is_one_step_from_the_door_and_from_every_statement(
    live_server: LiveServer, chromium: Browser, asked: OpenRound
) -> None:
    with new_phone(chromium) as page:
        ballot = Ballot(page, live_server.url, asked)
        page.goto(f"{live_server.url}/s/{asked.token()}")
        ballot.follow("Wat gebeurt er met mijn antwoorden?")
        heading_is(page, "Wat er met uw antwoorden gebeurt")
        expect(page.get_by_role("link", name="Terug naar de vragenlijst")).to_have_count(0)
        page.go_back()
        ballot.press_button("Begin")
        ballot.follow("Wat gebeurt er met mijn antwoorden?")
        expect(page.locator("main")).to_contain_text("U bent één van de 6 in de groep Raadsleden.")
        ballot.follow("Terug naar de vragenlijst")
        ballot.is_at(1, 5)


def test_the_codes_of_a_letter_are_typed_and_a_mistake_is_told(
    live_server: LiveServer, chromium: Browser, asked: OpenRound
) -> None:
    code = letter(asked)
    with new_phone(chromium) as page:
        ballot = Ballot(page, live_server.url, asked)
        page.goto(f"{live_server.url}/meedoen/")
        page.get_by_label("Code van de vragenlijst").fill(asked.code.lower())
        page.get_by_label("Persoonlijke code").fill("00000-00000")
        ballot.press_button("Ga verder")
        expect(page.locator("main")).to_contain_text("Deze twee codes horen niet bij elkaar.")
        # What was right stays in the form.
        expect(page.get_by_label("Code van de vragenlijst")).to_have_value(
            re.compile(asked.code, re.IGNORECASE)
        )
        page.get_by_label("Persoonlijke code").fill(f" {code[:5]} - {code[5:]}".lower())
        ballot.press_button("Ga verder")
        ballot.press_button("Begin")
        ballot.is_at(1, 5)
        ballot.press("Eens")
        ballot.is_at(2, 5)
    assert [group for group, *_rest in kept(asked)] == ["Raadsleden"]


def test_an_open_link_goes_on_where_this_device_was(
    live_server: LiveServer, chromium: Browser, asked: OpenRound
) -> None:
    with new_phone(chromium) as page:
        ballot = Ballot(page, live_server.url, asked)
        page.goto(f"{live_server.url}/o/{asked.open_code}")
        expect(page.locator("main")).to_contain_text("Iedereen met deze link kan meedoen.")
        ballot.press_button("Begin")
        ballot.is_at(1, 5)
        ballot.press("Oneens")
        ballot.is_at(2, 5)
        page.goto(f"{live_server.url}/o/{asked.open_code}")
        ballot.press_button("Verdergaan")
        ballot.is_at(2, 5)
    assert [(group, value) for group, _number, value in kept(asked)] == [(OPEN_LINK, -1)]


def test_a_lost_link_comes_by_mail_and_takes_nothing_from_the_first(
    live_server: LiveServer,
    chromium: Browser,
    asked: OpenRound,
    settings: Settings,
    mail_server: None,
) -> None:
    settings.ADDRESS = live_server.url
    with scopes_disabled():
        Invitation.objects.filter(h1=asked.token().h1).update(email="bram@voorbeeld.nl")
    with new_phone(chromium) as page:
        ballot = Ballot(page, live_server.url, asked)
        page.goto(f"{live_server.url}/link-kwijt/")
        page.get_by_label("E-mailadres").fill("bram@voorbeeld.nl")
        page.get_by_label("Code van de vragenlijst").fill(asked.code)
        ballot.press_button("Stuur een nieuwe link")
        heading_is(page, "Kijk over een paar minuten in de mail")
        send_invitations(sounding_id=asked.sounding.pk)
        [sent] = mail.outbox
        links = re.findall(rf"{live_server.url}/s/\w+", str(sent.body))
        # Whoever asked may be somebody else than whoever is answering by it.
        page.goto(f"{live_server.url}/s/{asked.token()}")
        heading_is(page, "Wat vindt u van de samenwerking?")
        page.goto(links[0])
        ballot.press_button("Begin")
        ballot.is_at(1, 5)


def test_before_the_opening_the_day_is_told(
    live_server: LiveServer, chromium: Browser, a: Cooperation
) -> None:
    asked = open_round(a, state=Sounding.State.PLANNED)
    with new_phone(chromium) as page:
        page.goto(f"{live_server.url}/s/{asked.token()}")
        heading_is(page, "De vragenlijst is nog niet open")
        expect(page.locator("main")).to_contain_text("Deze link werkt dan ook.")


def let_time_pass(asked: OpenRound) -> None:
    """It is the day after the last."""
    now = timezone.now()
    with scopes_disabled(), as_owner(), connection.cursor() as cursor:
        yesterday = timezone.localdate(now) - timedelta(days=1)
        Sounding.objects.filter(pk=asked.sounding.pk).update(closes_on=yesterday)
        cursor.execute(
            "UPDATE urn.open_round SET closes_at = %s WHERE round = %s", [now, asked.sounding.pk]
        )


def test_who_comes_too_late_is_led_to_the_outcome(
    live_server: LiveServer, chromium: Browser, asked: OpenRound
) -> None:
    let_answer(asked, Asked("Medewerkers", 8, ((6, 1, 0),) * 5))
    with new_phone(chromium) as began, new_phone(chromium) as never:
        ballot = Ballot(began, live_server.url, asked).begin(asked.token("Raadsleden"))
        ballot.is_at(1, 5)
        before = kept(asked)
        let_time_pass(asked)
        never.goto(f"{live_server.url}/s/{asked.token('Raadsleden', 1)}")
        heading_is(never, "De vragenlijst is gesloten")
        ballot.press("Eens")
        heading_is(began, "De vragenlijst is gesloten")
        assert kept(asked) == before
        close(asked)
        for page in (began, never):
            page.goto(f"{live_server.url}/s/{asked.token('Raadsleden', 1)}")
            page.wait_for_url(f"{live_server.url}/uitkomsten/{asked.sounding.outcome_key}/")
            expect(page.locator("main")).to_contain_text("Wat alle")
        # On a device that began, so does the address of the ballot.
        began.goto(f"{live_server.url}/v/{asked.code}/")
        began.wait_for_url(f"{live_server.url}/uitkomsten/**")
        never.goto(f"{live_server.url}/s/{new_token()}")
        heading_is(never, "Deze link werkt niet")
