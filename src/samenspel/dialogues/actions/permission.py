"""What every action on a conversation begins with."""

from django.core.exceptions import PermissionDenied

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person


def require(person: Person, cooperation: Cooperation) -> None:
    if not person.has_perm("dialogues.change_dialogues", cooperation):
        raise PermissionDenied
