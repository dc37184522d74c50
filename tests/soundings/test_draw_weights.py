"""What is drawn more often: from counts of what was folded, once a day, and of no answer."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from samenspel.cooperations.models import Cooperation
from samenspel.soundings import migrations
from samenspel.soundings.access import counting
from samenspel.soundings.actions import count_response, fold_answers
from samenspel.soundings.actions.answering import accept_open_link
from samenspel.soundings.models import Item
from samenspel.soundings.queries import answering
from samenspel.soundings.tokens import Token, new_token
from tests.database_rights import as_owner
from tests.soundings.asked import OPEN_LINK, OpenRound, open_round
from tests.soundings.closed import begin_closing, close, in_the_urn
from tests.soundings.kept import cast
from tests.soundings.phone import Phone, page_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "answers"])

TODAY = timezone.localdate()


@pytest.fixture
def asked(a: Cooperation) -> OpenRound:
    return open_round(a, groups={"Raadsleden": 30, "Medewerkers": 30}, only_for={5: [1]})


def let_answer(
    asked: OpenRound, people: list[Token], numbers: tuple[int, ...], value: int = 1
) -> None:
    for token in people:
        for number in numbers:
            cast(asked, token, number, value)


def fold(asked: OpenRound) -> int:
    return fold_answers(sounding_id=asked.sounding.pk)


def weights(asked: OpenRound) -> dict[int, int]:
    return answering.draw_weights(asked.sounding.pk)


def test_until_something_was_counted_all_weigh_alike(asked: OpenRound) -> None:
    assert weights(asked) == {}
    count_response(today=TODAY)
    assert weights(asked) == {}
    let_answer(asked, asked.tokens["Raadsleden"][:4], (1, 2))
    assert fold(asked) == 0
    count_response(today=TODAY + timedelta(days=1))
    assert weights(asked) == {}


def test_what_few_answered_weighs_more_from_the_next_day_on(asked: OpenRound) -> None:
    council, staff = asked.tokens["Raadsleden"], asked.tokens["Medewerkers"]
    let_answer(asked, council[:10], (1, 2))
    let_answer(asked, council[:3], (3,))
    assert fold(asked) == 10
    assert weights(asked) == {}
    count_response(today=TODAY)
    # 10, 10, 3 and 0 of ten; nobody who gets the fifth took part yet.
    assert weights(asked) == {1: 1, 2: 1, 3: 1, 4: 4, 5: 4}

    let_answer(asked, [*council[10:], *staff], (1, 2, 3))
    let_answer(asked, council[10:20], (4,))
    let_answer(asked, staff[:9], (5,))
    assert fold(asked) == 50
    count_response(today=TODAY)
    assert weights(asked) == {1: 1, 2: 1, 3: 1, 4: 4, 5: 4}
    count_response(today=TODAY + timedelta(days=1))
    # 60, 60, 53 and 10 of sixty; 9 of thirty.
    assert weights(asked) == {1: 1, 2: 1, 3: 1, 4: 4, 5: 2}


def test_what_is_not_folded_yet_does_not_count(asked: OpenRound) -> None:
    """So nobody's answer is seen to come in, and never those of fewer than the minimum."""
    council = asked.tokens["Raadsleden"]
    let_answer(asked, council[:8], (1, 2, 3, 4))
    fold(asked)
    count_response(today=TODAY)
    before = weights(asked)
    let_answer(asked, council[8:12], (1, 2, 3))
    fold(asked)
    count_response(today=TODAY + timedelta(days=1))
    assert weights(asked) == before
    assert set(before) == {1, 2, 3, 4, 5}


def test_what_anybody_answered_makes_no_difference(a: Cooperation) -> None:
    found = []
    for value in (1, 0, -1):
        asked = open_round(a, groups={"Raadsleden": 30})
        people = asked.tokens["Raadsleden"]
        let_answer(asked, people[:20], (1, 2, 3), value)
        let_answer(asked, people[:6], (4,), -value)
        let_answer(asked, people[:3], (5,), value)
        fold(asked)
        count_response(today=TODAY)
        found.append(weights(asked))
    assert found == [{1: 1, 2: 1, 3: 1, 4: 2, 5: 4}] * 3


def test_a_statement_that_was_taken_out_or_added_is_not_in_the_way(asked: OpenRound) -> None:
    let_answer(asked, asked.tokens["Raadsleden"][:10], (1, 2, 3))
    fold(asked)
    with scopes_disabled():
        Item.objects.filter(sounding=asked.sounding, number=1).update(
            moderation=Item.Moderation.OUT
        )
        Item.objects.create(sounding=asked.sounding, number=6, text="Nieuw")
    count_response(today=TODAY)
    assert weights(asked) == {2: 1, 3: 1, 4: 4, 5: 4, 6: 4}


def test_whoever_comes_often_by_an_open_link_does_not_decide_what_others_get(
    asked: OpenRound,
) -> None:
    visitors = [new_token() for _visit in range(20)]
    for token in visitors:
        assert accept_open_link(open_code=asked.open_code, token=token)
    let_answer(asked, visitors, (1, 2, 3))
    fold(asked)
    count_response(today=TODAY)
    # As long as nobody else answered there is nothing else to go by.
    assert asked.groups[OPEN_LINK].is_open_link
    assert weights(asked) == {1: 1, 2: 1, 3: 1, 4: 4, 5: 4}

    let_answer(asked, asked.tokens["Medewerkers"][:10], (3, 4, 5))
    fold(asked)
    count_response(today=TODAY + timedelta(days=1))
    assert weights(asked) == {1: 4, 2: 4, 3: 1, 4: 1, 5: 1}


def test_until_the_next_day_nobodys_ballot_changes_by_what_others_answer(asked: OpenRound) -> None:
    council = asked.tokens["Raadsleden"]
    let_answer(asked, council[:10], (1, 2, 3))
    fold(asked)
    count_response(today=TODAY)
    phones = [Phone(asked).begin(token) for token in council[20:]]
    for number, phone in enumerate(phones):
        for _turn in range(number % 3):
            phone.press("eens")

    def seen() -> list[str]:
        return [page_of(phone.get()) for phone in phones]

    before = seen()
    let_answer(asked, council[10:20], (4,), -1)
    fold(asked)
    count_response(today=TODAY)
    assert seen() == before
    # It is looked at where it would be seen: a day later it is.
    let_answer(asked, council[10:16], (1,), -1)
    fold(asked)
    count_response(today=TODAY + timedelta(days=1))
    assert weights(asked)[4] == 1
    assert seen() != before


def test_a_ballot_begins_more_often_with_what_few_answered(asked: OpenRound) -> None:
    """Of the four of a council the last has .3 / 4 + .7 · 4 / 7, so 14 of 30 on average."""
    council = asked.tokens["Raadsleden"]
    let_answer(asked, council[:10], (1, 2, 3))
    fold(asked)
    count_response(today=TODAY)
    first = [Phone(asked).begin(new_member(asked)).shown().number for _person in range(60)]
    assert {1, 2, 3, 4} == set(first)
    # Below 16 or above 41 less than once in a thousand times.
    assert 16 <= first.count(4) <= 41


def new_member(asked: OpenRound) -> Token:
    token = new_token()
    assert accept_open_link(open_code=asked.open_code, token=token)
    return token


def test_they_go_with_the_closing_and_do_not_come_back(asked: OpenRound) -> None:
    let_answer(asked, asked.tokens["Raadsleden"][:10], (1, 2))
    fold(asked)
    count_response(today=TODAY)
    assert len(in_the_urn("draw_weight", asked)) == 5
    item = in_the_urn("draw_weight", asked, "item")[0][0]
    begin_closing(asked)
    close(asked)
    assert weights(asked) == {}
    with transaction.atomic(), counting(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT urn.keep_draw_weights(%s, %s, %s::smallint[])", [asked.sounding.pk, [item], [4]]
        )
    assert weights(asked) == {}


# ── Rounds that were open before ──────────────────────────────────────────────────────────

_TO_DRAWING = Path(migrations.__file__).with_name("drawing.sql").read_text(encoding="utf-8")
_AS_IT_WAS = """
    DROP TABLE urn.draw_weight;
    DROP FUNCTION urn.draw_weights, urn.keep_draw_weights, urn.cast_vote;
    CREATE FUNCTION urn.cast_vote(uuid, bytea, bytea, integer, smallint, smallint, real)
        RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
    ALTER TABLE urn.open_answer ADD COLUMN place smallint NOT NULL DEFAULT 3,
        ADD COLUMN chance real NOT NULL DEFAULT 0.25;
"""


def test_of_a_round_that_was_open_the_order_is_written_away(asked: OpenRound) -> None:
    let_answer(asked, asked.tokens["Raadsleden"][:6], (1, 2), -1)
    fold(asked)
    cast(asked, asked.token(), 1, None)
    part = f"urn.open_answer_{asked.sounding.pk.hex}"
    before = sorted(in_the_urn("open_answer", asked, "h2, item, value, folded"), key=str)

    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_AS_IT_WAS)
        cursor.execute("SELECT pg_relation_filenode(%s)", [part])
        file = cursor.fetchone()
        cursor.execute(_TO_DRAWING)
        cursor.execute("SELECT pg_relation_filenode(%s)", [part])
        assert cursor.fetchone() != file  # the rows were written anew, without those columns
        cursor.execute("SELECT * FROM urn.open_answer WHERE false")
        assert [column.name for column in cursor.description] == [
            "round", "h2", "item", "value", "folded",
        ]  # fmt: skip
        cursor.execute(
            "SELECT DISTINCT attstattarget FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped",
            [part],
        )
        assert cursor.fetchall() == [(0,)]
        cursor.execute("SELECT urn.draw_weights(%s)", [asked.sounding.pk])
        after = sorted(in_the_urn("open_answer", asked, "h2, item, value, folded"), key=str)
        transaction.set_rollback(True)

    assert after == before
    assert len(before) == 12
