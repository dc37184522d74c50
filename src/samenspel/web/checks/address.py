"""Can somebody on the way read along?"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from samenspel.web import environment, mail_server
from samenspel.web.checks.finding import Finding, good, mind, wrong
from samenspel.web.checks.installation import Installation

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_SUBJECT = "Adres"
_MAIL = "E-mail"


def is_for_others() -> bool:
    """Whether people open this installation from another machine."""
    return urlsplit(environment.read("SAMENSPEL_ADDRESS") or "").hostname not in _THIS_MACHINE


def check(_installation: Installation) -> Iterator[Finding]:
    yield _encryption()
    yield from _proxy()
    if environment.read_yes_no("SAMENSPEL_DEMO") and is_for_others():
        yield wrong(
            _SUBJECT,
            "Dit is het voorbeeld: iedereen kan er alle e-mails lezen, op /postvak/.",
            "Gebruik voor echte mensen bin/samenspel serve, en zet SAMENSPEL_DEMO niet.",
        )
    yield _mail()


def _encryption() -> Finding:
    address = environment.read("SAMENSPEL_ADDRESS") or ""
    if not is_for_others():
        return good(_SUBJECT, f"Samenspel is alleen op deze machine te openen ({address}).")
    if urlsplit(address).scheme == "https":
        return good(_SUBJECT, f"Wat mensen antwoorden gaat versleuteld over het net ({address}).")
    return wrong(
        _SUBJECT,
        f"Wat mensen antwoorden is onderweg te lezen: {address} begint niet met https://.",
        "Zet een proxy met een certificaat voor Samenspel en zet SAMENSPEL_ADDRESS=https://… "
        "Zie docs/hosting.md.",
    )


def _proxy() -> Iterator[Finding]:
    behind = environment.read_yes_no("SAMENSPEL_BEHIND_PROXY")
    if is_for_others() and not behind:
        yield wrong(
            _SUBJECT,
            "Samenspel weet niet dat er een proxy voor staat. Alle bezoekers lijken dan één "
            "bezoeker, ook voor de grens op het aantal pogingen.",
            "Zet SAMENSPEL_BEHIND_PROXY=yes.",
        )
    elif behind and not is_for_others():
        yield mind(
            _SUBJECT,
            "Samenspel gelooft wat een proxy zegt, maar het adres is van deze machine zelf.",
            "Zet SAMENSPEL_ADDRESS op het adres dat bezoekers openen, "
            "of zet SAMENSPEL_BEHIND_PROXY=no.",
        )


def _mail() -> Finding:
    server = mail_server.from_url(environment.read("SAMENSPEL_MAIL_SERVER"))
    if not server.host:
        return good(_MAIL, "Er is geen mailserver: er gaat geen e-mail weg.")
    if server.starts_tls or server.speaks_tls or server.host in _THIS_MACHINE:
        return good(_MAIL, "Persoonlijke links gaan versleuteld naar de mailserver.")
    return wrong(
        _MAIL,
        "Persoonlijke links zijn op weg naar de mailserver te lezen.",
        "Gebruik smtps://, of smtp:// zonder ?tls=no, in SAMENSPEL_MAIL_SERVER.",
    )
