"""What all share and what divides."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from samenspel.measures.disclosure import release
from samenspel.measures.opinions.agreement import divisive, shared
from samenspel.measures.opinions.differences import homogeneity_p
from samenspel.measures.opinions.support import support


def test_shared_is_as_sure_as_the_weakest_group() -> None:
    majority = np.array([[0.99, 0.99, np.nan], [0.97, 0.40, np.nan], [np.nan, 0.99, np.nan]])
    lowest = np.array([[0.6, 0.6, np.nan], [0.4, 0.1, np.nan], [np.nan, 0.9, np.nan]])
    found = shared(majority, lowest)
    assert_array_equal(found.probability, [0.97, 0.40, np.nan])
    assert_array_equal(found.weakest, [1, 1, -1])
    assert_array_equal(found.whatever_the_silent, [False, False, False])


def test_a_majority_that_the_silent_cannot_undo_is_told_as_such() -> None:
    found = shared(np.array([[1.0], [1.0]]), np.array([[0.51], [0.7]]))
    assert_array_equal(found.whatever_the_silent, [True])


def test_groups_that_differ_are_found_and_groups_that_do_not_are_not() -> None:
    table = release(
        np.array(
            [
                [[90, 20, 10], [60, 50, 10]],
                [[30, 80, 10], [58, 52, 10]],
                [[70, 35, 15], [61, 49, 10]],
            ]
        )
    )
    found = divisive(table)
    assert found.q[0] <= 0.001
    assert found.q[1] > 0.5
    assert found.pairs == (((0, 1), (2, 1)), ())


def test_rounding_cannot_make_a_difference() -> None:
    """23 of 37 and 22 of 38 may look as far apart as rounding goes, and are read as alike."""
    found = divisive(release(np.array([[[23, 10, 4]], [[18, 17, 3]]])))
    assert found.pairs == ((),)
    assert found.q[0] > 0.05


def test_groups_in_bands_are_not_compared() -> None:
    found = divisive(release(np.array([[[100, 0, 0]], [[0, 15, 0]]])))
    assert_array_equal(found.q, [np.nan])
    assert found.pairs == ((),)


def test_the_same_table_gives_the_same_result() -> None:
    rng = np.random.default_rng(5)
    counts = rng.integers(10, 60, (4, 12, 3))
    one, other = divisive(release(counts)), divisive(release(counts))
    assert_array_equal(one.q, other.q)
    assert one.pairs == other.pairs


def test_levels_outside_nought_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="level"):
        divisive(release(np.zeros((1, 1, 3), dtype=np.int64)), level=0)


def test_exact_tallies_are_compared_as_released_ones_are_where_nothing_was_rounded() -> None:
    """Every count 2 or more and every cell 53 or more: then what is released is what there is."""
    rng = np.random.default_rng(8)
    tallies = rng.integers(25, 120, (5, 20, 3))
    exact, told = divisive(tallies), divisive(release(tallies))
    assert_array_equal(exact.q, told.q)
    assert exact.pairs == told.pairs
    assert any(exact.pairs)


def test_of_exact_tallies_small_groups_take_part_too() -> None:
    tallies = np.array([[[9, 0, 0]], [[0, 7, 2]], [[0, 0, 0]]])
    found = divisive(tallies)
    # One table in C(18, 9) / 2 is as far out.
    assert found.q[0] == homogeneity_p(np.array([[9], [0]]), np.array([[9], [9]]))[0]
    assert found.q[0] == pytest.approx(2 / 48_620)
    assert found.pairs == (((0, 1),),)


def test_what_is_shared_of_exact_tallies() -> None:
    """38 of 40 and 30 of 50 of 60 agree: the weakest is the second, whose silent could undo it."""
    tallies = np.array([[[38, 2, 0]], [[30, 15, 5]]])
    size = np.array([[40], [60]])
    found = support(tallies[:, :, 0], tallies.sum(axis=2), size)
    of_all = shared(found.majority, found.lowest)
    assert of_all.weakest[0] == 1
    assert of_all.probability[0] == found.majority[1, 0]
    assert 0.9 < of_all.probability[0] < 1
    assert not of_all.whatever_the_silent[0]


def test_tallies_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        divisive(np.zeros((2, 3), dtype=np.int64))
    with pytest.raises(ValueError, match="negative"):
        divisive(np.array([[[-1, 2, 3]]]))
