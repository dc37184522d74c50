"""The test run: a round as those who will be asked see it, and nothing of it is kept."""

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings.actions import open_sounding
from samenspel.soundings.models import Sounding
from tests.page_text import plain
from tests.soundings.asked import OpenRound, open_round
from tests.soundings.kept import added, kept
from tests.soundings.phone import Form, Response, form_on, heading, hidden_of, page_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "answers"])


@pytest.fixture
def asked(a: Cooperation) -> OpenRound:
    return open_round(a, may_add=True, only_for={5: [1]}, state=Sounding.State.PLANNED)


def address(asked: OpenRound, page: str = "") -> str:
    where = {"cooperation": asked.sounding.cooperation.slug, "sounding": asked.sounding.pk}
    return reverse("soundings:try-out", kwargs=where) + (f"{page}/" if page else "")


def begin(client: Client, asked: OpenRound, group: int = 0) -> None:
    response = client.post(f"{address(asked, 'begin')}?groep={group}")
    assert (response.status_code, response["Location"]) == (302, address(asked))


def answer_all(client: Client, asked: OpenRound) -> list[Form]:
    forms = []
    while (response := client.get(address(asked))).status_code == 200:
        form = form_on(response)
        forms.append(form)
        client.post(form.action, {**form.hidden, "antwoord": "eens"})
    assert response["Location"] == address(asked, "klaar")
    return forms


def says_that_it_is_a_try_out(response: Response) -> bool:
    return "Dit is een proef. Uw antwoorden tellen niet mee." in plain(page_of(response))


def test_a_day_that_was_not_chosen_yet_is_not_told(anna_client: Client, asked: OpenRound) -> None:
    told = {
        "?groep=0": "Tot en met",
        "uitleg/": "Die dag verandert niet",
        "klaar/": "verdergaan of",
    }

    def is_told() -> list[bool]:
        return [
            words in plain(page_of(anna_client.get(address(asked) + page)))
            for page, words in told.items()
        ]

    begin(anna_client, asked)
    assert is_told() == [True, True, True]
    asked.sounding.closes_on = None
    with scopes_disabled():
        asked.sounding.save()
    assert is_told() == [False, False, False]


def test_a_leader_tries_out_every_page_and_nothing_is_kept(
    anna_client: Client, asked: OpenRound
) -> None:
    door = anna_client.get(address(asked))
    assert says_that_it_is_a_try_out(door)
    assert heading(door) == "Wat vindt u van de samenwerking?"
    begin(anna_client, asked)
    assert says_that_it_is_a_try_out(anna_client.get(address(asked)))
    forms = answer_all(anna_client, asked)
    assert sorted(form.number for form in forms) == [1, 2, 3, 4]
    assert says_that_it_is_a_try_out(anna_client.get(address(asked, "klaar")))
    page = address(asked, "zelf-toevoegen")
    sent = {**hidden_of(anna_client.get(page)), "tekst": "Een zin."}
    assert anna_client.post(page, sent)["Location"].startswith(address(asked, "eigen-stellingen"))
    for name in ("eigen-stellingen", "uitleg"):
        assert anna_client.get(address(asked, name)).status_code == 200
    anna_client.post(address(asked, "stoppen"), hidden_of(anna_client.get(address(asked, "klaar"))))
    assert heading(anna_client.get(address(asked))) == "Wat vindt u van de samenwerking?"
    assert (kept(asked), added(asked)) == ([], [])


def test_as_another_group_there_are_other_statements(anna_client: Client, asked: OpenRound) -> None:
    begin(anna_client, asked, group=1)
    assert sorted(form.number for form in answer_all(anna_client, asked)) == [1, 2, 3, 4, 5]
    assert anna_client.get(address(asked, "nergens")).status_code == 404
    # A link for another group asks to begin again.
    assert "Raadsleden" in page_of(anna_client.get(f"{address(asked)}?groep=0"))
    assert anna_client.get(f"{address(asked)}?groep=9").status_code == 404


def test_a_form_needs_the_proof_of_whoever_is_signed_in(anna: Person, asked: OpenRound) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    door = client.get(address(asked))
    begun = client.post(address(asked, "begin"), hidden_of(door))
    assert begun.status_code == 302
    form = form_on(client.get(address(asked)))
    without = {name: value for name, value in form.hidden.items() if name[:4] != "csrf"}
    assert client.post(form.action, {**without, "antwoord": "eens"}).status_code == 403
    assert client.post(form.action, {**form.hidden, "antwoord": "eens"}).status_code == 302


def test_who_may_try_out(
    asked: OpenRound,
    bram_client: Client,
    lida_client: Client,
    dina_client: Client,
    cees_client: Client,
    b: Cooperation,
) -> None:
    clients = (bram_client, dina_client, lida_client, cees_client)
    for page, expected in (
        ("", [302, 403, 200, 404]),
        ("uitleg", [302, 403, 200, 404]),
        ("klaar", [302, 403, 302, 404]),
        ("begin", [302, 403, 404, 404]),
    ):
        assert [c.get(address(asked, page)).status_code for c in clients] == expected, page


def test_a_seat_in_a_try_out_is_no_seat_in_the_round(anna_client: Client, a: Cooperation) -> None:
    asked = open_round(a, state=Sounding.State.PLANNED)
    begin(anna_client, asked)
    open_sounding(sounding_id=asked.sounding.pk)
    assert anna_client.get(f"/v/{asked.code}/").status_code == 403
    assert kept(asked) == []


@pytest.mark.parametrize("page", ["", "begin", "klaar", "uitleg", "stoppen"])
def test_once_a_round_is_open_there_is_no_try_out(
    anna_client: Client, a: Cooperation, page: str
) -> None:
    asked = open_round(a)
    for ask in (anna_client.get, anna_client.post):
        assert ask(address(asked, page)).status_code == 404


@pytest.mark.parametrize("number", ["9" * 5000, "²", "٣", "-1"])
def test_what_is_no_number_of_a_group_asks_for_the_first(
    anna_client: Client, asked: OpenRound, number: str
) -> None:
    page = page_of(anna_client.get(address(asked), {"groep": number}))
    assert "de groep Raadsleden" in plain(page)
