"""Four pulses of the example, simulated: seeded, so that everybody sees the same invented people.

In the summer the staff of Oostwaard were asked for monthly reports. The third pulse shows what that
did, the fourth what came of talking about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings.actions import finish_closing, import_conversation
from samenspel.soundings.instruments.scale.bank import bank
from samenspel.soundings.instruments.scale.pulses import TRUST
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    KnownGroup,
    Statement,
)
from samenspel.soundings.models import Sounding
from samenspel.web.example.answers import GROUPS

_SEED = 2027
_OOSTWAARD, _RIJNVELD = "Medewerkers gemeente Oostwaard", "Medewerkers gemeente Rijnveld"
_ASKED = frozenset({_OOSTWAARD, _RIJNVELD, "Leidinggevenden", "Maatschappelijke partners"})
# How far people stand from the middle of the five answers; more load is heavier.
_USUAL = {"trust": 0.7, "control.load": -0.35, "control.dialogue": 0.5}
_PEOPLE_DIFFER, _ANSWERS_DIFFER = 0.5, 0.75
_DO_NOT_KNOW, _LEFT_OUT = 0.04, 0.02


@dataclass(frozen=True)
class Wave:
    """moved : by group and subject, how far it was moved that time"""

    title: str
    opened: date
    closed: date
    moved: Mapping[str, Mapping[str, float]]


_REPORTS_BEGAN: Mapping[str, Mapping[str, float]] = {
    _OOSTWAARD: {"trust": -0.75, "control.load": 1.3, "control.dialogue": -0.9},
    _RIJNVELD: {"control.load": 0.2},
}
_REPORTS_ENDED: Mapping[str, Mapping[str, float]] = {
    _OOSTWAARD: {"trust": -0.15, "control.load": 0.1},
}
WAVES = (
    Wave("Vertrouwen en controle, februari", date(2026, 2, 9), date(2026, 2, 20), {}),
    Wave("Vertrouwen en controle, mei", date(2026, 5, 11), date(2026, 5, 22), {}),
    Wave("Vertrouwen en controle, september", date(2026, 9, 1), date(2026, 9, 11), _REPORTS_BEGAN),
    Wave("Vertrouwen en controle, november", date(2026, 11, 2), date(2026, 11, 13), _REPORTS_ENDED),
)


def hold_pulse(cooperation: Cooperation, person: Person, wave: Wave) -> Sounding:
    sounding = import_conversation(
        cooperation=cooperation,
        conversation=simulated_pulse(wave),
        person=person,
        source=Sounding.Source.EXAMPLE,
        origin="command",
    )
    finish_closing(sounding_id=sounding.pk, origin="command")
    return sounding


def simulated_pulse(wave: Wave) -> Conversation:
    rng = np.random.default_rng([_SEED, WAVES.index(wave)])
    groups = [group for group in GROUPS if group.name in _ASKED]
    group_of = np.repeat(np.arange(len(groups)), [group.took_part for group in groups])
    questions = TRUST.questions
    stands = np.array(
        [[_stands(wave, group.name, each.construct) for each in questions] for group in groups]
    )
    meant = np.array(
        [
            [bank().constructs[each.construct].is_meant_for(group.role) for each in questions]
            for group in groups
        ]
    )
    people = len(group_of)
    leans = stands[group_of] + rng.normal(0, _PEOPLE_DIFFER, (people, 1))
    leans += rng.normal(0, _ANSWERS_DIFFER, leans.shape)
    turned = np.array([-1 if each.reversed else 1 for each in questions])
    values = np.clip(np.rint(3 + leans * turned), 1, 5).astype(np.int8)
    values[rng.random(values.shape) < _DO_NOT_KNOW] = 0
    voter, question = np.nonzero(meant[group_of] & (rng.random(values.shape) >= _LEFT_OUT))
    return Conversation(
        title=wave.title,
        description="Verzonnen antwoorden op een korte peiling.",
        statements=tuple(
            Statement(
                number,
                each.texts["nl"],
                moderation=1,
                text_en=each.texts["en"],
                only_for=() if asked.all() else tuple(np.flatnonzero(asked).tolist()),
            )
            for number, (each, asked) in enumerate(zip(questions, meant.T, strict=True), start=1)
        ),
        participants=people,
        voter=voter,
        statement=question,
        value=values[voter, question],
        groups=tuple(KnownGroup(group.name, group.size) for group in groups),
        group_of=group_of,
        first_day=wave.opened,
        last_day=wave.closed,
        oddities=(),
        instrument="scale",
    )


def _stands(wave: Wave, group: str, construct: str) -> float:
    subject = "trust" if construct.startswith("trust.") else construct
    return _USUAL[subject] + wave.moved.get(group, {}).get(subject, 0.0)
