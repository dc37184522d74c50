"""Conversations, cues and agreements: who may write them, and that nothing is lost."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django_scopes import scope

from samenspel.audit.models import Line
from samenspel.cooperations.actions import write_group
from samenspel.cooperations.models import Cooperation, Role
from samenspel.dialogues import actions, queries
from samenspel.dialogues.models import Agreement, Dialogue, Heard
from samenspel.dialogues.queries import CueName
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from tests.dialogues.conftest import PURPOSE_CUE, TEXTS

WORDS: dict[str, Any] = {"seen": "Veel twijfel.", "meant": "Te weinig tijd.", "wanted": "Praten."}


def plan(person: Person, cooperation: Cooperation, **more: Any) -> Dialogue:
    values = {"title": "Wat missen medewerkers?", **more}
    return actions.plan_dialogue(person=person, cooperation=cooperation, **values)


def cues(cooperation: Cooperation) -> dict[str, tuple[bool, bool]]:
    """By key: is it talked about, and is it set aside?"""
    with scope(cooperation=cooperation):
        found = queries.cues_found(queries.closed_rounds(cooperation))
    return {one.cue.key: (one.talked_about, one.set_aside is not None) for one in found}


def test_a_conversation_needs_no_cue_and_no_round(a: Cooperation, lida: Person) -> None:
    group = write_group(person=_leader(a), cooperation=a, role=Role.STAFF, party=None, size=40)
    planned = plan(
        lida, a, groups=[group], day=date(2026, 12, 1), place="Dorpshuis", others="de huisarts"
    )
    with scope(cooperation=a):
        kept = queries.dialogues_of(a).get()
        assert (kept.title, kept.day, kept.place) == (
            "Wat missen medewerkers?",
            date(2026, 12, 1),
            "Dorpshuis",
        )
        assert [str(each) for each in kept.groups.all()] == [str(group)]
        assert not kept.is_held
    assert planned == kept
    assert [line.action for line in Line.objects.order_by("pk")][-1] == "dialogue.planned"


def _leader(cooperation: Cooperation) -> Person:
    return cooperation.memberships.get(kind="leader").person


def test_the_same_form_twice_makes_one_conversation(a: Cooperation, anna: Person) -> None:
    ticket = uuid.uuid4()
    first, again = (plan(anna, a, ticket=ticket) for _ in range(2))
    assert first == again
    with scope(cooperation=a):
        assert Dialogue.objects.count() == 1


def test_a_cue_is_put_on_the_table_and_is_free_again_when_it_is_called_off(
    a: Cooperation, anna: Person, showed: Sounding
) -> None:
    assert cues(a) == {PURPOSE_CUE: (False, False)}
    planned = plan(anna, a, cues=[CueName(showed.pk, PURPOSE_CUE)])
    assert cues(a) == {PURPOSE_CUE: (True, False)}
    with scope(cooperation=a):
        [put] = queries.cues_on_the_table(planned)
        assert put.cue.sentence == "Bij medewerkers staat minder dan de helft achter de bedoeling."
    plan(anna, a, dialogue=planned, title="Zonder punt")
    assert cues(a) == {PURPOSE_CUE: (False, False)}
    plan(anna, a, dialogue=planned, cues=[CueName(showed.pk, PURPOSE_CUE)])
    for _time in range(2):
        actions.call_off(person=anna, cooperation=a, dialogue=planned)
    assert cues(a) == {PURPOSE_CUE: (False, False)}
    assert [line.action for line in Line.objects.all()].count("dialogue.called-off") == 1


@pytest.mark.parametrize("key", ["bestaat-niet", "bedoeling-niet-gedeeld-2"])
def test_a_cue_that_is_not_there_is_refused(
    a: Cooperation, anna: Person, showed: Sounding, key: str
) -> None:
    with pytest.raises(ValidationError, match="bestaat niet meer"):
        plan(anna, a, cues=[CueName(showed.pk, key)])
    with pytest.raises(ValidationError, match="bestaat niet"):
        actions.set_cue_aside(person=anna, cooperation=a, sounding=showed, key=key, reason="Nee.")
    with scope(cooperation=a):
        assert not Dialogue.objects.exists()


def test_nothing_of_another_cooperation_is_taken(
    a: Cooperation, b: Cooperation, anna: Person, cees: Person, showed: Sounding
) -> None:
    group = write_group(person=anna, cooperation=a, role=Role.STAFF, party=None, size=40)
    with pytest.raises(ValidationError, match="groepen van deze samenwerking"):
        plan(cees, b, groups=[group])
    with pytest.raises(ValidationError, match="bestaat niet meer"):
        plan(cees, b, cues=[CueName(showed.pk, PURPOSE_CUE)])
    with pytest.raises(ValidationError, match="staat niet in deze vragenronde"):
        actions.make_agreement(
            person=cees,
            cooperation=b,
            what="Iets",
            who="wij",
            noticed_in=showed,
            noticed_by=TEXTS[0],
        )
    with scope(cooperation=b):
        assert not Dialogue.objects.exists()
        assert not Agreement.objects.exists()


def test_a_cue_is_set_aside_with_a_reason_and_brought_back(
    a: Cooperation, anna: Person, showed: Sounding
) -> None:
    for reason in ("Al besproken.", "Al besproken in mei."):
        aside = actions.set_cue_aside(
            person=anna, cooperation=a, sounding=showed, key=PURPOSE_CUE, reason=reason
        )
    assert (aside.reason, aside.set_aside_by) == ("Al besproken in mei.", "Anna")
    assert cues(a) == {PURPOSE_CUE: (False, True)}
    for _time in range(2):
        actions.bring_cue_back(person=anna, cooperation=a, sounding=showed, key=PURPOSE_CUE)
    assert cues(a) == {PURPOSE_CUE: (False, False)}


def test_what_was_heard_is_corrected_by_others_and_no_version_is_lost(
    a: Cooperation, anna: Person, lida: Person
) -> None:
    talked = plan(anna, a)

    def write(person: Person, based_on: int, **words: str) -> Heard | None:
        return actions.write_heard(
            person=person, cooperation=a, dialogue=talked, based_on=based_on, **words
        )

    write(anna, 0, **WORDS)
    assert write(anna, 0, **WORDS) is None
    with pytest.raises(ValidationError, match="Intussen schreef iemand anders"):
        write(lida, 0, seen="Anders.")
    write(lida, 1, **(WORDS | {"seen": "Veel twijfel, ook bij de raad."}))
    with scope(cooperation=a):
        versions = [
            (each.number, each.seen, each.written_by) for each in queries.versions_of(talked)
        ]
        assert queries.dialogues_of(a).get().is_held
    assert versions == [
        (2, "Veel twijfel, ook bij de raad.", "Lida"),
        (1, "Veel twijfel.", "Anna"),
    ]


def agreed(person: Person, cooperation: Cooperation, **more: Any) -> Agreement:
    values = {"what": "Elke maand een uur", "who": "leidinggevenden", **more}
    return actions.make_agreement(person=person, cooperation=cooperation, **values)


def test_an_agreement_is_made_once_changed_and_looked_back_at(
    a: Cooperation, anna: Person, showed: Sounding
) -> None:
    ticket, talked = uuid.uuid4(), plan(anna, a)
    first, again = (
        agreed(anna, a, ticket=ticket, dialogue=talked, noticed_in=showed, noticed_by=TEXTS[1])
        for _ in range(2)
    )
    assert first == again
    agreed(anna, a, agreement=first, what="Elke week een uur", noticed_in=None)
    actions.look_back(
        person=anna,
        cooperation=a,
        agreement=first,
        state=Agreement.State.CHANGED,
        what_came_of_it="Het werd elke twee weken.",
    )
    with scope(cooperation=a):
        kept = queries.agreements_of(a).get()
    assert (kept.what, kept.dialogue, kept.noticed_by, kept.state, kept.what_came_of_it) == (
        "Elke week een uur",
        talked,
        "",
        Agreement.State.CHANGED,
        "Het werd elke twee weken.",
    )


@pytest.mark.parametrize("name", ["dina", "mo", "cees"])
def test_who_does_not_work_on_it_writes_nothing(
    request: pytest.FixtureRequest, a: Cooperation, anna: Person, showed: Sounding, name: str
) -> None:
    talked, made = plan(anna, a), agreed(anna, a)
    person = request.getfixturevalue(name)
    common = {"person": person, "cooperation": a}
    for refused in (
        lambda: plan(person, a),
        lambda: actions.call_off(dialogue=talked, **common),
        lambda: actions.write_heard(dialogue=talked, **common, **WORDS),
        lambda: agreed(person, a),
        lambda: actions.look_back(agreement=made, state="kept", what_came_of_it="", **common),
        lambda: actions.set_cue_aside(sounding=showed, key=PURPOSE_CUE, reason="x", **common),
        lambda: actions.bring_cue_back(sounding=showed, key=PURPOSE_CUE, **common),
    ):
        with pytest.raises(PermissionDenied):
            refused()
