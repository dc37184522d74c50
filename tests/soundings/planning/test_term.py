from datetime import date

import pytest

from samenspel.soundings.planning import term

FIRST = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "expected"),
    [
        (None, None, ""),
        (FIRST, None, ""),
        (FIRST, FIRST, ""),
        (FIRST, date(2027, 11, 24), ""),
        (
            FIRST,
            date(2027, 11, 25),
            "Een vragenronde duurt hoogstens een jaar. Kies een eerdere laatste dag.",
        ),
        (FIRST, date(2026, 11, 22), "De laatste dag ligt voor de eerste."),
        (FIRST, date(9999, 12, 31), "Dit jaartal klopt niet."),
        (date(1, 1, 1), None, "Dit jaartal klopt niet."),
    ],
)
def test_a_round_takes_a_year_at_most(
    opens_on: date | None, closes_on: date | None, expected: str
) -> None:
    assert term.refusal(opens_on, closes_on) == expected


@pytest.mark.parametrize(
    "days", [(date(1, 1, 1), date(1, 2, 1)), (date(9999, 12, 31), date(9999, 12, 31))]
)
def test_days_at_the_edge_of_the_calendar_give_no_tips(days: tuple[date, date]) -> None:
    assert term.tips(*days) == []


def test_a_short_round_around_new_year_is_told_about() -> None:
    assert term.tips(date(2026, 12, 28), date(2027, 1, 4)) == [
        "In deze tijd valt de kerstvakantie. Dan lezen veel mensen hun e-mail niet.",
        "Dit is korter dan twee weken. Wie dan net weg is, kan niet meedoen.",
    ]
