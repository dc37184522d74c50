"""Rounds with other answers than agree and disagree go the same way: ballot, urn, closing."""

import re

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django_scopes import scope, scopes_disabled

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings import queries
from samenspel.soundings.access import counting
from samenspel.soundings.actions import change_sounding, rounds_to_fold, start_sounding
from samenspel.soundings.actions.answering import Result, cast_vote
from samenspel.soundings.instruments.scale.instrument import SCALE
from samenspel.soundings.keys import round_key
from samenspel.soundings.models import Item, Sounding
from samenspel.soundings.tokens import Token
from tests.soundings.asked import OpenRound, open_round
from tests.soundings.kept import values
from tests.soundings.phone import Phone, heading, page_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "answers"])
QUESTIONS = ("Wij komen onze afspraken na.", "Ik weet waarvoor wij dit doen.", "Er is ruimte.")


@pytest.fixture
def pulse(a: Cooperation) -> OpenRound:
    return open_round(a, statements=QUESTIONS, instrument=SCALE)


def cast(asked: OpenRound, token: Token, number: int, value: int | None) -> Result:
    return cast_vote(
        round_id=asked.sounding.pk,
        round_key=round_key(asked.sounding.pk),
        token=token,
        number=number,
        value=value,
    )


def test_questions_come_in_their_order_and_each_answer_is_kept(pulse: OpenRound) -> None:
    phone = Phone(pulse).begin()
    shown = []
    for answer in ("5", "0", "1"):
        form = phone.shown()
        shown.append(form.text)
        assert phone.press(answer, form).status_code == 302
    assert shown == list(QUESTIONS)
    assert phone.get()["Location"] == phone.address("klaar")
    assert "U beantwoordde 3 van de 3 vragen." in re.sub(r"\s+", " ", page_of(phone.get("klaar")))
    assert values(pulse) == [(1, 5), (2, 0), (3, 1)]


def test_the_ballot_says_which_question_of_how_many_and_what_was_answered(pulse: OpenRound) -> None:
    phone = Phone(pulse).begin()
    phone.press("4")
    page = page_of(phone.get(stelling=1))
    assert heading(phone.get(stelling=1)) == QUESTIONS[0]
    assert "vraag 1 van 3" in page
    assert re.findall(r'name="antwoord" value="([^"]+)"', page) == [
        "5", "4", "3", "2", "1", "0", "sla-over",
    ]  # fmt: skip
    assert re.findall(r"answer--yours[^>]*value=\"([^\"]+)\"", page) == ["4"]


@pytest.mark.parametrize("answer", ["eens", "6", "-1", "", "5 "])
def test_what_is_no_answer_here_is_refused(pulse: OpenRound, answer: str) -> None:
    phone = Phone(pulse).begin()
    assert phone.press(answer).status_code == 400
    assert values(pulse) == []


@pytest.mark.parametrize("value", [-1, 6, 14])
def test_the_urn_takes_no_value_that_the_question_has_not(pulse: OpenRound, value: int) -> None:
    assert cast(pulse, pulse.token(), 1, value) is Result.GONE
    assert cast(pulse, pulse.token(), 1, 5) is Result.KEPT
    assert values(pulse) == [(1, 5)]


def test_statements_take_no_more_than_before(a: Cooperation) -> None:
    asked = open_round(a)
    assert cast(asked, asked.token(), 1, 2) is Result.GONE
    assert cast(asked, asked.token(), 1, -1) is Result.KEPT
    assert values(asked) == [(1, -1)]


def test_nothing_is_folded_of_rated_questions(pulse: OpenRound, a: Cooperation) -> None:
    other = open_round(a, title="Stellingen")
    assert rounds_to_fold() == [other.sounding.pk]
    assert pulse.sounding.pk not in rounds_to_fold()


def test_what_was_said_is_read_back_whole_after_the_urn_is_closed(pulse: OpenRound) -> None:
    said = {0: {1: 5, 2: 0}, 1: {1: 1, 2: 3, 3: 4}, 2: {3: 2}}
    for person, answers in said.items():
        for number, value in answers.items():
            cast(pulse, pulse.token("Medewerkers", person), number, value)
    cast(pulse, pulse.token("Raadsleden"), 2, 5)
    cast(pulse, pulse.token("Raadsleden"), 2, None)
    with scopes_disabled(), transaction.atomic(), counting():
        with connection.cursor() as cursor:
            cursor.execute("SELECT urn.close_round(%s)", [pulse.sounding.pk])
        spoken = queries.spoken_in(pulse.sounding)

    assert [item.text for item in spoken.items] == list(QUESTIONS)
    assert all(item.detail == SCALE.detail_of(item.text) for item in spoken.items)
    names = [spoken.groups[group].name for group in spoken.group_of]
    rows = sorted(zip(names, spoken.value.tolist(), strict=True))
    assert rows == [
        ("Medewerkers", [-1, -1, 2]),
        ("Medewerkers", [1, 3, 4]),
        ("Medewerkers", [5, 0, -1]),
        ("Raadsleden", [-1, -1, -1]),
    ]
    assert spoken.value.dtype == np.int8


def test_nobody_adds_questions_to_a_pulse(a: Cooperation, anna: Person) -> None:
    pulse = start_sounding(person=anna, cooperation=a, title="Peiling", instrument=SCALE.key)
    assert pulse.instrument == SCALE.key
    with pytest.raises(ValidationError, match="kan niemand zelf iets toevoegen"):
        change_sounding(person=anna, sounding=pulse, may_add=True)


def test_an_instrument_that_is_not_there_is_refused(a: Cooperation, anna: Person) -> None:
    with pytest.raises(KeyError):
        start_sounding(person=anna, cooperation=a, title="Peiling", instrument="wichelroede")
    with scopes_disabled():
        assert not Sounding.objects.filter(title="Peiling").exists()


def test_a_round_like_an_earlier_one_asks_in_the_same_way(
    pulse: OpenRound, a: Cooperation, anna: Person
) -> None:
    again = start_sounding(person=anna, cooperation=a, title="Nog eens", begin_with=pulse.sounding)
    with scope(cooperation=a):
        copied = Item.objects.filter(sounding=again).order_by("number")
        found = list(copied.values_list("text", "lowest", "highest", "detail"))
    assert again.instrument == SCALE.key
    assert found == [(text, 0, 5, SCALE.detail_of(text)) for text in QUESTIONS]
