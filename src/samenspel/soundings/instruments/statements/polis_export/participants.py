"""participants-votes.csv: a line for each participant, a column for each statement."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from django.utils.translation import gettext as _

from samenspel.soundings.instruments.statements.polis_export.ballots import (
    NO_TIME,
    VALUES,
    Ballots,
    OddVotes,
    refuse_too_many,
)
from samenspel.soundings.instruments.statements.polis_export.oddities import Findings
from samenspel.soundings.instruments.statements.polis_export.table import Table, whole_number


def read_participants_votes(
    file: BinaryIO, statements: Mapping[str, int], findings: Findings
) -> Ballots:
    table = Table(file, "participants-votes.csv")
    at_voter = table.column("participant")
    columns = tuple(_statement_columns(table))
    ballots = Ballots(statements)
    odd = OddVotes(table, ballots, findings)
    votes = 0
    for row in table:
        voter = odd.voter(row[at_voter], row)
        if voter is None:
            votes += 1
            continue
        for at, number in columns:
            if row[at]:
                votes += 1
                _read_cell(row, at, number, voter, ballots, odd)
        refuse_too_many(table, votes)
    odd.refuse_many(of=votes)
    return ballots


def _statement_columns(table: Table) -> Iterator[tuple[int, str]]:
    seen: set[int] = set()
    for at, name in enumerate(table.header):
        number = whole_number(name)
        if number is None:
            continue
        if number in seen:
            raise table.refuse(
                _("stelling %(number)d heeft twee kolommen. Download het bestand opnieuw.")
                % {"number": number}
            )
        seen.add(number)
        yield at, str(number)
    if not seen:
        raise table.refuse(
            _("er is geen enkele kolom met het nummer van een stelling. Is dit het goede bestand?")
        )


def _read_cell(
    row: list[str], at: int, number: str, voter: int, ballots: Ballots, odd: OddVotes
) -> None:
    statement = ballots.statements.get(number)
    if statement is None:
        statement = odd.statement(number, row)
    if statement is None:
        return
    value = VALUES.get(row[at])
    if value is None:
        value = odd.value(row[at], row)
    if value is None:
        return
    ballots.voter.append(voter)
    ballots.statement.append(statement)
    ballots.value.append(value)
    ballots.time.append(NO_TIME)
