"""Where outgoing mail goes: a mail server by address, as DATABASE_URL names a database."""

from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import parse_qsl, unquote, urlsplit

from samenspel.web.environment import SettingError

_PORTS = {"smtp": 587, "smtps": 465}
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_EXAMPLE = "smtp://gebruiker:wachtwoord@mail.voorbeeld.nl:587"


@dataclass(frozen=True)
class MailServer:
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    """begins in the open and then encrypts (STARTTLS)"""
    speaks_tls: bool = False
    """encrypts from the first byte"""


def from_url(url: str | None) -> MailServer:
    """The server at `smtp://user:password@host:port`, or none where no address is given.

    Encrypted always, but for a server on this machine or one that says `?tls=no`.
    What is wrong is told without the address: there is a password in it.
    """
    if not url:
        return MailServer()
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        raise SettingError(
            f"SAMENSPEL_MAIL_SERVER moet beginnen met smtp:// of smtps://. Bijvoorbeeld: {_EXAMPLE}"
        )
    try:
        port = parts.port or _PORTS[parts.scheme]
    except ValueError as error:
        raise SettingError(
            "In SAMENSPEL_MAIL_SERVER is de poort geen getal onder 65536. "
            "Staat er een : / ? # of @ in het wachtwoord? "
            "Schrijf die dan als %3A %2F %3F %23 of %40."
        ) from error
    if not parts.hostname:
        raise SettingError(
            f"In SAMENSPEL_MAIL_SERVER ontbreekt de naam van de server. Bijvoorbeeld: {_EXAMPLE}"
        )
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp" and _wants_tls(parts.query, parts.hostname),
        speaks_tls=parts.scheme == "smtps",
    )


def sender(given: str | None, *, host: str) -> str:
    """Who mail comes from, as it stands in the mail."""
    if given is None:
        return f"Samenspel <samenspel@{host}>"
    name, _at, domain = parseaddr(given)[1].rpartition("@")
    if not name or not domain or "\n" in given or "\r" in given:
        raise SettingError(
            f"SAMENSPEL_MAIL_FROM is geen e-mailadres: “{given}”. "
            "Bijvoorbeeld: Samenspel <samenspel@voorbeeld.nl>"
        )
    return given


def _wants_tls(query: str, host: str) -> bool:
    options = dict(parse_qsl(query))
    said = options.pop("tls", "no" if host in _THIS_MACHINE else "yes")
    if options or said not in {"yes", "no"}:
        raise SettingError(
            "Achter het adres in SAMENSPEL_MAIL_SERVER kan alleen ?tls=yes of ?tls=no staan."
        )
    return said == "yes"
