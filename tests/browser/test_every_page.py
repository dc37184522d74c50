"""Every page in a real browser: accessible, within its window, without a word from the console."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize
from pytest_django.live_server_helper import LiveServer

from samenspel.cooperations.models import Membership
from samenspel.web.example.story import LEADER
from tests.browser.conftest import DESK, PHONE
from tests.browser.visits import Example, is_wider_than_its_window, sign_in, what_axe_finds
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
    "soundings:statement-svg": "a file",
    "soundings:map-svg": "a file",
    "soundings:released-csv": "a file",
    "health-live": "for machines",
    "health-ready": "for machines",
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
        "account_reset_password_from_key": reverse(
            "account_reset_password_from_key", kwargs={"uidb36": "1", "key": "no-key"}
        ),
        "cooperations:person": example.address(
            "cooperations:person", membership=Membership.objects.get(person__email=LEADER).pk
        ),
        "soundings:statement": example.address("soundings:statement", number=1),
    }


def test_every_page_of_the_table_is_visited_here(password: str) -> None:
    expected = {row.name for row in ROWS if row.leader == 200} - set(ELSEWHERE)
    assert set(pages(Example.loaded())) == expected


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_is_accessible_and_fits(
    live_server: LiveServer,
    page: Page,
    password: str,
    axe_source: str,
    window: ViewportSize,
) -> None:
    page.set_viewport_size(window)
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    found: dict[str, list[str]] = {}
    for name in ("pages:home", "account_login"):
        page.goto(f"{live_server.url}{reverse(name)}")
        found[name] = what_axe_finds(page, axe_source)
    sign_in(page, live_server.url, password)
    for name, address in pages(Example.loaded()).items():
        response = page.goto(f"{live_server.url}{address}")
        assert response is not None
        assert response.status == 200, address
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found[name] = what_axe_finds(page, axe_source)
        if is_wider_than_its_window(page):
            found[name].append("wider than its window")
    assert {name: problems for name, problems in found.items() if problems} == {}
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
