import pytest

from samenspel.cooperations.models import Cooperation, Role
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from tests.soundings.prepared import draft_of, group_of


@pytest.fixture
def managers(anna: Person, a: Cooperation) -> Sounding:
    """A draft that asks the council, and the managers of each organisation."""
    group_of(anna, a, Role.COUNCIL, 20)
    for party, size in (("gemeente Oostwaard", 3), ("gemeente Rijnveld", 4)):
        group_of(anna, a, Role.MANAGEMENT, size, party)
    return draft_of(anna, a, "Voor iedereen", "Voor wie leidt", "Voor de raad")
