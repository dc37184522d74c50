"""Two waves that differ by one person: whoever has all that is told of both learns nothing of them.

The attacker knows most of all: that all others said exactly the same again.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from samenspel.soundings.instruments.scale.answers import Answers
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

QUESTIONS = asked("trust.agreement", "trust.agreement", "trust.goodwill", "", backwards=[2])


def made(seed: int) -> Answers:
    """Groups with a mean of their own, and some that have one together."""
    random = np.random.default_rng(seed)
    level = random.uniform(1.5, 4.8, 4)
    return answers(
        (STAFF, people(int(random.integers(34, 56)), level[0], seed=seed)),
        (MANAGEMENT, people(int(random.integers(26, 50)), level[1], seed=seed + 1)),
        (COUNCIL, people(int(random.integers(12, 16)), level[2], seed=seed + 2)),
        (COLLEGE, people(int(random.integers(12, 16)), level[3], seed=seed + 3)),
        questions=QUESTIONS,
    )


def one_voice_apart(said: Answers, seed: int) -> Iterator[Answers]:
    """Somebody went, came or said something else: of any group, from one end to the other."""
    random = np.random.default_rng(seed)
    for row in ([1, 1, 1, 1], [5, 1, 5, 5], [0, 3, 5, 1]):
        voice = int(random.integers(len(said.value)))
        changed = said.value.copy()
        changed[voice] = row
        yield replace(said, value=changed)
        yield replace(
            said,
            value=np.vstack([said.value, np.array([row], dtype=np.int8)]),
            group_of=np.append(said.group_of, random.integers(len(said.groups))),
        )
        stays = np.arange(len(said.value)) != voice
        yield replace(said, value=said.value[stays], group_of=said.group_of[stays])


def told(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True)


@pytest.mark.parametrize("seed", range(0, 40, 10))
def test_the_second_wave_is_the_same_to_the_last_byte_whatever_one_person_did(seed: int) -> None:
    said = made(seed)
    first = frozen(said)
    expected = frozen(said, first)
    for other in one_voice_apart(said, seed):
        assert told(frozen(other, first)) == told(expected)


@pytest.mark.parametrize("seed", range(0, 40, 20))
def test_and_it_tells_what_the_first_told(seed: int) -> None:
    said = made(seed)
    first = frozen(said)
    second = frozen(said, first)
    for before, now in zip(first["constructs"], second["constructs"], strict=True):
        for one, other in zip(
            [*before["groups"], before["together"]],
            [*now["groups"], now["together"]],
            strict=True,
        ):
            assert (one is None) == (other is None)
            if one is not None:
                for figure in ("mean", "spread", "people"):
                    assert one[figure][:2] == other[figure][:2]
    for before, now in zip(first["statements"], second["statements"], strict=True):
        for one, other in zip(before["cells"], now["cells"], strict=True):
            assert (one["answered"], one["told"]) == (other["answered"], other["told"])


def test_control_without_the_first_wave_the_second_gives_somebody_away() -> None:
    """Rounded alone: in every round somebody's answers move a figure over an edge."""
    said = made(0)
    expected = told(frozen(said))
    moved = [told(frozen(other)) != expected for other in one_voice_apart(said, 0)]
    assert any(moved)


# ── The case of the books: n = 12 with mean 3.5, n = 11 with mean 38/11 ───────────────────
TWELVE = [3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4]


def who_left(n: tuple[int, int], mean: tuple[float, float], slack: float) -> list[int]:
    """What the one who is missing can have said, for who knows that all others are the same.

    slack : by how much the means can be off
    """
    (many, few), (before, after) = n, mean
    possible = []
    for answer in range(1, 6):
        least = many * (before - slack) - few * (after + slack)
        most = many * (before + slack) - few * (after - slack)
        if least - 1e-9 <= answer <= most + 1e-9:
            possible.append(answer)
    return possible


def one_question(*values: int) -> Answers:
    return answers((STAFF, [[value] for value in values]), questions=asked("control.load"))


def test_control_exact_means_give_the_missing_answer_away() -> None:
    assert who_left((12, 11), (3.5, 38 / 11), 0.0) == [4]


def test_of_twelve_no_mean_is_told() -> None:
    first = frozen(one_question(*TWELVE))
    second = frozen(one_question(*TWELVE[:-1]), first)
    for content in (first, second):
        [construct] = content["constructs"]
        assert (construct["groups"], construct["together"]) == ([None], None)
        [statement] = content["statements"]
        # Nor an exact count, of which the same could be done.
        assert statement["cells"][0]["told"] is None
    assert [c["statements"][0]["cells"][0]["thirds"] for c in (first, second)] == [[1, 0]] * 2


@pytest.mark.parametrize("times", [2, 4, 8])
@pytest.mark.parametrize("missing", [1, 3, 4, 5])
def test_nobody_who_left_can_be_told_from_the_means(times: int, missing: int) -> None:
    """With as many as it takes, all told figures of both waves leave every answer open."""
    said = [*TWELVE * times, missing]
    first = frozen(one_question(*said))
    second = frozen(one_question(*said[:-1]), first)
    for wave in (first, second):
        assert wave["constructs"][0]["together"]["mean"][1] >= 4 / len(said)
    means = tuple(wave["constructs"][0]["together"]["mean"] for wave in (first, second))
    slack = max(abs(mean[0] - edge) for mean in means for edge in mean[2:])
    n = (len(said), len(said) - 1)
    assert who_left(n, (means[0][0], means[1][0]), slack) == [1, 2, 3, 4, 5]
    # And had somebody else left, who said something else, the second wave would be this one.
    for other in (3, 4):
        stayed = list(said)
        stayed.remove(other)
        assert told(frozen(one_question(*stayed), first)) == told(second)


def test_everyone_the_same_is_not_known_of_anyone() -> None:
    content = frozen(one_question(*[5] * 40))
    value, _step, least, most = content["constructs"][0]["together"]["mean"]
    assert (value, least, most) == (4.8, 4.7, None)
    # So low a mean leaves room for one who said the opposite.
    assert (5 - least) * 40 >= 4
    assert content["statements"][0]["cells"][0]["low"][0] < 40
