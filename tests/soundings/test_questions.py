"""What a pulse asks, while it can still be changed: of the bank, of a file, and one's own."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Role
from samenspel.people.models import Person
from samenspel.soundings import actions, queries
from samenspel.soundings.actions import FrozenError
from samenspel.soundings.instruments.scale.bank import bank
from samenspel.soundings.instruments.scale.items import NewQuestion, of_the_bank
from samenspel.soundings.instruments.scale.pulses import PULSES, TRUST
from samenspel.soundings.models import Sounding
from samenspel.soundings.planning.insiders import ALL_INSIDERS, NOBODY
from tests.soundings.prepared import (
    change_item,
    draft_of,
    group_of,
    groups_in,
    items_in,
    missing,
    only_for,
    texts,
)

OWN = NewQuestion("Het loket is open als ik er ben.", "The desk is open when I am there.")
OPEN = "trust.goodwill.success"
LOAD = "control.load.time"
NEAR = "service.near.far"
KNOWN = "purpose.known.explain"


def pulse_of(anna: Person, a: Cooperation) -> Sounding:
    """An empty pulse that asks council, staff and residents."""
    for role, size in ((Role.COUNCIL, 20), (Role.STAFF, 60), (Role.RESIDENT, 900)):
        group_of(anna, a, role, size)
    return actions.start_sounding(person=anna, cooperation=a, title="Peiling", instrument="scale")


def add(anna: Person, sounding: Sounding, *questions: NewQuestion | str) -> list[str]:
    """Questions, or keys of the bank. Returns the texts of those that were new."""
    new = [of_the_bank([each])[0] if isinstance(each, str) else each for each in questions]
    return [
        item.text for item in actions.add_questions(person=anna, sounding=sounding, questions=new)
    ]


def positions(sounding: Sounding) -> dict[str, int]:
    return {group.role: group.position for group in groups_in(sounding)}


def test_questions_come_at_the_end_once_and_know_what_they_measure(
    anna: Person, a: Cooperation
) -> None:
    sounding = pulse_of(anna, a)
    success = bank().questions[OPEN].texts
    assert add(anna, sounding, OWN, OPEN) == [OWN.text, success["nl"]]
    assert add(anna, sounding, OPEN, OWN, KNOWN) == [bank().questions[KNOWN].texts["nl"]]

    own, trust, known = items_in(sounding)
    assert [item.number for item in (own, trust, known)] == [1, 2, 3]
    assert (own.text, own.text_en, own.lowest, own.highest) == (OWN.text, OWN.text_en, 0, 5)
    assert (own.detail["construct"], own.only_for) == ("", [])
    assert (trust.text_en, trust.detail) == (
        success["en"],
        {
            "key": OPEN,
            "construct": "trust.goodwill",
            "reversed": False,
            "roles": ["council", "college", "management", "staff", "partner"],
        },
    )
    assert "roles" not in known.detail


def test_a_question_goes_to_those_it_is_meant_for_also_when_others_are_asked(
    anna: Person, a: Cooperation
) -> None:
    sounding = pulse_of(anna, a)
    at = positions(sounding)
    add(anna, sounding, KNOWN, OPEN, LOAD, NEAR, "drawbacks.loss.say", "middle.reflect.time")
    council, staff, resident = at["council"], at["staff"], at["resident"]
    insiders = [ALL_INSIDERS, council, staff]
    assert only_for(sounding) == [[], [council, staff], [staff], [resident], insiders, [staff]]

    (group,) = [g for g in groups_in(sounding) if g.role == Role.STAFF]
    actions.stop_asking(person=anna, sounding=sounding, group_id=group.pk)
    assert only_for(sounding) == [
        [],
        [council],
        [NOBODY],
        [resident],
        [ALL_INSIDERS, council],
        [NOBODY],
    ]
    assert "Vraag 3 is nu voor niemand. Kies voor wie, of haal haar weg." in missing(sounding)

    managers = group_of(anna, a, Role.MANAGEMENT, 9)
    actions.ask_group(person=anna, sounding=sounding, group_id=managers.pk)
    manager = positions(sounding)["management"]
    assert manager < NOBODY
    assert only_for(sounding) == [
        [],
        [council, manager],
        [manager],
        [resident],
        [ALL_INSIDERS, council, manager],
        [manager],
    ]


def test_whoever_chose_groups_by_hand_keeps_them(anna: Person, a: Cooperation) -> None:
    sounding = pulse_of(anna, a)
    at = positions(sounding)
    add(anna, sounding, LOAD, OPEN)
    load, trust = items_in(sounding)
    change_item(anna, sounding, load, only_for=[at["council"]])
    change_item(anna, sounding, trust, only_for=[at["council"], at["staff"]], text_en="Other.")
    load, trust = items_in(sounding)
    assert ("roles" in load.detail, "roles" in trust.detail) == (False, True)

    group = group_of(anna, a, Role.MANAGEMENT, 9)
    actions.ask_group(person=anna, sounding=sounding, group_id=group.pk)
    manager = positions(sounding)["management"]
    assert only_for(sounding) == [[at["council"]], [at["council"], at["staff"], manager]]


def test_other_words_make_a_question_ones_own(anna: Person, a: Cooperation) -> None:
    sounding = pulse_of(anna, a)
    add(anna, sounding, LOAD)
    (item,) = items_in(sounding)
    change_item(anna, sounding, item, text="Verantwoording afleggen kost mij tijd.")
    (item,) = items_in(sounding)
    assert (item.detail["key"][:4], item.detail["construct"]) == ("own:", "")
    change_item(anna, sounding, item, text=bank().questions[LOAD].texts["nl"])
    assert items_in(sounding)[0].detail["key"] == LOAD


def test_what_nobody_gets_is_taken_out_at_once(anna: Person, a: Cooperation) -> None:
    group_of(anna, a, Role.RESIDENT, 900)
    sounding = actions.start_sounding(
        person=anna, cooperation=a, title="Peiling", instrument="scale"
    )
    add(anna, sounding, LOAD, NEAR, OPEN, KNOWN)
    removed = actions.remove_questions_for_nobody(person=anna, sounding=sounding)
    known, near = bank().questions[KNOWN].texts["nl"], bank().questions[NEAR].texts["nl"]
    assert (removed, texts(sounding)) == (2, [(1, near), (2, known)])
    assert actions.remove_questions_for_nobody(person=anna, sounding=sounding) == 0


def test_a_round_begins_with_a_pulse_and_asks_those_it_is_for(anna: Person, a: Cooperation) -> None:
    for role, size in ((Role.COUNCIL, 20), (Role.STAFF, 60), (Role.RESIDENT, 900)):
        group_of(anna, a, role, size)
    sounding = actions.start_sounding(
        person=anna, cooperation=a, title="Vertrouwen", begin_with=TRUST
    )
    assert (sounding.instrument, set(positions(sounding))) == ("scale", {"council", "staff"})
    assert [item.detail["key"] for item in items_in(sounding)] == list(TRUST.keys)


def test_a_pulse_can_begin_before_there_are_groups(anna: Person, a: Cooperation) -> None:
    sounding = actions.start_sounding(
        person=anna, cooperation=a, title="Vertrouwen", begin_with=TRUST
    )
    assert only_for(sounding) == [[NOBODY]] * len(TRUST.keys)
    council = group_of(anna, a, Role.COUNCIL, 20)
    actions.ask_group(person=anna, sounding=sounding, group_id=council.pk)
    at = positions(sounding)["council"]
    # The council is not asked about control.
    assert only_for(sounding) == [
        [NOBODY] if key.startswith("control") else [at] for key in TRUST.keys
    ]


def test_a_round_like_a_pulse_asks_the_same(anna: Person, a: Cooperation) -> None:
    before = pulse_of(anna, a)
    add(anna, before, OPEN, OWN)
    again = actions.start_sounding(person=anna, cooperation=a, title="Nog eens", begin_with=before)
    assert again.instrument == "scale"
    assert [(i.text, i.detail) for i in items_in(again)] == [
        (i.text, i.detail) for i in items_in(before)
    ]


def test_questions_are_refused_where_they_do_not_belong(
    anna: Person, dina: Person, cees: Person, a: Cooperation
) -> None:
    statements = draft_of(anna, a, "Een stelling")
    with pytest.raises(ValidationError, match="alleen stellingen"):
        add(anna, statements, OPEN)
    sounding = pulse_of(anna, a)
    for person in (dina, cees):
        with pytest.raises(PermissionDenied):
            add(person, sounding, OPEN)
    many = [NewQuestion(f"Vraag {n}") for n in range(201)]
    with pytest.raises(ValidationError, match="Dan zijn het er 201"):
        add(anna, sounding, *many)
    assert texts(sounding) == []


def test_what_is_frozen_takes_no_questions(anna: Person, a: Cooperation) -> None:
    sounding = pulse_of(anna, a)
    with scope(cooperation=a):
        Sounding.objects.filter(pk=sounding.pk).update(state=Sounding.State.PLANNED)
    for change in (
        lambda: add(anna, sounding, OPEN),
        lambda: actions.remove_questions_for_nobody(person=anna, sounding=sounding),
    ):
        with pytest.raises(FrozenError):
            change()


def test_what_is_asked_can_be_asked_again_elsewhere(anna: Person, a: Cooperation) -> None:
    sounding = pulse_of(anna, a)
    at = positions(sounding)
    add(anna, sounding, OWN, OPEN, "drawbacks.loss.say", "middle.reflect.time")
    actions.add_statements(person=anna, sounding=sounding, texts=["Voor de raad.", "Weg."])
    *_bank, council, gone = items_in(sounding)
    change_item(anna, sounding, council, only_for=[at["council"]])
    change_item(anna, sounding, gone, only_for=[77])
    with scope(cooperation=a):
        found = queries.questions_of(sounding)
    assert [question.roles for question in found] == [
        (),
        (Role.COUNCIL, Role.COLLEGE, Role.MANAGEMENT, Role.STAFF, Role.PARTNER),
        (Role.COUNCIL, Role.COLLEGE, Role.MANAGEMENT, Role.STAFF),
        (Role.MANAGEMENT, Role.STAFF),
        (Role.COUNCIL,),
    ]
    other = actions.start_sounding(person=anna, cooperation=a, title="Elders", instrument="scale")
    add(anna, other, *found)
    assert [i.detail for i in items_in(other)][:4] == [i.detail for i in items_in(sounding)][:4]


@pytest.mark.parametrize("pulse", PULSES.values(), ids=lambda pulse: str(pulse.key))
def test_every_pulse_can_be_asked_of_the_groups_it_is_for(
    anna: Person, a: Cooperation, pulse: object
) -> None:
    for role in Role:
        group_of(anna, a, role, 60)
    sounding = actions.start_sounding(
        person=anna,
        cooperation=a,
        title="Peiling",
        begin_with=pulse,  # type: ignore[arg-type]
    )
    unready = [line for line in missing(sounding) if "is nu voor" in line or "geen enkele" in line]
    assert (unready, len(groups_in(sounding)) > 0) == ([], True)
