"""Planning freezes who is asked what. From opening on answers are taken."""

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django_scopes import scopes_disabled

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation
from samenspel.cooperations.queries import party_names
from samenspel.people.models import Person
from samenspel.soundings import queries
from samenspel.soundings.actions.drafts import changing
from samenspel.soundings.keys import make_round_key
from samenspel.soundings.models import AskedGroup, Invitation, Item, Sounding
from samenspel.soundings.queries.preparing import names_of_makers

State = Sounding.State


class NotReadyError(ValidationError):
    """Something must be done first. Each message says what."""


def plan_sounding(*, person: Person, sounding: Sounding, today: date) -> Sounding:
    """Freeze a draft. It opens by itself on its day, and at once where that has come.

    Raises NotReadyError with everything that must be done first.
    """
    with changing(sounding, person) as draft:
        # Two rounds that are planned at once must not both find a group free.
        Cooperation.objects.select_for_update().get(pk=draft.cooperation_id)
        missing = queries.what_is_missing(draft)
        if missing:
            raise NotReadyError([each.sentence for each in missing])
        _name_groups_only(draft)
        _name_who_asks(draft)
        draft.state = State.PLANNED
        draft.save(update_fields=["state", "organisations"])
        record(actor=person.email, action="sounding.planned", about=draft)
        if draft.opens_on is not None and draft.opens_on <= today:
            open_sounding(sounding_id=draft.pk, origin="web")
            draft.state = State.OPEN
        return draft


def open_due_rounds(*, today: date) -> list[uuid.UUID]:
    """Open every round whose day has come."""
    with scopes_disabled():
        due = list(
            Sounding.objects.filter(state=State.PLANNED, opens_on__lte=today).values_list(
                "pk", flat=True
            )
        )
    return [sounding for sounding in due if open_sounding(sounding_id=sounding)]


@transaction.atomic
def open_sounding(*, sounding_id: uuid.UUID, origin: str = "task") -> bool:
    """Take answers from now on, and let everybody who has an address be written to."""
    with scopes_disabled():
        locked = Sounding.objects.select_for_update().get(pk=sounding_id)
        if locked.state != State.PLANNED:
            return False  # a rescued job finds its work done
        # Before anything is kept: without its key a round can take no answer.
        make_round_key(locked.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT urn.open_round(%s, %s)", [locked.pk, locked.closes_at])
        Invitation.objects.filter(sounding=locked).exclude(email="").update(mail_due=True)
        locked.state = State.OPEN
        locked.save(update_fields=["state"])
        record(actor="samenspel", action="sounding.opened", about=locked, origin=origin)
    return True


def _name_who_asks(sounding: Sounding) -> None:
    """Keep the names of who asks, and of who made and confirmed each list, for who is asked."""
    cooperation = sounding.cooperation
    sounding.organisations = party_names(cooperation) or [cooperation.name]
    groups = AskedGroup.objects.filter(sounding=sounding).select_related("confirmed_by")
    for group in groups.prefetch_related("makers__party"):
        group.listed_by_names = names_of_makers(group)
        group.confirmed_by_name = group.confirmed_by.name if group.confirmed_by else ""
        group.save(update_fields=["listed_by_names", "confirmed_by_name"])


def _name_groups_only(sounding: Sounding) -> None:
    """From now on no group comes, so a statement is for groups that are there and no others."""
    positions = set(AskedGroup.objects.filter(sounding=sounding).values_list("position", flat=True))
    for item in Item.objects.filter(sounding=sounding).exclude(only_for=[]):
        item.only_for = sorted(positions.intersection(item.only_for))
        item.save(update_fields=["only_for"])
