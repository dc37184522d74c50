"""A round about the other organisations: composed, answered and shown, at a desk and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from samenspel.people.models import Person
from tests.browser.ballot import new_phone
from tests.browser.visits import Looking, enter
from tests.soundings.instruments.relations.answered import closed_round, of_all_kinds
from tests.soundings.instruments.relations.asked import (
    draft_about_each_other,
    of_organisations,
    open_about_each_other,
)
from tests.soundings.kept import values

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]
PEOPLE = {"Oostwaard": 40, "Rijnveld": 25, "Verweg": 12, "Zorggroep De Linde": 60}


def test_a_leader_chooses_what_to_ask_and_reads_what_is_left_out(
    live_server: LiveServer,
    context: BrowserContext,
    page: Page,
    anna: Person,
    axe_source: str,
) -> None:
    looking = Looking(axe_source)
    cooperation = of_organisations(anna, PEOPLE | {"Dorpsraad": 4})
    sounding = draft_about_each_other(anna, cooperation)
    enter(context, live_server.url, anna)
    where = {"cooperation": cooperation.slug, "sounding": sounding.pk}
    page.goto(live_server.url + reverse("soundings:items", kwargs=where))
    expect(page.get_by_text("Bij Dorpsraad en Verweg vragen we het dus niet.")).to_be_visible()
    page.get_by_label("Belangen").uncheck()
    page.get_by_label("Verantwoordelijkheden").uncheck()
    for aspect in ("Voordeel van de twijfel", "Goede wil", "Waarde voor de opgave"):
        page.get_by_label(aspect).uncheck()
    page.get_by_role("button", name="Bewaar deze keuze").click()
    expect(page.get_by_text("Bewaard: 21 vragen.")).to_be_visible()
    looking.at(page, "about-each-other-compose")
    assert looking.found == {}


@pytest.mark.parametrize("script", [True, False])
def test_it_is_answered_with_keys_and_without_a_script(
    live_server: LiveServer, chromium: Browser, anna: Person, axe_source: str, script: bool
) -> None:
    looking = Looking(axe_source)
    # Of each other organisation its role is asked, and then one aspect.
    asked = open_about_each_other(anna, PEOPLE | {"Verweg": 30}, chosen=["role", "agreement"])
    with new_phone(chromium, script=script) as phone:
        # A sentence that is still fading in has too little contrast.
        phone.emulate_media(reduced_motion="reduce")
        phone.goto(f"{live_server.url}/s/{asked.token('Oostwaard')}")
        phone.get_by_role("button", name="Begin").click()
        about = phone.locator(".about")
        expect(about).to_have_text("Over de eigen organisatieOostwaard")
        if script:
            looking.at(phone, "about-each-other-recognition")
            phone.keyboard.press("4")
            expect(about).not_to_contain_text("Oostwaard")
            looking.at(phone, "about-each-other-other")
            phone.keyboard.press("0")
        else:
            phone.get_by_role("button", name="Uitvoerder").click()
            phone.get_by_role("button", name="Weet ik niet").click()
        expect(phone.get_by_role("button", name="Helemaal eens")).to_be_visible()
        named = about.locator(".about__name").inner_text()
        if script:
            looking.at(phone, "about-each-other-aspect")
            phone.keyboard.press("5")
        else:
            phone.get_by_role("button", name="Helemaal eens").click()
        expect(about).not_to_contain_text(named)
    assert sorted(value for _number, value in values(asked)) == [0, 4, 5]
    assert looking.found == {}


def test_what_was_said_is_shown_at_a_desk_and_on_a_phone(
    live_server: LiveServer, page: Page, anna: Person, axe_source: str
) -> None:
    looking = Looking(axe_source)
    cooperation = of_organisations(anna, PEOPLE)
    closed_round(cooperation, of_all_kinds(), key="1" * 26)
    page.goto(live_server.url + reverse("outcome:outcome", kwargs={"key": "1" * 26}))
    expect(page.locator("h1")).to_have_text("Organisaties herkennen elkaars rol meestal")
    looking.at(page, "about-each-other-outcome")
    page.get_by_role("link", name="Rijnveld").click()
    looking.at(page, "about-each-other-organisation")
    assert looking.found == {}
