"""One run of one competitor in a process of its own; `tests.benchmarks.opinions` starts it.

    python -m tests.benchmarks.opinion_runs {ours,yardstick,one_pass,one_vote} FOLDER

What a run needs is imported before its clock starts. It ends with one line of JSON.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks.adjusted_rand import adjusted_rand
from tests.benchmarks.made_votes import GROUPS, Columns, read_columns, read_groups

if TYPE_CHECKING:
    from samenspel.measures.opinions.votes import Votes

_PASSES_OVER_MEMORY = 7
_VOTES_CAST = 300


class Clock:
    """Seconds of each phase, and those of all cores. A phase lasts until the next one begins."""

    def __init__(self) -> None:
        self.phases: dict[str, float] = {}
        self.cpu: dict[str, float] = {}
        self._phase = ""
        self._began = self._cpu_began = 0.0

    def begin(self, phase: str) -> None:
        now, cpu_now = time.perf_counter(), time.process_time()
        if self._phase:
            for kept, passed in (
                (self.phases, now - self._began),
                (self.cpu, cpu_now - self._cpu_began),
            ):
                kept[self._phase] = kept.get(self._phase, 0.0) + passed
        self._phase, self._began, self._cpu_began = phase, now, cpu_now

    def progress(self, _done: int, _all: int, what: str) -> None:
        if what != self._phase:
            self.begin(what)

    def end(self) -> dict[str, Any]:
        self.begin("")
        return {
            "seconds": sum(self.phases.values()),
            "cpu_seconds": sum(self.cpu.values()),
            "phases": self.phases,
            "cpu_phases": self.cpu,
        }


def ours(folder: Path) -> dict[str, Any]:
    """All that the program makes of votes: map, axes, groups found, everybody's place."""
    from samenspel.measures.opinions.analysis import analyse
    from samenspel.measures.opinions.partitions import cut

    clock = Clock()
    clock.begin("read")
    columns, group = read_columns(folder), read_groups(folder)
    clock.begin("check")
    votes = _votes(columns, len(group))
    partitions = cut(votes, group)
    clock.begin("count")
    result = analyse(
        partitions, groups=GROUPS, statements=votes.statements, progress=clock.progress
    )
    told = clock.end()
    found = (result.standing.group if result.standing else np.zeros(len(group))).astype(np.int64)
    sure = found >= 0
    return told | {
        "axes": result.axes.count,
        "groups_found": result.found.count,
        "adjusted_rand": adjusted_rand(found[sure], group[sure]),
        "undetermined": int(np.count_nonzero(~sure)),
    }


def yardstick(folder: Path) -> dict[str, Any]:
    """Reads the votes, makes them sparse and takes one exact two-component decomposition."""
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import svds

    clock = Clock()
    clock.begin("read")
    voter, statement, value = read_columns(folder)
    clock.begin("make sparse")
    shape = (int(voter.max()) + 1, int(statement.max()) + 1)
    matrix = csr_array((value.astype(np.float64), (voter, statement)), shape=shape)
    clock.begin("decompose")
    strength = svds(matrix, k=2)[1]
    return clock.end() | {"strength": strength.tolist()}


def one_pass(folder: Path) -> dict[str, Any]:
    """What it costs one thread to look at every byte of the votes once, in memory."""
    columns = [column.view(np.uint8) for column in read_columns(folder)]
    words = [column[: len(column) // 8 * 8].view(np.uint64) for column in columns]

    def look() -> float:
        began = time.perf_counter()
        for column in words:
            column.sum()
        return time.perf_counter() - began

    size = sum(column.nbytes for column in columns) / 1e6
    return {"seconds": min(look() for _pass in range(_PASSES_OVER_MEMORY)), "megabytes": size}


def one_vote(folder: Path) -> dict[str, Any]:
    """What one more vote costs once the statistics of all who voted are in memory.

    The time that all but one in a hundred votes stay within, and the slowest.
    """
    from samenspel.measures.opinions.moments import moments_of

    group = read_groups(folder)
    votes = _votes(read_columns(folder), len(group))
    moments = moments_of(votes, group, GROUPS)
    rng = np.random.default_rng(1)
    took = []
    for person in rng.integers(0, votes.voters, _VOTES_CAST):
        statement, value = int(rng.integers(0, votes.statements)), int(rng.integers(-1, 2))
        began = time.perf_counter()
        # Of the type of the column, or all of it would be copied to compare.
        bounds = np.array([person, person + 1], dtype=votes.voter.dtype)
        mine = slice(*np.searchsorted(votes.voter, bounds))
        so_far = votes.statement[mine], votes.value[mine]
        moments.cast(int(group[person]), *so_far, statement, value)
        took.append(time.perf_counter() - began)
    return {"seconds": float(np.quantile(took, 0.99)), "slowest": max(took)}


def _votes(columns: Columns, people: int) -> "Votes":
    from samenspel.measures.opinions.votes import Votes

    return Votes(*columns, people, int(columns[1].max()) + 1)


RUNS: dict[str, Callable[[Path], dict[str, Any]]] = {
    run.__name__: run for run in (ours, yardstick, one_pass, one_vote)
}


def main(who: str, folder: Path) -> None:
    told = RUNS[who](folder)
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
