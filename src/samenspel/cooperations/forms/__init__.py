"""What comes in through the browser."""

from samenspel.cooperations.forms.change import ChangeForm
from samenspel.cooperations.forms.cooperation import (
    GroupForm,
    OrganisationSearchForm,
    StartForm,
)
from samenspel.cooperations.forms.people import InviteForm, MembershipForm, NewAccountForm
from samenspel.cooperations.forms.purpose import ChallengeForm, PurposeForm

__all__ = [
    "ChallengeForm",
    "ChangeForm",
    "GroupForm",
    "InviteForm",
    "MembershipForm",
    "NewAccountForm",
    "OrganisationSearchForm",
    "PurposeForm",
    "StartForm",
]
