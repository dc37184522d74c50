"""What the staff of the example say of each other's roles, simulated, and what came of it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import numpy as np
from django.utils import timezone
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Group, Role
from samenspel.dialogues.actions import look_back, make_agreement, plan_dialogue, write_heard
from samenspel.dialogues.models import Agreement
from samenspel.dialogues.queries import closed_rounds, cues_found
from samenspel.people.models import Person
from samenspel.soundings.actions import finish_closing, import_conversation
from samenspel.soundings.instruments.relations.bank import bank
from samenspel.soundings.instruments.relations.items import OWN, NewItem, Organisation, questions
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    KnownGroup,
    Statement,
)
from samenspel.soundings.models import Sounding

_SEED = 2028
_CHOSEN = ("role", "responsibility")
_OPENED, _CLOSED, _TALKED_ON = date(2026, 6, 8), date(2026, 6, 19), date(2026, 7, 2)
# organisation, people in its group, how many took part
_STAFF = (
    ("gemeente Oostwaard", 118, 60),
    ("gemeente Rijnveld", 96, 45),
    ("gemeente Broekmeer", 74, 32),
)
# What most say: of their own organisation, and of another.
_SELF: Mapping[tuple[str, str], str] = {
    ("gemeente Oostwaard", "role"): "lead",
    ("gemeente Rijnveld", "role"): "carry-out",
    ("gemeente Broekmeer", "role"): "speak-for",
    ("gemeente Oostwaard", "responsibility"): "together",
    ("gemeente Rijnveld", "responsibility"): "work",
    ("gemeente Broekmeer", "responsibility"): "listen",
}
_OTHERS: Mapping[tuple[str, str], str] = {
    **_SELF,
    ("gemeente Oostwaard", "role"): "commission",
    ("gemeente Oostwaard", "responsibility"): "decide",
    ("gemeente Broekmeer", "role"): "sounding-board",
}
_AGREED, _KNOWS_NOT = 0.72, 0.06
_HEARD: dict[str, Any] = {
    "seen": (
        "Oostwaard ziet zichzelf als trekker. De anderen zien een opdrachtgever die beslist. "
        "Broekmeer wil opkomen voor wie ver van een loket woont. Anderen zien een meedenker."
    ),
    "meant": (
        "Oostwaard stuurt de agenda rond en schrijft de stukken. Dat voelt voor de anderen als "
        "besluiten die al klaar zijn. Niemand had ooit gezegd wie welke rol heeft."
    ),
    "wanted": "Om de beurt trekken, en vooraf zeggen of iets een vraag is of een besluit.",
}


def ask_about_each_other(cooperation: Cooperation, anna: Person, karim: Person) -> None:
    """A round about roles, the conversation on it, and what was agreed."""
    asked = import_conversation(
        cooperation=cooperation,
        conversation=simulated_round(),
        person=anna,
        source=Sounding.Source.EXAMPLE,
        origin="command",
    )
    finish_closing(sounding_id=asked.pk, origin="command")
    with scope(cooperation=cooperation):
        newest = [each for each in closed_rounds(cooperation) if each.sounding == asked]
        talked = plan_dialogue(
            person=karim,
            cooperation=cooperation,
            title="Wie heeft welke rol?",
            groups=list(Group.objects.filter(role__in=(Role.STAFF, Role.MANAGEMENT))),
            cues=[found.name for found in cues_found(newest)],
            day=_TALKED_ON,
            begins_at=time(10, 0),
            place="Bibliotheek Broekmeer",
            origin="command",
        )
        write_heard(person=anna, cooperation=cooperation, dialogue=talked, **_HEARD)
        agreed = make_agreement(
            person=karim,
            cooperation=cooperation,
            dialogue=talked,
            what="Op één bladzijde staat per onderwerp wie trekt, wie betaalt en wie het werk doet",
            who="leidinggevenden van de drie gemeenten",
            by_when=date(2026, 9, 1),
            look_again_on=date(2027, 6, 1),
        )
        look_back(
            person=anna,
            cooperation=cooperation,
            agreement=agreed,
            state=Agreement.State.KEPT,
            what_came_of_it="De bladzijde is er, en staat bij de stukken van elk overleg.",
        )
        # As if it was written down on that day.
        Agreement.objects.filter(pk=agreed.pk).update(
            agreed_at=timezone.make_aware(datetime.combine(_TALKED_ON, time(12, 0)))
        )


def simulated_round() -> Conversation:
    """Most choose what most of them say; the others choose anything."""
    rng = np.random.default_rng(_SEED)
    group_of = np.repeat(np.arange(len(_STAFF)), [took_part for *_group, took_part in _STAFF])
    organisations = [
        Organisation(name, (place,), size, can_tell=True, can_pair=True)
        for place, (name, size, _took_part) in enumerate(_STAFF)
    ]
    items = questions(_CHOSEN, organisations)
    value = np.full((len(group_of), len(items)), -1, dtype=np.int8)
    for index, item in enumerate(items):
        people = np.flatnonzero(np.isin(group_of, item.only_for))
        said = np.where(
            rng.random(len(people)) < _AGREED,
            _usual(item),
            rng.integers(1, item.highest + 1, len(people)),
        )
        value[people, index] = np.where(rng.random(len(people)) < _KNOWS_NOT, 0, said)
    voter, question = np.nonzero(value >= 0)
    return Conversation(
        title="Wie heeft welke rol?",
        description="Verzonnen antwoorden op vragen over elkaar.",
        statements=tuple(
            Statement(
                number,
                item.text,
                moderation=1,
                text_en=item.text_en,
                highest=item.highest,
                only_for=item.only_for,
                detail=dict(item.detail),
            )
            for number, item in enumerate(items, start=1)
        ),
        participants=len(group_of),
        voter=voter,
        statement=question,
        value=value[voter, question],
        groups=tuple(KnownGroup(f"Medewerkers {name}", size) for name, size, _part in _STAFF),
        group_of=group_of,
        first_day=_OPENED,
        last_day=_CLOSED,
        oddities=(),
        instrument="relations",
    )


def _usual(item: NewItem) -> int:
    """The number of the choice that most make."""
    detail = item.detail
    says = _SELF if detail["side"] == OWN else _OTHERS
    choices = bank().choice_list(detail["key"])
    if choices is None:
        raise ValueError("the example asks lists only")
    keys = [choice.key for choice in choices.choices]
    return keys.index(says[detail["about"], detail["key"]]) + 1
