"""A whole round by hand, from an empty cooperation to an outcome that everybody sees at once.

Anna of Oostwaard and Eva of Rijnveld prepare it. Bram of the staff gets a mail, Rosa who lives
there a letter. Mo moderates what they add. Wim comes too late.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from samenspel.cooperations.models import Cooperation, Role
from samenspel.people.models import Person
from samenspel.post.actions import send_due
from samenspel.soundings import actions
from samenspel.soundings.models import AskedGroup, Sounding
from samenspel.soundings.tokens import Token, read_token
from tests.browser.ballot import Ballot, new_phone
from tests.browser.conftest import DESK
from tests.browser.visits import enter
from tests.soundings.asked import OpenRound
from tests.soundings.kept import voices
from tests.soundings.phone import Phone, hidden_of
from tests.soundings.prepared import group_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "answers"]),
]

TITLE = "Wordt de bedoeling gedeeld?"
STATEMENTS = ("Ik kan vertellen waarom we dit doen.", "Ik kan hier mijn werk goed doen.")
ADDRESSES = [f"medewerker{number}@voorbeeld.nl" for number in range(1, 9)]
MISSED, RUDE, SAME = "Ik mis de dorpsraad.", "Jan doet er niets aan.", "Ik weet waarom dit moet."
REASON = "Hier staat een naam in."


@pytest.fixture(autouse=True)
def _world(settings: Settings, live_server: LiveServer, mail_server: None) -> None:
    settings.ADDRESS = live_server.url


@pytest.fixture
def desks(
    chromium: Browser, live_server: LiveServer, anna: Person, eva: Person, mo: Person
) -> Iterator[tuple[Page, Page, Page]]:
    """Anna, Eva and Mo, each signed in at a desk of their own."""
    pages = []
    for person in (anna, eva, mo):
        desk = chromium.new_context(viewport=DESK, locale="nl-NL")
        desk.set_default_timeout(10_000)
        enter(desk, live_server.url, person)
        pages.append(desk.new_page())
    yield pages[0], pages[1], pages[2]
    for page in pages:
        page.context.close()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def says(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator("body")).to_contain_text(text)


def test_a_whole_round(
    live_server: LiveServer,
    chromium: Browser,
    a: Cooperation,
    anna: Person,
    desks: tuple[Page, Page, Page],
) -> None:
    at_anna, at_eva, at_mo = desks
    group_of(anna, a, Role.STAFF, 8, "gemeente Oostwaard")
    group_of(anna, a, Role.RESIDENT, 7)
    at_anna.goto(live_server.url + reverse("story", kwargs={"cooperation": a.slug}))
    prepare(at_anna)
    confirm(at_eva, at_anna.url)
    press_plan(at_eva)
    [asked, links] = invited(a)
    codes = print_letters(at_anna, asked)

    with new_phone(chromium) as of_bram, new_phone(chromium) as of_rosa:
        bram = Ballot(of_bram, live_server.url, asked)
        of_bram.goto(links[0])
        bram.press_button("Begin")
        answer_and_add(bram, MISSED)
        rosa = Ballot(of_rosa, live_server.url, asked)
        come_in_by_letter(rosa, codes.pop())
        answer_and_add(rosa, RUDE)
        let_the_others_answer(asked, links[1:7], codes[1:])
        moderate(at_mo, live_server.url)
        read_what_became_of_it(bram, rosa)
        look_on(at_anna, asked)
        close(at_anna, at_eva, asked)
        with new_phone(chromium) as of_wim:
            wim = Ballot(of_wim, live_server.url, asked)
            type_codes(wim, codes[0])
            everybody_sees_the_same(at_anna, at_eva, at_mo, of_wim, of_bram, links[0])
    told = [sent for sent in mail.outbox if "uitkomsten" in sent.subject.lower()]
    assert sorted(sent.to[0] for sent in told) == ADDRESSES


def prepare(page: Page) -> None:
    """Anna begins a round, fills in its settings, statements and lists, and tries it."""
    follow(page, "Vragenronde voorbereiden")
    page.get_by_label("Hoe heet deze vragenronde?").fill(TITLE)
    page.get_by_label("Leeg: u schrijft alle stellingen zelf").check()
    press(page, "Begin")
    says(page, "Nog te doen")
    round_page = page.url
    follow(page, re.compile("Opzet$"))
    page.get_by_label(re.compile(r"^Inleiding(?! in)")).fill(
        "We vragen wat je van de samenwerking vindt."
    )
    today = timezone.localdate()
    page.get_by_label("Eerste dag").fill(today.isoformat())
    page.get_by_label("Laatste dag").fill((today + timedelta(days=14)).isoformat())
    page.get_by_label("je", exact=True).check()
    page.get_by_label("Wie meedoet, mag zelf stellingen toevoegen").check()
    press(page, "Opslaan")
    follow(page, re.compile("Stellingen$"))
    page.get_by_label("Nieuwe stellingen").fill("\n".join(STATEMENTS))
    press(page, "Toevoegen")
    press(page, "Neem de bedoeling over als stelling")
    says(page, "3 stellingen")
    make_lists(page, round_page)
    follow(page, re.compile("Als Medewerkers"))
    says(page, "Dit is een proef.")
    page.goto(round_page)
    says(page, "Laat een andere organisatie de lijst van Inwoners bevestigen.")


def make_lists(page: Page, round_page: str) -> None:
    page.goto(round_page)
    follow(page, re.compile("Lijsten$"))
    follow(page, "Medewerkers gemeente Oostwaard")
    page.get_by_label("E-mailadressen").fill("\n".join([*ADDRESSES[:-1], "geen adres"]))
    press(page, "Toevoegen")
    says(page, "Regel 8: ‘geen adres’ is geen e-mailadres")
    page.get_by_label("E-mailadressen").fill("\n".join(ADDRESSES))
    press(page, "Toevoegen")
    says(page, "8 adressen toegevoegd.")
    follow(page, "Terug naar de lijsten")
    follow(page, "Inwoners")
    page.get_by_label("Aantal brieven").fill("7")
    press(page, "Opslaan")
    page.goto(round_page)


def confirm(page: Page, round_page: str) -> None:
    """Eva looks at what Anna made, and says that it is right."""
    page.goto(round_page)
    for group in ("Medewerkers gemeente Oostwaard", "Inwoners"):
        follow(page, re.compile("Lijsten$"))
        follow(page, group)
        press(page, "Bevestig namens gemeente Rijnveld")
        says(page, "bevestigd door gemeente Rijnveld")
        page.goto(round_page)


def press_plan(page: Page) -> None:
    says(page, "Alles is er")
    press(page, "Klaarzetten en openen")
    says(page, "De vragenronde is open.")


def invited(cooperation: Cooperation) -> tuple[OpenRound, list[str]]:
    """What the worker does: it mails everybody on the list. With the link in each mail."""
    with scopes_disabled():
        sounding = Sounding.objects.select_related("cooperation").get()
        groups = {group.name: group for group in AskedGroup.objects.filter(sounding=sounding)}
    actions.send_invitations(sounding_id=sounding.pk)
    assert sorted(sent.to[0] for sent in mail.outbox) == ADDRESSES
    links = [re.findall(r"https?://\S+/s/\w+", str(sent.body))[0] for sent in mail.outbox]
    return OpenRound(sounding=sounding, tokens={}, groups=groups, open_code=""), links


def print_letters(page: Page, asked: OpenRound) -> list[str]:
    page.reload()
    press(page, "Maak de brieven")
    says(page, "Knip ze los")
    # They come one by one.
    expect(page.locator(".letter dd")).to_have_count(14)
    codes = page.locator(".letter dd").all_inner_texts()
    assert set(codes[0::2]) == {asked.code}
    assert len(set(codes[1::2])) == 7
    page.go_back()
    return codes[1::2]


def answer_and_add(ballot: Ballot, text: str) -> None:
    for place in (1, 2, 3):
        ballot.is_at(place, 3)
        ballot.press("Eens")
    expect(ballot.page.locator("h1")).to_have_text("Dank je wel, je bent klaar")
    ballot.follow("Zelf iets toevoegen")
    ballot.page.get_by_label("Mijn zin").fill(text)
    ballot.press_button("Stuur mijn zin")
    says(ballot.page, "Wacht op een moderator.")


def type_codes(ballot: Ballot, code: str) -> None:
    ballot.page.goto(f"{ballot.address}/meedoen/")
    ballot.page.get_by_label("Code van de vragenlijst").fill(ballot.asked.code)
    ballot.page.get_by_label("Persoonlijke code").fill(code)
    ballot.press_button("Ga verder")


def come_in_by_letter(ballot: Ballot, code: str) -> None:
    type_codes(ballot, code)
    says(ballot.page, "Je bent één van de 7 in de groep Inwoners.")
    ballot.press_button("Begin")


def let_the_others_answer(asked: OpenRound, links: list[str], codes: list[str]) -> None:
    """Six more of the staff and five who live there, without a browser. One adds a sentence."""
    phones = [Phone(asked).begin(token_in(link)) for link in links]
    for code in codes:
        phone = Phone(asked)
        door = phone.client.post("/meedoen/", {"ronde": asked.code, "code": code})
        assert phone.client.post("/meedoen/", hidden_of(door))["Location"] == phone.address()
        phones.append(phone)
    for number, phone in enumerate(phones):
        phone.answer_all("eens" if number % 3 else "oneens")
        if number == 0:
            assert phone.send("zelf-toevoegen", tekst=SAME).status_code == 302
    assert voices(asked) == 2 + len(phones)


def token_in(link: str) -> Token:
    token = read_token(link.rpartition("/")[2])
    assert token is not None
    return token


def moderate(page: Page, address: str) -> None:
    """What the worker does: it lets three or more through. Then Mo decides on each."""
    assert actions.release_batches() == 1
    send_due()
    [told] = [sent for sent in mail.outbox if sent.to == ["mo@voorbeeld.nl"]]
    page.goto(re.findall(r"https?://\S+", str(told.body))[0])
    if not page.url.endswith("/stellingen-beoordelen/"):
        follow(page, "Stellingen beoordelen")
    card(page, MISSED).get_by_role("button", name="Plaatsen", exact=True).click()
    says(page, "De stelling is geplaatst.")
    rude = card(page, RUDE)
    rude.locator("summary", has_text="Niet plaatsen").click()
    rude.get_by_label("Waarom niet?").fill(REASON)
    rude.get_by_role("button", name="Niet plaatsen").click()
    says(page, "De stelling is niet geplaatst.")
    same = card(page, SAME)
    same.locator("summary", has_text="Zegt hetzelfde").click()
    same.get_by_label("Met welke stelling?").select_option(index=1)
    same.get_by_role("button", name="Samenvoegen").click()
    says(page, "De stelling is samengevoegd.")


def card(page: Page, text: str) -> Locator:
    return page.locator("li.card", has_text=text)


def read_what_became_of_it(bram: Ballot, rosa: Ballot) -> None:
    bram.page.reload()
    says(bram.page, "Geplaatst: anderen krijgen deze stelling.")
    rosa.page.reload()
    says(rosa.page, REASON)
    # Her own words, which her own phone keeps.
    says(rosa.page, f"‘{RUDE}’")
    # What was placed is put to everybody, also to who was done.
    rosa.follow("Terug naar de vragenlijst")
    rosa.is_at(4, 4)
    expect(rosa.page.locator("h1")).to_have_text(MISSED)
    rosa.press("Oneens")
    expect(rosa.page.locator("h1")).to_have_text("Dank je wel, je bent klaar")


def look_on(page: Page, asked: OpenRound) -> None:
    """Leaders see how many took part: once a day, in steps, and nothing of what was said."""
    says(page, "nog niet geteld")
    actions.count_response(today=timezone.localdate())
    page.reload()
    says(page, re.compile(r"Medewerkers gemeente Oostwaard\s*ten minste 5"))


def close(at_anna: Page, at_eva: Page, asked: OpenRound) -> None:
    """What the worker does after the last day."""
    assert actions.begin_due_closings(now=timezone.now() + timedelta(days=15)) == 1
    for page in (at_anna, at_eva):
        page.reload()
        says(page, "De uitkomsten worden nu gemaakt.")
    actions.finish_closing(sounding_id=asked.sounding.pk)
    send_due()


def everybody_sees_the_same(
    at_anna: Page, at_eva: Page, at_mo: Page, of_wim: Page, of_bram: Page, link: str
) -> None:
    of_wim.wait_for_url("**/uitkomsten/**")
    of_bram.goto(link)
    of_bram.wait_for_url("**/uitkomsten/**")
    at_mo.goto(at_anna.url)
    for page in (at_anna, at_eva):
        page.reload()
    pages = (at_anna, at_eva, at_mo, of_wim, of_bram)
    headlines = {page.locator("h1").inner_text() for page in pages}
    assert len(headlines) == 1
    assert {page.locator(".say").first.inner_text() for page in pages} == {
        at_anna.locator(".say").first.inner_text()
    }
    expect(of_wim.locator("main")).to_contain_text("Inwoners")
