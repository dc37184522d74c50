"""Closing: what was said is counted, frozen and cut loose from whoever said it."""

import random
import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scopes_disabled

from samenspel.audit.actions import record
from samenspel.post.actions import write_message
from samenspel.soundings import keys, queries
from samenspel.soundings.access import counting
from samenspel.soundings.instruments.statements import picture
from samenspel.soundings.models import AskedGroup, Invitation, Picture, Response, Sounding

State = Sounding.State
VOICES_KEPT_FOR = timedelta(days=30)
# An answer that was sent at the last moment is written by then.
_GRACE = timedelta(seconds=5)


def begin_due_closings(*, now: datetime) -> int:
    """Ask for the closing of every round whose time is over."""
    with scopes_disabled(), transaction.atomic():
        last_day = timezone.localdate(now - _GRACE) - timedelta(days=1)
        due = Sounding.objects.select_for_update().filter(state=State.OPEN, closes_on__lte=last_day)
        for sounding in due:
            sounding.state = State.CLOSING
            sounding.save(update_fields=["state"])
            record(
                actor="samenspel", action="sounding.closing_began", about=sounding, origin="task"
            )
        return len(due)


def finish_closing(*, sounding_id: uuid.UUID, origin: str = "task") -> Picture:
    """Freeze what a sounding showed. Run by the worker once closing was asked.

    The key goes first: from then on no link can be turned into the voice it answered with. It is
    not needed to count, so a closing that is broken off after it is simply begun again.
    """
    with scopes_disabled():
        if Sounding.objects.get(pk=sounding_id).state == State.CLOSING:
            keys.destroy_round_key(sounding_id)
        with transaction.atomic():
            locked = Sounding.objects.select_for_update().get(pk=sounding_id)
            if locked.state != State.CLOSING:
                return Picture.objects.get(sounding=locked)  # a rescued job finds its work done
            frozen = _freeze(locked)
            if locked.is_asked_here:
                _tell_everybody(locked)
                _drop_list(locked)
                locked.voices_deleted_after = timezone.localdate() + VOICES_KEPT_FOR
            locked.state = State.CLOSED
            locked.save(update_fields=["state", "voices_deleted_after"])
            record(actor="samenspel", action="sounding.closed", about=locked, origin=origin)
    return frozen


def count_response(*, today: date) -> int:
    """Once a day, and in steps of the minimum: a single answer is not seen to come in."""
    counted = 0
    with scopes_disabled():
        for sounding in Sounding.objects.filter(state=State.OPEN).prefetch_related("groups"):
            with transaction.atomic():
                voices = _count_voices(sounding)
                for group in sounding.groups.all():
                    number = voices.get(group.pk, 0)
                    counted += _tell_response(group, number, sounding.minimum, today)
    return counted


def delete_voices_after_term(*, today: date) -> int:
    """Voices are destroyed when their term is over; what was released stays."""
    with scopes_disabled(), transaction.atomic():
        due = Sounding.objects.select_for_update().filter(
            state=State.CLOSED, voices_deleted_after__lte=today
        )
        for sounding in due:
            with counting(), connection.cursor() as cursor:
                cursor.execute("SELECT urn.destroy_voices(%s)", [sounding.pk])
            sounding.voices_deleted_after = None
            sounding.save(update_fields=["voices_deleted_after"])
            record(
                actor="samenspel", action="sounding.voices_deleted", about=sounding, origin="task"
            )
        return len(due)


def destroy_left_over_keys() -> int:
    """Keys of rounds that are closed, as after a restored backup of the folder."""
    with scopes_disabled():
        still_needed = set(
            Sounding.objects.filter(state__in=[State.PLANNED, State.OPEN]).values_list(
                "pk", flat=True
            )
        )
    left_over = keys.rounds_with_a_key() - still_needed
    for sounding_id in left_over:
        keys.destroy_round_key(sounding_id)
    return len(left_over)


def _freeze(sounding: Sounding) -> Picture:
    with counting():
        if sounding.is_asked_here:
            with connection.cursor() as cursor:
                cursor.execute("SELECT urn.close_round(%s)", [sounding.pk])
        content = picture.freeze(queries.answers_of(sounding), minimum=sounding.minimum)
    return Picture.objects.create(sounding=sounding, content=content)


def _tell_everybody(sounding: Sounding) -> None:
    """One last message, to all who were invited and not only to who took part."""
    addresses = sorted(
        set(
            Invitation.objects.filter(sounding=sounding)
            .exclude(email="")
            .values_list("email", flat=True)
        )
    )
    random.SystemRandom().shuffle(addresses)
    with override("nl"):
        subject, body = _last_message(sounding)
    for address in addresses:
        write_message(to=address, subject=subject, body=body)


def _last_message(sounding: Sounding) -> tuple[str, str]:
    link = settings.ADDRESS + reverse("outcome:outcome", kwargs={"key": sounding.outcome_key})
    body = _(
        "%(title)s is gesloten. Dit kwam eruit:\n\n%(link)s\n\nIedereen die was uitgenodigd ziet "
        "de uitkomsten op hetzelfde moment, ook wie de samenwerking leidt. Dit is de laatste "
        "e-mail over deze vragenlijst; uw e-mailadres is uit de lijst verwijderd."
    ) % {"title": sounding.title, "link": link}
    return _("De uitkomsten: %(title)s") % {"title": sounding.title}, body


def _drop_list(sounding: Sounding) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT register.drop_list(%s)", [sounding.pk])


def _count_voices(sounding: Sounding) -> dict[int, int]:
    with counting(), connection.cursor() as cursor:
        cursor.execute("SELECT asked_group, voices FROM urn.count_voices(%s)", [sounding.pk])
        return dict(cursor.fetchall())


def _tell_response(group: AskedGroup, voices: int, step: int, today: date) -> bool:
    before = Response.objects.filter(group=group).first()
    if before is not None and before.counted_on >= today:
        return False
    Response.objects.update_or_create(
        group=group, defaults={"at_least": voices // step * step, "counted_on": today}
    )
    return True
