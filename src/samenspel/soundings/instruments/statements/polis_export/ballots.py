"""Votes as they come out of a file, re-votes included."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from samenspel.soundings.instruments.statements.polis_export.error import short
from samenspel.soundings.instruments.statements.polis_export.lines import broken_off
from samenspel.soundings.instruments.statements.polis_export.oddities import (
    Findings,
    statement_example,
)
from samenspel.soundings.instruments.statements.polis_export.table import Table, whole_number

MOST_VOTES = 20_000_000
MOST_PARTICIPANTS = 2_000_000
VALUES = {"1": 1, "+1": 1, "0": 0, "-1": -1}
NO_TIME = -1


@dataclass
class Ballots:
    """Arrays of plain numbers, 17 bytes a vote: lists of tuples would take ten times that."""

    statements: Mapping[str, int]
    """number as text → index"""
    voters: dict[str, int] = field(default_factory=dict)
    """voter id → index, in order of appearance; both go no further than this package"""
    voter: "array[int]" = field(default_factory=lambda: array("i"))
    statement: "array[int]" = field(default_factory=lambda: array("i"))
    value: "array[int]" = field(default_factory=lambda: array("b"))
    time: "array[int]" = field(default_factory=lambda: array("q"))
    """milliseconds since 1970, or NO_TIME"""


class OddVotes:
    """Reads what the quick look-ups did not know, and remembers how often that was in vain."""

    def __init__(self, table: Table, ballots: Ballots, findings: Findings) -> None:
        self._table = table
        self._ballots = ballots
        self._findings = findings
        self._count = 0
        self._first_line = 0

    def voter(self, text: str, row: list[str]) -> int | None:
        number = whole_number(text)
        if number is None:
            self._odd("unreadable-ids", row)
            return None
        voters = self._ballots.voters
        if len(voters) >= MOST_PARTICIPANTS:
            raise self._table.refuse(
                _("er staan meer dan 2 miljoen deelnemers in; dat kan niet worden gelezen.")
            )
        return voters.setdefault(str(number), len(voters))

    def statement(self, text: str, row: list[str]) -> int | None:
        number = whole_number(text)
        if number is None:
            self._odd("unreadable-ids", row)
            return None
        statement = self._ballots.statements.get(str(number))
        if statement is None:
            self._odd("unknown-statements", row, statement_example(number))
        return statement

    def value(self, text: str, row: list[str]) -> int | None:
        value = VALUES.get(text.strip())
        if value is None:
            if self._table.open_end:
                raise broken_off(self._table.name, self._table.line_of(row))
            self._odd("unknown-values", row, f"‘{short(text, 20)}’")
        return value

    def refuse_many(self, *, of: int) -> None:
        self._table.refuse_foreign(
            odd=self._count,
            of=of,
            first_line=self._first_line,
            problem=_(
                "hier is een nummer onleesbaar, de stelling onbekend of de stem geen 1, 0 of -1"
            ),
        )

    def _odd(self, what: str, row: list[str], example: str = "") -> None:
        self._count += 1
        self._first_line = self._first_line or self._table.line_of(row)
        self._findings.add(what, example=example)


def refuse_too_many(table: Table, votes: int) -> None:
    if votes > MOST_VOTES:
        raise table.refuse(
            _("er staan meer dan 20 miljoen stemmen in; dat kan niet worden gelezen.")
        )
