"""Closing cuts every tie between who was asked and what was said. Killed, it is begun again."""

import json
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled
from psycopg import sql
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from samenspel import write_ahead_log
from samenspel.audit.models import Line
from samenspel.cooperations.models import Cooperation
from samenspel.measures.disclosure import release_people
from samenspel.post.models import OutgoingMessage
from samenspel.soundings import queries, tasks
from samenspel.soundings.actions import (
    begin_due_closings,
    closing,
    count_response,
    delete_voices_after_term,
    destroy_left_over_keys,
    finish_closing,
)
from samenspel.soundings.actions.mails import last_message
from samenspel.soundings.keys import KeyGoneError, make_round_key, round_key
from samenspel.soundings.models import Invitation, Item, OutcomePass, Picture, Response, Sounding
from tests.database_rights import as_owner
from tests.page_text import plain, without_tokens
from tests.soundings.asked import GROUPS, OpenRound, invite, open_round
from tests.soundings.closed import (
    PARTS_WHILE_OPEN,
    begin_closing,
    close,
    closed_answers,
    in_the_urn,
    let_answer,
    parts_of,
)
from tests.soundings.rounds import Asked, address

State = Sounding.State

COUNCIL = Asked("Raadsleden", 6, ((4, 1, 1), (2, 3, 1), (6, 0, 0)))
STAFF = Asked("Medewerkers", 8, ((1, 6, 0), (3, 3, 1), (0, 7, 0)))
SAID = (COUNCIL, STAFF)
ADDRESSES = ["bram@voorbeeld.nl", "dirk@voorbeeld.nl", "fenna@voorbeeld.nl"]


@pytest.fixture
def asked(a: Cooperation) -> OpenRound:
    """Answered by thirteen people of two groups; three others were invited by mail."""
    made = open_round(a)
    group = made.groups["Raadsleden"]
    with scopes_disabled():
        for address_, token in zip(ADDRESSES, invite(group, 3), strict=True):
            Invitation.objects.filter(sounding=made.sounding, h1=token.h1).update(email=address_)
    let_answer(made, *SAID)
    return made


def state_of(asked: OpenRound) -> str:
    with scopes_disabled():
        return Sounding.objects.get(pk=asked.sounding.pk).state


def list_of(asked: OpenRound) -> int:
    with scopes_disabled():
        return Invitation.objects.filter(sounding=asked.sounding).count()


def by_key(asked: OpenRound, page: str = "") -> str:
    return f"/uitkomsten/{asked.sounding.outcome_key}/{page}"


def ballots(asked: OpenRound) -> Counter[tuple[Any, ...]]:
    """What each closed voice said, without who it was."""
    said: dict[object, list[tuple[Any, ...]]] = {}
    for voice, number, value in closed_answers(asked.sounding):
        said.setdefault(voice.pk, []).append((number, value))
    return Counter(tuple(sorted(answers)) for answers in said.values())


# ── what is left, and what is not ─────────────────────────────────────────────────────────


def test_all_that_was_kept_while_it_was_open_is_gone(asked: OpenRound) -> None:
    assert parts_of(asked) == PARTS_WHILE_OPEN

    close(asked)

    assert parts_of(asked) == {"soundings_voice"}
    assert state_of(asked) == "closed"
    assert list_of(asked) == 0
    with pytest.raises(KeyGoneError):
        round_key(asked.sounding.pk)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM urn.open_round")
        assert cursor.fetchone() == (0,)
    with scopes_disabled():
        # They open the outcome, and nothing else.
        assert OutcomePass.objects.filter(sounding=asked.sounding).count() == 17


def test_who_said_what_together_stays_together_under_other_numbers(asked: OpenRound) -> None:
    keys = {bytes(h2) for (h2,) in in_the_urn("open_voice", asked, "h2")}
    with scopes_disabled():
        number_of = dict(Item.objects.filter(sounding=asked.sounding).values_list("pk", "number"))
    before: dict[object, list[tuple[Any, ...]]] = {}
    for h2, item, value in in_the_urn("open_answer", asked, "h2, item, value"):
        before.setdefault(bytes(h2), []).append((number_of[item], value))

    close(asked)

    assert ballots(asked) == Counter(tuple(sorted(said)) for said in before.values())
    voices = in_the_urn("soundings_voice", asked, "id, group_id")
    groups = Counter(group for _id, group in voices)
    assert groups == {asked.groups["Raadsleden"].pk: 6, asked.groups["Medewerkers"].pk: 7}
    numbers = [number for number, _group in voices]
    assert all(isinstance(number, uuid.UUID) and number.version == 4 for number in numbers)
    assert not keys & {number.bytes for number in numbers if isinstance(number, uuid.UUID)}


def test_voices_lie_in_the_order_of_their_new_random_numbers(asked: OpenRound) -> None:
    close(asked)

    rows = in_the_urn("soundings_voice", asked, "id, ctid::text, xmin::text, cmin::text")
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert len({row[-2:] for row in rows}) == 1


def test_of_the_order_of_drawing_nothing_is_left(asked: OpenRound) -> None:
    close(asked)

    numbers: dict[object, list[int]] = {}
    for voice, number, _value in closed_answers(asked.sounding):
        numbers.setdefault(voice.pk, []).append(number)
    assert list(numbers.values()) == [[1, 2, 3]] * 13


def test_a_key_is_taken_for_left_over_once_its_round_closed_or_is_gone_for_an_hour(
    asked: OpenRound,
) -> None:
    now = timezone.now()
    others = {state: Sounding(cooperation_id=asked.sounding.cooperation_id) for state in State}
    for state, other in others.items():
        other.title, other.state = state.value, state
        other.save()
        make_round_key(other.pk)
    nobodys = uuid.uuid4()
    make_round_key(nobodys)
    (Path(settings.KEYS_FOLDER) / "lost+found").mkdir(exist_ok=True)
    closed = {others[State.CLOSING].pk, others[State.CLOSED].pk}

    with scopes_disabled():
        assert queries.left_over_keys(now=now) == closed
        assert queries.left_over_keys(now=now + timedelta(hours=2)) == closed | {nobodys}
        assert destroy_left_over_keys(now=now) == 2
    assert queries.left_over_keys(now=now) == set()
    assert round_key(asked.sounding.pk)
    assert round_key(others[State.DRAFT].pk)


def test_the_database_keeps_no_samples_of_who_was_asked_and_what_was_said(
    asked: OpenRound,
) -> None:
    """They would stay on the disk when the table that they were taken from is dropped."""
    hexed = asked.sounding.pk.hex
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TABLE {} AS SELECT h2, value FROM urn.open_answer").format(
                sql.Identifier("urn", f"control_{hexed}")
            )
        )
        cursor.execute("ANALYZE")
        cursor.execute(
            "SELECT DISTINCT tablename FROM pg_stats WHERE schemaname IN ('urn', 'register')"
            " AND tablename LIKE %s",
            [f"%{hexed}"],
        )
        assert cursor.fetchall() == [(f"control_{hexed}",)]


# ── broken off ────────────────────────────────────────────────────────────────────────────


class KilledError(Exception):
    pass


def _killed(*_arguments: object, **_more: object) -> None:
    raise KilledError


STEPS = {
    "before the key is gone": "keys.destroy_round_key",
    "before the rest is folded": "fold_the_rest",
    "before the voices are cut loose": "_cut_loose",
    "before the outcome is made": "content_of",
    "before the message is written": "write_message",
    "before the list is dropped": "_drop_list",
    "before the statistics are dropped": "_drop_statistics",
    "before it is written down": "record",
}


@pytest.mark.parametrize("when", STEPS)
@pytest.mark.django_db(transaction=True)
def test_a_closing_that_is_killed_is_begun_again_and_loses_nothing(
    asked: OpenRound, anna_client: Client, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    begin_closing(asked)
    with monkeypatch.context() as broken:
        name, _dot, attribute = STEPS[when].rpartition(".")
        broken.setattr(getattr(closing, name) if name else closing, attribute, _killed)
        with pytest.raises(KilledError):
            finish_closing(sounding_id=asked.sounding.pk)

    # Nothing of it is seen, by nobody, and nobody is lost.
    assert state_of(asked) == "closing"
    assert list_of(asked) == 17
    assert OutgoingMessage.objects.count() == 0
    for client, page in (
        (anna_client, address("outcome", asked.sounding)),
        (Client(), by_key(asked)),
    ):
        assert "De uitkomsten worden nu gemaakt." in client.get(page).content.decode()

    frozen = finish_closing(sounding_id=asked.sounding.pk)

    assert [group["people"] for group in frozen.content["groups"]] == [[5, 5, 6], [5, 5, 7], None]
    assert sum(ballots(asked).values()) == 13
    assert (state_of(asked), list_of(asked)) == ("closed", 0)
    assert OutgoingMessage.objects.count() == 3
    lines = Line.objects.filter(object_id=str(asked.sounding.pk), action="sounding.closed")
    assert lines.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_after_its_commit_still_lets_the_database_forget(
    asked: OpenRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_closing(asked)
    with monkeypatch.context() as broken:
        broken.setattr(write_ahead_log, "forget_the_past", _killed)
        with pytest.raises(KilledError):
            finish_closing(sounding_id=asked.sounding.pk)
    assert state_of(asked) == "closed"

    forgot = []
    monkeypatch.setattr(
        write_ahead_log, "forget_the_past", lambda _connection: forgot.append(_who())
    )
    finish_closing(sounding_id=asked.sounding.pk)
    assert [role.removeprefix("test_") for role in forgot] == ["samenspel_counting"]
    assert OutgoingMessage.objects.count() == 3


def _who() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def test_the_database_forgets_once_it_is_committed_and_not_before(
    asked: OpenRound,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    forgot: list[str] = []
    monkeypatch.setattr(
        write_ahead_log, "forget_the_past", lambda _connection: forgot.append(_who())
    )
    with django_capture_on_commit_callbacks(execute=True):
        close(asked)
        assert forgot == []
    assert len(forgot) == 1


def test_closing_twice_sends_one_message_and_keeps_one_picture(asked: OpenRound) -> None:
    first = close(asked)
    second = finish_closing(sounding_id=asked.sounding.pk)

    assert (second.pk, second.content) == (first.pk, json.loads(json.dumps(first.content)))
    assert OutgoingMessage.objects.count() == 3
    with scopes_disabled():
        assert Picture.objects.filter(sounding=asked.sounding).count() == 1


def test_another_round_stays_as_it_is(asked: OpenRound, a: Cooperation) -> None:
    other = open_round(a)
    let_answer(other, *SAID)
    close(asked)

    assert parts_of(other) == PARTS_WHILE_OPEN
    assert len(in_the_urn("open_voice", other)) == 13
    assert round_key(other.sounding.pk)


@pytest.mark.parametrize("reissued", [0, 1, 3])
def test_more_voices_than_people_do_not_hold_up_the_closing(
    a: Cooperation, bram_client: Client, reissued: int
) -> None:
    """Whoever lost a link can answer twice; and a list can be longer than its group is said to be.

    Nobody learns of it by an error: everybody waits for the outcome.
    """
    made = open_round(a, groups={"Raadsleden": 60, "Medewerkers": 22})
    council = Asked("Raadsleden", 60, ((30, 30, 1), (30, 20, 11)))
    let_answer(made, council, Asked("Medewerkers", 22, ((12, 10, 2), (24, 0, 0))))
    with scopes_disabled():
        Sounding.objects.filter(pk=made.sounding.pk).update(reissued=reissued)
    close(made)

    page = plain(bram_client.get(by_key(made)).content.decode())
    assert "60 van 60 deden mee" in page
    assert "ongeveer 22 van 22 deden mee" in page
    assert bram_client.get(by_key(made, "stellingen/1/")).status_code == 200
    assert ("opnieuw verstuurd: hoogstens zo vaak" in page) == bool(reissued)


# ── when ──────────────────────────────────────────────────────────────────────────────────

LAST_DAY = date(2026, 12, 6)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2026, 12, 6, 22, 59, 59, tzinfo=UTC), "open"),
        # Midnight in Amsterdam: answers that are being written are waited for.
        (datetime(2026, 12, 6, 23, 0, 4, tzinfo=UTC), "open"),
        (datetime(2026, 12, 6, 23, 0, 6, tzinfo=UTC), "closing"),
        (datetime(2026, 12, 9, tzinfo=UTC), "closing"),
    ],
)
def test_a_round_closes_at_the_end_of_its_last_day(
    asked: OpenRound, now: datetime, state: str
) -> None:
    with scopes_disabled():
        Sounding.objects.update(closes_on=LAST_DAY)

    assert begin_due_closings(now=now) == (state == "closing")
    assert begin_due_closings(now=now) == 0
    assert state_of(asked) == state


def test_the_key_and_the_list_stay_until_the_last_day_is_over(asked: OpenRound) -> None:
    tasks.finish_due_closings(timestamp=0)
    tasks.destroy_left_over_keys(timestamp=0)

    assert state_of(asked) == "open"
    assert list_of(asked) == 17
    assert round_key(asked.sounding.pk)


# ── the last message ──────────────────────────────────────────────────────────────────────


def test_everybody_with_an_address_is_mailed_the_same_words_also_who_did_not_take_part(
    asked: OpenRound,
) -> None:
    close(asked)

    messages = list(OutgoingMessage.objects.values_list("to", "subject", "body"))
    assert sorted(to for to, _subject, _body in messages) == ADDRESSES
    [(subject, body)] = {(subject, body) for _to, subject, body in messages}
    assert subject == "De uitkomsten: Wat vindt u van de samenwerking?"
    assert f"{settings.ADDRESS}{by_key(asked)}\n" in body
    assert "de laatste e-mail over deze vragenlijst" in body


def test_an_address_in_two_groups_gets_one_message(asked: OpenRound) -> None:
    [token] = invite(asked.groups["Medewerkers"], 1)
    with scopes_disabled():
        Invitation.objects.filter(sounding=asked.sounding, h1=token.h1).update(email=ADDRESSES[0])
    close(asked)

    assert OutgoingMessage.objects.filter(to=ADDRESSES[0]).count() == 1


def test_a_round_in_english_says_it_in_english_too(a: Cooperation) -> None:
    made = open_round(a, english=[f"Statement {n}" for n in range(1, 6)])
    subject, body = last_message(made.sounding)

    assert subject == "De uitkomsten: Wat vindt u van de samenwerking?"
    assert body.count(by_key(made)) == 2
    assert f"{by_key(made)}?taal=en" in body
    assert "What do you think?" in body


def test_a_title_of_the_greatest_length_does_not_hold_up_the_message(asked: OpenRound) -> None:
    with scopes_disabled():
        Sounding.objects.update(title="x" * 300, title_en="y" * 300)
    close(asked)

    assert OutgoingMessage.objects.count() == 3


# ── seen by everybody at the same moment ──────────────────────────────────────────────────


def test_leaders_and_everybody_else_see_the_outcome_from_the_same_commit(
    asked: OpenRound, anna_client: Client, lida_client: Client
) -> None:
    bram = Client()
    pages = ["", "stellingen/", "stellingen/1/", "stellingen/1/beeld.svg", "kaart/"]
    pages.append("vrijgegeven-aantallen.csv")
    leaders = address("outcome", asked.sounding)

    def statuses() -> list[list[int]]:
        return [
            [client.get(start + page).status_code for page in pages]
            for client, start in (
                (bram, by_key(asked)),
                (anna_client, leaders),
                (lida_client, leaders),
            )
        ]

    hidden = [200, 404, 404, 404, 404, 404]
    assert statuses() == [hidden] * 3
    assert "De uitkomsten zijn er nog niet." in bram.get(by_key(asked)).content.decode()
    begin_closing(asked)
    assert statuses() == [hidden] * 3
    assert "worden nu gemaakt" in bram.get(by_key(asked)).content.decode()
    finish_closing(sounding_id=asked.sounding.pk)
    assert statuses() == [[200] * 6] * 3


def test_a_key_that_is_none_leads_nowhere(asked: OpenRound, bram_client: Client) -> None:
    close(asked)
    wrong = [str(asked.sounding.pk), "0" * 26, str(asked.sounding.code), "x" * 500, "é", "None"]

    assert {bram_client.get(f"/uitkomsten/{key}/").status_code for key in wrong} == {404}


def test_the_outcome_for_everybody_keeps_nothing_of_who_looks(
    asked: OpenRound, bram_client: Client
) -> None:
    close(asked)
    response = bram_client.get(by_key(asked))

    assert response.cookies == {}
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")
    page = response.content.decode()
    assert '<meta name="robots" content="noindex">' in page
    # Nothing that only who is signed in can open, and nothing that changes anything.
    assert "/samenwerkingen/" not in page
    assert "<form" not in page
    assert "csrf" not in page


# ── how many took part so far ─────────────────────────────────────────────────────────────

TODAY = timezone.localdate()


def told(asked: OpenRound) -> dict[str, int]:
    with scopes_disabled():
        found = Response.objects.filter(group__sounding=asked.sounding)
        return dict(found.values_list("group__name", "at_least"))


def test_response_is_told_in_steps_of_the_minimum(asked: OpenRound) -> None:
    count_response(today=TODAY)

    # Six and seven took part, and nobody by the open link.
    assert told(asked) == {"Raadsleden": 5, "Medewerkers": 5, "Inwoners": 0}


@pytest.mark.parametrize("step", range(5, 26))
def test_what_is_told_while_open_adds_nothing_to_what_is_told_at_closing(step: int) -> None:
    for voices in range(step, 160):
        published = release_people(voices, minimum=step)
        assert published is not None
        assert 0 < closing.told_while_open(voices, step) <= published[1]


def test_within_a_day_no_vote_changes_a_byte_that_a_leader_sees(
    asked: OpenRound, anna_client: Client
) -> None:
    slug = asked.sounding.cooperation.slug
    pages = [
        f"/samenwerkingen/{slug}/",
        f"/samenwerkingen/{slug}/vragenrondes/",
        address("outcome", asked.sounding),
    ]

    def seen() -> list[bytes]:
        return [without_tokens(anna_client.get(page).content) for page in pages]

    count_response(today=TODAY)
    before = seen()
    let_answer(asked, Asked("Raadsleden", 6, ((9, 0, 0),)))
    assert count_response(today=TODAY) == 0
    assert (seen(), told(asked)["Raadsleden"]) == (before, 5)

    # The control: the day after it is told.
    assert count_response(today=TODAY + timedelta(days=1)) == 3
    assert told(asked)["Raadsleden"] == 13


# ── when the term is over ─────────────────────────────────────────────────────────────────


def test_voices_are_dropped_after_their_term_and_the_outcome_stays(
    asked: OpenRound, bram_client: Client
) -> None:
    close(asked)
    page = bram_client.get(by_key(asked)).content
    last = TODAY + timedelta(days=30)

    assert delete_voices_after_term(today=last - timedelta(days=1)) == 0
    assert len(in_the_urn("soundings_voice", asked)) == 13
    assert delete_voices_after_term(today=last) == 1
    assert parts_of(asked) == set()
    assert bram_client.get(by_key(asked)).content == page


def test_one_round_that_cannot_be_destroyed_holds_up_no_other(
    asked: OpenRound, a: Cooperation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each in a transaction of its own: what was done stays done."""
    other = open_round(a)
    close(asked)
    close(other)
    done: list[uuid.UUID] = []
    destroy: Callable[[uuid.UUID], None] = closing._delete_voices

    def once(sounding_id: uuid.UUID) -> None:
        if done:
            raise KilledError
        destroy(sounding_id)
        done.append(sounding_id)

    monkeypatch.setattr(closing, "_delete_voices", once)
    with pytest.raises(KilledError):
        delete_voices_after_term(today=TODAY + timedelta(days=30))
    with scopes_disabled():
        gone = Sounding.objects.filter(voices_deleted_after=None)
        assert list(gone.values_list("pk", flat=True)) == done


def test_the_groups_of_the_test_are_those_of_the_round() -> None:
    assert {group.name: group.size for group in SAID} == GROUPS
