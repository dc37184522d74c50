import pytest

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from tests.soundings.rounds import Asked, closed_round, conversation

TEXTS = ("Ik sta achter de bedoeling.", "Wij gunnen elkaar iets.")


@pytest.fixture
def showed(anna: Person, a: Cooperation) -> Sounding:
    """A closed round in which the staff does not stand behind the purpose."""
    said = conversation(
        Asked("Raadsleden", 260, ((180, 10, 10), (120, 70, 10))),
        Asked("Medewerkers", 260, ((60, 130, 10), (120, 70, 10))),
        texts=TEXTS,
    )
    return closed_round(anna, a, said, purpose=1)
