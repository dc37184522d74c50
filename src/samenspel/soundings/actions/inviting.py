"""Inviting by mail. A token is in memory from being made to being mailed, and never elsewhere."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from socket import gaierror

import structlog
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from samenspel.audit.actions import record
from samenspel.people.models import Person
from samenspel.post.actions import MOST_ATTEMPTS, is_for_good, wait_after, write_message
from samenspel.post.queries import can_send
from samenspel.post.sending import CannotSendError, send
from samenspel.soundings import queries
from samenspel.soundings.actions import mails
from samenspel.soundings.actions.drafts import leading
from samenspel.soundings.models import Invitation, OutcomePass, Sounding
from samenspel.soundings.tokens import Token, new_token

log = structlog.get_logger("samenspel.soundings")


def send_invitations(*, sounding_id: uuid.UUID) -> int:
    """Mail a link to everybody for whom one is due. Run by the worker. Returns how many were sent.

    Whoever sends for this round already is left to it. What cannot be sent now is due later, and
    never holds up the others.
    """
    with scopes_disabled(), _alone(sounding_id) as is_alone:
        sounding = Sounding.objects.get(pk=sounding_id)
        if not is_alone or not can_send() or not is_taking_answers(sounding):
            return 0
        first, another = (mails.invitation(sounding, is_another=each) for each in (False, True))
        sent = 0
        for invitation in _due(sounding):
            try:
                sent += _invite(sounding, invitation, first, another)
            except _ServerError:
                break
    return sent


def rounds_with_mail_due() -> list[uuid.UUID]:
    with scopes_disabled():
        open_rounds = Sounding.objects.filter(state=Sounding.State.OPEN)
        return [s.pk for s in open_rounds if Invitation.objects.filter(_now_due(s)).exists()]


def remind_everybody(*, person: Person, sounding: Sounding, today: date) -> int:
    """Write the same words to everybody who was invited by mail: nobody knows who took part.

    Returns to how many.

    Raises ValidationError where it was done three times, or less than two days ago.
    """
    with leading(sounding, person) as locked:
        if not is_taking_answers(locked):
            raise ValidationError(_("Deze vragenronde is niet open."), code="not-open")
        if queries.next_reminder(locked, today=today) != today:
            raise ValidationError(
                _("Herinneren kan hoogstens drie keer, met steeds twee dagen ertussen."),
                code="too-soon",
            )
        addresses = list(
            Invitation.objects.filter(sounding=locked)
            .exclude(email="")
            .values_list("email", flat=True)
        )
        random.SystemRandom().shuffle(addresses)
        subject, body = mails.reminder(locked)
        for address in addresses:
            write_message(to=address, subject=subject, body=body)
        locked.reminders += 1
        locked.reminded_on = today
        locked.save(update_fields=["reminders", "reminded_on"])
        record(actor=person.email, action="sounding.reminded", about=locked)
        return len(addresses)


def is_taking_answers(sounding: Sounding) -> bool:
    return (
        sounding.state == Sounding.State.OPEN
        and sounding.closes_at is not None
        and timezone.now() < sounding.closes_at
    )


class _ServerError(Exception):
    """It is not about one address: the others would fare no better now."""


def _now_due(sounding: Sounding) -> Q:
    in_time = Q(try_after=None) | Q(try_after__lte=timezone.now())
    return Q(in_time, sounding=sounding, mail_due=True) & ~Q(email="")


def _due(sounding: Sounding) -> list[uuid.UUID]:
    """In random order: the time a mail was sent tells nothing of a place on the list."""
    return list(
        Invitation.objects.filter(_now_due(sounding)).order_by("?").values_list("pk", flat=True)
    )


@dataclass(frozen=True)
class _Given:
    """A token that the register knows, and where it lies there."""

    token: Token
    address: str
    lies_at: uuid.UUID
    is_another: bool
    """beside the one that somebody has; else it takes the place of what was there"""
    before: bytes | None


def _invite(
    sounding: Sounding,
    invitation_id: uuid.UUID,
    first: mails.InvitationMail,
    another: mails.InvitationMail,
) -> int:
    given = _give_token(sounding, invitation_id)
    if given is None:
        return 0
    mail = another if given.is_another else first
    try:
        send(to=given.address, subject=mail.subject, body=mail.body(given.token))
    except (OSError, ValueError) as error:
        _not_sent(sounding, invitation_id, given, error)
        if not _is_about_the_address(error):
            raise _ServerError from None
        return 0
    _update(sounding, invitation_id, mail_due=False, attempts=0, try_after=None)
    return 1


@transaction.atomic
def _give_token(sounding: Sounding, invitation_id: uuid.UUID) -> _Given | None:
    """None where no mail is due any more.

    Whoever asks for a new link may not be who was invited. So the link that somebody has goes on
    working, and the new one is a right of its own, which is counted.

    A worker that is killed from here on makes another token next time. The first may have been
    mailed, so one that comes after another always counts as made again.
    """
    invitation = (
        Invitation.objects.select_for_update()
        .filter(sounding=sounding, pk=invitation_id, mail_due=True)
        .first()
    )
    if invitation is None:
        return None
    token = new_token()
    before = bytes(invitation.h1) if invitation.h1 is not None else None
    is_another = before is not None and invitation.asked_again > 0
    if is_another:
        lies_at = Invitation.objects.create(
            sounding=sounding, group_id=invitation.group_id, h1=token.h1, asked_again=1
        ).pk
    else:
        lies_at = invitation_id
        _update(sounding, invitation_id, h1=token.h1)
    OutcomePass.objects.create(h3=token.h3, sounding=sounding)
    if before is not None:
        _count_reissued(sounding, 1)
    return _Given(token, invitation.email, lies_at, is_another, before)


@transaction.atomic
def _not_sent(
    sounding: Sounding, invitation_id: uuid.UUID, given: _Given, error: Exception
) -> None:
    # Only the kind of error: its words may hold the address.
    log.warning("invitation.not_sent", sounding=str(sounding.pk), why=type(error).__name__)
    if _never_left(error):
        _take_back(sounding, given)
    if not _never_left(error) or _is_about_the_address(error):
        _postpone(sounding, invitation_id, error)


def _take_back(sounding: Sounding, given: _Given) -> None:
    if given.is_another:
        Invitation.objects.filter(sounding=sounding, pk=given.lies_at).delete()
    else:
        _update(sounding, given.lies_at, h1=given.before)
    OutcomePass.objects.filter(h3=given.token.h3).delete()
    if given.before is not None:
        _count_reissued(sounding, -1)


def _postpone(sounding: Sounding, invitation_id: uuid.UUID, error: Exception) -> None:
    tried = Invitation.objects.get(sounding=sounding, pk=invitation_id).attempts + 1
    _update(
        sounding,
        invitation_id,
        attempts=tried,
        try_after=timezone.now() + wait_after(tried),
        mail_due=tried < MOST_ATTEMPTS and not is_for_good(error),
    )


def _update(sounding: Sounding, invitation_id: uuid.UUID, **values: object) -> None:
    Invitation.objects.filter(sounding=sounding, pk=invitation_id).update(**values)


def _count_reissued(sounding: Sounding, number: int) -> None:
    Sounding.objects.filter(pk=sounding.pk).update(reissued=F("reissued") + number)


def _is_about_the_address(error: Exception) -> bool:
    return isinstance(error, SMTPRecipientsRefused | SMTPDataError | ValueError)


def _never_left(error: Exception) -> bool:
    """Whether it is certain that nobody can have got the mail."""
    refused = isinstance(error, SMTPException) and not isinstance(error, SMTPServerDisconnected)
    return refused or isinstance(
        error, ConnectionRefusedError | gaierror | CannotSendError | ValueError
    )


@contextmanager
def _alone(sounding_id: uuid.UUID) -> Iterator[bool]:
    """Whether nobody else sends the invitations of this round. Ends with the connection too."""
    name = f"invitations of {sounding_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        is_alone = bool(cursor.fetchone()[0])
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
