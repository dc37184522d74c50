"""Whether mail can be sent, and what lies in the mailbox of the demo."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

MOST_LISTED = 200


@dataclass(frozen=True)
class KeptMail:
    """A mail of the demo, as its page shows it."""

    name: str
    to: str
    sender: str
    subject: str
    at: datetime
    body: str


def can_send() -> bool:
    """Whether what is written will be sent. Where not, it waits and the pages say so."""
    return bool(settings.EMAIL_HOST) or demo_folder() is not None


def demo_folder() -> Path | None:
    """Where the demo keeps its mail; None outside the demo."""
    folder: Path | None = settings.DEMO_MAIL_FOLDER
    return folder


def kept_mails() -> list[KeptMail]:
    """The mails of the demo, newest first."""
    names = sorted((path.stem for path in _folder().glob("*.eml")), reverse=True)
    found = (kept_mail(name) for name in names[:MOST_LISTED])
    return [mail for mail in found if mail is not None]


def kept_mail(name: str) -> KeptMail | None:
    path = _folder() / f"{name}.eml"
    try:
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    except FileNotFoundError:
        return None
    return KeptMail(
        name=name,
        to=str(mail["To"]),
        sender=str(mail["From"]),
        subject=str(mail["Subject"]),
        at=_moment(str(mail["Date"])),
        body=_text_of(mail),
    )


def _moment(date: str) -> datetime:
    at = parsedate_to_datetime(date)
    # "-0000", which Django writes, means UTC without telling where the sender is.
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return "" if part is None else str(part.get_content()).strip()


def _folder() -> Path:
    folder = demo_folder()
    if folder is None:
        raise FileNotFoundError("only the demo keeps its mail")
    return folder
