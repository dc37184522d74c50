"""A small, whole export to read, and what can be changed in it."""

import io
from collections.abc import Iterable

from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    ExportError,
    read_conversation,
)

Votes = Iterable[tuple[int, int, int]]

VOTES_HEADER = "timestamp,datetime,comment-id,voter-id,vote\n"
COMMENTS_HEADER = "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
SUMMARY = "topic,Zwembad\nvoters,3\ncomments,3\nconversation-description,Wat vindt u?\n"
COMMENTS = COMMENTS_HEADER + (
    "1600000000000,7,90,1,1,1,Het zwembad blijft open\n"
    "1600000000000,2,91,2,0,0,De toegang is gratis\n"
    "1600000000000,30,92,0,1,-1,Weg ermee\n"
)
CAST = [(2, 0, 1), (7, 0, 1), (2, 1, 1), (7, 1, -1), (30, 1, -1), (7, 5, 0)]


def votes_csv(votes: Votes = CAST, *, start: int = 1_600_000_000_000) -> str:
    """(statement, voter, value) in the order in which they were cast, a second apart"""
    return VOTES_HEADER + "".join(
        f"{start + 1000 * i},Sun Sep 13 2020,{statement},{voter},{value}\n"
        for i, (statement, voter, value) in enumerate(votes)
    )


def files(**changes: str | bytes | None) -> dict[str, io.BytesIO]:
    """`votes="…"` replaces votes.csv, `votes=None` leaves it out; `participants_votes` too."""
    texts: dict[str, str | bytes | None] = {
        "votes": votes_csv(),
        "comments": COMMENTS,
        "summary": SUMMARY,
        **changes,
    }
    return {
        f"{name.replace('_', '-')}.csv": io.BytesIO(
            text if isinstance(text, bytes) else text.encode()
        )
        for name, text in texts.items()
        if text is not None
    }


def read(*, groups: str | bytes | None = None, **changes: str | bytes | None) -> Conversation:
    if groups is None:
        return read_conversation(files(**changes))
    raw = groups if isinstance(groups, bytes) else groups.encode()
    return read_conversation(files(**changes), groups=io.BytesIO(raw))


def refusal_of(**changes: str | bytes | None) -> str:
    try:
        read(**changes)
    except ExportError as error:
        return str(error)
    raise AssertionError("the export was read")


def odd(conversation: Conversation) -> dict[str, int]:
    return {oddity.what: oddity.count for oddity in conversation.oddities}


def ballots(conversation: Conversation) -> list[tuple[tuple[int, int], ...]]:
    """What each voter said, (number of statement, value), sorted: voters have no order."""
    numbers = [statement.number for statement in conversation.statements]
    said: list[list[tuple[int, int]]] = [[] for _ in range(conversation.participants)]
    rows = zip(
        conversation.voter.tolist(),
        conversation.statement.tolist(),
        conversation.value.tolist(),
        strict=True,
    )
    for voter, statement, value in rows:
        said[voter].append((numbers[statement], value))
    return sorted(tuple(sorted(answers)) for answers in said)
