"""How often pulses give a reason to talk that is none, and how often they find a drop of trust.

    python -m tests.benchmarks.false_cues [--cooperations 500] [--drops 400]

Nothing changes in any of the made-up cooperations, so each cue about a change is false. In half of
them all groups feel the same, so there each cue about a difference is false too; in the others it
is where it says the opposite of what is so, or where there is next to nothing.
"""

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.web import django_start

if __name__ == "__main__":
    django_start.start_django()

from samenspel.soundings.instruments.scale import cue_rules
from samenspel.soundings.instruments.scale.answers import Answers, scores
from samenspel.soundings.instruments.scale.bank import bank
from samenspel.soundings.instruments.scale.cues import cues_of
from samenspel.soundings.instruments.scale.outcome import ScaleOutcome, read
from samenspel.soundings.instruments.statements import cues as of_statements
from samenspel.soundings.instruments.statements.picture import AskedGroup
from tests.benchmarks.made_pulses import (
    Cooperation,
    frozen_waves,
    made_cooperation,
    questions,
    response,
)

WAVES, A_YEAR = 8, 4
# A difference between attitudes that nobody would call one.
NEXT_TO_NOTHING = 0.05
# Enough people to know how scores are spread.
_MANY = 20_000


@dataclass(frozen=True)
class Rate:
    """A mean over cooperations, with its Monte Carlo standard error."""

    mean: float
    error: float

    def __str__(self) -> str:
        return f"{self.mean:.4f} ± {2 * self.error:.4f}"


def rate(values: Sequence[float]) -> Rate:
    found = np.asarray(values, dtype=np.float64)
    return Rate(float(found.mean()), float(found.std(ddof=1) / math.sqrt(len(found))))


def false_cues(cooperations: int, *, seed: int = 0) -> Mapping[str, Rate]:
    """Per cooperation and year, by rule and over all rules together ("all")."""
    counted = []
    for number in range(cooperations):
        random = np.random.default_rng([seed, number])
        made = made_cooperation(random, differ=number % 2 == 1)
        waves = [made.wave(random, response(random, made.groups)) for _wave in range(WAVES)]
        found = Counter(
            key for content in frozen_waves(waves) for key in _false_ones(made, read(content))
        )
        counted.append(found)
    years = WAVES / A_YEAR
    rules = sorted({key for found in counted for key in found})
    return {
        "all": rate([found.total() / years for found in counted]),
        **{key: rate([found[key] / years for found in counted]) for key in rules},
    }


def _false_ones(made: Cooperation, outcome: ScaleOutcome) -> Iterator[str]:
    for cue in cues_of(outcome):
        if cue.rule is of_statements.MANY_DID_NOT_TAKE_PART:
            continue  # counted, not estimated
        if cue.rule is cue_rules.LEVELS_DIFFER:
            key = getattr(cue, "construct", "")
            if all(_is_so(made, gap.higher, gap.lower, key) for gap in _gaps(outcome, key)):
                continue
        yield cue.rule.key


def _gaps(outcome: ScaleOutcome, construct: str) -> list[Any]:
    return [
        gap for gap in outcome.gaps if gap.construct == construct and gap.q <= cue_rules.DIFFERENT
    ]


def _is_so(made: Cooperation, higher: str, lower: str, construct: str) -> bool:
    level = made.level[construct.partition(".")[0]]
    at = {group.role: position for position, group in enumerate(made.groups)}
    return bool(level[at[higher]] - level[at[lower]] > NEXT_TO_NOTHING)


def found_drops(runs: int, *, answers: int, groups: int = 1, seed: int = 0) -> Rate:
    """How often trust that falls by half a standard deviation, after four waves, is a cue in one
    of the two waves after that.

    answers : a wave, over all groups together
    """
    drop = half_a_standard_deviation()
    found = []
    for number in range(runs):
        random = np.random.default_rng([seed, answers, groups, number])
        made = alike(random.uniform(3.2, 3.8), groups, answers)
        took_part = [answers // groups] * groups
        waves = [
            made.wave(random, took_part, {"trust": -drop} if wave >= 4 else None)
            for wave in range(6)
        ]
        seen = [
            any(
                cue.rule in (cue_rules.TRUST_FALLS, cue_rules.CONTROL_FOR_TRUST)
                for cue in cues_of(read(content))
            )
            for content in frozen_waves(waves)[4:]
        ]
        found.append(float(any(seen)))
    return rate(found)


@cache
def half_a_standard_deviation() -> float:
    """By how much attitudes must fall for the mean of scores to fall by half of their spread.

    Answers end at 1 and 5, so they fall by somewhat less than what stands behind them.
    """
    made = alike(3.5, 1, _MANY)
    tried = 0.4
    before, after = (
        _trust_scores(made.wave(np.random.default_rng(1), [_MANY], {"trust": -moved}))
        for moved in (0.0, tried)
    )
    return tried * float(before.std() / 2 / (before.mean() - after.mean()))


def _trust_scores(answers: Answers) -> NDArray[np.float64]:
    asked = [i for i, each in enumerate(answers.questions) if each.construct.startswith("trust.")]
    found = scores(answers, np.array(asked))
    return found[np.isfinite(found)]


def alike(level: float, groups: int, answers: int) -> Cooperation:
    """Groups of one size that all feel the same; half of them answer."""
    themes = {question.construct.partition(".")[0] for question in questions()}
    roles = ("staff", "management", "council", "college", "partner")[:groups]
    return Cooperation(
        groups=tuple(AskedGroup(role, role, "", 2 * answers // groups) for role in roles),
        level={theme: np.full(groups, level) for theme in sorted(themes)},
        questions=questions(),
    )


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cooperations", type=int, default=500)
    arguments.add_argument("--drops", type=int, default=400)
    asked = arguments.parse_args()
    write(f"{len(bank().questions)} questions in the bank, {len(questions())} asked")
    write(f"false cues per cooperation and year, {asked.cooperations} cooperations, ± 2 SE")
    for rule, found in false_cues(asked.cooperations).items():
        write(f"  {rule:32} {found}")
    write(f"a drop of half a standard deviation found within two waves, {asked.drops} runs, ± 2 SE")
    for answers, groups in ((20, 1), (40, 1), (60, 1), (60, 5), (100, 1), (100, 3)):
        found = found_drops(asked.drops, answers=answers, groups=groups)
        write(f"  {answers:4} answers of {groups} groups      {found}")


if __name__ == "__main__":
    main()
