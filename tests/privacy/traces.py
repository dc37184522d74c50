"""Everything from which an order of people, or of voices, can be read: tables, files and mails."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import psycopg
from psycopg import sql

Keys = Mapping[bytes, int]
"""What somebody is known by, as it stands in a file: of each the number of whom it belongs to."""

_WORD = re.compile(r"[\w.+-]+@[\w.-]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}")
_CATALOGUES = ("pg_catalog", "information_schema", "pg_toast")


@dataclass
class Traces:
    """Numbers in the order in which they were found, by where that was."""

    people: dict[str, list[int]] = field(default_factory=dict)
    voices: dict[str, list[int]] = field(default_factory=dict)

    def add(self, where: str, found: Iterable[tuple[str, int]]) -> None:
        """found : whose, in order. Who is found more than once has a first and a last time."""
        rows = list(found)
        for kind, orders in (("person", self.people), ("voice", self.voices)):
            numbers = [number for whose, number in rows if whose == kind]
            first = list(dict.fromkeys(numbers))
            last = list(dict.fromkeys(reversed(numbers)))[::-1]
            if len(first) > 1:
                orders[f"{where}, first"] = first
                if last != first:
                    orders[f"{where}, last"] = last


def spellings(number: int, *, text: Iterable[str] = (), raw: Iterable[bytes] = ()) -> Keys:
    """A key as it can stand in a file: as it is, or in hexadecimal digits."""
    found = {word.encode(): number for word in text}
    for key in raw:
        found |= {key: number, key.hex().encode(): number}
        if len(key) == 16:
            found[_as_uuid(key).encode()] = number
    return found


def in_tables(url: str, people: Keys, voices: Keys) -> Traces:
    """Every table of the database, ordered by everything it can be ordered by."""
    traces = Traces()
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n "
            "ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname <> ALL (%s)",
            [list(_CATALOGUES)],
        ).fetchall()
        for schema, name in tables:
            _read_table(
                connection, f"{schema}.{name}", sql.Identifier(schema, name), traces, people, voices
            )
    return traces


def _read_table(
    connection: psycopg.Connection,
    name: str,
    table: sql.Identifier,
    traces: Traces,
    people: Keys,
    voices: Keys,
) -> None:
    columns = [
        row[0]
        for row in connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped",
            [table.as_string(connection)],
        )
    ]
    # In the order of their places on the disk: no index decides.
    connection.execute("SET LOCAL enable_indexscan = off")
    rows = connection.execute(
        sql.SQL("SELECT xmin::text::bigint, cmin::text::bigint, ctid::text, {} FROM {}").format(
            sql.SQL(", ").join(sql.Identifier(column) for column in columns), table
        )
    ).fetchall()
    named = [(row, whose) for row in rows if (whose := list(_whose(row[3:], people, voices)))]
    if len(named) < 2:
        return
    traces.add(f"{name} by place", (one for _row, whose in named for one in whose))
    traces.add(
        f"{name} by transaction",
        (one for _row, whose in sorted(named, key=lambda n: n[0][:2]) for one in whose),
    )
    for number, column in enumerate(columns, start=3):
        in_order = sorted(named, key=lambda n: _sortable(n[0][number]))
        traces.add(f"{name} by {column}", (one for _row, whose in in_order for one in whose))


def _whose(values: Iterable[object], people: Keys, voices: Keys) -> Iterator[tuple[str, int]]:
    for value in values:
        text = value.hex() if isinstance(value, bytes) else str(value)
        for word in _WORD.findall(text):
            key = word.encode()
            if key in people:
                yield "person", people[key]
            if key in voices:
                yield "voice", voices[key]


def _sortable(value: object) -> tuple[bool, float, str]:
    if isinstance(value, int | float):
        return (value is None, float(value), "")
    return (value is None, 0.0, value.hex() if isinstance(value, bytes) else str(value))


def in_files(files: Mapping[str, bytes], people: Keys, voices: Keys) -> Traces:
    traces = Traces()
    keys = [*people, *voices]
    whose = [("person", n) for n in people.values()] + [("voice", n) for n in voices.values()]
    for name, content in files.items():
        traces.add(name, (whose[which] for _place, which in find(keys, content)))
    return traces


def find(keys: list[bytes], content: bytes) -> list[tuple[int, int]]:
    """Where keys stand in a content: places in order, each with the position of its key.

    Looks at all keys at once: first at two bytes, then at eight, then at all of them.
    """
    if len(content) < 8 or not keys:
        return []
    starts = np.array([key[:8] for key in keys], dtype="S8").view(">u8")
    assert all(len(key) >= 8 for key in keys)
    order = np.argsort(starts, kind="stable")
    is_start = np.zeros(1 << 16, dtype=bool)
    is_start[(starts >> np.uint64(48)).astype(np.int64)] = True
    data = np.frombuffer(content, dtype=np.uint8)
    pairs = (data[:-1].astype(np.uint16) << 8) | data[1:]
    places = np.flatnonzero(is_start[pairs[: len(data) - 7]])
    heads = np.zeros(len(places), dtype=np.uint64)
    for offset in range(8):
        heads = (heads << np.uint64(8)) | data[places + offset].astype(np.uint64)
    sorted_starts = starts[order].astype(np.uint64)
    left = np.searchsorted(sorted_starts, heads, "left")
    right = np.searchsorted(sorted_starts, heads, "right")
    return [
        (int(places[i]), int(order[candidate]))
        for i in np.flatnonzero(right > left)
        for candidate in range(left[i], right[i])
        if content.startswith(keys[order[candidate]], int(places[i]))
    ]


def _as_uuid(key: bytes) -> str:
    digits = key.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
