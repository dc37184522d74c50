"""Simulated answers of the example: seeded, so that everybody sees the same invented people."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from samenspel.cooperations.models import Role
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    KnownGroup,
    Statement,
)
from samenspel.web.example.statements import STATEMENTS

_SEED = 2026
TITLE = "Wordt de bedoeling gedeeld?"


@dataclass(frozen=True)
class ExampleGroup:
    role: Role
    party: str
    size: int
    took_part: int  # how many of them the simulation lets answer
    merger: float
    nearness: float
    is_insider: bool = True

    @property
    def name(self) -> str:
        return f"{self.role.label} {self.party}".strip()


GROUPS = (
    ExampleGroup(Role.RESIDENT, "", 18_400, 412, 0.35, 0.7, is_insider=False),
    ExampleGroup(Role.STAFF, "gemeente Oostwaard", 118, 63, -0.75, 0.3),
    ExampleGroup(Role.STAFF, "gemeente Rijnveld", 96, 48, 0.1, 0.0),
    ExampleGroup(Role.MANAGEMENT, "", 24, 21, 0.75, -0.3),
    ExampleGroup(Role.COUNCIL, "", 57, 31, -0.05, 0.35),
    ExampleGroup(Role.PARTNER, "", 31, 24, 0.9, 0.3, is_insider=False),
    ExampleGroup(Role.COLLEGE, "", 11, 4, 0.9, -0.4),
)


def simulated_conversation() -> Conversation:
    """Everybody has two attitudes around those of the group, and answers by them.

    An answer is agree or disagree where its utility is far enough from nought, otherwise "weet
    niet"; about one in forty statements is left out.
    """
    rng = np.random.default_rng(_SEED)
    group_of = np.repeat(np.arange(len(GROUPS)), [group.took_part for group in GROUPS])
    merger = np.array([group.merger for group in GROUPS])[group_of]
    nearness = np.array([group.nearness for group in GROUPS])[group_of]
    people = len(group_of)
    attitudes = np.column_stack([merger, nearness]) + rng.normal(0, 0.75, (people, 2))
    loadings = np.array([[s.merger, s.nearness] for s in STATEMENTS])
    lean = np.array([s.lean for s in STATEMENTS])
    utility = attitudes @ loadings.T + lean + rng.logistic(0, 0.35, (people, len(STATEMENTS)))
    values = np.where(np.abs(utility) < 0.12, 0, np.sign(utility)).astype(np.int8)
    insider = np.array([group.is_insider for group in GROUPS])[group_of]
    asked = insider[:, None] | ~np.array([s.insiders_only for s in STATEMENTS])[None, :]
    answered = asked & (rng.random(asked.shape) > 0.025)
    voter, statement = np.nonzero(answered)
    return Conversation(
        title=TITLE,
        description="Verzonnen antwoorden op stellingen over een ambtelijke fusie.",
        statements=tuple(
            Statement(number=number, text=s.text, moderation=1, is_meta=False)
            for number, s in enumerate(STATEMENTS, start=1)
        ),
        participants=people,
        voter=voter.astype(np.int64),
        statement=statement.astype(np.int64),
        value=values[voter, statement],
        groups=tuple(KnownGroup(name=group.name, size=group.size) for group in GROUPS),
        group_of=group_of.astype(np.int64),
        first_day=date(2026, 11, 3),
        last_day=date(2026, 11, 20),
        oddities=(),
    )
