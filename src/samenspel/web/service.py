"""`serve` and `demo`: start everything, keep it alive, and stop it all together."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from socket import socket

from django.core.management import call_command

from samenspel.web import (
    bounded_log,
    child_process,
    data_folder,
    database_access,
    django_start,
    environment,
    folder_lock,
)
from samenspel.web.data_folder import StartError
from samenspel.web.database_roles import Addresses
from samenspel.web.folder_lock import FolderLock, Holder
from samenspel.web.kept_alive import KeptAlive
from samenspel.web.listening import listen
from samenspel.web.private_postgres import PrivatePostgres
from samenspel.web.progress import say

_SECONDS_TO_ANSWER = 90.0
_SECONDS_BETWEEN_LOOKS = 0.2
_SECONDS_BETWEEN_LOG_CHECKS = 10.0


def serve(path: Path, *, port: int, with_example: bool) -> None:
    """Serve until somebody asks to stop."""
    try:
        with _stopping_on_request(), ExitStack() as stack:
            service = _Service(path, port, with_example=with_example)
            # Registered first, so run last: nothing may interrupt the stopping itself.
            stack.callback(service.stop)
            stack.callback(_heed_no_more_signals)
            service.start()
            service.look_after()
    except KeyboardInterrupt:
        say("Samenspel is gestopt.")


class _Service:
    def __init__(self, path: Path, port: int, *, with_example: bool) -> None:
        self._listeners = _listen(path, port)
        self._port = self._listeners[0].getsockname()[1]
        self._address = f"http://localhost:{self._port}"
        self._with_example = with_example
        self._folder = data_folder.prepare(path)
        self._lock = FolderLock(self._folder)
        self._postgres: PrivatePostgres | None = None
        self._web = KeptAlive("de webserver", self._begin_web)
        self._worker = KeptAlive("de achtergrondtaken", self._begin_worker)
        self._roles: Addresses | None = None

    def start(self) -> None:
        url = None
        if not environment.read("DATABASE_URL"):
            command = "demo" if self._with_example else "serve"
            self._lock.take(Holder(os.getpid(), command, self._address))
            database_access.withdraw(self._folder)
            self._postgres = PrivatePostgres(self._folder)
            if self._postgres.is_new:
                say("Bezig: de database maken")
            self._postgres.start()
            url = self._postgres.url
        if self._with_example:
            os.environ["SAMENSPEL_DEMO"] = "yes"
        django_start.settle(self._folder, database_url=url, address=self._address)
        django_start.start_django(log=self._log if self._with_example else None)
        django_start.migrate()
        self._roles = django_start.separate_roles(self._folder)
        if self._roles is None:
            say("Let op: de database scheidt geen rollen. Wat u kunt doen: bin/samenspel check")
        if self._with_example:
            data_folder.secret_kept_in(self._folder, "demo-password", random_bytes=12)
            call_command("load_example")
        if url is not None:
            database_access.publish(self._folder, url)
        self._wait_until_it_answers()
        self._tell()

    def look_after(self) -> None:
        """Start again whatever ends. Never returns."""
        next_check = 0.0
        while True:
            self._look_once()
            if time.monotonic() >= next_check:
                next_check = time.monotonic() + _SECONDS_BETWEEN_LOG_CHECKS
                bounded_log.keep_bounded(self._log)
                if self._postgres is not None:
                    self._postgres.keep_log_bounded()
            time.sleep(_SECONDS_BETWEEN_LOOKS)

    def stop(self) -> None:
        for listener in self._listeners:
            listener.close()
        for child in (self._web, self._worker):
            child.ask_to_stop()
        for child in (self._web, self._worker):
            child.stop()
        if self._postgres is not None:
            database_access.withdraw(self._folder)
            self._postgres.stop()
        self._lock.release()

    def _look_once(self) -> None:
        if self._postgres is not None and not self._postgres.runs:
            say("De database was gestopt en wordt opnieuw gestart.")
            try:
                self._postgres.start()
            except StartError as error:
                say(str(error))
                time.sleep(1)
                return
        for child in (self._web, self._worker):
            if child.look_after():
                say(f"Er is iets gestopt en wordt opnieuw gestart: {child.name}.")

    def _begin_web(self) -> subprocess.Popen[bytes]:
        sockets = [listener.fileno() for listener in self._listeners]
        bound = [f"--bind=fd://{number}" for number in sockets]
        settings = "--config=python:samenspel.web.gunicorn_settings"
        roles = self._roles
        urls = {}
        if roles is not None:
            urls = {"DATABASE_URL": roles.pages, "ANSWERS_DATABASE_URL": roles.answers}
        return self._begin(["gunicorn", settings, *bound], sockets, urls)

    def _begin_worker(self) -> subprocess.Popen[bytes]:
        urls = {} if self._roles is None else {"DATABASE_URL": self._roles.worker}
        return self._begin(["django", "procrastinate", "worker"], [], urls)

    def _begin(
        self, module: list[str], pass_fds: list[int], urls: dict[str, str]
    ) -> subprocess.Popen[bytes]:
        # What serves the public never learns the address of who owns the database.
        kept = {name: value for name, value in os.environ.items() if name not in _URLS}
        begin = partial(
            child_process.start,
            [sys.executable, "-P", "-m", *module],
            when_parent_ends=signal.SIGKILL,
            pass_fds=pass_fds,
            env={**kept, **urls} if urls else None,
        )
        if not self._with_example:
            return begin(output=None)
        # Who tries the example sees how to sign in, not what the server tells its host.
        with bounded_log.open_log(self._log) as log:
            return begin(output=log.fileno())

    @property
    def _log(self) -> Path:
        return self._folder / "logs" / "server.log"

    def _wait_until_it_answers(self) -> None:
        # The worker follows once this is through: on a small machine it would hold up the pages.
        self._web.look_after()
        ends = time.monotonic() + _SECONDS_TO_ANSWER
        while not self._answers():
            if not self._web.runs or time.monotonic() > ends:
                said = bounded_log.last_lines(self._log) if self._with_example else ""
                raise StartError(f"De webserver start niet.\n{said}".rstrip())
            time.sleep(0.05)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            connection.request("GET", "/health/ready", headers={"Host": "localhost"})
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _tell(self) -> None:
        outside = environment.read("SAMENSPEL_ADDRESS")
        say("")
        say(f"Samenspel draait op {self._address}")
        if outside and outside != self._address:
            say(f"Voor anderen: {outside}")
        if self._with_example:
            self._tell_about_the_example()
        say("Stoppen: Ctrl-C")

    def _tell_about_the_example(self) -> None:
        # Not importable before Django has started.
        from samenspel.web.example.open_round import INVITED
        from samenspel.web.example.story import LEADER, MODERATOR, SECOND_LEADER

        password = data_folder.secret_kept_in(self._folder, "demo-password")
        say("")
        say(f"Inloggen ({self._address}/account/inloggen/) met wachtwoord {password}")
        say(f"  als leider:          {LEADER} of {SECOND_LEADER}")
        say(f"  als moderator:       {MODERATOR}")
        say("Meedoen zonder account, met de link uit een e-mail:")
        say(f"  als uitgenodigde:    {self._address}/postvak/ (de e-mail aan {INVITED})")
        say("")


_URLS = {
    f"{name}{suffix}"
    for name in ("DATABASE_URL", "ANSWERS_DATABASE_URL")
    for suffix in ("", "_FILE")
}


def _listen(path: Path, port: int) -> list[socket]:
    try:
        return listen(port)
    except StartError:
        # The usual reason is a second start with the same data. Then that is what to say.
        folder_lock.refuse_where_a_server_runs(path)
        raise


@contextmanager
def _stopping_on_request() -> Iterator[None]:
    """Treat every way of asking a program to end as Ctrl-C."""
    before = {number: signal.getsignal(number) for number in _REQUESTS}
    for number in _REQUESTS:
        # `nohup` means: go on when the terminal closes.
        if not (number is signal.SIGHUP and before[number] is signal.SIG_IGN):
            signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_REQUESTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _heed_no_more_signals() -> None:
    for number in _REQUESTS:
        signal.signal(number, signal.SIG_IGN)
