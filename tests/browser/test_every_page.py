"""Every page in a real browser: accessible, within its window, without a word from the console."""

from uuid import UUID

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from samenspel.cooperations.models import Membership, Party
from samenspel.dialogues.models import Agreement
from samenspel.dialogues.queries import cues_found, shown_round
from samenspel.duties.models import CouncilView
from samenspel.soundings.models import Sounding
from samenspel.web.example.story import LEADER
from tests.browser.visits import Example, Looking, sign_in, what_axe_finds
from tests.web.url_table import ROWS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]

# Pages that a signed-in leader cannot open as they are, and files that are not pages.
ELSEWHERE = {
    "account_inactive": "says that an account is closed; seen when signed out",
    "accept-invitation": "needs a mail; see test_colleagues",
    "cooperations:change-challenge": "needs a challenge; see test_colleagues",
    **dict.fromkeys(
        (
            "soundings:start",
            "soundings:change",
            "soundings:items",
            "soundings:item",
            "soundings:groups",
            "soundings:lists",
            "soundings:people",
            "soundings:remove",
            "soundings:poster",
        ),
        "needs a draft; see test_preparing",
    ),
    **dict.fromkeys(
        ("soundings:question-bank", "soundings:questions-file", "soundings:read-questions"),
        "needs a pulse; see test_composing",
    ),
    **dict.fromkeys(
        ("soundings:organisation", "outcome:organisation"),
        "needs a round about each other; see test_about_each_other",
    ),
    "outcome:construct": "the same page as behind soundings:construct",
    "answering:codes": "see test_every_answering_page",
    "answering:lost": "see test_every_answering_page",
    **dict.fromkeys(
        (
            f"{space}:{name}"
            for space in ("soundings", "outcome")
            for name in (
                "statement-svg",
                "map-svg",
                "groups-csv",
                "released-csv",
                "figures-csv",
                "means-svg",
                "courses-svg",
            )
        ),
        "a file",
    ),
    "atlas:data-file": "a file",
    "calendar-feed": "a file",
    "health-live": "for machines",
    "health-ready": "for machines",
}
OF_THE_OUTCOME = {"outcome": {}, "statements": {}, "statement": {"number": 1}, "map": {}}
KEY = "0" * 26
# The same page as behind another address, so it is opened and not looked at once more.
SAME = {"soundings:round", "outcome:statements", "outcome:statement", "outcome:map"}


@pytest.fixture
def example(password: str) -> Example:
    """As it is loaded. Its outcome has an address for everybody, as one that was asked here."""
    found = Example.loaded()
    with scopes_disabled():
        Sounding.objects.filter(pk=found.sounding).update(outcome_key=KEY)
    return found


def a_party() -> int:
    with scopes_disabled():
        return Party.objects.values_list("pk", flat=True)[0]


def a_pulse() -> UUID:
    with scopes_disabled():
        pulses = Sounding.objects.filter(instrument="scale", state=Sounding.State.CLOSED)
        return pulses.values_list("pk", flat=True)[0]


def of_conversations(example: Example) -> dict[str, str]:
    """A conversation that was held, its agreement, and a cue."""
    with scopes_disabled():
        agreement = Agreement.objects.exclude(noticed_by="").get(state=Agreement.State.KEPT)
        shown = shown_round(Sounding.objects.get(pk=example.sounding))
        assert shown is not None
        [cue, *_others] = cues_found([shown])
        assert agreement.dialogue is not None
    talked = {"dialogue": agreement.dialogue.pk}
    return {
        **{
            f"dialogues:{name}": example.address(f"dialogues:{name}")
            for name in ("overview", "plan")
        },
        **{
            f"dialogues:{name}": example.address(f"dialogues:{name}", **talked)
            for name in ("dialogue", "change", "heard", "agree")
        },
        "dialogues:on-screen": example.address("dialogues:on-screen", number=2, **talked),
        **{
            f"dialogues:{name}": example.address(f"dialogues:{name}", agreement=agreement.pk)
            for name in ("change-agreement", "look-back")
        },
        "dialogues:set-aside": example.address(
            "dialogues:set-aside", sounding=cue.name.sounding, key=cue.name.key
        ),
    }


def of_duties(example: Example) -> dict[str, str]:
    """The calendar, the checklist, and what councils said."""
    with scopes_disabled():
        council = CouncilView.objects.all()[0]
    views = {"round": council.round_id}
    return {
        **{
            f"duties:{name}": example.address(f"duties:{name}")
            for name in ("calendar", "to-print", "plan", "arrangement", "rounds", "start-round")
        },
        **{
            f"duties:{name}": example.address(f"duties:{name}", **views)
            for name in ("round", "change-round")
        },
        "duties:view": example.address("duties:view", **views, council=council.pk),
        "duties:item": example.address("duties:item", key="uittreden"),
    }


def pages(example: Example) -> dict[str, str]:
    """Name and address of every page that Anna can open."""
    plain = {
        name: reverse(name)
        for name in (
            "pages:about",
            "people:account",
            "account_logout",
            "account_reauthenticate",
            "account_change_password",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key_done",
            "cooperations:list",
            "cooperations:start",
            "atlas:netherlands",
            "atlas:municipalities",
            "atlas:arrangements",
            "atlas:purposes",
            "atlas:web",
            "atlas:web-regions",
            "atlas:through-time",
            "atlas:pick",
            "atlas:data",
        )
    }
    of_the_example = {
        name: example.address(name)
        for name in (
            "story",
            "cooperations:change",
            "cooperations:groups",
            "cooperations:purpose",
            "cooperations:people",
            "cooperations:challenges",
            "cooperations:add-challenge",
            "soundings:list",
            "soundings:import",
            "soundings:import-survey",
            "soundings:round",
            "soundings:outcome",
            "soundings:report",
            "soundings:statements",
            "soundings:map",
        )
    }
    return {
        **plain,
        **of_the_example,
        **of_conversations(example),
        **of_duties(example),
        "account_reset_password_from_key": reverse(
            "account_reset_password_from_key", kwargs={"uidb36": "1", "key": "no-key"}
        ),
        "cooperations:person": example.address(
            "cooperations:person", membership=Membership.objects.get(person__email=LEADER).pk
        ),
        "cooperations:link-party": example.address("cooperations:link-party", party=a_party()),
        "soundings:statement": example.address("soundings:statement", number=1),
        "soundings:construct": reverse(
            "soundings:construct",
            kwargs={"cooperation": example.cooperation, "sounding": a_pulse(), "number": 1},
        ),
        **{
            f"outcome:{name}": reverse(f"outcome:{name}", kwargs={"key": KEY, **more})
            for name, more in OF_THE_OUTCOME.items()
        },
    }


def test_every_page_of_the_table_is_visited_here(example: Example) -> None:
    expected = {row.name for row in ROWS if row.leader == 200} - set(ELSEWHERE)
    assert set(pages(example)) == expected


def test_every_page_is_accessible_and_fits(
    live_server: LiveServer, page: Page, password: str, example: Example, axe_source: str
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    looking = Looking(axe_source)
    for name in ("pages:home", "account_login"):
        page.goto(f"{live_server.url}{reverse(name)}")
        looking.at(page, name)
    sign_in(page, live_server.url, password)
    for name, address in pages(example).items():
        response = page.goto(f"{live_server.url}{address}")
        assert response is not None
        assert response.status == 200, address
        if name not in SAME:
            looking.at(page, name)
    assert looking.found == {}
    assert said == []


def test_axe_would_find_what_is_wrong(page: Page, axe_source: str) -> None:
    page.set_content("<title>x</title><main><img src='x'><input></main>")
    assert {line.split(":")[0] for line in what_axe_finds(page, axe_source)} >= {
        "image-alt",
        "label",
        "html-has-lang",
    }


@pytest.mark.parametrize("address", ["/bestaat-niet/", "/samenwerkingen/bestaat-niet/"])
def test_a_page_that_is_not_there_is_accessible_too(
    live_server: LiveServer, page: Page, password: str, axe_source: str, address: str
) -> None:
    sign_in(page, live_server.url, password)
    response = page.goto(f"{live_server.url}{address}")
    assert response is not None
    assert response.status == 404
    assert what_axe_finds(page, axe_source) == []
