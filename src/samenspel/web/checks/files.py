"""Who else on this machine can read what Samenspel keeps?"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from samenspel.web import environment
from samenspel.web.checks.finding import Finding, good, mind, wrong
from samenspel.web.checks.installation import Installation

_SUBJECT = "Bestanden"
_MOST_NAMED = 5


def check(installation: Installation) -> Iterator[Finding]:
    folder = installation.folder
    ours = [folder, *_below(folder / "secrets"), *_below(folder / "logs")]
    ours += [*_below(Path(settings.KEYS_FOLDER)), *_below(folder / "demo-mail")]
    # A closed folder closes what is in it too. Yet a copy, or a move, can undo that.
    opened = [path for path in ours if _mode(path) & 0o077]
    if opened:
        named = "\n".join(f"chmod go= {path}" for path in opened[:_MOST_NAMED])
        more = "\n…" if len(opened) > _MOST_NAMED else ""
        yield wrong(
            _SUBJECT,
            f"Andere gebruikers van deze machine kunnen bij {len(opened)} bestanden of mappen.",
            f"Voer uit:\n{named}{more}",
        )
    else:
        yield good(_SUBJECT, "Gegevensmap, wachtwoorden en sleutels zijn alleen voor Samenspel.")
    yield from _mounted_secrets()


def _mounted_secrets() -> Iterator[Finding]:
    for setting in environment.REGISTER:
        path = os.environ.get(f"{setting.name}_FILE")
        if setting.secret and path and _mode(Path(path)) & 0o007:
            yield mind(
                _SUBJECT,
                f"Iedereen op deze machine kan {path} lezen ({setting.name}_FILE).",
                f"Voer uit: chmod o= {path}",
            )


def _below(folder: Path) -> list[Path]:
    return [folder, *sorted(folder.rglob("*"))] if folder.is_dir() else []


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.lstat().st_mode)
    except FileNotFoundError:  # gone since it was listed
        return 0
