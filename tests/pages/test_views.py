import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import reverse

from samenspel.pages import views

ROOMS = ["pages:home", "pages:about"]


def headline(page: bytes) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.decode(), re.DOTALL)
    assert found
    return found[1].strip()


@pytest.mark.parametrize("name", ROOMS)
def test_whoever_is_not_signed_in_reads_it_without_the_database(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    text = response.content.decode()

    assert response.status_code == 200
    assert '<html lang="nl">' in text
    assert f'href="{reverse("account_login")}"' in text
    assert reverse("account_logout") not in text


def test_whoever_is_signed_in_goes_to_the_cooperations() -> None:
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=True)  # type: ignore[assignment]  # a stand-in

    response = views.home(request)

    assert (response.status_code, response["Location"]) == (302, reverse("cooperations:list"))


@pytest.mark.parametrize("name", ROOMS)
def test_a_page_is_not_changed_by_a_post(client: Client, name: str) -> None:
    assert client.post(reverse(name)).status_code == 405


def test_the_other_language_returns_to_the_same_page(client: Client) -> None:
    address = reverse("pages:about") + "?a=1"

    response = client.post(
        reverse("set_language"), {"language": "en", "next": address}, follow=False
    )

    assert (response.status_code, response["Location"]) == (302, address)
    assert '<html lang="en">' in client.get(address).content.decode()


def test_the_switch_of_language_knows_the_page_and_the_language_in_use(client: Client) -> None:
    text = client.get(reverse("pages:about") + "?a=1&b=2").content.decode()

    assert '<input type="hidden" name="next" value="/over/?a=1&amp;b=2">' in text
    assert '<span lang="nl" aria-current="true">Nederlands</span>' in text
    assert 'name="language" value="en" lang="en">English</button>' in text


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "Dit verzoek begrijpen we niet"),
        (403, "Dit mag u hier niet doen"),
        (404, "Deze pagina is er niet"),
        (413, "Dit is te groot om te versturen"),
        (500, "Er ging iets mis bij ons"),
    ],
)
def test_an_error_says_what_it_is_and_what_to_do(status: int, said: str) -> None:
    request = RequestFactory().get("/geheim-adres/")
    request.user = AnonymousUser()
    response = {
        400: lambda: views.bad_request(request, ValueError("geheim")),
        403: lambda: views.forbidden(request, PermissionDenied("geheim")),
        404: lambda: views.not_found(request, Http404("geheim")),
        413: lambda: views.too_large(request),
        500: lambda: views.server_error(request),
    }[status]()

    assert (response.status_code, headline(response.content)) == (status, said)
    assert "geheim" not in response.content.decode().replace("/geheim-adres/", "")


def test_an_address_that_is_not_there_has_our_page(client: Client) -> None:
    response = client.get("/bestaat-niet/")

    assert (response.status_code, headline(response.content)) == (404, "Deze pagina is er niet")


def test_a_form_of_somebody_else_is_refused_in_words() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("set_language"), {"language": "en"})

    assert (response.status_code, headline(response.content)) == (403, "Dit is niet opgeslagen")
