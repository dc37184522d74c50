"""votes.csv: a line for each time that somebody voted."""

from collections.abc import Mapping
from typing import BinaryIO

from samenspel.soundings.instruments.statements.polis_export.ballots import (
    NO_TIME,
    VALUES,
    Ballots,
    OddVotes,
    refuse_too_many,
)
from samenspel.soundings.instruments.statements.polis_export.oddities import Findings
from samenspel.soundings.instruments.statements.polis_export.table import Table

_MILLISECONDS, _SECONDS = 13, 10


def read_votes(file: BinaryIO, statements: Mapping[str, int], findings: Findings) -> Ballots:
    table = Table(file, "votes.csv")
    at_statement, at_voter = table.column("comment-id"), table.column("voter-id")
    at_value, at_time = table.column("vote"), table.optional_column("timestamp")
    ballots = Ballots(statements)
    odd = OddVotes(table, ballots, findings)
    voters = ballots.voters
    rows = 0
    # Runs once for each of perhaps millions of lines: what is as it should be costs three
    # look-ups, everything else goes by way of OddVotes.
    for row in table:
        rows += 1
        voter = voters.get(row[at_voter])
        if voter is None:
            voter = odd.voter(row[at_voter], row)
        statement = statements.get(row[at_statement])
        if statement is None and voter is not None:
            statement = odd.statement(row[at_statement], row)
        if voter is None or statement is None:
            continue
        value = VALUES.get(row[at_value])
        if value is None:
            value = odd.value(row[at_value], row)
            if value is None:
                continue
        ballots.voter.append(voter)
        ballots.statement.append(statement)
        ballots.value.append(value)
        ballots.time.append(NO_TIME if at_time is None else _milliseconds(row[at_time]))
        if not rows & 0xFFFF:
            refuse_too_many(table, rows)
    odd.refuse_many(of=rows)
    findings.add("missing-times", ballots.time.count(NO_TIME))
    return ballots


def _milliseconds(text: str) -> int:
    """Some exports count in seconds. Anything not between 2001 and 2286 is no time of a vote."""
    if len(text) == _MILLISECONDS and text.isascii() and text.isdigit() and text[0] != "0":
        return int(text)
    if len(text) == _SECONDS and text.isascii() and text.isdigit() and text[0] != "0":
        return int(text) * 1000
    return NO_TIME
