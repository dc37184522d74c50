"""What was said in a closed round, read from the urn in bulk and without Django.

The database packs the answers of a voice into one array: what a row costs on its way is paid once
a voice and not once an answer. No number of a voice leaves the database.

Voices have random numbers, so equal ranges of numbers hold about as many voices. A range can be
read by a worker on another machine, which needs this package and the address of the database.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.abc import Buffer

from samenspel.measures.opinions.partitions import PEOPLE_IN_A_PARTITION, Ballots
from samenspel.measures.opinions.votes import Votes

IntArray = NDArray[np.int64]

# One number holds the statement and the value, and these come in the order of the index.
_BALLOTS = """
COPY (
    SELECT v.group_id, ARRAY(
        SELECT a.item_id * 4 + a.value FROM urn.soundings_answer a
        WHERE a.sounding_id = %(round)s AND a.voice_id = v.id ORDER BY a.item_id
    )
    FROM urn.soundings_voice v
    WHERE v.sounding_id = %(round)s AND v.id BETWEEN %(first)s AND %(last)s ORDER BY v.id
) TO STDOUT (FORMAT BINARY)
"""
# Of these tables the database keeps no statistics, and takes slow ways if left to guess.
_PLAIN_WAYS = "SET LOCAL jit = off; SET LOCAL enable_bitmapscan = off"
_COUNT = "SELECT count(*) FROM urn.soundings_voice v WHERE v.sounding_id = %s"
_BECOME_COUNTING = (
    "SELECT set_config('role', r.rolname, true) FROM pg_roles r"
    " WHERE r.rolname = current_database() || '_counting'"
)

# The binary format of COPY: https://www.postgresql.org/docs/current/sql-copy.html
_BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_SIZE_OF_A_NUMBER = 8
_HEAD = np.dtype([("columns", ">i2"), ("size", ">i4"), ("group", ">i8")])
# After the size of the array come five numbers about it, or three where it is empty.
_ANSWERS_AT = _HEAD.itemsize + 4 + 5 * 4
_ANSWER = np.dtype([("size", ">i4"), ("said", ">i8")])


@dataclass(frozen=True)
class ClosedRound:
    """Which answers of which round are asked for.

    items : the statements that are shown, by their keys in the database, in the order of their
        number; answers on others are left out
    groups : the groups by their keys, in the order in which they are numbered
    """

    id: uuid.UUID
    items: tuple[int, ...]
    groups: tuple[int, ...]


@dataclass(frozen=True)
class VoiceRange:
    """The voices whose number lies between two, both included."""

    first: uuid.UUID
    last: uuid.UUID


@dataclass(frozen=True)
class BallotsInUrn:
    """A partition: the ballots of a range of voices, read over a connection of its own.

    address : as libpq takes it, of somebody who may become the role that counts
    """

    address: str = field(repr=False)  # there is a password in it
    round: ClosedRound
    range: VoiceRange

    def load(self) -> Ballots:
        """Raises psycopg.Error where the database does not answer or does not allow it."""
        with psycopg.connect(self.address) as connection, connection.cursor() as cursor:
            cursor.execute(_BECOME_COUNTING)
            return read_ballots(cursor, self.round, self.range)


def count_voices(cursor: psycopg.Cursor, round_id: uuid.UUID) -> int:
    [(voices,)] = cursor.execute(_COUNT, [round_id]).fetchall()
    return int(voices)


def ranges(voices: int, *, people: int = PEOPLE_IN_A_PARTITION) -> tuple[VoiceRange, ...]:
    """All possible numbers in equal ranges, of which each holds about `people` voices at most."""
    parts = 1 << max(0, (max(voices, 1) - 1) // people).bit_length()
    width = (1 << 128) // parts
    return tuple(
        VoiceRange(uuid.UUID(int=at * width), uuid.UUID(int=(at + 1) * width - 1))
        for at in range(parts)
    )


def read_ballots(cursor: psycopg.Cursor, asked: ClosedRound, voices: VoiceRange) -> Ballots:
    """The ballots of a range of voices, in the order of their numbers, in the open transaction."""
    cursor.execute(_PLAIN_WAYS)
    parameters = {"round": asked.id, "first": voices.first, "last": voices.last}
    with cursor.copy(_BALLOTS, parameters) as copy:
        return _ballots(_rows(copy), asked)


def _rows(messages: Iterable[Buffer]) -> Iterator[bytes]:
    """The server sends a message for each row; the first also holds the beginning of the format."""
    begin = _BEGIN
    for message in messages:
        row = bytes(message)
        if begin:
            if not row.startswith(begin):
                raise ValueError("the database does not send the binary format of COPY")
            row, begin = row[len(begin) :], b""
        # To the very end: until then the connection takes no other command.
        if row not in {b"", _END}:
            yield row


def _ballots(rows: Iterable[bytes], asked: ClosedRound) -> Ballots:
    heads: list[bytes] = []
    arrays: list[bytes] = []
    for row in rows:
        heads.append(row[: _HEAD.itemsize])
        arrays.append(row[_ANSWERS_AT:])
    head = np.frombuffer(b"".join(heads), dtype=_HEAD)
    answer = np.frombuffer(b"".join(arrays), dtype=_ANSWER)
    if bool(np.any(head["columns"] != 2)) or bool(np.any(answer["size"] != _SIZE_OF_A_NUMBER)):
        raise ValueError("the database sends other rows than were asked for")
    answers = np.fromiter(map(len, arrays), dtype=np.int64, count=len(arrays)) // _ANSWER.itemsize
    # One more than what was packed, so that what is left after four is never negative.
    said = answer["said"].astype(np.int64) + 1
    statement = _places(said >> 2, asked.items)
    shown = statement >= 0
    votes = Votes(
        voter=np.repeat(np.arange(len(head), dtype=np.int32), answers)[shown],
        statement=statement[shown],
        value=((said & 3) - 1).astype(np.int8)[shown],
        voters=len(head),
        statements=len(asked.items),
    )
    return Ballots(votes.in_order(), _places(head["group"].astype(np.int64), asked.groups))


def _places(keys: IntArray, known: tuple[int, ...]) -> NDArray[np.int32]:
    """The place of each key in `known`, or -1."""
    if not known:
        return np.full(len(keys), -1, dtype=np.int32)
    # Keys of one round follow each other closely: a table of all between them is small.
    low, high = min(known), max(known)
    place = np.full(high - low + 3, -1, dtype=np.int32)
    place[np.array(known) - low + 1] = np.arange(len(known))
    return place[np.clip(keys, low - 1, high + 1) - low + 1]
