"""Every write to a cooperation."""

from samenspel.cooperations.actions.challenges import (
    raise_challenge,
    remove_challenge,
    write_challenge,
)
from samenspel.cooperations.actions.cooperation import change_cooperation, start_cooperation
from samenspel.cooperations.actions.groups import remove_group, write_group
from samenspel.cooperations.actions.invitations import (
    InvitationGoneError,
    accept_as_new_person,
    accept_invitation,
    delete_expired_invitations,
    invite_colleague,
    withdraw_invitation,
)
from samenspel.cooperations.actions.organisations import link_party, unlink_party
from samenspel.cooperations.actions.people import change_membership, remove_member
from samenspel.cooperations.actions.purpose import change_purpose

__all__ = [
    "InvitationGoneError",
    "accept_as_new_person",
    "accept_invitation",
    "change_cooperation",
    "change_membership",
    "change_purpose",
    "delete_expired_invitations",
    "invite_colleague",
    "link_party",
    "raise_challenge",
    "remove_challenge",
    "remove_group",
    "remove_member",
    "start_cooperation",
    "unlink_party",
    "withdraw_invitation",
    "write_challenge",
    "write_group",
]
