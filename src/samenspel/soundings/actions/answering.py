"""What people say, passed on to the urn. Nothing here is written down of who says it, or when.

There is no person whose permission could be looked at, and no audit line: the right to answer is a
token that the register knows, which the database looks at in the same statement.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from samenspel.soundings.access import answering
from samenspel.soundings.tokens import Token


class Result(StrEnum):
    KEPT = "kept"
    CLOSED = "closed"
    # Neither invited nor heard before.
    UNKNOWN = "unknown"
    # Taken out by the moderators meanwhile.
    GONE = "no such statement"
    ENOUGH = "enough"


class Added(NamedTuple):
    """Whether a statement was kept, and the how manieth of this person it then is."""

    result: Result
    place: int


def cast_vote(
    *,
    round_id: UUID,
    round_key: bytes,
    token: Token,
    number: int,
    value: int | None,
) -> Result:
    """Keep what somebody says of one statement. Sent again it stays one answer.

    value : 1 agree, 0 don't know, -1 disagree; None takes an answer back
    """
    return _result(
        "SELECT urn.cast_vote(%s, %s, %s, %s, %s::smallint)",
        [round_id, token.h1, token.h2(round_key), number, value],
    )


def add_statement(*, round_id: UUID, round_key: bytes, token: Token, text: str) -> Added:
    """Keep a statement that somebody wrote, for the moderators. Sent again it stays one."""
    added = Added(Result.ENOUGH, 0)
    # One place after the other, for that is how it is known which it got.
    for place, h4 in enumerate(token.h4s(round_key), start=1):
        result = _result(
            "SELECT urn.add_statement(%s, %s, %s, %s, %s)",
            [round_id, token.h1, token.h2(round_key), [h4], text],
        )
        added = Added(result, place)
        if result is not Result.ENOUGH:
            break
    return added


def accept_open_link(*, open_code: str, token: Token) -> bool:
    """Give this token the right to answer by an open link. False where that link is not open."""
    with answering() as cursor:
        cursor.execute("SELECT register.accept_open(%s, %s, %s)", [open_code, token.h1, token.h3])
        return bool(cursor.fetchone()[0])


def ask_new_link(*, code: str, email: str) -> None:
    """Let a new link be mailed to this address, if it was invited; says nothing of whether."""
    with answering() as cursor:
        cursor.execute("SELECT register.ask_new_link(%s, %s)", [code, email])


def _result(statement: str, values: Sequence[Any]) -> Result:
    with answering() as cursor:
        cursor.execute(statement, values)
        return Result(cursor.fetchone()[0])
