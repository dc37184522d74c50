"""A CSV file with a header, row by row, with a clear word for whatever is wrong with it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samenspel.atlas.importing.known_time import is_known_year
from samenspel.atlas.importing.opening import Unpacked
from samenspel.atlas.importing.reading_error import ReadingError

if TYPE_CHECKING:
    from _csv import Reader

_CODE = re.compile(r"GM\d{4}\Z", re.ASCII)
# PostgreSQL's integer; nobody counts more people.
_MOST = 2**31 - 1


@dataclass(frozen=True)
class Row:
    """One row, which knows where it stands for when something is wrong with it."""

    line: int
    cells: dict[str, str]

    def text(self, column: str, *, longest: int, needed: bool = True) -> str:
        value = self.cells[column].strip()
        if "\x00" in value or len(value) > longest or (needed and not value):
            raise self.wrong(
                column, _("verwacht: tekst van hoogstens %(n)s tekens") % {"n": longest}
            )
        return value

    def code(self, column: str) -> str:
        value = self.cells[column].strip()
        if not _CODE.match(value):
            raise self.wrong(column, _("verwacht: een gemeentecode van het CBS, zoals GM0344"))
        return value

    def year(self, column: str) -> int:
        value = self.number(column)
        if value is None or not is_known_year(value):
            raise self.wrong(column, _("verwacht: een jaartal, zoals 2026"))
        return value

    def number(self, column: str) -> int | None:
        """None where the cell is empty."""
        value = self.cells[column].strip()
        if not value:
            return None
        if not (value.isascii() and value.isdecimal() and len(value) <= 20 and int(value) <= _MOST):
            raise self.wrong(column, _("verwacht: een geheel getal van 0 of meer"))
        return int(value)

    def wrong(self, column: str, expected: str) -> ReadingError:
        value = self.cells[column].strip()
        return ReadingError(
            _("Regel %(line)s, kolom %(column)s: “%(value)s” klopt niet; %(expected)s.")
            % {
                "line": self.line,
                "column": column,
                "value": value[:40],
                "expected": expected,
            }
        )


def table(stream: Unpacked, known: Sequence[Sequence[str]]) -> tuple[int, Iterator[Row]]:
    """Which of the known headers a file has, by its place, and its rows.

    known : for each kind of file the columns that it must have; others are skipped
    """
    text = io.TextIOWrapper(io.BufferedReader(stream), encoding="utf-8-sig", newline="")
    lines = _lines(text)
    first = next(lines, "")
    if not first.strip():
        raise ReadingError(_("Dit bestand is leeg."))
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(_with(first, lines), delimiter=delimiter, strict=True)
    header = [name.strip() for name in _next(reader) or []]
    for place, columns in enumerate(known):
        if set(columns) <= set(header):
            return place, _rows(reader, header, columns)
    missing = min((sorted(set(columns) - set(header)) for columns in known), key=len)
    raise ReadingError(
        _(
            "In dit bestand ontbreken kolommen: %(missing)s. Er staan: %(found)s. Kijk in "
            "docs/atlas.md welke kolommen er moeten zijn."
        )
        % {"missing": ", ".join(missing), "found": ", ".join(header)[:300]}
    )


def _with(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    # A file without ends of lines must not be read whole.
    try:
        while line := text.readline(1_000_000):
            yield line
    except UnicodeDecodeError as error:
        raise ReadingError(
            _(
                "Dit bestand is geen UTF-8. Sla het opnieuw op als CSV met UTF-8. (In Excel: "
                "“CSV UTF-8”.)"
            )
        ) from error


def _rows(reader: "Reader", header: list[str], columns: Sequence[str]) -> Iterator[Row]:
    places = {name: header.index(name) for name in columns}
    any_row = False
    while (cells := _next(reader)) is not None:
        if not cells:
            continue
        # The national table ends every row, but not its header, in an empty cell.
        if len(cells) < len(header) or any(cells[len(header) :]):
            raise ReadingError(
                _(
                    "Regel %(line)s heeft %(n)s kolommen, de eerste regel %(columns)s. Is het "
                    "bestand heel?"
                )
                % {"line": reader.line_num, "n": len(cells), "columns": len(header)}
            )
        any_row = True
        yield Row(reader.line_num, {name: cells[place] for name, place in places.items()})
    if not any_row:
        raise ReadingError(_("In dit bestand staan alleen namen van kolommen, en geen gegevens."))


def _next(reader: "Reader") -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        raise ReadingError(
            _("Dit bestand is geen CSV: regel %(line)s is niet te lezen (%(why)s).")
            % {"line": reader.line_num, "why": error}
        ) from error
