"""Seconds to load the votes of a closed round from PostgreSQL, beside those to compute with them.

    python -m tests.benchmarks.from_database [--people 1000000 --statements 1000 --votes 30]

In a temporary folder it starts the private PostgreSQL and makes a closed round of made-up votes, a
packed ballot for each voice as a round leaves them when it closes. It then loads all answers as
arrays, as closing does, and computes what they show. One line of JSON tells the seconds of each,
and loading as a part of computing. `load_again` is a second load: the first one after a round was
written has the database look up that its rows are there to stay.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psycopg

from samenspel.measures.opinions.partitions import Ballots, InMemory, each
from samenspel.soundings.packed_ballots import packed
from samenspel.soundings.urn_ballots import BallotsInUrn, ClosedRound, count_voices, ranges
from samenspel.web import data_folder, database_roles, django_start
from samenspel.web.private_postgres import PrivatePostgres
from tests.benchmarks.made_votes import GROUPS, Made, Size, made_votes

ROUND = uuid.UUID(int=7)
_FIRST_GROUP = 100
_VOICES_AT_ONCE = 65_536


@contextmanager
def closed_round(size: Size) -> Iterator[str]:
    """The address of a database with such a round, for who counts."""
    with tempfile.TemporaryDirectory(prefix="samenspel-votes-") as name:
        folder = data_folder.prepare(Path(name))
        postgres = PrivatePostgres(folder)
        postgres.start()
        try:
            django_start.settle(folder, database_url=postgres.url, address="http://localhost")
            django_start.start_django(log=folder / "logs" / "server.log")
            django_start.migrate()
            roles = database_roles.separate(postgres.url, folder)
            assert roles is not None
            with psycopg.connect(postgres.url) as owner:
                write(owner, made_votes(size))
            yield roles.worker
        finally:
            postgres.stop()


def load(address: str, statements: int) -> list[Ballots]:
    """As `queries.answers_of` does for a round of this size."""
    numbers = tuple(range(1, statements + 1))
    groups = tuple(range(_FIRST_GROUP, _FIRST_GROUP + GROUPS))
    asked = ClosedRound(ROUND, numbers=numbers, shown=numbers, groups=groups)
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', current_database() || '_counting', true)")
        voices = count_voices(cursor, ROUND)
    parts = [BallotsInUrn(address, asked, part) for part in ranges(voices)]
    return list(each(BallotsInUrn.load, parts, executor=None))


def measure(size: Size) -> dict[str, Any]:
    from samenspel.measures.opinions.analysis import analyse

    with closed_round(size) as address:
        loading, parts = _timed(lambda: load(address, size.statements))
        again, _parts = _timed(lambda: load(address, size.statements))
    partitions = [_in_memory(part) for part in parts]
    computing, _result = _timed(
        lambda: analyse(partitions, groups=GROUPS, statements=size.statements)
    )
    return {
        "people": size.people,
        "statements": size.statements,
        "votes": sum(len(part.votes) for part in parts),
        "load": round(loading, 2),
        "load_again": round(again, 2),
        "compute": round(computing, 2),
        "load_to_compute": round(loading / computing, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


# ── Writing ───────────────────────────────────────────────────────────────────────────────
def write(owner: psycopg.Connection, made: Made) -> None:
    """A closed round as `urn.close_round` leaves it: by the random numbers of its voices."""
    owner.execute("SELECT urn.make_room(%s)", [ROUND])
    rng = np.random.default_rng(1)
    people = len(made.group)
    voices = np.sort(np.frombuffer(rng.bytes(16 * people), dtype=[("high", ">u8"), ("low", ">u8")]))
    with owner.cursor().copy(
        "COPY urn.soundings_voice (sounding_id, id, group_id, ballot) FROM STDIN (FORMAT BINARY)"
    ) as copy:
        copy.set_types(["uuid", "uuid", "int8", "bytea"])
        for first in range(0, people, _VOICES_AT_ONCE):
            last = min(first + _VOICES_AT_ONCE, people)
            some = slice(*np.searchsorted(made.voter, [first, last]))
            ballots = packed(
                made.voter[some] - first,
                made.statement[some] + 1,
                made.value[some],
                voices=last - first,
            )
            for voice, ballot in enumerate(ballots, start=first):
                key = uuid.UUID(bytes=voices[voice].tobytes())
                copy.write_row((ROUND, key, int(made.group[voice]) + _FIRST_GROUP, ballot))


def _in_memory(part: Ballots) -> InMemory:
    votes = part.votes
    return InMemory(votes.voter, votes.statement, votes.value, 0, votes.statements, part.group_of)


def _timed(work: Any) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--statements", type=int, default=1_000)
    parser.add_argument("--votes", type=int, default=30, help="of each person")
    options = parser.parse_args()
    told = measure(Size(options.people, options.statements, options.votes))
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
