"""The pages of an outcome of rated questions: what they say, draw and tabulate."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scopes_disabled

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from tests.cast import signed_in
from tests.page_text import plain
from tests.soundings.instruments.scale.rounds import (
    MANAGEMENT,
    STAFF,
    answers,
    asked,
    closed_pulse,
    frozen,
    of_all_kinds,
    people,
)
from tests.soundings.rounds import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def pulse(a: Cooperation) -> Sounding:
    return closed_pulse(a, of_all_kinds(), key="2" * 26)


def page(client: Client, name: str, sounding: Sounding, **more: int) -> str:
    response = client.get(address(name, sounding, **more))
    assert response.status_code == 200
    return plain(response.content.decode())


def test_the_outcome_says_what_was_found_with_its_figures(anna: Person, pulse: Sounding) -> None:
    text = page(signed_in(anna), "outcome", pulse)
    assert "Het vertrouwen is niet merkbaar veranderd" in text
    assert "Alle groepen samen: gemiddeld 3,6 (" in text
    assert "zouden we hier waarschijnlijk zien" in text
    assert "Collegeleden tonen we niet: van hen deden er te weinig mee." in text
    assert "minder dan 20 antwoorden: geen gemiddelde" in text
    for heading in ("Hoe het verloopt", "Vertrouwen", "Last van controle", "Eigen vragen"):
        assert heading in text


def test_the_first_time_nothing_is_said_of_a_course(anna: Person, a: Cooperation) -> None:
    text = page(signed_in(anna), "outcome", closed_pulse(a, of_all_kinds(1)))
    assert "Het vertrouwen ligt boven het midden" in text
    assert "Hoe het verloopt" not in text


def test_where_no_mean_can_be_told_the_questions_are(anna: Person, a: Cooperation) -> None:
    few = frozen(answers((STAFF, people(15, 3.5, seed=1))))
    sounding = closed_pulse(a, few)
    text = page(signed_in(anna), "outcome", sounding)
    assert "minder dan 20 antwoorden: geen gemiddelde" in text
    none = frozen(answers((STAFF, people(3, 3.5, seed=1, questions=1)), questions=asked("")))
    text = page(signed_in(anna), "outcome", closed_pulse(a, none))
    assert "Er deden te weinig mensen mee om iets te tonen" in text


def test_a_construct_has_a_page_with_its_parts_its_course_and_its_questions(
    anna: Person, pulse: Sounding
) -> None:
    client = signed_in(anna)
    trust = page(client, "construct", pulse, number=1)
    for words in ("Waar het uit bestaat", "Afspraken nakomen", "Vraag 1", "De vragen hangen"):
        assert words in trust
    assert "Alle groepen samen" in trust
    part = page(client, "construct", pulse, number=2)
    assert "onderdeel van Vertrouwen" in part
    assert client.get(address("construct", pulse, number=9)).status_code == 404


def test_the_drawing_and_the_table_say_the_same(anna: Person, pulse: Sounding) -> None:
    client = signed_in(anna)
    html = client.get(address("outcome", pulse)).content.decode()
    drawing = client.get(address("means-svg", pulse, number=1)).content.decode()
    content = pulse.picture.content["constructs"][0]
    for figure in content["groups"]:
        if figure is not None:
            told = f"{figure['mean'][0]:.1f}".replace(".", ",")
            assert f">{told}</text>" in drawing
            low = f"{figure['low']:.1f}".replace(".", ",")
            assert f"{told} ({low} tot" in html


def test_all_that_is_told_is_in_the_table_to_download(anna: Person, pulse: Sounding) -> None:
    response = signed_in(anna).get(address("figures-csv", pulse))
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    now = [row for row in rows if not row["closed_on"] and row["construct"] == "trust"]
    content = pulse.picture.content["constructs"][0]
    shown = [content["together"], *(each for each in content["groups"] if each is not None)]
    assert [float(row["mean"]) for row in now] == [figure["mean"][0] for figure in shown]
    assert now[0]["group"] == "*"
    before = [row for row in rows if row["closed_on"] and row["construct"] == "trust"]
    assert {row["title"] for row in before} == {"Peiling 1"}
    assert all(row["comparable"] == "1" for row in before)


def test_questions_are_told_as_statements_are(anna: Person, pulse: Sounding) -> None:
    client = signed_in(anna)
    assert "Vraag 3" in page(client, "statements", pulse)
    assert "Wie is het ermee eens?" in page(client, "statement", pulse, number=3)
    assert "Vraag 3" in client.get(address("released-csv", pulse)).content.decode()


def test_everybody_who_was_invited_sees_the_same(client: Client, pulse: Sounding) -> None:
    for name, more in (("outcome", {}), ("construct", {"number": 1}), ("figures-csv", {})):
        found = client.get(reverse(f"outcome:{name}", kwargs={"key": pulse.outcome_key, **more}))
        assert found.status_code == 200


def test_of_another_kind_of_round_these_pages_are_not_there(
    anna: Person, a: Cooperation, pulse: Sounding
) -> None:
    with scopes_disabled():
        Sounding.objects.filter(pk=pulse.pk).update(instrument="statements")
    client = signed_in(anna)
    for name, more in (
        ("construct", {"number": 1}),
        ("means-svg", {"number": 1}),
        ("courses-svg", {"number": 1}),
        ("figures-csv", {}),
    ):
        assert client.get(address(name, pulse, **more)).status_code == 404


def test_without_an_earlier_wave_there_is_no_course_to_save(anna: Person, a: Cooperation) -> None:
    sounding = closed_pulse(a, of_all_kinds(1))
    assert signed_in(anna).get(address("courses-svg", sounding, number=1)).status_code == 404


@pytest.mark.parametrize("name", ["outcome", "construct"])
def test_more_waves_and_constructs_ask_the_database_no_more(
    anna: Person, a: Cooperation, name: str
) -> None:
    client = signed_in(anna)
    more = {"number": 1} if name == "construct" else {}
    few = closed_pulse(a, frozen(answers((MANAGEMENT, people(40, 3.5, seed=1)))))
    many = closed_pulse(a, of_all_kinds(3))
    asked_of = []
    for sounding in (few, few, many):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(name, sounding, **more)).status_code == 200
        asked_of.append(len(queries))
    assert asked_of[1] == asked_of[2]


def test_nothing_of_these_pages_needs_a_script_or_names_a_colour_for_good_or_bad(
    anna: Person, pulse: Sounding
) -> None:
    html = signed_in(anna).get(address("construct", pulse, number=1)).content.decode()
    assert "style=" not in html
    assert "onclick" not in html
