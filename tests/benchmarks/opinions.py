"""Seconds and peak memory of the whole analysis of votes, beside what others need for the same.

    python -m tests.benchmarks.opinions [--sizes small,bowling,large,million] [--peer] [--repeat 3]

Every run is a process of its own on at most two cores, and reads the same three NumPy files. Ours
takes turns with a yardstick that only reads the votes, makes them sparse and takes one exact
two-component decomposition. With --peer also red-dwarf, newest from PyPI, with all its defaults;
it is installed in .cache and is no part of this project. Each run is a line of JSON on standard
output; a table and what is asked of the figures follow on standard error. Ends with status 1 where
that is not met.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.made_votes import SIZES
from tests.benchmarks.peers import installed_peer

_ROOT = Path(__file__).resolve().parents[2]
_CORES = 2
# The peer needs a square of the number of people in time; here it is known to end.
_SIZES_FOR_PEER = ("tiny", "small", "large")

Told = dict[str, Any]


@dataclass
class Measured:
    """All runs on votes of one size."""

    size: str
    ours: list[Told] = field(default_factory=list)
    yardstick: list[Told] = field(default_factory=list)
    peer: Told | None = None
    one_pass: Told = field(default_factory=dict)
    one_vote: Told = field(default_factory=dict)

    def typical(self, who: str, what: str = "seconds") -> float:
        return float(median(run[what] for run in getattr(self, who)))

    @property
    def ratio(self) -> float:
        """Ours to the yardstick: the median over pairs that ran next to each other."""
        pairs = zip(self.ours, self.yardstick, strict=True)
        return float(median(ours["seconds"] / theirs["seconds"] for ours, theirs in pairs))


@dataclass(frozen=True)
class Asked:
    """One thing that is asked of the figures."""

    what: str
    found: float
    at_most: float

    @property
    def met(self) -> bool:
        return self.found <= self.at_most


# ── Running ───────────────────────────────────────────────────────────────────────────────
def measure(size: str, *, repeat: int, peer: Path | None) -> Measured:
    """All runs of one size, on votes that are made once and then removed."""
    measured = Measured(size)
    with tempfile.TemporaryDirectory(prefix="samenspel-votes-") as name:
        _say(f"{size}: making votes")
        # In another process: what this one holds counts in the peak of those it starts.
        _python("-m", "tests.benchmarks.made_votes", size, name)
        _bring_to_memory(Path(name))
        measured.one_pass = _run("one_pass", size, name)
        measured.one_vote = _run("one_vote", size, name)
        for _turn in range(repeat):
            measured.ours.append(_run("ours", size, name))
            measured.yardstick.append(_run("yardstick", size, name))
        if peer and size in _SIZES_FOR_PEER:
            script = str(Path(__file__).with_name("peer_run.py"))
            measured.peer = _told("peer", size, [str(peer), "-W", "ignore", script, name])
    return measured


def _run(who: str, size: str, folder: str) -> Told:
    command = [sys.executable, "-m", "tests.benchmarks.opinion_runs", who, folder]
    return _told(who, size, command)


def _told(who: str, size: str, command: Sequence[str]) -> Told:
    """What a run says of itself in its last line, passed on with who ran on what."""
    _say(f"{size}: {who}")
    shape = SIZES[size]
    told: Told = {"who": who, "size": size, "people": shape.people, "statements": shape.statements}
    told |= json.loads(_output(command).splitlines()[-1])
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    return told


def _python(*arguments: str) -> str:
    return _output([sys.executable, *arguments])


def _output(command: Sequence[str]) -> str:
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    # Ours as the program starts itself: it uses the cores for parts of the votes.
    cores = 1 if "ours" in command else _CORES
    environment = os.environ | dict.fromkeys(threads, str(cores))
    environment["PYTHONPATH"] = f"{_ROOT / 'src'}:{_ROOT}"
    return subprocess.run(
        command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def _bring_to_memory(folder: Path) -> None:
    """Read all files once, so that the disk is nobody's delay."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            while file.read(1 << 20):
                pass


def _say(what: str) -> None:
    sys.stderr.write(what + "\n")


# ── Telling ───────────────────────────────────────────────────────────────────────────────
def asked_of(measured: Measured) -> Iterator[Asked]:
    """What must hold at this size."""
    size = measured.size
    seconds, megabytes = measured.typical("ours"), measured.typical("ours", "peak_mb")
    if size in ("large", "million"):
        yield Asked(f"{size}: times the yardstick", measured.ratio, 2.5)
    if size == "million":
        yield Asked(f"{size}: peak memory in MB", megabytes, 2_500)
    if size == "bowling":
        yield Asked(f"{size}: seconds", seconds, 1)
    if size == "large":
        yield Asked(f"{size}: milliseconds for one vote", measured.one_vote["seconds"] * 1e3, 20)
    if size == "large" and measured.peer:
        share = seconds / measured.peer["seconds"]
        yield Asked(f"{size}: part of the peer's time", share, 1 / 100)
        share = megabytes / measured.peer["peak_mb"]
        yield Asked(f"{size}: part of the peer's memory", share, 1 / 8)


_HEAD_OF_PHASES = (
    f"{'size':9}{'where our time goes':24}{'seconds':>10}{'of cores':>10}{'passes over memory':>22}"
)


def table(all_measured: Sequence[Measured]) -> str:
    """Runs, where our time goes, and what is asked, for people to read."""
    lines = [f"{'size':9}{'who':12}{'seconds':>10}{'peak MB':>10}{'ours is':>36}"]
    for measured in all_measured:
        lines += _runs(measured)
    lines += ["", _HEAD_OF_PHASES]
    for measured in all_measured:
        lines += _phases(measured)
    lines += ["", f"{'what is asked':44}{'found':>12}{'at most':>12}"]
    for asked in (asked for measured in all_measured for asked in asked_of(measured)):
        verdict = "met" if asked.met else "NOT MET"
        lines.append(f"{asked.what:44}{asked.found:12.4g}{asked.at_most:12.4g}  {verdict}")
    return "\n".join(lines) + "\n"


def _runs(measured: Measured) -> Iterator[str]:
    seconds, megabytes = measured.typical("ours"), measured.typical("ours", "peak_mb")
    yield f"{measured.size:9}{'ours':12}{seconds:10.3f}{megabytes:10.0f}"
    theirs = measured.typical("yardstick")
    peak = measured.typical("yardstick", "peak_mb")
    beside = f"{measured.ratio:.2f} × as long"
    yield f"{measured.size:9}{'yardstick':12}{theirs:10.3f}{peak:10.0f}{beside:>36}"
    if measured.peer:
        theirs, peak = measured.peer["seconds"], measured.peer["peak_mb"]
        beside = f"{theirs / seconds:.0f} × as fast, 1/{peak / megabytes:.1f} of the memory"
        yield f"{measured.size:9}{'red-dwarf':12}{theirs:10.3f}{peak:10.0f}{beside:>36}"


def _phases(measured: Measured) -> Iterator[str]:
    one = measured.one_pass["seconds"]
    for phase in measured.ours[0]["phases"]:
        seconds, cores = (
            median(run[times].get(phase, 0.0) for run in measured.ours)
            for times in ("phases", "cpu_phases")
        )
        yield f"{measured.size:9}{phase:24}{seconds:10.3f}{cores:10.3f}{seconds / one:22.0f}"
    yield f"{measured.size:9}{'one pass over memory':24}{one:10.5f}{one:10.5f}{1:22}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="small,bowling,large,million")
    parser.add_argument("--peer", action="store_true", help="also red-dwarf, on small and large")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    sizes = options.sizes.split(",")
    if unknown := set(sizes) - set(SIZES):
        parser.error(f"no such size: {', '.join(sorted(unknown))}")
    # Whoever has more cores than two gets the same two for every run.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:_CORES])
    peer = installed_peer("red-dwarf") if options.peer else None
    measured = [measure(size, repeat=options.repeat, peer=peer) for size in sizes]
    sys.stderr.write("\n" + table(measured))
    return 0 if all(asked.met for one in measured for asked in asked_of(one)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
