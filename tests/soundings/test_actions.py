import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from procrastinate.contrib.django.models import ProcrastinateJob
from scipy.stats import spearmanr

from samenspel.audit.models import Line
from samenspel.cooperations.actions import remove_group, start_cooperation, write_group
from samenspel.cooperations.models import Cooperation, Party, Role
from samenspel.people.models import Person
from samenspel.soundings import tasks
from samenspel.soundings.actions import (
    delete_voices_after_term,
    finish_closing,
    import_conversation,
)
from samenspel.soundings.instruments.statements.polis_export import (
    Conversation,
    ExportError,
    Oddity,
)
from samenspel.soundings.models import AskedGroup, Item, Picture, Sounding, Voice
from tests.cast import person_named
from tests.database_rights import as_owner
from tests.soundings.closed import closed_answers
from tests.soundings.rounds import Asked, closed_round, conversation

GROUPS = (
    Asked("Raadsleden", 57, ((17, 9, 4), (20, 5, 5))),
    Asked("Medewerkers gemeente Oostwaard", None, ((10, 1, 1), (3, 4, 5))),
)
SAID = replace(
    conversation(*GROUPS, out=[2], title="Hoe gaat het?"),
    description="Een gesprek van vorig jaar.",
    first_day=date(2026, 9, 1),
    last_day=date(2026, 9, 30),
    oddities=(Oddity("revotes", 3), Oddity("wrong-tallies", 1, "stelling 2")),
)


def rows() -> dict[str, int]:
    """How much there is of everything that a sounding writes, whatever the cooperation."""
    with scopes_disabled(), as_owner():
        return {
            model.__name__: model.objects.count()
            for model in (Sounding, AskedGroup, Item, Voice, Picture)
        } | {"answers": len(closed_answers())}


NOTHING = dict.fromkeys(("Sounding", "AskedGroup", "Item", "Voice", "Picture", "answers"), 0)


def audit_of(sounding: Sounding) -> list[tuple[str, str, str]]:
    found = Line.objects.filter(object_kind="sounding", object_id=str(sounding.pk)).order_by("pk")
    return list(found.values_list("actor", "action", "origin"))


# ── importing ─────────────────────────────────────────────────────────────────────────────


def test_a_conversation_becomes_a_round_that_waits_for_its_picture(
    anna: Person, a: Cooperation
) -> None:
    with scope(cooperation=a):
        oostwaard = Party.objects.get(name="gemeente Oostwaard")
    write_group(person=anna, cooperation=a, role=Role.STAFF, party=oostwaard, size=118)

    sounding = import_conversation(
        cooperation=a, conversation=SAID, person=anna, purpose_number=1, origin="command"
    )

    with scope(cooperation=a), as_owner():
        found = Sounding.objects.get(pk=sounding.pk)
        groups = list(AskedGroup.objects.values_list("position", "name", "role", "party", "size"))
        items = list(Item.objects.values_list("number", "text", "moderation", "is_purpose"))
    answers = [(voice.group.name, number, value) for voice, number, value in closed_answers()]
    assert (found.title, found.introduction, found.source, found.state, found.minimum) == (
        "Hoe gaat het?",
        "Een gesprek van vorig jaar.",
        "polis",
        "closing",
        5,
    )
    assert (found.opens_on, found.closes_on) == (date(2026, 9, 1), date(2026, 9, 30))
    assert found.voices_deleted_after == timezone.localdate() + timedelta(days=30)
    assert [(each["what"], each["example"]) for each in found.import_report] == [
        ("revotes", ""),
        ("wrong-tallies", "stelling 2"),
    ]
    # Recognised by name: the second group has the role, organisation and size of the cooperation.
    assert groups == [
        (0, "Raadsleden", "participant", "", 57),
        (1, "Medewerkers gemeente Oostwaard", "staff", "gemeente Oostwaard", 118),
    ]
    assert items == [
        (1, "Stelling nummer 1", 1, True),
        (2, "Stelling nummer 2", -1, False),
    ]
    expected = [
        (group.name, number, value)
        for group in GROUPS
        for number, counts in enumerate(group.counts, start=1)
        for value, count in zip((1, -1, 0), counts, strict=True)
        for _ in range(count)
    ]
    assert sorted(answers) == sorted(expected)
    assert rows() == {
        "Sounding": 1,
        "AskedGroup": 2,
        "Item": 2,
        "Voice": 42,
        "Picture": 0,
        "answers": 84,
    }
    assert audit_of(sounding) == [(anna.email, "sounding.imported", "command")]


def test_answers_stay_together_by_voice(anna: Person, a: Cooperation) -> None:
    """Whoever said one thing still said the other; only who it was is gone."""
    import_conversation(cooperation=a, conversation=SAID, person=anna)

    by_voice: dict[uuid.UUID, list[tuple[int, int]]] = {}
    for voice, number, value in closed_answers():
        by_voice.setdefault(voice.pk, []).append((number, value))
    ballots = sorted(tuple(sorted(said)) for said in by_voice.values())
    expected: list[list[tuple[int, int]]] = [[] for _ in range(SAID.participants)]
    for voter, statement, value in zip(SAID.voter, SAID.statement, SAID.value, strict=True):
        expected[voter].append((int(statement) + 1, int(value)))
    assert ballots == sorted(tuple(sorted(said)) for said in expected)


def test_without_groups_everybody_is_one(anna: Person, a: Cooperation) -> None:
    everybody = replace(SAID, groups=(), group_of=np.zeros(SAID.participants, dtype=np.int64))
    import_conversation(cooperation=a, conversation=everybody, person=anna)

    with scope(cooperation=a):
        found = list(AskedGroup.objects.values_list("name", "role", "party", "size"))
    assert found == [("", "participant", "", None)]


def test_two_imports_of_the_same_conversation_are_two_rounds(anna: Person, a: Cooperation) -> None:
    first, second = (
        import_conversation(cooperation=a, conversation=SAID, person=anna) for _ in range(2)
    )

    assert first.pk != second.pk
    assert (rows()["Sounding"], rows()["answers"]) == (2, 168)


def _twice(said: Conversation) -> Conversation:
    """The last answer a second time: it fails when the statements were written."""
    return replace(
        said,
        voter=np.append(said.voter, said.voter[-1]),
        statement=np.append(said.statement, said.statement[-1]),
        value=np.append(said.value, said.value[-1]),
    )


def _same_number(said: Conversation) -> Conversation:
    return replace(said, statements=(said.statements[0], replace(said.statements[1], number=1)))


@pytest.mark.parametrize("spoil", [_twice, _same_number])
def test_what_fails_half_way_leaves_nothing_behind(
    anna: Person, a: Cooperation, spoil: Callable[[Conversation], Conversation]
) -> None:
    before = Line.objects.count()
    with pytest.raises((IntegrityError, ValueError)):
        import_conversation(cooperation=a, conversation=spoil(SAID), person=anna)

    assert rows() == NOTHING
    assert Line.objects.count() == before


def test_more_than_a_picture_can_be_made_of_is_not_read_in(
    anna: Person, a: Cooperation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What moderators took out does not count."""
    monkeypatch.setattr("samenspel.measures.opinions.moments.MOST_BYTES", 24 * 2 * 1**2)
    with pytest.raises(ExportError, match="2 stellingen in 2 groepen zijn te veel"):
        import_conversation(cooperation=a, conversation=conversation(*GROUPS), person=anna)
    assert rows() == NOTHING

    closed_round(anna, a, SAID)
    assert rows()["Picture"] == 1


@pytest.mark.parametrize("who", ["dina", "cees"])
def test_only_who_leads_the_cooperation_imports_into_it(
    request: pytest.FixtureRequest, a: Cooperation, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        import_conversation(cooperation=a, conversation=SAID, person=request.getfixturevalue(who))

    assert rows() == NOTHING


# ── nothing tells who of the export a voice was ───────────────────────────────────────────

# Everybody answers alike, so that an order by answers could tell nothing either.
PEOPLE = 1_000
EXPORT = conversation(Asked("Inwoners", None, ((PEOPLE, 0, 0), (PEOPLE, 0, 0))))
FIRST_HALF = conversation(Asked("Inwoners", None, ((PEOPLE // 2, 0, PEOPLE // 2), (PEOPLE, 0, 0))))
"""The first half of the export agrees with statement 1, the others pass: an answer shows when."""


def order_on_disk(table: str, columns: str) -> list[tuple[Any, ...]]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY ctid")  # noqa: S608  # fixed names
        return list(cursor.fetchall())


def tells_the_order(first_half: list[bool]) -> bool:
    """Does a place in a row of voices say whether somebody stood in the first half of the export?

    By chance a rank correlation of a thousand goes beyond .2 less than once in a hundred million.
    """
    places = np.arange(len(first_half))
    return bool(abs(spearmanr(places, first_half).statistic) > 0.2)


def agreed_with_first(a: Cooperation) -> set[uuid.UUID]:
    with scope(cooperation=a):
        said = closed_answers()
    found = {voice.pk for voice, *answer in said if answer == [1, 1]}
    assert len(found) == PEOPLE // 2
    return found


def test_neither_place_nor_number_of_a_voice_tells_its_place_in_the_export(
    anna: Person, a: Cooperation
) -> None:
    import_conversation(cooperation=a, conversation=FIRST_HALF, person=anna)
    early = agreed_with_first(a)
    voices = [row[0] for row in order_on_disk("soundings_voice", "id")]

    assert len(voices) == PEOPLE
    assert not tells_the_order([voice in early for voice in voices])
    assert not tells_the_order([voice in early for voice in sorted(voices, key=str)])


def test_one_transaction_wrote_them_all(anna: Person, a: Cooperation) -> None:
    """So that neither xmin nor a place among commands puts voices in an order."""
    import_conversation(cooperation=a, conversation=EXPORT, person=anna)

    # Rows of one statement share a transaction and a command.
    assert len(set(order_on_disk("soundings_voice", "xmin::text, cmin::text"))) == 1


def test_the_attack_would_work_on_voices_written_in_the_order_of_the_export(
    anna: Person, a: Cooperation
) -> None:
    """The control: it finds the order where there is one."""
    import_conversation(cooperation=a, conversation=FIRST_HALF, person=anna)
    early = agreed_with_first(a)
    late = {row[0] for row in order_on_disk("soundings_voice", "id")} - early
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE careless (id bigint, voice uuid)")
        cursor.executemany("INSERT INTO careless VALUES (%s, %s)", list(enumerate([*early, *late])))
    numbered = order_on_disk("careless", "voice, id")

    assert tells_the_order([row[0] in early for row in numbered])
    assert tells_the_order([row[0] in early for row in sorted(numbered, key=lambda row: row[1])])


def test_ids_are_random_and_hold_no_time(anna: Person, a: Cooperation) -> None:
    ids = []
    for _ in range(2):
        import_conversation(cooperation=a, conversation=EXPORT, person=anna)
    with scope(cooperation=a), as_owner():
        ids = list(Voice.objects.values_list("id", flat=True))

    assert len(set(ids)) == 2 * PEOPLE
    assert {(each.version, each.variant) for each in ids} == {(4, uuid.RFC_4122)}
    bits = np.array([[byte >> bit & 1 for byte in each.bytes for bit in range(8)] for each in ids])
    fixed = {48, 49} | set(range(52, 56)) | {70, 71}
    free = [at for at in range(128) if at not in fixed]
    # Every free bit is set about half the time: 2,000 throws go beyond .4-.6 once in 10^18.
    assert np.abs(bits[:, free].mean(axis=0) - 0.5).max() < 0.1


def test_no_column_tells_when_or_as_how_manieth_somebody_answered() -> None:
    columns = sorted(field.name for field in Voice._meta.get_fields())

    assert columns == ["ballot", "group", "id", "sounding"]


# ── closing ───────────────────────────────────────────────────────────────────────────────


def test_closing_freezes_the_picture_and_says_so(anna: Person, a: Cooperation) -> None:
    sounding = import_conversation(cooperation=a, conversation=SAID, person=anna)
    frozen = finish_closing(sounding_id=sounding.pk)

    with scope(cooperation=a):
        assert Sounding.objects.get(pk=sounding.pk).state == "closed"
    assert [s["number"] for s in frozen.content["statements"]] == [1]
    assert [g["people"] for g in frozen.content["groups"]] == [[30, 28, 32], [10, 8, 12]]
    assert audit_of(sounding)[1:] == [("samenspel", "sounding.closed", "task")]


def test_closing_again_changes_nothing(anna: Person, a: Cooperation) -> None:
    sounding = import_conversation(cooperation=a, conversation=SAID, person=anna)
    first = finish_closing(sounding_id=sounding.pk)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM urn.soundings_voice")  # a second look would find nothing
    second = finish_closing(sounding_id=sounding.pk)

    assert (second.pk, second.content, second.frozen_at) == (
        first.pk,
        first.content,
        first.frozen_at,
    )
    assert len(audit_of(sounding)) == 2


def test_a_round_that_does_not_exist_cannot_be_closed(db: None) -> None:
    with pytest.raises(Sounding.DoesNotExist):
        finish_closing(sounding_id=uuid.uuid4())


def test_groups_that_change_later_do_not_change_the_round(anna: Person, a: Cooperation) -> None:
    group = write_group(person=anna, cooperation=a, role=Role.COUNCIL, party=None, size=57)
    sounding = closed_round(anna, a, SAID)
    remove_group(person=anna, cooperation=a, group_id=group.pk)

    with scope(cooperation=a):
        asked = AskedGroup.objects.get(sounding=sounding, position=0)
    assert (asked.name, asked.role, asked.size) == ("Raadsleden", "council", 57)


@pytest.mark.django_db(transaction=True)
def test_closing_twice_at_once_gives_one_picture() -> None:
    person = person_named("Anna")
    cooperation = start_cooperation(person=person, name="Tegelijk")
    sounding = import_conversation(cooperation=cooperation, conversation=SAID, person=person)
    barrier = threading.Barrier(2)
    found: list[object] = []

    def close() -> None:
        try:
            barrier.wait(timeout=10)
            found.append(finish_closing(sounding_id=sounding.pk).pk)
        except Exception as error:  # noqa: BLE001  # told in the thread of the test
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=close) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    with scopes_disabled():
        [picture] = Picture.objects.values_list("pk", flat=True)
    assert found == [picture, picture]
    assert [line[1] for line in audit_of(sounding)] == ["sounding.imported", "sounding.closed"]


def test_the_task_closes_and_what_was_lost_is_found_again(anna: Person, a: Cooperation) -> None:
    asked, lost = (
        import_conversation(cooperation=a, conversation=SAID, person=anna) for _ in range(2)
    )
    tasks.finish_closing(sounding_id=str(asked.pk))
    assert [len(audit_of(each)) for each in (asked, lost)] == [2, 1]

    for _ in range(2):
        tasks.finish_due_closings(timestamp=0)
    [job] = ProcrastinateJob.objects.values_list("task_name", "args")
    assert job == ("soundings.finish_closing", {"sounding_id": str(lost.pk)})
    tasks.finish_closing(**job[1])
    assert [len(audit_of(each)) for each in (asked, lost)] == [2, 2]


def test_a_job_carries_the_id_and_nothing_else(anna: Person, a: Cooperation) -> None:
    sounding = import_conversation(cooperation=a, conversation=SAID, person=anna)
    tasks.finish_closing.defer(sounding_id=str(sounding.pk))

    [job] = ProcrastinateJob.objects.values("task_name", "args")
    assert job == {
        "task_name": "soundings.finish_closing",
        "args": {"sounding_id": str(sounding.pk)},
    }


# ── when the term is over ─────────────────────────────────────────────────────────────────


def test_voices_are_destroyed_after_their_term_and_the_picture_stays(
    anna: Person, a: Cooperation
) -> None:
    sounding, still_closing = (
        import_conversation(cooperation=a, conversation=SAID, person=anna) for _ in range(2)
    )
    frozen = finish_closing(sounding_id=sounding.pk).content
    last_day = timezone.localdate() + timedelta(days=30)
    before = rows()

    assert delete_voices_after_term(today=last_day - timedelta(days=1)) == 0
    assert rows() == before
    assert delete_voices_after_term(today=last_day) == 1
    assert delete_voices_after_term(today=last_day) == 0

    with scope(cooperation=a), as_owner():
        kept = Sounding.objects.get(pk=sounding.pk)
        assert kept.voices_deleted_after is None
        assert kept.picture.content == frozen
        # What waits for its picture keeps its voices, or it would never have one.
        assert set(Voice.objects.values_list("group__sounding", flat=True)) == {still_closing.pk}
    assert rows() == {**before, "Voice": 42, "answers": 84}
    assert audit_of(sounding)[2:] == [("samenspel", "sounding.voices_deleted", "task")]


def test_the_nightly_task_destroys_what_is_due(anna: Person, a: Cooperation) -> None:
    sounding = closed_round(anna, a, SAID)
    with scope(cooperation=a):
        Sounding.objects.update(voices_deleted_after=timezone.localdate())
    tasks.delete_voices_after_term(timestamp=0)

    assert rows() == {**NOTHING, "Sounding": 1, "AskedGroup": 2, "Item": 2, "Picture": 1}
    assert audit_of(sounding)[-1][1] == "sounding.voices_deleted"


def test_the_audit_tells_no_text_and_no_number_of_a_round(anna: Person, a: Cooperation) -> None:
    sounding = closed_round(anna, a, SAID)
    lines = Line.objects.filter(object_id=str(sounding.pk))

    assert len(lines) == 2
    for line in lines:
        told = f"{line.actor} {line.action} {line.object_kind} {line.result} {line.origin}"
        assert not re.search(r"\d|Hoe gaat|Raadsleden", told)
