"""What is kept of an answer, and of whom one is taken at all."""

import datetime
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone
from django_scopes import scopes_disabled

from samenspel.audit.models import Line
from samenspel.cooperations.models import Cooperation
from samenspel.soundings import keys
from samenspel.soundings.actions.answering import (
    Result,
    accept_open_link,
    ask_new_link,
)
from samenspel.soundings.models import Invitation, Item, Sounding
from samenspel.soundings.queries import answering as queries
from samenspel.soundings.queries.answering import OwnStatement
from samenspel.soundings.tokens import MOST_OWN_STATEMENTS, new_token
from tests.database_rights import as_owner
from tests.soundings.asked import OPEN_LINK, OpenRound, invite, open_round
from tests.soundings.kept import add, added, cast, decide, kept, voices

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "answers"])


@pytest.fixture
def asked(a: Cooperation) -> OpenRound:
    return open_round(a, may_add=True, only_for={5: [1]})


# ── answers ──────────────────────────────────────────────────────────────────────────────────


def test_an_answer_is_kept_once_however_often_it_is_sent(asked: OpenRound) -> None:
    for _time in range(3):
        assert cast(asked, asked.token(), number=2, value=-1) is Result.KEPT
    assert kept(asked) == [("Raadsleden", 2, -1)]
    assert voices(asked) == 1


def test_another_answer_takes_its_place(asked: OpenRound) -> None:
    cast(asked, asked.token(), value=1)
    assert cast(asked, asked.token(), value=0) is Result.KEPT
    assert kept(asked) == [("Raadsleden", 1, 0)]


def test_an_answer_can_be_taken_back(asked: OpenRound) -> None:
    cast(asked, asked.token(), number=1)
    cast(asked, asked.token(), number=2)
    cast(asked, asked.token(number=1), number=1)
    for _time in range(2):
        assert cast(asked, asked.token(), number=1, value=None) is Result.KEPT
    assert [(number, value) for _group, number, value in kept(asked)] == [(1, 1), (2, 1)]


def test_the_same_first_answer_on_two_connections_at_once_is_one(asked: OpenRound) -> None:
    results = []

    def send(number: int) -> None:
        try:
            results.append(cast(asked, asked.token(), number=number))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(1 + n % 2,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [Result.KEPT] * 8
    assert [number for _group, number, *_rest in kept(asked)] == [1, 2]
    assert voices(asked) == 1


def test_a_statement_for_one_group_takes_no_answer_of_another(asked: OpenRound) -> None:
    assert cast(asked, asked.token("Raadsleden"), number=5) is Result.GONE
    assert cast(asked, asked.token("Medewerkers"), number=5) is Result.KEPT
    assert [(group, number) for group, number, *_rest in kept(asked)] == [("Medewerkers", 5)]


def test_a_statement_that_is_not_there_takes_no_answer(asked: OpenRound) -> None:
    with scopes_disabled():
        Item.objects.filter(sounding=asked.sounding, number=2).update(
            moderation=Item.Moderation.OUT
        )
    assert cast(asked, asked.token(), number=2) is Result.GONE
    assert cast(asked, asked.token(), number=99) is Result.GONE
    assert kept(asked) == []


def test_who_was_not_invited_is_not_heard(asked: OpenRound, a: Cooperation) -> None:
    elsewhere = open_round(a)
    assert cast(asked, new_token()) is Result.UNKNOWN
    assert cast(asked, elsewhere.token()) is Result.UNKNOWN
    assert add(asked, elsewhere.token(), "Van elders.") is Result.UNKNOWN
    assert (kept(asked), voices(asked), added(asked)) == ([], 0, [])


def test_who_answered_may_go_on_after_the_link_was_replaced(asked: OpenRound) -> None:
    cast(asked, asked.token(), number=1)
    with scopes_disabled():
        Invitation.objects.filter(h1=asked.token().h1).update(h1=new_token().h1)
    assert cast(asked, asked.token(), number=2) is Result.KEPT
    assert len(kept(asked)) == 2


@pytest.mark.parametrize("how", ["time is over", "closing began"])
def test_after_the_closing_nothing_is_taken(asked: OpenRound, how: str) -> None:
    cast(asked, asked.token())
    with as_owner(), connection.cursor() as cursor:
        if how == "time is over":
            cursor.execute("UPDATE urn.open_round SET closes_at = %s", [timezone.now()])
        else:
            cursor.execute("DELETE FROM urn.open_round WHERE round = %s", [asked.sounding.pk])
    before = kept(asked)
    assert cast(asked, asked.token(), value=-1) is Result.CLOSED
    assert cast(asked, asked.token(), value=None) is Result.CLOSED
    assert add(asked, asked.token(), "Te laat.") is Result.CLOSED
    assert not accept_open_link(open_code=asked.open_code, token=new_token())
    assert (kept(asked), added(asked)) == (before, [])


def test_a_round_without_its_key_takes_no_answer(asked: OpenRound) -> None:
    keys.destroy_round_key(asked.sounding.pk)
    with pytest.raises(keys.KeyGoneError):
        cast(asked, asked.token())


def test_answering_writes_nothing_of_a_person(asked: OpenRound) -> None:
    with scopes_disabled():
        before = list(Invitation.objects.order_by("id").values())
    lines = Line.objects.count()
    cast(asked, asked.token())
    add(asked, asked.token(), "Eigen zin.")
    with scopes_disabled():
        assert list(Invitation.objects.order_by("id").values()) == before
    assert Line.objects.count() == lines


# ── statements of their own ──────────────────────────────────────────────────────────────────


def test_a_statement_sent_twice_is_one_and_five_is_the_most(asked: OpenRound) -> None:
    token = asked.token()
    texts = [f"Zin {number}" for number in range(MOST_OWN_STATEMENTS)]
    for text in (*texts, *texts):
        assert add(asked, token, text) is Result.KEPT
    assert add(asked, token, "Nog een") is Result.ENOUGH
    assert add(asked, asked.token(number=1), "Nog een") is Result.KEPT
    assert added(asked) == sorted([*texts, "Nog een"])


def test_where_nobody_may_add_nothing_is_added(a: Cooperation) -> None:
    asked = open_round(a, may_add=False)
    assert add(asked, asked.token(), "Een zin.") is Result.CLOSED
    assert added(asked) == []


def test_who_added_something_reads_what_became_of_it(asked: OpenRound) -> None:
    for text in ("geplaatst", "nog niets", "samengevoegd", "geweigerd"):
        add(asked, asked.token(), text)
    decide(asked, "geplaatst", "accepted", number=3)
    decide(asked, "nog niets", "waiting")
    decide(asked, "samengevoegd", "merged", number=1)
    decide(asked, "geweigerd", "declined", "Hier staat een naam in.")
    place = queries.place_of_token(asked.token().h1)
    assert place
    h4s = asked.token().h4s(keys.round_key(asked.sounding.pk))
    assert queries.own_statements(place.round, h4s) == [
        OwnStatement(1, "accepted", ""),
        OwnStatement(2, "waiting", ""),
        OwnStatement(3, "merged", ""),
        OwnStatement(4, "declined", "Hier staat een naam in."),
    ]
    others = asked.token(number=1).h4s(keys.round_key(asked.sounding.pk))
    assert queries.own_statements(place.round, others) == []


# ── coming in ────────────────────────────────────────────────────────────────────────────────


def test_an_open_link_gives_the_right_to_answer_in_its_own_group(asked: OpenRound) -> None:
    token = new_token()
    assert accept_open_link(open_code=asked.open_code, token=token)
    assert not accept_open_link(open_code="7" * 26, token=new_token())
    assert cast(asked, token) is Result.KEPT
    assert [group for group, *_rest in kept(asked)] == [OPEN_LINK]
    found = queries.round_of_outcome(token.h3)
    assert found
    assert found.id == asked.sounding.pk


def test_a_lost_link_is_made_again_for_who_was_invited(asked: OpenRound) -> None:
    [token] = invite(asked.groups["Raadsleden"], 1)
    with scopes_disabled():
        Invitation.objects.filter(h1=token.h1).update(email="bram@voorbeeld.nl")
    ask_new_link(code=asked.code, email="cees@voorbeeld.nl")
    ask_new_link(code="ZZZZZZ", email="bram@voorbeeld.nl")
    ask_new_link(code=asked.code, email="")
    with scopes_disabled():
        assert not Invitation.objects.filter(mail_due=True).exists()
    ask_new_link(code=asked.code, email="bram@voorbeeld.nl")
    with scopes_disabled():
        [due] = Invitation.objects.filter(mail_due=True)
        assert due.email == "bram@voorbeeld.nl"
        # Not again while the mail is on its way.
        Invitation.objects.update(mail_due=False)
    ask_new_link(code=asked.code, email="bram@voorbeeld.nl")
    with scopes_disabled():
        assert not Invitation.objects.filter(mail_due=True).exists()


@pytest.mark.parametrize("minutes", [59, 60])
def test_a_new_link_is_mailed_once_an_hour_and_three_times_a_round(
    asked: OpenRound, minutes: int
) -> None:
    """Anybody can type an address: no mailbox may be flooded from here."""
    [token] = invite(asked.groups["Raadsleden"], 1)
    mails = 0
    with scopes_disabled():
        Invitation.objects.filter(h1=token.h1).update(email="bram@voorbeeld.nl")
        for _time in range(5):
            ask_new_link(code=asked.code, email="bram@voorbeeld.nl")
            mails += Invitation.objects.filter(mail_due=True).count()
            Invitation.objects.filter(h1=token.h1).update(
                mail_due=False, asked_again_at=timezone.now() - datetime.timedelta(minutes=minutes)
            )
    assert mails == (3 if minutes == 60 else 1)


# ── what those who answer are told ───────────────────────────────────────────────────────────


def test_a_group_is_asked_its_own_statements_and_those_of_everybody(a: Cooperation) -> None:
    asked = open_round(a, only_for={2: [0], 3: [1], 4: [0, 1]})
    seen = {}
    for group in ("Raadsleden", "Medewerkers", OPEN_LINK):
        place = queries.place_in_round(asked.code, asked.groups[group].position)
        assert place
        seen[group] = [one.number for one in queries.statements_for(place)]
    assert seen == {"Raadsleden": [1, 2, 4, 5], "Medewerkers": [1, 3, 4, 5], OPEN_LINK: [1, 5]}


def test_a_round_is_open_from_its_opening_to_its_last_moment(
    a: Cooperation, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = queries.round_of_code(open_round(a, state=Sounding.State.PLANNED).code)
    asked = queries.round_of_code(open_round(a, days=0).code)
    assert planned
    assert asked
    assert asked.closes_at
    assert (planned.is_open, asked.is_open) == (False, True)
    late = asked.closes_at + datetime.timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: late)
    assert not asked.is_open


def test_only_a_round_that_takes_answers_is_remembered(a: Cooperation) -> None:
    asked = open_round(a, state=Sounding.State.PLANNED)
    with pytest.raises(queries.NotOpenError):
        queries.open_round(asked.code)
    with scopes_disabled():
        Sounding.objects.filter(pk=asked.sounding.pk).update(state=Sounding.State.OPEN)
    assert queries.open_round(asked.code).id == asked.sounding.pk
