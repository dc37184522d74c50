"""What others say of an organisation: people of at least three others, counted together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from samenspel.measures.cell_suppression.ranges import ranges
from samenspel.measures.said_by_others import said_by_others

MINIMUM = 5
_counts = st.tuples(*[st.integers(0, 8)] * 3)


def counted(
    *by_organisation: list[tuple[int, int, int]], about: list[int]
) -> tuple[list[list[int]], list[list[bool]]]:
    found = said_by_others(np.array(by_organisation), np.array(about), minimum=MINIMUM)
    return found.tally.tolist(), found.tellers.tolist()


def test_people_of_the_others_are_counted_together_and_never_those_it_is_about() -> None:
    tally, tellers = counted(
        [(9, 9, 9), (1, 2, 3)],
        [(5, 0, 1), (9, 9, 9)],
        [(2, 3, 0), (4, 0, 1)],
        [(7, 7, 7), (0, 9, 0)],
        about=[0, 1],
    )
    assert tally == [[14, 10, 8], [5, 11, 4]]
    assert tellers == [[False, True], [True, False], [True, True], [True, True]]


def test_an_organisation_with_too_few_people_is_in_no_count() -> None:
    tally, tellers = counted(
        [(9, 9, 9)], [(5, 0, 0)], [(0, 5, 0)], [(0, 0, 6)], [(2, 2, 0)], about=[0]
    )
    assert tally == [[5, 5, 6]]
    assert [told[0] for told in tellers] == [False, True, True, True, False]


def test_of_two_organisations_nothing_is_told() -> None:
    tally, tellers = counted([(9, 9, 9)], [(50, 0, 0)], [(0, 50, 0)], [(2, 2, 0)], about=[0])
    assert tally == [[0, 0, 0]]
    assert not np.any(tellers)


@given(st.lists(st.lists(_counts, min_size=4, max_size=4), min_size=2, max_size=7), st.data())
@settings(max_examples=60, deadline=None)
def test_other_answers_of_too_few_people_change_nothing(
    answers: list[list[tuple[int, int, int]]], data: st.DataObject
) -> None:
    tally = np.array(answers)
    about = np.array([data.draw(st.integers(0, len(answers) - 1)) for _item in range(4)])
    found = said_by_others(tally, about, minimum=MINIMUM)
    few = (tally.sum(axis=2) < MINIMUM) | (np.arange(len(tally))[:, None] == about)
    other = np.where(few[:, :, None], 0, tally)
    again = said_by_others(other, about, minimum=MINIMUM)
    assert_array_equal(again.tally, found.tally)
    assert_array_equal(again.tellers, found.tellers)
    assert set(found.tellers.sum(axis=0).tolist()) <= {0, 3, 4, 5, 6}


def test_by_subtraction_nobody_finds_the_few_who_are_left_out() -> None:
    """With a count of everybody beside it, as a control, they are known exactly."""
    tally = np.array([[(9, 9, 9)], [(8, 4, 1)], [(5, 5, 2)], [(7, 0, 6)], [(2, 1, 1)]])
    found = said_by_others(tally, np.array([0]), minimum=MINIMUM)
    others, told = tally[1:, 0], found.tellers[1:, 0]
    # The attacker knows how many of each organisation answered, and both counts exactly.
    everybody = others.sum(axis=0)
    assert everybody - found.tally[0] == pytest.approx(others[~told].sum(axis=0))

    def narrowest(rows: np.ndarray) -> int:
        return min(one.high - one.low for one in ranges(rows, np.ones_like(rows, dtype=bool)))

    # Of the count that is made they are no part; of those in it every one stays wide open.
    assert narrowest(others[told]) >= MINIMUM
    assert narrowest(others[~told]) == 0


def test_what_does_not_fit_is_refused() -> None:
    tally = np.zeros((3, 2, 3), dtype=np.int64)
    for wrong, about, minimum in (
        (tally[0], [0, 1], 5),
        (tally, [0], 5),
        (tally - 1, [0, 1], 5),
        (tally, [0, 3], 5),
        (tally, [0, 1], 0),
    ):
        with pytest.raises(ValueError, match="must"):
            said_by_others(wrong, np.array(about), minimum=minimum)
