"""The votes of a closed round, read in bulk and in parts, are those that lie in the urn."""

import pickle
import uuid
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import psycopg
import pytest
from django.db import connection, transaction
from django_scopes import scope, scopes_disabled
from hypothesis import given
from hypothesis import strategies as st

from samenspel.cooperations.models import Cooperation
from samenspel.measures.opinions.partitions import Ballots
from samenspel.measures.opinions.votes import Votes
from samenspel.people.models import Person
from samenspel.soundings import queries
from samenspel.soundings.access import counting
from samenspel.soundings.actions import import_conversation
from samenspel.soundings.instruments.statements.picture import Answers
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    KnownGroup,
    Statement,
)
from samenspel.soundings.models import Item, Sounding, Voice
from samenspel.soundings.packed_ballots import DamagedBallotError
from samenspel.soundings.queries import outcome
from samenspel.soundings.urn_ballots import BallotsInUrn, ClosedRound, VoiceRange, ranges
from samenspel.web import database_roles
from tests.database_rights import as_owner, url_of_tests
from tests.soundings.closed import answers_of

PEOPLE, STATEMENTS, OUT = 40, 6, 4

Row = tuple[int, dict[int, int]]
"""of one voice: the place of its group, and what it said on each statement that is shown"""


def spoken() -> Conversation:
    """Forty people in three groups. The fifth statement is taken out; the last person answers only
    that one."""
    rng = np.random.default_rng(5)
    said = rng.random((PEOPLE, STATEMENTS)) < 0.6
    said[:, OUT] = True
    said[-1] = np.arange(STATEMENTS) == OUT
    voter, statement = np.nonzero(said)
    return Conversation(
        title="Wat vindt u?",
        description="",
        statements=tuple(
            Statement(number, f"Stelling {number}", -1 if number == OUT + 1 else 1)
            for number in range(1, STATEMENTS + 1)
        ),
        participants=PEOPLE,
        voter=voter.astype(np.int64),
        statement=statement.astype(np.int64),
        value=rng.integers(-1, 2, len(voter)).astype(np.int8),
        groups=tuple(KnownGroup(f"Groep {number}", 90) for number in range(3)),
        group_of=rng.integers(0, 3, PEOPLE),
        first_day=None,
        last_day=None,
        oddities=(),
    )


def imported(person: Person, cooperation: Cooperation, said: Conversation) -> Sounding:
    return import_conversation(cooperation=cooperation, conversation=said, person=person)


def as_rows(votes: Votes, group_of: Sequence[int]) -> list[Row]:
    rows: list[Row] = [(int(group), {}) for group in group_of]
    for voter, statement, value in zip(votes.voter, votes.statement, votes.value, strict=True):
        rows[int(voter)][1][int(statement)] = int(value)
    return rows


def in_the_urn(sounding: Sounding) -> list[Row]:
    """The same by way of the models, answer by answer."""
    with scopes_disabled(), as_owner():
        items = Item.objects.filter(sounding=sounding).exclude(moderation=-1)
        numbers = items.values_list("number", flat=True)
        places = {number: place for place, number in enumerate(numbers)}
        groups = list(sounding.groups.values_list("pk", flat=True))
        voices = Voice.objects.filter(sounding=sounding).order_by("pk")
        return [
            (
                groups.index(voice.group_id),
                {places[number]: value for number, value in answers_of(voice) if number in places},
            )
            for voice in voices
        ]


def loaded(sounding: Sounding) -> Answers:
    with scope(cooperation=sounding.cooperation), transaction.atomic(), counting():
        return queries.answers_of(sounding)


def whole(sounding: Sounding) -> BallotsInUrn:
    with scope(cooperation=sounding.cooperation), transaction.atomic(), counting():
        [part] = queries.ballots_of(sounding).parts
    assert isinstance(part, BallotsInUrn)
    return part


def in_order(votes: Votes) -> bool:
    keys = votes.voter.astype(np.int64) * votes.statements + votes.statement
    return bool(np.all(keys[1:] > keys[:-1]))


def test_the_answers_of_a_round_are_those_in_the_urn(anna: Person, a: Cooperation) -> None:
    sounding = imported(anna, a, spoken())

    answers = loaded(sounding)

    expected = in_the_urn(sounding)
    assert as_rows(answers.votes, answers.group_of.tolist()) == expected
    assert [said for _group, said in expected].count({}) == 1
    assert in_order(answers.votes)
    assert [statement.number for statement in answers.statements] == [1, 2, 3, 4, 6]
    assert (answers.votes.voters, answers.votes.statements) == (PEOPLE, STATEMENTS - 1)


def test_a_round_of_which_nothing_is_left_has_no_answers(anna: Person, a: Cooperation) -> None:
    sounding = imported(anna, a, spoken())
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT urn.destroy_voices(%s)", [sounding.pk])

    answers = loaded(sounding)

    assert (len(answers.votes), answers.votes.voters, len(answers.group_of)) == (0, 0, 0)


def test_a_round_whose_statements_were_all_taken_out_has_voices_without_answers(
    anna: Person, a: Cooperation
) -> None:
    said = spoken()
    out = tuple(replace(statement, moderation=-1) for statement in said.statements)
    sounding = import_conversation(
        cooperation=a, conversation=replace(said, statements=out), person=anna
    )

    answers = loaded(sounding)

    assert (len(answers.votes), answers.votes.voters, answers.votes.statements) == (0, PEOPLE, 0)
    assert np.bincount(answers.group_of).tolist() == np.bincount(said.group_of).tolist()


def test_statements_keep_their_numbers_however_far_apart(anna: Person, a: Cooperation) -> None:
    said = spoken()
    numbers = (0, 3, 5_000, 1_000_000, 999_999_998, 999_999_999)
    others = tuple(replace(one, number=n) for one, n in zip(said.statements, numbers, strict=True))
    near, far = imported(anna, a, said), imported(anna, a, replace(said, statements=others))

    def ballots(sounding: Sounding) -> list[Row]:
        answers = loaded(sounding)
        rows = as_rows(answers.votes, answers.group_of.tolist())
        return sorted(rows, key=lambda row: (row[0], sorted(row[1].items())))

    assert ballots(far) == ballots(near)


@pytest.mark.parametrize(
    ("ballot", "message"),
    [
        ("\\x000000", "cut off"),
        ("\\x0000000600000007", "nobody can give"),
        ("\\x0000000a00000006", "another order"),
        ("\\x0000000600000006", "twice"),
        ("\\x00000022", "statement that the round has not"),
    ],
)
def test_what_is_damaged_is_told_and_not_read_as_something_else(
    anna: Person, a: Cooperation, ballot: str, message: str
) -> None:
    sounding = imported(anna, a, spoken())
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE urn.soundings_voice SET ballot = %s::bytea WHERE id ="
            " (SELECT max(id::text)::uuid FROM urn.soundings_voice WHERE sounding_id = %s)",
            [ballot, sounding.pk],
        )

    with pytest.raises(DamagedBallotError, match=message):
        loaded(sounding)


# ── In parts ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_parts_that_workers_read_are_together_the_whole(
    anna: Person, a: Cooperation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounding = imported(anna, a, spoken())
    parts = [
        pickle.loads(pickle.dumps(replace(whole(sounding), range=part)))  # noqa: S301 - our own
        for part in ranges(PEOPLE, people=6)
    ]

    found = [part.load() for part in parts]

    assert len(parts) == 8
    assert len({len(part.group_of) for part in found}) > 1
    assert [
        row for part in found for row in as_rows(part.votes, part.group_of.tolist())
    ] == in_the_urn(sounding)
    assert all(in_order(part.votes) for part in found)
    assert_same(parts[3].load(), found[3])

    monkeypatch.setattr(outcome, "ranges", lambda voices: ranges(voices, people=6))
    answers = loaded(sounding)
    assert as_rows(answers.votes, answers.group_of.tolist()) == in_the_urn(sounding)


def assert_same(one: Ballots, other: Ballots) -> None:
    assert as_rows(one.votes, one.group_of.tolist()) == as_rows(
        other.votes, other.group_of.tolist()
    )


def test_voices_that_are_not_committed_are_not_taken_for_no_voices(
    anna: Person, a: Cooperation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounding = imported(anna, a, spoken())
    monkeypatch.setattr(outcome, "ranges", lambda voices: ranges(voices, people=10))

    with pytest.raises(RuntimeError, match="not committed"):
        loaded(sounding)


@pytest.mark.django_db(transaction=True)
def test_who_answers_cannot_read_what_was_said(
    anna: Person, a: Cooperation, database_secrets: Path
) -> None:
    part = whole(imported(anna, a, spoken()))
    roles = database_roles.addresses(url_of_tests(), database_secrets)
    assert roles is not None

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        replace(part, address=roles.answers).load()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        replace(part, address=roles.pages).load()
    assert len(replace(part, address=roles.worker).load().group_of) == PEOPLE


def test_an_address_is_not_shown() -> None:
    asked = ClosedRound(uuid.UUID(int=1), (1, 2), (1, 2), (3,))
    part = BallotsInUrn("postgresql://samenspel:geheim@/samenspel", asked, ranges(1)[0])
    assert "geheim" not in repr(part)
    assert "geheim" in pickle.dumps(part).decode("latin-1")


@given(st.integers(0, 100_000), st.integers(100, 100_000))
def test_ranges_follow_each_other_and_leave_no_number_out(voices: int, people: int) -> None:
    found = ranges(voices, people=people)

    assert (found[0].first.int, found[-1].last.int) == (0, 2**128 - 1)
    assert all(after.first.int == one.last.int + 1 for one, after in pairwise(found))
    assert found == ranges(voices, people=people)


@pytest.mark.parametrize(
    ("voices", "parts"), [(0, 1), (1, 1), (10, 1), (11, 2), (20, 2), (21, 4), (40, 4), (41, 8)]
)
def test_a_range_holds_about_so_many_voices_at_most(voices: int, parts: int) -> None:
    assert len(ranges(voices, people=10)) == parts
    assert isinstance(ranges(voices)[0], VoiceRange)
