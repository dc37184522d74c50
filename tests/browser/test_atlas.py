"""The pages of the atlas in a real browser, of the small invented country."""

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from samenspel.atlas.actions.webs import weave_webs
from samenspel.people.models import Person
from tests.atlas.small_country import DAY, small_country
from tests.browser.conftest import PHONE
from tests.browser.visits import Looking, enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The address of every page of the atlas, with what it needs; other days where they look different.
PAGES = {
    "netherlands": "",
    "netherlands-before": "?op=2018-06-01&feit=herindeling",
    "province": "?provincie=PV92&feit=inwoners&zoek=grote",
    "municipalities": "gemeenten/",
    "picking": "kiezen/",
    "picking-in-a-province": "kiezen/?provincie=PV92&organisaties=GM9004,GM9001",
    "picking-and-searching": "kiezen/?provincie=&organisaties=GM9009&zoek=mark",
    "municipality": "organisaties/GM9006/",
    "abolished": "organisaties/GM9009/",
    "to-come": "organisaties/GM9004/?op=2020-01-01",
    "province-as-organisation": "organisaties/PV91/",
    "body": "organisaties/SO9001/",
    "arrangements": "regelingen/",
    "arrangements-found": "regelingen/?zoek=inwoners&organisatie=Duinrade",
    "arrangements-refused": "regelingen/?vorm=kasteel&organisatie=Nergens",
    "arrangement": "regelingen/9102/",
    "arrangement-before": "regelingen/9101/",
    "purposes": "bedoelingen/",
    "purposes-of-a-theme": "bedoelingen/?thema=inwoners",
    "purposes-without": "bedoelingen/?thema=geen",
    "web": "web/",
    "web-before": "web/?op=2017-06-01",
    "web-province": "web/?provincie=PV91",
    "web-regions": "web/regios/",
    "web-regions-before": "web/regios/?op=2020-06-01&indeling=GG",
    "web-region": "web/regios/?indeling=VR&regio=VR91",
    "web-refused": "web/?gemeenten=Duinrade,Nergens",
    "through-time": "door-de-tijd/",
}


@pytest.fixture
def atlas(live_server: LiveServer, context: BrowserContext, anna: Person) -> str:
    """Where the atlas is, for Anna who is signed in."""
    small_country()
    weave_webs()
    enter(context, live_server.url, anna)
    return f"{live_server.url}{reverse('atlas:netherlands')}"


def test_every_page_of_the_atlas_is_accessible_and_fits(
    atlas: str, page: Page, axe_source: str
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    looking = Looking(axe_source)
    for name, address in PAGES.items():
        day = "" if "op=" in address else f"{'&' if '?' in address else '?'}op={DAY}"
        response = page.goto(f"{atlas}{address}{day}")
        assert response is not None
        assert response.status == 200, address
        looking.at(page, name)
    assert looking.found == {}
    assert said == []


def test_the_map_is_gone_through_by_keyboard_or_passed_over(atlas: str, page: Page) -> None:
    page.goto(f"{atlas}?op={DAY}")
    skip = page.get_by_role("link", name="Sla de kaart over en ga naar de lijst")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Tab")
    first = page.locator(".atlas-map a").first
    expect(first).to_be_focused()
    assert first.locator("path").evaluate("path => getComputedStyle(path).strokeWidth") == "3px"
    for _shape in range(6):
        page.keyboard.press("Tab")
    expect(page.get_by_label("Kies Aldermonde")).to_be_focused()

    skip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#lijst")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aldermonde doet mee in 3 regelingen")
    assert page.url.endswith(f"?op={DAY}")


def test_a_leader_finds_a_municipality_of_an_earlier_day_on_a_phone(atlas: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(atlas)
    page.get_by_label("Toon op").fill("2018-06-01")
    page.get_by_role("button", name="Toon").first.click()
    page.get_by_label("Zoek op naam").fill("linder")
    page.get_by_role("button", name="Toon").last.click()
    page.locator("#lijst").get_by_role("link", name="Lindermeer").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Lindermeer doet in geen enkele regeling mee")
    page.get_by_role("link", name="Nederland", exact=True).click()
    assert page.url == f"{atlas}?op=2018-06-01"
