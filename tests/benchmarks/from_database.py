"""Seconds to load the votes of a closed round from PostgreSQL, beside those to compute with them.

    python -m tests.benchmarks.from_database [--people 1000000 --statements 1000 --votes 30]

In a temporary folder it starts the private PostgreSQL and makes a closed round of made-up votes,
row by row as a round leaves them when it closes. It then loads all answers as arrays, as closing
does, and computes what they show. One line of JSON tells the seconds of each, and loading as a part
of computing. `load_again` is a second load: the first one after a round was written has the
database look up that its rows are there to stay.
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
from numpy.typing import NDArray

from samenspel.measures.opinions.partitions import Ballots, InMemory, each
from samenspel.soundings.urn_ballots import BallotsInUrn, ClosedRound, count_voices, ranges
from samenspel.web import data_folder, database_roles, django_start
from samenspel.web.private_postgres import PrivatePostgres
from tests.benchmarks.made_votes import GROUPS, Made, Size, made_votes

ROUND = uuid.UUID(int=7)
_FIRST_ITEM, _FIRST_GROUP = 1_000, 100
_VOICES_AT_ONCE = 65_536
_BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"


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
    asked = ClosedRound(
        ROUND,
        tuple(range(_FIRST_ITEM, _FIRST_ITEM + statements)),
        tuple(range(_FIRST_GROUP, _FIRST_GROUP + GROUPS)),
    )
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
    """A closed round as `urn.close_round` leaves it: by voice, and by statement within a voice."""
    owner.execute("SELECT urn.make_room(%s)", [ROUND])
    rng = np.random.default_rng(1)
    people = len(made.group)
    voices = np.sort(np.frombuffer(rng.bytes(16 * people), dtype=[("high", ">u8"), ("low", ">u8")]))
    keys = voices.view(np.uint8).reshape(people, 16)
    firsts = range(0, people, _VOICES_AT_ONCE)
    with owner.cursor().copy(
        "COPY urn.soundings_voice (sounding_id, id, group_id) FROM STDIN (FORMAT BINARY)"
    ) as copy:
        copy.write(_BEGIN)
        copy.write(_rows(keys, (made.group + _FIRST_GROUP).astype(">i8")))
        copy.write(_END)
    with owner.cursor().copy(
        "COPY urn.soundings_answer (sounding_id, voice_id, item_id, value) FROM STDIN"
        " (FORMAT BINARY)"
    ) as copy:
        copy.write(_BEGIN)
        for first in firsts:
            some = slice(*np.searchsorted(made.voter, [first, first + _VOICES_AT_ONCE]))
            item = (made.statement[some] + _FIRST_ITEM).astype(">i8")
            copy.write(_rows(keys[made.voter[some]], item, made.value[some].astype(">i2")))
        copy.write(_END)


def _rows(voice: NDArray[np.uint8], *columns: NDArray[np.generic]) -> bytes:
    """Rows of this round in the binary format of COPY: each value after its size."""
    values = [np.broadcast_to(np.frombuffer(ROUND.bytes, np.uint8), voice.shape), voice]
    values += [column.view(np.uint8).reshape(len(column), -1) for column in columns]
    rows = [np.array([0, len(values)], np.uint8)]
    for value in values:
        rows += [np.array([0, 0, 0, value.shape[1]], np.uint8), value]
    widest = [np.broadcast_to(piece, (len(voice), piece.shape[-1])) for piece in rows]
    return np.concatenate(widest, axis=1).tobytes()


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
