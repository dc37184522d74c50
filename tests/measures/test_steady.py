"""What one person can have done shows in no figure, between two waves or within one."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from samenspel.measures.disclosure import BANDED, HIDDEN, ROUNDED, Released, release
from samenspel.measures.steady import Told, in_steps
from samenspel.measures.steady_counts import CellsBefore, as_before, told_as

ENDS = (1.2, 4.8)

scores = st.lists(st.integers(2, 10).map(lambda half: half / 2), min_size=21, max_size=45)
one_more = st.integers(2, 10).map(lambda half: half / 2)
figures_before = st.one_of(
    st.none(),
    st.integers(12, 48).map(
        lambda tenth: Told(
            tenth / 10,
            0.2,
            -inf if tenth == 12 else tenth / 10 - 0.1,
            inf if tenth == 48 else tenth / 10 + 0.1,
        )
    ),
)


def told(said: list[float], before: Told | None = None) -> Told:
    return in_steps(float(np.mean(said)), step=0.2, reach=0.2, before=before, ends=ENDS)


def one_voice_apart(said: list[float], other: float) -> list[list[float]]:
    return [[*said, other], said[1:], [other, *said[1:]]]


@given(scores, one_more)
def test_one_voice_changes_nothing_between_two_waves(said: list[float], other: float) -> None:
    before = told(said)
    assert told(said, before) == told(said, before)
    for now in one_voice_apart(said, other):
        assert told(now, before) == told(said, before)
        assert told(now, before).value == before.value


def test_control_rounding_alone_tells_which_way_one_voice_pushed() -> None:
    said = [3.5] * 19 + [3.0, 3.5]
    assert (told(said).value, told([*said, 5.0]).value) == (3.4, 3.6)


@given(scores, one_more, figures_before)
def test_one_voice_moves_a_figure_by_a_step_at_most(
    said: list[float], other: float, before: Told | None
) -> None:
    here = told(said, before)
    for now in one_voice_apart(said, other):
        assert abs(told(now, before).value - here.value) <= 0.2 + 1e-9


@given(scores, figures_before)
def test_the_exact_figure_lies_within_what_is_told(said: list[float], before: Told | None) -> None:
    found = told(said, before)
    assert found.least - 1e-9 <= np.mean(said) <= found.most + 1e-9
    assert ENDS[0] <= found.value <= ENDS[1]


@pytest.mark.parametrize(
    ("exact", "value", "least", "most"),
    [
        (3.44, 3.4, 3.3, 3.5),
        (3.5, 3.6, 3.5, 3.7),
        (4.95, 4.8, 4.7, inf),
        (1.0, 1.2, -inf, 1.3),
    ],
)
def test_the_first_time_a_figure_is_rounded(
    exact: float, value: float, least: float, most: float
) -> None:
    found = in_steps(exact, step=0.2, reach=0.1, ends=ENDS)
    assert (found.value, found.least, found.most) == pytest.approx((value, least, most))


@pytest.mark.parametrize(
    ("exact", "value", "least", "most"),
    [
        # Half a step is .1, and one voice reaches .1: as before up to .2 away.
        (3.6, 3.4, 3.2, 3.6),
        (3.61, 3.6, 3.6, 3.7),
        # Then a step further each time: the next edge is .3 away, and so on.
        (3.71, 3.8, 3.7, 3.9),
        (2.9, 3.0, 2.9, 3.1),
        # Beyond the outermost step nothing more is told.
        (4.99, 4.8, 4.7, inf),
    ],
)
def test_after_that_it_moves_as_far_as_it_must(
    exact: float, value: float, least: float, most: float
) -> None:
    before = Told(3.4, 0.2, 3.3, 3.5)
    found = in_steps(exact, step=0.2, reach=0.1, before=before, ends=ENDS)
    assert (found.value, found.least, found.most) == pytest.approx((value, least, most))


def test_beyond_an_outermost_step_it_stays_until_it_comes_back() -> None:
    before = in_steps(4.9, step=0.2, reach=0.2, ends=ENDS)
    # More people, and so smaller steps: still "4.8 or more".
    assert in_steps(4.97, step=0.1, reach=0.1, before=before, ends=(1.1, 4.9)).value == 4.8
    assert in_steps(4.55, step=0.1, reach=0.1, before=before, ends=(1.1, 4.9)).value == 4.7


def test_a_step_smaller_than_what_one_voice_reaches_is_refused() -> None:
    with pytest.raises(ValueError, match="one voice"):
        in_steps(3.0, step=0.1, reach=0.2)


# ── Counts ────────────────────────────────────────────────────────────────────────────────
Counts = tuple[int, int, int]
cells = st.tuples(st.integers(0, 40), st.integers(0, 30), st.integers(0, 20))
MANY = np.array([1000])


def plain(*counts: Counts, ceiling: int = 1000) -> Released:
    return release(np.array([counts]), ceiling=np.array([ceiling]), exact=False)


def before(table: Released, ceiling: int = 1000) -> CellsBefore:
    everywhere = np.ones_like(table.precision)
    return CellsBefore(
        table.precision,
        table.answered,
        table.told,
        table.thirds,
        ceiling * everywhere,
        5 * everywhere,
    )


def now(counts: Counts, then: Released, ceiling: int = 1000) -> Released:
    table = np.array([[counts]])
    released = plain(counts, ceiling=ceiling)
    return as_before(released, table, before(then), ceiling=np.array([ceiling]))


def neighbours(cell: Counts) -> list[Counts]:
    """Every cell that one voice makes of this one, in which at least five answered."""
    found = {cell}
    for kind in range(3):
        for step in (1, -1):
            one = list(cell)
            one[kind] += step
            found.add((one[0], one[1], one[2]))
            for other in range(3):
                two = list(one)
                two[other] -= step
                found.add((two[0], two[1], two[2]))
    return [one for one in found if min(one) >= 0 and sum(one) >= 5]


def same(one: Released, other: Released) -> bool:
    return all(
        np.array_equal(np.nan_to_num(getattr(one, name)), np.nan_to_num(getattr(other, name)))
        for name in Released.__dataclass_fields__
    )


@given(cells.filter(lambda cell: sum(cell) >= 5))
def test_one_voice_changes_no_count_between_two_waves(cell: Counts) -> None:
    then = plain(cell)
    expected = now(cell, then)
    assert expected.held is not None
    assert expected.held[0, 0]
    assert_array_equal(expected.told, then.told)
    assert_array_equal(expected.thirds, then.thirds)
    for other in neighbours(cell):
        assert same(now(other, then), expected), (cell, other)


@given(cells.filter(lambda cell: sum(cell) >= 5), st.integers(0, 8))
def test_what_is_compared_is_what_is_released(cell: Counts, beyond: int) -> None:
    ceiling = sum(cell) + beyond
    table = plain(cell, ceiling=ceiling)
    found = told_as(np.array([[cell]]), np.array([[ceiling]]))
    expected = (table.precision, table.answered, np.nan_to_num(table.told), table.thirds)
    for one, other in zip(found, expected, strict=True):
        assert_array_equal(one, other)


def test_control_between_two_waves_rounded_counts_alone_tell_what_somebody_said() -> None:
    assert plain((42, 10, 8)).told[0, 0, 0] == 40
    assert plain((43, 10, 8)).told[0, 0, 0] == 45


@given(cells.filter(lambda cell: sum(cell) >= 5), cells)
def test_the_counts_lie_within_what_is_told(cell: Counts, other: Counts) -> None:
    found = now(cell, plain(other))
    if not found.shown[0, 0]:
        return
    assert (found.low[0, 0] <= cell).all()
    assert (cell <= found.high[0, 0]).all()
    assert found.answered_low[0, 0] <= sum(cell) <= found.answered_high[0, 0]
    assert (found.high[0, 0] - found.low[0, 0]).min() >= 1


def test_what_more_people_must_have_changed_is_told_anew() -> None:
    found = now((45, 10, 8), plain((40, 10, 8)))
    assert found.held is not None
    assert not found.held[0, 0]
    assert found.told[0, 0].tolist() == [45, 10, 10]


def test_what_was_told_in_thirds_stays_in_thirds() -> None:
    then = plain((12, 4, 3))
    found = now((12, 5, 3), then)
    assert (then.precision[0, 0], found.precision[0, 0]) == (BANDED, BANDED)
    assert plain((12, 5, 3)).precision[0, 0] == ROUNDED


def test_where_nearly_everybody_answered_and_fewer_are_left_nothing_is_told() -> None:
    """19 of 19, where "about 20" would be undone by knowing that they are 19."""
    found = now((19, 0, 0), plain((20, 0, 0)), ceiling=19)
    assert found.precision[0, 0] == HIDDEN
    assert now((19, 0, 0), plain((20, 0, 0)), ceiling=23).precision[0, 0] == ROUNDED


def test_waves_of_other_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="same groups"):
        as_before(
            plain((5, 5, 5), (5, 5, 5)),
            np.array([[(5, 5, 5), (5, 5, 5)]]),
            before(plain((5, 5, 5))),
            ceiling=MANY,
        )
