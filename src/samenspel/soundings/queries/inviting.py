"""What the leaders of an open round may know of it: never who took part, nor exactly how many."""

from dataclasses import dataclass
from datetime import date, timedelta

from samenspel.cooperations.models import Party
from samenspel.soundings.models import AskedGroup, Invitation, Sounding

MOST_REMINDERS = 3
BETWEEN_REMINDERS = timedelta(days=2)


@dataclass(frozen=True)
class ToldResponse:
    """How many of a group took part, in steps of the minimum."""

    group: AskedGroup
    at_least: int | None
    counted_on: date | None


@dataclass(frozen=True)
class Sending:
    """How the invitations of a round fare: numbers only."""

    addresses: int
    waiting: int
    unreachable: int
    letters: int
    letters_made: int


def responses_of(sounding: Sounding) -> list[ToldResponse]:
    told = []
    for group in AskedGroup.objects.filter(sounding=sounding).select_related("response"):
        response = getattr(group, "response", None)
        told.append(
            ToldResponse(
                group,
                response.at_least if response else None,
                response.counted_on if response else None,
            )
        )
    return told


def sending_of(sounding: Sounding) -> Sending:
    by_mail = Invitation.objects.filter(sounding=sounding).exclude(email="")
    letters = AskedGroup.objects.filter(sounding=sounding).values_list("letters", flat=True)
    return Sending(
        addresses=by_mail.count(),
        waiting=by_mail.filter(mail_due=True).count(),
        unreachable=by_mail.filter(mail_due=False, attempts__gt=0).count(),
        letters=sum(letters),
        letters_made=Invitation.objects.filter(
            sounding=sounding, email="", asked_again=0, group__open_code=None
        ).count(),
    )


def may_make_letters_again(sounding: Sounding, party: Party | None) -> bool:
    """Once the round is open, only another organisation than the one that had the letters may."""
    if sounding.state != Sounding.State.OPEN:
        return True
    return party is not None and sounding.letters_made_by_id not in {None, party.pk}


def next_reminder(sounding: Sounding, *, today: date) -> date | None:
    """The first day on which everybody may be reminded, or None where that was done enough."""
    if sounding.reminders >= MOST_REMINDERS or sounding.closes_on is None:
        return None
    first = sounding.opens_on if sounding.reminded_on is None else sounding.reminded_on
    day = max(today, (first or today) + BETWEEN_REMINDERS)
    return day if day <= sounding.closes_on else None
