"""One run of one competitor in a process of its own; `tests.benchmarks.opinions` starts it.

    python -m tests.benchmarks.opinion_runs {ours,yardstick,one_pass,one_vote} FOLDER

What a run needs is imported before its clock starts. It ends with one line of JSON.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.made_votes import GROUPS, read_columns

if TYPE_CHECKING:
    from samenspel.measures.opinions.votes import Votes

_PASSES_OVER_MEMORY = 7
_VOTES_CAST = 300


class Clock:
    """Seconds of each phase, in order."""

    def __init__(self) -> None:
        self.phases: dict[str, float] = {}

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.phases[name] = time.perf_counter() - began

    def told(self, **more: Any) -> dict[str, Any]:
        return {"seconds": sum(self.phases.values()), "phases": self.phases} | more


def ours(folder: Path) -> dict[str, Any]:
    from samenspel.measures.opinions.map import opinion_map
    from samenspel.measures.opinions.moments import moments_from
    from samenspel.measures.opinions.partitions import cut
    from samenspel.measures.opinions.votes import Votes

    clock = Clock()
    with clock.phase("read"):
        columns = read_columns(folder)
        group = np.load(folder / "group.npy")
    with clock.phase("check"):
        votes = Votes(*columns, len(group), int(columns[1].max()) + 1)
        partitions = cut(votes, group)
    with clock.phase("moments"):
        moments_from(partitions, GROUPS, votes.statements, executor=None)
    with clock.phase("map"):
        opinion_map(votes)
    return clock.told()


def yardstick(folder: Path) -> dict[str, Any]:
    """Reads the votes, makes them sparse and takes one exact two-component decomposition."""
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import svds

    clock = Clock()
    with clock.phase("read"):
        voter, statement, value = read_columns(folder)
    with clock.phase("make sparse"):
        shape = (int(voter.max()) + 1, int(statement.max()) + 1)
        matrix = csr_array((value.astype(np.float64), (voter, statement)), shape=shape)
    with clock.phase("decompose"):
        strength = svds(matrix, k=2)[1]
    return clock.told(strength=strength.tolist())


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

    votes, group = _votes_and_groups(folder)
    moments = moments_of(votes, group, GROUPS)
    rng = np.random.default_rng(1)
    took = []
    for person in rng.integers(0, votes.voters, _VOTES_CAST):
        statement, value = int(rng.integers(0, votes.statements)), int(rng.integers(-1, 2))
        began = time.perf_counter()
        mine = slice(*np.searchsorted(votes.voter, [person, person + 1]))
        so_far = votes.statement[mine], votes.value[mine]
        moments.cast(int(group[person]), *so_far, statement, value)
        took.append(time.perf_counter() - began)
    return {"seconds": float(np.quantile(took, 0.99)), "slowest": max(took)}


def _votes_and_groups(folder: Path) -> tuple["Votes", NDArray[np.int64]]:
    from samenspel.measures.opinions.votes import Votes

    voter, statement, value = read_columns(folder)
    group = np.load(folder / "group.npy")
    return Votes(voter, statement, value, len(group), int(statement.max()) + 1), group


RUNS: dict[str, Callable[[Path], dict[str, Any]]] = {
    run.__name__: run for run in (ours, yardstick, one_pass, one_vote)
}


def main(who: str, folder: Path) -> None:
    told = RUNS[who](folder)
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
