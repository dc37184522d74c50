"""Votes per second, from POST to acknowledgement, through the whole stack.

    python -m tests.benchmarks.intake [--seconds 0.5] [--rounds 30]

In a temporary folder it starts the private PostgreSQL and gunicorn as they are served, opens a
round and votes with several browsers that keep their connection. In turns with that it posts to a
bare view on the same server: the same middleware, one INSERT in the same database. One JSON line
tells both, and the one as a part of the other.
"""

import argparse
import http.client
import itertools
import json
import math
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

import psycopg
from django.http import HttpResponse
from psycopg import sql

from samenspel.soundings.instruments.ballot import Ballot, History, Statement, proof
from samenspel.soundings.instruments.statements.instrument import STATEMENTS, by_weight
from samenspel.soundings.tokens import Token
from samenspel.soundings.views.device import Device
from samenspel.web import child_process, data_folder, database_roles, django_start
from samenspel.web.listening import listen
from samenspel.web.private_postgres import PrivatePostgres

_ROOT = Path(__file__).resolve().parents[2]
_PROCESSES = 2
_BROWSERS = 8  # in each process
_STATEMENTS = 24
_ANSWERS = ("eens", "oneens", "weet-niet")
_BARE = "benchmark_bare"
# More than the fastest machine sends: a browser that runs out would stop the clock for the others.
_MOST_A_SECOND = 2500
_WARM_UP = 1.0


Work = Connection  # to a process with browsers: what to send, and back how much was acknowledged


@dataclass(frozen=True)
class Rates:
    votes: float
    bare: float

    def as_data(self) -> dict[str, float]:
        return {
            "votes_per_second": round(self.votes, 1),
            "bare_per_second": round(self.bare, 1),
            "ratio": round(self.votes / self.bare, 3),
        }


@dataclass(frozen=True)
class Stack:
    port: int


@contextmanager
def running() -> Iterator[Stack]:
    with tempfile.TemporaryDirectory(prefix="samenspel-intake-") as name:
        folder = data_folder.prepare(Path(name))
        postgres = PrivatePostgres(folder)
        postgres.start()
        [listener, *others] = listen(0)
        for other in others:
            other.close()
        port = listener.getsockname()[1]
        web = None
        try:
            django_start.settle(folder, database_url=postgres.url, address="http://localhost")
            django_start.start_django(log=folder / "logs" / "server.log")
            django_start.migrate()
            roles = database_roles.separate(postgres.url, folder)
            assert roles is not None
            _make_bare_table(postgres.url, roles)
            web = _serve(listener, roles)
            _wait_for(port)
            yield Stack(port)
        finally:
            if web is not None:
                child_process.stop(web, [(signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)])
            listener.close()
            postgres.stop()


def _make_bare_table(owner_url: str, roles: database_roles.Addresses) -> None:
    table = sql.Identifier(_BARE)
    answers = sql.Identifier(urlsplit(roles.answers).username or "")
    with psycopg.connect(owner_url) as owner:
        owner.execute(sql.SQL("CREATE TABLE {} (number int, value text)").format(table))
        owner.execute(sql.SQL("GRANT INSERT ON {} TO {}").format(table, answers))


def _serve(listener: socket.socket, roles: database_roles.Addresses) -> subprocess.Popen[bytes]:
    settings = "--config=python:samenspel.web.gunicorn_settings"
    command = ["gunicorn", settings, f"--bind=fd://{listener.fileno()}"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.bare_settings",
        "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}",
        "DATABASE_URL": roles.pages,
        "ANSWERS_DATABASE_URL": roles.answers,
    }
    return child_process.start(
        [sys.executable, "-P", "-m", *command],
        when_parent_ends=signal.SIGKILL,
        output=sys.stderr.fileno(),
        pass_fds=[listener.fileno()],
        env=environment,
    )


def _wait_for(port: int) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/health/ready", headers={"Host": "localhost"})
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.2)
    raise SystemExit("the server does not answer")


# ── What is sent ──────────────────────────────────────────────────────────────────────────
def ballots(count: int) -> Iterator[list[bytes]]:
    """All that one browser sends while it fills in a ballot, for so many people.

    Written beforehand, so that the measuring takes as little of the machine as can be.
    """
    # Importable once Django has started.
    from samenspel.cooperations.models import Cooperation
    from samenspel.soundings import keys
    from tests.soundings.asked import open_round

    cooperation = Cooperation.objects.create(name="Meting", slug="meting")
    texts = [f"Stelling {number}" for number in range(1, _STATEMENTS + 1)]
    asked = open_round(cooperation, groups={"Inwoners van Oostwaard": count}, statements=texts)
    statements = tuple(Statement(number, text) for number, text in enumerate(texts, start=1))
    key = keys.round_key(asked.sounding.pk)
    path = f"/v/{asked.code}/"
    device = Device(path)
    for person, token in enumerate(asked.tokens["Inwoners van Oostwaard"]):
        history = History()
        sent = []
        for turn in range(_STATEMENTS):
            slip = Ballot(
                token, key, statements, history, STATEMENTS.answers, by_weight(dict)
            ).next()
            assert slip
            answer = _ANSWERS[(person + turn) % 3]
            number = slip.statement.number
            form: dict[str, str | int] = {
                "nummer": number,
                "bewijs": proof(token, key, "statement", number),
                "antwoord": answer,
            }
            sent.append(_post(path, form, _cookies(device, token, history)))
            history = history.marked(number, STATEMENTS.answers.letters[answer])
        yield sent


def _cookies(device: Device, token: Token, history: History) -> dict[str, str]:
    response = HttpResponse()
    device.keep_who(response, token, 0, None)
    device.keep_history(response, token, history, None)
    return {name: cookie.value for name, cookie in response.cookies.items()}


def _post(path: str, form: dict[str, str | int], cookies: dict[str, str]) -> bytes:
    body = urlencode(form).encode()
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"Cookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\r\n"
    )
    return head.encode() + body


def _as_bare(request: bytes) -> bytes:
    """The same form and the same cookies, to the bare view."""
    _line, rest = request.split(b"\r\n", 1)
    return b"POST /v/bare/ HTTP/1.1\r\n" + rest


# ── Sending ───────────────────────────────────────────────────────────────────────────────
def acknowledged_a_second(port: int, sent: Iterator[bytes], seconds: float) -> float:
    """How many of these one browser sees acknowledged in a second."""
    done = 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        began = time.monotonic()
        while (passed := time.monotonic() - began) < seconds:
            connection.sendall(next(sent))
            _must_be_a_redirect(connection)
            done += 1
    return done / passed


def _must_be_a_redirect(connection: socket.socket) -> None:
    received = b""
    # A redirect has no body.
    while not received.endswith(b"\r\n\r\n"):
        piece = connection.recv(8192)
        if not piece:
            raise SystemExit("the server hung up")
        received += piece
    if b" 302 " not in received[:20]:
        raise SystemExit(f"not acknowledged: {received[:2000]!r}")


def _browsers(port: int, sent: Sequence[Sequence[bytes]], work: Work) -> None:
    """One process with several browsers, each of which has ballots of its own."""
    real = [iter(requests) for requests in sent]
    bare = [map(_as_bare, itertools.cycle(requests)) for requests in sent]
    with ThreadPoolExecutor(len(sent)) as threads:
        while (told := work.recv()) is not None:
            kind, seconds = told
            rates = threads.map(
                lambda requests, seconds=seconds: acknowledged_a_second(port, requests, seconds),
                real if kind == "real" else bare,
            )
            work.send(sum(rates))


def measure(port: int, sent: Sequence[Sequence[bytes]], rounds: int, seconds: float) -> Rates:
    """Real and bare in short turns, so that whatever else the machine does weighs on both."""
    fork = multiprocessing.get_context("fork")
    pipes = []
    for number in range(_PROCESSES):
        ours, theirs = fork.Pipe()
        mine = sent[number::_PROCESSES]
        fork.Process(target=_browsers, args=(port, mine, theirs), daemon=True).start()
        pipes.append(ours)

    def a_second(kind: str, seconds: float) -> float:
        for pipe in pipes:
            pipe.send((kind, seconds))
        return float(sum(pipe.recv() for pipe in pipes))

    for kind in ("real", "bare"):
        a_second(kind, _WARM_UP)
    pairs = [(a_second("real", seconds), a_second("bare", seconds)) for _round in range(rounds)]
    for pipe in pipes:
        pipe.send(None)
    return Rates(median(real for real, _bare in pairs), median(bare for _real, bare in pairs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    browsers = _PROCESSES * _BROWSERS
    people = (_WARM_UP + options.rounds * options.seconds) * _MOST_A_SECOND / _STATEMENTS
    with running() as stack:
        each: list[list[bytes]] = [[] for _browser in range(browsers)]
        for number, sent in enumerate(ballots(math.ceil(people / browsers) * browsers)):
            each[number % browsers] += sent
        rates = measure(stack.port, each, options.rounds, options.seconds)
    sys.stdout.write(json.dumps(rates.as_data()) + "\n")


if __name__ == "__main__":
    main()
