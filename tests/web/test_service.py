"""The whole program as somebody at a keyboard runs it, and as bad luck kills it."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.web.processes import (
    command_of,
    descendants,
    environment,
    eventually,
    first_line_with,
    is_healthy,
    lives,
    run,
    samenspel,
)

pytestmark = pytest.mark.processes

GUNICORN = "-m gunicorn"
WORKER = "procrastinate worker"
POSTGRES = "/bin/postgres -D"


@dataclass
class Server:
    process: subprocess.Popen[str]
    folder: Path
    address: str

    def pids(self, what: str) -> list[int]:
        return [pid for pid in descendants(self.process.pid) if what in command_of(pid)]

    def ask(self, question: str) -> object:
        url = (self.folder / "secrets" / "database-url").read_text()
        with psycopg.connect(url, autocommit=True) as connection:
            row = connection.execute(question.encode()).fetchone()
            return row[0] if row else None

    def is_whole(self) -> bool:
        """Web server with two processes, background worker, database: there, and answering."""
        counts = len(self.pids(GUNICORN)), len(self.pids(WORKER)), len(self.pids(POSTGRES))
        return counts == (3, 1, 1) and is_healthy(self.address)


def start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        samenspel("serve", "--port", "0", "--data", str(folder)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(),
        cwd="/",
    )


def started(process: subprocess.Popen[str], folder: Path) -> Server:
    assert process.stdout is not None
    address = first_line_with("Samenspel draait op", process.stdout).rpartition(" ")[2]
    assert re.fullmatch(r"http://localhost:\d+", address)
    return Server(process, folder, address)


def end(server: Server) -> None:
    left = descendants(server.process.pid)
    server.process.send_signal(signal.SIGTERM)
    said, _none = server.process.communicate(timeout=30)
    assert (server.process.returncode, said.splitlines()[-1:]) == (0, ["Samenspel is gestopt."])
    assert not [pid for pid in left if lives(pid)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    server = started(start(folder), folder)
    assert eventually(server.is_whole)
    yield server
    end(server)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A conversation of two, as Polis exports it."""
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "comments.csv").write_text(
        "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
        "1,Mon Jan 01 2024,0,0,1,1,1,Wij delen de bedoeling.\n"
    )
    (folder / "votes.csv").write_text(
        "timestamp,datetime,comment-id,voter-id,vote\n"
        "1,Mon Jan 01 2024,0,0,1\n2,Mon Jan 01 2024,0,1,-1\n"
    )
    (folder / "summary.csv").write_text("topic,Waarom werken wij samen?\n")
    return folder


@pytest.mark.parametrize(
    ("what", "roles"),
    [
        (
            GUNICORN,
            {"DATABASE_URL": "samenspel_pages", "ANSWERS_DATABASE_URL": "samenspel_answers"},
        ),
        (WORKER, {"DATABASE_URL": "samenspel_worker"}),
    ],
)
def test_what_serves_does_not_know_the_address_of_the_owner(
    server: Server, what: str, roles: dict[str, str]
) -> None:
    for pid in server.pids(what):
        lines = Path(f"/proc/{pid}/environ").read_text().split("\0")
        given = dict(line.split("=", 1) for line in lines if line)
        urls = {name: value for name, value in given.items() if "postgresql://" in value}
        assert {name: urlsplit(value).username for name, value in urls.items()} == roles


def test_what_a_closed_round_leaves_behind_can_be_removed(server: Server) -> None:
    may = "has_function_privilege('samenspel_counting', 'pg_switch_wal()', 'EXECUTE')"
    assert server.ask(
        f"SELECT {may} AND pg_has_role('samenspel_counting', 'pg_checkpoint', 'USAGE')"
    )


@pytest.mark.parametrize("what", [GUNICORN, WORKER, POSTGRES])
def test_what_is_killed_is_started_again(server: Server, what: str) -> None:
    victim = server.pids(what)[0]
    os.kill(victim, signal.SIGKILL)
    assert eventually(lambda: not lives(victim))
    assert eventually(server.is_whole, seconds=30)


def test_a_killed_process_of_the_web_server_is_replaced(server: Server) -> None:
    (master, *_workers) = sorted(server.pids(GUNICORN))
    victim = descendants(master)[0]
    os.kill(victim, signal.SIGKILL)
    assert eventually(lambda: victim not in descendants(master) and server.is_whole())
    assert lives(master)


def test_a_second_start_is_told_where_the_first_one_is(server: Server) -> None:
    answer = run("serve", "--data", str(server.folder), "--port", "0")
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert f"Samenspel draait al met de gegevens in {server.folder}" in answer.stderr
    assert server.address in answer.stderr
    same_port = run(
        "demo", "--port", server.address.rpartition(":")[2], "--data", str(server.folder)
    )
    assert same_port.stderr == answer.stderr
    assert server.is_whole()


def test_a_conversation_comes_in_while_the_server_runs(
    server: Server, export: Path, tmp_path: Path
) -> None:
    password = tmp_path / "password"
    password.write_text("een lang wachtwoord voor Anna")
    person = ["create_person", "anna@voorbeeld.nl", "--password-file", str(password)]
    assert run("manage", *person, "--data", str(server.folder)).returncode == 0
    answer = run("import-polis", str(export), "--data", str(server.folder))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert server.ask("SELECT count(*) FROM soundings_sounding") == 1
    # The worker, that is one of the pages, may count the answers and freeze what they show.
    closed = "SELECT state = 'closed' FROM soundings_sounding"
    assert eventually(lambda: server.ask(closed), seconds=90)
    assert server.is_whole()


def test_a_port_in_use_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run("serve", "--port", str(port), "--data", str(tmp_path / "new"))
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Poort {port} is al in gebruik")
    assert not (tmp_path / "new").exists()


def test_of_two_starts_at_once_one_wins_and_its_death_leaves_nothing(tmp_path: Path) -> None:
    processes = [start(tmp_path), start(tmp_path)]
    assert eventually(lambda: any(p.poll() is not None for p in processes), seconds=30)
    loser, winner = sorted(processes, key=lambda p: p.poll() is None)
    said, _none = loser.communicate()
    assert (loser.returncode, "Samenspel draait al" in said) == (1, True)
    server = started(winner, tmp_path)
    assert eventually(server.is_whole)

    left = descendants(winner.pid)
    winner.kill()
    winner.communicate()
    assert eventually(lambda: not [pid for pid in left if lives(pid)], seconds=5)

    again = started(start(tmp_path), tmp_path)
    assert eventually(again.is_whole)
    end(again)


def test_a_stop_in_the_middle_of_the_first_start_does_no_harm(tmp_path: Path) -> None:
    process = start(tmp_path)
    assert process.stdout is not None
    first_line_with("Bezig: de database klaarmaken", process.stdout)
    process.send_signal(signal.SIGINT)
    said, _none = process.communicate(timeout=30)
    assert (process.returncode, said.splitlines()[-1:]) == (0, ["Samenspel is gestopt."])
    answer = run("manage", "migrate", "--verbosity", "0", "--data", str(tmp_path))
    assert (answer.returncode, answer.stderr) == (0, "")


def test_with_another_postgresql_nothing_private_is_started(tmp_path: Path) -> None:
    answer = subprocess.run(
        samenspel("manage", "migrate", "--data", str(tmp_path)),
        capture_output=True,
        text=True,
        env=environment() | {"DATABASE_URL": os.environ["DATABASE_URL"]},
        cwd="/",
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["logs", "secrets"]
    assert {path.name for path in (tmp_path / "secrets").iterdir()} == {
        "register-key",
        "secret-key",
    }
