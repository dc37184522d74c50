"""Answering on a phone: coming in, going on, and what somebody finds at the wrong moment."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection, connections
from django.http.cookie import SimpleCookie
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scopes_disabled

from samenspel.cooperations.models import Cooperation
from samenspel.soundings import keys
from samenspel.soundings.instruments.ballot import proof
from samenspel.soundings.models import Invitation, Item, OutcomePass, Sounding
from samenspel.soundings.queries import answering as queries
from samenspel.soundings.tokens import (
    MOST_OWN_STATEMENTS,
    SHORT_CODE_LENGTH,
    new_code,
    new_token,
    token_of_short_code,
)
from tests.database_rights import as_owner
from tests.page_text import errors_in, plain, value_of
from tests.soundings.asked import OPEN_LINK, OpenRound, invite, open_round
from tests.soundings.kept import added, decide, kept
from tests.soundings.phone import Phone, form_on, heading, hidden_of, page_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "answers"])

State = Sounding.State


@pytest.fixture
def asked(a: Cooperation) -> OpenRound:
    return open_round(a, may_add=True)


@pytest.fixture
def phone(asked: OpenRound) -> Phone:
    return Phone(asked).begin()


def values(asked: OpenRound) -> list[tuple[int, int]]:
    return [(number, value) for _group, number, value in kept(asked)]


def change(asked: OpenRound, **fields: Any) -> None:
    with scopes_disabled():
        Sounding.objects.filter(pk=asked.sounding.pk).update(**fields)


def take_out(asked: OpenRound, number: int) -> None:
    with scopes_disabled():
        Item.objects.filter(sounding=asked.sounding, number=number).update(
            moderation=Item.Moderation.OUT
        )


def close(asked: OpenRound) -> None:
    """As closing leaves it behind: no key, no invitations, an outcome."""
    keys.destroy_round_key(asked.sounding.pk)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT urn.close_round(%s)", [asked.sounding.pk])
        cursor.execute("SELECT register.drop_list(%s)", [asked.sounding.pk])
    change(asked, state=State.CLOSED)


# ── the door ──────────────────────────────────────────────────────────────────────────────


def test_the_door_tells_who_asks_what_of_whom_and_until_when(asked: OpenRound) -> None:
    response = Client().get(f"/s/{asked.token('Medewerkers')}")
    page = plain(page_of(response))
    assert response.status_code == 200
    assert heading(response) == "Wat vindt u van de samenwerking?"
    for told in (
        "Samen in A",
        "gemeente Oostwaard en gemeente Rijnveld",
        "U bent één van de 8 in de groep Medewerkers",
        "5 stellingen, ongeveer 1 minuut",
        "Uw antwoorden staan los van uw naam en e-mailadres.",
    ):
        assert told in page


def test_opening_pages_changes_nothing_and_keeps_nothing_on_the_device(asked: OpenRound) -> None:
    client = Client()
    for _time in range(3):
        response = client.get(f"/s/{asked.token()}")
        assert not response.cookies
    client.get(f"/o/{asked.open_code}")
    with scopes_disabled():
        assert Invitation.objects.filter(group=asked.groups[OPEN_LINK]).count() == 0
    assert kept(asked) == []


def test_beginning_leads_to_an_address_without_the_token(asked: OpenRound) -> None:
    client = Client()
    response = client.post(f"/s/{asked.token()}")
    assert (response.status_code, response["Location"]) == (302, f"/v/{asked.code}/")
    cookie = response.cookies["deelname"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        f"/v/{asked.code}/",
        True,
        "Lax",
    )
    assert set(response.cookies) == {"deelname"}
    assert str(asked.token()) not in page_of(client.get(response["Location"]))


@pytest.mark.parametrize(
    "address",
    [
        "/s/{wrong}", "/s/x", "/s/é", "/s/a%00b", "/o/{wrong}", "/o/a%00b", "/o/" + "a" * 9000,
        "/v/ZZZZZZ/", "/v/a%00b/", "/v/%F0%9F%91%A9/", "/v/a%00b/klaar/", "/v/a%0Ab/",
        "/uitkomsten/a%00b/", "/uitkomsten/a%00b/kaart/",
    ],
)  # fmt: skip
def test_an_address_that_was_never_given_out_is_not_found(a: Cooperation, address: str) -> None:
    open_round(a)
    for response in (
        Client().get(address.format(wrong=new_token())),
        Client().post(address.format(wrong=new_token())),
    ):
        assert response.status_code == 404
        assert heading(response) in {"Deze link werkt niet", "Deze pagina is er niet"}


def test_a_link_may_be_typed_over_in_capitals(asked: OpenRound) -> None:
    assert Client().get(f"/s/{str(asked.token()).upper()}").status_code == 200


def test_a_link_that_was_replaced_points_to_the_newer_one(asked: OpenRound) -> None:
    old = asked.token()
    with scopes_disabled():
        Invitation.objects.filter(h1=old.h1).update(h1=new_token().h1)
    response = Client().get(f"/s/{old}")
    assert (response.status_code, heading(response)) == (404, "Deze link werkt niet")


# ── the ballot ────────────────────────────────────────────────────────────────────────────


def test_every_statement_is_answered_once(asked: OpenRound, phone: Phone) -> None:
    forms = phone.answer_all("oneens")
    assert sorted(form.text for form in forms) == [f"Stelling nummer {n}" for n in range(1, 6)]
    assert [(form.place, form.total) for form in forms] == [(place, 5) for place in range(1, 6)]
    assert kept(asked) == [("Raadsleden", number, -1) for number in range(1, 6)]
    done = phone.get("klaar")
    assert heading(done) == "Dank u wel, u bent klaar"
    assert "U beantwoordde 5 van de 5 stellingen." in plain(page_of(done))
    assert "verdergaan" not in plain(page_of(done))


def test_each_button_keeps_its_own_answer(asked: OpenRound, phone: Phone) -> None:
    said = {}
    for answer, value in (("eens", 1), ("oneens", -1), ("weet-niet", 0)):
        form = phone.shown()
        phone.press(answer, form)
        said[form.number] = value
    assert dict(values(asked)) == said


def test_the_same_form_sent_twice_is_one_answer(asked: OpenRound, phone: Phone) -> None:
    form = phone.shown()
    before = SimpleCookie(phone.client.cookies.output(header=""))
    assert phone.press("eens", form).status_code == 302
    # The first answer never reached the phone, so it still has the cookies of before.
    phone.client.cookies = before
    assert phone.press("eens", form).status_code == 302
    assert values(asked) == [(form.number, 1)]
    assert phone.shown().place == 2


def test_two_tabs_overwrite_and_lose_nothing(asked: OpenRound, phone: Phone) -> None:
    first = phone.shown()
    phone.press("eens", first)
    second = phone.shown()
    # The other tab stood still at the first statement.
    phone.press("oneens", first)
    phone.press("weet-niet", second)
    assert sorted(values(asked)) == sorted([(first.number, -1), (second.number, 0)])
    assert phone.shown().place == 3


def test_a_form_counts_also_where_the_device_forgot_how_far_it_was(
    asked: OpenRound, phone: Phone
) -> None:
    for _turn in range(3):
        form = phone.shown()
        phone.press("eens", form)
    late = phone.shown()
    del phone.client.cookies["antwoorden"]
    assert phone.press("oneens", late).status_code == 302
    assert len(values(asked)) == 4
    # Those answered before come again, for this device knows nothing of them; the late one not.
    assert late.number not in {form.number for form in phone.answer_all()}
    assert len(values(asked)) == 5


def test_back_shows_what_was_answered_here_and_takes_another(
    asked: OpenRound, phone: Phone
) -> None:
    first = phone.shown()
    phone.press("eens", first)
    phone.press("oneens")
    assert f'href="{phone.address()}?stelling=2"' in page_of(phone.get())
    back = phone.shown(stelling=1)
    assert (back.text, back.yours) == (first.text, "eens")
    response = phone.press("weet-niet", back)
    assert response["Location"] == f"{phone.address()}?stelling=2"
    assert phone.shown(stelling=1).yours == "weet-niet"
    assert dict(values(asked))[first.number] == 0
    assert phone.press("eens", phone.shown(stelling=2))["Location"] == phone.address()


@pytest.mark.parametrize("place", ["0", "9", "-1", "1e3", "²", "٣", "9" * 50, ""])
def test_a_place_that_was_never_there_shows_what_is_next(phone: Phone, place: str) -> None:
    assert phone.shown(stelling=place).place == 1


def test_skipping_keeps_nothing_and_comes_back_once(asked: OpenRound, phone: Phone) -> None:
    skipped = phone.shown()
    phone.press("sla-over", skipped)
    assert values(asked) == []
    for _turn in range(4):
        phone.press("eens")
    again = phone.shown()
    assert (again.text, again.place) == (skipped.text, 1)
    assert "U sloeg dit eerder over." in page_of(phone.get())
    phone.press("sla-over", again)
    assert phone.get()["Location"] == phone.address("klaar")
    assert skipped.number not in dict(values(asked))


def test_an_answer_that_is_skipped_after_all_is_taken_back(asked: OpenRound, phone: Phone) -> None:
    first = phone.shown()
    phone.press("eens", first)
    phone.press("eens")
    assert "Sla over" not in page_of(phone.get(stelling=1))
    assert "Antwoord weghalen" in page_of(phone.get(stelling=1))
    taken_back = phone.press("sla-over", phone.shown(stelling=1))
    assert taken_back["Location"] == f"{phone.address()}?stelling=2&melding=weggehaald"
    next_page = page_of(phone.client.get(taken_back["Location"]))
    assert "Uw antwoord is weggehaald." in next_page
    assert len(values(asked)) == 1
    assert first.number not in dict(values(asked))
    assert "U beantwoordde 1 van de 5 stellingen." in plain(page_of(phone.get("klaar")))


def test_stopping_and_going_on(asked: OpenRound, phone: Phone) -> None:
    first = phone.shown()
    phone.press("eens", first)
    stopped = phone.get("klaar")
    assert heading(stopped) == "Wat u antwoordde is bewaard"
    assert "U beantwoordde 1 van de 5 stellingen." in plain(page_of(stopped))
    # Days later, by the link in the mail.
    phone.begin()
    assert phone.shown().place == 2
    assert phone.shown(stelling=1).yours == "eens"


def test_wiping_the_device_leaves_what_was_sent(asked: OpenRound, phone: Phone) -> None:
    phone.press("eens")
    response = phone.client.post(phone.address("stoppen"), hidden_of(phone.get("klaar")))
    assert heading(response) == "Gewist van dit apparaat"
    assert {name: cookie.value for name, cookie in phone.client.cookies.items()} == {
        "deelname": "",
        "antwoorden": "",
        "zinnen": "",
    }
    assert phone.get().status_code == 403
    assert len(values(asked)) == 1
    assert phone.client.post(phone.address("stoppen")).status_code == 200


def test_without_its_cookie_a_device_is_asked_to_open_the_link_again(
    asked: OpenRound, phone: Phone
) -> None:
    form = phone.shown()
    phone.client.cookies.clear()
    for response in (phone.get(), phone.press("eens", form), phone.get("klaar")):
        assert (response.status_code, heading(response)) == (403, "Open de link opnieuw")
    assert values(asked) == []


def test_two_opposite_ballots_look_the_same_to_a_fresh_device(asked: OpenRound) -> None:
    token = asked.token()
    pages = []
    for answer in ("eens", "oneens"):
        Phone(asked).begin(token).answer_all(answer)
        fresh = Phone(asked)
        door = fresh.client.get(f"/s/{token}").content
        fresh.begin(token)
        pages.append(
            [door, *(fresh.get(page).content for page in ("", "klaar", "zelf-toevoegen", "uitleg"))]
        )
    assert pages[0] == pages[1]


def test_answers_of_one_person_are_never_shown_to_the_next_on_the_same_device(
    asked: OpenRound, phone: Phone
) -> None:
    phone.press("eens")
    phone.begin(asked.token(number=1))
    assert phone.shown().place == 1
    assert phone.get(stelling=1).status_code == 200
    assert phone.shown(stelling=1).yours is None
    phone.press("oneens")
    assert len(kept(asked)) == 2


def test_the_form_of_one_person_is_not_taken_from_another(asked: OpenRound, phone: Phone) -> None:
    form = phone.shown()
    phone.begin(asked.token(number=1))
    response = phone.press("eens", form)
    assert (response.status_code, heading(response)) == (400, "Dit is niet bewaard")
    assert values(asked) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"nummer": "2"},
        {"nummer": "0"},
        {"bewijs": ""},
        {"bewijs": "é\x00" * 9},
        {"antwoord": "misschien"},
        {"antwoord": ""},
        {"nummer": "eens" * 900},
        {"nummer": "\x00"},
    ],
)
def test_a_form_that_was_changed_is_not_taken(
    asked: OpenRound, phone: Phone, changed: dict[str, str]
) -> None:
    form = phone.shown()
    if form.number == 2:
        changed = {**changed, "nummer": "3"} if "nummer" in changed else changed
    sent = {**form.hidden, "antwoord": "eens", **changed}
    response = phone.client.post(form.action, sent)
    assert (response.status_code, heading(response)) == (400, "Dit is niet bewaard")
    assert values(asked) == []


def test_a_page_and_a_cookie_of_an_earlier_version_are_taken(
    asked: OpenRound, phone: Phone
) -> None:
    """There both also told from how many a statement was drawn."""
    token, key = asked.token(), keys.round_key(asked.sounding.pk)
    written = signing.Signer(salt=f"antwoorden {phone.address()} {token}").sign("5t3e1o2t4s")
    phone.client.cookies["antwoorden"] = written
    assert (phone.shown(stelling=1).number, phone.shown(stelling=1).yours) == (3, "eens")
    assert (phone.shown().place, phone.shown().total) == (4, 5)

    old = {"nummer": "2", "plaats": "4", "van": "2"}
    sent = old | {"bewijs": proof(token, key, "statement", 2, 4, 2), "antwoord": "oneens"}
    assert phone.client.post(phone.address(), sent | {"van": "1"}).status_code == 400
    assert phone.client.post(phone.address(), sent).status_code == 302
    assert values(asked) == [(2, -1)]
    assert phone.client.cookies["antwoorden"].value.partition(":")[0] == "3e1o4s2o"


def test_a_token_of_another_round_opens_nothing_here(a: Cooperation, asked: OpenRound) -> None:
    elsewhere = Phone(open_round(a)).begin()
    here = Phone(asked)
    for name in ("deelname", "antwoorden"):
        if name in elsewhere.client.cookies:
            here.client.cookies[name] = elsewhere.client.cookies[name].value
    assert here.get().status_code == 403


def test_a_cookie_that_was_changed_is_no_cookie(phone: Phone) -> None:
    good = phone.client.cookies["deelname"].value
    other = "B" if good.endswith("A") else "A"
    for bad in (good[:-1] + other, "x" + good, good.replace(".0:", ".1:"), "", "é", "a" * 4000):
        phone.client.cookies["deelname"] = bad
        assert phone.get().status_code == 403


def test_a_statement_that_was_taken_out_meanwhile_gives_way_to_the_next(
    asked: OpenRound, phone: Phone
) -> None:
    form = phone.shown()
    take_out(asked, form.number)
    response = phone.press("eens", form)
    following = phone.client.get(response["Location"])
    assert "De moderators haalden die stelling weg." in plain(page_of(following))
    assert (form_on(following).place, form_on(following).total) == (1, 4)
    assert values(asked) == []


def test_a_statement_for_one_group_never_reaches_another(a: Cooperation) -> None:
    asked = open_round(a, only_for={3: [1]})
    for group, expected in (("Raadsleden", [1, 2, 4, 5]), ("Medewerkers", [1, 2, 3, 4, 5])):
        forms = Phone(asked).begin(asked.token(group)).answer_all()
        assert sorted(form.number for form in forms) == expected


def test_a_history_of_two_hundred_statements_fits_in_its_cookie(a: Cooperation) -> None:
    asked = open_round(a, statements=[f"Stelling {number}" for number in range(1, 201)])
    phone = Phone(asked).begin()
    for turn in range(200):
        phone.press(("eens", "oneens", "weet-niet", "sla-over")[turn % 3])
    assert phone.get()["Location"] == phone.address("klaar")
    cookies = phone.client.cookies
    assert sum(len(cookie.OutputString()) for cookie in cookies.values()) < 3500


def test_statements_are_text_whatever_they_hold(a: Cooperation) -> None:
    texts = ["<script>alert(1)</script>", "مرحبا بالعالم", '👩‍👩‍👧 & "zo" \'n ding', "a" * 3000]
    phone = Phone(open_round(a, statements=texts)).begin()
    forms = phone.answer_all()
    assert sorted(form.text for form in forms) == sorted(texts)
    assert "<script>alert" not in "".join(page_of(phone.get(stelling=n)) for n in range(1, 5))


def test_in_english_where_there_is_a_translation(a: Cooperation) -> None:
    asked = open_round(a, statements=["Eerst", "Toen"], english=["First", ""])
    phone = Phone(asked).begin()
    english = phone.get(taal="en")
    assert english.cookies["django_language"].value == "en"
    assert english["Content-Language"] == "en"
    assert sorted(form.text for form in phone.answer_all()) == ["First", "Toen"]
    assert phone.get("klaar", taal="xx")["Content-Language"] == "en"


def test_a_phone_in_english_gets_dutch_questions_on_a_dutch_page(
    asked: OpenRound, phone: Phone
) -> None:
    english = {"Accept-Language": "en"}
    for address in (f"/s/{asked.token()}", f"/o/{asked.open_code}", phone.address("uitleg")):
        assert Client().get(address, headers=english)["Content-Language"] == "nl"
    for name in ("", "klaar", "zelf-toevoegen"):
        page = phone.client.get(phone.address(name), headers=english)
        assert page["Content-Language"] == "nl"
        assert '<html lang="nl">' in page_of(page)


def test_an_introduction_alone_does_not_make_a_round_english(a: Cooperation) -> None:
    asked = open_round(a)
    sounding = asked.sounding
    sounding.introduction, sounding.introduction_en = "Waar het om gaat.", "What it is about."
    with scopes_disabled():
        sounding.save()
    page = page_of(Client().get(f"/s/{asked.token()}", headers={"Accept-Language": "en"}))
    assert ("Waar het om gaat." in page, "What it is about." in page) == (True, False)


def test_je_where_the_round_says_je(a: Cooperation) -> None:
    phone = Phone(open_round(a, address=Sounding.Address.INFORMAL)).begin()
    phone.answer_all()
    assert heading(phone.get("klaar")) == "Dank je wel, je bent klaar"


# ── the wrong moment ──────────────────────────────────────────────────────────────────────


def test_before_the_opening_the_day_is_told(a: Cooperation) -> None:
    asked = open_round(a, state=State.PLANNED)
    for address in (f"/s/{asked.token()}", f"/o/{asked.open_code}"):
        for response in (Client().get(address), Client().post(address)):
            assert (response.status_code, heading(response)) == (
                403,
                "De vragenlijst is nog niet open",
            )
            assert str(timezone.localdate().year) in page_of(response)


def test_closed_while_somebody_was_answering(asked: OpenRound, phone: Phone) -> None:
    form = phone.shown()
    phone.press("eens", form)
    late = phone.shown()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM urn.open_round WHERE round = %s", [asked.sounding.pk])
    change(asked, state=State.CLOSING)
    response = phone.press("oneens", late)
    told = phone.client.get(response["Location"])
    assert (told.status_code, heading(told)) == (410, "De vragenlijst is gesloten")
    assert "De uitkomsten worden gemaakt" in page_of(told)
    assert values(asked) == [(form.number, 1)]


def test_the_last_moment_counts_also_where_the_closing_is_late(
    asked: OpenRound, phone: Phone
) -> None:
    change(asked, closes_on=timezone.localdate() - timedelta(days=1))
    assert heading(phone.get()) == "De vragenlijst is gesloten"
    assert heading(Client().get(f"/s/{asked.token()}")) == "De vragenlijst is gesloten"


def test_after_the_closing_a_link_leads_to_the_outcome(asked: OpenRound, phone: Phone) -> None:
    outcome = f"/uitkomsten/{asked.sounding.outcome_key}/"
    close(asked)
    for response in (Client().get(f"/s/{asked.token()}"), phone.get(), phone.get("klaar")):
        assert (response.status_code, response["Location"]) == (302, outcome)
    stranger = Client().get(f"/v/{asked.code}/")
    assert (stranger.status_code, heading(stranger)) == (410, "De vragenlijst is gesloten")
    assert Client().get(f"/s/{new_token()}").status_code == 404


def test_a_round_whose_key_is_gone_says_so(asked: OpenRound, phone: Phone) -> None:
    form = phone.shown()
    keys.destroy_round_key(asked.sounding.pk)
    for response in (phone.get(), phone.press("eens", form)):
        assert (response.status_code, heading(response)) == (503, "Antwoorden kan nu niet")


def test_an_answer_after_the_closing_is_told_so_where_the_round_was_known_as_open(
    asked: OpenRound, phone: Phone
) -> None:
    form = phone.shown()
    phone.press("eens", form)
    assert queries.open_round(asked.code)
    close(asked)
    response = phone.press("oneens", form)
    outcome = f"/uitkomsten/{asked.sounding.outcome_key}/"
    assert (response.status_code, response["Location"]) == (302, outcome)
    # What this process remembered is forgotten.
    with pytest.raises(queries.NotOpenError):
        queries.open_round(asked.code)


@pytest.mark.parametrize("is_known_as_open", [True, False])
@pytest.mark.parametrize("proof", [{}, {"bewijs": "x"}])
def test_a_device_is_wiped_whatever_happened_to_its_round(
    asked: OpenRound, proof: dict[str, str], is_known_as_open: bool
) -> None:
    phone = Phone(asked)
    phone.client.post(f"/o/{asked.open_code}")
    phone.press("eens")
    close(asked)
    if not is_known_as_open:
        queries.open_round.cache_clear()
    response = phone.client.post(phone.address("stoppen"), proof)
    assert heading(response) == "Gewist van dit apparaat"
    assert {name: cookie.value for name, cookie in phone.client.cookies.items()} == {
        "begonnen": "",
        "deelname": "",
        "antwoorden": "",
        "zinnen": "",
    }


def test_a_wiping_that_is_refused_forgets_nothing(asked: OpenRound) -> None:
    phone = Phone(asked)
    phone.client.post(f"/o/{asked.open_code}")
    response = phone.client.post(phone.address("stoppen"), {"bewijs": "x"})
    assert (response.status_code, len(response.cookies)) == (400, 0)


# ── the explanation ───────────────────────────────────────────────────────────────────────


def test_the_explanation_is_for_whoever_did_not_begin_yet_too(
    asked: OpenRound, phone: Phone
) -> None:
    for client in (phone.client, Client()):
        response = client.get(phone.address("uitleg"))
        page = plain(page_of(response))
        assert heading(response) == "Wat er met uw antwoorden gebeurt"
        assert "Deden minder dan 5 mensen van een groep mee" in page
        assert "heeft ook een open link" in page
        assert "30 dagen later" in page
    assert "Raadsleden" in page_of(phone.get("uitleg"))


@pytest.mark.parametrize("page", ["", "uitleg/", "klaar/"])
def test_codes_of_rounds_are_not_to_be_guessed(asked: OpenRound, phone: Phone, page: str) -> None:
    wrong = [Client().get(f"/v/ZZZZZZ/{page}").status_code for _try in range(61)]
    assert wrong == [404] * 60 + [429]
    # Whoever takes part there is not held up.
    assert Client().get(f"/v/{asked.code}/uitleg/").status_code == 429
    assert phone.get("uitleg").status_code == phone.get().status_code == 200


def test_a_round_that_is_not_open_yet_is_not_told_to_whoever_tries_codes(a: Cooperation) -> None:
    asked = open_round(a, state=State.PLANNED)
    for page in ("", "uitleg/", "klaar/"):
        response = Client().get(f"/v/{asked.code}/{page}")
        assert (response.status_code, heading(response)) == (404, "Deze pagina is er niet")


# ── a statement of their own ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Er is te weinig overleg.", "Er is te weinig overleg."),
        ("  Twee\r\nregels\ten  spaties ", "Twee regels en spaties"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Hoi 👩‍👩‍👧!", "Hoi 👩‍👩‍👧!"),
        ("مرحبا", "مرحبا"),
        ("a\x00b\x07c\u202ed\ud800e", "abcde"),
        ("x" * 300, "x" * 300),
    ],
)
def test_a_statement_of_their_own_is_sent_to_the_moderators(
    asked: OpenRound, phone: Phone, typed: str, stored: str
) -> None:
    sent = typed.encode("utf-8", "surrogatepass").decode("utf-8", "ignore")
    response = phone.send("zelf-toevoegen", tekst=sent)
    assert response["Location"] == phone.address("eigen-stellingen") + "?melding=gestuurd"
    assert added(asked) == [stored]
    assert "Wat ik toevoegde" in page_of(phone.get())
    told = plain(page_of(phone.client.get(response["Location"])))
    assert "De zin is gestuurd." in told
    assert "Zin 1 · Wacht op een moderator." in told


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Typ een zin."),
        (" \u200b ", "Typ een zin met woorden die te lezen zijn."),
        (
            "lang " * 1000,
            "Maak de zin korter: nu zijn het 4999 tekens, het mogen er 300 zijn.",
        ),
    ],
)
def test_what_cannot_be_kept_stays_in_the_form(
    asked: OpenRound, phone: Phone, typed: str, message: str
) -> None:
    response = phone.send("zelf-toevoegen", tekst=typed)
    assert "Wat ik toevoegde" not in page_of(response) + page_of(phone.get())
    assert response.status_code == 400
    assert errors_in(response) == [message]
    assert value_of(response, "tekst") == typed
    assert added(asked) == []


def test_five_is_the_most(asked: OpenRound, phone: Phone) -> None:
    for number in range(MOST_OWN_STATEMENTS):
        phone.send("zelf-toevoegen", tekst=f"Zin {number}")
        phone.send("zelf-toevoegen", tekst=f"Zin {number}")
    response = phone.send("zelf-toevoegen", tekst="Nog een")
    assert errors_in(response) == ["Er zijn al 5 zinnen toegevoegd. Meer kan niet."]
    assert value_of(response, "tekst") == "Nog een"
    assert len(added(asked)) == 5


def test_what_became_of_a_statement(asked: OpenRound, phone: Phone) -> None:
    for text in ("een", "twee", "drie"):
        phone.send("zelf-toevoegen", tekst=text)
    decide(asked, "een", "accepted", number=4)
    decide(asked, "twee", "merged", number=2)
    decide(asked, "drie", "declined", "Er staat een naam in.")
    page = page_of(phone.get("eigen-stellingen"))
    own = re.search(r'<ol class="own" role="list">(.*?)</ol>', page, re.DOTALL)
    assert own
    assert [plain(row) for row in re.findall(r"<li>(.*?)</li>", own[1], re.DOTALL)] == [
        "‘een’ Zin 1 · Geplaatst: anderen krijgen deze stelling.",
        "‘twee’ Zin 2 · Er is al een stelling die hetzelfde zegt.",
        "‘drie’ Zin 3 · Niet geplaatst. De moderator schreef waarom: Er staat een naam in.",
    ]


def test_the_words_of_a_statement_are_known_on_the_device_that_sent_it_only(
    asked: OpenRound, phone: Phone
) -> None:
    """A link may be shared, or seen by who runs a mail server."""
    words = ("Ik mis de dorpsraad.", "Het loket moet blijven.", "Er is te weinig tijd.")
    for text in words:
        phone.send("zelf-toevoegen", tekst=text)
    decide(asked, words[0], "accepted", number=4)
    decide(asked, words[1], "merged", number=2)
    fresh = Phone(asked).begin()
    page = plain(page_of(fresh.get("eigen-stellingen")))
    assert "Geplaatst: anderen krijgen deze stelling." in page
    assert [told for told in (*words, "Stelling nummer") if told in page] == []
    # Nor does somebody else on the same device.
    phone.begin(asked.token(number=1))
    phone.send("zelf-toevoegen", tekst="vier")
    page = plain(page_of(phone.get("eigen-stellingen")))
    assert ("‘vier’" in page, words[0] in page) == (True, False)


def test_a_statement_that_is_sent_again_keeps_its_own_words(phone: Phone) -> None:
    for text in ("een", "twee", "een"):
        phone.send("zelf-toevoegen", tekst=text)
    page = plain(page_of(phone.get("eigen-stellingen")))
    assert re.findall(r"‘(.*?)’ Zin (\d)", page) == [("een", "1"), ("twee", "2")]
    phone.client.cookies["zinnen"] = "x" + phone.client.cookies["zinnen"].value
    assert "‘" not in plain(page_of(phone.get("eigen-stellingen")))


@pytest.mark.parametrize("sign", ["x", "é", "م", "👩", "; "])
def test_what_a_device_knows_of_long_statements_fits_in_its_cookie(phone: Phone, sign: str) -> None:
    texts = [f"{number} " + sign * (298 // len(sign)) for number in range(MOST_OWN_STATEMENTS)]
    for text in texts:
        phone.send("zelf-toevoegen", tekst=text)
    page = plain(page_of(phone.get("eigen-stellingen")))
    known = re.findall(r"‘(.*?)…’", page)
    assert len(known) == MOST_OWN_STATEMENTS
    assert all(text.startswith(told) for told, text in zip(known, texts, strict=True))
    assert len({len(told) for told in known}) == 1
    assert 40 <= len(known[0]) <= 60
    assert len(phone.client.cookies["zinnen"].OutputString()) < 2000


def test_where_nobody_may_add_there_is_no_page_for_it(a: Cooperation) -> None:
    phone = Phone(open_round(a, may_add=False)).begin()
    assert phone.get("zelf-toevoegen").status_code == 404
    assert "zelf-toevoegen" not in page_of(phone.get())


def test_the_forms_beside_the_ballot_need_their_proof(asked: OpenRound, phone: Phone) -> None:
    ballot = phone.shown().hidden
    for page in ("zelf-toevoegen", "stoppen"):
        response = phone.client.post(phone.address(page), {**ballot, "tekst": "Een zin."})
        assert response.status_code == 400
    assert added(asked) == []
    assert phone.get().status_code == 200


# ── codes of a letter ─────────────────────────────────────────────────────────────────────


def letter(asked: OpenRound) -> str:
    """The short code of somebody who got a letter."""
    code = new_code(SHORT_CODE_LENGTH)
    token = token_of_short_code(asked.sounding.pk, code)
    with scopes_disabled():
        Invitation.objects.create(
            sounding=asked.sounding, group=asked.groups["Raadsleden"], h1=token.h1
        )
        OutcomePass.objects.create(h3=token.h3, sounding=asked.sounding)
    return code


def test_the_codes_of_a_letter_lead_to_its_door(asked: OpenRound) -> None:
    code = letter(asked)
    typed = {"ronde": f" {asked.code.lower()} ", "code": f"{code[:5]}-{code[5:]}".lower()}
    client = Client()
    response = client.post("/meedoen/", typed)
    token = token_of_short_code(asked.sounding.pk, code)
    # At the address that everybody types: the browser of a library remembers no token.
    assert (response.status_code, heading(response)) == (200, "Wat vindt u van de samenwerking?")
    assert str(token) not in page_of(response)
    assert not response.cookies
    begun = client.post("/meedoen/", hidden_of(response))
    assert (begun.status_code, begun["Location"]) == (302, f"/v/{asked.code}/")
    assert Phone(asked, client).press("eens").status_code == 302
    assert len(kept(asked)) == 1


def test_the_codes_of_a_letter_lead_to_the_outcome_later(asked: OpenRound) -> None:
    typed = {"ronde": asked.code, "code": letter(asked)}
    close(asked)
    response = Client().post("/meedoen/", typed)
    outcome = f"/uitkomsten/{asked.sounding.outcome_key}/"
    assert (response.status_code, response["Location"]) == (302, outcome)


def test_codes_that_do_not_belong_together_are_told_in_the_form(
    a: Cooperation, asked: OpenRound
) -> None:
    code = letter(asked)
    other = open_round(a)
    for typed, message in (
        ({"ronde": other.code, "code": code}, "Deze twee codes horen niet bij elkaar."),
        ({"ronde": "ZZZZZZ", "code": code}, "Deze twee codes horen niet bij elkaar."),
        ({"ronde": asked.code, "code": "kort"}, "Deze code klopt niet."),
        ({"ronde": asked.code, "code": "\x00" * 10}, "Null-tekens zijn niet toegestaan."),
        ({"ronde": "", "code": code}, "Typ de code van de vragenlijst."),
    ):
        response = Client().post("/meedoen/", typed)
        assert response.status_code == 400
        assert len(errors_in(response)) == 1, typed
        assert errors_in(response)[0].startswith(message), typed


def test_codes_are_not_to_be_guessed(asked: OpenRound) -> None:
    client = Client()
    typed = {"ronde": asked.code, "code": "0000000000"}
    good = {"ronde": asked.code, "code": letter(asked)}
    assert {client.post("/meedoen/", typed).status_code for _try in range(59)} == {400}
    # A town hall full of people who type their own codes well holds up nobody.
    assert {client.post("/meedoen/", good).status_code for _try in range(70)} == {200}
    assert client.post("/meedoen/", typed).status_code == 400
    response = client.post("/meedoen/", typed)
    assert (response.status_code, heading(response)) == (429, "Dit is te vaak geprobeerd")
    assert 0 < int(response["Retry-After"]) <= 600
    # Elsewhere others go on.
    assert client.post("/meedoen/", typed, REMOTE_ADDR="192.0.2.7").status_code == 400


# ── open link ─────────────────────────────────────────────────────────────────────────────


def test_an_open_link_gives_each_device_one_seat(asked: OpenRound) -> None:
    client = Client()
    assert "Iedereen met deze link kan meedoen" in page_of(client.get(f"/o/{asked.open_code}"))
    for _time in range(3):
        response = client.post(f"/o/{asked.open_code}")
        assert response["Location"] == f"/v/{asked.code}/"
    with scopes_disabled():
        assert Invitation.objects.filter(group=asked.groups[OPEN_LINK]).count() == 1
    phone = Phone(asked, client)
    phone.press("eens")
    assert "Verdergaan" in page_of(client.get(f"/o/{asked.open_code}"))
    assert "Verdergaan" not in page_of(Client().get(f"/o/{asked.open_code}"))
    client.post(f"/o/{asked.open_code}")
    assert phone.shown().place == 2
    assert [group for group, *_rest in kept(asked)] == [OPEN_LINK]


def test_wiping_a_device_lets_the_next_begin_by_the_open_link(asked: OpenRound) -> None:
    phone = Phone(asked)
    phone.client.post(f"/o/{asked.open_code}")
    phone.press("eens")
    phone.client.post(phone.address("stoppen"), hidden_of(phone.get("klaar")))
    phone.client.post(f"/o/{asked.open_code}")
    phone.press("oneens")
    assert sorted(value for *_rest, value in kept(asked)) == [-1, 1]


def test_an_open_link_gives_one_place_no_more_than_three_hundred_seats_an_hour(
    asked: OpenRound,
) -> None:
    began = [Client().post(f"/o/{asked.open_code}").status_code for _device in range(301)]
    assert began == [302] * 300 + [429]


# ── a lost link ───────────────────────────────────────────────────────────────────────────


def test_asking_a_new_link_is_answered_the_same_for_everybody(asked: OpenRound) -> None:
    [token] = invite(asked.groups["Raadsleden"], 1)
    with scopes_disabled():
        Invitation.objects.filter(h1=token.h1).update(email="bram@voorbeeld.nl")
    pages = {
        Client().post("/link-kwijt/", {"email": email, "ronde": asked.code}).content
        for email in ("Bram@voorbeeld.nl", "cees@voorbeeld.nl")
    }
    assert len(pages) == 1
    with scopes_disabled():
        assert Invitation.objects.filter(mail_due=True).count() == 1


def test_what_is_missing_for_a_new_link_is_told(asked: OpenRound) -> None:
    response = Client().post("/link-kwijt/", {"email": "bram", "ronde": ""})
    assert response.status_code == 400
    assert len(errors_in(response)) == 2
    assert value_of(response, "email") == "bram"
    assert value_of(Client().get(f"/link-kwijt/?ronde={asked.code}"), "ronde") == asked.code


# ── speed ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("statements", [3, 60])
def test_no_page_takes_more_than_three_statements(a: Cooperation, statements: int) -> None:
    asked = open_round(a, statements=[f"S{n}" for n in range(statements)], may_add=True)
    phone = Phone(asked).begin()
    form = phone.shown()
    counted = {}
    for name in ("", "klaar", "zelf-toevoegen", "eigen-stellingen", "uitleg"):
        with CaptureQueriesContext(connections["answers"]) as caught:
            assert phone.get(name).status_code == 200
        counted[name] = len(caught)
    with CaptureQueriesContext(connections["answers"]) as caught:
        assert Client().get(f"/s/{asked.token()}").status_code == 200
    counted["door"] = len(caught)
    with CaptureQueriesContext(connections["answers"]) as caught:
        phone.press("eens", form)
    counted["POST"] = len(caught)
    assert counted == {
        "": 3,
        "klaar": 2,
        "zelf-toevoegen": 1,
        "eigen-stellingen": 2,
        "uitleg": 3,
        "door": 3,
        "POST": 1,
    }
