"""A round is begun, set and thrown away."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from samenspel.audit.models import Line
from samenspel.cooperations.actions import remove_group
from samenspel.cooperations.models import Cooperation, Membership, Role
from samenspel.people.models import Person
from samenspel.soundings import actions, queries
from samenspel.soundings.actions import ChangedMeanwhileError
from samenspel.soundings.instruments.statements.starting_sets import MERGER
from samenspel.soundings.models import AskedGroup, Invitation, Item, Sounding
from tests.cast import joined
from tests.soundings.prepared import (
    addresses_in,
    asked,
    change_item,
    draft_of,
    everything,
    fresh,
    group_of,
    groups_in,
    items_in,
    lists_there,
    missing,
    only_for,
    opened,
    put_on_list,
    ready_draft,
    texts,
)

OOSTWAARD, RIJNVELD = "gemeente Oostwaard", "gemeente Rijnveld"
TODAY = timezone.localdate


def test_a_round_begins_as_a_draft_that_asks_every_group(anna: Person, a: Cooperation) -> None:
    group_of(anna, a, Role.COUNCIL, 20)
    group_of(anna, a, Role.STAFF, 118, OOSTWAARD)

    sounding = draft_of(anna, a)

    assert (sounding.state, sounding.title, sounding.minimum) == ("draft", "Wat vindt u?", 5)
    assert (len(sounding.code or ""), len(sounding.outcome_key or "")) == (6, 26)
    assert asked(sounding) == [("Raadsleden", 20), ("Medewerkers gemeente Oostwaard", 118)]
    assert (texts(sounding), lists_there(sounding)) == ([], True)
    lines = Line.objects.filter(object_id=str(sounding.pk)).values_list("actor", "action")
    assert list(lines) == [(anna.email, "sounding.started")]


def test_a_starting_set_comes_with_its_introduction_and_for_whom(
    anna: Person, a: Cooperation
) -> None:
    for role, size in ((Role.COUNCIL, 20), (Role.RESIDENT, 900), (Role.STAFF, 60)):
        group_of(anna, a, role, size)

    sounding = actions.start_sounding(person=anna, cooperation=a, title="Fusie", begin_with=MERGER)

    assert sounding.introduction == MERGER.introduction
    found = [(i.text, i.text_en, i.only_for) for i in items_in(sounding)]
    assert found == [
        (s.text, s.text_en, [0, 1, 3] if s.insiders_only else []) for s in MERGER.statements
    ]


def test_without_insiders_their_statements_are_for_nobody_until_there_are(
    anna: Person, a: Cooperation
) -> None:
    group_of(anna, a, Role.RESIDENT, 900)
    sounding = actions.start_sounding(person=anna, cooperation=a, title="Fusie", begin_with=MERGER)
    assert [o for o in only_for(sounding) if o] == [[0], [0], [0]]
    assert missing(sounding)[1:4] == [
        f"Stelling {n} is nu voor niemand. Kies voor wie, of haal haar weg." for n in (18, 20, 24)
    ]

    staff = group_of(anna, a, Role.STAFF, 60)
    actions.ask_group(person=anna, sounding=sounding, group_id=staff.pk)
    assert [o for o in only_for(sounding) if o] == [[0, 2], [0, 2], [0, 2]]


def test_the_same_form_sent_twice_begins_one_round(anna: Person, a: Cooperation) -> None:
    ticket = uuid.uuid4()
    first, second = (
        actions.start_sounding(
            person=anna, cooperation=a, title="Eén keer", begin_with=MERGER, ticket=ticket
        )
        for _click in range(2)
    )
    assert first.pk == second.pk
    assert len(items_in(first)) == 24


def test_a_round_begins_like_an_earlier_one(anna: Person, eva: Person, a: Cooperation) -> None:
    group_of(anna, a, Role.COUNCIL, 20)
    for party, size in ((OOSTWAARD, 6), (RIJNVELD, 5)):
        group_of(anna, a, Role.MANAGEMENT, size, party)
    earlier = draft_of(anna, a, "Ik ken de bedoeling.", "Ik heb er zin in.")
    actions.change_sounding(
        person=anna, sounding=earlier, introduction="Over toen", minimum=7, address="je"
    )
    actions.pool_groups(person=anna, sounding=earlier, role=Role.MANAGEMENT)
    actions.ask_by_open_link(person=anna, sounding=earlier, role=Role.RESIDENT, name="Inwoners")
    council, managers, _link = groups_in(earlier)
    first, second = items_in(earlier)
    change_item(anna, earlier, first, only_for=[managers.position], is_purpose=True)
    put_on_list(anna, earlier, council, "bram@voorbeeld.nl")
    with scope(cooperation=a):
        Item.objects.create(sounding=earlier, number=3, text="Van een deelnemer", added=True)
        Item.objects.create(sounding=earlier, number=4, text="Eruit gehaald", moderation=-1)

    again = actions.start_sounding(
        person=anna, cooperation=a, title="Nog een keer", begin_with=fresh(earlier)
    )

    assert (again.title, again.introduction, again.minimum, again.address) == (
        "Nog een keer",
        "Over toen",
        7,
        "je",
    )
    assert asked(again) == [
        ("Raadsleden", 20),
        ("Leidinggevenden, alle organisaties", 11),
        ("Inwoners", None),
    ]
    assert [(i.text, i.only_for, i.is_purpose) for i in items_in(again)] == [
        (first.text, [2], True),
        (second.text, [], False),
    ]
    # Links, lists and dates belong to one round.
    codes = {g.open_code for s in (earlier, again) for g in groups_in(s) if g.open_code}
    assert (len(codes), addresses_in(again), again.opens_on) == (2, [], None)
    assert (again.code != earlier.code, again.outcome_key != earlier.outcome_key) == (True, True)


def test_what_was_for_groups_that_are_gone_is_for_nobody_in_a_copy(
    anna: Person, a: Cooperation
) -> None:
    group_of(anna, a, Role.COUNCIL, 20)
    gone = group_of(anna, a, Role.RESIDENT, 900)
    earlier = draft_of(anna, a, "Alleen voor inwoners.")
    residents = groups_in(earlier)[1]
    change_item(anna, earlier, items_in(earlier)[0], only_for=[residents.position])
    remove_group(person=anna, cooperation=a, group_id=gone.pk)

    again = actions.start_sounding(
        person=anna, cooperation=a, title="Later", begin_with=fresh(earlier)
    )

    assert asked(again) == [("Raadsleden", 20)]
    assert "Stelling 1 is nu voor niemand. Kies voor wie, of haal haar weg." in missing(again)


def test_only_leaders_begin_and_only_like_rounds_of_their_own(
    anna: Person,
    lida: Person,
    mo: Person,
    dina: Person,
    cees: Person,
    a: Cooperation,
    b: Cooperation,
) -> None:
    for person in (lida, mo, dina, cees):
        with pytest.raises(PermissionDenied):
            draft_of(person, a)
    secret = draft_of(cees, b, "Geheim")
    with pytest.raises(PermissionDenied):
        actions.start_sounding(person=anna, cooperation=a, title="Afkijken", begin_with=secret)
    with scopes_disabled():
        assert list(Sounding.objects.values_list("pk", flat=True)) == [secret.pk]


def test_two_who_change_the_settings_at_once_both_get_to_see_it(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    sounding = draft_of(anna, a)
    seen = actions.mark_of_settings(fresh(sounding))
    actions.change_sounding(person=anna, sounding=sounding, seen=seen, title="Van Anna")

    with pytest.raises(ChangedMeanwhileError):
        actions.change_sounding(person=eva, sounding=sounding, seen=seen, title="Van Eva")
    assert fresh(sounding).title == "Van Anna"

    seen = actions.mark_of_settings(fresh(sounding))
    actions.change_sounding(person=eva, sounding=sounding, seen=seen, title="Van Eva")
    assert fresh(sounding).title == "Van Eva"


def test_the_minimum_is_five_or_more(anna: Person, a: Cooperation) -> None:
    sounding = draft_of(anna, a)
    with pytest.raises(ValidationError):
        actions.change_sounding(person=anna, sounding=sounding, minimum=4)
    actions.change_sounding(person=anna, sounding=sounding, minimum=10)
    actions.change_sounding(person=anna, sounding=sounding, minimum=5)
    assert fresh(sounding).minimum == 5


def test_a_setting_that_does_not_exist_is_a_mistake(anna: Person, a: Cooperation) -> None:
    with pytest.raises(TypeError):
        actions.change_sounding(person=anna, sounding=draft_of(anna, a), state="open")


@pytest.mark.parametrize("state", ["draft", "planned"])
def test_a_round_that_did_not_open_is_thrown_away_with_its_list(
    anna: Person, eva: Person, a: Cooperation, state: str
) -> None:
    sounding = ready_draft(anna, eva, a, letters=2)
    with scope(cooperation=a):
        Sounding.objects.filter(pk=sounding.pk).update(state=state)
    if state == "planned":
        actions.make_letters(person=anna, sounding=fresh(sounding))
    assert lists_there(sounding)

    actions.remove_draft(person=anna, sounding=sounding)

    with scopes_disabled():
        assert not Sounding.objects.filter(pk=sounding.pk).exists()
        assert not AskedGroup.objects.exists()
        assert not Item.objects.exists()
        assert not Invitation.objects.exists()
    assert not lists_there(sounding)
    with pytest.raises(ValidationError):
        actions.change_sounding(person=anna, sounding=sounding, title="Te laat")


def test_a_round_that_opened_is_not_thrown_away(
    anna: Person, eva: Person, a: Cooperation, mail_server: None
) -> None:
    sounding = opened(anna, eva, a)
    before = everything(sounding)
    with pytest.raises(ValidationError):
        actions.remove_draft(person=anna, sounding=sounding)
    assert everything(sounding) == before


def test_drafts_ask_nobody_yet(
    anna: Person, eva: Person, a: Cooperation, mail_server: None
) -> None:
    sounding = ready_draft(anna, eva, a)
    with scope(cooperation=a):
        assert queries.roles_asked(a) == set()
        assert [s.pk for s in queries.visible_soundings_of(a, eva)] == [sounding.pk]
        reader = joined(a, "Lezer", Membership.Kind.READER)
        assert list(queries.visible_soundings_of(a, reader)) == []
    actions.plan_sounding(person=anna, sounding=sounding, today=TODAY())
    with scope(cooperation=a):
        assert queries.roles_asked(a) == {("council", "")}
        assert [s.pk for s in queries.visible_soundings_of(a, reader)] == [sounding.pk]


def test_a_pooled_group_counts_as_asked_for_each_organisation(
    anna: Person, a: Cooperation, managers: Sounding
) -> None:
    actions.pool_groups(person=anna, sounding=managers, role=Role.MANAGEMENT)
    with scope(cooperation=a):
        Sounding.objects.update(state="open")
        assert queries.roles_asked(a) == {
            ("council", ""),
            ("management", ""),
            ("management", OOSTWAARD),
            ("management", RIJNVELD),
        }
