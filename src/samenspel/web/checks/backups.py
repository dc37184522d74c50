"""Do copies of the database outlive what is promised?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from samenspel.web import environment
from samenspel.web.checks.finding import Finding, good, mind, wrong
from samenspel.web.checks.installation import Installation

# As long as single answers are kept after a round has closed.
LONGEST = timedelta(days=30)
_SUBJECT = "Reservekopieën"
_NAMES = (".dump", ".sql", ".sql.gz", ".sql.zst", ".backup", ".bak", ".tar", ".tar.gz", ".tgz")
_BEGINS_WITH = b"PGDMP"  # as pg_dump writes it
_OURS = {"postgresql", "secrets", "logs", "keys", "demo-mail", "lock"}


def check(installation: Installation) -> Iterator[Finding]:
    stray = [path for path in _files(installation.folder, skip=_OURS) if _is_backup(path)]
    if stray:
        yield wrong(
            _SUBJECT,
            "In de gegevensmap liggen kopieën van de database. Niemand verwijdert ze op tijd.",
            "Verplaats of verwijder:\n" + "\n".join(str(path) for path in stray),
        )
    folder = environment.read("SAMENSPEL_BACKUPS")
    if folder is None:
        yield mind(
            _SUBJECT,
            f"Niet te zien: of reservekopieën na {LONGEST.days} dagen worden verwijderd.",
            "Zet SAMENSPEL_BACKUPS op de map waar ze staan, of kijk het na: docs/hosting.md.",
        )
    else:
        yield _kept_in(Path(folder))


def _kept_in(folder: Path) -> Finding:
    if not folder.is_dir():
        return mind(
            _SUBJECT,
            f"De map {folder} is er niet.",
            "Zet SAMENSPEL_BACKUPS op de map waar reservekopieën staan.",
        )
    oldest = datetime.now(UTC) - LONGEST
    files = _files(folder, skip=set())
    old = [p for p in files if datetime.fromtimestamp(p.stat().st_mtime, UTC) < oldest]
    opened = [path for path in files if path.stat().st_mode & 0o077]
    if old:
        return wrong(
            _SUBJECT,
            f"In {folder} zijn {len(old)} bestanden ouder dan {LONGEST.days} dagen. "
            "Daarin kunnen antwoorden staan die beloofd waren te verdwijnen.",
            f"Voer uit: find {folder} -type f -mtime +{LONGEST.days - 1} -delete",
        )
    if opened:
        return wrong(
            _SUBJECT,
            f"Andere gebruikers van deze machine kunnen bij {len(opened)} reservekopieën.",
            f"Voer uit: chmod -R go= {folder}",
        )
    return good(_SUBJECT, f"In {folder} staat niets dat ouder is dan {LONGEST.days} dagen.")


def _files(folder: Path, *, skip: set[str]) -> list[Path]:
    kept = [path for path in folder.iterdir() if path.name not in skip]
    below = [found for path in kept if path.is_dir() for found in path.rglob("*")]
    return sorted(path for path in [*kept, *below] if path.is_file() and not path.is_symlink())


def _is_backup(path: Path) -> bool:
    if path.name.endswith(_NAMES):
        return True
    with path.open("rb") as file:
        return file.read(len(_BEGINS_WITH)) == _BEGINS_WITH
