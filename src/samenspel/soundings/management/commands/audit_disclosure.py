"""`samenspel audit-disclosure`: can hidden cells of a table be worked out? Without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.measures.cell_suppression.protecting import CannotBeProtectedError, protected
from samenspel.measures.cell_suppression.ranges import Range
from samenspel.soundings.counted_tables import (
    Audit,
    CountedTable,
    as_csv,
    as_data,
    audit,
    read_counted_table,
)
from samenspel.soundings.instruments.statements.polis_export.error import ExportError

_FIRST_FEW = 20


class Command(BaseCommand):
    help = "Kijk of verborgen cellen van een tabel zijn terug te rekenen, zonder database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--minimum", type=int, default=5, metavar="NUMBER")
        parser.add_argument("--json", type=Path, metavar="FILE")
        parser.add_argument("--protect", nargs="?", const="-", metavar="FILE")

    def handle(
        self,
        *_args: Any,
        path: Path,
        minimum: int,
        json: Path | None,
        protect: str | None,
        **_options: Any,
    ) -> None:
        if minimum < 1:
            raise CommandError(_("Het minimum moet 1 of meer zijn."))
        try:
            table = read_counted_table(path)
        except ExportError as error:
            raise CommandError(str(error)) from error
        found = audit(table, minimum=minimum)
        if json:
            _write(json, _as_json(as_data(table, found, minimum=minimum)))
        # On standard output there is nothing but the table, where that is asked for.
        out = self.stderr if protect == "-" else self.stdout
        for sentence in _sentences(table, found, minimum):
            out.write(sentence, ending="\n")
        if protect:
            text = _protected(table, minimum)
            if protect == "-":
                self.stdout.write(text, ending="")
            else:
                _write(Path(protect), text)


def _as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _protected(table: CountedTable, minimum: int) -> str:
    try:
        hidden = protected(table.counts, table.hidden, minimum=minimum, width=minimum)
    except CannotBeProtectedError as error:
        raise CommandError(
            _(
                "Deze tabel is met zijn totalen niet te beschermen: %s blijft terug te rekenen,"
                " wat u ook verbergt. Publiceer de totalen niet, of voeg rijen of kolommen samen."
            )
            % _named(table, error.cells[0])
        ) from error
    return as_csv(table, hidden)


def _sentences(table: CountedTable, found: Audit, minimum: int) -> list[str]:
    told = [
        _("%(cells)d cellen, waarvan %(hidden)d verborgen; minimum %(minimum)d.")
        % {"cells": found.cells, "hidden": found.hidden, "minimum": minimum}
    ]
    if found.is_safe:
        told.append(_("Geen verborgen cel is terug te rekenen of te ver in te perken."))
    told += _list(
        [f"{_named(table, one)} = {one.low}" for one in found.derivable],
        ngettext(
            "%d verborgen cel is precies terug te rekenen:",
            "%d verborgen cellen zijn precies terug te rekenen:",
            len(found.derivable),
        ),
    )
    told += _list(
        [
            _("%(cell)s: %(low)d tot en met %(high)d")
            % {"cell": _named(table, one), "low": one.low, "high": one.high}
            for one in found.bounded
        ],
        ngettext(
            "%d verborgen cel is te ver in te perken:",
            "%d verborgen cellen zijn te ver in te perken:",
            len(found.bounded),
        ),
    )
    return told


def _list(lines: list[str], heading: str) -> list[str]:
    if not lines:
        return []
    more = len(lines) - _FIRST_FEW
    told = [heading % len(lines), *(f"  · {line}" for line in lines[:_FIRST_FEW])]
    if more > 0:
        told.append(_("  · en nog %d; met --json staan ze er allemaal in") % more)
    return told


def _named(table: CountedTable, one: Range) -> str:
    row, column = one.cell
    return _("rij ‘%(row)s’, kolom ‘%(column)s’") % {
        "row": table.rows[row],
        "column": table.columns[column],
    }


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(
            _("Schrijven lukt niet: %(name)s (%(reason)s).")
            % {"name": error.filename, "reason": error.strerror}
        ) from error
