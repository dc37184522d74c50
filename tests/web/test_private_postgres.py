import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.db.utils import ConnectionHandler
from pytest_django.plugin import DjangoDbBlocker

from samenspel.web import data_folder, database, postgres_binaries
from samenspel.web.child_process import Account
from samenspel.web.data_folder import StartError
from samenspel.web.private_postgres import PrivatePostgres
from samenspel.write_ahead_log import forget_the_past
from tests.conftest import ROOT
from tests.web.processes import (
    ORDINARY,
    as_ordinary_user,
    command_of,
    descendants,
    environment,
    eventually,
    first_line_with,
    lives,
)

pytestmark = pytest.mark.processes
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@contextmanager
def running(folder: Path) -> Iterator[PrivatePostgres]:
    postgres = PrivatePostgres(data_folder.prepare(folder), durable=False)
    try:
        postgres.start()
        yield postgres
    finally:
        postgres.stop()


@contextmanager
def held(folder: Path, *, ordinary: bool = False) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Another program that runs a PostgreSQL here, and its address."""
    command = [sys.executable, str(ROOT / "tests" / "web" / "hold_postgres.py"), str(folder)]
    with subprocess.Popen(
        as_ordinary_user(command) if ordinary else command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(),
        cwd="/",
    ) as process:
        try:
            assert process.stdout is not None
            yield process, first_line_with("postgresql://", process.stdout)
        finally:
            left = descendants(process.pid)
            process.kill()
            assert eventually(lambda: not [pid for pid in left if lives(pid)])


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(question.encode())
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def require_python_for_everybody() -> None:
    command = as_ordinary_user([sys.executable, "-c", "import samenspel.web, psycopg"])
    if subprocess.run(command, env=environment(), cwd="/", check=False).returncode != 0:
        pytest.skip("this Python or this repository lies where an ordinary user cannot come")


def sockets_of(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that an ordinary user may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="samenspel-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_data_survive_a_stop_and_a_start(tmp_path: Path) -> None:
    with running(tmp_path) as postgres:
        ask(postgres.url, "CREATE TABLE kept AS SELECT 41 + 1 AS answer")
        sockets = sockets_of(postgres.url)
    assert not sockets.exists()
    with running(tmp_path) as postgres:
        assert ask(postgres.url, "SELECT answer FROM kept") == 42


def test_the_server_is_ours_alone_and_tells_its_log_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as postgres:
        with psycopg.connect(postgres.url) as connection:
            found = {
                name: connection.execute("SELECT current_setting(%s)", [name]).fetchone()
                for name in ("listen_addresses", "is_superuser", "server_encoding")
            }
        sockets = sockets_of(postgres.url)
        assert found == {
            "listen_addresses": ("",),
            "is_superuser": ("off",),
            "server_encoding": ("UTF8",),
        }
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "secrets").iterdir()} == {0o600}
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(f"postgresql://samenspel:guessed@/samenspel?host={sockets}")
        with pytest.raises(psycopg.errors.UniqueViolation):
            ask(
                postgres.url,
                "CREATE TABLE t (x text PRIMARY KEY); INSERT INTO t VALUES ('canary'), ('canary')",
            )
    assert "canary" not in (tmp_path / "logs" / "postgresql.log").read_text()


def test_a_killed_server_is_started_anew_at_the_same_address(tmp_path: Path) -> None:
    with running(tmp_path) as postgres:
        url = postgres.url
        ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
        with psycopg.connect(url):  # its backend outlives the server for a moment
            assert postgres.pid is not None
            os.kill(postgres.pid, signal.SIGKILL)
            assert eventually(lambda: not postgres.runs)
            postgres.start()
        assert postgres.url == url
        assert ask(url, "SELECT answer FROM kept") == 42


def test_killing_the_parent_stops_the_server_and_the_next_start_works(tmp_path: Path) -> None:
    with held(tmp_path) as (process, url):
        ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
        children = descendants(process.pid)
        assert any("postgres" in command_of(pid) for pid in children)
        process.kill()
        with running(tmp_path) as postgres:
            assert ask(postgres.url, "SELECT answer FROM kept") == 42
        assert not [pid for pid in children if lives(pid)]
    assert not sockets_of(url).exists()


def test_killing_parent_and_server_leaves_nothing_either(tmp_path: Path) -> None:
    with held(tmp_path) as (process, url), psycopg.connect(url):
        children = descendants(process.pid)
        (server,) = [pid for pid in children if "/bin/postgres -D" in command_of(pid)]
        process.kill()
        os.kill(server, signal.SIGKILL)
        assert eventually(lambda: not [pid for pid in children if lives(pid)])
        with running(tmp_path) as postgres:
            assert ask(postgres.url, "SELECT 1") == 1


def test_a_note_of_a_number_that_another_process_has_now_is_not_believed(tmp_path: Path) -> None:
    with running(tmp_path) as postgres:
        note = (tmp_path / "postgresql" / "postmaster.pid").read_text().splitlines()
        account = (tmp_path / "postgresql").stat()
    with subprocess.Popen(["sleep", "60"], user=account.st_uid, cwd="/") as other:
        try:
            note[0] = str(other.pid)
            (tmp_path / "postgresql" / "postmaster.pid").write_text("\n".join(note) + "\n")
            with running(tmp_path) as postgres:
                assert ask(postgres.url, "SELECT 1") == 1
        finally:
            other.kill()


def test_a_first_start_that_was_broken_off_leaves_no_half_cluster(tmp_path: Path) -> None:
    half = tmp_path / "postgresql.draft-1" / "cluster"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with running(tmp_path) as postgres:
        assert ask(postgres.url, "SELECT 1") == 1
    assert not list(tmp_path.glob("postgresql.draft-*"))


def test_a_long_path_below_a_closed_folder_works(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    folder = closed
    while len(str(folder)) < 170:
        folder = folder / "a-folder-with-a-name"[: max(1, 170 - len(str(folder)) - 1)]
    assert len(str(folder)) == 170
    with running(folder) as postgres:
        assert ask(postgres.url, "SELECT 1") == 1
        assert len(str(sockets_of(postgres.url) / ".s.PGSQL.5432")) < 107
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_data_of_another_version_are_refused(tmp_path: Path) -> None:
    cluster = data_folder.prepare(tmp_path) / "postgresql"
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("17\n")
    with pytest.raises(StartError, match="PostgreSQL 17"):
        PrivatePostgres(tmp_path).start()


def test_lost_passwords_are_named(tmp_path: Path) -> None:
    with running(tmp_path):
        pass
    (tmp_path / "secrets" / "database-admin-password").unlink()
    with pytest.raises(StartError, match="secrets"), running(tmp_path):
        pass


@needs_root
def test_root_runs_it_under_an_account_without_rights(tmp_path: Path) -> None:
    with running(tmp_path) as postgres:
        assert Path(f"/proc/{postgres.pid}").stat().st_uid not in {0, ORDINARY}


@needs_root
def test_an_ordinary_user_runs_it_and_root_takes_over_and_gives_back(open_folder: Path) -> None:
    require_python_for_everybody()
    folder = open_folder / "data"
    folder.mkdir(mode=0o700)
    os.chown(folder, ORDINARY, ORDINARY)
    for ordinary in (True, False, True):
        with held(folder, ordinary=ordinary) as (process, url):
            assert ask(url, "SELECT 1") == 1
            servers = [p for p in descendants(process.pid) if "/bin/postgres -D" in command_of(p)]
            assert {Path(f"/proc/{pid}").stat().st_uid for pid in servers} == {ORDINARY}


@needs_root
def test_other_users_do_not_reach_the_socket(open_folder: Path) -> None:
    require_python_for_everybody()
    with running(open_folder / "data") as postgres:
        script = f"import psycopg; psycopg.connect({postgres.url!r})"
        answer = subprocess.run(
            as_ordinary_user([sys.executable, "-c", script]),
            capture_output=True,
            text=True,
            env=environment(),
            cwd="/",
            check=False,
        )
    assert answer.returncode == 1
    assert "Permission denied" in answer.stderr


@needs_root
def test_programs_out_of_reach_are_copied_once(
    tmp_path: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = postgres_binaries.programs_for(Account(0, 0))
    closed = tmp_path / "closed" / postgres_binaries.PACKAGE
    closed.parent.mkdir(mode=0o700)
    closed.symlink_to(installed.parents[1])
    libraries = f"{postgres_binaries.PACKAGE}.libs"
    (closed.parent / libraries).symlink_to(installed.parents[2] / libraries)
    monkeypatch.setattr(
        postgres_binaries, "_installed", lambda: closed / installed.parent.name / "bin"
    )
    found = postgres_binaries.programs_for(Account(ORDINARY, ORDINARY), cache=open_folder)
    made = found.stat().st_mtime_ns
    assert found.is_relative_to(open_folder)
    assert postgres_binaries.programs_for(Account(ORDINARY, ORDINARY), cache=open_folder) == found
    assert found.stat().st_mtime_ns == made
    open_folder.chmod(0o777)
    shutil.rmtree(found.parents[2])
    with pytest.raises(StartError, match="van een ander"):
        postgres_binaries.programs_for(Account(ORDINARY, ORDINARY), cache=open_folder)


def test_what_was_dropped_is_gone_from_the_write_ahead_log(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with running(tmp_path) as postgres, django_db_blocker.unblock():
        ask(postgres.url, "GRANT samenspel_counting TO samenspel WITH INHERIT FALSE, SET TRUE")
        django = ConnectionHandler({"default": database.from_url(postgres.url)})["default"]
        with django.cursor() as cursor:
            cursor.execute("CREATE TABLE said (what text)")
            cursor.execute("INSERT INTO said SELECT 'canary ' || n FROM generate_series(1, 999) n")
            cursor.execute("DROP TABLE said")
            assert files_with(b"canary 7", tmp_path) == ["pg_wal"]
            assert not forget_the_past(django)
            cursor.execute("SET ROLE samenspel_counting")
            # In a transaction, as what is done as another role is.
            django.set_autocommit(False)
            assert forget_the_past(django)
            django.commit()
        django.close()
        assert files_with(b"canary 7", tmp_path) == []


def files_with(text: bytes, folder: Path) -> list[str]:
    """The folder of every file that holds this."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.parent.name for path in files if text in path.read_bytes()]
