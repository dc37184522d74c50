"""What may be published: every cell is told in a way that leaves more than one possibility."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from samenspel.measures.disclosure import (
    AGREE,
    BANDED,
    COUNTED,
    DISAGREE,
    HIDDEN,
    PASS,
    ROUNDED,
    Released,
    release,
    release_people,
)

Counts = tuple[int, int, int]


def released(*cells: Counts, minimum: int = 5) -> Released:
    """One group, an item per triple of counts."""
    return release(np.array([cells], dtype=np.int64), minimum=minimum)


def as_published(table: Released, item: int) -> tuple[object, ...]:
    """All that can be known of a cell, as something that can be compared."""
    return (
        int(table.precision[0, item]),
        int(table.answered[0, item]),
        int(table.answered_low[0, item]),
        int(table.answered_high[0, item]),
        tuple(np.nan_to_num(table.told[0, item], nan=-1.0)),
        tuple(table.low[0, item]),
        tuple(table.high[0, item]),
    )


def every_cell(up_to: int) -> list[Counts]:
    return [
        (agree, disagree, answered - agree - disagree)
        for answered in range(up_to + 1)
        for agree in range(answered + 1)
        for disagree in range(answered - agree + 1)
    ]


def what_could_be_behind(cells: Iterable[Counts]) -> dict[tuple[object, ...], list[Counts]]:
    """The attacker's table: for everything that can be published, what it can come from."""
    cells = list(cells)
    table = released(*cells)
    behind = defaultdict(list)
    for item, cell in enumerate(cells):
        if table.precision[0, item] != HIDDEN:
            behind[as_published(table, item)].append(cell)
    return behind


def test_every_cell_up_to_sixty_four_answers_leaves_two_values_or_more_of_every_count() -> None:
    narrow = {
        published: cells
        for published, cells in what_could_be_behind(every_cell(64)).items()
        if published[0] in (BANDED, ROUNDED) and (np.ptp(np.array(cells), axis=0) < 1).any()
    }
    assert narrow == {}


@pytest.mark.parametrize("people", [*range(5, 32), 40, 50, 52, 53, 54, 55, 58, 60, 61, 66, 70])
def test_who_knows_how_many_people_there_are_cannot_undo_the_rounding(people: int) -> None:
    """A group of `people`, of whom all or nearly all answered, and that number is published."""
    least = max(0, people - 9)
    cells = [cell for cell in every_cell(people) if sum(cell) >= least]
    table = release(np.array([cells], dtype=np.int64), ceiling=np.array([people]))
    behind = defaultdict(list)
    for item, cell in enumerate(cells):
        # What may come from fewer answers than are tried here is left to the audit above.
        if table.shown[0, item] and table.answered_low[0, item] >= least:
            behind[as_published(table, item)].append(cell)
    assert behind
    for published, possible in behind.items():
        counts = np.array(possible)
        if published[0] != COUNTED:
            assert (np.ptp(counts, axis=0) >= 1).all(), (published, possible)
        assert not (counts == counts.sum(axis=1, keepdims=True)).all(axis=0).any()
        assert not (counts.max(axis=0) == 0).any()


def test_without_the_ceiling_twenty_three_of_twenty_three_would_be_known() -> None:
    table = released((23, 0, 0))
    assert table.precision[0, 0] == ROUNDED
    assert table.low[0, 0, AGREE] == 23
    told = release(np.array([[[23, 0, 0]]]), ceiling=np.array([23]))
    assert (told.precision[0, 0], told.low[0, 0, AGREE]) == (BANDED, 16)


def test_the_audit_would_find_counts_that_can_be_solved() -> None:
    """Rounding up to 49 instead of 52 is solved by adding up: 20, 20 and 15 are 18, 18 and 13."""

    def rounded(n: int) -> int:
        return (n + 2) // 5 * 5

    behind = defaultdict(list)
    for cell in every_cell(49):
        if sum(cell) >= 20:
            behind[tuple(rounded(n) for n in (*cell, sum(cell)))].append(cell)
    assert behind[20, 20, 15, 50] == [(18, 18, 13)]


def test_nobody_and_everybody_are_never_told_apart_from_all_but_one() -> None:
    behind = what_could_be_behind(every_cell(64))
    for cells in behind.values():
        counts = np.array(cells)
        # Whoever reads the cell never knows that nobody, or that everybody, gave an answer.
        assert not (counts.max(axis=0) == 0).any()
        assert not (counts == counts.sum(axis=1, keepdims=True)).all(axis=0).any()


@given(st.lists(st.tuples(*[st.integers(0, 400)] * 3), min_size=1, max_size=20))
def test_the_truth_always_lies_within_what_is_told(cells: list[Counts]) -> None:
    table = released(*cells)
    truth = np.array([cells])
    shown = table.shown
    assert (table.low[shown] <= truth[shown]).all()
    assert (table.high[shown] >= truth[shown]).all()
    answered = truth.sum(axis=2)
    assert (table.answered_low[shown] <= answered[shown]).all()
    assert (table.answered_high[shown] >= answered[shown]).all()
    assert_array_equal(shown, answered >= 5)


@given(st.tuples(*[st.integers(0, 2_000)] * 3).filter(lambda cell: sum(cell) > 52))
def test_a_large_cell_with_a_small_count_cannot_be_undone_by_subtraction(cell: Counts) -> None:
    published = as_published(released(cell), 0)
    if min(cell) > 1:
        assert published[4:] == (cell, cell, cell)
        return
    around = [
        (agree, disagree, passed)
        for agree in range(max(0, cell[0] - 4), cell[0] + 5)
        for disagree in range(max(0, cell[1] - 4), cell[1] + 5)
        for passed in range(max(0, cell[2] - 4), cell[2] + 5)
    ]
    behind = np.array(what_could_be_behind(around)[published])
    assert (np.ptp(behind, axis=0) >= 1).all()
    assert np.ptp(behind.sum(axis=1)) >= 1


@pytest.mark.parametrize(
    ("cell", "published"),
    [
        # (precision, n, lowest n, highest n, told, low, high)
        ((2, 1, 1), (HIDDEN, 0, 0, 0, (-1, -1, -1), (0, 0, 0), (0, 0, 0))),
        ((5, 0, 0), (BANDED, 5, 5, 7, (-1, -1, -1), (4, 0, 0), (7, 2, 2))),
        ((8, 5, 2), (BANDED, 15, 13, 17, (-1, -1, -1), (5, 5, 0), (11, 11, 5))),
        ((12, 7, 4), (ROUNDED, 25, 23, 27, (10, 5, 5), (8, 3, 3), (12, 7, 7))),
        ((30, 13, 9), (ROUNDED, 50, 48, 52, (30, 15, 10), (28, 13, 8), (32, 17, 12))),
        ((30, 14, 9), (COUNTED, 53, 53, 53, (30, 14, 9), (30, 14, 9), (30, 14, 9))),
        ((80, 0, 20), (ROUNDED, 100, 98, 102, (80, 0, 20), (78, 0, 18), (82, 2, 22))),
        ((100, 0, 0), (ROUNDED, 100, 98, 102, (100, 0, 0), (98, 0, 0), (102, 2, 2))),
    ],
)
def test_cells_are_told_by_their_size(cell: Counts, published: tuple[object, ...]) -> None:
    assert as_published(released(cell), 0) == published


def test_a_higher_minimum_hides_more() -> None:
    assert_array_equal(released((4, 3, 2), minimum=10).shown, [[False]])
    assert_array_equal(released((4, 3, 2), minimum=5).shown, [[True]])


def test_other_hidden_answers_give_the_same_table() -> None:
    one = release(np.array([[[70, 20, 10]], [[4, 0, 0]]]))
    other = release(np.array([[[70, 20, 10]], [[0, 1, 2]]]))
    for name in Released.__dataclass_fields__:
        assert_array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize(
    ("people", "told"),
    [(0, None), (4, None), (5, (5, 5, 7)), (21, (20, 18, 22)), (52, (50, 48, 52)), (53, (53,) * 3)],
)
def test_how_many_took_part_is_rounded_as_counts_are(
    people: int, told: tuple[int, int, int] | None
) -> None:
    assert release_people(people) == told


def test_what_cannot_be_counts_is_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        release(np.zeros((2, 3), dtype=np.int64))
    with pytest.raises(ValueError, match="5 or more"):
        release(np.zeros((1, 1, 3), dtype=np.int64), minimum=4)
    with pytest.raises(ValueError, match="negative"):
        released((-1, 5, 5))
    with pytest.raises(ValueError, match="negative"):
        release_people(-1)
    with pytest.raises(ValueError, match="ceiling"):
        release(np.array([[[5, 5, 5]]]), ceiling=np.array([14]))


def test_the_order_of_the_answers_is_agree_disagree_pass() -> None:
    assert (AGREE, DISAGREE, PASS) == (0, 1, 2)
