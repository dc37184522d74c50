"""What every action on a cooperation begins with."""

from django.core.exceptions import PermissionDenied

from samenspel.cooperations.models import Cooperation, Party
from samenspel.people.models import Person


def require(person: Person, permission: str, cooperation: Cooperation) -> None:
    if not person.has_perm(permission, cooperation):
        raise PermissionDenied


def require_own(party: Party | None, cooperation: Cooperation) -> None:
    """An organisation of another cooperation is nobody's here."""
    if party is not None and party.cooperation_id != cooperation.pk:
        raise PermissionDenied


def locked(cooperation: Cooperation) -> Cooperation:
    """The cooperation, ours until the transaction ends: what is counted now stays so."""
    return Cooperation.objects.select_for_update().get(pk=cooperation.pk)
