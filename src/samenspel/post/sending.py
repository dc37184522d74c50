"""One e-mail, sent now."""

from django.core.mail import EmailMessage

from samenspel.post.queries import can_send


class CannotSendError(OSError):
    """This installation has no mail server."""


def send(*, to: str, subject: str, body: str) -> None:
    """Send one e-mail of plain text. What is in it is kept nowhere.

    Raises OSError, of which SMTPException and CannotSendError are kinds, where it was not accepted.
    """
    if not can_send():
        raise CannotSendError("there is no mail server")
    EmailMessage(
        subject=subject,
        body=body,
        to=[to],
        # Asks programs that answer for somebody who is away not to answer us.
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
