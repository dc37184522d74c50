"""What a killed PostgreSQL leaves: processes that end a little later, and a note of its number."""

import os
import signal
import time
from pathlib import Path

from samenspel.web.data_folder import StartError

_SECONDS_TO_END = 10.0
_SECONDS_TO_DIE = 10.0


def end_orphans(cluster: Path) -> None:
    """Return once no process works in this cluster and no note says that one does.

    Only for whoever holds the data folder's lock: then every server found here has lost the
    program that started it and is on its way out.
    """
    if _gone_within(cluster, _SECONDS_TO_END):
        # The next server believes the note if any process has got that number since.
        (cluster / "postmaster.pid").unlink(missing_ok=True)
        return
    for pid in _processes_in(cluster):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    if not _gone_within(cluster, _SECONDS_TO_DIE):
        raise StartError(
            "Een eerdere database is nog bezig en wil niet stoppen. Probeer het zo opnieuw."
        )
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def _gone_within(cluster: Path, seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while _processes_in(cluster):
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True


def _processes_in(cluster: Path) -> list[int]:
    """Every process of PostgreSQL whose working folder this cluster is."""
    ours = cluster.stat()
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdecimal():
            continue
        try:
            there = (process / "cwd").stat()
            is_postgres = (process / "comm").read_text().startswith("postgres")
        except OSError:  # ended since, or somebody else's
            continue
        if is_postgres and (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino):
            found.append(int(process.name))
    return found
