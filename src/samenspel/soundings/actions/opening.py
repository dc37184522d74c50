"""From here on answers are taken. Who is asked what was frozen before."""

import uuid
from datetime import date

from django.db import connection, transaction
from django_scopes import scopes_disabled

from samenspel.audit.actions import record
from samenspel.soundings.keys import make_round_key
from samenspel.soundings.models import Invitation, Sounding

State = Sounding.State


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
