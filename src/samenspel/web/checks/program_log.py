"""Does the program itself write down more than it should?"""

from collections.abc import Iterator

from samenspel.web import environment
from samenspel.web.checks.finding import Finding, good, wrong
from samenspel.web.checks.installation import Installation

_SUBJECT = "Logboek van Samenspel"


def check(_installation: Installation) -> Iterator[Finding]:
    level = (environment.read("SAMENSPEL_LOG_LEVEL") or "info").lower()
    if level == "debug":
        yield wrong(
            _SUBJECT,
            "SAMENSPEL_LOG_LEVEL staat op debug: dan komt er in wat bezoekers doen.",
            "Zet SAMENSPEL_LOG_LEVEL=info.",
        )
    else:
        yield good(_SUBJECT, "Er staat niet in wie een pagina opende of wat iemand antwoordde.")
