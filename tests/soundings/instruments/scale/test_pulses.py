"""The sets that are ready to ask."""

import math

import pytest

from samenspel.cooperations.models import Role
from samenspel.soundings.instruments.scale.bank import bank
from samenspel.soundings.instruments.scale.instrument import SCALE
from samenspel.soundings.instruments.scale.pulses import PULSES, SERVICE, SHORT, TRUST, Pulse

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
    assert len(TRUST.constructs) == 7
    assert {question.reversed for question in TRUST.questions} == {True, False}


def test_a_pulse_knows_for_whom_it_has_something() -> None:
    assert list(SERVICE.roles) == [Role.RESIDENT, Role.BUSINESS]
    assert list(TRUST.roles) == [*INSIDE, Role.PARTNER]
    assert list(SHORT.roles) == list(Role)
