import re
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from samenspel.audit.models import Line
from samenspel.people.models import Person
from samenspel.people.queries import SecondSteps, second_steps
from tests.people.passwords import code_of, confirm, sign_in

SECOND_STEP = "/account/inloggen/tweede-stap/"


@pytest.fixture
def signed_in(client: Client, anna: Person) -> Client:
    """Anna, who has just said again who she is."""
    sign_in(client, anna.email)
    confirm(client)
    return client


@pytest.fixture
def secret(signed_in: Client) -> str:
    """The key of the app that Anna has set up."""
    secret: str = signed_in.get("/account/app/").context["form"].secret
    # With the code of half a minute ago, as each code counts once and tests need one more.
    response = signed_in.post("/account/app/", {"code": code_of(secret, steps_ago=1)})
    assert response["Location"] == "/account/herstelcodes/"
    return secret


@pytest.fixture
def recovery_codes(secret: str, signed_in: Client) -> list[str]:
    file = signed_in.get("/account/herstelcodes/bestand/").content.decode()
    return re.findall(r"^[0-9]{8}$", file, flags=re.MULTILINE)


def _halfway(anna: Person) -> Client:
    """A browser in which Anna's password was right and her second step is still to come."""
    browser = Client()
    assert sign_in(browser, anna.email)["Location"] == SECOND_STEP
    assert browser.get("/account/").status_code == 302, "half is not in"
    return browser


def test_before_the_way_in_changes_somebody_says_again_who_it_is(
    client: Client, anna: Person
) -> None:
    sign_in(client, anna.email)
    asked = client.get("/account/app/")
    assert unquote(asked["Location"]) == "/account/bevestigen/?next=/account/app/"
    refused = confirm(client, "een ander wachtwoord")
    assert "Dit wachtwoord klopt niet." in refused.content.decode()
    assert client.get("/account/app/").status_code == 302
    assert confirm(client)["Location"] == "/account/"
    assert client.get("/account/app/").status_code == 200


def test_a_wrong_code_does_not_set_up_an_app(signed_in: Client, anna: Person) -> None:
    signed_in.get("/account/app/")
    response = signed_in.post("/account/app/", {"code": "000000"})
    assert "Deze code klopt niet." in response.content.decode()
    assert second_steps(anna) == SecondSteps(app=None, passkeys=(), recovery_codes_left=None)


def test_an_app_is_the_second_step_from_then_on(secret: str, anna: Person) -> None:
    browser = _halfway(anna)
    assert "Deze code klopt niet." in browser.post(SECOND_STEP, {"code": "1"}).content.decode()
    response = browser.post(SECOND_STEP, {"code": code_of(secret)})
    assert response["Location"] == "/samenwerkingen/"
    assert browser.get("/account/").status_code == 200


def test_a_code_works_once(secret: str, anna: Person) -> None:
    code = code_of(secret)
    assert _halfway(anna).post(SECOND_STEP, {"code": code}).status_code == 302
    assert _halfway(anna).post(SECOND_STEP, {"code": code}).status_code == 200


def test_codes_cannot_be_guessed_by_trying_many(secret: str, anna: Person) -> None:
    browser = _halfway(anna)
    said = [browser.post(SECOND_STEP, {"code": "1"}).content.decode() for _attempt in range(6)]
    assert ["te vaak geprobeerd" in page for page in said] == [False] * 5 + [True]
    again = browser.post(SECOND_STEP, {"code": code_of(secret)})
    assert "te vaak geprobeerd" in again.content.decode()


def test_each_recovery_code_works_once(recovery_codes: list[str], anna: Person) -> None:
    assert len(set(recovery_codes)) == 10
    assert _halfway(anna).post(SECOND_STEP, {"code": recovery_codes[0]}).status_code == 302
    assert _halfway(anna).post(SECOND_STEP, {"code": recovery_codes[0]}).status_code == 200
    assert second_steps(anna).recovery_codes_left == 9


def test_new_recovery_codes_end_the_old_ones(
    recovery_codes: list[str], signed_in: Client, anna: Person
) -> None:
    response = signed_in.post("/account/herstelcodes/nieuw/")
    assert response["Location"] == "/account/herstelcodes/"
    assert _halfway(anna).post(SECOND_STEP, {"code": recovery_codes[0]}).status_code == 200
    assert second_steps(anna).recovery_codes_left == 10


def test_pages_with_secrets_are_kept_by_no_browser(secret: str, signed_in: Client) -> None:
    for address in ("herstelcodes/", "herstelcodes/bestand/", ""):
        assert "no-store" in signed_in.get(f"/account/{address}")["Cache-Control"]


def test_without_the_app_the_recovery_codes_are_gone_too(
    secret: str, signed_in: Client, anna: Person
) -> None:
    assert signed_in.post("/account/app/uitzetten/")["Location"] == "/account/tweede-stap/"
    assert not Authenticator.objects.exists()
    assert sign_in(Client(), anna.email)["Location"] == "/samenwerkingen/"


def test_every_change_is_written_down(
    signed_in: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    secret = signed_in.get("/account/app/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post("/account/app/", {"code": code_of(secret)})
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post("/account/herstelcodes/nieuw/")
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post("/account/app/uitzetten/")
    assert list(Line.objects.order_by("pk").values_list("action", flat=True)) == [
        "person.signed_in",
        "person.app_added",
        "person.recovery_codes_made",
        "person.app_removed",
    ]


def test_the_account_page_says_what_is_set_up(secret: str, signed_in: Client) -> None:
    page = signed_in.get("/account/").content.decode()
    assert "Na uw wachtwoord vragen wij een code uit de app." in page
    assert "U hebt nog 10 codes over." in page
    assert "U logt in met alleen een wachtwoord." not in page


def test_somebody_elses_passkey_is_not_there(signed_in: Client, cees: Person) -> None:
    passkey = Authenticator.objects.create(
        user=cees, type=Authenticator.Type.WEBAUTHN, data={"name": "van Cees", "credential": {}}
    )
    for address in ("", "verwijderen/"):
        assert signed_in.get(f"/account/passkeys/{passkey.pk}/{address}").status_code == 404
        assert signed_in.post(f"/account/passkeys/{passkey.pk}/{address}").status_code == 404
    assert Authenticator.objects.filter(pk=passkey.pk).exists()
