"""A leader composes a pulse: from a ready set, the item bank, own words and a file."""

from pathlib import Path

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from samenspel.soundings.actions.drafts import delete_unanswered
from samenspel.soundings.models import Item, Sounding
from tests.browser.visits import Example, Looking, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]

TITLE = "Hoe staat het met het vertrouwen?"


def test_a_pulse_is_composed_saved_and_read_again(
    live_server: LiveServer, page: Page, password: str, axe_source: str, tmp_path: Path
) -> None:
    looking = Looking(axe_source)
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    sign_in(page, live_server.url, password)

    page.goto(live_server.url + Example.loaded().address("soundings:list"))
    page.get_by_role("link", name="Vragenronde voorbereiden").click()
    page.get_by_label("Hoe heet deze vragenronde?").fill(TITLE)
    page.get_by_label("Peiling ‘Vertrouwen in 3 minuten’ (19 vragen)").check()
    looking.at(page, "pulse-start")
    page.get_by_role("button", name="Begin").click()
    looking.at(page, "pulse-draft")
    page.get_by_role("link", name="Bekijk Vragen").click()
    expect(page.get_by_role("heading", name="19 vragen", exact=True)).to_be_visible()
    looking.at(page, "pulse-questions")

    page.get_by_role("link", name="Kies vragen uit de itembank").click()
    page.get_by_text("Leidinggevenden en projectleiders").first.click()
    page.get_by_label("Ik heb tijd om met collega's na te denken over mijn rol.").check()
    looking.at(page, "pulse-bank")
    page.get_by_role("button", name="Voeg deze vragen toe").click()
    expect(page.get_by_text("1 vraag toegevoegd.")).to_be_visible()

    page.get_by_label("Eigen vragen").fill("Het loket in mijn dorp blijft open.")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("heading", name="21 vragen", exact=True)).to_be_visible()
    page.get_by_role("link", name="Wijzigen").first.click()
    looking.at(page, "pulse-question")
    page.get_by_role("link", name="Terug naar de lijst").click()

    with page.expect_download() as saved:
        page.get_by_role("link", name="Sla deze vragen op als bestand").click()
    file = tmp_path / "vragen.json"
    saved.value.save_as(file)
    with scopes_disabled():
        sounding = Sounding.objects.select_related("cooperation").get(title=TITLE)
        delete_unanswered(Item.objects.filter(sounding=sounding))
    where = {"cooperation": sounding.cooperation.slug, "sounding": sounding.pk}
    page.goto(live_server.url + reverse("soundings:read-questions", kwargs=where))
    page.get_by_label("Bestand met vragen").set_input_files(file)
    looking.at(page, "pulse-read")
    page.get_by_role("button", name="Inlezen").click()
    expect(page.get_by_role("heading", name="21 vragen", exact=True)).to_be_visible()

    assert looking.found == {}
    assert said == []
