from datetime import UTC, date, datetime
from typing import Any

import pytest
from django_scopes import scope

from samenspel.cooperations.models import Cooperation
from samenspel.dialogues.actions import make_agreement
from samenspel.dialogues.models import Agreement
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from tests.soundings.rounds import Asked, closed_round, conversation

TEXTS = ("Ik sta achter de bedoeling.", "Wij gunnen elkaar iets.")
PURPOSE_CUE = "bedoeling-niet-gedeeld-1"


@pytest.fixture
def showed(anna: Person, a: Cooperation) -> Sounding:
    """A closed round in which the staff does not stand behind the purpose."""
    said = conversation(
        Asked("Raadsleden", 260, ((180, 10, 10), (120, 70, 10))),
        Asked("Medewerkers", 260, ((60, 130, 10), (120, 70, 10))),
        texts=TEXTS,
    )
    return closed_round(anna, a, said, purpose=1)


@pytest.fixture
def in_may(a: Cooperation, showed: Sounding) -> Sounding:
    """The same, closed on the first of May."""
    with scope(cooperation=a):
        Sounding.objects.filter(pk=showed.pk).update(closes_on=date(2026, 5, 1))
    return showed


def agreed_in_may(person: Person, cooperation: Cooperation, **more: Any) -> Agreement:
    """On the tenth of May, and so before the round of June."""
    values = {"what": "Elke maand een uur", "who": "leidinggevenden", **more}
    made = make_agreement(person=person, cooperation=cooperation, **values)
    with scope(cooperation=cooperation):
        Agreement.objects.filter(pk=made.pk).update(agreed_at=datetime(2026, 5, 10, tzinfo=UTC))
    return made


def round_of_june(
    anna: Person,
    a: Cooperation,
    agree: int,
    *,
    texts: tuple[str, str] = TEXTS,
    closes: date = date(2026, 6, 1),
    title: str = "Nog eens",
) -> Sounding:
    """The staff answers otherwise than in May, and the statements stand turned.

    agree : so many of its 200 stand behind the purpose
    """
    said = conversation(
        Asked("Raadsleden", 260, ((120, 70, 10), (175, 15, 10))),
        Asked("Medewerkers", 260, ((120, 70, 10), (agree, 190 - agree, 10))),
        Asked("Inwoners", 900, ((120, 70, 10), (100, 90, 10))),
        texts=texts[::-1],
        title=title,
    )
    found = closed_round(anna, a, said, purpose=2)
    with scope(cooperation=a):
        Sounding.objects.filter(pk=found.pk).update(closes_on=closes)
        return Sounding.objects.get(pk=found.pk)
