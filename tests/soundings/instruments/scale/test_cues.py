"""Reasons to talk in what rated questions showed: each rule where it holds, and not beside it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override

from samenspel.soundings.instruments.scale.cue_rules import RULES
from samenspel.soundings.instruments.scale.cues import Said, cues_of
from samenspel.soundings.instruments.scale.outcome import read
from samenspel.soundings.instruments.statements.cues import Cue
from samenspel.soundings.instruments.statements.picture import AskedGroup
from tests.soundings.instruments.scale.rounds import (
    COUNCIL,
    MANAGEMENT,
    STAFF,
    answers,
    asked,
    frozen,
    people,
)


def rows(group: AskedGroup, *around: float, seed: int = 0) -> list[list[int]]:
    """Of nearly all in a group, who are around these on one question each."""
    columns = [
        people((group.size or 0) - 4, each, seed=seed + 7 * number, questions=1)
        for number, each in enumerate(around)
    ]
    return [[one[0] for one in row] for row in zip(*columns, strict=True)]


def of_wave(
    constructs: tuple[str, ...],
    *groups: tuple[AskedGroup, tuple[float, ...]],
    before: Iterable[dict[str, Any]] = (),
    seed: int = 0,
) -> dict[str, Any]:
    said = answers(
        *(
            (group, rows(group, *around, seed=seed + 100 * number))
            for number, (group, around) in enumerate(groups)
        ),
        questions=asked(*constructs),
    )
    return frozen(said, *before)


def cues(content: dict[str, Any], *said: Said) -> dict[str, Cue]:
    found = cues_of(read(content), said=said)
    by_key = {cue.rule.key: cue for cue in found}
    assert len(by_key) == len(found)
    return by_key


def sentence(content: dict[str, Any], rule: str, *said: Said) -> str:
    return cues(content, *said)[rule].sentence


CALM = (STAFF, (3.7, 3.6)), (MANAGEMENT, (3.7, 3.6))
TRUST_AND_CONTROL = ("trust.goodwill", "control.load")


def test_where_nothing_stands_out_there_is_nothing_to_talk_about() -> None:
    first = of_wave(TRUST_AND_CONTROL, *CALM)
    assert cues(first) == {}
    assert cues(of_wave(TRUST_AND_CONTROL, *CALM, before=[first], seed=1)) == {}


def test_a_group_that_does_not_share_the_purpose() -> None:
    content = of_wave(
        ("purpose.shared", "purpose.shared"), (STAFF, (2.0, 2.0)), (MANAGEMENT, (2.9, 2.9))
    )
    found = cues(content)["bedoeling-niet-gedeeld"]
    assert found.sentence == "Bij medewerkers ligt het delen van de bedoeling onder het midden."
    assert found.concerned == (0,)
    assert found.key == "bedoeling-niet-gedeeld-purpose-shared"


def test_levels_that_see_it_differently() -> None:
    content = of_wave(("trust.goodwill",), (STAFF, (2.4,)), (MANAGEMENT, (3.9,)), (COUNCIL, (4.0,)))
    found = cues(content)["lagen-verschillen"]
    assert found.sentence.endswith(
        "”: hoger bij raadsleden en leidinggevenden dan bij medewerkers."
    )
    assert found.concerned == (0, 1, 2)


def test_a_group_that_does_not_agree_with_itself() -> None:
    split = [[1]] * 28 + [[5]] * 28
    said = answers((STAFF, split), (MANAGEMENT, [[3]] * 40), questions=asked("room.departments"))
    found = cues(frozen(said))["verdeeld"]
    assert found.concerned == (0,)
    assert "medewerkers" in found.sentence


def falling(*then: tuple[AskedGroup, tuple[float, ...]]) -> list[dict[str, Any]]:
    """Four calm waves, and one like this."""
    contents: list[dict[str, Any]] = []
    for seed in range(4):
        contents.append(of_wave(TRUST_AND_CONTROL, *CALM, before=contents, seed=seed))
    contents.append(of_wave(TRUST_AND_CONTROL, *then, before=contents, seed=9))
    return contents


def test_trust_that_falls() -> None:
    content = falling((STAFF, (2.5, 3.6)), (MANAGEMENT, (3.4, 3.6)))[-1]
    found = cues(content)["vertrouwen-daalt"]
    assert found.sentence.endswith("Het duidelijkst bij medewerkers.")
    assert found.concerned == (0,)


def test_control_that_rises_while_trust_falls_is_one_cue() -> None:
    content = falling((STAFF, (3.0, 4.3)), (MANAGEMENT, (3.0, 4.3)))[-1]
    found = cues(content)
    assert found["controle-op-vertrouwen-neer"].concerned == (0, 1)
    assert "vertrouwen-daalt" not in found


def test_a_fall_is_said_in_two_waves_and_not_for_ever() -> None:
    low = (STAFF, (2.6, 3.6)), (MANAGEMENT, (2.6, 3.6))
    contents = falling(*low)
    said = ["vertrouwen-daalt" in cues(contents[-1])]
    for seed in range(20, 23):
        contents.append(of_wave(TRUST_AND_CONTROL, *low, before=contents, seed=seed))
        said.append("vertrouwen-daalt" in cues(contents[-1]))
    assert said[:2] == [True, True]
    assert not said[-1]
    assert read(contents[-1]).trust[0].fell


def test_what_is_said_above_ground_against_what_is_felt_below() -> None:
    adopted = Said("Samen zorgen we dat jongeren thuis kunnen opgroeien")
    below = of_wave(
        ("purpose.shared", "purpose.shared"), (STAFF, (2.2, 2.2)), (MANAGEMENT, (2.2, 2.2))
    )
    assert "boven-en-onder" not in cues(below)
    found = cues(below, adopted)["boven-en-onder"]
    assert found.sentence.startswith("Uitgesproken is: “Samen zorgen we")
    assert found.concerned == (0, 1)
    shared = of_wave(
        ("purpose.shared", "purpose.shared"), (STAFF, (4.2, 4.2)), (MANAGEMENT, (4.0, 4.0))
    )
    assert cues(shared, adopted) == {}


def test_a_silent_group() -> None:
    silent = replace(STAFF, size=300)
    said = answers((silent, people(60, 3.5, seed=1)), (MANAGEMENT, people(46, 3.5, seed=2)))
    found = cues(frozen(said))["stilte"]
    assert found.concerned == (0,)


def test_of_an_own_question_the_groups_that_differ() -> None:
    content = of_wave(("",), (STAFF, (1.8,)), (COUNCIL, (4.4,)))
    found = cues(content)["bestuur-en-organisatie"]
    assert found.statement is not None
    assert found.concerned == (0, 1)
    # Of what is measured, means say it once.
    measured = of_wave(("trust.goodwill",), (STAFF, (1.8,)), (COUNCIL, (4.4,)))
    assert list(cues(measured)) == ["lagen-verschillen"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_rule_says_what_it_is_and_names_no_organisation(language: str) -> None:
    keys = [rule.key for rule in RULES]
    assert len(set(keys)) == len(keys)
    with override(language):
        for rule in RULES:
            texts = (rule.name, rule.threshold, rule.false_alarm, rule.begin_with)
            assert all(str(text).strip() for text in texts)
            assert rule.evidence
            assert rule.claims


def test_no_cue_names_an_organisation() -> None:
    content = falling((STAFF, (2.0, 4.6)), (MANAGEMENT, (3.6, 3.0)))[-1]
    found = cues_of(read(content))
    assert len(found) == 3
    assert STAFF.party
    assert not any(STAFF.party in cue.sentence for cue in found)
