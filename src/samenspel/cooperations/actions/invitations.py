"""Inviting a colleague by e-mail, and what comes of it."""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from samenspel.audit.actions import record
from samenspel.cooperations import mails
from samenspel.cooperations.actions.permission import locked, require, require_own
from samenspel.cooperations.models import ColleagueInvitation, Cooperation, Membership, Party
from samenspel.cooperations.queries import hash_of, invitation_of, party_of
from samenspel.people.actions import create_person
from samenspel.people.models import Person

VALID_FOR = timedelta(days=14)
MOST_WAITING = 100
# Two posts of one form, and not somebody who asks for a new mail.
_SAME_CLICK = timedelta(minutes=1)


class InvitationGoneError(Exception):
    """Nobody is invited by this token: it is wrong, used, withdrawn or too old."""


@transaction.atomic
def invite_colleague(
    *,
    person: Person,
    cooperation: Cooperation,
    email: str,
    kind: str,
    party: Party | None = None,
) -> ColleagueInvitation:
    """Write an invitation to one address. A new one takes the place of the one before.

    Raises ValidationError for somebody who belongs to the cooperation already.
    """
    require(person, "cooperations.change_people", cooperation)
    require_own(party, cooperation)
    email = email.strip().lower()
    with scope(cooperation=cooperation):
        locked(cooperation)
        _require_invitable(cooperation, email)
        there = ColleagueInvitation.objects.filter(email=email).first()
        if there and _is_the_same(there, kind, party):
            return there
        token = secrets.token_urlsafe(24)
        invitation, _created = ColleagueInvitation.objects.update_or_create(
            cooperation=cooperation,
            email=email,
            defaults={
                "kind": kind,
                "party": party,
                "token_hash": hash_of(token),
                "invited_by": person,
                "invited_at": timezone.now(),
                "expires_at": timezone.now() + VALID_FOR,
            },
        )
        mails.invite(invitation, token=token, by=str(person))
        record(actor=person.email, action="colleague.invited", about=invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, person: Person, cooperation: Cooperation, invitation_id: int) -> None:
    """Make the link in a mail that was sent worthless."""
    require(person, "cooperations.change_people", cooperation)
    with scope(cooperation=cooperation):
        invitation = ColleagueInvitation.objects.filter(pk=invitation_id).first()
        if invitation is None:
            return  # a second click finds its work done
        record(actor=person.email, action="invitation.withdrawn", about=invitation)
        invitation.delete()


@transaction.atomic
def accept_invitation(*, token: str, person: Person) -> Cooperation:
    """Let whoever has the link take part. Who belongs already keeps what they are.

    Raises InvitationGoneError.
    """
    invitation = invitation_of(token, lock=True)
    if invitation is None:
        raise InvitationGoneError
    by = invitation.invited_by
    membership, created = Membership.objects.get_or_create(
        cooperation=invitation.cooperation,
        person=person,
        defaults={
            "kind": invitation.kind,
            "party": invitation.party,
            "placed_by": party_of(by, invitation.cooperation) if by else None,
            # Then it was decided who is of which organisation; accepting it changes nothing.
            "placed_at": invitation.invited_at,
        },
    )
    if created:
        record(actor=person.email, action="invitation.accepted", about=membership)
    invitation.delete()
    return invitation.cooperation


@transaction.atomic
def accept_as_new_person(*, token: str, name: str, password: str) -> tuple[Person, Cooperation]:
    """Make the account that an invitation offers, and accept it.

    Raises InvitationGoneError, and ValidationError for a weak password.
    """
    invitation = invitation_of(token, lock=True)
    if invitation is None:
        raise InvitationGoneError
    person = create_person(
        email=invitation.email,
        name=name,
        password=password,
        origin="web",
        actor=invitation.email,
    )
    return person, accept_invitation(token=token, person=person)


def delete_expired_invitations() -> None:
    """An address is kept as long again as an invitation is valid, to be seen as not accepted."""
    with scopes_disabled():
        ColleagueInvitation.objects.filter(expires_at__lt=timezone.now() - VALID_FOR).delete()


def _require_invitable(cooperation: Cooperation, email: str) -> None:
    if cooperation.memberships.filter(person__email=email).exists():
        raise ValidationError(_("Dit adres hoort al bij deze samenwerking."), code="here-already")
    others = ColleagueInvitation.objects.exclude(email=email)
    if others.count() >= MOST_WAITING:
        raise ValidationError(
            _("Er staan al %(most)s uitnodigingen open. Trek er eerst een in."),
            params={"most": MOST_WAITING},
        )


def _is_the_same(there: ColleagueInvitation, kind: str, party: Party | None) -> bool:
    is_new = timezone.now() - there.invited_at < _SAME_CLICK
    return is_new and (there.kind, there.party) == (kind, party)
