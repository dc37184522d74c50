"""comments.csv: what was said, and what the moderators made of it."""

from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from samenspel.soundings.instruments.statements.polis_export.conversation import Statement
from samenspel.soundings.instruments.statements.polis_export.error import short
from samenspel.soundings.instruments.statements.polis_export.oddities import (
    Findings,
    statement_example,
)
from samenspel.soundings.instruments.statements.polis_export.table import Table, whole_number
from samenspel.soundings.instruments.statements.polis_export.texts import (
    LONGEST_TEXT,
    clean_text,
)

MOST_STATEMENTS = 50_000
_MODERATION = {"-1": -1, "0": 0, "1": 1}
# Excel in Dutch turns true into WAAR.
_META = {"true": True, "waar": True, "1": True, "false": False, "onwaar": False, "0": False}


@dataclass(frozen=True)
class Listed:
    """A statement with the tallies that the file claims; None where it claims nothing readable."""

    statement: Statement
    agrees: int | None
    disagrees: int | None


@dataclass(frozen=True)
class Listing:
    """by number"""

    rows: tuple[Listed, ...]
    has_tallies: bool

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(row.statement for row in self.rows)


class _Columns:
    def __init__(self, table: Table) -> None:
        self.number = table.column("comment-id")
        self.moderated = table.column("moderated")
        self.text = table.column("comment-body")
        self.meta = table.optional_column("is-meta")
        self.agrees = table.optional_column("agrees")
        self.disagrees = table.optional_column("disagrees")


def read_statements(file: BinaryIO, findings: Findings) -> Listing:
    table = Table(file, "comments.csv")
    columns = _Columns(table)
    listed: dict[int, Listed] = {}
    rows = odd = first_odd = 0
    for row in table:
        rows += 1
        number = whole_number(row[columns.number])
        if number is None or row[columns.moderated].strip() not in _MODERATION:
            odd += 1
            first_odd = first_odd or table.line_of(row)
        if number is None:
            findings.add("unreadable-ids")
            continue
        found = _listed(table, columns, row, number, findings)
        _keep(table, row, listed, found, findings)
    table.refuse_foreign(
        odd=odd,
        of=rows,
        first_line=first_odd,
        problem=_("comment-id of moderated is hier geen geldig getal"),
    )
    if not listed:
        raise table.refuse(_("er staat geen enkele stelling in. Download het bestand opnieuw."))
    # A text may have lost its end without a trace; every other file shows that in its columns.
    findings.add("open-end", int(table.open_end))
    listing = Listing(
        tuple(listed[number] for number in sorted(listed)),
        has_tallies=columns.agrees is not None and columns.disagrees is not None,
    )
    _look_at_texts(listing.statements, findings)
    return listing


def _listed(
    table: Table, columns: _Columns, row: list[str], number: int, findings: Findings
) -> Listed:
    statement = Statement(
        number=number,
        text=_text(table, row, row[columns.text]),
        moderation=_moderation(row[columns.moderated].strip(), number, findings),
        is_meta=columns.meta is not None and _meta(row[columns.meta].strip(), number, findings),
    )
    return Listed(
        statement,
        agrees=None if columns.agrees is None else whole_number(row[columns.agrees]),
        disagrees=None if columns.disagrees is None else whole_number(row[columns.disagrees]),
    )


def _text(table: Table, row: list[str], text: str) -> str:
    # Looked at before and after: cleaning a text of this size is cheap, and can make it longer.
    if len(text) <= LONGEST_TEXT:
        text = clean_text(text)
    if len(text) > LONGEST_TEXT:
        raise table.refuse(
            _(
                "deze stelling is langer dan 10.000 tekens. Kort de tekst in, of controleer of er"
                " een aanhalingsteken ontbreekt."
            ),
            row=row,
        )
    return text


def _moderation(text: str, number: int, findings: Findings) -> int:
    if text not in _MODERATION:
        # What was perhaps taken out must not come back by a typing error.
        findings.add("unknown-moderation", example=statement_example(number))
    return _MODERATION.get(text, -1)


def _meta(text: str, number: int, findings: Findings) -> bool:
    if text.lower() not in _META:
        findings.add("unknown-meta", example=statement_example(number))
    return _META.get(text.lower(), False)


def _keep(
    table: Table, row: list[str], listed: dict[int, Listed], found: Listed, findings: Findings
) -> None:
    number = found.statement.number
    earlier = listed.setdefault(number, found)
    if earlier is not found:
        if earlier.statement != found.statement:
            raise table.refuse(
                _(
                    "stelling %(number)d staat al eerder in het bestand, met een andere tekst of"
                    " een ander oordeel van de moderatoren. Verwijder de verkeerde regel."
                )
                % {"number": number},
                row=row,
            )
        findings.add("repeated-statements", example=statement_example(number))
    if len(listed) > MOST_STATEMENTS:
        raise table.refuse(
            _("er staan meer dan 50.000 stellingen in; dat kan niet worden gelezen.")
        )


def _look_at_texts(statements: tuple[Statement, ...], findings: Findings) -> None:
    seen: set[str] = set()
    for statement in statements:
        example = statement_example(statement.number)
        if not statement.text:
            findings.add("empty-texts", example=example)
        elif statement.text in seen:
            findings.add("duplicate-texts", example=f"‘{short(statement.text)}’")
        seen.add(statement.text)
        findings.add("moderated-out", int(statement.moderation == -1))
        findings.add("meta-statements", int(statement.is_meta), example)
