"""What is read of cooperations."""

import hashlib
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from samenspel.cooperations.models import (
    Challenge,
    ColleagueInvitation,
    Cooperation,
    Group,
    Membership,
    Party,
    PurposeVersion,
)
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


def parties_of(cooperation: Cooperation) -> QuerySet[Party]:
    return Party.objects.filter(cooperation=cooperation)


def party_names(cooperation: Cooperation) -> list[str]:
    return list(parties_of(cooperation).values_list("name", flat=True))


def challenges_of(cooperation: Cooperation) -> QuerySet[Challenge]:
    return Challenge.objects.filter(cooperation=cooperation)


def purpose_versions_of(cooperation: Cooperation) -> QuerySet[PurposeVersion]:
    """Newest first."""
    return PurposeVersion.objects.filter(cooperation=cooperation)


def people_of(cooperation: Cooperation) -> list[Membership]:
    """Everybody of the cooperation: who leads first, and then by name."""
    order = list(Membership.Kind)
    found = cooperation.memberships.select_related("person", "party", "placed_by")
    return sorted(
        found, key=lambda each: (order.index(Membership.Kind(each.kind)), str(each.person).lower())
    )


def has_moderator(cooperation: Cooperation) -> bool:
    return cooperation.memberships.filter(kind=Membership.Kind.MODERATOR).exists()


def party_of(person: Person, cooperation: Cooperation) -> Party | None:
    """The organisation somebody is of in a cooperation, where that is filled in."""
    membership = cooperation.memberships.select_related("party").filter(person=person).first()
    return membership.party if membership else None


def invitations_of(cooperation: Cooperation) -> QuerySet[ColleagueInvitation]:
    """Colleagues who were invited and did not accept yet, those whose time is over included."""
    return ColleagueInvitation.objects.filter(cooperation=cooperation).select_related("party")


def invitation_of(token: str, *, lock: bool = False) -> ColleagueInvitation | None:
    """The invitation whose mail holds this token, as long as it is valid.

    lock : hold it until the transaction ends, so that it is accepted once
    """
    with scopes_disabled():
        found = ColleagueInvitation.objects.filter(
            token_hash=hash_of(token), expires_at__gt=timezone.now()
        )
        if lock:
            found = found.select_for_update(of=("self",))
        return found.select_related("cooperation", "party", "invited_by").first()


def hash_of(token: str) -> str:
    """What is kept of a token: that is random and long, so nobody can guess it back."""
    return hashlib.sha256(token.encode()).hexdigest()
