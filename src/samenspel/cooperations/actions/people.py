"""Who belongs to a cooperation, as what, and of which organisation."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.cooperations.actions.permission import locked, require, require_own
from samenspel.cooperations.models import Cooperation, Membership, Party
from samenspel.cooperations.queries import party_of
from samenspel.people.models import Person


@transaction.atomic
def change_membership(
    *,
    person: Person,
    cooperation: Cooperation,
    membership_id: int,
    kind: str,
    party: Party | None,
) -> Membership | None:
    """Give somebody another kind or organisation. None where that somebody left meanwhile.

    Raises ValidationError where nobody would be left to lead, for who leads and moderates in
    turn, and for who goes over to another organisation without anybody else.
    """
    require(person, "cooperations.change_people", cooperation)
    require_own(party, cooperation)
    locked(cooperation)
    membership = cooperation.memberships.filter(pk=membership_id).first()
    if membership is None:
        return None
    if kind != Membership.Kind.LEADER:
        _require_another_leader(cooperation, membership)
    _require_no_both(membership, kind)
    if membership.party != party:
        _place(membership, party, by=person)
    membership.kind = kind
    membership.save(update_fields=["kind", "party", "placed_by", "placed_at"])
    record(actor=person.email, action="membership.changed", about=membership)
    return membership


@transaction.atomic
def remove_member(*, person: Person, cooperation: Cooperation, membership_id: int) -> None:
    """Let somebody leave. The account stays.

    Raises ValidationError where nobody would be left to lead.
    """
    require(person, "cooperations.change_people", cooperation)
    locked(cooperation)
    membership = cooperation.memberships.filter(pk=membership_id).first()
    if membership is None:
        return  # a second click finds its work done
    _require_another_leader(cooperation, membership)
    record(actor=person.email, action="membership.removed", about=membership)
    membership.delete()


def _place(membership: Membership, party: Party | None, *, by: Person) -> None:
    if membership.person_id != by.pk:
        membership.placed_by = party_of(by, membership.cooperation)
    elif membership.party_id is not None:
        raise ValidationError(
            _("Uw eigen organisatie verandert u niet zelf. Vraag het een andere leider."),
            code="own-party",
        )
    membership.party, membership.placed_at = party, timezone.now()


def _require_no_both(membership: Membership, kind: str) -> None:
    if {membership.kind, kind} == {Membership.Kind.LEADER, Membership.Kind.MODERATOR}:
        raise ValidationError(
            _(
                "Wie leidt, wordt geen moderator, en wie modereert geen leider: niemand mag om "
                "beurten beide zijn. Haal deze persoon weg en nodig opnieuw uit."
            ),
            code="leads-and-moderates",
        )


def _require_another_leader(cooperation: Cooperation, leaving: Membership) -> None:
    if leaving.kind != Membership.Kind.LEADER:
        return
    others = cooperation.memberships.filter(
        kind=Membership.Kind.LEADER, person__is_active=True
    ).exclude(pk=leaving.pk)
    if not others.exists():
        raise ValidationError(
            _("Een samenwerking heeft altijd een leider. Maak eerst iemand anders leider."),
            code="last-leader",
        )
