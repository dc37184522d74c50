"""What happened and what is to come, the newest first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from samenspel.cooperations.actions import write_group
from samenspel.cooperations.models import Cooperation, Role
from samenspel.dialogues.actions import look_back, make_agreement, plan_dialogue, write_heard
from samenspel.dialogues.models import Agreement
from samenspel.dialogues.queries import agreements_of, dialogues_of
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding
from samenspel.soundings.queries import soundings_of
from samenspel.web.timeline import SHOWN_AT_ONCE, Timeline, timeline_of

State = Sounding.State
Told = tuple[str, date | None, list[tuple[str, str, str]], bool]


def timeline(cooperation: Cooperation, headline: str = "") -> Timeline:
    with scope(cooperation=cooperation):
        soundings = list(soundings_of(cooperation))
        return timeline_of(
            cooperation,
            soundings=soundings,
            dialogues=list(dialogues_of(cooperation)),
            agreements=list(agreements_of(cooperation)),
            headlines={each.pk: headline for each in soundings},
        )


def told(found: Timeline) -> list[Told]:
    return [
        (
            each.kind,
            each.day,
            [(line.text, line.more, line.note) for line in each.lines],
            each.is_to_come,
        )
        for each in [*found.shown, *found.earlier]
    ]


def add_round(cooperation: Cooperation, state: State, closes: date | None, title: str) -> None:
    opens = closes - timedelta(days=14) if closes else None
    with scope(cooperation=cooperation):
        Sounding.objects.create(
            cooperation=cooperation, state=state, opens_on=opens, closes_on=closes, title=title
        )


def test_everything_has_its_place(a: Cooperation, anna: Person) -> None:
    today = timezone.localdate()
    spring, later = date(2026, 4, 15), today + timedelta(days=40)
    add_round(a, State.CLOSED, date(2026, 4, 1), "Wordt de bedoeling gedeeld?")
    add_round(a, State.OPEN, today + timedelta(days=10), "Nog eens")
    add_round(a, State.DRAFT, None, "Ooit")
    groups = [
        write_group(person=anna, cooperation=a, role=role, party=None, size=40)
        for role in (Role.COUNCIL, Role.STAFF)
    ]
    talked = plan_dialogue(
        person=anna, cooperation=a, title="Wat missen we?", day=spring, groups=groups
    )
    write_heard(person=anna, cooperation=a, dialogue=talked, seen="Tijd.")
    plan_dialogue(person=anna, cooperation=a, title="Vergeten", day=date(2026, 5, 1))
    plan_dialogue(person=anna, cooperation=a, title="Verder", day=later)
    for what in ("Een uur", "Een loket"):
        made = make_agreement(
            person=anna,
            cooperation=a,
            dialogue=talked,
            what=what,
            who="leidinggevenden",
            look_again_on=later,
        )
    look_back(
        person=anna,
        cooperation=a,
        agreement=made,
        state=Agreement.State.KEPT,
        what_came_of_it="Het staat er.",
    )
    with scope(cooperation=a):
        Agreement.objects.filter(pk=made.pk).update(
            looked_back_at=datetime(2026, 6, 1, 12, tzinfo=UTC)
        )

    assert told(timeline(a, "De bedoeling leeft")) == [
        ("In voorbereiding", None, [("Ooit", "", "")], True),
        ("Opnieuw kijken", later, [("1 afspraak", "", "")], True),
        ("Gesprek gepland", later, [("Verder", "", "")], True),
        ("Wordt gevraagd", today + timedelta(days=10), [("Nog eens", "", "nog open")], True),
        ("Teruggekeken", date(2026, 6, 1), [("Een loket", "Het staat er.", "gedaan")], False),
        (
            "Gesprek",
            date(2026, 5, 1),
            [("Vergeten", "", "wat u hoorde, is nog niet opgeschreven")],
            True,
        ),
        (
            "Afgesproken",
            spring,
            [("Een loket", "", "leidinggevenden"), ("Een uur", "", "leidinggevenden")],
            False,
        ),
        (
            "Besproken",
            spring,
            [("Wat missen we?", "", "met raadsleden en medewerkers")],
            False,
        ),
        (
            "Gevraagd en gedeeld",
            date(2026, 4, 1),
            [("Wordt de bedoeling gedeeld?", "De bedoeling leeft", "vanaf 18 maart 2026")],
            False,
        ),
    ]


@pytest.mark.parametrize("past", [SHOWN_AT_ONCE, SHOWN_AT_ONCE + 3])
def test_what_is_long_ago_is_folded_and_nothing_is_left_out(a: Cooperation, past: int) -> None:
    days = [date(2026, 1, 1) + timedelta(days=7 * week) for week in range(past)]
    for day in days:
        add_round(a, State.CLOSED, day, day.isoformat())
    add_round(a, State.OPEN, date(2099, 1, 1), "Nog eens")
    found = timeline(a)

    assert [each.day for each in found.shown] == [date(2099, 1, 1), *days[::-1][:SHOWN_AT_ONCE]]
    assert [each.day for each in found.earlier] == days[::-1][SHOWN_AT_ONCE:]


def test_a_round_that_was_held_elsewhere_stands_where_it_was_read_in(a: Cooperation) -> None:
    add_round(a, State.CLOSED, None, "Van vorig jaar")
    [moment] = timeline(a).shown
    assert (moment.kind, moment.day) == ("Ingelezen", timezone.localdate())
