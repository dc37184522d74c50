"""Rows of a CSV file, with columns found by name."""

import csv
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from django.utils.translation import gettext as _

from samenspel.soundings.instruments.statements.polis_export.error import (
    ExportError,
    refusal,
    short,
)
from samenspel.soundings.instruments.statements.polis_export.lines import Lines, broken_off

# More odd rows than this, in number and as a share, and the file is no Polis export.
_FEW_ODD_ROWS = 20
_SMALL_SHARE = 0.01


class Table:
    def __init__(self, file: BinaryIO, name: str, *, separators: str = ",") -> None:
        self.name = name
        self._lines = Lines(file, name)
        lines = iter(self._lines)
        first = next(lines)
        self._separator = max(separators, key=first.count)
        self._reader = csv.reader(chain([first], lines), delimiter=self._separator, strict=True)
        self.first = self._next_filled()
        self.header = [cell.strip().lower() for cell in self.first]

    def column(self, name: str) -> int:
        at = self.optional_column(name)
        if at is None:
            raise self._missing_column(name)
        return at

    def optional_column(self, name: str) -> int | None:
        if self.header.count(name) > 1:
            raise self.refuse(
                _("de kolom ‘%(column)s’ staat er twee keer in. Download het bestand opnieuw.")
                % {"column": name},
            )
        return self.header.index(name) if name in self.header else None

    def __iter__(self) -> Iterator[list[str]]:
        width = len(self.header)
        try:
            for row in self._reader:
                if len(row) == width:
                    yield row
                elif row:
                    raise self._wrong_width(row)
        except csv.Error as error:
            raise self._unreadable(error) from error

    def line_of(self, row: list[str]) -> int:
        """The line on which the row that was read last begins."""
        return self._reader.line_num - sum(cell.count("\n") for cell in row)

    @property
    def open_end(self) -> bool:
        return self._lines.open_end

    def refuse(self, problem: str, *, row: list[str] | None = None) -> ExportError:
        return refusal(self.name, problem, line=None if row is None else self.line_of(row))

    def refuse_foreign(self, *, odd: int, of: int, first_line: int, problem: str) -> None:
        """One odd row among thousands can be skipped. Many mean that this is something else."""
        if odd > _FEW_ODD_ROWS and odd > of * _SMALL_SHARE:
            raise refusal(
                self.name,
                _(
                    "%(problem)s, en zo zijn er %(odd)d op %(of)d. Dit lijkt geen Polis-export,"
                    " of de bestanden horen niet bij elkaar. Download ze opnieuw bij Polis."
                )
                % {"problem": problem, "odd": odd, "of": of},
                line=first_line,
            )

    def _next_filled(self) -> list[str]:
        try:
            return next((row for row in self._reader if row), [])
        except csv.Error as error:
            raise self._unreadable(error) from error

    def _missing_column(self, name: str) -> ExportError:
        alone = self.header[0] if len(self.header) == 1 else ""
        if self._separator == "," and (";" in alone or "\t" in alone):
            return self.refuse(
                _(
                    "de kolommen zijn gescheiden met puntkomma’s of tabs. Waarschijnlijk is het"
                    " bestand in Excel opgeslagen: gebruik het bestand zoals het uit Polis kwam."
                ),
            )
        found = short(", ".join(short(column) for column in self.header[:12]), 200)
        return self.refuse(
            _("de kolom ‘%(column)s’ ontbreekt. Gevonden: %(found)s. Is dit het goede bestand?")
            % {"column": name, "found": found},
        )

    def _wrong_width(self, row: list[str]) -> ExportError:
        if self.open_end and len(row) < len(self.header):
            return broken_off(self.name, self.line_of(row))
        return self.refuse(
            _(
                "deze regel heeft %(found)d kolommen in plaats van %(expected)d. Het bestand is"
                " veranderd of beschadigd: download het opnieuw."
            )
            % {"found": len(row), "expected": len(self.header)},
            row=row,
        )

    def _unreadable(self, error: csv.Error) -> ExportError:
        line = self._reader.line_num
        if "unexpected end of data" in str(error):
            return broken_off(self.name, line)
        if "field limit" in str(error):
            problem = _(
                "hier staat een tekst van meer dan 100.000 tekens, of een aanhalingsteken dat niet"
                " wordt gesloten. Download het bestand opnieuw."
            )
        else:
            problem = _(
                "de aanhalingstekens of regeleinden kloppen hier niet. Download het bestand"
                " opnieuw."
            )
        return refusal(self.name, problem, line=line)


def whole_number(text: str) -> int | None:
    """An id or a count; None where it is anything else. `int` alone would take 1_000 and ١."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
