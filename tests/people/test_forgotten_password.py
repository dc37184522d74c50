"""A new password by e-mail: the same answer for everybody, and one link that works once."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from samenspel.audit.models import Line
from samenspel.people.models import Person
from samenspel.post.actions import send_due
from samenspel.post.models import OutgoingMessage
from tests.page_text import errors_in, without_tokens
from tests.people.passwords import PASSWORD, sign_in

ASK = "/account/wachtwoord-vergeten/"
NEW = "heel andere woorden nu"


def ask(client: Client, email: str) -> None:
    response = client.post(ASK, {"email": email})
    assert (response.status_code, response["Location"]) == (302, f"{ASK}verstuurd/")


def link() -> str:
    body = OutgoingMessage.objects.get().body
    return str(re.findall(r"http://localhost:8000(/account/\S+)", body)[0])


def choose(client: Client, the_link: str, password: str = NEW, again: str = NEW) -> str:
    """Follow the link, fill in the form. Where that led, or what was wrong."""
    form = client.get(the_link)["Location"]
    response = client.post(form, {"password1": password, "password2": again})
    return response["Location"] if response.status_code == 302 else " ".join(errors_in(response))


@pytest.mark.parametrize("typed", ["anna@voorbeeld.nl", "ANNA@voorbeeld.nl"])
def test_somebody_chooses_a_new_password_by_mail(
    client: Client, anna: Person, mail_server: None, typed: str
) -> None:
    elsewhere = Client()
    sign_in(elsewhere, anna.email)
    ask(client, typed)
    the_link = link()
    send_due()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([typed.lower()], "Een nieuw wachtwoord voor Samenspel")
    assert f"http://localhost:8000{the_link}\n" in sent.body

    assert choose(client, the_link) == f"{ASK}gelukt/"
    assert "Uw wachtwoord is veranderd" in client.get(f"{ASK}gelukt/").content.decode()
    # Not signed in by it: whoever has a second step still needs that.
    assert "_auth_user_id" not in client.session
    assert elsewhere.get("/account/").status_code == 302
    assert sign_in(Client(), anna.email, PASSWORD).status_code == 200
    assert sign_in(Client(), anna.email, NEW).status_code == 302
    assert (anna.email, "person.password_reset") in Line.objects.values_list("actor", "action")


def test_the_answer_is_the_same_whether_or_not_there_is_an_account(
    anna: Person, mail_server: None
) -> None:
    Person.objects.create(email="dicht@voorbeeld.nl", is_active=False)
    pages = []
    for email in (anna.email, "niemand@voorbeeld.nl", "dicht@voorbeeld.nl"):
        client = Client()
        ask(client, email)
        pages.append(without_tokens(client.get(f"{ASK}verstuurd/").content))

    assert pages[0] == pages[1] == pages[2]
    assert list(OutgoingMessage.objects.values_list("to", flat=True)) == [anna.email]


def test_a_link_works_once(client: Client, anna: Person, mail_server: None) -> None:
    ask(client, anna.email)
    the_link = link()
    choose(client, the_link)

    page = Client().get(the_link).content.decode()
    assert "Deze link werkt niet" in page
    assert f'href="{ASK}"' in page
    assert sign_in(Client(), anna.email, NEW).status_code == 302


def test_looking_at_the_link_changes_nothing(
    client: Client, anna: Person, mail_server: None
) -> None:
    ask(client, anna.email)
    for _ in range(3):
        response = Client().get(link())
    assert response.status_code == 302
    assert link().split("-")[-1].rstrip("/") not in response["Location"]
    assert sign_in(Client(), anna.email, PASSWORD).status_code == 302


@pytest.mark.parametrize("wrong", ["1-abc-def/", "zz-set-password/", "0-x/"])
def test_a_wrong_link_says_what_to_do(client: Client, anna: Person, wrong: str) -> None:
    page = client.get(f"{ASK}{wrong}").content.decode()
    assert "De link is al gebruikt of ouder dan vier uur." in page


def test_a_weak_new_password_is_refused_in_words(
    client: Client, anna: Person, mail_server: None
) -> None:
    ask(client, anna.email)
    assert "minstens 12 tekens" in choose(client, link(), "kort", "kort")
    assert choose(client, link(), NEW, NEW + "x")
    assert sign_in(Client(), anna.email, PASSWORD).status_code == 302


def test_the_link_never_leads_to_where_the_sender_says(anna: Person, mail_server: None) -> None:
    client = Client(headers={"host": "127.0.0.1"})
    ask(client, anna.email)

    assert "http://localhost:8000/account/" in OutgoingMessage.objects.get().body
    assert "127.0.0.1" not in OutgoingMessage.objects.get().body


def test_asking_too_often_is_refused_for_every_address_alike(
    client: Client, anna: Person, mail_server: None
) -> None:
    def asked(email: str) -> list[int]:
        return [client.post(ASK, {"email": email}).status_code for _ in range(6)]

    assert asked(anna.email) == asked("niemand@voorbeeld.nl") == [302] * 5 + [429]
    assert OutgoingMessage.objects.count() == 5


def test_asking_leaves_the_address_in_one_place(
    client: Client, anna: Person, mail_server: None
) -> None:
    ask(client, anna.email)
    choose(client, link())

    assert not EmailAddress.objects.exists()


def test_without_a_mail_server_the_page_says_so_and_writes_nothing(
    client: Client, anna: Person
) -> None:
    pages = [client.get(ASK), client.post(ASK, {"email": anna.email})]

    for page in pages:
        assert "Deze website kan nog geen e-mail versturen." in page.content.decode()
        assert b'name="email"' not in page.content
    assert not OutgoingMessage.objects.exists()
