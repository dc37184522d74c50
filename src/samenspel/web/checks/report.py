"""All checks, and what they found, for whoever looks after an installation."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from samenspel.web import database_roles, environment
from samenspel.web.checks import (
    address,
    backups,
    database_settings,
    files,
    people,
    program_log,
    proxy_logs,
    roles,
    rounds,
)
from samenspel.web.checks.finding import Finding, Level, mind
from samenspel.web.checks.installation import Installation
from samenspel.web.folder_lock import Holder

_CHECKS: tuple[Callable[[Installation], Iterator[Finding]], ...] = (
    roles.check,
    database_settings.check,
    address.check,
    proxy_logs.check,
    program_log.check,
    people.check,
    files.check,
    rounds.check,
    backups.check,
)
_PORT = 8000
_SETTINGS_OF_THIS_COMMAND = mind(
    "Instellingen",
    "Gekeken is naar de instellingen van deze opdracht. Er draait hier geen Samenspel waarvan "
    "de instellingen te zien zijn.",
    "Voer deze opdracht uit terwijl Samenspel draait, of geef dezelfde instellingen mee.",
)
_WORDS = {Level.GOOD: "Goed", Level.MIND: "Let op", Level.WRONG: "Fout"}
_WIDTH = max(map(len, _WORDS.values())) + 2


def findings(folder: Path, *, server: Holder | None, settings_known: bool) -> list[Finding]:
    """Look at everything.

    server : the program that serves from the folder, and settings_known whether we could see
        how it was set
    """
    owner_url = environment.read("DATABASE_URL") or ""
    installation = Installation(
        folder=folder,
        owner_url=owner_url,
        # As they are; made only where no start has made them yet.
        addresses=database_roles.addresses(owner_url, folder)
        or database_roles.separate(owner_url, folder),
        port=urlsplit(server.address).port or _PORT if server else _PORT,
    )
    found = [finding for check in _CHECKS for finding in check(installation)]
    return found if settings_known else [_SETTINGS_OF_THIS_COMMAND, *found]


def weakens(found: list[Finding]) -> bool:
    return any(finding.level is Level.WRONG for finding in found)


def as_text(found: list[Finding]) -> str:
    lines = [line for finding in found for line in _lines(finding)]
    count = sum(finding.level is Level.WRONG for finding in found)
    if not count:
        end = "Niets hiervan maakt zwakker wat Samenspel belooft."
    elif count == 1:
        end = "1 punt maakt zwakker wat Samenspel belooft."
    else:
        end = f"{count} punten maken zwakker wat Samenspel belooft."
    return "\n".join([*lines, "", end, ""])


def as_json(found: list[Finding]) -> str:
    content = {
        "weakens": weakens(found),
        "findings": [
            {
                "level": finding.level,
                "subject": finding.subject,
                "what": finding.what,
                "remedy": finding.remedy,
            }
            for finding in found
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{_WORDS[finding.level]:<{_WIDTH}}{finding.subject}: {finding.what}"
    for line in filter(None, finding.remedy.splitlines()):
        yield f"{'':<{_WIDTH}}{line}"
