"""What is read of cooperations."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from samenspel.cooperations.models import Cooperation, Group, Membership, Party
from samenspel.people.models import Person


def cooperations_of(person: Person) -> QuerySet[Cooperation]:
    return (
        Cooperation.objects.filter(memberships__person=person)
        .prefetch_related(Prefetch("parties", Party.objects.all()))
        .distinct()
    )


def cooperation_or_404(person: Person, slug: str) -> Cooperation:
    """Another's cooperation is not there, rather than forbidden: its name tells enough."""
    found = Cooperation.objects.filter(memberships__person=person, slug=slug).first()
    if found is None:
        raise Http404
    return found


def groups_of(cooperation: Cooperation) -> QuerySet[Group]:
    return Group.objects.filter(cooperation=cooperation).select_related("party")


def leaders_of(cooperation: Cooperation) -> QuerySet[Person]:
    return Person.objects.filter(
        memberships__cooperation=cooperation, memberships__kind=Membership.Kind.LEADER
    )


def party_names(cooperation: Cooperation) -> list[str]:
    return list(Party.objects.filter(cooperation=cooperation).values_list("name", flat=True))
