"""Seconds and memory to read the register into the atlas.

    python -m tests.benchmarks.atlas_import [--export FILE] [--megabytes 500]

Each in a process and an empty private PostgreSQL of its own: the export, the same export again, the
whole command from the shell, and an export of so many megabytes made by repeating the arrangements
of the real one under other numbers. A line of JSON each: seconds by the clock and of the processor,
and the most memory the program held, without the database.
"""

import argparse
import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from samenspel.web import data_folder, django_start
from samenspel.web.private_postgres import PrivatePostgres

ROOT = Path(__file__).resolve().parents[2]
_DATA = os.environ.get("SAMENSPEL_TEST_DATA", ROOT.parent / "shared" / "data")
_EXPORT = Path(_DATA) / "register" / "exportOO.xml.gz"
_DAY = date(2026, 5, 16)
# Further apart than any two numbers of the register.
_NEXT = 10**10


def read_in(file: Path, times: int) -> list[dict[str, Any]]:
    """In this process."""
    with tempfile.TemporaryDirectory(prefix="samenspel-atlas-") as name:
        folder = data_folder.prepare(Path(name))
        postgres = PrivatePostgres(folder)
        postgres.start()
        try:
            django_start.settle(folder, database_url=postgres.url, address="http://localhost")
            django_start.start_django(log=folder / "logs" / "server.log")
            django_start.migrate()
            return [_measured(file) for _time in range(times)]
        finally:
            postgres.stop()


def _measured(file: Path) -> dict[str, Any]:
    from samenspel.atlas.actions.import_register import import_register
    from samenspel.atlas.importing.opening import opened

    clock, processor = time.monotonic(), time.process_time()
    with opened(str(file)) as open_file:
        report = import_register(opened=open_file, day=_DAY)
        unpacked = open_file.stream.length
    return {
        "unpacked_mb": round(unpacked / 1e6, 1),
        "seconds": round(time.monotonic() - clock, 1),
        "processor_seconds": round(time.process_time() - processor, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6),
        "read": {what: tally.new + tally.same for what, tally in report.tallies.items()},
    }


def make_large(export: Path, megabytes: int, into: Path) -> None:
    """Packed as the real one is; its arrangements again and again, each time under new numbers."""
    text = gzip.decompress(export.read_bytes()).decode()
    end = text.index("</p:gemeenschappelijkeRegelingen>")
    start = text.index("<p:regeling ")
    arrangements = text[start:end]
    own_number = re.compile(r'(<p:(?:regeling|nextVersion|previousVersion) p:systeemId=")(\d+)"')
    written = 0
    with gzip.open(into, "wt", encoding="utf-8", compresslevel=1) as file:
        written += file.write(text[:end])
        turn = 0
        while written < megabytes * 1_000_000:
            turn += 1
            written += file.write(own_number.sub(_shifted_by(turn * _NEXT), arrangements))
        file.write(text[end:])


def _shifted_by(shift: int) -> Callable[[re.Match[str]], str]:
    return lambda found: f'{found[1]}{int(found[2]) + shift}"'


def from_the_shell(export: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="samenspel-atlas-") as folder:
        clock, before = time.monotonic(), _of_children()
        subprocess.run(
            [ROOT / "bin/samenspel", "atlas-import", "register", export, "--data", folder],
            check=True,
            capture_output=True,
        )
        return {
            "seconds": round(time.monotonic() - clock, 1),
            "processor_seconds": round(_of_children() - before, 1),
        }


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _in_a_process(file: Path, times: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", __spec__.name, "--export", str(file), "--only", str(times)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--export", type=Path, default=_EXPORT)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        sys.stdout.write(json.dumps(read_in(options.export, options.only)))
        return
    first, again = _in_a_process(options.export, 2)
    _tell("the export", first)
    _tell("again", again)
    _tell("from the shell", from_the_shell(options.export))
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.xml.gz"
        make_large(options.export, options.megabytes, large)
        _tell("made large", _in_a_process(large, 1)[0])


def _tell(what: str, measured: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps({"what": what, **measured}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
