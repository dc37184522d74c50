"""Who decides on what people added sees the words, and nothing of whose they are."""

import re
import secrets
import uuid
from collections.abc import Callable
from datetime import timedelta
from html import escape
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from samenspel.audit.models import Line
from samenspel.cooperations.models import Cooperation, Membership
from samenspel.people.models import Person
from samenspel.post.models import OutgoingMessage
from samenspel.soundings import queries, tasks
from samenspel.soundings.actions import (
    accept_statement,
    decline_statement,
    merge_statement,
    release_batches,
)
from samenspel.soundings.models import Item, Sounding
from tests.cast import joined, signed_in
from tests.database_rights import as_owner
from tests.page_text import errors_in, plain
from tests.soundings.asked import OpenRound, open_round
from tests.soundings.closed import close, in_the_urn
from tests.soundings.rounds import queries_of, seen

THREE = ("Ik mis de dorpsraad.", "Er is te weinig tijd.", "Het loket moet blijven.")


@pytest.fixture
def asked(a: Cooperation) -> OpenRound:
    return open_round(a, may_add=True)


def write(asked: OpenRound, *texts: str) -> None:
    """Let people write this, each somebody else."""
    with as_owner(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO urn.own_statement (round, h4, text) VALUES (%s, %s, %s)",
            [(asked.sounding.pk, secrets.token_bytes(32), text) for text in texts],
        )


def page_of(asked: OpenRound) -> str:
    slug = asked.sounding.cooperation.slug
    return reverse(
        "soundings:moderate", kwargs={"cooperation": slug, "sounding": asked.sounding.pk}
    )


def waiting(asked: OpenRound) -> dict[str, uuid.UUID]:
    return {text: number for number, text in queries.waiting_statements(asked.sounding).items()}


def on_page(client: Client, asked: OpenRound) -> list[str]:
    found = re.findall(
        r"<blockquote[^>]*>(.*?)</blockquote>", seen(client, page_of(asked)), re.DOTALL
    )
    return [plain(text) for text in found]


def states(asked: OpenRound) -> dict[str, tuple[str, str, int | None]]:
    rows = in_the_urn("own_statement", asked, "text, state, reason, number")
    return {text: (state, reason, number) for text, state, reason, number in rows}


def decided(asked: OpenRound) -> list[tuple[str, str, str, str]]:
    lines = Line.objects.filter(action__startswith="statement.").order_by("pk")
    return list(lines.values_list("actor", "action", "object_kind", "object_id"))


# ── batches ───────────────────────────────────────────────────────────────────────────────


def test_statements_come_by_three_or_more_and_a_fourth_waits(
    asked: OpenRound, mo_client: Client
) -> None:
    write(asked, *THREE[:2])
    tasks.release_batches(timestamp=0)
    assert on_page(mo_client, asked) == []

    write(asked, THREE[2])
    tasks.release_batches(timestamp=0)
    assert sorted(on_page(mo_client, asked)) == sorted(THREE)

    write(asked, "Een vierde.")
    tasks.release_batches(timestamp=0)
    assert sorted(on_page(mo_client, asked)) == sorted(THREE)

    write(asked, "Een vijfde.", "Een zesde.")
    tasks.release_batches(timestamp=0)
    assert len(on_page(mo_client, asked)) == 6


def test_a_batch_is_counted_by_round(asked: OpenRound, a: Cooperation) -> None:
    other = open_round(a, may_add=True)
    write(asked, *THREE[:2])
    write(other, THREE[2])
    release_batches()

    assert waiting(asked) == waiting(other) == {}


def test_the_order_tells_nothing_of_when_they_were_written(
    asked: OpenRound, mo_client: Client
) -> None:
    """Of a hundred about half come after the one that was written before them: by chance."""
    texts = [f"Zin {number:03}." for number in range(100)]
    write(asked, *texts)
    release_batches()
    shown = on_page(mo_client, asked)

    assert sorted(shown) == texts
    assert shown != texts
    follows = sum(shown.index(b) > shown.index(a) for a, b in pairwise(texts))
    assert 25 <= follows <= 75
    numbers = list(waiting(asked).values())
    assert numbers == sorted(numbers)
    assert {number.version for number in numbers} == {4}


def test_the_page_tells_neither_who_nor_which_group_nor_when(
    asked: OpenRound, mo_client: Client
) -> None:
    write(asked, *THREE)
    release_batches()
    page = plain(seen(mo_client, page_of(asked)))

    assert not re.search(r"Raadsleden|Medewerkers|Inwoners", page)
    assert not re.search(r"\d{1,2}:\d{2}|uur|vandaag|gisteren", page)


def test_moderators_are_mailed_once_for_what_waits_and_no_words_of_it(
    asked: OpenRound, mo: Person, a: Cooperation
) -> None:
    joined(a, "Nel", Membership.Kind.MODERATOR)
    write(asked, *THREE)
    assert release_batches() == 1
    write(asked, *THREE)
    assert release_batches() == 0

    messages = list(OutgoingMessage.objects.values_list("to", "body"))
    assert sorted(to for to, _body in messages) == ["mo@voorbeeld.nl", "nel@voorbeeld.nl"]
    assert all(page_of(asked) in body for _to, body in messages)
    assert not any(text in body for text in THREE for _to, body in messages)


# ── deciding ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def three(asked: OpenRound) -> dict[str, uuid.UUID]:
    write(asked, *THREE)
    release_batches()
    return waiting(asked)


def test_what_is_accepted_is_put_to_everybody(
    asked: OpenRound, three: dict[str, uuid.UUID], mo: Person
) -> None:
    item = accept_statement(person=mo, sounding=asked.sounding, statement_id=three[THREE[0]])

    assert item is not None
    with scope(cooperation=asked.sounding.cooperation):
        kept = Item.objects.get(pk=item.pk)
    assert (kept.number, kept.text, kept.text_en, kept.only_for, kept.added, kept.moderation) == (
        6,
        THREE[0],
        "",
        [],
        True,
        Item.Moderation.ACCEPTED,
    )
    assert states(asked)[THREE[0]] == ("accepted", "", 6)
    assert sorted(waiting(asked)) == sorted(THREE[1:])
    about = str(asked.sounding.pk)
    assert decided(asked) == [("mo@voorbeeld.nl", "statement.accepted", "sounding", about)]


def test_a_second_click_finds_its_work_done(
    asked: OpenRound, three: dict[str, uuid.UUID], mo: Person
) -> None:
    about = {"person": mo, "sounding": asked.sounding}
    number = three[THREE[0]]
    accept_statement(**about, statement_id=number)  # type: ignore[arg-type]  # one call for three

    assert accept_statement(person=mo, sounding=asked.sounding, statement_id=number) is None
    assert not decline_statement(
        person=mo, sounding=asked.sounding, statement_id=number, reason="Toch niet."
    )
    assert not merge_statement(person=mo, sounding=asked.sounding, statement_id=number, into=1)
    assert states(asked)[THREE[0]] == ("accepted", "", 6)
    assert len(decided(asked)) == 1
    with scopes_disabled():
        assert Item.objects.filter(sounding=asked.sounding, added=True).count() == 1


def test_what_fails_half_way_leaves_nothing_behind(
    asked: OpenRound,
    three: dict[str, uuid.UUID],
    mo: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full_disk(**_line: object) -> None:
        raise OSError("full disk")

    monkeypatch.setattr("samenspel.soundings.actions.moderating.record", full_disk)
    with pytest.raises(OSError, match="full disk"):
        accept_statement(person=mo, sounding=asked.sounding, statement_id=three[THREE[0]])

    assert sorted(waiting(asked)) == sorted(THREE)
    with scopes_disabled():
        assert not Item.objects.filter(added=True).exists()


def test_what_is_declined_has_a_reason_for_its_author(
    asked: OpenRound, three: dict[str, uuid.UUID], mo: Person
) -> None:
    for reason in ("", "  \n ", "x" * 501):
        with pytest.raises(ValidationError):
            decline_statement(
                person=mo, sounding=asked.sounding, statement_id=three[THREE[1]], reason=reason
            )
    assert len(waiting(asked)) == 3

    assert decline_statement(
        person=mo, sounding=asked.sounding, statement_id=three[THREE[1]], reason=" Een naam. "
    )
    assert states(asked)[THREE[1]] == ("declined", "Een naam.", None)
    assert decided(asked)[0][1] == "statement.declined"


def test_what_says_the_same_is_merged_with_a_statement_that_everybody_gets(
    a: Cooperation, mo: Person
) -> None:
    asked = open_round(a, may_add=True, only_for={2: [0]})
    write(asked, *THREE)
    release_batches()
    number = waiting(asked)[THREE[2]]
    for into in (0, 2, 6, -1):
        with pytest.raises(ValidationError):
            merge_statement(person=mo, sounding=asked.sounding, statement_id=number, into=into)

    assert merge_statement(person=mo, sounding=asked.sounding, statement_id=number, into=3)
    assert states(asked)[THREE[2]] == ("merged", "", 3)
    assert decided(asked)[0][1] == "statement.merged"


def test_a_round_has_no_more_statements_than_a_phone_can_remember(
    asked: OpenRound, three: dict[str, uuid.UUID], mo: Person
) -> None:
    with scopes_disabled():
        Item.objects.bulk_create(
            Item(sounding=asked.sounding, number=number, text="x") for number in range(6, 201)
        )
    with pytest.raises(ValidationError, match="200"):
        accept_statement(person=mo, sounding=asked.sounding, statement_id=three[THREE[0]])

    assert len(waiting(asked)) == 3


def test_an_audit_line_tells_no_words_and_not_which(
    asked: OpenRound, three: dict[str, uuid.UUID], mo: Person
) -> None:
    decline_statement(
        person=mo, sounding=asked.sounding, statement_id=three[THREE[0]], reason="Een naam."
    )
    [line] = Line.objects.filter(action__startswith="statement.").values()
    told = str({key: value for key, value in line.items() if key not in ("id", "at", "object_id")})

    assert "dorpsraad" not in told
    assert "naam" not in told
    assert str(three[THREE[0]]) not in str(line)


@pytest.mark.parametrize("who", ["anna", "eva", "lida", "dina", "cees"])
def test_nobody_but_a_moderator_decides_not_even_who_leads(
    request: pytest.FixtureRequest, asked: OpenRound, three: dict[str, uuid.UUID], who: str
) -> None:
    person: Person = request.getfixturevalue(who)
    number = three[THREE[0]]
    with pytest.raises(PermissionDenied):
        accept_statement(person=person, sounding=asked.sounding, statement_id=number)
    with pytest.raises(PermissionDenied):
        decline_statement(person=person, sounding=asked.sounding, statement_id=number, reason="x")
    with pytest.raises(PermissionDenied):
        merge_statement(person=person, sounding=asked.sounding, statement_id=number, into=1)
    assert signed_in(person).get(page_of(asked)).status_code == (404 if who == "cees" else 403)
    assert signed_in(person).post(page_of(asked), {"decision": "accept"}).status_code in (403, 404)


# ── the page ──────────────────────────────────────────────────────────────────────────────


def post(client: Client, asked: OpenRound, text: str, decision: str, **more: object) -> str:
    """What is said about it after the click."""
    sent = {"statement": str(waiting(asked).get(text, uuid.uuid4())), "decision": decision, **more}
    response = client.post(page_of(asked), sent, follow=True)
    assert response.status_code in (200, 400)
    return response.content.decode()


def test_a_moderator_decides_on_the_page(
    asked: OpenRound, three: dict[str, uuid.UUID], mo_client: Client
) -> None:
    assert "Iedereen krijgt haar nu te zien." in post(mo_client, asked, THREE[0], "accept")
    assert "kan uw reden lezen" in post(mo_client, asked, THREE[1], "decline", reason="Een naam.")
    assert "samengevoegd" in post(mo_client, asked, THREE[2], "merge", into="1")

    page = plain(seen(mo_client, page_of(asked)))
    assert "Geplaatst 1 Niet geplaatst 1 Samengevoegd 1" in page
    assert "Er wacht nu niets." in page
    assert {state for state, _reason, _number in states(asked).values()} == {
        "accepted",
        "declined",
        "merged",
    }


def test_what_was_decided_by_somebody_else_meanwhile_is_said(
    asked: OpenRound, three: dict[str, uuid.UUID], mo_client: Client
) -> None:
    for decision in ("accept", "decline", "merge"):
        said = post(mo_client, asked, "een die er niet is", decision)
        assert "Over deze stelling was al beslist." in said


def test_a_form_that_is_not_filled_in_is_said_where_it_stands(
    asked: OpenRound, three: dict[str, uuid.UUID], mo_client: Client
) -> None:
    sent = {"statement": str(three[THREE[1]]), "decision": "decline", "reason": ""}
    response = mo_client.post(page_of(asked), sent)

    assert response.status_code == 400
    assert len(errors_in(response)) == 1
    assert response.content.decode().count('<details class="statement__more" open>') == 1
    assert len(waiting(asked)) == 3
    sent = {"statement": str(three[THREE[1]]), "decision": "merge", "into": "99"}
    assert mo_client.post(page_of(asked), sent).status_code == 400
    sent["decision"] = "nonsense"
    assert mo_client.post(page_of(asked), sent).status_code == 404


def test_in_a_round_in_english_a_statement_can_get_english_words(
    a: Cooperation, mo_client: Client
) -> None:
    made = open_round(a, may_add=True, english=[f"Statement {n}" for n in range(1, 6)])
    write(made, *THREE)
    release_batches()
    post(mo_client, made, THREE[0], "accept", text_en=" I miss the village council. ")
    post(mo_client, made, THREE[1], "accept")

    with scopes_disabled():
        added = Item.objects.filter(sounding=made.sounding, added=True)
        assert list(added.values_list("number", "text", "text_en")) == [
            (6, THREE[0], "I miss the village council."),
            (7, THREE[1], ""),
        ]


def test_a_dutch_round_asks_for_no_english_words(
    asked: OpenRound, three: dict[str, uuid.UUID], mo_client: Client
) -> None:
    assert 'name="text_en"' not in seen(mo_client, page_of(asked))


STRANGE = (
    "<script>alert(1)</script>",
    "Leuk 👩‍👩‍👧 idee 🎉",
    "هذا مهم للقرية",
    "x" * 300,
    "'; DROP TABLE urn.own_statement; --",
    "{{ 7 }}{% load x %}%s",
)


def test_whatever_people_write_is_shown_as_words(asked: OpenRound, mo_client: Client) -> None:
    write(asked, *STRANGE)
    release_batches()
    page = seen(mo_client, page_of(asked))

    assert all(escape(text) in page for text in STRANGE)
    assert "<script>alert" not in page
    # Written from right to left where the words are, and nothing around them is.
    assert page.count('dir="auto" id="stelling-') == len(STRANGE)
    for text in STRANGE:
        post(mo_client, asked, text, "accept")
    with scopes_disabled():
        added = Item.objects.filter(added=True).values_list("text", flat=True)
        assert sorted(added) == sorted(STRANGE)


def test_the_page_asks_as_much_for_much_as_for_little(asked: OpenRound, mo_client: Client) -> None:
    asked_for = []
    for _time in range(2):
        write(asked, *THREE)
        release_batches()
        asked_for.append(queries_of(mo_client, page_of(asked)))

    assert asked_for[0] == asked_for[1] <= 12


def test_after_closing_there_is_nothing_to_decide(
    asked: OpenRound, three: dict[str, uuid.UUID], mo: Person, mo_client: Client
) -> None:
    close(asked)

    assert waiting(asked) == {}
    assert "niet open" in seen(mo_client, page_of(asked))
    number = three[THREE[0]]
    with pytest.raises(ValidationError, match="gesloten"):
        accept_statement(person=mo, sounding=asked.sounding, statement_id=number)


def test_a_statement_that_somebody_added_is_marked_in_the_outcome(
    asked: OpenRound, three: dict[str, uuid.UUID], mo: Person, mo_client: Client
) -> None:
    accept_statement(person=mo, sounding=asked.sounding, statement_id=three[THREE[0]])
    close(asked)
    start = f"/uitkomsten/{asked.sounding.outcome_key}/"

    assert "toegevoegd door een deelnemer" in seen(mo_client, f"{start}stellingen/6/")
    assert seen(mo_client, f"{start}stellingen/").count("toegevoegd door een deelnemer") == 1
    assert "toegevoegd" not in seen(mo_client, f"{start}stellingen/1/")


@pytest.mark.parametrize("decision", [accept_statement, decline_statement, merge_statement])
def test_after_the_last_day_nothing_is_decided_any_more(
    asked: OpenRound, mo: Person, decision: Callable[..., object]
) -> None:
    """Between the last moment and the closing nobody would get to see it."""
    write(asked, *THREE)
    release_batches()
    more: dict[Callable[..., object], dict[str, Any]] = {
        decline_statement: {"reason": "Een naam."},
        merge_statement: {"into": 1},
    }
    with scopes_disabled():
        Sounding.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
        items = Item.objects.count()
    with pytest.raises(ValidationError) as told:
        decision(
            person=mo,
            sounding=asked.sounding,
            statement_id=waiting(asked)[THREE[0]],
            **more.get(decision, {}),
        )
    assert told.value.messages == [
        "De vragenronde is gesloten. Over stellingen kan niet meer worden beslist."
    ]
    with scopes_disabled():
        assert Item.objects.count() == items
    assert {state for state, *_rest in states(asked).values()} == {"waiting"}


def test_a_moderator_who_is_late_is_told_so(asked: OpenRound, mo_client: Client) -> None:
    write(asked, *THREE)
    release_batches()
    number = waiting(asked)[THREE[0]]
    with scopes_disabled():
        Sounding.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    response = mo_client.post(
        page_of(asked), {"statement": str(number), "decision": "decline", "reason": "Een naam."}
    )
    assert response.status_code == 400
    assert errors_in(response) == [
        "De vragenronde is gesloten. Over stellingen kan niet meer worden beslist."
    ]
