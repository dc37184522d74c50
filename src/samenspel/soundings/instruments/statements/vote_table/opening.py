"""A table of votes on disk, Parquet or Arrow, read in batches of rows and with few columns."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as parquet
from django.utils.translation import gettext as _

from samenspel.soundings.instruments.statements.polis_export.error import (
    ExportError,
    refusal,
    short,
)

# As many rows at once as make looking up names cheap, without taking much memory.
_ROWS_AT_ONCE = 2_000_000
MOST_ROWS = 2**31 - 1
_PARQUET, _ENCRYPTED, _ARROW, _OLD_FEATHER = b"PAR1", b"PARE", b"ARROW1", b"FEA1"


class TableFile(Protocol):
    schema: pa.Schema
    rows: int

    def pieces(self) -> Sequence[int]:
        """The numbers of the pieces that the file was written in."""
        ...

    def bounds(self, piece: int, column: str) -> tuple[Any, Any] | None:
        """The least and the largest value that a piece may hold; None where nobody wrote that."""
        ...

    def read(self, pieces: Sequence[int], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows of these pieces, in order."""
        ...


class OpenTable:
    """The table for whoever reads votes. What is wrong with the file is said as an ExportError."""

    def __init__(self, name: str, file: TableFile) -> None:
        self.name = name
        self._file = file
        self.schema = file.schema
        self.columns: list[str] = file.schema.names
        self.rows = file.rows

    def pieces(self) -> Sequence[int]:
        return self._file.pieces()

    def bounds(self, piece: int, column: str) -> tuple[Any, Any] | None:
        return self._file.bounds(piece, column)

    def batches(
        self, columns: Sequence[str], pieces: Sequence[int] | None = None
    ) -> Iterator[tuple[int, pa.RecordBatch]]:
        """The columns in batches, each with the number of rows before it."""
        before = 0
        batches = self._file.read(self.pieces() if pieces is None else pieces, columns)
        while True:
            with _damage_told(self.name):
                batch = next(batches, None)
                if batch is not None:
                    # What looks beyond the end of a damaged column reads other memory, or ends us.
                    batch.validate(full=True)
            after = before + (0 if batch is None else batch.num_rows)
            if after > self.rows or (batch is None and pieces is None and after < self.rows):
                raise _other_rows(self.name)
            if batch is None:
                return
            yield before, batch
            before = after

    def refuse(self, problem: str, *, row: int | None = None) -> ExportError:
        """row : counted from 0"""
        if row is None:
            return refusal(self.name, problem)
        place = _("%(file)s, rij %(row)d") % {"file": self.name, "row": row + 1}
        return refusal(place, problem)


class _Parquet:
    def __init__(self, file: pa.NativeFile) -> None:
        self._file = parquet.ParquetFile(file, pre_buffer=False)
        self.schema = self._file.schema_arrow
        self.rows = self._file.metadata.num_rows
        leaves = range(len(self._file.schema))
        self._place = {self._file.schema.column(at).path: at for at in leaves}

    def pieces(self) -> Sequence[int]:
        return range(self._file.metadata.num_row_groups)

    def bounds(self, piece: int, column: str) -> tuple[Any, Any] | None:
        about = self._file.metadata.row_group(piece).column(self._place[column]).statistics
        return (about.min, about.max) if about is not None and about.has_min_max else None

    def read(self, pieces: Sequence[int], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        yield from self._file.iter_batches(
            _ROWS_AT_ONCE, row_groups=list(pieces), columns=list(columns)
        )


class _Arrow:
    def __init__(self, file: pa.NativeFile) -> None:
        self._file = file
        self.schema = pa.ipc.open_file(file).schema
        lengths = self._only([0])
        self._pieces = range(lengths.num_record_batches)
        self.rows = sum(lengths.get_batch(piece).num_rows for piece in self._pieces)

    def pieces(self) -> Sequence[int]:
        return self._pieces

    def bounds(self, _piece: int, _column: str) -> tuple[Any, Any] | None:
        return None

    def read(self, pieces: Sequence[int], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        reader = self._only([self.schema.get_field_index(name) for name in columns])
        # Often written in small pieces, of which some thousands would take long one by one.
        waiting: list[pa.RecordBatch] = []
        for piece in pieces:
            waiting.append(reader.get_batch(piece).select(list(columns)))
            if sum(batch.num_rows for batch in waiting) >= _ROWS_AT_ONCE:
                yield pa.concat_batches(waiting)
                waiting = []
        if waiting:
            yield pa.concat_batches(waiting)

    def _only(self, fields: list[int]) -> pa.ipc.RecordBatchFileReader:
        """A reader that takes no more than these columns from the disk."""
        options = pa.ipc.IpcReadOptions(included_fields=fields)
        return pa.ipc.open_file(self._file, options=options)


@contextmanager
def open_table(path: Path) -> Iterator[OpenTable]:
    """Raises ExportError for what is no table, or is broken off."""
    with ExitStack() as stack:
        kind = _kind(path)
        with _damage_told(path.name):
            file = stack.enter_context(pa.OSFile(str(path)))
            opened: TableFile = _Parquet(file) if kind == _PARQUET else _Arrow(file)
            table = OpenTable(path.name, opened)
        if table.rows < 0:
            raise _other_rows(table.name)
        if table.rows == 0:
            raise table.refuse(_("er staat geen enkele stem in. Geef elke stem een rij."))
        if table.rows > MOST_ROWS:
            raise table.refuse(
                _("er staan meer dan 2 miljard rijen in; dat kan niet worden gelezen.")
            )
        yield table


def _kind(path: Path) -> bytes:
    name = path.name
    if not path.is_file():
        raise refusal(name, _("dit bestand bestaat niet of is geen gewoon bestand."))
    try:
        with path.open("rb") as file:
            head = file.read(len(_ARROW))
            size = os.fstat(file.fileno()).st_size
            file.seek(max(0, size - len(_ARROW)))
            tail = file.read()
    except OSError as error:
        raise refusal(
            name,
            _("het bestand kan niet worden geopend (%(reason)s). Controleer de rechten.")
            % {"reason": error.strerror},
        ) from error
    if not head:
        raise refusal(name, _("het bestand is leeg. Maak het opnieuw."))
    if _ENCRYPTED in {head[:4], tail[-4:]}:
        raise refusal(name, _("het bestand is versleuteld. Maak het opnieuw, zonder sleutel."))
    if head.startswith(_OLD_FEATHER):
        raise refusal(
            name, _("dit is Feather versie 1. Bewaar het als Parquet of Feather versie 2.")
        )
    for kind in (_PARQUET, _ARROW):
        if head.startswith(kind):
            if size < 2 * len(kind) or not tail.endswith(kind):
                raise _broken_off(name)
            return kind
    raise refusal(
        name,
        _(
            "dit is geen Parquet- of Arrow-bestand. Geef zo’n bestand, of de map met de bestanden"
            " van een Polis-export."
        ),
    )


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(name, short(str(error), 120)) from error


def _damaged(name: str, reason: str) -> ExportError:
    return refusal(
        name,
        _("het bestand is beschadigd of niet compleet (%(reason)s). Maak het opnieuw.")
        % {"reason": reason},
    )


def _other_rows(name: str) -> ExportError:
    return _damaged(name, _("er zijn meer of minder rijen dan het bestand zegt"))


def _broken_off(name: str) -> ExportError:
    return refusal(name, _("het bestand is niet compleet: het einde ontbreekt. Maak het opnieuw."))
