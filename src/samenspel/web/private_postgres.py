"""A PostgreSQL of our own in the data folder: reached by socket only, gone when we are gone.

PostgreSQL refuses to run as root. Started by root it runs under an account without rights, which
may be unable to enter the folders above the data. Those are not ours to open up, and need not be:
the server gets its folder as an open descriptor and calls it `/proc/self/fd/N`.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from samenspel import secret_files
from samenspel.web import bounded_log, child_process, data_folder, postgres_binaries, socket_folder
from samenspel.web.child_process import Account
from samenspel.web.data_folder import StartError
from samenspel.web.database_roles import role_name
from samenspel.web.orphaned_postgres import end_orphans

NAME = "samenspel"  # of the role and of the database
_ADMIN = "postgres"
_UNPRIVILEGED = 60600  # a number no Debian package is given
_SECONDS_TO_START = 300.0  # recovery after a crash reads what was not yet written back
_ATTEMPTS = 3
_A_ROLE = "SELECT 1 FROM pg_roles WHERE rolname = %s"
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # Two for each thread of the web server, and what commands and background tasks need.
    "max_connections": "120",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    # What people answered must not reach a log, also not as part of a failed statement.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_connections": "",
    "log_disconnections": "off",
    # Nor when somebody answered.
    "track_commit_timestamp": "off",
    # A file of the write-ahead log that is used anew keeps what was dropped since it was written.
    "wal_recycle": "off",
}


class PrivatePostgres:
    """The server of one data folder. Whoever starts it holds the folder's lock."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        """`durable=False` gives up safety against power failure for speed. For tests."""
        self._folder = folder
        self._cluster = folder / "postgresql"
        self._log = folder / "logs" / "postgresql.log"
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._sockets: Path | None = None

    @property
    def url(self) -> str:
        return self._url(NAME, "database-password", NAME)

    @property
    def is_new(self) -> bool:
        return not self._cluster.exists()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server, make what it lacks, and return once it answers."""
        account = _account(self._folder, self._cluster)
        programs = postgres_binaries.programs_for(account)
        with data_folder.explained(self._folder):
            if not self._cluster.exists():
                data_folder.require_room_for_a_database(self._folder)
                self._make_cluster(programs, account)
            self._require_our_version()
            if self._sockets is None:
                socket_folder.remove_left_behind(self._folder)
                self._sockets = socket_folder.make(self._folder, account)
            else:
                socket_folder.restore(self._sockets, account)
        for attempt in range(1, _ATTEMPTS + 1):
            end_orphans(self._cluster)
            self._spawn(programs, account)
            if self._answers():
                break
            if attempt == _ATTEMPTS:
                raise StartError(
                    f"De database start niet. Het logboek {self._log} zegt:\n"
                    + bounded_log.last_lines(self._log)
                )
            time.sleep(0.5)
        self._make_role_and_database()
        self._let_who_counts_forget()

    def stop(self) -> None:
        if self._process is not None:
            # INT: finish at once but in order. QUIT: leave it to recovery at the next start.
            child_process.stop(self._process, [(signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0)])
            self._process = None
        if self._sockets is not None:
            socket_folder.remove(self._folder, self._sockets)
            self._sockets = None

    def keep_log_bounded(self) -> None:
        bounded_log.keep_bounded(self._log)

    def _url(self, user: str, secret: str, database: str) -> str:
        password = data_folder.secret_kept_in(self._folder, secret)
        host = quote(str(self._sockets), safe="/")
        return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={host}"

    def _make_cluster(self, programs: Path, account: Account) -> None:
        # A kill half-way leaves a draft, never half a cluster under the name that counts. Root's
        # closed folder around it keeps others out while it belongs to the account of `initdb`.
        for left_behind in self._folder.glob("postgresql.draft-*"):
            shutil.rmtree(left_behind, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix="postgresql.draft-", dir=self._folder))
        cluster = draft / "cluster"
        cluster.mkdir(mode=0o700)
        maker = account if account.is_ours else _account_with_a_name()
        _give(cluster, maker)
        password = data_folder.secret_kept_in(self._folder, "database-admin-password")
        with _open_folder(cluster) as folder, _passed_on(password, maker) as secret:
            made = subprocess.run(  # noqa: S603 - our own command
                child_process.command_as(
                    maker,
                    [
                        str(programs / "initdb"),
                        f"--pgdata=/proc/self/fd/{folder}",
                        f"--username={_ADMIN}",
                        "--auth=scram-sha-256",
                        f"--pwfile=/proc/self/fd/{secret}",
                        "--encoding=UTF8",
                        "--locale=C.UTF-8",
                        # Its order of words does not change with the machine's libraries.
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions",
                        *([] if self._durable else ["--no-sync"]),
                    ],
                ),
                capture_output=True,
                check=False,
                pass_fds=(folder, secret),
                cwd="/",
                env=_ENVIRONMENT,
            )
        if made.returncode != 0:
            said = made.stderr.decode("utf-8", "replace").strip()
            raise StartError(f"De database is niet te maken in {self._folder}:\n{said}")
        _give(cluster, account)
        cluster.rename(self._cluster)
        draft.rmdir()

    def _require_our_version(self) -> None:
        found = (self._cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != str(postgres_binaries.VERSION):
            raise StartError(
                f"De gegevens in {self._folder} zijn van PostgreSQL {found}; deze versie van "
                f"Samenspel werkt met {postgres_binaries.VERSION}."
            )

    def _spawn(self, programs: Path, account: Account) -> None:
        settings = _SETTINGS | {"unix_socket_directories": str(self._sockets)}
        if not self._durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        with _open_folder(self._cluster) as folder, bounded_log.open_log(self._log) as log:
            secret_files.give_to_owner(self._folder, self._log)
            self._process = child_process.start(
                [
                    str(programs / "postgres"),
                    "-D",
                    f"/proc/self/fd/{folder}",
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                when_parent_ends=signal.SIGINT,
                output=log.fileno(),
                account=account,
                pass_fds=(folder,),
                env=_ENVIRONMENT,
                cwd=Path("/"),
            )

    def _answers(self) -> bool:
        """Wait for the first answer. False if the server ended instead."""
        ends = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < ends:
            if not self.runs:
                return False
            try:
                psycopg.connect(self._admin_url, connect_timeout=10).close()
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    self.stop()
                    raise StartError(
                        f"Het wachtwoord in {self._folder / 'secrets'} past niet bij de database. "
                        "Zet de oorspronkelijke map secrets terug."
                    ) from error
                time.sleep(0.02)
            else:
                return True
        return False

    @property
    def _admin_url(self) -> str:
        return self._url(_ADMIN, "database-admin-password", "postgres")

    def _make_role_and_database(self) -> None:
        with psycopg.connect(self._admin_url, autocommit=True) as connection:
            if _there(connection, "SELECT 1 FROM pg_database WHERE datname = %s"):
                return
            role = sql.Identifier(NAME)
            if not _there(connection, _A_ROLE):
                # What the web server is allowed must not include reading the machine's files,
                # as a superuser may.
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE PASSWORD {}").format(
                        role, data_folder.secret_kept_in(self._folder, "database-password")
                    )
                )
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))

    def _let_who_counts_forget(self) -> None:
        """Let the role that closes a round remove the write-ahead log of what it dropped."""
        name = role_name(NAME, "counting")
        role = sql.Identifier(name)
        url = self._url(_ADMIN, "database-admin-password", NAME)
        with psycopg.connect(url) as connection:
            if not _there(connection, _A_ROLE, name):
                connection.execute(sql.SQL("CREATE ROLE {}").format(role))
                connection.execute(
                    sql.SQL("GRANT {} TO {} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE").format(
                        role, sql.Identifier(NAME)
                    )
                )
            connection.execute(sql.SQL("GRANT pg_checkpoint TO {}").format(role))
            connection.execute(
                sql.SQL("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO {}").format(role)
            )


def _there(connection: psycopg.Connection, question: str, name: str = NAME) -> bool:
    return connection.execute(question.encode(), [name]).fetchone() is not None


def _account(folder: Path, cluster: Path) -> Account:
    """Who the server runs as: us or, when we are root, the owner of the data or nobody at all."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for path in (cluster, folder):
        if path.exists() and path.stat().st_uid != 0:
            return Account(path.stat().st_uid, path.stat().st_gid)
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    number = next(n for n in range(_UNPRIVILEGED, _UNPRIVILEGED + 400) if n not in taken)
    return Account(number, number)


def _account_with_a_name() -> Account:
    """`initdb`, unlike the server, wants its account to be in the machine's list."""
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def _give(folder: Path, account: Account) -> None:
    if account.is_ours:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


@contextmanager
def _open_folder(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _passed_on(secret: str, account: Account) -> Iterator[int]:
    """A secret as a file that has no name and that only this account can read."""
    descriptor = os.memfd_create(f"samenspel-{secrets.token_hex(4)}", os.MFD_CLOEXEC)
    try:
        os.write(descriptor, secret.encode())
        os.lseek(descriptor, 0, os.SEEK_SET)
        if not account.is_ours:
            os.fchown(descriptor, account.uid, account.gid)
        os.fchmod(descriptor, 0o400)
        yield descriptor
    finally:
        os.close(descriptor)
