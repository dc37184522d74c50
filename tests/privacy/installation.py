"""Samenspel as a host runs it: real processes, real roles, and everything they leave on a disk."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from psycopg.rows import TupleRow

from samenspel.web import postgres_binaries
from samenspel.web.child_process import Account
from tests.conftest import ROOT
from tests.web.processes import (
    command_of,
    descendants,
    environment,
    eventually,
    first_line_with,
    is_healthy,
    samenspel,
)

MASTER = "-m gunicorn"
WORKER = "procrastinate worker"
POSTGRES = "/bin/postgres -D"


@dataclass
class Installation:
    folder: Path
    """Holds `data`, what the program said, and its temporary files."""
    mail: str | None = None
    process: subprocess.Popen[bytes] | None = None
    port: int = 0

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def said(self) -> Path:
        """Everything the processes wrote to their standard output and errors."""
        return self.folder / "said.log"

    @property
    def temporary(self) -> Path:
        return self.folder / "temporary"

    # ── Running ──────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        self.temporary.mkdir(exist_ok=True)
        before = self.said.stat().st_size if self.said.exists() else 0
        with self.said.open("ab") as said:
            self.process = subprocess.Popen(
                samenspel("serve", "--port", str(self.port), "--data", str(self.data)),
                stdout=said,
                stderr=subprocess.STDOUT,
                env=self.environment,
                cwd="/",
            )
        assert eventually(lambda: b"Samenspel draait op" in self._said_since(before), seconds=90), (
            self._said_since(before).decode()[-3000:]
        )
        with self.said.open() as text:
            text.seek(before)
            self.port = int(first_line_with("Samenspel draait op", text).rpartition(":")[2])
        assert eventually(self.is_whole, seconds=30)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)
            self.process = None

    def pids(self, what: str) -> list[int]:
        assert self.process is not None
        return sorted(p for p in descendants(self.process.pid) if what in command_of(p))

    def is_whole(self) -> bool:
        counts = len(self.pids(MASTER)), len(self.pids(WORKER)), len(self.pids(POSTGRES))
        return counts == (3, 1, 1) and is_healthy(self.address)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        mail = {"SAMENSPEL_MAIL_SERVER": self.mail} if self.mail else {}
        return environment() | mail | {"TMPDIR": str(self.temporary)}

    def _said_since(self, before: int) -> bytes:
        return self.said.read_bytes()[before:]

    def command(self, module: str, *arguments: str, given: str = "") -> str:
        """Run a program of these tests that works in this installation. Returns what it says."""
        done = subprocess.run(
            [sys.executable, "-P", "-m", module, str(self.data), *arguments],
            input=given,
            capture_output=True,
            text=True,
            env=self.environment | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            cwd="/",
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        with self.said.open("a") as said:
            said.write(done.stderr)
        return done.stdout

    # ── The database ─────────────────────────────────────────────────────────────────────
    @property
    def owner_url(self) -> str:
        return (self.data / "secrets" / "database-url").read_text()

    def url_of(self, user: str, secret: str) -> str:
        password = (self.data / "secrets" / secret).read_text().strip()
        parts = urlsplit(self.owner_url)
        place = parts.netloc.rpartition("@")[2]
        return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{place}").geturl()

    @property
    def superuser_url(self) -> str:
        return self.url_of("postgres", "database-admin-password")

    def role_url(self, kind: str) -> str:
        return self.url_of(f"samenspel_{kind}", f"database-password-{kind}")

    def ask(self, question: str, *values: object) -> list[TupleRow]:
        """As the superuser, who sees everything."""
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            return connection.execute(question.encode(), values).fetchall()

    def dump(self) -> bytes:
        """Everything, as the superuser would take it away."""
        made = subprocess.run(
            [str(_programs() / "pg_dump"), "--format=plain", f"--dbname={self.superuser_url}"],
            capture_output=True,
            env=environment(),
            timeout=60,
            check=False,
        )
        assert (made.returncode, made.stderr) == (0, b""), made.stderr
        return made.stdout

    def log_records(self, since: str, until: str) -> list[str]:
        """What was written to the write-ahead log between two places in it."""
        folder = self.data / "postgresql" / "pg_wal"
        shown = subprocess.run(
            [
                str(_programs() / "pg_waldump"),
                f"--path={folder}",
                f"--start={since}",
                f"--end={until}",
            ],
            capture_output=True,
            text=True,
            env=environment(),
            timeout=60,
            check=False,
        )
        assert (shown.returncode, shown.stderr) == (0, ""), shown.stderr
        return shown.stdout.splitlines()

    def files(self, *, flushed: bool = False) -> dict[str, bytes]:
        """Every file on the disk: those of the database, secrets, logs and temporary ones.

        The write-ahead log as one, in the order in which it was written.

        flushed : let PostgreSQL first write what it has in memory only. That throws away parts of
            the write-ahead log, so they are read before it.
        """
        log = self.data / "postgresql" / "pg_wal"
        written = b"".join(_read(path) for path in sorted(log.glob("0*")))
        if flushed:
            with psycopg.connect(self.superuser_url, autocommit=True) as connection:
                connection.execute("CHECKPOINT")
        found = {
            str(path.relative_to(self.folder)): _read(path)
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.parent != log
        }
        return found | {"write-ahead log": written}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # PostgreSQL removed it just now
        return b""


def _programs() -> Path:
    return postgres_binaries.programs_for(Account(os.geteuid(), os.getegid()))
