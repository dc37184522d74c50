"""Reasons to talk: when a rule says so, of whom, and how often chance does."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from samenspel.cooperations.models import Role
from samenspel.measures.disclosure import AGREE, DISAGREE, PASS
from samenspel.soundings.instruments.statements import outcome
from samenspel.soundings.instruments.statements.cues import (
    GROUP_IS_DIVIDED,
    GROUPS_DIFFER,
    LEVELS_DIFFER,
    MANY_DID_NOT_TAKE_PART,
    PURPOSE_NOT_SHARED,
    RULES,
    cues_of,
)
from samenspel.soundings.instruments.statements.outcome import Outcome
from samenspel.soundings.instruments.statements.picture import (
    AskedGroup,
    AskedStatement,
    Counts,
    frozen,
)

ROLES = (Role.COUNCIL, Role.COLLEGE, Role.MANAGEMENT, Role.STAFF, Role.RESIDENT)


def showed(
    *agrees: tuple[int, ...],
    answered: int = 200,
    size: int = 300,
    roles: tuple[Role, ...] = ROLES,
    purpose: bool = True,
) -> Outcome:
    """An outcome of groups. agrees : per statement, how many of `answered` agree in each group."""
    groups = len(agrees[0])
    tally = np.zeros((groups, len(agrees), 3), dtype=np.int64)
    tally[:, :, AGREE] = np.array(agrees).T
    # Some pass and nobody is alone, so that counts are told.
    tally[:, :, PASS] = answered // 20
    tally[:, :, DISAGREE] = answered - tally[:, :, AGREE] - tally[:, :, PASS]
    counts = Counts(
        groups=tuple(AskedGroup("", role, "", size, False) for role in roles[:groups]),
        statements=tuple(
            AskedStatement(number, f"stelling {number}", is_purpose=purpose and number == 0)
            for number in range(len(agrees))
        ),
        tally=tally,
        voters=np.full(groups, answered),
        minimum=5,
        reissued=0,
    )
    return outcome.read(frozen(counts, None))


def told(showed_: Outcome) -> list[tuple[str, tuple[int, ...]]]:
    return [(cue.key, cue.concerned) for cue in cues_of(showed_)]


def test_a_purpose_that_a_group_does_not_stand_behind_is_a_reason_to_talk() -> None:
    found = cues_of(showed((180, 60, 100)))
    assert [(cue.rule, cue.concerned) for cue in found] == [(PURPOSE_NOT_SHARED, (1,))]
    assert found[0].sentence == ("Bij collegeleden staat minder dan de helft achter de bedoeling.")


def test_where_all_stand_behind_it_there_is_none() -> None:
    assert cues_of(showed((180, 170, 185))) == []


def test_levels_that_differ_come_before_other_groups_that_do() -> None:
    found = showed((180, 180, 180, 180, 180), (180, 180, 60, 60, 120), (170, 170, 170, 170, 50))
    assert told(found) == [
        (f"{LEVELS_DIFFER.key}-1", (0, 1, 2, 3, 4)),
        (f"{GROUPS_DIFFER.key}-2", (0, 1, 2, 3, 4)),
    ]


def test_of_one_rule_the_three_that_differ_most_are_told() -> None:
    apart = [(180, 10 + 10 * at) for at in range(6)]
    found = told(showed((180, 180), *apart, roles=(Role.STAFF, Role.RESIDENT)))
    assert [key for key, _who in found] == [f"{GROUPS_DIFFER.key}-{at}" for at in (1, 2, 3)]


def test_one_group_that_is_split_is_a_reason_to_talk() -> None:
    found = showed((95,), (180,), purpose=False)
    assert told(found) == [(f"{GROUP_IS_DIVIDED.key}-0", (0,))]


def test_silence_is_told_of_groups_that_are_shown_and_of_those_that_are_not() -> None:
    found = cues_of(showed((180, 180), size=1000))
    assert [(cue.rule, cue.concerned) for cue in found] == [(MANY_DID_NOT_TAKE_PART, (0, 1))]
    assert found[0].sentence == ("Van raadsleden en collegeleden deed ten minste 80% niet mee.")
    few = cues_of(showed((3, 3), answered=3, size=9))
    assert [cue.sentence for cue in few] == [
        "Raadsleden en collegeleden tonen we niet: van hen deden er te weinig mee."
    ]


def test_organisations_are_not_named() -> None:
    found = showed((180, 60))
    named = replace(
        found, groups=tuple(replace(group, party="Westerkoog") for group in found.groups)
    )
    assert cues_of(named)
    assert not any("Westerkoog" in cue.sentence for cue in cues_of(named))


def test_where_all_groups_think_alike_one_round_in_twenty_gives_a_difference_at_most() -> None:
    random = np.random.default_rng(5)
    share = random.uniform(0.2, 0.8, 12)
    rounds = 120
    alarms = 0
    for _round in range(rounds):
        agrees = [tuple(random.binomial(120, one, 4).tolist()) for one in share]
        found = cues_of(showed(*agrees, answered=120, size=150, purpose=False))
        alarms += any(cue.rule in {LEVELS_DIFFER, GROUPS_DIFFER} for cue in found)
    assert alarms / rounds <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / rounds)


def test_with_real_differences_it_does_find_them() -> None:
    random = np.random.default_rng(6)
    agrees = [tuple(random.binomial(120, (0.8, 0.8, 0.4, 0.4)).tolist()) for _one in range(12)]
    found = cues_of(showed(*agrees, answered=120, size=150, purpose=False))
    assert [cue.rule for cue in found] == [LEVELS_DIFFER] * 3


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_says_when_why_and_how_often_by_chance(rule: Any) -> None:
    for words in (rule.name, rule.threshold, rule.false_alarm, rule.begin_with):
        assert len(str(words)) > 15
    assert rule.evidence
    assert rule.claims
    assert len({each.key for each in RULES}) == len(RULES)
