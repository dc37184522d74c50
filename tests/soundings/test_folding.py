"""While a round is open its answers are folded; closing gives what counting everything would."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import psycopg
import pytest
from django.db import connection, connections, transaction
from django_scopes import scopes_disabled

from samenspel.cooperations.models import Cooperation
from samenspel.measures.opinions.moments import Moments, moments_of
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings import queries, tasks
from samenspel.soundings.access import counting
from samenspel.soundings.actions import closing, finish_closing, fold_answers, folding
from samenspel.soundings.instruments.statements import picture
from samenspel.soundings.instruments.statements.folding import Statistics, assembled
from samenspel.soundings.models import Item, Sounding
from samenspel.soundings.tokens import Token
from tests.database_rights import as_owner, url_of_tests
from tests.soundings.asked import OpenRound, open_round
from tests.soundings.closed import (
    begin_closing,
    close,
    closed_answers,
    in_the_urn,
    let_answer,
    parts_of,
)
from tests.soundings.kept import cast, kept, voices
from tests.soundings.rounds import Asked

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "answers"])

COUNCIL = Asked("Raadsleden", 6, ((4, 1, 1), (2, 3, 1), (6, 0, 0)))
STAFF = Asked("Medewerkers", 8, ((1, 6, 0), (3, 3, 1), (0, 7, 0)))


@pytest.fixture
def asked(a: Cooperation) -> OpenRound:
    return open_round(a)


def fold(asked: OpenRound) -> int:
    return fold_answers(sounding_id=asked.sounding.pk)


def statistics(asked: OpenRound) -> dict[int, Statistics]:
    with transaction.atomic(), counting():
        return queries.statistics_of(asked.sounding.pk)


def keys(asked: OpenRound) -> tuple[list[int], list[int]]:
    with scopes_disabled():
        items = Item.objects.filter(sounding=asked.sounding).values_list("pk", flat=True)
        return [group.pk for group in asked.groups.values()], list(items)


def folded(asked: OpenRound) -> dict[str, object]:
    return as_data(assembled(statistics(asked), *keys(asked)))


def counted(asked: OpenRound, column: str = "value") -> dict[str, object]:
    """The moments of what stands in a column of the answers, by counting them."""
    groups, items = keys(asked)
    people = in_the_urn("open_voice", asked, "h2, asked_group")
    group_of = {bytes(h2): group for h2, group in people}
    voters = list(group_of)
    rows = [
        (voters.index(bytes(h2)), items.index(item), value)
        for h2, item, value in in_the_urn("open_answer", asked, f"h2, item, {column}")
        if value is not None
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    votes = Votes(columns[:, 0], columns[:, 1], columns[:, 2], len(voters), len(items))
    group_index = np.array([groups.index(group_of[voter]) for voter in voters], dtype=np.int64)
    return as_data(moments_of(votes, group_index, len(groups)))


def as_data(moments: Moments) -> dict[str, object]:
    return {field.name: getattr(moments, field.name).tolist() for field in fields(moments)}


def waiting(asked: OpenRound) -> int:
    rows = in_the_urn("open_answer", asked, "value, folded")
    return sum(value != folded for value, folded in rows)


# ── what is folded ────────────────────────────────────────────────────────────────────────


def test_all_that_waits_is_folded_once(asked: OpenRound) -> None:
    let_answer(asked, COUNCIL, STAFF)
    expected = counted(asked)

    assert fold(asked) == 6 + 7
    assert (folded(asked), waiting(asked)) == (expected, 0)
    assert fold(asked) == 0
    assert folded(asked) == expected
    assert np.array(expected["tally"]).sum() == 39


def test_an_answer_that_is_changed_or_taken_back_is_taken_out_as_it_was_put_in(
    a: Cooperation,
) -> None:
    asked = open_round(a, groups={"Raadsleden": 6})
    people = asked.tokens["Raadsleden"]
    for person in people:
        cast(asked, person, 1, 1)
        cast(asked, person, 2, -1)
    fold(asked)
    for person in people[:5]:
        cast(asked, person, 1, -1)
    cast(asked, people[0], 2, None)
    cast(asked, people[1], 2, None)
    cast(asked, people[1], 1, None)
    cast(asked, people[2], 1, 1)  # and back again: that waits no more
    cast(asked, people[2], 3, 0)
    assert waiting(asked) == 7

    assert fold(asked) == 5
    assert (folded(asked), waiting(asked)) == (counted(asked), 0)
    [council] = statistics(asked).values()
    # Who took everything back is counted no more.
    assert council.moments.people.tolist() == [5]
    assert council.moments.tally[0, :3].tolist() == [[2, 3, 0], [0, 4, 0], [0, 0, 1]]


def test_an_answer_that_was_taken_back_can_be_given_again(asked: OpenRound) -> None:
    person = asked.token()
    cast(asked, person, 1, 1)
    for how in (None, None):
        cast(asked, person, 1, how)
    assert (kept(asked), voices(asked)) == ([], 1)
    cast(asked, person, 1, -1)

    assert kept(asked) == [("Raadsleden", 1, -1)]


def test_who_took_everything_back_is_neither_counted_nor_in_the_outcome(asked: OpenRound) -> None:
    let_answer(asked, COUNCIL)
    person = asked.token("Medewerkers")
    cast(asked, person, 1, 1)
    cast(asked, person, 1, None)
    with transaction.atomic(), counting(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM urn.count_voices(%s)", [asked.sounding.pk])
        assert cursor.fetchall() == [(asked.groups["Raadsleden"].pk, 6)]

    close(asked)

    assert len(closed_answers(asked.sounding)) == 18


@pytest.mark.parametrize("seed", range(3))
def test_whatever_people_do_in_whatever_order_the_statistics_are_those_of_a_recount(
    a: Cooperation, seed: int
) -> None:
    """Votes, other votes, votes taken back, new statements, and folding in between.

    Of a group of three nothing is folded until the end.
    """
    chance = random.Random(seed)  # noqa: S311 - the same in every run
    asked = open_round(a, groups={"Raadsleden": 12, "Medewerkers": 9, "Bestuur": 3})
    people = [token for tokens in asked.tokens.values() for token in tokens]
    numbers = [1, 2, 3, 4, 5]
    done: Counter[str] = Counter()
    for _step in range(250):
        what = chance.choices(["vote", "take back", "add", "fold"], [80, 12, 2, 7])[0]
        if what == "add":
            numbers.append(len(numbers) + 1)
            with scopes_disabled():
                Item.objects.create(sounding=asked.sounding, number=numbers[-1], text="Nieuw")
        elif what == "fold":
            before = folded(asked)
            done["people"] += fold(asked)
            assert folded(asked) == counted(asked, "folded")
            done["changed"] += folded(asked) != before
        else:
            value = None if what == "take back" else chance.choice([-1, 0, 1])
            cast(asked, chance.choice(people), chance.choice(numbers), value)
        done[what] += 1
    assert done["changed"] > 3
    assert {"vote", "take back", "add", "fold"} <= done.keys()
    assert waiting(asked) > 0
    expected = counted(asked)

    folding.fold_the_rest(asked.sounding.pk)

    assert (folded(asked), waiting(asked)) == (expected, 0)


# ── never that of a few ───────────────────────────────────────────────────────────────────


def test_of_a_group_fewer_than_the_minimum_wait(a: Cooperation) -> None:
    asked = open_round(a, groups={"Raadsleden": 12, "Medewerkers": 12})
    council, staff = asked.tokens["Raadsleden"], asked.tokens["Medewerkers"]
    for person in (*council[:5], *staff[:4]):
        cast(asked, person, 1, 1)
        cast(asked, person, 2, 0)

    assert fold(asked) == 5
    assert set(statistics(asked)) == {asked.groups["Raadsleden"].pk}
    assert waiting(asked) == 8
    # Four of one group and three of the other: not together either.
    for person in council[5:8]:
        cast(asked, person, 1, -1)
    assert fold(asked) == 0
    cast(asked, staff[4], 3, 1)
    assert fold(asked) == 5
    assert [len(s.items) for s in statistics(asked).values()] == [2, 3]


def test_the_minimum_is_that_of_the_round(a: Cooperation) -> None:
    asked = open_round(a, groups={"Raadsleden": 12})
    with scopes_disabled():
        Sounding.objects.filter(pk=asked.sounding.pk).update(minimum=10)
    for count, person in enumerate(asked.tokens["Raadsleden"][:10], start=1):
        cast(asked, person, 1, 1)
        assert fold(asked) == (10 if count == 10 else 0)


def test_a_batch_holds_no_more_than_so_many_people(
    asked: OpenRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "_MOST_PEOPLE", 20)
    monkeypatch.setattr(folding, "_FEW", 10)
    let_answer(asked, Asked("Raadsleden", 60, ((30, 20, 10), (60, 0, 0))))
    batches: list[int] = []
    batch = folding._fold_batch

    def seen(*arguments: Any) -> int:
        batches.append(batch(*arguments))
        return batches[-1]

    monkeypatch.setattr(folding, "_fold_batch", seen)
    assert fold(asked) == 60
    assert batches == [20, 20, 20, 0]
    assert (folded(asked), waiting(asked)) == (counted(asked), 0)


def test_many_who_wait_in_small_groups_keep_nobody_else_waiting(
    a: Cooperation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "_MOST_PEOPLE", 12)
    small = {f"Bestuur {number}": 4 for number in range(1, 7)}
    asked = open_round(a, groups=small | {"Raadsleden": 7, "Medewerkers": 30})
    for name in (*small, "Raadsleden", "Medewerkers"):
        for person in asked.tokens[name]:
            cast(asked, person, 1, 1)

    # Twelve at once, of both groups as it happens: of each fewer than the minimum may be left.
    folded_people = [fold(asked) for _time in range(6)]
    assert set(statistics(asked)) == {
        asked.groups["Raadsleden"].pk,
        asked.groups["Medewerkers"].pk,
    }
    left = waiting(asked) - 24
    assert left == 7 + 30 - sum(folded_people)
    assert 0 <= left <= 2 * (asked.sounding.minimum - 1)


# ── at the same time ──────────────────────────────────────────────────────────────────────


def vote_until(stop: threading.Event, asked: OpenRound, people: Sequence[Token], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - which answers makes no difference
    try:
        while not stop.is_set():
            value = chance.choice([-1, 0, 1, None])
            cast(asked, chance.choice(people), chance.randint(1, 5), value)
    finally:
        connections.close_all()


def test_votes_that_come_in_meanwhile_are_neither_lost_nor_counted_twice(a: Cooperation) -> None:
    """Four people who go on changing their minds, and two workers that fold."""
    asked = open_round(a, groups={"Raadsleden": 8, "Medewerkers": 8})
    people = [token for tokens in asked.tokens.values() for token in tokens]
    stop = threading.Event()
    people_folded: list[int] = []

    def go_on_folding() -> None:
        try:
            while not stop.is_set():
                people_folded.append(fold(asked))
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=vote_until, args=(stop, asked, people[n::4], n)) for n in range(4)
    ] + [threading.Thread(target=go_on_folding) for _worker in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    stop.set()
    for thread in threads:
        thread.join()

    assert sum(people_folded) > 50
    assert folded(asked) == counted(asked, "folded")
    folding.fold_the_rest(asked.sounding.pk)
    assert (folded(asked), waiting(asked)) == (counted(asked), 0)


def test_a_vote_on_an_answer_that_is_being_folded_waits_for_the_next_time(
    a: Cooperation, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = open_round(a, groups={"Raadsleden": 6})
    people = asked.tokens["Raadsleden"]
    for person in people:
        cast(asked, person, 1, 1)
    began = threading.Event()

    def change() -> None:
        try:
            began.wait()
            cast(asked, people[0], 2, 0)  # another statement waits for nobody
            answered.set()
            cast(asked, people[0], 1, -1)
        finally:
            connections.close_all()

    answered = threading.Event()
    thread = threading.Thread(target=change)
    thread.start()
    keep = folding._keep

    def slowly(*arguments: Any) -> None:
        began.set()
        assert answered.wait(20)
        time.sleep(0.1)
        keep(*arguments)

    monkeypatch.setattr(folding, "_keep", slowly)
    assert fold(asked) == 6
    thread.join()

    [council] = statistics(asked).values()
    assert council.moments.tally.tolist() == [[[6, 0, 0]]]
    assert waiting(asked) == 2
    folding.fold_the_rest(asked.sounding.pk)
    assert folded(asked) == counted(asked)


# ── at closing ────────────────────────────────────────────────────────────────────────────


def frozen(asked: OpenRound, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], bool]:
    """The content of the picture, and whether it was made of the statistics."""
    seen: list[picture.Answers] = []
    freeze = picture.freeze

    def look(answers: picture.Answers, **how: Any) -> dict[str, Any]:
        seen.append(answers)
        return freeze(answers, **how)

    with monkeypatch.context() as patched:
        patched.setattr(picture, "freeze", look)
        content = close(asked).content
    assert "open_statistics" not in parts_of(asked)
    [answers] = seen
    return content, answers.moments is not None


@pytest.fixture
def unfolded(asked: OpenRound, b: Cooperation, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the outcome is of a round with the same answers that was never folded.

    Of others: what is asked again in one cooperation is told as before.
    """
    other = open_round(b)
    let_answer(other, COUNCIL, STAFF)
    let_answer(asked, COUNCIL, STAFF)
    content, from_statistics = frozen(other, monkeypatch)
    assert not from_statistics
    assert [group["people"] for group in content["groups"]] == [[5, 5, 6], [5, 5, 7], None]
    return content


def test_the_outcome_is_made_of_what_was_folded(
    asked: OpenRound, unfolded: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    fold(asked)
    person = asked.token("Medewerkers")
    cast(asked, person, 1, 1)
    cast(asked, person, 1, None)

    assert frozen(asked, monkeypatch) == (unfolded, True)


def test_statements_that_were_taken_out_are_not_in_it(
    a: Cooperation, b: Cooperation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also who answered nothing else is left out."""
    only_the_last = Asked("Medewerkers", 8, ((0, 0, 0), (0, 0, 0), (0, 7, 0)))
    contents = []
    for folds, cooperation in ((False, a), (True, b)):
        asked = open_round(cooperation)
        let_answer(asked, COUNCIL, only_the_last)
        assert fold(asked) == 13 if folds else True
        with scopes_disabled():
            last = Item.objects.filter(sounding=asked.sounding, number=3)
            last.update(moderation=Item.Moderation.OUT)
        content, from_statistics = frozen(asked, monkeypatch)
        assert from_statistics is folds
        contents.append(content)

    assert contents[0] == contents[1]
    assert [group["people"] for group in contents[0]["groups"]] == [[5, 5, 6], None, None]


STEPS = ("_take_waiting", "fold", "_keep")


class KilledError(Exception):
    pass


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_that_is_killed_while_it_folds_leaves_nothing_half(
    asked: OpenRound, unfolded: dict[str, Any], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = folded(asked)
    with monkeypatch.context() as broken:
        real = getattr(folding, step)

        def killed(*arguments: Any) -> None:
            real(*arguments)
            raise KilledError

        broken.setattr(folding, step, killed)
        with pytest.raises(KilledError):
            fold(asked)
    assert (folded(asked), waiting(asked)) == (before, 39)

    assert fold(asked) == 13
    assert frozen(asked, monkeypatch) == (unfolded, True)


def test_a_connection_that_dies_while_it_folds_leaves_nothing_half(
    asked: OpenRound, unfolded: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the process is killed: PostgreSQL sees the connection end, and nothing else."""
    worker = psycopg.connect(url_of_tests())
    taken = worker.execute(
        "SELECT said FROM urn.take_waiting(%s, 5, 100)", [asked.sounding.pk]
    ).fetchall()
    assert [len(said) for (said,) in taken] == [3] * 13
    worker.pgconn.finish()
    assert waiting(asked) == 39

    assert frozen(asked, monkeypatch) == (unfolded, False)


def test_a_closing_that_is_killed_after_the_voices_were_cut_loose_goes_on_from_the_statistics(
    asked: OpenRound, unfolded: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    fold(asked)
    begin_closing(asked)

    def killed(*_arguments: Any) -> None:
        raise KilledError

    with monkeypatch.context() as broken:
        broken.setattr(closing, "_close", killed)
        with pytest.raises(KilledError):
            finish_closing(sounding_id=asked.sounding.pk)
    assert parts_of(asked) >= {"open_statistics", "soundings_voice"}

    assert frozen(asked, monkeypatch) == (unfolded, True)


@pytest.mark.parametrize(
    "what", ["folded twice", "a group too few", "unreadable", "of another group"]
)
def test_statistics_that_are_not_those_of_the_answers_are_never_published(
    asked: OpenRound, unfolded: dict[str, Any], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    fold(asked)
    change = {
        "folded twice": "UPDATE urn.open_answer SET folded = NULL WHERE round = %(round)s",
        "a group too few": (
            "DELETE FROM urn.open_statistics WHERE round = %(round)s AND asked_group = %(group)s"
        ),
        "unreadable": "UPDATE urn.open_statistics SET moments = '\\x00' WHERE round = %(round)s",
        "of another group": (
            "UPDATE urn.open_statistics s SET items = o.items, moments = o.moments"
            " FROM urn.open_statistics o WHERE s.asked_group = %(group)s"
            " AND s.round = %(round)s AND s.round = o.round AND s.asked_group <> o.asked_group"
        ),
    }
    council = asked.groups["Raadsleden"].pk
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(change[what], {"round": asked.sounding.pk, "group": council})
        assert cursor.rowcount == {"folded twice": 39, "unreadable": 2}.get(what, 1)

    assert frozen(asked, monkeypatch) == (unfolded, False)


# ── the worker ────────────────────────────────────────────────────────────────────────────


def jobs() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args, queueing_lock FROM procrastinate_jobs")
        return sorted(
            [(name, json.loads(args), lock) for name, args, lock in cursor.fetchall()],
            key=lambda job: str(job[2]),
        )


def test_each_open_round_has_a_job_that_tells_nothing(asked: OpenRound, a: Cooperation) -> None:
    """Whether or not something was answered."""
    before = jobs()
    other = open_round(a)
    let_answer(other, COUNCIL)
    begin_closing(open_round(a))
    for _time in range(2):
        tasks.fold_answers(timestamp=0)

    ids = sorted(str(made.sounding.pk) for made in (asked, other))
    # What another test left in the queue is not ours.
    assert [job for job in jobs() if job not in before] == [
        ("soundings.fold_round", {"sounding_id": found}, f"folding-{found}") for found in ids
    ]
    tasks.fold_round(sounding_id=str(other.sounding.pk))
    assert (folded(other), waiting(other)) == (counted(other), 0)


def test_a_round_that_is_not_open_is_not_folded(asked: OpenRound) -> None:
    let_answer(asked, COUNCIL)
    begin_closing(asked)
    assert fold(asked) == 0
    assert waiting(asked) == 18
    close(asked)
    assert fold(asked) == 0
