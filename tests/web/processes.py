"""Looking at real processes, and starting the program as somebody at a keyboard would."""

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from tests.conftest import ROOT

ORDINARY = 65534  # `nobody`: an account with a name and without rights


def environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT / "src")}


def as_ordinary_user(command: Sequence[str]) -> list[str]:
    identity = [f"--reuid={ORDINARY}", f"--regid={ORDINARY}", "--clear-groups"]
    return ["setpriv", *identity, "--", *command]


def samenspel(*arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", "samenspel", *arguments]


def run(*arguments: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        samenspel(*arguments),
        capture_output=True,
        text=True,
        env=environment(),
        cwd="/",
        timeout=seconds,
        check=False,
    )


def eventually(what: Callable[[], object], *, seconds: float = 15.0) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if what():
            return True
        time.sleep(0.05)
    return False


def first_line_with(text: str, stream: IO[str]) -> str:
    """Read on until a line holds this text. At the end of the stream say what was there."""
    seen = []
    for line in stream:
        seen.append(line)
        if text in line:
            return line.strip()
    raise AssertionError(f"no {text!r} in: {''.join(seen)}")


def descendants(pid: int) -> list[int]:
    """Every process below this one, in whatever depth."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(folder.name)] = int(fields[1])
    found: list[int] = []
    frontier = [pid]
    while frontier:
        frontier = [child for child, parent in parents.items() if parent in frontier]
        found += frontier
    return found


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def is_healthy(address: str) -> bool:
    found = re.search(r":(\d+)", address.removeprefix("http:"))
    assert found
    connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=5)
    try:
        connection.request("GET", "/health/ready", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
