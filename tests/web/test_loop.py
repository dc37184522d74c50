"""Where the loop stands, from the rounds, conversations and agreements there are."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from samenspel.dialogues.models import Agreement, Dialogue, Heard
from samenspel.soundings.models import Sounding
from samenspel.web.loop import Step, steps_of, turn_of

State = Sounding.State
OPENS, CLOSES = date(2026, 11, 3), date(2026, 11, 20)
WAITS = (False, "nog niet", "")
TOGETHER = "tegelijk met iedereen die was gevraagd"
KNOWN = ((True, "3 nov 2026", "592 deelnemers"), (True, "20 nov 2026", TOGETHER))
NAMES = ["Gevraagd", "Gedeeld", "Besproken", "Afgesproken", "Opnieuw gevraagd"]


def told_by(steps: list[Step]) -> list[tuple[bool, str, str]]:
    return [(step.is_done, step.when, step.what) for step in steps]


def a_round(state: State, opens: date = OPENS, closes: date = CLOSES) -> Sounding:
    return Sounding(title=state.value, state=state, opens_on=opens, closes_on=closes)


def talk(day: date | None, *, held: bool = True, title: str = "Praten") -> Dialogue:
    found = Dialogue(title=title, day=day)
    heard = [Heard(number=1, written_at=noon(date(2026, 12, 24)))] if held else []
    found._prefetched_objects_cache = {"heard": heard}  # type: ignore[attr-defined]
    return found


def agreed(day: date, state: Agreement.State = Agreement.State.RUNNING) -> Agreement:
    return Agreement(what="Iets", agreed_at=noon(day), state=state)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def loop(
    soundings: list[Sounding],
    dialogues: list[Dialogue] | None = None,
    agreements: list[Agreement] | None = None,
) -> list[Step]:
    return steps_of(turn_of(soundings, dialogues or [], agreements or []), people="592 deelnemers")


@pytest.mark.parametrize(
    ("states", "asked", "shared", "again"),
    [
        ([], WAITS, WAITS, WAITS),
        ([State.DRAFT], (False, "in voorbereiding", "draft"), WAITS, WAITS),
        ([State.PLANNED], (False, "vanaf 3 nov 2026", "planned"), WAITS, WAITS),
        ([State.OPEN], (False, "tot en met 20 nov 2026", "open"), WAITS, WAITS),
        ([State.CLOSING], (True, "wordt afgerond", "closing"), WAITS, WAITS),
        ([State.CLOSED], *KNOWN, WAITS),
        (
            [State.DRAFT, State.CLOSED, State.CLOSED],
            *KNOWN,
            (False, "in voorbereiding", "draft"),
        ),
        (
            [State.DRAFT, State.OPEN, State.PLANNED, State.CLOSED],
            *KNOWN,
            (False, "tot en met 20 nov 2026", "open"),
        ),
    ],
)
def test_the_loop_follows_from_the_rounds(
    states: list[State], asked: Any, shared: Any, again: Any
) -> None:
    steps = loop([a_round(state) for state in states])

    assert told_by(steps) == [asked, shared, WAITS, WAITS, again]
    assert [step.name for step in steps] == NAMES


def test_what_was_said_before_a_round_belongs_to_an_earlier_turn() -> None:
    before, since = date(2026, 11, 10), date(2026, 12, 2)
    steps = loop([a_round(State.CLOSED)], [talk(since), talk(before)], [agreed(since)])

    assert told_by(steps)[2:] == [
        (True, "2 dec 2026", "Praten"),
        (True, "2 dec 2026", "1 afspraak"),
        WAITS,
    ]


def test_a_turn_is_shown_whole_until_the_next_begins() -> None:
    may = a_round(State.CLOSED, date(2026, 4, 20), date(2026, 5, 1))
    november = a_round(State.CLOSED)
    done = agreed(date(2026, 5, 9), Agreement.State.KEPT)
    running = agreed(date(2026, 5, 9))
    talks = [talk(date(2026, 5, 9))]

    whole = loop([november, may], talks, [running, done])
    assert told_by(whole) == [
        (True, "20 apr 2026", "592 deelnemers"),
        (True, "1 mei 2026", TOGETHER),
        (True, "9 mei 2026", "Praten"),
        (True, "9 mei 2026", "2 afspraken, 1 loopt"),
        (True, "20 nov 2026", "closed"),
    ]
    assert [whole[1].outcome, whole[4].outcome] == [may, november]

    next_one = loop([november, may], [talk(date(2026, 11, 30)), *talks], [running, done])
    assert told_by(next_one) == [*KNOWN, (True, "30 nov 2026", "Praten"), WAITS, WAITS]
    asking = loop([a_round(State.OPEN), november, may], talks, [running])
    assert told_by(asking) == [
        *KNOWN,
        WAITS,
        WAITS,
        (False, "tot en met 20 nov 2026", "open"),
    ]


def test_a_cooperation_may_begin_with_a_conversation() -> None:
    held, coming = talk(date(2026, 10, 1)), talk(date(2099, 2, 1), held=False, title="Verder")
    names = ["Besproken", "Afgesproken", "Gevraagd", "Gedeeld", "Opnieuw besproken"]

    steps = loop([], [coming, held], [agreed(date(2026, 10, 1))])
    assert [step.name for step in steps] == names
    assert told_by(steps) == [
        (True, "1 okt 2026", "Praten"),
        (True, "1 okt 2026", "1 afspraak"),
        WAITS,
        WAITS,
        (False, "op 1 feb 2099", "Verder"),
    ]
    only_planned = loop([], [coming])
    assert [step.name for step in only_planned] == names
    assert told_by(only_planned)[0] == (False, "op 1 feb 2099", "Verder")

    then_asked = loop([a_round(State.CLOSED)], [held])
    assert [step.name for step in then_asked] == names
    assert told_by(then_asked) == [(True, "1 okt 2026", "Praten"), WAITS, *KNOWN, WAITS]
    # Where people are being asked already, that is where it began.
    assert [step.name for step in loop([a_round(State.OPEN)], [coming])] == NAMES


def test_the_next_conversation_is_the_first_to_come() -> None:
    planned = [
        talk(None, held=False, title="ooit"),
        talk(date(2099, 5, 1), held=False, title="mei"),
        talk(date(2099, 2, 1), held=False, title="februari"),
        talk(date(2020, 2, 1), held=False, title="voorbij"),
    ]
    for left, title in ((planned, "februari"), (planned[::3], "ooit"), (planned[3:], "voorbij")):
        assert loop([a_round(State.CLOSED)], left)[2].what == title


def test_without_a_day_it_was_held_when_somebody_wrote_it_down() -> None:
    steps = loop([a_round(State.CLOSED)], [talk(None)])
    assert told_by(steps)[2] == (True, "24 dec 2026", "Praten")
