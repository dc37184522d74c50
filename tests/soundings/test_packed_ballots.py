"""What a closed voice said, packed: read back as it was written, and never as something else."""

import struct
from pathlib import Path

import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes import scopes_disabled
from hypothesis import given
from hypothesis import strategies as st

from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings import migrations
from samenspel.soundings.actions import import_conversation
from samenspel.soundings.models import Item, Voice
from samenspel.soundings.packed_ballots import (
    AGREE_OR_NOT,
    MORE_ANSWERS,
    DamagedBallotError,
    Packing,
    packed,
    unpacked,
)
from tests.database_rights import as_owner
from tests.soundings.closed import closed_answers
from tests.soundings.rounds import Asked, conversation

LARGEST_NUMBER = AGREE_OR_NOT.largest_number
NUMBERS = st.integers(0, LARGEST_NUMBER)
SAID = st.lists(st.dictionaries(NUMBERS, st.sampled_from([-1, 0, 1]), max_size=6), max_size=6)


def columns(said: list[dict[int, int]]) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    rows = [(v, n, ballot[n]) for v, ballot in enumerate(said) for n in sorted(ballot)]
    return list(np.array(rows, dtype=np.int64).reshape(-1, 3).T)


@given(SAID)
def test_ballots_are_read_as_they_were_written(said: list[dict[int, int]]) -> None:
    voice, number, value = columns(said)
    ballots = packed(voice, number, value, voices=len(said))
    found = unpacked(ballots)

    assert [len(ballot) for ballot in ballots] == [4 * len(one) for one in said]
    assert found.voice.tolist() == voice.tolist()
    assert found.number.tolist() == number.tolist()
    assert found.value.tolist() == value.tolist()


@given(
    st.lists(
        st.dictionaries(
            st.integers(0, MORE_ANSWERS.largest_number), st.integers(-1, 14), max_size=6
        ),
        max_size=6,
    )
)
def test_ballots_with_more_answers_are_read_as_they_were_written(
    said: list[dict[int, int]],
) -> None:
    voice, number, value = columns(said)
    found = unpacked(
        packed(voice, number, value, voices=len(said), packing=MORE_ANSWERS), MORE_ANSWERS
    )

    assert found.voice.tolist() == voice.tolist()
    assert found.number.tolist() == number.tolist()
    assert found.value.tolist() == value.tolist()


def test_with_more_answers_a_word_is_what_the_description_says() -> None:
    voice, number, value = columns([{7: 5, 3: -1, 300: 14}])
    [ballot] = packed(voice, number, value, voices=1, packing=MORE_ANSWERS)
    assert list(struct.unpack(">3I", ballot)) == [16 * 3 + 0, 16 * 7 + 6, 16 * 300 + 15]


@pytest.mark.parametrize(("packing", "value"), [(AGREE_OR_NOT, 2), (MORE_ANSWERS, 15)])
def test_a_value_that_does_not_fit_is_refused(packing: Packing, value: int) -> None:
    with pytest.raises(ValueError, match="a value lies outside"):
        packed(*columns([{1: value}]), voices=1, packing=packing)


def test_a_ballot_is_what_the_description_says() -> None:
    voice, number, value = columns([{7: 1, 3: -1, 300: 0}, {}])
    assert packed(voice, number, value, voices=2) == [
        bytes([0, 0, 0, 12, 0, 0, 0, 30, 0, 0, 4, 177]),
        b"",
    ]


@given(SAID, st.data())
def test_a_word_that_was_changed_is_refused_or_is_another_answer(
    said: list[dict[int, int]], data: st.DataObject
) -> None:
    """Never more or fewer answers, a value that nobody can give, or two answers to a statement."""
    ballots = packed(*columns(said), voices=len(said))
    raw = bytearray(b"".join(ballots))
    for _byte in range(data.draw(st.integers(0, 3)) if raw else 0):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    changed = [bytes(raw[: len(raw) - data.draw(st.integers(0, min(3, len(raw))))])]
    try:
        found = unpacked(changed)
    except DamagedBallotError:
        return
    assert len(found.number) == len(changed[0]) // 4
    assert (np.diff(found.number) > 0).all()
    assert set(found.value.tolist()) <= {-1, 0, 1}


@pytest.mark.parametrize(
    ("ballots", "message"),
    [
        ([b"\0\0\0\6\0\0"], "cut off"),
        ([b"\0\0\0\6", b"\0\0\0\7"], "nobody can give"),
        ([struct.pack(">2I", 10, 6)], "another order"),
        ([struct.pack(">2I", 5, 6)], "twice"),
    ],
)
def test_what_was_never_written_is_refused(ballots: list[bytes], message: str) -> None:
    with pytest.raises(DamagedBallotError, match=message):
        unpacked(ballots)


@pytest.mark.parametrize(
    ("voice", "number", "value", "message"),
    [
        ([0, 0], [1], [1], "same length"),
        ([1], [1], [1], "voice"),
        ([0], [-1], [1], "number"),
        ([0], [LARGEST_NUMBER + 1], [1], "number"),
        ([0], [1], [2], "value"),
        ([0, 0], [2, 1], [1, 1], "each once"),
        ([0, 0], [1, 1], [1, 0], "each once"),
    ],
)
def test_what_is_no_ballot_is_not_written(
    voice: list[int], number: list[int], value: list[int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        packed(np.array(voice), np.array(number), np.array(value), voices=1)


# ── Rounds that were closed before ────────────────────────────────────────────────────────

_TO_BALLOTS = Path(migrations.__file__).with_name("ballots.sql").read_text(encoding="utf-8")
_AS_IT_WAS = """
    ALTER TABLE urn.soundings_voice DROP COLUMN ballot;
    CREATE TABLE urn.soundings_answer (
        sounding_id uuid NOT NULL,
        voice_id uuid NOT NULL,
        item_id bigint NOT NULL,
        value smallint NOT NULL CHECK (value IN (-1, 0, 1)),
        weight double precision NOT NULL DEFAULT 1,
        PRIMARY KEY (sounding_id, voice_id, item_id)
    ) PARTITION BY LIST (sounding_id);
"""


@pytest.mark.parametrize("lost", [False, True])
def test_answers_that_lay_in_rows_become_ballots_all_or_none(
    anna: Person,
    a: Cooperation,
    lost: bool,
) -> None:
    groups = [Asked("Raad", 40, ((9, 4, 2), (3, 0, 1), (0, 7, 0))), Asked("Staf", 40, ((5, 5, 5),))]
    said = conversation(groups[0]), conversation(groups[1])
    rounds = [import_conversation(cooperation=a, conversation=one, person=anna) for one in said]
    before = {voice.pk: bytes(voice.ballot) for voice, *_answer in closed_answers()}
    with scopes_disabled():
        item_of = {(i.sounding_id, i.number): i.pk for i in Item.objects.all()}
    rows = [
        (voice.sounding_id, voice.pk, item_of[voice.sounding_id, number], value)
        for voice, number, value in closed_answers()
    ]
    assert len(rows) == 26 + 15

    with as_owner(), transaction.atomic(), connection.cursor() as cursor, scopes_disabled():
        cursor.execute(_AS_IT_WAS)
        for one in rounds:
            cursor.execute("SELECT urn.add_part('soundings_answer', %s)", [one.pk])
        insert = "INSERT INTO urn.soundings_answer VALUES (%s, %s, %s, %s)"
        cursor.executemany(insert, rows)
        if lost:
            cursor.execute(insert, [rounds[0].pk, rounds[1].pk, rows[0][2], 1])
            with pytest.raises(DatabaseError, match="nothing was changed"), transaction.atomic():
                cursor.execute(_TO_BALLOTS)
            transaction.set_rollback(True)
            return
        cursor.execute(_TO_BALLOTS)
        found = dict(Voice.objects.values_list("pk", "ballot"))
        cursor.execute("SELECT to_regclass('urn.soundings_answer')")
        assert cursor.fetchone() == (None,)
        transaction.set_rollback(True)

    assert {voice: bytes(ballot) for voice, ballot in found.items()} == before
