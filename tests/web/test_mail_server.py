import os
import subprocess
import sys

import pytest

from samenspel.web.environment import SettingError
from samenspel.web.mail_server import MailServer, from_url, sender


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (None, MailServer()),
        ("", MailServer()),
        (
            "smtp://anna:g%40heim@mail.voorbeeld.nl",
            MailServer("mail.voorbeeld.nl", 587, "anna", "g@heim", starts_tls=True),
        ),
        (
            "smtps://anna@mail.voorbeeld.nl",
            MailServer("mail.voorbeeld.nl", 465, "anna", speaks_tls=True),
        ),
        ("smtp://mail.voorbeeld.nl:25?tls=no", MailServer("mail.voorbeeld.nl", 25)),
        ("smtp://localhost:1025", MailServer("localhost", 1025)),
        ("smtp://[::1]:1025", MailServer("::1", 1025)),
        (
            "smtp://localhost?tls=yes",
            MailServer("localhost", 587, starts_tls=True),
        ),
    ],
)
def test_a_server_is_read_from_its_address(url: str | None, server: MailServer) -> None:
    assert from_url(url) == server


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mail.voorbeeld.nl", "moet beginnen met smtp:// of smtps://"),
        ("http://mail.voorbeeld.nl", "moet beginnen met smtp:// of smtps://"),
        ("smtp://", "ontbreekt de naam van de server"),
        ("smtp://anna:geheim@", "ontbreekt de naam van de server"),
        ("smtp://anna:ge/heim@mail.voorbeeld.nl", "de poort geen getal"),
        ("smtp://mail.voorbeeld.nl:99999", "de poort geen getal"),
        ("smtp://mail.voorbeeld.nl?tls=misschien", "?tls=yes of ?tls=no"),
        ("smtp://mail.voorbeeld.nl?ssl=no", "?tls=yes of ?tls=no"),
    ],
)
def test_an_address_that_is_none_is_explained_without_its_password(url: str, says: str) -> None:
    with pytest.raises(SettingError) as refused:
        from_url(url)
    assert says in str(refused.value)
    assert "heim" not in str(refused.value)


def test_the_sender_is_given_or_follows_from_the_address() -> None:
    assert sender(None, host="samen.voorbeeld.nl") == "Samenspel <samenspel@samen.voorbeeld.nl>"
    given = "Samen in A <post@voorbeeld.nl>"
    assert sender(given, host="x") == given


@pytest.mark.parametrize("given", ["Samenspel", "post@", "@voorbeeld.nl", "a@b.nl\nBcc: c@d.nl"])
def test_a_sender_that_is_none_is_explained(given: str) -> None:
    with pytest.raises(SettingError, match="SAMENSPEL_MAIL_FROM is geen e-mailadres"):
        sender(given, host="x")


SHOWN = ("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "DEMO_MAIL_FOLDER")
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, (SMTP, "", 0, False, None)),
        (
            {"SAMENSPEL_MAIL_SERVER": "smtp://mail.voorbeeld.nl"},
            (SMTP, "mail.voorbeeld.nl", 587, True, None),
        ),
        (
            {"SAMENSPEL_DEMO": "yes"},
            ("samenspel.post.demo_mailbox.EmailBackend", "", 0, False, "/nergens/demo-mail"),
        ),
        (
            {"SAMENSPEL_DEMO": "yes", "SAMENSPEL_MAIL_SERVER": "smtp://localhost:1025"},
            (SMTP, "localhost", 1025, False, None),
        ),
    ],
)
def test_settings_follow_from_the_environment(
    environ: dict[str, str], expected: tuple[object, ...]
) -> None:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SAMENSPEL_")}
    script = (
        "from samenspel.web import settings as s\n"
        f"values = [getattr(s, name) for name in {SHOWN!r}]\n"
        "values[-1] = values[-1] and str(values[-1])\n"
        "import sys; sys.stdout.write(repr(tuple(values)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**clean, "SAMENSPEL_DATA": "/nergens", **environ, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == repr(expected)
