"""Files that only the owner of their folder may read: passwords, and the keys of rounds."""

import os
import secrets
from pathlib import Path


def make_closed_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        give_to_owner(folder.parent, folder)


def give_to_owner(folder: Path, path: Path) -> None:
    """Hand what root made in somebody's folder to that somebody, who may start it next."""
    owner = folder.stat()
    if os.geteuid() == 0 and owner.st_uid != 0:
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def write(path: Path, value: bytes) -> None:
    """Write a secret, over the one that is there."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, 0o600)
        file.write(value)
        file.flush()
        os.fsync(descriptor)
    give_to_owner(path.parent, path)


def write_once(path: Path, value: bytes) -> None:
    """Write a secret unless there is one.

    Two programs may come here at once. The first to give the file its name wins, and nobody ever
    reads half a secret.
    """
    fresh = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    write(fresh, value)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    sync(path.parent)


def sync(folder: Path) -> None:
    """What was made or removed in it is so after a power failure too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
