"""The data folder: everything the program keeps, closed to other users of the machine."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samenspel import secret_files

# A new PostgreSQL takes some 40 MB and grows a write-ahead log before it holds anything.
_ROOM_FOR_A_NEW_DATABASE = 200_000_000


class StartError(RuntimeError):
    """Something that keeps the program from starting. Its message says what to do, in Dutch."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """What the machine says about a file, in words for whoever chose the folder."""
    try:
        yield
    except OSError as error:
        reasons = {
            errno.EACCES: "u hebt daar geen rechten voor",
            errno.EPERM: "u hebt daar geen rechten voor",
            errno.EROFS: "die schijf is alleen te lezen",
            errno.ENOSPC: "de schijf is vol",
            errno.EDQUOT: "uw schijfruimte is op",
            errno.ENOTDIR: "een deel van dat pad is een bestand",
            errno.ENAMETOOLONG: "die naam is te lang",
        }
        reason = reasons.get(error.errno or 0, error.strerror or str(error))
        raise StartError(
            f"De gegevensmap {path} is niet te gebruiken: {reason}. "
            "Kies een andere map met --data MAP."
        ) from error


def prepare(path: Path) -> Path:
    """The data folder at this path, made when it is not there yet, ready to be written in."""
    folder = Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - resolve() follows links
    with explained(folder):
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "not a folder")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("secrets", "logs"):
            secret_files.make_closed_folder(folder / name)
        probe = folder / f".write-test-{os.getpid()}"
        probe.write_bytes(b"x")
        probe.unlink()
    return folder


def require_room_for_a_database(folder: Path) -> None:
    if shutil.disk_usage(folder).free < _ROOM_FOR_A_NEW_DATABASE:
        raise StartError(
            f"Op de schijf van {folder} is te weinig ruimte: "
            f"minstens {_ROOM_FOR_A_NEW_DATABASE // 1_000_000} MB is nodig."
        )


def secret_kept_in(data_folder: Path, name: str, *, random_bytes: int = 48) -> str:
    """A secret that is made once and stays the same, readable by the owner of the folder only."""
    path = data_folder / "secrets" / name
    with explained(data_folder):
        secret_files.make_closed_folder(path.parent)
        if not path.exists():
            secret_files.write_once(path, secrets.token_urlsafe(random_bytes).encode("ascii"))
        return path.read_text(encoding="ascii")
