"""The page with the opinion map and the groups found, for whatever was found."""

from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings.instruments.statements.polis_export import Conversation
from samenspel.web.example.statements import STATEMENTS
from tests.browser.visits import Looking, enter
from tests.soundings.rounds import Asked, address, closed_round, conversation, in_camps

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]

TEXTS = [statement.text for statement in STATEMENTS]
LONGEST = ("Goede hulp is belangrijker dan een loket dichtbij, ook als dat meer kost. " * 5)[:300]
WORD = "Arbeidsongeschiktheidsverzekeringsmaatschappijen" * 3


def camps() -> Conversation:
    counts = ((80, 0, 0),) * len(TEXTS)
    return in_camps(
        conversation(
            Asked("Medewerkers", 118, counts), Asked("Raadsleden", 96, counts), texts=TEXTS
        ),
        surely=0.84,
    )


def noise() -> Conversation:
    said = camps()
    values = np.array([-1, 0, 1], dtype=np.int8)
    return replace(said, value=np.random.default_rng(1).choice(values, len(said.value)))


def straight() -> Conversation:
    """Three camps, and beside them thirty people who agree with everything."""
    said = camps()
    return replace(said, value=np.where(said.voter >= 130, 1, said.value).astype(np.int8))


def one_line() -> Conversation:
    """People differ from left to right and in no other way."""
    said = camps()
    draw = np.random.default_rng(4)
    stands = draw.normal(size=said.participants)[said.voter]
    leans = np.where(said.statement % 2, 1.0, -1.0) * (1 + said.statement % 3)
    opinion = stands * leans + draw.logistic(0, 1.0, len(said.value))
    return replace(said, value=np.where(opinion > 0, 1, -1).astype(np.int8))


def hostile() -> Conversation:
    said = camps()
    texts = [LONGEST, WORD, "<script>alert(1)</script> 🌍 שלום", "", *TEXTS[4:]]
    told = (replace(s, text=text) for s, text in zip(said.statements, texts, strict=True))
    return replace(said, statements=tuple(told))


SHOWN = {
    "groups": (camps(), "Wij vonden 3 groepen die elk anders kijken"),
    "groups and straight-liners": (straight(), "Wij vonden 3 groepen die elk anders kijken"),
    "groups with odd texts": (hostile(), "Wij vonden 3 groepen die elk anders kijken"),
    "one line": (one_line(), "Wij vonden geen groepen met een eigen kijk"),
    "chance": (noise(), "Wij vonden geen groepen met een eigen kijk"),
}


@pytest.mark.parametrize("what", SHOWN)
def test_what_was_found_is_told_accessibly(
    live_server: LiveServer, page: Page, axe_source: str, anna: Person, a: Cooperation, what: str
) -> None:
    said, headline = SHOWN[what]
    sounding = closed_round(anna, a, said)
    enter(page.context, live_server.url, anna)
    page.goto(live_server.url + address("map", sounding))

    expect(page.get_by_role("heading", name=headline)).to_be_visible()
    expect(page.locator(".opinion-map").first).to_be_visible(visible=what != "chance")
    looking = Looking(axe_source)
    looking.at(page, f"map, {what}")
    assert looking.found == {}
