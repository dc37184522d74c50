"""How much a round asks of each group, and how much that group was asked in the year before."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from samenspel.cooperations.models import Cooperation, Role
from samenspel.people.models import Person
from samenspel.soundings import actions
from samenspel.soundings.models import Item, Sounding
from samenspel.soundings.queries import asked_of_groups
from tests.soundings.prepared import change_item, group_of, groups_in, items_in

TODAY = date(2026, 11, 20)
OOSTWAARD, RIJNVELD = "gemeente Oostwaard", "gemeente Rijnveld"
State = Sounding.State


def round_of(
    anna: Person,
    a: Cooperation,
    number: int,
    *,
    days_ago: int = 30,
    state: Sounding.State = State.CLOSED,
    instrument: str = "scale",
    source: Sounding.Source = Sounding.Source.ASKED,
) -> Sounding:
    """A round that asked everybody so many questions."""
    sounding = actions.start_sounding(
        person=anna, cooperation=a, title="Eerder", instrument=instrument
    )
    texts = [f"Zin {n}." for n in range(number)]
    actions.add_statements(person=anna, sounding=sounding, texts=texts)
    with scope(cooperation=a):
        Sounding.objects.filter(pk=sounding.pk).update(
            opens_on=TODAY - timedelta(days=days_ago), state=state, source=source
        )
    return sounding


def told(sounding: Sounding) -> dict[str, tuple[int, int, int, int]]:
    with scope(cooperation=sounding.cooperation):
        return {
            each.group.name: (
                each.questions,
                each.minutes,
                each.rounds_before,
                each.minutes_before,
            )
            for each in asked_of_groups(sounding, today=TODAY)
        }


@pytest.fixture
def council(anna: Person, a: Cooperation) -> None:
    group_of(anna, a, Role.COUNCIL, 20)


def draft(anna: Person, a: Cooperation, number: int = 0) -> Sounding:
    return round_of(anna, a, number, days_ago=-1, state=State.DRAFT)


@pytest.mark.usefixtures("council")
def test_minutes_are_those_that_people_are_told(anna: Person, a: Cooperation) -> None:
    round_of(anna, a, 20)
    round_of(anna, a, 12, instrument="statements")
    # 20 × 8 and 12 × 10 seconds, each round by itself; now 8 × 8.
    assert told(draft(anna, a, 8)) == {"Raadsleden": (8, 2, 2, 3 + 2)}
    assert told(draft(anna, a)) == {"Raadsleden": (0, 0, 2, 5)}


@pytest.mark.usefixtures("council")
@pytest.mark.parametrize(
    ("how", "counts"),
    [
        ({"days_ago": 0, "state": State.OPEN}, True),
        ({"days_ago": 364, "state": State.CLOSING}, True),
        ({"days_ago": 365}, False),
        ({"days_ago": -1, "state": State.PLANNED}, False),
        ({"days_ago": 3, "state": State.DRAFT}, False),
        ({"source": Sounding.Source.EXAMPLE}, True),
        ({"source": Sounding.Source.POLIS}, False),
    ],
)
def test_the_year_before_is_what_was_asked_in_it(
    anna: Person, a: Cooperation, how: dict[str, object], counts: bool
) -> None:
    round_of(anna, a, 10, **how)  # type: ignore[arg-type]
    assert told(draft(anna, a)) == {"Raadsleden": (0, 0, 1, 2) if counts else (0, 0, 0, 0)}


@pytest.mark.usefixtures("council")
def test_what_a_group_did_not_get_did_not_cost_it_time(anna: Person, a: Cooperation) -> None:
    group_of(anna, a, Role.STAFF, 60)
    before = round_of(anna, a, 9, state=State.DRAFT)
    at = {group.name: group.position for group in groups_in(before)}
    for item in items_in(before)[:5]:
        change_item(anna, before, item, only_for=[at["Medewerkers"]])
    with scope(cooperation=a):
        Sounding.objects.filter(pk=before.pk).update(state=State.CLOSED)
        Item.objects.filter(sounding=before, number=9).update(moderation=Item.Moderation.OUT)
    # Council: 3 of 8 seconds; staff: 8 of 8 seconds.
    assert told(draft(anna, a)) == {
        "Raadsleden": (0, 0, 1, 1),
        "Medewerkers": (0, 0, 1, 2),
    }


def test_pooled_groups_are_the_same_people(anna: Person, a: Cooperation) -> None:
    for party in (OOSTWAARD, RIJNVELD):
        group_of(anna, a, Role.STAFF, 60, party)
    alone = draft(anna, a)
    pooled = draft(anna, a)
    actions.pool_groups(person=anna, sounding=pooled, role=Role.STAFF)
    before = round_of(anna, a, 10, state=State.DRAFT)
    for group in groups_in(before):
        if group.party == RIJNVELD:
            actions.stop_asking(person=anna, sounding=before, group_id=group.pk)
    with scope(cooperation=a):
        Sounding.objects.filter(pk=before.pk).update(state=State.CLOSED)
    assert told(alone) == {
        f"Medewerkers {OOSTWAARD}": (0, 0, 1, 2),
        f"Medewerkers {RIJNVELD}": (0, 0, 0, 0),
    }
    assert told(pooled) == {"Medewerkers, alle organisaties": (0, 0, 1, 2)}


def test_an_open_link_is_its_own_group(anna: Person, a: Cooperation) -> None:
    group_of(anna, a, Role.RESIDENT, 900)
    before = round_of(anna, a, 10, state=State.DRAFT)
    (invited,) = groups_in(before)
    actions.stop_asking(person=anna, sounding=before, group_id=invited.pk)
    actions.ask_by_open_link(person=anna, sounding=before, role=Role.RESIDENT, name="Wie wil")
    with scope(cooperation=a):
        Sounding.objects.filter(pk=before.pk).update(state=State.CLOSED)
    now = draft(anna, a)
    actions.ask_by_open_link(person=anna, sounding=now, role=Role.RESIDENT, name="Iedereen")
    assert told(now) == {"Inwoners": (0, 0, 0, 0), "Iedereen": (0, 0, 1, 2)}


@pytest.mark.usefixtures("council")
def test_other_cooperations_are_not_counted(
    anna: Person, cees: Person, a: Cooperation, b: Cooperation
) -> None:
    group_of(cees, b, Role.COUNCIL, 20)
    round_of(cees, b, 10)
    assert told(draft(anna, a)) == {"Raadsleden": (0, 0, 0, 0)}


def test_more_rounds_and_groups_take_no_more_queries(anna: Person, a: Cooperation) -> None:
    counted = []
    for role in (Role.COUNCIL, Role.STAFF):
        group_of(anna, a, role, 20)
        round_of(anna, a, 3)
        now = draft(anna, a, 2)
        with scope(cooperation=a), CaptureQueriesContext(connection) as asked:
            assert asked_of_groups(now, today=TODAY)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 6
