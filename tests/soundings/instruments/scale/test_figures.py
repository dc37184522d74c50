"""What is told of what questions measure together, and how little of it one voice can move."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from samenspel.measures.agreement import Verdict, critical_variances
from samenspel.soundings.instruments.scale.agreeing import CORRELATION, CRITICAL
from samenspel.soundings.instruments.scale.answers import Answers, scores
from samenspel.soundings.instruments.scale.figures import (
    Figure,
    Stratum,
    figure_of,
    read_figure,
    told_people,
)
from tests.soundings.instruments.scale.rounds import (
    COLLEGE,
    COUNCIL,
    MANAGEMENT,
    STAFF,
    answers,
    asked,
    frozen,
    people,
)


def construct(content: dict[str, Any], key: str) -> dict[str, Any]:
    [found] = [each for each in content["constructs"] if each["key"] == key]
    return dict(found)


# ── Scores ────────────────────────────────────────────────────────────────────────────────
def test_a_score_is_the_mean_of_what_somebody_answered_with_reversed_questions_turned() -> None:
    said = answers(
        (STAFF, [[5, 1, 4, 4], [2, 0, -1, 3], [0, 0, 5, -1], [3, 3, 3, 3]]),
        questions=asked(*["control.load"] * 4, backwards=[2]),
    )
    found = scores(said, np.arange(4))
    assert found[[0, 1, 3]].tolist() == [4.5, 2.5, 3.0]
    # Fewer than half answered.
    assert np.isnan(found[2])


def test_who_was_asked_less_need_not_answer_more_for_a_score() -> None:
    questions = list(asked(*["control.load"] * 4))
    questions[2:] = [replace(each, only_for=(1,)) for each in questions[2:]]
    said = answers((STAFF, [[5, -1, -1, -1]]), (MANAGEMENT, [[5, -1, -1, -1]]), questions=questions)
    assert scores(said, np.arange(4)).tolist()[0] == 5.0
    assert np.isnan(scores(said, np.arange(4))[1])


# ── One group ─────────────────────────────────────────────────────────────────────────────
def test_a_mean_is_told_of_twenty_voices_and_of_no_fewer() -> None:
    rows = people(20, 3.5, seed=1)
    of_twenty = construct(frozen(answers((STAFF, rows))), "trust")
    of_fewer = construct(frozen(answers((STAFF, rows[:19]))), "trust")
    assert of_twenty["groups"][0]["people"] == [20, 5, 20, 22]
    assert of_twenty["groups"][0]["mean"][1] == 0.2
    assert (of_fewer["groups"], of_fewer["together"]) == ([None], None)


@pytest.mark.parametrize(("voices", "step"), [(20, 0.2), (42, 0.2), (43, 0.1), (300, 0.1)])
def test_a_step_is_as_large_as_what_one_voice_can_do(voices: int, step: float) -> None:
    told = figure_of([Stratum(np.full(voices, 3.0), told_people(voices, None))], None)
    assert told.mean.step == step >= 4 / voices


def spoken(random: np.random.Generator, voices: int) -> np.ndarray:
    level = random.uniform(1, 5)
    return np.clip(np.rint(2 * random.normal(level, random.uniform(0, 2), voices)) / 2, 1, 5)


def told(said: np.ndarray, before: Figure | None) -> Figure:
    people = told_people(len(said), None if before is None else before.people)
    return figure_of([Stratum(said, people)], before)


@pytest.mark.parametrize("with_wave_before", [False, True])
def test_one_voice_moves_every_figure_by_a_step_at_most(with_wave_before: bool) -> None:
    """As long as about as many are said to have answered."""
    random = np.random.default_rng(5)
    compared = 0
    for _round in range(300):
        voices = int(random.integers(20, 140))
        said = spoken(random, voices)
        before = told(spoken(random, voices), None) if with_wave_before else None
        here = told(said, before)
        for score in (1.0, 5.0):
            for other in (np.append(said, score), np.append(said[1:], score), said[:-1]):
                if len(other) < 20 or told(other, before).people != here.people:
                    continue
                compared += 1
                now = told(other, before)
                assert abs(now.mean.value - here.mean.value) <= here.mean.step + 1e-9
                step = max(here.spread.step, now.spread.step)
                assert abs(now.spread.value - here.spread.value) <= step + 1e-9
    assert compared > 1000


def test_the_interval_holds_the_mean_of_people_like_these_in_nineteen_of_twenty() -> None:
    random = np.random.default_rng(6)
    covered = []
    for _round in range(1500):
        voices = int(random.integers(20, 200))
        level = random.uniform(2.5, 4.0)
        waves = [np.clip(random.normal(level, 0.8, voices), 1, 5) for _wave in range(2)]
        truth = np.clip(np.random.default_rng(0).normal(level, 0.8, 20_000), 1, 5).mean()
        figure = told(waves[1], told(waves[0], None))
        covered.append(figure.low <= truth <= figure.high)
    assert np.mean(covered) >= 0.95


def test_a_figure_is_read_back_as_it_was() -> None:
    said = np.array([4.0] * 20 + [5.0] * 40)
    figure = replace(told(said, None), verdict=Verdict.AGREES)
    assert read_figure(figure.as_data()) == figure


# ── All groups together ───────────────────────────────────────────────────────────────────
def test_all_together_is_each_group_by_its_size() -> None:
    """60 staff of whom 40 say 4, 50 managers of whom 20 say 2: (60 × 4 + 50 × 2) / 110 = 3.09."""
    said = answers((STAFF, [[4] * 4] * 40), (MANAGEMENT, [[2] * 4] * 20))
    together = construct(frozen(said), "trust")["together"]
    assert (together["mean"][0], together["of"], together["rest"]) == (3.1, [0, 1], None)
    assert together["people"][0] == 60


def test_groups_without_a_mean_of_their_own_count_where_they_hold_twenty_voices_together() -> None:
    large = (STAFF, [[4] * 4] * 40)
    enough = construct(
        frozen(answers(large, (COUNCIL, [[2] * 4] * 11), (COLLEGE, [[2] * 4] * 10))), "trust"
    )
    assert [figure is None for figure in enough["groups"]] == [False, True, True]
    assert enough["together"]["of"] == [0, 1, 2]
    assert enough["together"]["rest"][0] == 20

    too_few = construct(
        frozen(answers(large, (COUNCIL, [[2] * 4] * 10), (COLLEGE, [[2] * 4] * 9))), "trust"
    )
    # Then what is told of all is what is told of the one group that has a mean.
    assert too_few["together"]["of"] == [0]
    assert too_few["together"]["mean"] == too_few["groups"][0]["mean"]


@pytest.mark.parametrize("rows", [[[1] * 4] * 4, [[5] * 4, [1] * 4, [3] * 4]])
def test_a_hidden_group_leaves_no_trace(rows: list[list[int]]) -> None:
    large = (STAFF, people(45, 3.6, seed=3))
    hidden = answers(large, (MANAGEMENT, people(30, 3.1, seed=4)), (COLLEGE, rows))
    other = answers(large, (MANAGEMENT, people(30, 3.1, seed=4)), (COLLEGE, [[2] * 4] * 2))
    assert frozen(hidden) == frozen(other)


def test_who_came_by_an_open_link_is_not_put_together_with_others() -> None:
    by_link = replace(COUNCIL, open_link=True, size=None)
    large = (STAFF, people(45, 3.6, seed=3))
    found = frozen(answers(large, (by_link, people(60, 1.5, seed=5))))
    alone = frozen(answers(large, (by_link, people(30, 4.5, seed=6))))
    for one, other in zip(found["constructs"], alone["constructs"], strict=True):
        assert one["together"] == other["together"]
        assert one["together"]["of"] == [0]
    assert found["gaps"] == []


# ── One thing, and one mind ───────────────────────────────────────────────────────────────
def verdicts(rows: list[list[int]], *before: dict[str, Any]) -> str | None:
    content = frozen(answers((STAFF, rows), questions=asked(*["control.load"] * 3)), *before)
    return str(content["constructs"][0]["groups"][0]["verdict"])


def test_a_group_agrees_with_itself_or_does_not_or_it_is_unclear() -> None:
    random = np.random.default_rng(1)
    anything = random.integers(1, 6, (60, 3)).tolist()
    assert verdicts([[4, 4, 4], [4, 3, 4]] * 30) == "agrees"
    assert verdicts([[1, 1, 1], [5, 5, 5]] * 30) == "divided"
    assert verdicts(anything) == "unclear"


@pytest.mark.parametrize(("people", "items"), [(12, 1), (15, 4), (20, 2), (30, 3)])
def test_what_chance_shows_is_what_was_simulated(people: int, items: int) -> None:
    found = critical_variances(people, options=5, items=items, correlation=CORRELATION)
    assert CRITICAL[people][items - 1] == pytest.approx(found, abs=0.0006)


def test_of_few_who_answered_everything_no_verdict_is_told() -> None:
    assert verdicts([[4, 4, 0]] * 40 + [[4, 4, 4]] * 19) == "None"


def reliability(said: Answers, *before: dict[str, Any]) -> list[float | None] | None:
    found: list[float | None] | None = frozen(said, *before)["constructs"][0]["reliability"]
    return found


def test_reliability_is_told_in_bands_of_fifty_voices_or_more() -> None:
    random = np.random.default_rng(2)
    attitude = random.integers(2, 5, (50, 1))
    one_thing = np.clip(attitude + random.integers(-1, 2, (50, 3)), 1, 5).tolist()
    other_things = random.integers(1, 6, (50, 3)).tolist()
    three = asked(*["control.load"] * 3)
    assert reliability(answers((STAFF, one_thing), questions=three)) == [0.7, 0.8]
    assert reliability(answers((STAFF, other_things), questions=three)) == [None, 0.5]
    assert reliability(answers((STAFF, one_thing[:49]), questions=three)) is None
    only = asked("control.load")
    assert reliability(answers((STAFF, [[4]] * 60), questions=only)) is None


def test_small_groups_are_drawn_towards_what_all_show() -> None:
    """As by hand: λ = τ²/(τ² + σ²/n) with τ² what is left of the variance of means."""
    said = answers(
        (STAFF, people(52, 4.4, seed=1)),
        (MANAGEMENT, people(24, 2.4, seed=2)),
        (COUNCIL, people(30, 3.4, seed=3)),
    )
    found = construct(frozen(said), "trust")
    means = np.array([figure["mean"][0] for figure in found["groups"]])
    n = np.array([figure["people"][0] for figure in found["groups"]])
    variance = np.mean([figure["spread"][0] ** 2 for figure in found["groups"]])
    between = means.var(ddof=1) - variance * (1 / n).mean()
    weight = between / (between + variance / n)
    centre = (weight * means).sum() / weight.sum()
    expected = weight * means + (1 - weight) * centre
    assert found["towards_all"] == pytest.approx(expected.round(2).tolist())
    assert np.ptp(found["towards_all"]) < np.ptp(means)
