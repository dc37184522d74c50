"""The database for one command: the one that runs, or one for as long as the command takes."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samenspel import secret_files
from samenspel.web import environment
from samenspel.web.folder_lock import FolderLock, Holder, Taken
from samenspel.web.private_postgres import PrivatePostgres
from samenspel.web.progress import say

_SECONDS_FOR_A_SERVER = 120.0
_SECONDS_FOR_A_COMMAND = 600.0


@contextmanager
def database_for(command: str, folder: Path) -> Iterator[str | None]:
    """The address of the database while the command runs; None where the host gave one."""
    if environment.read("DATABASE_URL"):
        yield None
        return
    lock = FolderLock(folder)
    running = _take_or_find_server(lock, Holder(os.getpid(), command, ""), folder)
    if running is not None:
        yield running
        return
    postgres = PrivatePostgres(folder)
    try:
        withdraw(folder)
        postgres.start()
        yield postgres.url
    finally:
        postgres.stop()
        lock.release()


def publish(folder: Path, url: str) -> None:
    """Let other commands, and a host who makes a backup, use the database of a running server."""
    secret_files.write(_published(folder), url.encode())


def withdraw(folder: Path) -> None:
    _published(folder).unlink(missing_ok=True)


def _take_or_find_server(lock: FolderLock, us: Holder, folder: Path) -> str | None:
    """None once the folder is ours, or the address of a running server's database."""
    started = time.monotonic()
    waiting = False
    while True:
        try:
            lock.take(us)
        except Taken as taken:
            server = taken.holder is not None and taken.holder.is_server
            waited = time.monotonic() - started
            # A server that is still starting publishes the address once all is in place.
            if server and _published(folder).exists():
                return _published(folder).read_text(encoding="utf-8")
            if waited > (_SECONDS_FOR_A_SERVER if server else _SECONDS_FOR_A_COMMAND):
                raise
            if not waiting:
                say("Bezig: wachten op een ander programma dat met deze gegevens werkt")
                waiting = True
            time.sleep(0.1)
        else:
            return None


def _published(folder: Path) -> Path:
    return folder / "secrets" / "database-url"
