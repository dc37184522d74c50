"""Who can be asked."""

from django.db import transaction
from django_scopes import scope

from samenspel.audit.actions import record
from samenspel.cooperations.actions.permission import require
from samenspel.cooperations.models import Cooperation, Group, Party
from samenspel.people.models import Person


@transaction.atomic
def write_group(
    *,
    person: Person,
    cooperation: Cooperation,
    role: str,
    party: Party | None,
    size: int,
    origin: str = "web",
) -> Group:
    """Add a group, or give the one with this role and organisation another size."""
    require(person, "cooperations.change_cooperation", cooperation)
    with scope(cooperation=cooperation):
        group, _created = Group.objects.update_or_create(
            cooperation=cooperation, role=role, party=party, defaults={"size": size}
        )
    record(actor=person.email, action="group.written", about=group, origin=origin)
    return group


@transaction.atomic
def remove_group(*, person: Person, cooperation: Cooperation, group_id: int) -> str:
    """Take a group away, and say which it was. Rounds that asked it keep it as it was."""
    require(person, "cooperations.change_cooperation", cooperation)
    with scope(cooperation=cooperation):
        group = Group.objects.filter(pk=group_id).first()
        if group is None:
            return ""  # a second click finds its work done
        record(actor=person.email, action="group.removed", about=group)
        name = str(group)
        group.delete()
        return name
