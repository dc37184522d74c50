"""Who is in a group: whole lists or none, made by one organisation and confirmed by another."""

import pytest
from django.core.exceptions import ValidationError
from django_scopes import scope

from samenspel.audit.models import Line
from samenspel.cooperations.models import Cooperation, Membership, Party, Role
from samenspel.people.models import Person
from samenspel.soundings import actions, queries
from samenspel.soundings.actions import ListError
from samenspel.soundings.models import AskedGroup, Sounding
from tests.cast import joined
from tests.soundings.prepared import (
    addresses_in,
    confirm,
    draft_of,
    group_of,
    groups_in,
    put_on_list,
)


@pytest.fixture
def council(anna: Person, a: Cooperation) -> AskedGroup:
    """Twenty council members and thirty residents are asked; nobody is on a list yet."""
    group_of(anna, a, Role.COUNCIL, 20)
    group_of(anna, a, Role.RESIDENT, 30)
    return groups_in(draft_of(anna, a))[0]


def draft(group: AskedGroup) -> Sounding:
    with scope(cooperation=Cooperation.objects.get()):
        return Sounding.objects.select_related("cooperation").get(pk=group.sounding_id)


ListState = tuple[list[str], int, str, str, str]


def state_of(group: AskedGroup) -> ListState:
    """Who is on the list, how many letters, who made it and who confirmed it."""
    sounding = draft(group)
    with scope(cooperation=sounding.cooperation):
        found = AskedGroup.objects.select_related("confirmed_by").get(pk=group.pk)
        makers = list(found.makers.select_related("party", "person"))
    return (
        addresses_in(sounding, group),
        found.letters,
        ", ".join(str(maker.party) for maker in makers),
        ", ".join(str(maker.person) for maker in makers),
        str(found.confirmed_by or ""),
    )


NOTHING: ListState = ([], 0, "", "", "")
OOSTWAARD, RIJNVELD = "gemeente Oostwaard", "gemeente Rijnveld"


def test_of_two_hundred_lines_with_forty_bad_ones_all_are_named_and_none_is_taken(
    anna: Person, a: Cooperation
) -> None:
    group_of(anna, a, Role.STAFF, 500)
    (group,) = groups_in(draft_of(anna, a))
    lines = [f"mens{n}@" if n % 5 == 0 else f"mens{n}@voorbeeld.nl" for n in range(1, 201)]

    with pytest.raises(ListError) as refused:
        put_on_list(anna, draft(group), group, *lines)

    assert refused.value.messages == [
        f"Regel {n}: ‘mens{n}@’ is geen e-mailadres" for n in range(5, 201, 5)
    ]
    assert len(refused.value.messages) == 40
    assert state_of(group) == NOTHING


def test_a_list_is_made_bit_by_bit_and_doubles_are_taken_once(
    anna: Person, council: AskedGroup
) -> None:
    assert put_on_list(anna, draft(council), council, "b@x.nl", "a@x.nl", "B@x.nl") == (2, [])
    assert put_on_list(anna, draft(council), council, "c@x.nl", "A@X.nl") == (1, ["a@x.nl"])
    assert put_on_list(anna, draft(council), council, "c@x.nl") == (0, ["c@x.nl"])
    assert state_of(council) == (["a@x.nl", "b@x.nl", "c@x.nl"], 0, OOSTWAARD, "Anna", "")


def test_somebody_is_in_one_group(anna: Person, council: AskedGroup) -> None:
    residents = groups_in(draft(council))[1]
    put_on_list(anna, draft(council), council, "a@x.nl")

    with pytest.raises(ListError) as refused:
        put_on_list(anna, draft(council), residents, "b@x.nl", "", "a@x.nl")

    assert refused.value.messages == [
        "Regel 3: a@x.nl staat al op de lijst van Raadsleden. Iemand doet één keer mee."
    ]
    assert state_of(residents) == NOTHING


def test_a_group_gets_no_more_invitations_than_it_has_people(
    anna: Person, council: AskedGroup
) -> None:
    actions.set_letters(person=anna, sounding=draft(council), group_id=council.pk, letters=5)
    with pytest.raises(ListError, match="Met 16 adressen en 5 brieven"):
        put_on_list(anna, draft(council), council, *(f"{n}@x.nl" for n in range(16)))
    assert addresses_in(draft(council)) == []
    put_on_list(anna, draft(council), council, *(f"{n}@x.nl" for n in range(15)))
    with pytest.raises(ListError):
        actions.set_letters(person=anna, sounding=draft(council), group_id=council.pk, letters=6)
    assert (len(addresses_in(draft(council))), state_of(council)[1]) == (15, 5)


def test_another_organisation_confirms(anna: Person, eva: Person, council: AskedGroup) -> None:
    put_on_list(anna, draft(council), council, "a@x.nl")
    confirm(eva, draft(council), council)
    assert state_of(council) == (["a@x.nl"], 0, OOSTWAARD, "Anna", RIJNVELD)
    lines = Line.objects.filter(object_kind="askedgroup").values_list("actor", "action")
    assert sorted(lines) == [(anna.email, "list.changed"), (eva.email, "list.confirmed")]


def test_who_made_a_list_does_not_confirm_it(
    anna: Person, eva: Person, a: Cooperation, council: AskedGroup
) -> None:
    put_on_list(anna, draft(council), council, "a@x.nl")
    colleague = joined(a, "Ans", Membership.Kind.LEADER, OOSTWAARD)
    for person in (anna, colleague):
        with pytest.raises(ValidationError, match="andere organisatie"):
            confirm(person, draft(council), council)
    # Nor after going over to another organisation.
    with scope(cooperation=a):
        rijnveld = Party.objects.get(name=RIJNVELD)
    Membership.objects.filter(person=anna).update(party=rijnveld)
    with pytest.raises(ValidationError, match="andere organisatie"):
        confirm(anna, draft(council), council)
    assert state_of(council)[4] == ""


def test_whatever_changes_clears_the_confirmation(
    anna: Person, eva: Person, council: AskedGroup
) -> None:
    sounding = draft(council)

    def confirmed() -> str:
        return state_of(council)[4]

    put_on_list(anna, sounding, council, "a@x.nl")
    with scope(cooperation=sounding.cooperation):
        first = queries.addresses_of(council)[0]
    for change in (
        lambda: put_on_list(anna, sounding, council, "b@x.nl"),
        lambda: actions.set_letters(person=anna, sounding=sounding, group_id=council.pk, letters=2),
        lambda: actions.remove_address(
            person=anna, sounding=sounding, group_id=council.pk, invitation_id=first.pk
        ),
        lambda: actions.clear_list(person=anna, sounding=sounding, group_id=council.pk),
    ):
        confirm(eva, sounding, council)
        assert confirmed() == RIJNVELD
        change()
        assert confirmed() == ""
    assert state_of(council) == ([], 2, OOSTWAARD, "Anna", "")


def test_what_changes_nothing_keeps_the_confirmation(
    anna: Person, eva: Person, council: AskedGroup
) -> None:
    sounding = draft(council)
    put_on_list(anna, sounding, council, "a@x.nl")
    confirm(eva, sounding, council)
    put_on_list(anna, sounding, council, "a@x.nl")
    actions.set_letters(person=anna, sounding=sounding, group_id=council.pk, letters=0)
    assert state_of(council)[4] == RIJNVELD


def test_what_is_confirmed_is_what_was_on_screen(
    anna: Person, eva: Person, council: AskedGroup
) -> None:
    sounding = draft(council)
    put_on_list(anna, sounding, council, "a@x.nl")
    with scope(cooperation=sounding.cooperation):
        seen = actions.mark_of_list(council)
    put_on_list(anna, sounding, council, "sluipt@x.nl")

    with pytest.raises(ValidationError, match="net veranderd"):
        actions.confirm_list(person=eva, sounding=sounding, group_id=council.pk, seen=seen)
    assert state_of(council)[4] == ""


def test_a_leader_without_an_organisation_is_told_to_fill_it_in(
    anna: Person, a: Cooperation, council: AskedGroup
) -> None:
    nobody = joined(a, "Nieuw", Membership.Kind.LEADER)
    put_on_list(anna, draft(council), council, "a@x.nl")
    before = state_of(council)
    for change in (
        lambda: put_on_list(nobody, draft(council), council, "b@x.nl"),
        lambda: confirm(nobody, draft(council), council),
        lambda: actions.clear_list(person=nobody, sounding=draft(council), group_id=council.pk),
    ):
        with pytest.raises(ValidationError, match="nog geen organisatie"):
            change()
    assert state_of(council) == before


def test_an_open_link_has_no_list(anna: Person, council: AskedGroup) -> None:
    link = actions.ask_by_open_link(person=anna, sounding=draft(council), role=Role.BUSINESS)
    assert link is not None
    with pytest.raises(ValidationError):
        put_on_list(anna, draft(council), link, "a@x.nl")
