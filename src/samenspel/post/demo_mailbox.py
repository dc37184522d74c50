"""Where the mail of the demo goes: files in the data folder, shown at /postvak/."""

import os
import secrets
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from samenspel.post.queries import demo_folder


class EmailBackend(BaseEmailBackend):
    """Keeps every mail as a file that only the owner of the data folder can read."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            _keep(mail.message().as_bytes())
        return len(email_messages)


def _keep(content: bytes) -> None:
    folder = demo_folder()
    if folder is None:
        raise OSError("only the demo keeps its mail")
    folder.mkdir(mode=0o700, exist_ok=True)
    # Sorts by time. The rest lets two that are sent at once both have a name.
    name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}"
    unfinished = folder / f".{name}"
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    # Whoever opens the mailbox now never reads half a mail.
    unfinished.rename(folder / f"{name}.eml")
