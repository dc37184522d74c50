"""Nothing of who answers is written down, also not when something fails."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from samenspel.soundings.tokens import new_token
from samenspel.web import urls
from tests.page_text import plain

pytestmark = pytest.mark.django_db(databases=["default", "answers"])

TOKEN = str(new_token())
ADDRESS = f"/s/{TOKEN}"


@pytest.fixture
def everything_logged() -> Iterator[StringIO]:
    """What comes out of the program, as a host would keep it, at its most talkative."""
    kept = StringIO()
    root = logging.getLogger()
    [ours] = [
        handler
        for handler in root.handlers
        if isinstance(handler, logging.StreamHandler)
        and "ProcessorFormatter" in type(handler.formatter).__name__
    ]
    before = ours.setStream(kept)
    yield kept
    ours.setStream(before)


def failing(raised: Exception) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, token: str) -> HttpResponse:
        try:
            raise KeyError(token)
        except KeyError as error:
            raise raised from error

    return view


@pytest.fixture
def _fails(settings: Any, request: pytest.FixtureRequest) -> None:
    class Urls:
        urlpatterns = [path("s/<str:token>", failing(request.param)), *urls.urlpatterns]
        handler500 = urls.handler500

    settings.ROOT_URLCONF = Urls


@pytest.mark.parametrize(
    "_fails",
    [DatabaseError(f"Key (h1)=({TOKEN}) of 192.0.2.1"), RuntimeError(f"at {ADDRESS}")],
    indirect=True,
)
def test_an_error_is_logged_without_token_address_or_path(
    _fails: None, everything_logged: StringIO
) -> None:
    response = Client().post(ADDRESS, {"tekst": "mijn geheim"}, REMOTE_ADDR="192.0.2.1")
    assert response.status_code == 500
    assert "Er ging iets mis bij ons" in plain(response.content.decode())
    assert response["Cache-Control"] == "no-store"
    logged = everything_logged.getvalue()
    [line] = [json.loads(line) for line in logged.splitlines()]
    assert line["level"] == "error"
    assert "because of KeyError, at " in line["event"]
    assert "test_answer_routes.py" in line["event"]
    for hidden in (TOKEN, "/s/", "192.0.2.1", "mijn geheim", "h1"):
        assert hidden not in logged


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", ADDRESS, 404),
        ("post", ADDRESS, 404),
        ("get", f"/o/{TOKEN}", 404),
        ("get", f"/s/{TOKEN}/nergens", 404),
        ("put", ADDRESS, 405),
        ("get", "/v/ZZZZZZ/", 404),
    ],
)
def test_what_is_not_there_is_not_logged(
    everything_logged: StringIO, method: str, address: str, status: int
) -> None:
    logging.getLogger("django.request").setLevel(logging.DEBUG)
    try:
        response = getattr(Client(), method)(address)
    finally:
        logging.getLogger("django.request").setLevel(logging.ERROR)
    assert response.status_code == status
    assert TOKEN not in everything_logged.getvalue()


def test_too_much_at_once_is_refused_in_dutch() -> None:
    for typed in ("x" * 300_000, SimpleUploadedFile("brief.txt", b"x" * 300_000)):
        response = Client().post("/meedoen/", {"ronde": typed})
        assert response.status_code == 413
        assert "Dit is te groot om te versturen" in plain(response.content.decode())
    many = "&".join(f"veld{number}=1" for number in range(2000))
    response = Client().post("/meedoen/", many, "application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "Dit kwam niet goed over" in plain(response.content.decode())


@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00", b"ronde=%ff%00&code=\xf0\x28\x8c\xbc", b"--x\r\n\r\nnonsense"]
)
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_what_cannot_be_read_is_told(body: bytes, kind: str) -> None:
    response = Client().post("/meedoen/", body, kind)
    assert response.status_code == 400


def test_an_address_without_its_last_slash_is_found() -> None:
    assert Client().get("/meedoen")["Location"] == "/meedoen/"


def test_a_language_is_chosen_in_the_address_and_kept() -> None:
    client = Client()
    assert client.get("/meedoen/")["Content-Language"] == "nl"
    chosen = client.get("/meedoen/?taal=en")
    assert chosen["Content-Language"] == "en"
    assert chosen.cookies["django_language"]["httponly"]
    assert client.get("/meedoen/")["Content-Language"] == "en"
    assert client.get("/meedoen/?taal=nl")["Content-Language"] == "nl"
    for unknown in ("xx", "en-gb", "", "../en"):
        response = client.get("/meedoen/", {"taal": unknown})
        assert (response["Content-Language"], len(response.cookies)) == ("nl", 0)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Sec-Fetch-Site": "same-origin"}, 400),
        ({"Sec-Fetch-Site": "none"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        # A browser that does not say where it is: only what it says it comes from.
        ({"Origin": "null"}, 400),
        ({"Origin": "http://testserver"}, 400),
        ({"Origin": "https://elders.example"}, 403),
    ],
)
def test_only_our_own_pages_send_something(headers: dict[str, str], status: int) -> None:
    assert Client().post("/meedoen/", headers=headers).status_code == status
    assert Client().get("/meedoen/", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded; charset=iso-8859-1",
        "multipart/form-data",
        f"multipart/form-data; boundary={'b' * 300}",
        "multipart/form-data; boundary=é",
    ],
)
def test_what_cannot_be_read_is_a_bad_request(content_type: str) -> None:
    response = Client().post("/meedoen/", data=b"x", content_type=content_type)
    assert (response.status_code, response["Cache-Control"]) == (400, "no-store")


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "https://elders.example"])
def test_an_origin_that_is_no_address_is_another_site(origin: str) -> None:
    assert Client().post("/meedoen/", headers={"Origin": origin}).status_code == 403


def test_a_thousand_questions_are_answered_as_privately_as_one() -> None:
    response = Client().get(ADDRESS + "?" + "a&" * 1_100)
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_who_only_asks_whether_it_is_there_gets_no_page() -> None:
    response = Client().head(ADDRESS)
    assert (response.status_code, response.content) == (Client().get(ADDRESS).status_code, b"")
