"""What is read of cooperations."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Group, Party
from samenspel.people.models import Person


@dataclass(frozen=True)
class CooperationInList:
    cooperation: Cooperation
    parties: list[str]


def cooperations_of(person: Person) -> list[CooperationInList]:
    """The cooperations this person belongs to, with the names of their organisations."""
    found = list(Cooperation.objects.filter(memberships__person=person))
    parties: dict[int, list[str]] = {cooperation.pk: [] for cooperation in found}
    with scope(cooperation=found):
        for owner, name in Party.objects.values_list("cooperation_id", "name"):
            parties[owner].append(name)
    return [CooperationInList(cooperation, parties[cooperation.pk]) for cooperation in found]


def cooperation_or_404(person: Person, slug: str) -> Cooperation:
    """Another's cooperation is not there, rather than forbidden: its name tells enough."""
    found = Cooperation.objects.filter(memberships__person=person, slug=slug).first()
    if found is None:
        raise Http404
    return found


def groups_of(cooperation: Cooperation) -> QuerySet[Group]:
    return Group.objects.filter(cooperation=cooperation).select_related("party")


def party_names(cooperation: Cooperation) -> list[str]:
    return list(Party.objects.filter(cooperation=cooperation).values_list("name", flat=True))
