"""Closing: what was said is counted, frozen and cut loose from whoever said it."""

import random
import uuid
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from samenspel import write_ahead_log
from samenspel.audit.actions import record
from samenspel.measures.disclosure import release_people
from samenspel.post.actions import write_message
from samenspel.soundings import keys, queries
from samenspel.soundings.access import counting
from samenspel.soundings.actions.drawing import renew_draw_weights
from samenspel.soundings.actions.folding import fold_the_rest
from samenspel.soundings.actions.mails import last_message
from samenspel.soundings.actions.picturing import content_of
from samenspel.soundings.instruments.registry import instrument_of
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

    The key goes first: from then on no link can be turned into the voice it answered with. Then
    the voices are cut loose from all that was kept while they answered. Neither is undone, so a
    closing that is broken off is simply begun again and finds those steps done. The outcome, the
    last message and the end of the list come with one commit.
    """
    with scopes_disabled():
        sounding = Sounding.objects.get(pk=sounding_id)
        if sounding.state == State.CLOSING and sounding.is_asked_here:
            keys.destroy_round_key(sounding_id)
            if instrument_of(sounding.instrument).folds:
                fold_the_rest(sounding_id)
            _cut_loose(sounding)
        with transaction.atomic():
            locked = Sounding.objects.select_for_update().get(pk=sounding_id)
            if locked.state == State.CLOSING:
                _close(locked, origin)
            frozen = Picture.objects.get(sounding=locked)
    if sounding.is_asked_here:
        # Again for a rescued job too: the one before it may have been killed after its commit.
        transaction.on_commit(forget_the_past)
    return frozen


def count_response(*, today: date) -> int:
    """Once a day, and in steps of the minimum: a single answer is not seen to come in.

    What is drawn more often is renewed then too, and at no other moment.
    """
    counted = 0
    with scopes_disabled():
        for sounding in Sounding.objects.filter(state=State.OPEN).prefetch_related("groups"):
            with transaction.atomic():
                voices = _count_voices(sounding)
                told = sum(
                    _tell_response(group, voices.get(group.pk, 0), sounding.minimum, today)
                    for group in sounding.groups.all()
                )
                if told and instrument_of(sounding.instrument).draw:
                    renew_draw_weights(sounding)
            counted += told
    return counted


def delete_voices_after_term(*, today: date) -> int:
    """Voices are destroyed when their term is over; what was released stays."""
    with scopes_disabled():
        due = list(
            Sounding.objects.filter(
                state=State.CLOSED, voices_deleted_after__lte=today
            ).values_list("pk", flat=True)
        )
        for sounding_id in due:
            _delete_voices(sounding_id)
    if due:
        transaction.on_commit(forget_the_past)
    return len(due)


def destroy_left_over_keys(*, now: datetime) -> int:
    """Keys of rounds that are closed, as after a restored backup of the folder."""
    left_over = queries.left_over_keys(now=now)
    for sounding_id in left_over:
        keys.destroy_round_key(sounding_id)
    return len(left_over)


@transaction.atomic
def forget_the_past() -> None:
    """What was dropped could be read back from the database's log of every change."""
    with counting():
        write_ahead_log.forget_the_past(connection)


@transaction.atomic
def _cut_loose(sounding: Sounding) -> None:
    """In a transaction of its own: other rounds cannot take an answer as long as it runs."""
    with counting(), connection.cursor() as cursor:
        cursor.execute("SELECT urn.close_round(%s)", [sounding.pk])


def _close(sounding: Sounding, origin: str) -> None:
    Picture.objects.create(sounding=sounding, content=content_of(sounding))
    if sounding.is_asked_here:
        _tell_everybody(sounding)
        _drop_list(sounding)
        _drop_statistics(sounding)
        sounding.voices_deleted_after = timezone.localdate() + VOICES_KEPT_FOR
    sounding.state = State.CLOSED
    sounding.save(update_fields=["state", "voices_deleted_after"])
    record(actor="samenspel", action="sounding.closed", about=sounding, origin=origin)


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
    subject, body = last_message(sounding)
    for address in addresses:
        write_message(to=address, subject=subject, body=body)


def _drop_list(sounding: Sounding) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT register.drop_list(%s)", [sounding.pk])


def _drop_statistics(sounding: Sounding) -> None:
    with counting(), connection.cursor() as cursor:
        cursor.execute("SELECT urn.drop_statistics(%s)", [sounding.pk])


@transaction.atomic
def _delete_voices(sounding_id: uuid.UUID) -> None:
    sounding = Sounding.objects.select_for_update().get(pk=sounding_id)
    if sounding.voices_deleted_after is None:
        return  # somebody else came first
    with counting(), connection.cursor() as cursor:
        cursor.execute("SELECT urn.destroy_voices(%s)", [sounding_id])
    sounding.voices_deleted_after = None
    sounding.save(update_fields=["voices_deleted_after"])
    record(actor="samenspel", action="sounding.voices_deleted", about=sounding, origin="task")


def _count_voices(sounding: Sounding) -> dict[int, int]:
    with counting(), connection.cursor() as cursor:
        cursor.execute("SELECT asked_group, voices FROM urn.count_voices(%s)", [sounding.pk])
        return dict(cursor.fetchall())


def _tell_response(group: AskedGroup, voices: int, step: int, today: date) -> bool:
    before = Response.objects.filter(group=group).first()
    if before is not None and before.counted_on >= today:
        return False
    Response.objects.update_or_create(
        group=group, defaults={"at_least": told_while_open(voices, step), "counted_on": today}
    )
    return True


def told_while_open(voices: int, step: int) -> int:
    """How many took part at least: in steps, and never more than what is told at closing says.

    Of the number in steps the least that its published rounding can stand for. Otherwise "at least
    12" and "about 10" would together tell that there were 12.
    """
    told = release_people(voices // step * step, minimum=step)
    return told[1] if told else 0
