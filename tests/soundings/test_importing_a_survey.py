"""A survey that was held elsewhere becomes a closed round, whole or not at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings.models import Item, Sounding
from tests.page_text import plain

pytestmark = pytest.mark.django_db
TABLE = "groep,grootte,Wij komen afspraken na.\n" + "Raad,30,4\n" * 12


@pytest.fixture
def signed_in(client: Client, anna: Person) -> Client:
    client.force_login(anna)
    return client


def send(client: Client, cooperation: Cooperation, table: str = TABLE, **more: str) -> object:
    values = {"title": "Peiling van maart", "closed_on": "2026-03-01", **more}
    upload = SimpleUploadedFile("peiling.csv", table.encode(), content_type="text/csv")
    address = reverse("soundings:import-survey", kwargs={"cooperation": cooperation.slug})
    return client.post(address, {**values, "table": upload})


def test_a_table_becomes_a_round_of_rated_questions(signed_in: Client, a: Cooperation) -> None:
    response = send(signed_in, a)
    assert response.status_code == 302  # type: ignore[attr-defined]
    with scope(cooperation=a):
        sounding = Sounding.objects.get(title="Peiling van maart")
        item = Item.objects.get(sounding=sounding)
        groups = [(g.name, g.size) for g in sounding.groups.all()]
    assert (sounding.instrument, sounding.source) == ("scale", Sounding.Source.SURVEY)
    assert (item.text, item.lowest, item.highest) == ("Wij komen afspraken na.", 0, 5)
    assert groups == [("Raad", 30)]


def test_the_same_form_twice_makes_one_round(signed_in: Client, a: Cooperation) -> None:
    ticket = "6a1f5c9e-0c9f-4a43-9d9b-1d3f0b8f6a11"
    for _time in range(2):
        assert send(signed_in, a, ticket=ticket).status_code == 302  # type: ignore[attr-defined]
    with scope(cooperation=a):
        assert Sounding.objects.filter(title="Peiling van maart").count() == 1


@pytest.mark.parametrize(
    ("table", "more", "why"),
    [
        ("", {}, "leeg"),
        (TABLE + "Raad,30,9\n", {}, "regel 14"),
        (TABLE, {"closed_on": "2999-01-01"}, "moet nog komen"),
        (TABLE, {"title": " "}, "verplicht"),
        ("groep,grootte,A\n" + "Raad,3,4\n" * 4, {}, "maar er deden er 4 mee"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    signed_in: Client, a: Cooperation, table: str, more: dict[str, str], why: str
) -> None:
    response = send(signed_in, a, table, **more)
    assert response.status_code == 400  # type: ignore[attr-defined]
    assert why in plain(response.content.decode())  # type: ignore[attr-defined]
    with scope(cooperation=a):
        assert not Sounding.objects.filter(source=Sounding.Source.SURVEY).exists()
