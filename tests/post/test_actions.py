import smtplib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from samenspel.audit.models import Line
from samenspel.post import actions, sending, tasks
from samenspel.post.models import OutgoingMessage
from samenspel.post.queries import can_send

WORDS = "Beste Bram, dit is een geheim."


def write(to: str = "bram@voorbeeld.nl", due: datetime | None = None) -> None:
    actions.write_message(to=to, subject="Een vraag", body=WORDS, due=due)


def waiting() -> list[tuple[str, int]]:
    return list(OutgoingMessage.objects.values_list("to", "attempts"))


def mails() -> list[tuple[list[str], str, str, str]]:
    return [(m.to, str(m.subject), str(m.body), m.from_email) for m in mail.outbox]


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch, mail_server: None) -> Callable[[Exception], None]:
    """From now on the server answers every mail with this error."""

    def refuse(error: Exception) -> None:
        def send(**_message: Any) -> None:
            raise error

        monkeypatch.setattr(actions, "send", send)

    return refuse


def test_what_was_written_is_sent_once_and_forgotten(mail_server: None, db: None) -> None:
    write()
    write("cees@voorbeeld.nl")

    assert [actions.send_due(), actions.send_due()] == [2, 0]
    sender = "Samenspel <samenspel@localhost>"
    assert mails() == [
        (["bram@voorbeeld.nl"], "Een vraag", WORDS, sender),
        (["cees@voorbeeld.nl"], "Een vraag", WORDS, sender),
    ]
    assert waiting() == []
    assert mail.outbox[0].message()["Auto-Submitted"] == "auto-generated"


def file_of_messages() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filenode('post_outgoingmessage')")
        return int(cursor.fetchone()[0])


def test_addresses_that_were_written_to_do_not_stay_on_the_disk(
    mail_server: None, db: None
) -> None:
    """A row that is deleted stays in its file, so the last one that is sent gets rid of that."""
    write()
    write(due=timezone.now() + timedelta(hours=1))
    before = file_of_messages()

    assert (actions.send_due(), file_of_messages()) == (1, before)  # one still waits
    OutgoingMessage.objects.update(due=timezone.now())
    assert actions.send_due() == 1
    assert file_of_messages() != before


def test_a_message_that_is_rolled_back_was_never_written(mail_server: None, db: None) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert (actions.send_due(), mail.outbox) == (0, [])


def test_a_message_waits_until_it_is_due(mail_server: None, db: None) -> None:
    write(due=timezone.now() + timedelta(hours=1))

    assert (actions.send_due(), waiting()) == (0, [("bram@voorbeeld.nl", 0)])


def test_without_a_server_everything_waits(db: None) -> None:
    write()

    assert (can_send(), actions.send_due(), mail.outbox) == (False, 0, [])
    assert waiting() == [("bram@voorbeeld.nl", 0)]
    with pytest.raises(sending.CannotSendError):
        sending.send(to="bram@voorbeeld.nl", subject="x", body="x")


def test_what_waited_for_four_weeks_is_forgotten(db: None) -> None:
    for days in (27, 29):
        write(f"{days}@voorbeeld.nl", due=timezone.now() - timedelta(days=days))
    tasks.forget_old(timestamp=0)

    assert waiting() == [("27@voorbeeld.nl", 0)]
    assert list(Line.objects.values_list("action", "result")) == [("message.sent", "given up")]


def test_a_subject_is_one_line_and_adds_no_header(mail_server: None, db: None) -> None:
    actions.write_message(to="bram@voorbeeld.nl", subject="Een\r\nBcc: cees@voorbeeld.nl", body="x")
    actions.send_due()

    assert mail.outbox[0].subject == "Een Bcc: cees@voorbeeld.nl"
    assert mail.outbox[0].message()["Bcc"] is None


@pytest.mark.parametrize("to", ["geen adres", "a@b.nl\nBcc: c@d.nl", ""])
def test_an_address_that_is_none_is_refused(db: None, to: str) -> None:
    with pytest.raises(ValidationError):
        write(to)
    assert waiting() == []


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        smtplib.SMTPServerDisconnected(),
        smtplib.SMTPAuthenticationError(535, b"no"),
        smtplib.SMTPRecipientsRefused({"bram@voorbeeld.nl": (450, b"later")}),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_fails_is_tried_again_after_ever_longer_waits(
    refusing: Callable[[Exception], None], db: None, error: Exception
) -> None:
    refusing(error)
    write()
    waits = []
    for _attempt in range(11):
        started = timezone.now()
        OutgoingMessage.objects.update(due=started)
        assert actions.send_due() == 0
        wait = OutgoingMessage.objects.get().due - started
        waits.append(round(wait / timedelta(minutes=1)))

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert waiting() == [("bram@voorbeeld.nl", 11)]
    assert not Line.objects.exists()


@pytest.mark.parametrize(
    ("error", "attempts_before"),
    [
        (smtplib.SMTPRecipientsRefused({"bram@voorbeeld.nl": (550, b"no such user")}), 0),
        (ValueError("cannot be made"), 0),
        (ConnectionRefusedError(), actions.MOST_ATTEMPTS - 1),
    ],
)
def test_what_will_never_arrive_is_given_up_and_written_down_without_address_or_words(
    refusing: Callable[[Exception], None],
    db: None,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    attempts_before: int,
) -> None:
    refusing(error)
    write()
    OutgoingMessage.objects.update(attempts=attempts_before)
    number = OutgoingMessage.objects.get().pk

    assert (actions.send_due(), waiting()) == (0, [])
    lines = Line.objects.values_list("actor", "action", "object_id", "result", "origin")
    assert list(lines) == [("post", "message.sent", str(number), "given up", "task")]


def test_logs_hold_neither_address_nor_words(
    refusing: Callable[[Exception], None],
    db: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    refusing(smtplib.SMTPRecipientsRefused({"bram@voorbeeld.nl": (450, b"bram@voorbeeld.nl")}))
    write()
    actions.send_due()
    OutgoingMessage.objects.update(attempts=actions.MOST_ATTEMPTS, due=timezone.now())
    actions.send_due()

    said = " ".join(str(line.msg) for line in caplog.records)
    assert "message.postponed" in said
    assert "message.given_up" in said
    assert ("bram@" in said, "geheim" in said, "Een vraag" in said) == (False, False, False)


def test_one_message_that_fails_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, mail_server: None, db: None
) -> None:
    def send(*, to: str, subject: str, body: str) -> None:
        if to == "bram@voorbeeld.nl":
            raise smtplib.SMTPDataError(451, b"later")
        sending.send(to=to, subject=subject, body=body)

    monkeypatch.setattr(actions, "send", send)
    write()
    write("cees@voorbeeld.nl")

    assert (actions.send_due(), waiting()) == (1, [("bram@voorbeeld.nl", 1)])


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_every_message_once(
    monkeypatch: pytest.MonkeyPatch, mail_server: None
) -> None:
    for number in range(6):
        write(f"{number}@voorbeeld.nl")
    sent: list[str] = []
    both_hold_one = threading.Barrier(2)

    def send(*, to: str, **_words: str) -> None:
        if len(sent) < 2:
            both_hold_one.wait(timeout=10)
        sent.append(to)

    monkeypatch.setattr(actions, "send", send)

    def work() -> None:
        try:
            actions.send_due()
        finally:
            close_old_connections()
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=20)

    assert sorted(sent) == [f"{number}@voorbeeld.nl" for number in range(6)]


def test_asking_twice_to_send_makes_one_job(db: None) -> None:
    tasks.send_soon()
    tasks.send_soon()

    jobs = ProcrastinateJob.objects.values_list("task_name", "queueing_lock", "status")
    assert list(jobs) == [("post.send_due", "post.send_due", "todo")]


def test_the_worker_sends_when_asked_and_every_minute(mail_server: None, db: None) -> None:
    write()
    tasks.send_due()
    write("cees@voorbeeld.nl")
    tasks.send_what_waits(timestamp=0)

    assert [m.to for m in mail.outbox] == [["bram@voorbeeld.nl"], ["cees@voorbeeld.nl"]]
