"""Somebody who answers in a real browser: opens a link, presses buttons or keys, and reads."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from samenspel.soundings.tokens import Token
from tests.browser.conftest import PHONE
from tests.soundings.asked import OpenRound

VALUES = {"Eens": 1, "Oneens": -1, "Weet ik niet": 0}
KEYS = {"Eens": "1", "Oneens": "o", "Weet ik niet": "3", "Sla over": "s", "Vorige": "ArrowLeft"}
# Milliseconds. Until then the page takes a second tap for the end of a double one.
SECOND_TAP = 450


@dataclass
class Ballot:
    page: Page
    address: str
    asked: OpenRound
    by_keys: bool = False
    """answers with the keyboard, else with a thumb or a mouse"""
    script: bool = True

    def begin(self, token: Token | None = None) -> "Ballot":
        self.page.goto(f"{self.address}/s/{token or self.asked.token()}")
        self.press_button("Begin")
        return self

    def press_button(self, name: str) -> None:
        button = self.page.locator("main").get_by_role("button", name=name, exact=True)
        if self.by_keys:
            button.press("Enter")
        else:
            button.click()

    def press(self, name: str) -> None:
        """An answer, "Sla over" or "Vorige"."""
        if self.by_keys:
            self.page.keyboard.press(KEYS[name])
        else:
            self.rest()
            self.control(name).click()

    def rest(self) -> None:
        """As long as anybody takes to see that there is another statement."""
        if self.script:
            self.page.wait_for_timeout(SECOND_TAP)

    def control(self, name: str) -> Locator:
        # An answer that was given before is said in its name.
        name_here = re.compile(rf"^{name}( uw antwoord)?$")
        main = self.page.locator("main")
        if name == "Vorige":
            return main.get_by_role("link", name=name_here)
        return main.get_by_role("button", name=name_here)

    def follow(self, name: str) -> None:
        link = self.page.locator("main").get_by_role("link", name=name, exact=True)
        if self.by_keys:
            link.press("Enter")
        else:
            link.click()

    @property
    def statement(self) -> int:
        """The number of the statement that is shown. Its text ends with it."""
        text = self.page.locator("h1.statement").inner_text()
        return int(text.split()[-1])

    def is_at(self, place: int, total: int) -> None:
        expect(self.page.locator(".place__now")).to_have_text(f"stelling {place} van {total}")


@contextmanager
def new_phone(
    chromium: Browser, *, script: bool = True, window: ViewportSize = PHONE
) -> Iterator[Page]:
    """A phone that was never here: nothing is in its cache, and it has no cookies."""
    phone = chromium.new_context(
        viewport=window,
        locale="nl-NL",
        java_script_enabled=script,
        has_touch=window == PHONE,
        is_mobile=window == PHONE,
    )
    phone.set_default_timeout(10_000)
    yield phone.new_page()
    phone.close()
