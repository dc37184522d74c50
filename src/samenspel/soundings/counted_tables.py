"""A table of counts as a file, such as a municipality wants to publish: read, judged and written.

Columns `row`, `column`, `n` and `hidden`, a line per cell. Of a table that was published already n
is empty where it is hidden, and `row_total` and `column_total` stand on each line: then any counts
that fit the totals do, because what a hidden cell can be follows from the totals alone.
"""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from samenspel.measures.cell_suppression.fitting import fitted
from samenspel.measures.cell_suppression.ranges import Range, narrow_cells
from samenspel.soundings.instruments.statements.polis_export.error import refusal, short
from samenspel.soundings.instruments.statements.polis_export.table import Table, whole_number

FORMAT = 1
MOST_CELLS = 1_000_000
_COLUMNS = ("row", "column", "n", "hidden")
_TOTALS = ("row_total", "column_total")


@dataclass(frozen=True, eq=False)
class CountedTable:
    """counts, hidden : (rows, columns); a cell that the file does not have counts as a shown 0."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: NDArray[np.int64]
    hidden: NDArray[np.bool_]
    in_file: tuple[tuple[int, int], ...]
    """the cells of the file, in its order"""


@dataclass(frozen=True)
class Audit:
    """What is wrong with a table as it would be published."""

    cells: int
    hidden: int
    derivable: list[Range]
    bounded: list[Range]

    @property
    def is_safe(self) -> bool:
        return not self.derivable and not self.bounded


def audit(table: CountedTable, *, minimum: int) -> Audit:
    """Every hidden cell that is known exactly, or to within fewer than `minimum` people."""
    narrow = narrow_cells(table.counts, table.hidden, width=minimum)
    return Audit(
        cells=len(table.in_file),
        hidden=int(table.hidden.sum()),
        derivable=[one for one in narrow if one.is_derivable],
        bounded=[one for one in narrow if not one.is_derivable],
    )


def as_data(table: CountedTable, found: Audit, *, minimum: int) -> dict[str, Any]:
    """The audit as it is written as JSON."""
    return {
        "format": FORMAT,
        "minimum": minimum,
        "cells": found.cells,
        "hidden": found.hidden,
        "safe": found.is_safe,
        "derivable": [{**_place(table, one), "count": one.low} for one in found.derivable],
        "bounded": [
            {**_place(table, one), "low": one.low, "high": one.high} for one in found.bounded
        ],
    }


def _place(table: CountedTable, one: Range) -> dict[str, str]:
    row, column = one.cell
    return {"row": table.rows[row], "column": table.columns[column]}


def as_csv(table: CountedTable, hidden: NDArray[np.bool_]) -> str:
    """The table as it may be published: without what is hidden, and with its totals."""
    row_totals = table.counts.sum(axis=1)
    column_totals = table.counts.sum(axis=0)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*_COLUMNS, *_TOTALS])
    for row, column in table.in_file:
        is_hidden = bool(hidden[row, column])
        writer.writerow(
            [
                table.rows[row],
                table.columns[column],
                "" if is_hidden else int(table.counts[row, column]),
                int(is_hidden),
                int(row_totals[row]),
                int(column_totals[column]),
            ]
        )
    return text.getvalue()


# ── Reading ───────────────────────────────────────────────────────────────────────────────
@dataclass
class _Lines:
    """What was read so far."""

    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    cells: dict[tuple[int, int], tuple[int | None, bool]] = field(default_factory=dict)
    row_totals: dict[int, int] = field(default_factory=dict)
    column_totals: dict[int, int] = field(default_factory=dict)


def read_counted_table(path: Path) -> CountedTable:
    """Raises ExportError, in words for who made the file."""
    try:
        with path.open("rb") as file:
            return _read(Table(file, path.name, separators=",;\t"), path.name)
    except OSError as error:
        raise refusal(
            path.name, _("dit bestand is niet te lezen (%s).") % error.strerror
        ) from error


def _read(table: Table, name: str) -> CountedTable:
    at = {column: table.column(column) for column in _COLUMNS}
    totals = {column: table.optional_column(column) for column in _TOTALS}
    lines = _Lines()
    for row in table:
        place = (
            lines.rows.setdefault(row[at["row"]].strip(), len(lines.rows)),
            lines.columns.setdefault(row[at["column"]].strip(), len(lines.columns)),
        )
        if len(lines.rows) * len(lines.columns) > MOST_CELLS:
            raise table.refuse(
                _("de tabel heeft meer dan 1.000.000 cellen. Splits hem in kleinere tabellen."),
                row=row,
            )
        if place in lines.cells:
            raise table.refuse(
                _("rij ‘%(row)s’ met kolom ‘%(column)s’ staat er al in. Laat er één staan.")
                % {"row": short(row[at["row"]]), "column": short(row[at["column"]])},
                row=row,
            )
        hidden = _yes_or_no(table, row, row[at["hidden"]].strip())
        lines.cells[place] = (_count(table, row, row[at["n"]].strip(), hidden=hidden), hidden)
        _note_totals(table, row, totals, lines, place)
    if not lines.cells:
        raise table.refuse(_("er staat geen enkele cel in. Zet elke cel op een regel."))
    return _made(lines, name)


def _yes_or_no(table: Table, row: list[str], text: str) -> bool:
    if text not in {"0", "1"}:
        raise table.refuse(
            _("in de kolom ‘hidden’ staat ‘%s’. Zet er 1 voor verborgen en 0 voor zichtbaar.")
            % short(text),
            row=row,
        )
    return text == "1"


def _count(table: Table, row: list[str], text: str, *, hidden: bool) -> int | None:
    if hidden and not text:
        return None
    return _number(table, row, "n", text)


def _number(table: Table, row: list[str], column: str, text: str) -> int:
    number = whole_number(text)
    if number is None:
        raise table.refuse(
            _("in de kolom ‘%(column)s’ staat ‘%(text)s’. Zet er een heel getal van 0 of meer.")
            % {"column": column, "text": short(text)},
            row=row,
        )
    return number


def _note_totals(
    table: Table,
    row: list[str],
    totals: dict[str, int | None],
    lines: _Lines,
    place: tuple[int, int],
) -> None:
    kept = zip(_TOTALS, (lines.row_totals, lines.column_totals), place, strict=True)
    for column, known, line in kept:
        at = totals[column]
        if at is None or not row[at].strip():
            continue
        number = _number(table, row, column, row[at].strip())
        if known.setdefault(line, number) != number:
            raise table.refuse(
                _("in ‘%(column)s’ staat %(now)d, en eerder voor dezelfde lijn %(before)d.")
                % {"column": column, "now": number, "before": known[line]},
                row=row,
            )


def _made(lines: _Lines, name: str) -> CountedTable:
    shape = (len(lines.rows), len(lines.columns))
    counts, hidden = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.bool_)
    for place, (count, is_hidden) in lines.cells.items():
        counts[place], hidden[place] = count or 0, is_hidden
    if any(count is None for count, _hidden in lines.cells.values()):
        counts = _fitted(lines, name, counts, hidden)
    return CountedTable(tuple(lines.rows), tuple(lines.columns), counts, hidden, tuple(lines.cells))


def _fitted(
    lines: _Lines, name: str, counts: NDArray[np.int64], hidden: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Counts for what is hidden that fit the totals that stand in the file."""
    if len(lines.row_totals) < counts.shape[0] or len(lines.column_totals) < counts.shape[1]:
        raise refusal(
            name,
            _(
                "bij verborgen cellen is n leeg. Vul n in, of zet op elke regel het totaal van de"
                " rij en van de kolom in ‘row_total’ en ‘column_total’."
            ),
        )
    shown = np.where(hidden, 0, counts)
    rows = np.array([lines.row_totals[at] for at in range(counts.shape[0])]) - shown.sum(axis=1)
    columns = np.array([lines.column_totals[at] for at in range(counts.shape[1])])
    try:
        return shown + fitted(hidden, rows, columns - shown.sum(axis=0))
    except ValueError as error:
        raise refusal(
            name, _("de totalen passen niet bij de cellen die zichtbaar zijn. Reken ze na.")
        ) from error
