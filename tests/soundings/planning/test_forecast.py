from datetime import date

import pytest

from samenspel.cooperations.models import Role
from samenspel.soundings.planning.forecast import Chance, forecast
from samenspel.soundings.planning.insiders import ALL_INSIDERS, is_for_nobody, settled
from samenspel.soundings.planning.seen import mark_of
from samenspel.soundings.planning.term import tips


@pytest.mark.parametrize(
    ("size", "minimum", "chance"),
    [
        (1, 5, Chance.NEVER),
        (4, 5, Chance.NEVER),
        (5, 5, Chance.SELDOM),
        (8, 5, Chance.SELDOM),
        (9, 5, Chance.PROBABLE),
        (18_400, 5, Chance.PROBABLE),
        (9, 10, Chance.NEVER),
        (16, 10, Chance.SELDOM),
        (17, 10, Chance.PROBABLE),
        (None, 5, Chance.UNKNOWN),
    ],
)
def test_a_group_can_be_shown_where_enough_of_it_may_take_part(
    size: int | None, minimum: int, chance: Chance
) -> None:
    assert forecast(size, minimum).chance is chance


def test_a_forecast_says_how_many_must_take_part() -> None:
    assert [forecast(size, 5).sentence for size in (3, 6, 18_400, None)] == [
        "Er zijn 3 mensen; een groep tonen we vanaf 5.",
        "Daarvoor moeten 5 van de 6 mensen meedoen.",
        "Daarvoor moeten 5 van de 18.400 mensen meedoen.",
        "Wordt getoond als ten minste 5 mensen meedoen.",
    ]
    assert [forecast(size, 5).word for size in (3, 6, 60, None)] == [
        "nooit te tonen",
        "zelden te tonen",
        "waarschijnlijk te tonen",
        "hangt af van wie meedoet",
    ]


CHRISTMAS = "In deze tijd valt de kerstvakantie. Dan lezen veel mensen hun e-mail niet."
SHORT = "Dit is korter dan twee weken. Wie dan net weg is, kan niet meedoen."


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (date(2026, 11, 3), date(2026, 11, 20), []),
        (date(2026, 11, 3), date(2026, 11, 15), [SHORT]),
        (date(2026, 11, 3), date(2026, 11, 16), []),
        (date(2026, 12, 1), date(2026, 12, 18), []),
        (date(2026, 12, 1), date(2026, 12, 19), [CHRISTMAS]),
        # It begins in the year before.
        (date(2027, 1, 4), date(2027, 1, 24), [CHRISTMAS]),
        (date(2027, 1, 5), date(2027, 1, 24), []),
        (None, date(2027, 1, 24), []),
        (date(2027, 1, 24), date(2027, 1, 5), []),
    ],
)
def test_tips_about_a_term(opens: date | None, closes: date | None, expected: list[str]) -> None:
    assert tips(opens, closes) == expected


def test_a_long_term_meets_every_holiday_once() -> None:
    assert [tip.split(" valt ")[1].split(".")[0] for tip in tips(*_ALMOST_A_YEAR)] == [
        "de zomervakantie",
        "de herfstvakantie",
        "de kerstvakantie",
        "de voorjaarsvakantie",
        "de meivakantie",
    ]


_ALMOST_A_YEAR = (date(2026, 1, 10), date(2026, 12, 30))

ROLES = {1: Role.COUNCIL, 2: Role.RESIDENT, 3: Role.STAFF}


@pytest.mark.parametrize(
    ("only_for", "expected"),
    [
        ([], []),
        ([2, 3], [2, 3]),
        ([ALL_INSIDERS], [0, 1, 3]),
        ([ALL_INSIDERS, 1, 7], [0, 1, 3]),
        ([1, 7], [1]),
        # For nobody, and never by accident for everybody.
        ([7], [7]),
    ],
)
def test_for_whom_a_statement_is_when_groups_change(
    only_for: list[int], expected: list[int]
) -> None:
    assert settled(only_for, ROLES) == expected


def test_a_statement_is_for_nobody_where_none_of_its_groups_is_asked() -> None:
    found = [is_for_nobody(only_for, ROLES) for only_for in ([], [1], [7], [0], [7, 2])]
    assert found == [False, False, True, True, False]


def test_a_mark_tells_what_is_another() -> None:
    assert mark_of("a", [1]) == mark_of("a", [1])
    assert len({mark_of("a", [1]), mark_of("a", [2]), mark_of("a1"), mark_of("a", "1")}) == 4
