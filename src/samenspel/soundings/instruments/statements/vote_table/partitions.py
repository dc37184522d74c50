"""A table of votes in parts that workers read from the file, which they find at the same path."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.core.exceptions import AppRegistryNotReady, ImproperlyConfigured

from samenspel.measures.opinions.partitions import Ballots
from samenspel.measures.opinions.votes import IntArray, Votes
from samenspel.soundings.instruments.statements.polis_export.error import ExportError
from samenspel.soundings.instruments.statements.vote_table import values
from samenspel.soundings.instruments.statements.vote_table.columns import Columns, find_columns
from samenspel.soundings.instruments.statements.vote_table.last_votes import (
    Rows,
    last_votes,
)
from samenspel.soundings.instruments.statements.vote_table.names import (
    Names,
    plain,
    plain_type,
)
from samenspel.soundings.instruments.statements.vote_table.opening import OpenTable, open_table
from samenspel.soundings.instruments.statements.vote_table.values import Misfits


class PartError(Exception):
    """Part of a table cannot be read, by the worker on this machine."""

    def __init__(self, path: str, machine: str) -> None:
        super().__init__(path, machine)
        self.path = path
        self.machine = machine


@dataclass(frozen=True, eq=False)
class TablePart:
    """A partition: the participants from one id to another, both included.

    statements : the sorted ids of all statements in the table
    group_of : (participants,) the known group of each, in the order of their ids
    """

    path: Path
    first: int | str
    last: int | str
    statements: pa.Array
    group_of: IntArray

    def load(self) -> Ballots:
        """Reads only those pieces of the file that can hold one of these participants: few where
        the rows are sorted by participant, all of them where they are not.

        Raises PartError where the file is not there, or not the one that was parted.
        """
        try:
            return self._load()
        # Workers elsewhere have no settings, so that they cannot say in anybody's language what is
        # wrong: then one of the last two hides it.
        except (_Changed, ExportError, ImproperlyConfigured, AppRegistryNotReady) as error:
            raise PartError(str(self.path), platform.node()) from error

    def _load(self) -> Ballots:
        with open_table(self.path) as table:
            columns = find_columns(table)
            found = _Part(self, table, columns)
            for before, batch in table.batches(found.wanted(), self._pieces(table, columns)):
                found.note(batch, before)
            return found.ballots()

    def _pieces(self, table: OpenTable, columns: Columns) -> Sequence[int]:
        return [
            piece
            for piece in table.pieces()
            if self._may_be_in(table.bounds(piece, columns.participant))
        ]

    def _may_be_in(self, bounds: tuple[Any, Any] | None) -> bool:
        if bounds is None or type(bounds[0]) is not type(self.first):
            return True
        low, high = bounds
        return bool(low <= self.last and high >= self.first)


def table_parts(
    path: Path,
    participants: pa.Array,
    statements: pa.Array,
    group_of: IntArray,
    *,
    people: int,
) -> tuple[TablePart, ...]:
    """The same people in each part as `measures.opinions.partitions.cut` gives.

    participants, statements : the sorted ids
    group_of : (participants,)
    """
    firsts = range(0, len(participants), people)
    return tuple(
        TablePart(
            path=path,
            first=participants[first].as_py(),
            last=participants[min(first + people, len(participants)) - 1].as_py(),
            statements=statements,
            group_of=group_of[first : first + people].astype(np.int16),
        )
        for first in firsts
    )


class _Changed(Exception):  # noqa: N818 - goes no further than this module
    """Since it was parted."""


class _Part:
    """Gathers the rows of these participants."""

    def __init__(self, part: TablePart, table: OpenTable, columns: Columns) -> None:
        self._part = part
        self._columns = columns
        kind = table.schema.field(columns.participant).type
        self._people = Names(kind)
        self._first, self._last = (
            pa.scalar(key, plain_type(kind)) for key in (part.first, part.last)
        )
        self._misfits = Misfits()
        self._voter = [np.empty(0, dtype=np.int32)]
        self._statement = [np.empty(0, dtype=np.int32)]
        self._value = [np.empty(0, dtype=np.int8)]
        self._time = [np.empty(0, dtype=np.int64)]

    def wanted(self) -> list[str]:
        columns = self._columns
        names = (columns.participant, columns.statement, columns.vote, columns.time)
        return [name for name in names if name is not None]

    def note(self, batch: pa.RecordBatch, before: int) -> None:
        columns = self._columns
        key = plain(batch.column(columns.participant))
        after_first = pc.greater_equal(key, self._first)
        batch = batch.filter(pc.and_(after_first, pc.less_equal(key, self._last)))
        statement = plain(batch.column(columns.statement))
        place = pc.index_in(statement, value_set=self._part.statements)
        if place.null_count:
            raise _Changed
        self._voter.append(self._people.codes(batch.column(columns.participant)))
        self._statement.append(place.to_numpy())
        self._value.append(values.votes(batch.column(columns.vote), before, self._misfits))
        if columns.time is not None:
            self._time.append(values.times(batch.column(columns.time)))

    def ballots(self) -> Ballots:
        people, rank = self._people.ranks()
        if len(people) != len(self._part.group_of) or self._misfits.vote.count:
            raise _Changed
        rows = Rows(
            voter=rank[np.concatenate(self._voter)],
            statement=np.concatenate(self._statement),
            value=np.concatenate(self._value),
        )
        time = np.concatenate(self._time)
        times = None if self._columns.time is None else time.__getitem__
        statements = len(self._part.statements)
        last = last_votes(rows, statements, times)
        votes = Votes(last.voter, last.statement, last.value, len(people), statements)
        return Ballots(votes, self._part.group_of)
