"""What every action on duties begins with."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django_scopes import scope

from samenspel.cooperations.actions.permission import locked
from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person

PLAN = "duties.change_plan"
WRITE = "duties.write_duties"


@contextmanager
def writing(person: Person, permission: str, cooperation: Cooperation) -> Iterator[None]:
    """One transaction in its scope, for who may; nobody else writes here meanwhile."""
    if not person.has_perm(permission, cooperation):
        raise PermissionDenied
    with transaction.atomic(), scope(cooperation=cooperation):
        locked(cooperation)
        yield
