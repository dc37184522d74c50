"""Small rounds of rated questions, for tests."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from django_scopes import scopes_disabled
from numpy.typing import NDArray

from samenspel.cooperations.models import Cooperation
from samenspel.soundings.instruments.scale.answers import Answers, AskedQuestion
from samenspel.soundings.instruments.scale.picture import freeze
from samenspel.soundings.instruments.spoken import Earlier
from samenspel.soundings.instruments.statements.picture import AskedGroup
from samenspel.soundings.models import Item, Picture, Sounding

Values = NDArray[np.int8]

STAFF = AskedGroup("medewerkers", "staff", "Dommelrode", 60)
MANAGEMENT = AskedGroup("leidinggevenden", "management", "Dommelrode", 50)
COUNCIL = AskedGroup("raad", "council", "Dommelrode", 40)
COLLEGE = AskedGroup("college", "college", "Dommelrode", 35)

ABOUT_TRUST = ("trust.agreement", "trust.agreement", "trust.goodwill", "trust.goodwill")


def asked(*constructs: str, backwards: Sequence[int] = ()) -> tuple[AskedQuestion, ...]:
    """A question for each of these constructs; without one it is a question of one's own."""
    return tuple(
        AskedQuestion(
            number=number,
            key=f"{construct or 'own'}.{number}",
            text=f"Vraag {number}",
            text_en=f"Question {number}",
            construct=construct,
            reversed=number in backwards,
        )
        for number, construct in enumerate(constructs, start=1)
    )


def answers(
    *groups: tuple[AskedGroup, Sequence[Sequence[int]]],
    questions: Sequence[AskedQuestion] | None = None,
) -> Answers:
    """Each group with a row of answers for each of its people."""
    rows = [row for _group, people in groups for row in people]
    return Answers(
        groups=tuple(group for group, _people in groups),
        questions=tuple(questions or asked(*ABOUT_TRUST)),
        value=np.array(rows, dtype=np.int8),
        group_of=np.repeat(np.arange(len(groups)), [len(people) for _group, people in groups]),
    )


def people(count: int, around: float, *, seed: int, questions: int = 4) -> list[list[int]]:
    """Who differ from each other, and answer nearly everything."""
    random = np.random.default_rng(seed)
    attitude = (
        around + random.normal(0, 0.7, (count, 1)) + random.normal(0, 0.8, (count, questions))
    )
    value = np.clip(np.rint(attitude), 1, 5)
    value[random.random(value.shape) < 0.03] = 0
    return [[int(each) for each in row] for row in value]


def frozen(said: Answers, *before: dict[str, Any], minimum: int = 5) -> dict[str, Any]:
    return freeze(said, minimum=minimum, before=earlier(*before))


def earlier(*contents: dict[str, Any]) -> list[Earlier]:
    """A round each half year."""
    return [
        Earlier(date(2026 + number // 2, 1 + number % 2 * 6, 15), f"Peiling {number + 1}", content)
        for number, content in enumerate(contents)
    ]


def closed_pulse(
    cooperation: Cooperation, content: dict[str, Any], *, key: str | None = None
) -> Sounding:
    """A round that is closed and showed this. key : of its address for everybody"""
    with scopes_disabled():
        sounding = Sounding.objects.create(
            cooperation=cooperation,
            title="Hoe gaat het?",
            instrument="scale",
            state=Sounding.State.CLOSED,
            outcome_key=key,
        )
        for one in content["statements"]:
            Item.objects.create(
                sounding=sounding,
                number=one["number"],
                text=one["text"],
                text_en=one["text_en"],
                detail={name: one[name] for name in ("key", "construct", "reversed")},
                lowest=0,
                highest=5,
            )
        Picture.objects.create(sounding=sounding, content=content)
        return sounding


def of_all_kinds(waves: int = 2) -> dict[str, Any]:
    """The last of so many waves in which something of every kind is told, and something is not."""
    questions = asked(*ABOUT_TRUST, "control.load", "")
    contents: list[dict[str, Any]] = []
    for wave in range(waves):
        said = answers(
            (STAFF, people(52, 3.6, seed=wave, questions=6)),
            (MANAGEMENT, people(43, 3.9, seed=20 + wave, questions=6)),
            (COUNCIL, people(12, 3.0, seed=40 + wave, questions=6)),
            (COLLEGE, [[3] * 6] * 3),
            questions=questions,
        )
        contents.append(frozen(said, *contents))
    return contents[-1]
