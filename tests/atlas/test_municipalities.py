"""Which municipalities there were on a day, and all of them from A to Z."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from samenspel.atlas.models import Amalgamation, MunicipalityInYear, Organisation
from samenspel.atlas.queries.names import by_letter, named_like, order_of
from samenspel.atlas.queries.on_a_day import municipalities_on
from tests.atlas.small_country import DAY, small_country
from tests.soundings.rounds import queries_of

pytestmark = pytest.mark.django_db

NAMES = ("Aldermonde", "Brinkdam", "Duinrade", "Elzerveen", "Grotewoud", "Hoogsluis")


def listed(year: int, *codes: str) -> None:
    for code in codes:
        MunicipalityInYear.objects.create(code=code, year=year, name=code)


def there(day: str) -> list[str]:
    return sorted(each.key for each in municipalities_on(date.fromisoformat(day)))


@pytest.fixture
def without_dates() -> None:
    """As in the register: it tells when municipalities ended, and seldom when one began."""
    for key, ended in (("GM1", None), ("GM2", None), ("GM3", "2022-01-01"), ("GM4", "2005-01-01")):
        Organisation.objects.create(key=key, kind="municipality", name=key, valid_to=ended)
    listed(2020, "GM1", "GM3")
    listed(2021, "GM1", "GM3")
    listed(2023, "GM1", "GM2")


@pytest.mark.parametrize(
    ("day", "keys"),
    [
        ("2020-06-01", ["GM1", "GM3"]),
        ("2021-12-31", ["GM1", "GM3"]),
        ("2023-01-01", ["GM1", "GM2"]),
        ("2026-01-01", ["GM1", "GM2"]),
        # Before the first list: who was on it, and who had ended before it.
        ("2004-12-31", ["GM1", "GM3", "GM4"]),
        ("2006-01-01", ["GM1", "GM3"]),
    ],
)
def test_the_yearly_list_tells_who_was_there(
    without_dates: None, day: str, keys: list[str]
) -> None:
    assert there(day) == keys


def test_who_was_made_of_others_within_a_year_is_there_from_that_day(without_dates: None) -> None:
    listed(2022, "GM1", "GM3")
    Organisation.objects.filter(key="GM3").update(valid_to="2022-03-24")
    Amalgamation.objects.create(
        day="2022-03-24", old_code="GM3", old_name="GM3", new_code="GM2", kind="merge"
    )
    assert there("2022-03-23") == ["GM1", "GM3"]
    assert there("2022-03-24") == ["GM1", "GM2"]


def test_without_lists_all_that_held_is_there(without_dates: None) -> None:
    MunicipalityInYear.objects.all().delete()
    assert there("2020-06-01") == ["GM1", "GM2", "GM3"]


def test_names_stand_in_order_without_their_accents_and_a_leading_s() -> None:
    names = ["Zwolle", "'s-Hertogenbosch", "Ém", "Ede", "IJsselstein", "Súdwest-Fryslân"]
    assert sorted(names, key=order_of) == [
        "Ede",
        "Ém",
        "IJsselstein",
        "'s-Hertogenbosch",
        "Súdwest-Fryslân",
        "Zwolle",
    ]
    found = [Organisation(name=name) for name in sorted(names, key=order_of)]
    assert [(letter, len(under)) for letter, under in by_letter(found)] == [
        ("E", 2),
        ("I", 1),
        ("S", 2),
        ("Z", 1),
    ]
    assert [str(each) for each in named_like(found, "FRYSLAN")] == ["Súdwest-Fryslân"]


def test_the_page_lists_all_by_letter_and_those_that_are_looked_for(
    client: Client, settings: Settings
) -> None:
    settings.ATLAS_PUBLIC = True
    small_country()
    address = reverse("atlas:municipalities")

    html = client.get(address, {"op": str(DAY)}).content.decode()
    assert ">Nederland telt 6 gemeenten</h1>" in html
    letters = re.findall(r'<section class="atlas-letter".*?</section>', html, re.DOTALL)
    assert [
        (re.findall(r"<h2[^>]*>(.*?)</h2>", letter), re.findall(r"<a [^>]*>(.*?)</a>", letter))
        for letter in letters
    ] == [([name[0]], [name]) for name in NAMES]
    assert f'href="/atlas/organisaties/GM9001/?op={DAY}"' in html

    found = client.get(address, {"op": "2018-01-01", "zoek": "linder"}).content.decode()
    assert "1 gemeente gevonden" in found
    assert 'href="/atlas/organisaties/GM9009/?op=2018-01-01"' in found
    assert "Probeer een kortere naam" in client.get(address, {"zoek": "x"}).content.decode()


def test_the_list_asks_as_much_for_six_as_for_one(client: Client, settings: Settings) -> None:
    settings.ATLAS_PUBLIC = True
    small_country()
    address = f"{reverse('atlas:municipalities')}?op={DAY}"
    of_six = queries_of(client, address)
    Organisation.objects.filter(kind="municipality").exclude(key="GM9001").delete()
    assert queries_of(client, address) == of_six <= 3
