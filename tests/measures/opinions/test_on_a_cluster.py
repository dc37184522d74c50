"""The whole analysis on a Dask cluster of two workers on this machine: the same bytes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from samenspel.measures.opinions.analysis import Analysis, analyse
from samenspel.measures.opinions.partitions import cut
from samenspel.measures.opinions.passes import Progress
from samenspel.measures.opinions.votes import Votes

distributed = pytest.importorskip("distributed", reason="Dask is not installed")
pytestmark = [
    pytest.mark.processes,
    # Of Dask's own making, when a scheduler goes away.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

_ROOT = Path(__file__).resolve().parents[3]
_PEOPLE, _STATEMENTS, _VOTES_EACH, _GROUPS = 3_000, 40, 20, 3


@dataclass
class Cluster:
    executor: Executor
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def kill_one(self) -> None:
        """With its nanny, as a machine that loses its power."""
        os.killpg(self.workers.pop().pid, signal.SIGKILL)


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
        env=os.environ | {"PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    address = folder / "scheduler.json"
    scheduler = _start(
        "dask_scheduler",
        "--host=127.0.0.1",
        "--port=0",
        "--no-dashboard",
        f"--scheduler-file={address}",
    )
    started = [
        _start(
            "dask_worker",
            f"--scheduler-file={address}",
            "--nthreads=1",
            "--host=127.0.0.1",
            "--no-dashboard",
            f"--local-directory={folder}",
        )
        for _worker in range(2)
    ]
    try:
        with distributed.Client(scheduler_file=str(address), timeout="60s") as client:
            client.wait_for_workers(2, timeout=60)
            yield Cluster(client.get_executor(), list(started))
    finally:
        for process in (*started, scheduler):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def votes() -> tuple[Votes, np.ndarray]:
    """Three groups that answer each by their own shares."""
    rng = np.random.default_rng(7)
    group = rng.integers(0, _GROUPS, _PEOPLE)
    share = rng.uniform(0.1, 0.9, (_GROUPS, _STATEMENTS))
    statement = np.sort(rng.random((_PEOPLE, _STATEMENTS)).argsort(axis=1)[:, :_VOTES_EACH], axis=1)
    agrees = rng.random(statement.shape) < share[group[:, None], statement]
    return (
        Votes(
            np.repeat(np.arange(_PEOPLE), _VOTES_EACH),
            statement.ravel(),
            np.where(agrees, 1, -1).ravel(),
            _PEOPLE,
            _STATEMENTS,
        ),
        group,
    )


def _analysed(
    votes: tuple[Votes, np.ndarray], executor: Executor, progress: Progress | None = None
) -> Analysis:
    partitions = cut(*votes, people=150)
    return analyse(
        partitions, groups=_GROUPS, statements=_STATEMENTS, executor=executor, progress=progress
    )


def _every_byte(found: Any) -> dict[str, bytes]:
    """Of every array and number in it, by the way to it."""
    if is_dataclass(found):
        parts = [(each.name, getattr(found, each.name)) for each in fields(found)]
        return {
            f"{name}.{rest}": data
            for name, part in parts
            for rest, data in _every_byte(part).items()
        }
    return {"": found.tobytes() if isinstance(found, np.ndarray) else repr(found).encode()}


def test_two_workers_give_every_byte_that_one_process_gives(
    cluster: Cluster, votes: tuple[Votes, np.ndarray]
) -> None:
    with ThreadPoolExecutor(1) as alone:
        expected = _analysed(votes, alone)
    assert expected.found.count == _GROUPS
    assert _every_byte(_analysed(votes, cluster.executor)) == _every_byte(expected)


# Last: it leaves the cluster with one worker.
def test_a_worker_that_is_killed_half_way_changes_nothing(
    cluster: Cluster, votes: tuple[Votes, np.ndarray]
) -> None:
    killed = []

    def kill_one_at_the_third_part(done: int, _all: int, what: str) -> None:
        if what == "count" and done == 3:
            cluster.kill_one()
            killed.append(done)

    found = _analysed(votes, cluster.executor, kill_one_at_the_third_part)
    assert killed == [3]
    with ThreadPoolExecutor(2) as alone:
        assert _every_byte(found) == _every_byte(_analysed(votes, alone))
