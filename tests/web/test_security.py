"""What a browser is told on every page, and what no page may hold."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django_scopes import scope

import samenspel
from samenspel.cooperations.models import Group
from samenspel.people.models import Person
from tests.web.seen_pages import Response, Responses
from tests.web.url_table import POSTS, ROWS, Cast, Row

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
# Without a session: no account, no token of a form that Django makes.
ANSWER_ROUTES = ("answering:", "outcome:")
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# The answer routes look in the database by a connection of their own.
pytestmark = pytest.mark.django_db(databases=["default", "answers"])
NOBODY = 0  # the first column of the table: not signed in
SETTINGS_SHOWN = (
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "CSRF_TRUSTED_ORIGINS",
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
    "SECURE_PROXY_SSL_HEADER",
)


class Inline(HTMLParser):
    """Collects what the content security policy would not run or apply."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" and "nonce" not in given:
            self.found.append("<style>")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.found.append("<script>")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.found.append(f"{tag} {name}={value}")
            if (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")


def test_every_response_carries_the_security_headers(responses: Responses) -> None:
    differing = {
        (row.name, column, name): response.get(name)
        for row, column, response in responses
        for name, value in _headers(row).items()
        if response.get(name) != value
    }
    assert differing == {}


def test_every_response_carries_the_same_strict_policy(responses: Responses) -> None:
    differing = {
        (row.name, column): policy
        for row, column, response in responses
        if (policy := _directives(response)) != POLICY
    }
    assert differing == {}


def test_no_page_has_script_or_style_that_the_policy_would_stop(responses: Responses) -> None:
    found = {
        (row.name, column): inline
        for row, column, response in responses
        if "html" in response["Content-Type"] and (inline := _inline(response))
    }
    assert found == {}


def test_no_page_loads_from_another_place(responses: Responses) -> None:
    loaded = {
        address
        for _row, _column, response in responses
        if "html" in response["Content-Type"]
        for address in _loaded(response)
    }
    assert loaded
    assert {address for address in loaded if not address.startswith(("/", "data:"))} == set()


def test_cookies_are_for_the_server_only_and_stay_on_this_site(
    client: Client, anna: Person
) -> None:
    anna.set_password("vier losse woorden samen")
    anna.save()
    client.post("/account/inloggen/", {"login": anna.email, "password": "vier losse woorden samen"})
    kinds = {name: (c["httponly"], c["samesite"]) for name, c in client.cookies.items()}
    assert kinds == {
        settings.SESSION_COOKIE_NAME: (True, "Lax"),
        settings.CSRF_COOKIE_NAME: (True, "Lax"),
        "messages": (True, "Lax"),
    }


def test_every_post_without_a_token_is_refused_in_dutch(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.anna)
    refused = {}
    rows = [row for row in ROWS if not row.name.startswith(ANSWER_ROUTES)]
    for row in rows:
        response = client.post(row.address(cast))
        refused[row.name] = (response.status_code, "Dit is niet opgeslagen" in _text(response))
    assert refused == {row.name: (403, True) for row in rows}


def test_what_another_site_lets_a_browser_send_is_refused_where_people_answer(cast: Cast) -> None:
    rows = [row for row in ROWS if row.name.startswith("answering:")]
    sent_by = (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elders.example"},
    )
    refused = {
        (row.name, *headers): Client().post(row.address(cast), headers=headers).status_code
        for row in rows
        for headers in sent_by
    }
    assert refused == {(row.name, *headers): 403 for row in rows for headers in sent_by}


def test_where_people_answer_nothing_knows_who_is_signed_in(cast: Cast) -> None:
    signed_in = Client()
    signed_in.force_login(cast.anna)
    for row in (row for row in ROWS if row.name.startswith(ANSWER_ROUTES)):
        address = row.address(cast)
        mine, anybody = signed_in.get(address), Client().get(address)
        assert (mine.content, set(mine.cookies)) == (anybody.content, set()), row.name
        assert "no-store" in mine["Cache-Control"], row.name


def test_addresses_that_change_something_do_nothing_when_they_are_opened(cast: Cast) -> None:
    for row in POSTS:
        for client in cast.browsers():
            client.get(row.address(cast))
    browser = cast.browsers()[2]
    assert browser.get("/account/uitloggen/").status_code == 200
    assert browser.get("/account/").status_code == 200, "opening the page signed out"
    with scope(cooperation=cast.cooperation):
        assert list(Group.objects.all()) == [cast.group]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (
            {"SAMENSPEL_ADDRESS": "https://samen.example.nl", "SAMENSPEL_BEHIND_PROXY": "yes"},
            {
                "SESSION_COOKIE_SECURE": True,
                "CSRF_COOKIE_SECURE": True,
                "SECURE_SSL_REDIRECT": True,
                "SECURE_HSTS_SECONDS": 31_536_000,
                "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
                "CSRF_TRUSTED_ORIGINS": ["https://samen.example.nl"],
                "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
                "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
            },
        ),
        (
            {"SAMENSPEL_ADDRESS": "http://localhost:8000"},
            {
                "SESSION_COOKIE_SECURE": False,
                "CSRF_COOKIE_SECURE": False,
                "SECURE_SSL_REDIRECT": False,
                "SECURE_HSTS_SECONDS": 0,
                "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
                "CSRF_TRUSTED_ORIGINS": [],
                "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": True,
                "SECURE_PROXY_SSL_HEADER": None,
            },
        ),
    ],
    ids=["https", "a laptop"],
)
def test_what_travels_only_over_tls_follows_from_the_address(
    environ: dict[str, str], expected: dict[str, Any]
) -> None:
    assert _settings_with(environ) == expected


def _headers(row: Row) -> dict[str, str]:
    if row.name.startswith(ANSWER_ROUTES):
        return HEADERS | {"Referrer-Policy": "no-referrer"}
    return HEADERS


def _text(response: Response) -> str:
    text: str = response.content.decode()
    return text


def _inline(response: Response) -> list[str]:
    parser = Inline()
    parser.feed(_text(response))
    return parser.found


def _directives(response: Response) -> set[str]:
    """A style with a nonce is the program's own; the nonce is another one each time."""
    policy = re.sub(r" 'nonce-[^']{16,}'", "", response.get("Content-Security-Policy", ""))
    return set(policy.split("; "))


def _loaded(response: Response) -> list[str]:
    addresses: list[str] = []

    class Loaded(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            addresses.extend(
                value or ""
                for name, value in given.items()
                if name == "src" or (name == "href" and tag == "link")
            )

    Loaded().feed(_text(response))
    return addresses


def _settings_with(environ: dict[str, str]) -> dict[str, Any]:
    """The settings of a fresh process with only this in its environment."""
    code = (
        "import json; from samenspel.web import settings;"
        f"print(json.dumps({{n: getattr(settings, n, None) for n in {SETTINGS_SHOWN!r}}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(Path(samenspel.__file__).parents[1]), **environ},
        capture_output=True,
        check=True,
        text=True,
    )
    shown: dict[str, Any] = json.loads(done.stdout)
    return shown


def test_what_a_signed_in_person_sees_is_kept_in_no_cache(responses: Responses) -> None:
    kept = {
        (row.name, column)
        for row, column, response in responses
        if column != NOBODY and "no-store" not in response.get("Cache-Control", "")
    }
    assert kept == set()
