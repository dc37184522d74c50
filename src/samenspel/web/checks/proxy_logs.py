"""Does a proxy on this machine write down who opened which personal link?"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from samenspel.web import environment
from samenspel.web.checks import apache, caddy, nginx
from samenspel.web.checks.address import is_for_others
from samenspel.web.checks.answer_routes import SAMPLES
from samenspel.web.checks.finding import Finding, good, mind, wrong
from samenspel.web.checks.installation import Installation

_SUBJECT = "Logboek van de proxy"
_READERS = {"nginx": nginx.logged, "Apache": apache.logged, "Caddy": caddy.logged}


def check(installation: Installation) -> Iterator[Finding]:
    host = urlsplit(environment.read("SAMENSPEL_ADDRESS") or "").hostname or ""
    seen = False
    for name, logged in _READERS.items():
        try:
            routes = logged(
                installation.machine, port=installation.port, host=host, samples=SAMPLES
            )
        except PermissionError:
            seen = True
            yield mind(
                _SUBJECT,
                f"De instellingen van {name} zijn niet te lezen.",
                "Voer deze controle uit als root, of lees docs/hosting.md.",
            )
            continue
        if routes is not None:
            seen = True
            yield _found(name, [route for route in SAMPLES if route in routes])
    if not seen:
        yield _not_seen()


def _found(name: str, routes: list[str]) -> Finding:
    if not routes:
        return good(_SUBJECT, f"{name} schrijft niet op wie antwoordt.")
    return wrong(
        _SUBJECT,
        f"{name} schrijft op wie wanneer welke persoonlijke link opent: {' '.join(routes)}",
        "Zet het logboek uit voor deze adressen. In docs/hosting.md staat hoe.",
    )


def _not_seen() -> Finding:
    if is_for_others():
        return mind(
            _SUBJECT,
            "Niet te zien: of de proxy bijhoudt wie antwoordt.",
            "Lees docs/hosting.md over een proxy zonder logboek, en kijk het na.",
        )
    return good(_SUBJECT, "Er staat geen proxy voor Samenspel.")
