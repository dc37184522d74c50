"""Rounds that were asked here, answered by so many of each group, and closed.

Answers are put where the functions of the urn put them: no test looks at who gave them.
"""

import secrets
import struct
from typing import Any

from django.db import connection
from django_scopes import scopes_disabled

from samenspel.soundings.actions import finish_closing
from samenspel.soundings.models import Item, Picture, Sounding, Voice
from tests.database_rights import as_owner
from tests.soundings.asked import OpenRound
from tests.soundings.rounds import Asked, conversation

PARTS_WHILE_OPEN = {
    "open_voice",
    "open_answer",
    "open_statistics",
    "own_statement",
    "draw_weight",
    "invitation",
}


def let_answer(asked: OpenRound, *groups: Asked, turned: bool = False) -> list[bytes]:
    """Let people of each group answer, by the name of the group. Gives the keys of their voices.

    turned : the same counts, by other people
    """
    said = conversation(*groups, turned=turned)
    group_ids = [asked.groups[group.name].pk for group in groups]
    keys = [secrets.token_bytes(32) for _voice in range(said.participants)]
    with scopes_disabled():
        items = dict(Item.objects.filter(sounding=asked.sounding).values_list("number", "pk"))
    answers = [
        (asked.sounding.pk, keys[voter], items[s + 1], int(value))
        for voter, s, value in zip(said.voter, said.statement, said.value, strict=True)
    ]
    with as_owner(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO urn.open_voice VALUES (%s, %s, %s)",
            [
                (asked.sounding.pk, key, group_ids[group])
                for key, group in zip(keys, said.group_of, strict=True)
            ],
        )
        cursor.executemany("INSERT INTO urn.open_answer VALUES (%s, %s, %s, %s)", answers)
    return keys


def begin_closing(asked: OpenRound) -> None:
    with scopes_disabled():
        Sounding.objects.filter(pk=asked.sounding.pk).update(state=Sounding.State.CLOSING)


def close(asked: OpenRound) -> Picture:
    begin_closing(asked)
    return finish_closing(sounding_id=asked.sounding.pk)


def in_the_urn(table: str, asked: OpenRound, columns: str = "*") -> list[tuple[Any, ...]]:
    """The rows of this round. `table` is one of the parted tables of the urn."""
    round_column = "sounding_id" if table.startswith("soundings_") else "round"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM urn.{table} WHERE {round_column} = %s",  # noqa: S608 - fixed names
            [asked.sounding.pk],
        )
        return list(cursor.fetchall())


def answers_of(voice: Voice) -> list[tuple[int, int]]:
    """What a closed voice said: numbers of statements with a value, read word by word."""
    words = struct.unpack(f">{len(voice.ballot) // 4}I", voice.ballot)
    return [(word // 4, word % 4 - 1) for word in words]


def closed_answers(sounding: Sounding | None = None) -> list[tuple[Voice, int, int]]:
    """Of a round or of all: the voice, the number of the statement, and the value."""
    with as_owner(), scopes_disabled():
        voices = Voice.objects.select_related("group")
        voices = voices if sounding is None else voices.filter(sounding=sounding)
        return [(voice, *answer) for voice in voices for answer in answers_of(voice)]


def parts_of(asked: OpenRound) -> set[str]:
    """The tables that are about this round only, by their names without its number."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE %s",
            [f"%\\_{asked.sounding.pk.hex}"],
        )
        return {name.removesuffix(f"_{asked.sounding.pk.hex}") for (name,) in cursor.fetchall()}
