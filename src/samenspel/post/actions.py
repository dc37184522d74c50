"""Writing mail and sending it: by the worker, never while somebody waits for a page."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import structlog
from django.db import connection, transaction
from django.utils import timezone

from samenspel.audit.actions import record
from samenspel.post.models import OutgoingMessage
from samenspel.post.queries import can_send
from samenspel.post.sending import send

log = structlog.get_logger("samenspel.post")

# 1, 2, 4, … minutes up to six hours: some three days in all, as mail servers do among each other.
MOST_ATTEMPTS = 20
_LONGEST_WAIT = timedelta(hours=6)
# Where there is no server nothing is tried: what it says is worth nothing by then.
_KEPT_FOR = timedelta(days=28)
# From here on a server says "never", not "not now".
_FOR_GOOD = 550


def write_message(*, to: str, subject: str, body: str, due: datetime | None = None) -> None:
    """Write an e-mail in the transaction of whatever it tells of. The worker sends it.

    due : not before this moment; now where it is not given

    Raises ValidationError for an address that is none.
    """
    message = OutgoingMessage(
        to=to, subject=" ".join(subject.split()), body=body, due=due or timezone.now()
    )
    message.full_clean()
    message.save()


def send_due() -> int:
    """Send what is due, one message per transaction. Returns how many were sent.

    Who sends at the same time skips what we hold. A worker that is killed between sending and
    deleting sends that one message again: better twice than never.
    """
    if not can_send():
        return 0
    started = timezone.now()
    sent = 0
    while (result := _send_one(started)) is not None:
        sent += result
    if sent:
        _forget_what_was_sent()
    return sent


@transaction.atomic
def _forget_what_was_sent() -> None:
    """Addresses in rows that were deleted stay readable on the disk, so begin a new file."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE post_outgoingmessage IN ACCESS EXCLUSIVE MODE")
        if not OutgoingMessage.objects.exists():
            cursor.execute("TRUNCATE post_outgoingmessage")


@transaction.atomic
def forget_old() -> None:
    """Delete what could not be sent for so long that its links are dead and its news is old."""
    for message in OutgoingMessage.objects.filter(due__lt=timezone.now() - _KEPT_FOR):
        record(actor="post", action="message.sent", about=message, result="given up", origin="task")
        message.delete()


@transaction.atomic
def _send_one(due: datetime) -> int | None:
    """1 where a message was sent, 0 where it was not, None where nothing is due."""
    waiting = OutgoingMessage.objects.select_for_update(skip_locked=True).filter(due__lte=due)
    message = waiting.first()
    if message is None:
        return None
    try:
        send(to=message.to, subject=message.subject, body=message.body)
    except (OSError, ValueError) as error:  # an SMTPException is an OSError
        _postpone(message, error)
        return 0
    log.info("message.sent", message=message.pk)
    message.delete()
    return 1


def _postpone(message: OutgoingMessage, error: Exception) -> None:
    # Only the kind of error: its words may hold the address.
    message.attempts += 1
    why = type(error).__name__
    if message.attempts >= MOST_ATTEMPTS or is_for_good(error):
        log.warning("message.given_up", message=message.pk, why=why)
        record(actor="post", action="message.sent", about=message, result="given up", origin="task")
        message.delete()
        return
    log.warning("message.postponed", message=message.pk, attempts=message.attempts, why=why)
    message.due = timezone.now() + wait_after(message.attempts)
    message.save(update_fields=["attempts", "due"])


def wait_after(attempts: int) -> timedelta:
    """How long to wait before trying again."""
    return min(timedelta(minutes=2 ** (attempts - 1)), _LONGEST_WAIT)


def is_for_good(error: Exception) -> bool:
    """No such mailbox, or a message that cannot be made: trying again changes nothing."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= _FOR_GOOD for code, _said in error.recipients.values())
    return isinstance(error, ValueError)
