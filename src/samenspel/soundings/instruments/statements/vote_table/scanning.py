"""One pass over a table of votes: who and what there is, and every vote as it stands there."""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from samenspel.soundings.instruments.statements.polis_export.error import ExportError
from samenspel.soundings.instruments.statements.vote_table import values
from samenspel.soundings.instruments.statements.vote_table.columns import Columns
from samenspel.soundings.instruments.statements.vote_table.last_votes import Rows
from samenspel.soundings.instruments.statements.vote_table.names import (
    NONE,
    CodeArray,
    Names,
    OneEach,
)
from samenspel.soundings.instruments.statements.vote_table.opening import OpenTable
from samenspel.soundings.instruments.statements.vote_table.values import Days, Misfits

Progress: TypeAlias = Callable[[int, int, str], None]
"""done, total, what"""

MOST_STATEMENTS = 50_000
READING = "read"


@dataclass(frozen=True, eq=False)
class Scanned:
    """Who and what a table is about.

    participants, statements : the ids, sorted: numbers by size, texts by their characters
    group_of : (participants,) index into `groups`, -1 for none; None without that column
    text_of : (statements,) index into `texts`, -1 for none; None without that column
    """

    participants: pa.Array
    statements: pa.Array
    groups: list[str]
    group_of: CodeArray | None
    texts: list[str]
    text_of: CodeArray | None
    rows: Rows
    without_time: int
    days: tuple[date, date] | tuple[None, None]


def scan(table: OpenTable, columns: Columns, progress: Progress | None = None) -> Scanned:
    """Raises ExportError for what no vote can be, and names the first row where it is."""
    scanning = _Scanning(table, columns)
    with ThreadPoolExecutor(1) as aside:
        for before, batch in table.batches(columns.present()):
            scanning.note(batch, before, aside)
            if progress is not None:
                progress(before + batch.num_rows, table.rows, READING)
    return scanning.result()


class _Scanning:
    def __init__(self, table: OpenTable, columns: Columns) -> None:
        self._table = table
        self._columns = columns
        self._misfits = Misfits()
        self._days = Days()
        self._without_time = 0
        self._people = self._names(columns.participant)
        self._statements = self._names(columns.statement)
        self._groups = self._names(columns.group)
        self._texts = self._names(columns.text)
        self._group_of = OneEach(self._other_group)
        self._text_of = OneEach(self._other_text)
        self._rows = Rows.empty(table.rows, weighted=columns.weight is not None)

    def note(self, batch: pa.RecordBatch, before: int, aside: Executor) -> None:
        columns = self._columns
        # Half of the work, where people come in any order.
        people = aside.submit(self._people.codes, batch.column(columns.participant))
        statement = self._statements.codes(batch.column(columns.statement))
        self._misfits.note_empty("statement", statement == NONE, before)
        if len(self._statements) > MOST_STATEMENTS:
            raise self._too_many_statements()
        here = slice(before, before + batch.num_rows)
        vote = batch.column(columns.vote)
        self._rows.value[here] = values.votes(vote, before, self._misfits)
        if columns.weight is not None and self._rows.weight is not None:
            weight = batch.column(columns.weight)
            self._rows.weight[here] = values.weights(weight, before, self._misfits)
        if columns.time is not None:
            self._days.note(batch.column(columns.time))
            self._without_time += batch.column(columns.time).null_count
        voter = people.result()
        self._misfits.note_empty("participant", voter == NONE, before)
        self._rows.voter[here], self._rows.statement[here] = voter, statement
        self._note_groups_and_texts(batch, voter, statement, before)

    def result(self) -> Scanned:
        refusal = self._misfits.refusal(self._table)
        if refusal is not None:
            raise refusal
        people, rank_of_person = self._sorted(self._people, "participant")
        statements, rank_of_statement = self._sorted(self._statements, "statement")
        _renumber(self._rows.voter, rank_of_person)
        _renumber(self._rows.statement, rank_of_statement)
        group_of = _by_rank(self._group_of.said(len(people)), rank_of_person)
        text_of = _by_rank(self._text_of.said(len(statements)), rank_of_statement)
        return Scanned(
            participants=people,
            statements=statements,
            groups=self._groups.known.to_pylist(),
            group_of=group_of if self._columns.group is not None else None,
            texts=self._texts.known.to_pylist(),
            text_of=text_of if self._columns.text is not None else None,
            rows=self._rows,
            without_time=self._without_time,
            days=self._days.days(),
        )

    def _names(self, column: str | None) -> Names:
        kind = pa.string() if column is None else self._table.schema.field(column).type
        return Names(kind)

    def _note_groups_and_texts(
        self, batch: pa.RecordBatch, voter: CodeArray, statement: CodeArray, before: int
    ) -> None:
        # Rows without a participant or a statement are refused later, with how many they are.
        if self._columns.group is not None:
            group = self._groups.codes(batch.column(self._columns.group))
            self._group_of.note(voter, group, before)
        if self._columns.text is not None:
            text = self._texts.codes(batch.column(self._columns.text))
            self._text_of.note(statement, text, before)

    def _sorted(self, names: Names, column: str) -> tuple[pa.Array, CodeArray]:
        is_text = not pa.types.is_integer(names.known.type)
        if is_text and pc.any(pc.equal(names.known, "")).as_py():
            raise self._table.refuse(
                _("de kolom ‘%(column)s’ bevat lege teksten. Vul ze in of haal die rijen weg.")
                % {"column": column}
            )
        return names.ranks()

    def _other_group(self, row: int) -> ExportError:
        return self._table.refuse(
            _(
                "deze deelnemer staat ook in een andere groep. Geef elke deelnemer op alle rijen"
                " dezelfde groep."
            ),
            row=row,
        )

    def _other_text(self, row: int) -> ExportError:
        return self._table.refuse(
            _(
                "deze stelling heeft ook een andere tekst. Geef elke stelling op alle rijen"
                " dezelfde tekst."
            ),
            row=row,
        )

    def _too_many_statements(self) -> ExportError:
        return self._table.refuse(
            _(
                "er staan meer dan 50.000 verschillende stellingen in. Staat het nummer van de"
                " stelling in de kolom ‘statement’?"
            )
        )


def _renumber(codes: CodeArray, rank: CodeArray) -> None:
    """In place, and in pieces: these are the largest arrays there are."""
    for start in range(0, len(codes), 1 << 20):
        piece = slice(start, start + (1 << 20))
        codes[piece] = rank[codes[piece]]


def _by_rank(said: CodeArray, rank: CodeArray) -> CodeArray:
    moved = np.empty_like(said)
    moved[rank] = said
    return moved
