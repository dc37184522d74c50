"""What was said in a closed round, read from the urn in bulk and without Django.

What a voice said lies in the urn as one packed ballot: what a row costs on its way is paid once a
voice and not once an answer. No number of a voice leaves the database.

Voices have random numbers, so equal ranges of numbers hold about as many voices. A range can be
read by a worker on another machine, which needs this package and the address of the database.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.abc import Buffer

from samenspel.measures.opinions.partitions import PEOPLE_IN_A_PARTITION, Ballots
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.packed_ballots import (
    AGREE_OR_NOT,
    Answers,
    DamagedBallotError,
    Packing,
    unpacked,
)

IntArray = NDArray[np.int64]

_BALLOTS = """
COPY (
    SELECT v.group_id, v.ballot FROM urn.soundings_voice v
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
_HEAD = np.dtype([("columns", ">i2"), ("size", ">i4"), ("group", ">i8"), ("ballot", ">i4")])
_SIZE_OF_A_GROUP = 8
# Numbers of statements up to here are looked up in a table, which is faster.
_LARGEST_TABLE = 1 << 20


@dataclass(frozen=True)
class ClosedRound:
    """Which answers of which round are asked for.

    numbers : of all statements that the round has, going up
    shown : of those that are shown, going up; answers on the others are left out
    groups : the groups by their keys, in the order in which they are numbered
    packing : how what was said is written down
    """

    id: uuid.UUID
    numbers: tuple[int, ...]
    shown: tuple[int, ...]
    groups: tuple[int, ...]
    packing: Packing = AGREE_OR_NOT


@dataclass(frozen=True, eq=False)
class Said:
    """What voices said of what is shown, where there are other answers than agree and disagree.

    value : (voices, shown) what was said; NOT_SAID where nothing was
    group_of : (voices,) index of the group, or -1
    """

    value: NDArray[np.int8]
    group_of: NDArray[np.int32]


NOT_SAID = -1


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
        """Raises psycopg.Error where the database does not answer or does not allow it, and
        DamagedBallotError as `read_ballots`."""
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
    """The ballots of a range of voices, in the order of their numbers, in the open transaction.

    Raises DamagedBallotError where what lies in the urn is no ballot of this round.
    """
    answers, groups = _read(cursor, asked, voices)
    votes = Votes(
        voter=answers.voice,
        statement=answers.number,
        value=answers.value,
        voters=len(groups),
        statements=len(asked.shown),
    )
    return Ballots(votes.in_order(), groups)


def read_said(cursor: psycopg.Cursor, asked: ClosedRound) -> Said:
    """All that was said in a round, in the order of the numbers of the voices.

    Raises DamagedBallotError as `read_ballots`.
    """
    answers, groups = _read(cursor, asked, *ranges(1))
    value = np.full((len(groups), len(asked.shown)), NOT_SAID, dtype=np.int8)
    value[answers.voice, answers.number] = answers.value
    return Said(value, groups)


def _read(
    cursor: psycopg.Cursor, asked: ClosedRound, voices: VoiceRange
) -> tuple[Answers, NDArray[np.int32]]:
    """The answers of a range of voices on what is shown, by its place there, and their groups."""
    cursor.execute(_PLAIN_WAYS)
    parameters = {"round": asked.id, "first": voices.first, "last": voices.last}
    with cursor.copy(_BALLOTS, parameters) as copy:
        return _opened(_rows(copy), asked)


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


def _opened(rows: Iterable[bytes], asked: ClosedRound) -> tuple[Answers, NDArray[np.int32]]:
    heads: list[bytes] = []
    ballots: list[bytes] = []
    for row in rows:
        heads.append(row[: _HEAD.itemsize])
        ballots.append(row[_HEAD.itemsize :])
    head = np.frombuffer(b"".join(heads), dtype=_HEAD)
    sizes = np.fromiter(map(len, ballots), dtype=np.int64, count=len(ballots))
    if (
        bool(np.any(head["columns"] != 2))
        or bool(np.any(head["size"] != _SIZE_OF_A_GROUP))
        or bool(np.any(head["ballot"] != sizes))
    ):
        raise ValueError("the database sends other rows than were asked for")
    answers = _shown(unpacked(ballots, asked.packing), asked)
    return answers, _places(head["group"].astype(np.int64), asked.groups)


def _shown(answers: Answers, asked: ClosedRound) -> Answers:
    of_all = _places(answers.number, asked.numbers)
    if bool(np.any(of_all < 0)):
        raise DamagedBallotError("a ballot in the urn is about a statement that the round has not")
    if asked.shown == asked.numbers:
        return Answers(answers.voice, of_all, answers.value)
    place = _places(np.array(asked.numbers, dtype=np.int64), asked.shown)[of_all]
    stays = place >= 0
    return Answers(answers.voice[stays], place[stays], answers.value[stays])


def _places(keys: NDArray[np.integer[Any]], known: tuple[int, ...]) -> NDArray[np.int32]:
    """The place of each key in `known`, or -1."""
    if not known:
        return np.full(len(keys), -1, dtype=np.int32)
    # Those of one round follow each other closely: a table of all between them is small.
    low, high = min(known), max(known)
    if high - low > _LARGEST_TABLE:
        return _places_far_apart(keys, known)
    place = np.full(high - low + 3, -1, dtype=np.int32)
    place[np.array(known) - low + 1] = np.arange(len(known))
    found: NDArray[np.int32] = place[np.clip(keys, low - 1, high + 1) - low + 1]
    return found


def _places_far_apart(keys: NDArray[np.integer[Any]], known: tuple[int, ...]) -> NDArray[np.int32]:
    order = np.argsort(known)
    sorted_keys = np.array(known)[order]
    at = np.minimum(np.searchsorted(sorted_keys, keys), len(known) - 1)
    found: NDArray[np.int32] = np.where(sorted_keys[at] == keys, order[at], -1).astype(np.int32)
    return found
