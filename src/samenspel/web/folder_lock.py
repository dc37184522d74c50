"""One program at a time in a data folder, and what the second is told about the first."""

import fcntl
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from samenspel import secret_files
from samenspel.web import data_folder


@dataclass(frozen=True)
class Holder:
    """The program that holds a data folder."""

    pid: int
    command: str
    address: str  # empty for a command that only borrows the database

    @property
    def is_server(self) -> bool:
        return bool(self.address)


class Taken(data_folder.StartError):
    """Another program holds the folder."""

    def __init__(self, folder: Path, holder: Holder | None) -> None:
        self.holder = holder
        if holder and holder.is_server:
            super().__init__(
                f"Samenspel draait al met de gegevens in {folder}: {holder.address}\n"
                "Stop dat eerst, of kies een andere map met --data MAP."
            )
        else:
            what = f"“{holder.command}”" if holder else "een ander programma"
            super().__init__(
                f"Op dit moment werkt {what} met de gegevens in {folder}. "
                "Probeer het opnieuw als dat klaar is."
            )


class FolderLock:
    """A lock the kernel takes away when its holder ends, in whatever way."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "lock"
        self._descriptor: int | None = None

    def take(self, holder: Holder) -> Self:
        """Hold the folder, or raise `Taken`."""
        with data_folder.explained(self._folder):
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            descriptor = os.open(self._path, flags, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise Taken(self._folder, _living_holder(self._path)) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(asdict(holder)).encode(), 0)
        secret_files.give_to_owner(self._folder, self._path)
        self._descriptor = descriptor
        return self

    def release(self) -> None:
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


def refuse_where_a_server_runs(folder: Path) -> None:
    """Raise `Taken` if a program holds this folder. Makes and changes nothing."""
    path = folder / "lock"
    if not path.exists():
        return
    with data_folder.explained(folder):
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Taken(folder, _living_holder(path)) from None
    finally:
        os.close(descriptor)


def server_of(folder: Path) -> Holder | None:
    """The program that serves from this folder, if one does."""
    try:
        refuse_where_a_server_runs(folder)
    except Taken as taken:
        return taken.holder if taken.holder and taken.holder.is_server else None
    return None


def _living_holder(path: Path) -> Holder | None:
    # Between taking the lock and writing who took it lies a moment in which the file is empty
    # or still names a program that was killed.
    for _attempt in range(40):
        try:
            holder = Holder(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            pass
        else:
            if Path(f"/proc/{holder.pid}").exists():
                return holder
        time.sleep(0.05)
    return None
