"""What must be done before a round is planned, and that nothing changes after."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_scopes import scope

from samenspel.cooperations.actions import remove_group
from samenspel.cooperations.models import Cooperation, Group, Membership, Party, Role
from samenspel.people.models import Person
from samenspel.soundings import actions
from samenspel.soundings.actions import FrozenError, NotReadyError
from samenspel.soundings.actions.mails import invitation
from samenspel.soundings.instruments.statements.items import MOST
from samenspel.soundings.models import Invitation, Item, Sounding
from samenspel.soundings.planning.addresses import read_addresses
from samenspel.soundings.queries.answering import organisations_of, place_in_sounding
from samenspel.soundings.tokens import new_token
from tests.cast import joined
from tests.soundings.prepared import (
    change_item,
    confirm,
    draft_of,
    everything,
    fresh,
    group_of,
    groups_in,
    items_in,
    missing,
    only_for,
    opened,
    put_on_list,
    ready_draft,
)

OOSTWAARD, RIJNVELD = "gemeente Oostwaard", "gemeente Rijnveld"
TODAY = timezone.localdate


def test_an_empty_round_lacks_everything_in_the_order_of_the_preparation(
    anna: Person, a: Cooperation
) -> None:
    assert missing(draft_of(anna, a)) == [
        "Kies wanneer de vragenronde opent en sluit.",
        "Kies wie u vraagt.",
        "Schrijf ten minste één stelling.",
    ]


def test_where_people_may_add_somebody_moderates(
    anna: Person, eva: Person, a: Cooperation, mail_server: None
) -> None:
    sounding = ready_draft(anna, eva, a)
    actions.change_sounding(person=anna, sounding=sounding, may_add=True)
    assert missing(sounding) == [
        (
            "Deelnemers mogen zelf stellingen toevoegen, maar er is nog geen moderator. Nodig er "
            "een uit, of zet toevoegen uit."
        )
    ]
    joined(a, "Mo", Membership.Kind.MODERATOR)
    assert missing(sounding) == []


def test_what_is_missing_goes_step_by_step(
    anna: Person, eva: Person, a: Cooperation, mail_server: None
) -> None:
    group_of(anna, a, Role.COUNCIL, 20)
    sounding = draft_of(anna, a, "Alleen voor anderen")
    (group,) = groups_in(sounding)
    with scope(cooperation=a):
        Item.objects.update(only_for=[9])
    actions.change_sounding(
        person=anna, sounding=sounding, opens_on=date(2020, 1, 1), closes_on=date(2020, 1, 31)
    )
    assert missing(sounding) == [
        "De sluitdatum is al voorbij. Kies een latere.",
        "Stelling 1 is nu voor niemand. Kies voor wie, of haal haar weg.",
        "Raadsleden krijgt geen enkele stelling.",
        "Wie krijgt er een uitnodiging bij Raadsleden?",
    ]
    actions.change_sounding(
        person=anna, sounding=sounding, opens_on=TODAY(), closes_on=TODAY() + timedelta(days=20)
    )
    change_item(anna, sounding, items_in(sounding)[0])
    put_on_list(anna, sounding, group, "bram@x.nl")
    assert missing(sounding) == ["Laat een andere organisatie de lijst van Raadsleden bevestigen."]
    confirm(eva, sounding, group)
    assert missing(sounding) == []


def test_more_than_can_be_looked_at_together_is_not_planned(
    managers: Sounding, monkeypatch: pytest.MonkeyPatch, anna: Person
) -> None:
    """It would be found out at the closing. Where people add statements, of all that may come."""
    groups, statements = len(groups_in(managers)), len(items_in(managers))
    of_pairs = 24 * groups

    def refused(most: int) -> list[str]:
        monkeypatch.setattr("samenspel.measures.opinions.moments.MOST_BYTES", of_pairs * most**2)
        return [line for line in missing(managers) if "te veel om samen te bekijken" in line]

    told = f"%d stellingen in {groups} groepen zijn te veel om samen te bekijken. Neem minder"
    assert refused(statements) == []
    assert [line.startswith(told % statements) for line in refused(statements - 1)] == [True]
    actions.change_sounding(person=anna, sounding=managers, may_add=True)
    assert [line.startswith(told % MOST) for line in refused(MOST - 1)] == [True]
    assert refused(MOST) == []


def test_a_round_that_is_not_ready_is_not_planned(anna: Person, a: Cooperation) -> None:
    sounding = draft_of(anna, a)
    with pytest.raises(NotReadyError) as refused:
        actions.plan_sounding(person=anna, sounding=sounding, today=TODAY())
    assert refused.value.messages == missing(sounding)
    assert fresh(sounding).state == "draft"


def test_mail_must_be_possible_where_there_are_addresses(
    anna: Person, eva: Person, a: Cooperation, settings: Any
) -> None:
    settings.EMAIL_HOST = ""
    with_addresses = ready_draft(anna, eva, a)
    assert [line[:36] for line in missing(with_addresses)] == [
        "Deze website kan nog geen e-mail ver"
    ]
    actions.clear_list(
        person=anna, sounding=with_addresses, group_id=groups_in(with_addresses)[0].pk
    )
    actions.set_letters(
        person=anna, sounding=with_addresses, group_id=groups_in(with_addresses)[0].pk, letters=9
    )
    confirm(eva, with_addresses, groups_in(with_addresses)[0])
    assert missing(with_addresses) == []


def test_a_group_is_in_one_round_at_a_time(
    anna: Person, eva: Person, a: Cooperation, mail_server: None
) -> None:
    first, second = ready_draft(anna, eva, a), ready_draft(anna, eva, a)
    assert (missing(first), missing(second)) == ([], [])
    actions.plan_sounding(person=anna, sounding=first, today=TODAY() - timedelta(days=1))
    assert missing(second) == [
        (
            "Raadsleden zit al in ‘Wat vindt u?’. Een groep krijgt één vragenronde tegelijk: "
            "wacht tot die is gesloten."
        )
    ]
    with pytest.raises(NotReadyError):
        actions.plan_sounding(person=anna, sounding=second, today=TODAY())
    with scope(cooperation=a):
        Sounding.objects.filter(pk=first.pk).update(state="closed")
    assert missing(second) == []


def test_part_of_a_pooled_group_counts_as_asked(
    anna: Person, a: Cooperation, managers: Sounding
) -> None:
    other = draft_of(anna, a, "Een")
    actions.pool_groups(person=anna, sounding=other, role=Role.MANAGEMENT)
    with scope(cooperation=a):
        Sounding.objects.filter(pk=other.pk).update(state="open")
    assert sum("één vragenronde tegelijk" in line for line in missing(managers)) == 2


def test_a_group_that_the_cooperation_lost_is_still_asked(
    anna: Person, eva: Person, a: Cooperation, mail_server: None
) -> None:
    opened(anna, eva, a)
    with scope(cooperation=a):
        group = Group.objects.get()
    remove_group(person=anna, cooperation=a, group_id=group.pk)
    second = ready_draft(anna, eva, a)
    assert sum("één vragenronde tegelijk" in line for line in missing(second)) == 1


@pytest.mark.parametrize(
    ("party", "number"), [("gemeente Oostwaard", 1), ("gemeente Rijnveld", 0), (None, 1)]
)
def test_the_same_role_of_the_same_organisation_is_the_same_group(
    anna: Person, a: Cooperation, party: str | None, number: int
) -> None:
    group_of(anna, a, Role.STAFF, 20, "gemeente Oostwaard")
    first = draft_of(anna, a)
    with scope(cooperation=a):
        Sounding.objects.filter(pk=first.pk).update(state="open")
        group = Group.objects.get()
    remove_group(person=anna, cooperation=a, group_id=group.pk)
    group_of(anna, a, Role.STAFF, 20, party)
    group_of(anna, a, Role.COLLEGE, 20, "gemeente Oostwaard")
    second = draft_of(anna, a)
    assert sum("één vragenronde tegelijk" in line for line in missing(second)) == number


@pytest.mark.django_db(transaction=True, databases=["default", "answers"])
def test_who_asks_and_who_made_a_list_stay_as_they_were_told(
    anna: Person, eva: Person, a: Cooperation, mail_server: None
) -> None:
    sounding = opened(anna, eva, a)
    with scope(cooperation=a):
        Party.objects.filter(name="gemeente Rijnveld").update(name="Iemand anders")
        Party.objects.create(cooperation=a, name="Ook nog iemand")
        (group,) = groups_in(sounding)
    assert (group.listed_by_names, group.confirmed_by_name) == (
        ["gemeente Oostwaard"],
        "gemeente Rijnveld",
    )
    place = place_in_sounding(sounding.pk, group.position)
    assert place is not None
    told = "gemeente Oostwaard en gemeente Rijnveld"
    assert organisations_of(place.round) == told
    assert f"Deze vragenlijst is van {told}." in invitation(fresh(sounding), is_another=False).body(
        new_token()
    )


def test_a_role_has_one_open_link_at_a_time(anna: Person, a: Cooperation) -> None:
    first, second = draft_of(anna, a), draft_of(anna, a)
    for sounding in (first, second):
        actions.ask_by_open_link(person=anna, sounding=sounding, role=Role.RESIDENT)
    with scope(cooperation=a):
        Sounding.objects.filter(pk=first.pk).update(state="planned")
    assert sum("één vragenronde tegelijk" in line for line in missing(second)) == 1


def test_a_round_of_later_waits_and_one_of_today_opens_at_once(
    anna: Person, eva: Person, a: Cooperation, mail_server: None
) -> None:
    later = ready_draft(anna, eva, a, opens_on=TODAY() + timedelta(days=1))
    assert actions.plan_sounding(person=anna, sounding=later, today=TODAY()).state == "planned"
    assert fresh(later).state == "planned"
    assert actions.open_due_rounds(today=TODAY()) == []
    assert actions.open_due_rounds(today=TODAY() + timedelta(days=1)) == [later.pk]
    assert fresh(later).state == "open"
    with scope(cooperation=a):
        assert set(Invitation.objects.values_list("mail_due", flat=True)) == {True}


def test_a_planned_round_names_groups_only(
    anna: Person, eva: Person, a: Cooperation, mail_server: None
) -> None:
    sounding = ready_draft(anna, eva, a)
    change_item(anna, sounding, items_in(sounding)[0], only_for=[0])
    assert only_for(sounding) == [[0, 1], []]
    actions.plan_sounding(person=anna, sounding=sounding, today=TODAY())
    assert only_for(sounding) == [[1], []]


ITEM, GROUP = object(), object()
"""Stand for the first statement and the first group of a round."""
Change = tuple[Callable[..., object], dict[str, Any]]
CHANGES: dict[str, Change] = {
    "minimum": (actions.change_sounding, {"minimum": 5}),
    "dates": (actions.change_sounding, {"closes_on": date(2030, 1, 1)}),
    "add": (actions.add_statements, {"texts": ["Nieuw"]}),
    "change": (
        actions.change_statement,
        {"item_id": ITEM, "text": "A", "text_en": "", "only_for": [], "is_purpose": True},
    ),
    "move": (actions.move_statement, {"item_id": ITEM, "up": False}),
    "remove": (actions.remove_statement, {"item_id": ITEM}),
    "purpose": (actions.take_over_purpose, {}),
    "ask": (actions.ask_group, {"group_id": 1}),
    "pool": (actions.pool_groups, {"role": Role.COUNCIL}),
    "link": (actions.ask_by_open_link, {"role": Role.RESIDENT}),
    "leave out": (actions.stop_asking, {"group_id": GROUP}),
    "size": (actions.take_over_size, {"group_id": GROUP}),
    "list": (actions.add_addresses, {"group_id": GROUP, "found": read_addresses("nieuw@x.nl")}),
    "clear": (actions.clear_list, {"group_id": GROUP}),
    "letters": (actions.set_letters, {"group_id": GROUP, "letters": 9}),
    "address": (actions.remove_address, {"group_id": GROUP, "invitation_id": uuid.uuid4()}),
    "confirm": (actions.confirm_list, {"group_id": GROUP, "seen": ""}),
    "plan": (actions.plan_sounding, {"today": date(2026, 1, 1)}),
}


def change(what: str, person: Person, sounding: Sounding) -> None:
    action, arguments = CHANGES[what]
    stands_for = {ITEM: items_in(sounding)[0].pk, GROUP: groups_in(sounding)[0].pk}
    action(
        person=person,
        sounding=sounding,
        **{
            name: stands_for[value] if value in (ITEM, GROUP) else value
            for name, value in arguments.items()
        },
    )


@pytest.mark.parametrize("when", ["planned", "open", "closed"])
@pytest.mark.parametrize("what", CHANGES)
def test_a_planned_round_never_changes(
    anna: Person, eva: Person, a: Cooperation, what: str, when: str
) -> None:
    sounding = ready_draft(anna, eva, a)
    # A page that was opened before still holds it as the draft it was.
    with scope(cooperation=a):
        Sounding.objects.filter(pk=sounding.pk).update(state=when, minimum=10)
    before = everything(sounding)
    with pytest.raises(FrozenError):
        change(what, anna, sounding)
    assert everything(sounding) == before


@pytest.mark.parametrize("what", CHANGES)
def test_only_leaders_change_a_draft(
    anna: Person, eva: Person, lida: Person, mo: Person, cees: Person, a: Cooperation, what: str
) -> None:
    sounding = ready_draft(anna, eva, a)
    before = everything(sounding)
    reader = joined(a, "Lezer", Membership.Kind.READER)
    for person in (lida, mo, reader, cees):
        with pytest.raises(PermissionDenied):
            change(what, person, sounding)
    assert everything(sounding) == before
