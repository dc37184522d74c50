"""The sets that are ready to ask."""

import math

import pytest

from samenspel.cooperations.models import Role
from samenspel.soundings.instruments.scale.bank import bank
from samenspel.soundings.instruments.scale.instrument import SCALE
from samenspel.soundings.instruments.scale.pulses import (
    MIDDLE,
    PULSES,
    PURPOSE,
    SERVICE,
    SHORT,
    TRUST,
    Pulse,
)

INSIDE = [Role.COUNCIL, Role.COLLEGE, Role.MANAGEMENT, Role.STAFF]


@pytest.mark.parametrize("pulse", PULSES.values(), ids=lambda pulse: str(pulse.key))
def test_a_pulse_asks_questions_of_the_bank_once(pulse: Pulse) -> None:
    assert [question.key for question in pulse.questions] == list(pulse.keys)
    assert len(set(pulse.keys)) == len(pulse.keys)
    assert [PULSES[key].key for key in PULSES] == list(PULSES)
    assert math.ceil(len(pulse.keys) * SCALE.seconds / 60) <= 3


def test_what_the_names_promise_is_what_it_takes() -> None:
    minutes = {each.key: math.ceil(len(each.keys) * SCALE.seconds / 60) for each in (TRUST, SHORT)}
    assert minutes == {"vertrouwen": 3, "kort": 2}


def test_the_short_pulse_asks_one_question_of_each_aspect_of_trust() -> None:
    trust = next(theme for theme in bank().themes if theme.key == "trust")
    asked = [question.construct for question in SHORT.questions]
    assert len(asked) == len(set(asked))
    assert {construct.key for construct in trust.constructs} <= set(asked)


def test_the_pulse_of_trust_measures_each_aspect_with_several_questions() -> None:
    asked = [question.construct for question in TRUST.questions]
    assert {key: asked.count(key) >= 2 for key in asked} == dict.fromkeys(asked, True)
    assert len(set(asked)) == 7
    assert {question.reversed for question in TRUST.questions} == {True, False}


@pytest.mark.parametrize("pulse", PULSES.values(), ids=lambda pulse: str(pulse.key))
def test_whoever_a_pulse_is_for_gets_a_fair_part_of_it(pulse: Pulse) -> None:
    gets = {
        role: sum(1 for each in pulse.new_questions if not each.roles or role in each.roles)
        for role in Role
    }
    meant_for = set(pulse.roles or Role)
    assert {role for role, number in gets.items() if number} == meant_for
    assert min(gets[role] for role in meant_for) >= len(pulse.keys) / 3


def test_a_pulse_for_some_asks_nobody_else() -> None:
    known, *_rest = SHORT.new_questions
    assert (known.roles, MIDDLE.new_questions[-1].roles) == (
        (*INSIDE, Role.PARTNER),
        (Role.MANAGEMENT, Role.STAFF),
    )
    assert (SERVICE.roles, PURPOSE.new_questions[0].roles) == ((Role.RESIDENT, Role.BUSINESS), ())
