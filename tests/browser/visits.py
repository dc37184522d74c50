"""What a visitor does in the tests: sign in, and go from page to page."""

import os
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from playwright.sync_api import BrowserContext, Page

from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from samenspel.web.example.story import LEADER
from tests.browser.conftest import DESK, PHONE

# A folder for a picture of every page that is looked at, for who wants to see them all.
KEPT_IN = os.environ.get("SAMENSPEL_PICTURES_OF_PAGES")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN_AXE = """tags => axe.run(document, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']
})"""


@dataclass(frozen=True)
class Example:
    """The addresses of the example."""

    cooperation: str
    sounding: str

    @classmethod
    def loaded(cls) -> "Example":
        with scopes_disabled():
            sounding = Sounding.objects.select_related("cooperation").get(
                state=Sounding.State.CLOSED, instrument="statements"
            )
        return cls(sounding.cooperation.slug, str(sounding.pk))

    def address(self, name: str, **more: Any) -> str:
        kwargs = {"cooperation": self.cooperation, **more}
        if name.startswith("soundings:") and name not in {
            "soundings:list",
            "soundings:import",
            "soundings:import-survey",
        }:
            kwargs["sounding"] = self.sounding
        return reverse(name, kwargs=kwargs)


def sign_in(page: Page, address: str, password: str) -> None:
    page.goto(f"{address}{reverse('account_login')}")
    page.get_by_label("E-mailadres").fill(LEADER)
    page.get_by_label("Wachtwoord").fill(password)
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url(f"{address}{reverse('cooperations:list')}")


def enter(context: BrowserContext, address: str, person: Person) -> None:
    """Sign in without the form: the browser gets the cookies of somebody who did."""
    client = Client()
    client.force_login(person)
    context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": address}
            for name, morsel in client.cookies.items()
        ]
    )


def what_axe_finds(page: Page, axe_source: str) -> list[str]:
    """Every violation of WCAG 2.2 AA on this page, as a line."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source)
    found = page.evaluate(_RUN_AXE, AXE_TAGS)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def is_wider_than_its_window(page: Page) -> bool:
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


class Looking:
    """What is wrong with the pages that were come by, in the window of a desk and of a phone."""

    def __init__(self, axe_source: str) -> None:
        self._axe = axe_source
        self.found: dict[str, list[str]] = {}

    def at(self, page: Page, name: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        before = page.viewport_size
        for window in (DESK, PHONE):
            page.set_viewport_size(window)
            wrong = what_axe_finds(page, self._axe)
            if is_wider_than_its_window(page):
                wrong.append("wider than its window")
            if wrong:
                self.found[f"{name}, {window['width']} wide"] = wrong
            if KEPT_IN:
                page.screenshot(path=f"{KEPT_IN}/{name}-{window['width']}.png", full_page=True)
        if before:
            page.set_viewport_size(before)
