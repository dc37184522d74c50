"""`samenspel analyse`: the options, what it tells while it works, and what it tells afterwards."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from samenspel import __version__
from samenspel.soundings.executors import ExecutorError, executor_for
from samenspel.soundings.instruments.statements.vote_table import read_table
from samenspel.soundings.management import progress_line
from samenspel.soundings.management.progress_line import ProgressLine
from tests.conftest import ROOT
from tests.soundings.instruments.statements.vote_tables import row, write
from tests.web.processes import eventually

PEOPLE, STATEMENTS = 300, 12


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of two groups, that answer the same statements otherwise; sorted by participant."""
    rng = np.random.default_rng(3)
    agrees = np.array([np.tile([0.9, 0.1], STATEMENTS // 2), np.tile([0.1, 0.9], STATEMENTS // 2)])
    rows = [
        row(
            f"p{person:03}",
            statement,
            int(np.where(rng.random() < agrees[person % 2, statement], 1, -1)),
            group=("Oost", "West")[person % 2],
        )
        for person in range(PEOPLE)
        for statement in range(STATEMENTS)
    ]
    return write(tmp_path_factory.mktemp("t") / "gesprek.parquet", rows, row_group_size=700)


@pytest.fixture(scope="module")
def sizes(table: Path) -> Path:
    path = table.with_name("groepen.csv")
    path.write_text("group,size\nWest,400\nOost,\n")
    return path


def run(*arguments: object) -> str:
    told = io.StringIO()
    call_command("analyse", *map(str, arguments), stdout=told)
    return told.getvalue()


def data_of(table: Path, *options: object) -> dict[str, Any]:
    file = table.with_name("uit.json")
    run(table, "--json", file, *options)
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_a_table_is_analysed_as_an_export_is(table: Path, sizes: Path) -> None:
    found = data_of(table, "--groups", sizes)

    assert (found["title"], found["participants"], found["votes"]) == ("gesprek", 300, 3600)
    assert [statement["id"] for statement in found["statements"]] == list(range(STATEMENTS))
    assert {(told["group"], told["group_size"]) for told in found["released"]} == {
        ("West", 400),
        ("Oost", ""),
    }
    [first, *_others] = found["statements"]
    assert first["agree"] + first["disagree"] == PEOPLE
    assert [group["group"] for group in first["groups"]] == ["West", "Oost"]


def test_at_the_end_it_tells_what_it_took(table: Path) -> None:
    *_told, last = run(table).splitlines()
    found = re.fullmatch(r"Klaar in (\d+),\d seconden, met hoogstens ([\d.]+) MB geheugen\.", last)
    assert found
    assert int(found[1]) < 60
    assert 50 < int(found[2].replace(".", "")) < 20_000


def test_the_seed_is_that_of_the_draws(table: Path) -> None:
    first, again, other = (
        data_of(table, *options) for options in ((), ("--seed", 0), ("--seed", 5))
    )
    assert first == again
    p_values = [found["looked_for_groups"] | {"axes": found["axes"]} for found in (first, other)]
    assert p_values[0] != p_values[1]


def test_too_many_statements_to_keep_together_are_told(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samenspel.measures.opinions.moments.MOST_BYTES", 24 * 2 * 11**2)
    with pytest.raises(CommandError, match="12 stellingen in 2 groepen zijn te veel"):
        run(table)


# ── Who computes ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("choice", ["threads", "threads:1", "threads:3"])
def test_threads_give_the_same_numbers(table: Path, choice: str) -> None:
    assert data_of(table, "--executor", choice) == data_of(table)


@pytest.mark.processes
def test_processes_give_the_same_numbers(table: Path) -> None:
    assert data_of(table, "--executor", "processes:2") == data_of(table)


WRONG = [
    ("cluster", "‘cluster’ is geen keuze voor --executor. Kies threads, threads:AANTAL,"),
    ("threads:veel", "‘threads:veel’ is geen keuze voor --executor."),
    ("processes", "‘processes’ is geen keuze voor --executor."),
    ("processes:0", "0 werkers kan niet: kies een aantal van 1 tot en met 1000."),
    ("threads:1001", "1001 werkers kan niet"),
    ("dask://", "‘dask://’ is geen adres van een cluster. Schrijf het als dask://ADRES:POORT of"),
    ("dask+tls://hier", "‘dask+tls://hier’ is geen adres van een cluster."),
    ("tls://hier:8786", "‘tls://hier:8786’ is geen keuze voor --executor."),
    ("dask://hier", "‘dask://hier’ is geen adres van een cluster."),
    ("dask://hier:poort", "‘dask://hier:poort’ is geen adres van een cluster."),
    ("dask://ik:geheim@hier:8786", "is geen adres van een cluster."),
    ("dask://hier:8786/daar", "‘dask://hier:8786/daar’ is geen adres van een cluster."),
]


@pytest.mark.parametrize(("choice", "message"), WRONG)
def test_what_is_no_choice_is_told(choice: str, message: str) -> None:
    with pytest.raises(ExecutorError) as refused, executor_for(choice):
        raise AssertionError("nobody can compute with this")
    assert message in str(refused.value)


def test_without_dask_it_tells_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(ExecutorError, match=r"pip install 'samenspel\[cluster\]'"),
        executor_for("dask://127.0.0.1:8786"),
    ):
        raise AssertionError("nobody can compute with this")


def test_a_part_that_cannot_be_read_is_told_with_its_place(table: Path, tmp_path: Path) -> None:
    """As on a machine that has no such file, or has another one of that name."""
    moved = tmp_path / "gesprek.parquet"
    moved.write_bytes(table.read_bytes())
    conversation = read_table(moved)
    moved.unlink()
    with (
        pytest.raises(ExecutorError, match="Zet de tabel op elke machine op dezelfde plaats"),
        executor_for("threads:1"),
    ):
        conversation.parts[0].load()


class Answering:
    """Dask's client as it is when things go wrong."""

    def __init__(self, wrong: Exception | None, versions: Sequence[str]) -> None:
        self._wrong = wrong
        self._versions = versions

    def Client(self, _address: str, **_options: object) -> "Answering":  # noqa: N802 - Dask's name
        if type(self._wrong) is OSError:
            raise self._wrong
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def wait_for_workers(self, _number: int, **_options: float) -> None:
        if isinstance(self._wrong, TimeoutError):
            raise self._wrong

    def run(self, _ask: object) -> dict[str, str]:
        if isinstance(self._wrong, ModuleNotFoundError):
            raise self._wrong
        return {f"worker {at}": version for at, version in enumerate(self._versions)}


NOT_READY = [
    (OSError(), (), "De planner op tcp://hier:8786 antwoordt niet binnen 10 seconden."),
    (TimeoutError(), (), "De planner op tcp://hier:8786 heeft geen werkers."),
    (ModuleNotFoundError(), (), "Op een werker staat Samenspel niet. Installeer op elke werker"),
    (None, (__version__, "0.0.1"), "Op een werker staat een andere versie van Samenspel."),
]


@pytest.mark.parametrize(("wrong", "versions", "message"), NOT_READY)
def test_a_cluster_that_is_not_ready_is_told(
    monkeypatch: pytest.MonkeyPatch,
    wrong: Exception | None,
    versions: Sequence[str],
    message: str,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", Answering(wrong, versions))
    with pytest.raises(ExecutorError) as refused, executor_for("dask://hier:8786"):
        raise AssertionError("nobody can compute with this")
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("gone", [BrokenProcessPool(), CancelledError()])
def test_workers_that_are_gone_are_told(gone: Exception) -> None:
    with pytest.raises(ExecutorError, match="weggevallen"), executor_for("threads"):
        raise gone


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler with one worker."""
    pytest.importorskip("distributed", reason="Dask is not installed")
    known = tmp_path / "scheduler.json"
    processes = [
        started("dask_scheduler", "--host=127.0.0.1", "--port=0", f"--scheduler-file={known}"),
        started("dask_worker", "--nthreads=1", "--no-nanny", f"--scheduler-file={known}"),
    ]
    try:
        # It is there before anything is in it.
        assert eventually(lambda: known.exists() and known.read_text().endswith("}"), seconds=60)
        yield json.loads(known.read_text())["address"].replace("tcp", "dask")
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def started(program: str, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard", *options],
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.mark.processes
def test_workers_of_a_cluster_read_the_table_themselves(
    table: Path, sizes: Path, cluster: str, tmp_path: Path
) -> None:
    """Also where they know nothing of Django. From the command line, as a host does it."""
    out = tmp_path / "uit.json"
    options: list[str | Path] = ["--groups", sizes, "--json", out, "--executor", cluster]
    done = subprocess.run(
        [sys.executable, "-m", "samenspel", "analyse", table, *options],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    told = [line for line in done.stderr.splitlines() if not line.startswith("Bezig: ")]
    assert (done.returncode, told) == (0, [])
    assert json.loads(out.read_text()) == data_of(table, "--groups", sizes)


# ── Progress ──────────────────────────────────────────────────────────────────────────────


class Screen(io.StringIO):
    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress_line, "time", clock)
    return clock


def test_on_a_terminal_one_line_is_written_anew_and_wiped(clock: Clock) -> None:
    screen = Screen(terminal=True)
    progress = ProgressLine(screen)
    for done in range(100):
        progress(done, 100, "read")
        clock.now += 0.01
    progress(0, 1, "map")
    progress.end()

    lines = screen.getvalue().split("\r\x1b[K")
    assert lines[:3] == ["", "Bezig: stemmen lezen", "Bezig: stemmen lezen 10%"]
    assert lines[-3:] == ["Bezig: stemmen lezen 90%", "Bezig: kaart maken", ""]
    assert len(lines) == 13


def test_in_a_file_there_are_few_lines_and_none_of_short_work(clock: Clock) -> None:
    screen = Screen(terminal=False)
    progress = ProgressLine(screen)
    for done in range(1, 250):
        clock.now += 0.125
        progress(done, 250, "read")
        if done == 15:
            assert screen.getvalue() == ""
    progress(0, 4, "count")
    progress(2, 4, "count")
    progress(0, 1, "iets anders")
    progress.end()

    assert screen.getvalue().splitlines() == [
        "Bezig: stemmen lezen 6%",
        "Bezig: stemmen lezen 38%",
        "Bezig: stemmen lezen 70%",
        "Bezig: stemmen tellen",
        "Bezig: iets anders",
    ]


# ── Little and odd ────────────────────────────────────────────────────────────────────────

ODD = {
    "one vote": [row(1, 1, 1)],
    "one person": [row("x", f"s{at}", at % 3 - 1) for at in range(30)],
    "one statement": [row(at, "../weg", at % 3 - 1) for at in range(30)],
    "all the same": [row(person, at, 1) for person in range(30) for at in range(10)],
    "nothing but passes": [row(person, at, 0) for person in range(30) for at in range(10)],
    "the same row over and over": [row(3, 4, -1)] * 50,
    "nobody votes on the same": [row(at, at, 1) for at in range(40)],
    "groups of one": [row(at, at % 3, 1, group=f"g{at}") for at in range(20)],
    "ids beyond 32 bits": [row(2**62 + at, -(2**40), at % 2) for at in range(12)],
}


@pytest.mark.parametrize("name", ODD)
def test_little_and_odd_votes_have_an_outcome(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "t.parquet", ODD[name])
    out, drawings = tmp_path / "uit.json", tmp_path / "beelden"

    told = run(path, "--json", out, "--svg", drawings)

    found = json.loads(out.read_text(encoding="utf-8"))
    participants, statements = (
        sorted({vote[column] for vote in ODD[name]}) for column in ("participant", "statement")
    )
    assert found["participants"] == len(participants)
    assert [statement["id"] for statement in found["statements"]] == statements
    assert found["groups_found"] == []
    assert told.splitlines()[-1].startswith("Klaar in ")
    assert sorted(tmp_path.iterdir()) == [drawings, path, out]
