"""What all share and what divides."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import chi2_contingency

from samenspel.measures.disclosure import release
from samenspel.measures.opinions import agreement
from samenspel.measures.opinions.agreement import divisive, shared


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


def test_the_permutation_agrees_with_chi_squared_in_large_groups() -> None:
    agree, answered = np.array([260, 225, 240]), np.array([500, 500, 500])
    p = agreement._permutation_p(agree, answered, np.random.default_rng(1))
    asymptotic = chi2_contingency(np.array([agree, answered - agree]), correction=False).pvalue
    assert p == pytest.approx(asymptotic, abs=0.015)


def test_the_permutation_is_uniform_where_there_is_no_difference() -> None:
    """Under the null no more than 5 % of items have p <= .05 (here: exact up to chance)."""
    rng = np.random.default_rng(3)
    answered = np.array([60, 80, 100])
    p = [agreement._permutation_p(rng.binomial(answered, 0.6), answered, rng) for _ in range(400)]
    assert np.mean(np.array(p) <= 0.05) < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 400)
    assert np.mean(np.array(p) <= 0.5) == pytest.approx(0.5, abs=0.1)


def test_rounding_cannot_make_a_difference() -> None:
    """23 of 37 and 22 of 38 may look as far apart as rounding goes, and are read as alike."""
    found = divisive(release(np.array([[[23, 10, 4]], [[18, 17, 3]]])))
    assert found.pairs == ((),)
    assert found.q[0] > 0.05


def test_groups_in_bands_are_not_compared() -> None:
    found = divisive(release(np.array([[[100, 0, 0]], [[0, 15, 0]]])))
    assert_array_equal(found.q, [np.nan])
    assert found.pairs == ((),)


def test_the_false_discovery_rate_is_controlled_over_all_items() -> None:
    """Benjamini & Hochberg (1995): adjusted p by hand."""
    adjusted = agreement._benjamini_hochberg(np.array([0.01, 0.04, np.nan, 0.03, 0.5]))
    assert_allclose(adjusted, [0.04, 0.16 / 3, np.nan, 0.16 / 3, 0.5])


def test_the_same_table_gives_the_same_result() -> None:
    rng = np.random.default_rng(5)
    counts = rng.integers(10, 60, (4, 12, 3))
    one, other = divisive(release(counts)), divisive(release(counts))
    assert_array_equal(one.q, other.q)
    assert one.pairs == other.pairs


def test_pairs_are_apart_by_more_than_the_gap_with_ninety_five_percent() -> None:
    """P(θ_g − θ_h > .2) against a million draws."""
    rng = np.random.default_rng(7)
    agree, answered = np.array([75, 45]), np.array([100, 100])
    draws = rng.beta(75.5, 25.5, 10**6) - rng.beta(45.5, 55.5, 10**6)
    assert agreement._probability_apart(agree, answered, 0, 1, 0.2) == pytest.approx(
        float(np.mean(np.abs(draws) > 0.2)), abs=0.003
    )


def test_levels_outside_nought_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="level"):
        divisive(release(np.zeros((1, 1, 3), dtype=np.int64)), level=0)
