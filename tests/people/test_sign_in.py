import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from samenspel.audit.models import Line
from samenspel.people.models import Attempt, Person
from tests.people.passwords import PASSWORD, SIGN_IN, sign_in

MISMATCH = "Dit e-mailadres en wachtwoord horen niet bij elkaar."
TOO_MANY = "U hebt het te vaak geprobeerd."
WRONG = "een ander wachtwoord"


def _lines() -> list[tuple[str, ...]]:
    return list(Line.objects.order_by("pk").values_list("actor", "action", "result", "origin"))


@pytest.mark.parametrize("typed", ["anna@voorbeeld.nl", "ANNA@Voorbeeld.nl", " anna@voorbeeld.nl "])
def test_a_leader_signs_in_with_a_password(client: Client, anna: Person, typed: str) -> None:
    response = sign_in(client, typed)
    assert (response.status_code, response["Location"]) == (302, "/samenwerkingen/")
    assert client.get("/account/").context["user"] == anna
    assert _lines() == [("anna@voorbeeld.nl", "person.signed_in", "done", "web")]
    assert not EmailAddress.objects.exists(), "the address of an account is in one place"


def test_signing_in_ends_where_somebody_was_going(client: Client, anna: Person) -> None:
    asked = client.get("/account/wachtwoord/")
    response = client.post(asked["Location"], {"login": anna.email, "password": PASSWORD})
    assert response["Location"] == "/account/wachtwoord/"


@pytest.mark.parametrize("elsewhere", ["//kwaad.example", "https://kwaad.example/", "javascript:a"])
def test_signing_in_never_ends_at_another_site(
    client: Client, anna: Person, elsewhere: str
) -> None:
    response = client.post(SIGN_IN, {"login": anna.email, "password": PASSWORD, "next": elsewhere})
    assert response["Location"] == "/samenwerkingen/"


def test_an_unknown_address_and_a_wrong_password_give_the_same_page(anna: Person) -> None:
    pages = []
    for email in (anna.email, "niemand@voorbeeld.nl"):
        response = sign_in(Client(), email, WRONG)
        page = response.content.decode().replace(email, "…")
        token = response.context["csrf_token"]
        pages.append((response.status_code, page.replace(str(token), "…")))
    assert pages[0] == pages[1]
    assert MISMATCH in pages[0][1]
    assert _lines() == [(anna.email, "person.signed_in", "refused", "web")]


@pytest.mark.parametrize("email", ["anna@voorbeeld.nl", "niemand@voorbeeld.nl"])
def test_after_five_wrong_passwords_not_even_the_right_one_helps(
    client: Client, anna: Person, email: str
) -> None:
    said = [sign_in(client, email, WRONG).content.decode() for _attempt in range(6)]
    assert [MISMATCH in page for page in said] == [True] * 5 + [False]
    assert TOO_MANY in said[5]
    assert TOO_MANY in sign_in(client, email).content.decode()
    assert "_auth_user_id" not in client.session


def test_somebody_else_can_still_sign_in_then(client: Client, anna: Person) -> None:
    for _attempt in range(6):
        sign_in(client, "niemand@voorbeeld.nl", WRONG)
    assert sign_in(client, anna.email).status_code == 302


def test_many_attempts_from_one_place_get_a_page_that_says_so(client: Client, anna: Person) -> None:
    responses = [sign_in(client, f"{number}@voorbeeld.nl", WRONG) for number in range(31)]
    assert [response.status_code for response in responses] == [200] * 30 + [429]
    page = responses[30].content.decode()
    assert "Dit is te vaak geprobeerd" in page
    assert responses[30]["Content-Security-Policy"]


def test_what_counts_attempts_tells_nothing_of_who_tried(client: Client, anna: Person) -> None:
    sign_in(client, anna.email, WRONG)
    kept = list(Attempt.objects.values_list("cache_key", flat=True))
    assert kept
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in kept)


def test_an_account_that_is_switched_off_does_not_come_in(client: Client, anna: Person) -> None:
    anna.is_active = False
    anna.save()
    assert sign_in(client, anna.email)["Location"] == "/account/uitgezet/"
    assert client.get("/account/").status_code == 302
    # Who does not know the password learns nothing about it.
    assert MISMATCH in sign_in(Client(), anna.email, WRONG).content.decode()


def test_switching_an_account_off_ends_its_sessions(client: Client, anna: Person) -> None:
    sign_in(client, anna.email)
    Person.objects.update(is_active=False)
    assert client.get("/account/").status_code == 302


def test_signing_out_takes_a_post(client: Client, anna: Person) -> None:
    sign_in(client, anna.email)
    assert client.get("/account/uitloggen/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/account/uitloggen/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_a_session_gets_another_id_when_somebody_signs_in(client: Client, anna: Person) -> None:
    client.get(SIGN_IN)
    client.session["before"] = True
    before = client.session.session_key
    sign_in(client, anna.email)
    assert client.session.session_key != before


def test_a_new_password_ends_the_other_sessions(client: Client, anna: Person) -> None:
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, anna.email)
    new = "heel andere woorden nu"
    response = client.post(
        "/account/wachtwoord/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert response["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert _lines()[-1] == (anna.email, "person.password_changed", "done", "web")
    assert sign_in(Client(), anna.email, new).status_code == 302


def test_a_weak_new_password_is_refused_in_words(client: Client, anna: Person) -> None:
    sign_in(client, anna.email)
    response = client.post(
        "/account/wachtwoord/", {"oldpassword": WRONG, "password1": "kort", "password2": "kort"}
    )
    page = response.content.decode()
    assert "Dit is niet uw wachtwoord van nu." in page
    assert "minstens 12 tekens" in page


def test_the_sign_in_page_says_what_to_do_without_a_password(client: Client, db: None) -> None:
    page = client.get(SIGN_IN).content.decode()
    assert 'href="/account/wachtwoord-vergeten/"' in page
    assert "Vraag een leider van uw samenwerking om u uit te nodigen." in page
