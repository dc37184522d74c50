"""What a round of rated questions leaves: its questions as statements, and nothing exact."""

from dataclasses import replace
from time import process_time

import numpy as np

from samenspel.measures.disclosure import BANDED, ROUNDED, release
from samenspel.soundings.instruments.scale.answers import answers_of
from samenspel.soundings.instruments.scale.audit import (
    audited,
    narrow_counts,
    without_narrow_rests,
)
from samenspel.soundings.instruments.scale.constructs import constructs_of
from samenspel.soundings.instruments.scale.figures import Stratum, figure_of, told_people
from samenspel.soundings.instruments.scale.measured import Measured, Together
from samenspel.soundings.instruments.scale.outcome import read
from samenspel.soundings.instruments.spoken import AskedItem, Spoken
from samenspel.soundings.instruments.statements.outcome import read as read_statements
from tests.soundings.instruments.scale.rounds import (
    COUNCIL,
    MANAGEMENT,
    STAFF,
    answers,
    asked,
    frozen,
    people,
)


def test_a_question_is_told_as_a_statement_with_agree_for_four_and_five() -> None:
    rows = [[5], [4]] * 14 + [[1]] * 5 + [[2]] * 7 + [[3]] * 6 + [[0]] * 4 + [[-1]] * 2
    content = frozen(answers((STAFF, rows), questions=asked("")))
    [statement] = read_statements(content).statements
    [cell] = statement.cells
    assert cell is not None
    assert (cell.precision, cell.answered, cell.told) == (ROUNDED, 50, (30, 10, 10))
    assert content["groups"][0]["people"] == [50, 48, 52]


def test_no_count_is_told_exactly_however_many_answered() -> None:
    many = replace(STAFF, size=900)
    content = frozen(answers((many, people(311, 3.4, seed=1))))
    for statement in content["statements"]:
        [cell] = statement["cells"]
        assert cell["precision"] == ROUNDED
        assert cell["answered_high"] - cell["answered_low"] >= 4
        assert all(told % 5 == 0 for told in [cell["answered"], *cell["told"]])
    assert content["groups"][0]["people"][0] == 310


def test_a_large_group_of_which_all_answered_is_not_told_in_thirds() -> None:
    content = frozen(answers((replace(STAFF, size=130), people(116, 3.4, seed=1))))
    assert {s["cells"][0]["precision"] for s in content["statements"]} == {ROUNDED}


def test_what_is_asked_of_some_groups_is_told_of_these() -> None:
    questions = [replace(each, only_for=(1,)) for each in asked("control.load", "")]
    questions[1] = replace(questions[1], only_for=())
    said = answers((STAFF, [[-1, 4]] * 40), (MANAGEMENT, [[4, 4]] * 30), questions=questions)
    content = frozen(said)
    assert content["statements"][0]["cells"][0] is None
    assert content["statements"][0]["only_for"] == [1]
    [construct] = content["constructs"]
    assert construct["together"]["of"] == [1]


def test_aspects_of_trust_are_told_one_by_one_and_as_one() -> None:
    found = constructs_of(["trust.goodwill", "trust.agreement", "control.load", "", "unheard-of"])
    assert [(each.key, each.part_of) for each in found] == [
        ("trust", ""),
        ("trust.agreement", "trust"),
        ("trust.goodwill", "trust"),
        ("control.load", ""),
    ]
    # One aspect alone is not trust.
    assert [each.key for each in constructs_of(["trust.goodwill"])] == ["trust.goodwill"]


def test_it_is_read_back_as_it_was_told() -> None:
    questions = asked("trust.agreement", "trust.goodwill", "control.load", "")
    rows = [(STAFF, people(44, 3.6, seed=1)), (COUNCIL, people(26, 3.0, seed=2))]
    first = frozen(answers(*rows, questions=questions))
    outcome = read(frozen(answers(*rows, questions=questions), first))

    assert [each.key for each in outcome.wholes] == ["trust", "control.load"]
    trust = outcome.constructs[0]
    assert [each.key for each in outcome.parts(trust)] == ["trust.agreement", "trust.goodwill"]
    assert (trust.name, trust.numbers, trust.shown, trust.of) == (
        "Vertrouwen",
        (1, 2),
        [0, 1],
        (0, 1),
    )
    assert [each.number for each in outcome.own_questions] == [4]
    assert [point.wave for point in trust.series.points] == [0]
    assert trust.series.change is not None
    assert (trust.series.change.waves, trust.fell, trust.rose) == (2, False, False)
    [wave] = outcome.waves
    assert wave.title == "Peiling 1"


def test_what_was_spoken_is_turned_into_answers_with_what_the_bank_knows() -> None:
    detail = {"key": "control.load.time", "construct": "control.load", "reversed": True}
    spoken = Spoken(
        groups=(STAFF,),
        items=(
            AskedItem(1, "Bank", "Bank", detail=detail),
            AskedItem(2, "Eigen", only_for=(0,), is_purpose=True),
        ),
        value=np.array([[1, 5]], dtype=np.int8),
        group_of=np.zeros(1, dtype=np.int32),
    )
    said = answers_of(spoken)
    first, second = said.questions
    assert (first.key, first.construct, first.reversed) == (
        "control.load.time",
        "control.load",
        True,
    )
    assert (second.key, second.construct, second.only_for, second.is_purpose) == (
        "",
        "",
        (0,),
        True,
    )
    assert said.turned.tolist() == [[5.0, 5.0]]


# ── The audit ─────────────────────────────────────────────────────────────────────────────
def test_nothing_that_is_released_is_narrow() -> None:
    random = np.random.default_rng(1)
    tallies = random.integers(0, 30, (40, 30, 3))
    released = release(tallies, exact=False)
    assert released.shown.sum() > 1000
    assert not narrow_counts(released).any()


def test_a_count_that_can_be_worked_out_is_not_told() -> None:
    """Who knows that 20 answered, told as 20, 0 and 0, knows that all agreed."""
    released = release(np.array([[[20, 0, 0], [20, 6, 4]]]), exact=False)
    released.answered_low[0, 0] = released.answered_high[0, 0] = 20
    released.low[0, 0], released.high[0, 0] = [20, 0, 0], [20, 0, 0]
    assert narrow_counts(released).tolist() == [[True, False]]
    assert audited(released).shown.tolist() == [[False, True]]


def test_what_is_told_in_thirds_is_looked_at_too() -> None:
    released = release(np.array([[[9, 1, 1]]]), exact=False)
    assert released.precision.tolist() == [[BANDED]]
    assert not narrow_counts(released).any()
    released.answered_low[0, 0] = released.answered_high[0, 0] = 1
    assert narrow_counts(released).any()


def test_ten_thousand_cells_are_looked_at_in_no_time() -> None:
    """Ten seconds is what it may take; here it is allowed a few of the processor's own."""
    random = np.random.default_rng(2)
    released = release(random.integers(0, 40, (100, 100, 3)), exact=False)
    began = process_time()
    assert not narrow_counts(released).any()
    assert process_time() - began < 10


def test_a_rest_that_can_be_worked_out_is_not_taken_together() -> None:
    figure = figure_of([Stratum(np.full(40, 3.0), told_people(40, None))], None)
    [trust] = constructs_of(["trust.goodwill"])
    told = Measured(trust, (figure, None, None), Together(figure, (0, 1, 2)), None, (40, 12, 9))
    alone = replace(told, together=Together(figure, (0,)))
    assert without_narrow_rests([told, alone]) == [told, alone]
    few = replace(told, voices=(40, 12, 7))
    assert without_narrow_rests([few]) == [replace(few, together=None)]
