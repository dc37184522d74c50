"""What is no text in an address breaks no page and comes back in none."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from pytest_django import Settings

from samenspel.people.models import Person
from samenspel.web.readable_address import readable_address
from tests.atlas.small_country import small_country
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("cooperations:start", "organisaties"),
        ("cooperations:start", "gemeenten"),
        ("cooperations:start", "regeling"),
        ("atlas:pick", "organisaties"),
        ("atlas:pick", "gemeenten"),
        ("atlas:pick", "zoek"),
        ("atlas:arrangements", "zoek"),
        ("atlas:arrangements", "organisatie"),
        ("atlas:netherlands", "op"),
        ("atlas:municipalities", "anders"),
        ("atlas:web", "gemeenten"),
    ],
)
def test_a_nul_breaks_no_page_and_comes_back_in_none(
    settings: Settings, anna: Person, name: str, asked: str
) -> None:
    settings.ATLAS_PUBLIC = True
    small_country()
    for written in ("%00", "GM9001%00", "%%0000"):
        response = signed_in(anna).get(f"{reverse(name)}?{asked}={written}")
        assert response.status_code == 200
        assert b"\x00" not in response.content


def test_all_else_of_an_address_stays() -> None:
    def told(request: HttpRequest) -> HttpResponse:
        return HttpResponse(repr(request.GET.dict()))

    for asked, read in (
        ("a=%2500&b=%C3%A9", {"a": "%00", "b": "é"}),
        ("a=1%00%%00002&a%00b=3", {"a": "12", "ab": "3"}),
        ("", {}),
    ):
        response = readable_address(told)(RequestFactory().get(f"/?{asked}"))
        assert response.content.decode() == repr(read)
