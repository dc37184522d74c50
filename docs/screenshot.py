"""Make `docs/screenshot.png`: the outcome of the invented example, as a visitor sees it.

With `bin/samenspel demo` running, and `bin/test` run once for Playwright:

    .venv/bin/python docs/screenshot.py http://localhost:8000 PASSWORD

PASSWORD is the one that the demo prints. Needs Chromium (`apt-get install chromium`).
"""

import argparse
import os
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page, sync_playwright

LEADER = "anna@voorbeeld.nl"
COOPERATION = "Eén organisatie voor De Waarden"
OUTCOME = re.compile(r"/vragenrondes/[0-9a-f-]{36}/$")
TARGET = Path(__file__).with_name("screenshot.png")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make docs/screenshot.png of a running demo.")
    parser.add_argument("address", help="where the demo runs, as http://localhost:8000")
    parser.add_argument("password", help="the password that the demo prints")
    parser.add_argument("--email", default=LEADER)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    given = parser.parse_args()
    if not given.chromium:
        sys.exit("Chromium is missing: apt-get install chromium, or say where with --chromium.")
    with sync_playwright() as playwright:
        # Root, as in a container, has no sandbox of its own.
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=given.chromium, args=sandbox)
        context = browser.new_context(
            viewport={"width": 1180, "height": 1400},
            locale="nl-NL",
            color_scheme="light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        sign_in(page, given.address.rstrip("/"), given.email, given.password)
        open_outcome(page)
        page.evaluate("document.fonts.ready.then(() => null)")
        page.screenshot(path=TARGET, animations="disabled", caret="hide")
        browser.close()
    sys.stdout.write(f"{TARGET}\n")


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    page.goto(f"{address}/account/inloggen/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_load_state()
    if "/inloggen" in page.url:
        sys.exit("Signing in did not work. Is this the password that the demo printed?")


def open_outcome(page: Page) -> None:
    """From the page after signing in to the newest outcome of the example."""
    page.goto(urljoin(page.url, "/samenwerkingen/"))
    page.get_by_role("link", name=COOPERATION).first.click()
    page.wait_for_load_state()
    page.goto(page.url.rstrip("/") + "/vragenrondes/")
    found = [link for link in _links(page) if OUTCOME.search(link)]
    if not found:
        sys.exit(f"There is no outcome on {page.url}.")
    page.goto(found[0], wait_until="networkidle")


def _links(page: Page) -> list[str]:
    return [str(link) for link in page.evaluate("[...document.links].map(link => link.href)")]


if __name__ == "__main__":
    main()
