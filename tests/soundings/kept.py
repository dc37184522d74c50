"""What is kept of an open round: put there without a page, and looked up in the urn."""

from django.db import connection

from samenspel.soundings import keys
from samenspel.soundings.actions.answering import (
    Result,
    add_statement,
    cast_vote,
)
from samenspel.soundings.tokens import Token
from tests.database_rights import as_owner
from tests.soundings.asked import OpenRound


def cast(asked: OpenRound, token: Token, number: int = 1, value: int | None = 1) -> Result:
    return cast_vote(
        round_id=asked.sounding.pk,
        round_key=keys.round_key(asked.sounding.pk),
        token=token,
        number=number,
        value=value,
    )


def add(asked: OpenRound, token: Token, text: str) -> Result:
    key = keys.round_key(asked.sounding.pk)
    return add_statement(round_id=asked.sounding.pk, round_key=key, token=token, text=text).result


def kept(asked: OpenRound) -> list[tuple[str, int, int]]:
    """Every answer in the urn: of which group, on which statement, and what."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.name, i.number, a.value FROM urn.open_answer a"
            " JOIN urn.open_voice v USING (round, h2)"
            " JOIN soundings_askedgroup g ON g.id = v.asked_group"
            " JOIN soundings_item i ON i.id = a.item WHERE a.round = %s AND a.value IS NOT NULL"
            " ORDER BY 1, 2, 3",
            [asked.sounding.pk],
        )
        return list(cursor.fetchall())


def voices(asked: OpenRound) -> int:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM urn.open_voice WHERE round = %s", [asked.sounding.pk])
        return int(cursor.fetchone()[0])


def added(asked: OpenRound) -> list[str]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT text FROM urn.own_statement WHERE round = %s ORDER BY 1", [asked.sounding.pk]
        )
        return [text for (text,) in cursor.fetchall()]


def decide(asked: OpenRound, text: str, state: str, reason: str = "", number: int = 0) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE urn.own_statement SET state = %s, reason = %s, number = NULLIF(%s, 0)"
            " WHERE round = %s AND text = %s",
            [state, reason, number, asked.sounding.pk, text],
        )


def values(asked: OpenRound) -> list[tuple[int, int]]:
    return [(number, value) for _group, number, value in kept(asked)]
