"""Who is asked, pooled or by an open link."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Role
from samenspel.people.models import Person
from samenspel.soundings import actions, queries
from samenspel.soundings.models import Sounding
from tests.soundings.prepared import (
    addresses_in,
    asked,
    change_item,
    confirm,
    group_of,
    groups_in,
    items_in,
    missing,
    only_for,
    put_on_list,
    ready_draft,
)

OOSTWAARD, RIJNVELD = "gemeente Oostwaard", "gemeente Rijnveld"
TODAY = timezone.localdate


def test_pooling_makes_one_group_of_a_role_and_keeps_everything_right(
    anna: Person, eva: Person, managers: Sounding
) -> None:
    council, oostwaard, rijnveld = groups_in(managers)
    _all, second, third = items_in(managers)
    change_item(anna, managers, second, only_for=[oostwaard.position, rijnveld.position])
    change_item(anna, managers, third, only_for=[council.position])
    put_on_list(anna, managers, oostwaard, "een@x.nl", "twee@x.nl")
    put_on_list(eva, managers, rijnveld, "drie@x.nl")
    actions.set_letters(person=eva, sounding=managers, group_id=rijnveld.pk, letters=2)
    confirm(eva, managers, oostwaard)

    pooled = actions.pool_groups(person=anna, sounding=managers, role=Role.MANAGEMENT)

    assert pooled is not None
    assert asked(managers) == [("Raadsleden", 20), ("Leidinggevenden, alle organisaties", 7)]
    assert only_for(managers) == [[], [pooled.position], [council.position]]
    assert addresses_in(managers, pooled) == ["drie@x.nl", "een@x.nl", "twee@x.nl"]
    assert (pooled.letters, pooled.confirmed_by_id, pooled.party) == (2, None, "")
    again = actions.pool_groups(person=anna, sounding=managers, role=Role.MANAGEMENT)
    assert (again, len(groups_in(managers))) == (None, 2)


def test_one_group_of_a_role_is_not_pooled(anna: Person, managers: Sounding) -> None:
    assert actions.pool_groups(person=anna, sounding=managers, role=Role.COUNCIL) is None
    assert actions.pool_groups(person=anna, sounding=managers, role=Role.STAFF) is None
    assert len(groups_in(managers)) == 3


def test_the_offer_to_pool_stands_beside_groups_that_several_organisations_have(
    anna: Person, managers: Sounding
) -> None:
    with scope(cooperation=managers.cooperation):
        offered = {r.group.name: r.could_be_pooled for r in queries.group_rows(managers)}
        assert queries.roles_to_pool(managers) == ["management"]
        assert queries.groups_not_asked(managers) == []
    assert offered == {
        "Raadsleden": False,
        "Leidinggevenden gemeente Oostwaard": True,
        "Leidinggevenden gemeente Rijnveld": True,
    }
    actions.pool_groups(person=anna, sounding=managers, role=Role.MANAGEMENT)
    with scope(cooperation=managers.cooperation):
        assert queries.roles_to_pool(managers) == []
        assert queries.groups_not_asked(managers) == []


def test_a_group_that_goes_takes_its_list_and_no_statement_becomes_everybodys(
    anna: Person, managers: Sounding
) -> None:
    _council, oostwaard, rijnveld = groups_in(managers)
    _all, second, third = items_in(managers)
    change_item(anna, managers, second, only_for=[oostwaard.position, rijnveld.position])
    change_item(anna, managers, third, only_for=[oostwaard.position])
    put_on_list(anna, managers, oostwaard, "een@x.nl")

    for _click in range(2):
        actions.stop_asking(person=anna, sounding=managers, group_id=oostwaard.pk)

    assert only_for(managers) == [[], [rijnveld.position], [oostwaard.position]]
    assert addresses_in(managers) == []
    assert "Stelling 3 is nu voor niemand. Kies voor wie, of haal haar weg." in missing(managers)
    # A group that comes later does not get what was for another.
    actions.ask_by_open_link(person=anna, sounding=managers, role=Role.RESIDENT)
    assert only_for(managers)[2] == [oostwaard.position]
    assert oostwaard.position not in {group.position for group in groups_in(managers)}


def test_a_group_is_asked_once(anna: Person, a: Cooperation, managers: Sounding) -> None:
    staff = group_of(anna, a, Role.STAFF, 60)
    for _click in range(2):
        actions.ask_group(person=anna, sounding=managers, group_id=staff.pk)
        actions.ask_by_open_link(person=anna, sounding=managers, role=Role.BUSINESS)
    assert asked(managers)[3:] == [("Medewerkers", 60), ("Ondernemers, open link", None)]


def test_groups_of_another_cooperation_are_nobody(
    anna: Person, cees: Person, b: Cooperation, managers: Sounding
) -> None:
    secret = group_of(cees, b, Role.COUNCIL, 9)
    assert actions.ask_group(person=anna, sounding=managers, group_id=secret.pk) is None
    assert len(groups_in(managers)) == 3


def test_a_group_that_grew_is_missing_until_its_number_is_taken_over(
    anna: Person, eva: Person, a: Cooperation, mail_server: None
) -> None:
    sounding = ready_draft(anna, eva, a)
    assert missing(sounding) == []
    group_of(anna, a, Role.COUNCIL, 31)
    assert missing(sounding) == ["Raadsleden telt intussen 31 mensen. Neem dat aantal over."]

    (group,) = groups_in(sounding)
    actions.take_over_size(person=anna, sounding=sounding, group_id=group.pk)
    # What was confirmed is another group now.
    assert asked(sounding) == [("Raadsleden", 31)]
    assert missing(sounding) == ["Laat een andere organisatie de lijst van Raadsleden bevestigen."]


def test_a_group_cannot_become_smaller_than_its_list(
    anna: Person, eva: Person, a: Cooperation
) -> None:
    sounding = ready_draft(anna, eva, a, people=3, letters=2)
    group_of(anna, a, Role.COUNCIL, 4)
    (group,) = groups_in(sounding)
    with pytest.raises(ValidationError, match="al 5 mensen"):
        actions.take_over_size(person=anna, sounding=sounding, group_id=group.pk)
    assert asked(sounding) == [("Raadsleden", 20)]
