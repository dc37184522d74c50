"""The folder of the private PostgreSQL's socket: at a short path, closed to every other user.

A socket's path has at most 107 bytes, and a data folder may lie deeper. The folder gets a fresh
random name at every start, so nobody can have put something in its place.
"""

import os
import shutil
import stat
import tempfile
from pathlib import Path

from samenspel import secret_files
from samenspel.web.child_process import Account
from samenspel.web.data_folder import StartError

_PREFIX = "samenspel-"
_LONGEST_PARENT = 60


def make(folder: Path, account: Account) -> Path:
    sockets = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_parent()))
    secret_files.write(_note(folder), str(sockets).encode())
    _hand_over(sockets, account)
    return sockets


def restore(sockets: Path, account: Account) -> None:
    """Make sure of the folder when the server starts anew at the same address."""
    try:
        sockets.mkdir(mode=0o700)
    except FileExistsError:
        found = sockets.lstat()
        closed = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
        if not closed or found.st_uid != account.uid:
            raise StartError(
                f"De map {sockets} is veranderd door een ander. Start Samenspel opnieuw."
            ) from None
    else:
        _hand_over(sockets, account)


def remove(folder: Path, sockets: Path) -> None:
    shutil.rmtree(sockets, ignore_errors=True)
    _note(folder).unlink(missing_ok=True)


def remove_left_behind(folder: Path) -> None:
    """Clear away the folder of a server that was killed, if it is still what it was."""
    note = _note(folder)
    if not note.exists():
        return
    sockets = Path(note.read_text(encoding="utf-8"))
    note.unlink()
    owners = {os.geteuid(), folder.stat().st_uid, (folder / "postgresql").stat().st_uid}
    ours = sockets.name.startswith(_PREFIX) and sockets.is_dir() and not sockets.is_symlink()
    if ours and sockets.lstat().st_uid in owners:
        shutil.rmtree(sockets, ignore_errors=True)


def _note(folder: Path) -> Path:
    return folder / "secrets" / "socket-folder"


def _parent() -> Path:
    # A service manager gives a folder of its own; root has one nobody else writes in.
    given = os.environ.get("RUNTIME_DIRECTORY", "").split(":")[0]
    candidates = [given, "/run"] if os.geteuid() == 0 else [given]
    for candidate in candidates:
        if candidate and len(candidate) <= _LONGEST_PARENT and os.access(candidate, os.W_OK):
            return Path(candidate)
    return Path("/tmp")  # noqa: S108 - in it a new folder with a random name, closed at birth


def _hand_over(sockets: Path, account: Account) -> None:
    if not account.is_ours:
        os.chown(sockets, account.uid, account.gid)
