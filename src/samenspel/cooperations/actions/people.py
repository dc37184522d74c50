"""Who belongs to a cooperation, as what, and of which organisation."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.cooperations.actions.permission import locked, require, require_own
from samenspel.cooperations.models import Cooperation, Membership, Party
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

    Raises ValidationError where nobody would be left to lead.
    """
    require(person, "cooperations.change_people", cooperation)
    require_own(party, cooperation)
    locked(cooperation)
    membership = cooperation.memberships.filter(pk=membership_id).first()
    if membership is None:
        return None
    if kind != Membership.Kind.LEADER:
        _require_another_leader(cooperation, membership)
    membership.kind, membership.party = kind, party
    membership.save(update_fields=["kind", "party"])
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
