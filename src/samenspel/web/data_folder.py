"""The data folder: everything the program keeps, closed to other users of the machine."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
            _make_folder(folder, folder / name)
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


def give_to_owner(folder: Path, path: Path) -> None:
    """Hand what root made in somebody's data folder to that somebody, who may start it next."""
    owner = folder.stat()
    if os.geteuid() == 0 and owner.st_uid != 0:
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def secret_kept_in(data_folder: Path, name: str, *, random_bytes: int = 48) -> str:
    """A secret that is made once and stays the same, readable by the owner of the folder only."""
    folder = data_folder / "secrets"
    path = folder / name
    with explained(data_folder):
        _make_folder(data_folder, folder)
        if not path.exists():
            fresh = folder / f".{name}-{secrets.token_hex(8)}"
            write_secret(data_folder, fresh, secrets.token_urlsafe(random_bytes))
            # Two programs may come here at once. The first to give the file its name wins,
            # and nobody ever reads half a secret.
            try:
                os.link(fresh, path)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return path.read_text(encoding="ascii")


def write_secret(data_folder: Path, path: Path, value: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, 0o600)
        file.write(value)
        file.flush()
        os.fsync(descriptor)
    give_to_owner(data_folder, path)


def _make_folder(data_folder: Path, folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, exist_ok=True)
        give_to_owner(data_folder, folder)
