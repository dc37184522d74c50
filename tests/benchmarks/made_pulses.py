"""Made-up cooperations that ask the same short questions again and again.

Everybody has an attitude to each construct, around that of their group, and answers its questions
by it with noise of their own. Where nothing is said to change, nothing does: each wave reaches
other people of the same groups.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.soundings.instruments.scale.answers import Answers, AskedQuestion
from samenspel.soundings.instruments.scale.bank import bank
from samenspel.soundings.instruments.scale.picture import freeze
from samenspel.soundings.instruments.scale.pulses import TRUST
from samenspel.soundings.instruments.spoken import Earlier
from samenspel.soundings.instruments.statements.picture import AskedGroup

# Trust, control and room for dialogue, of the ready pulse; and room between departments.
KEYS = (*TRUST.keys, "room.departments.lend", "room.departments.ours")
ROLES = ("council", "college", "management", "staff", "partner")
# Of somebody's attitude, and of one answer around it. The mean of a few answers then has a standard
# deviation of some .8.
_BETWEEN_PEOPLE, _WITHIN = 0.7, 0.8
# By which waves differ though nothing changed: the weather, the season, the news of the day.
WAVES_DIFFER = 0.05
_DOES_NOT_KNOW = 0.06
_SKIPS = 0.02

FloatArray = NDArray[np.float64]


def questions(keys: Sequence[str] = KEYS) -> tuple[AskedQuestion, ...]:
    known = bank().questions
    return tuple(
        AskedQuestion(
            number=number,
            key=key,
            text=known[key].texts["nl"],
            construct=known[key].construct,
            reversed=known[key].reversed,
        )
        for number, key in enumerate(keys, start=1)
    )


@dataclass(frozen=True)
class Cooperation:
    """
    groups : role and size of each
    level : by theme, what each group's attitude is around
    """

    groups: tuple[AskedGroup, ...]
    level: Mapping[str, FloatArray]
    keys: tuple[str, ...] = KEYS
    questions: tuple[AskedQuestion, ...] = field(default=(), repr=False)

    def wave(
        self,
        random: np.random.Generator,
        took_part: Sequence[int],
        moved: Mapping[str, float] | None = None,
    ) -> Answers:
        """
        took_part : how many of each group answer this time
        moved : by theme, how much higher everybody's attitude is than it was
        """
        asked = self.questions or questions(self.keys)
        group_of = np.repeat(np.arange(len(self.groups)), took_part)
        people = len(group_of)
        said = np.empty((people, len(asked)))
        attitude = {
            theme: self.level[theme][group_of]
            + (moved or {}).get(theme, 0.0)
            + random.normal(0, WAVES_DIFFER)
            + random.normal(0, _BETWEEN_PEOPLE, people)
            for theme in sorted({question.construct.partition(".")[0] for question in asked})
        }
        for column, question in enumerate(asked):
            meant = attitude[question.construct.partition(".")[0]] + random.normal(
                0, _WITHIN, people
            )
            said[:, column] = 6 - meant if question.reversed else meant
        value = np.clip(np.rint(said), 1, 5).astype(np.int8)
        value[random.random(value.shape) < _DOES_NOT_KNOW] = 0
        value[random.random(value.shape) < _SKIPS] = -1
        return Answers(self.groups, asked, value, group_of)


def made_cooperation(random: np.random.Generator, *, differ: bool) -> Cooperation:
    """Five groups of 5 to 300 people. Where they differ, so do their attitudes."""
    sizes = np.exp(random.uniform(np.log(5), np.log(300), len(ROLES))).astype(int)
    themes = {bank().questions[key].construct.partition(".")[0] for key in KEYS}
    spread = 0.3 if differ else 0.0
    return Cooperation(
        groups=tuple(
            AskedGroup(role, role, "", int(size)) for role, size in zip(ROLES, sizes, strict=True)
        ),
        level={
            theme: random.uniform(2.9, 3.9) + random.normal(0, spread, len(ROLES))
            for theme in sorted(themes)
        },
        questions=questions(),
    )


def response(random: np.random.Generator, groups: Sequence[AskedGroup]) -> list[int]:
    """30 to 80 %, other for each group and each wave."""
    return [int(random.binomial(group.size or 0, random.uniform(0.3, 0.8))) for group in groups]


def frozen_waves(waves: Iterator[Answers] | Sequence[Answers]) -> list[dict[str, Any]]:
    """The content of each, four a year, each knowing those before it."""
    before: list[Earlier] = []
    for number, answers in enumerate(waves):
        content = freeze(answers, minimum=5, before=before)
        closed_on = date(2026, 1, 31) + timedelta(days=91 * number)
        before.append(Earlier(closed_on, f"Peiling {number + 1}", content))
    return [dict(each.content) for each in before]
