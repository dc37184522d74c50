"""How many bytes really come over the line to a phone that was never here before."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from samenspel.cooperations.models import Cooperation
from tests.browser.ballot import new_phone
from tests.soundings.asked import open_round

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]

MOST = 60_000


class Line:
    """Counts what the browser is sent, as it is sent: compressed, and with its headers."""

    def __init__(self, page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._begins)
        session.on("Network.loadingFinished", self._ends)
        session.send("Network.enable")
        self._addresses: dict[str, str] = {}
        self.bytes: dict[str, int] = {}

    def _begins(self, event: dict[str, object]) -> None:
        response = event["response"]
        assert isinstance(response, dict)
        self._addresses[str(event["requestId"])] = response["url"]

    def _ends(self, event: dict[str, object]) -> None:
        address = self._addresses[str(event["requestId"])]
        self.bytes[address] = int(str(event["encodedDataLength"]).split(".")[0])


def test_the_door_and_a_ballot_come_in_sixty_kilobytes_each(
    live_server: LiveServer, chromium: Browser, a: Cooperation
) -> None:
    longest = ("Goede hulp is belangrijker dan een loket dichtbij, ook als dat meer kost. " * 5)[
        :300
    ]
    asked = open_round(a, statements=[longest] * 3, may_add=True)
    cookies = []
    with new_phone(chromium) as page:
        door = Line(page)
        page.goto(f"{live_server.url}/s/{asked.token()}", wait_until="networkidle")
        assert 10_000 < sum(door.bytes.values()) <= MOST, door.bytes
        page.get_by_role("button", name="Begin").click()
        expect(page.locator("h1.statement")).to_be_visible()
        cookies = page.context.cookies()
    with new_phone(chromium) as page:
        page.context.add_cookies(
            [
                {"name": c["name"], "value": c["value"], "path": c["path"], "domain": c["domain"]}
                for c in cookies
            ]
        )
        ballot = Line(page)
        page.goto(f"{live_server.url}/v/{asked.code}/", wait_until="networkidle")
        expect(page.locator("h1.statement")).to_be_visible()
        assert any(address.endswith("ballot.js") for address in ballot.bytes)
        assert any("woff2" in address for address in ballot.bytes)
        assert sum(ballot.bytes.values()) <= MOST, ballot.bytes
        # Nothing comes from anywhere else.
        assert {address.startswith(live_server.url) for address in ballot.bytes} == {True}
