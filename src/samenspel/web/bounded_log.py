"""Log files that never fill a disk: one of a few megabytes and the one before it."""

import shutil
from pathlib import Path
from typing import BinaryIO

LARGEST_BYTES = 5_000_000


def open_log(path: Path) -> BinaryIO:
    """The file, to append to. A child writes to it directly, so it outlives us without harm."""
    keep_bounded(path)
    file = path.open("ab", buffering=0)
    path.chmod(0o600)
    return file


def keep_bounded(path: Path) -> None:
    """Set the file aside and empty it once it is too large.

    Emptied in place, because processes that hold it open would go on writing to a renamed one.
    """
    if path.exists() and path.stat().st_size > LARGEST_BYTES:
        shutil.copyfile(path, path.with_name(path.name + ".1"))
        with path.open("r+b") as file:
            file.truncate(0)


def last_lines(path: Path, *, count: int = 5) -> str:
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 20_000))
        return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-count:])
