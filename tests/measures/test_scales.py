"""Rated items, against published values and by algebra."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from samenspel.measures.scales import (
    alpha,
    gap,
    intraclass_correlation,
    means,
    omega,
    one_factor,
    shrunk_means,
)

# Shrout & Fleiss 1979: six targets, four judges.
JUDGED = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]],
    dtype=float,
)


def implied(loading: np.ndarray) -> np.ndarray:
    """Correlations of one factor."""
    matrix = np.outer(loading, loading)
    np.fill_diagonal(matrix, 1.0)
    return matrix


def test_means_and_intervals_are_those_of_students_t() -> None:
    answers = np.array([1, 2, 2, 3, 4, 4, 4, 5, 5, 3])
    found = means(np.bincount(answers, minlength=6)[1:])
    expected = stats.t.interval(0.95, 9, loc=answers.mean(), scale=stats.sem(answers))
    assert (int(found.n), float(found.mean)) == (10, 3.3)
    assert float(found.sd) == pytest.approx(answers.std(ddof=1))
    assert (float(found.low), float(found.high)) == pytest.approx(expected)


def test_an_interval_stays_on_the_scale_and_one_person_has_none() -> None:
    found = means(np.array([[0, 0, 0, 1, 2], [0, 0, 1, 0, 0], [0, 0, 0, 0, 0]]))
    assert found.high[0] == 5
    assert found.mean[1] == 3
    assert np.isnan([found.sd[1], found.low[1], found.mean[2], found.high[2]]).all()


def test_small_groups_are_drawn_to_the_middle() -> None:
    mean, n = np.array([2.8, 3.9, 3.4, 3.6]), np.array([4, 9, 25, 60])
    found = shrunk_means(mean, n, variance=0.9, between=0.1)
    assert np.round(found, 4).tolist() == [3.2841, 3.6996, 3.4263, 3.5869]


def test_without_differences_between_groups_all_get_the_mean_of_everybody() -> None:
    found = shrunk_means(np.array([2.0, 4.0]), np.array([10, 30]), variance=1.0, between=0.0)
    assert found.tolist() == [3.5, 3.5]
    same = np.array([2.0, 4.0])
    assert shrunk_means(same, np.array([1, 9]), variance=0.0, between=1.0).tolist() == [2.0, 4.0]


def test_the_gap_is_the_published_one() -> None:
    one = np.array
    found = gap((one(4.1), one(0.6), one(18)), (one(3.5), one(0.8), one(62)))
    told = [float(figure) for figure in (found.size, found.low, found.high)]
    assert np.round(told, 4).tolist() == [0.7809, 0.2424, 1.3195]
    assert float(found.p_value) == pytest.approx(0.0045, abs=5e-5)


def test_alpha_and_omega_of_known_loadings() -> None:
    covariance = implied(np.array([0.9, 0.8, 0.5, 0.4]))
    assert omega(covariance) == pytest.approx(0.759551, abs=1e-6)
    assert alpha(covariance) == pytest.approx(0.734082, abs=1e-6)


@given(
    st.lists(st.floats(0.2, 0.95), min_size=3, max_size=8),
    st.lists(st.floats(0.2, 5.0), min_size=8, max_size=8),
)
@settings(max_examples=10, deadline=None)
def test_one_factor_finds_the_loadings_that_made_it(
    loadings: list[float], spreads: list[float]
) -> None:
    loading, spread = np.array(loadings), np.array(spreads[: len(loadings)])
    found, unique = one_factor(implied(loading) * np.outer(spread, spread))
    np.testing.assert_allclose(found, loading * spread, rtol=2e-3)
    np.testing.assert_allclose(unique, (1 - loading**2) * spread**2, rtol=2e-2, atol=1e-3)


def test_the_intraclass_correlation_is_the_published_one() -> None:
    found = intraclass_correlation(list(JUDGED))
    assert (round(found.single, 2), round(found.mean, 2)) == (0.17, 0.44)


def test_groups_that_do_not_differ_have_no_correlation() -> None:
    random = np.random.default_rng(3)
    groups = [random.normal(size=size) for size in random.integers(5, 60, 400)]
    assert intraclass_correlation(groups).single == pytest.approx(0, abs=0.02)
    shifted = [group + level for group, level in zip(groups, random.normal(size=400), strict=True)]
    assert intraclass_correlation(shifted).single == pytest.approx(0.5, abs=0.05)


def test_what_cannot_be_computed_is_refused() -> None:
    one = np.array
    with pytest.raises(ValueError, match="two options"):
        means(np.array([[3]]))
    with pytest.raises(ValueError, match="level"):
        means(np.array([3, 4]), level=1.0)
    with pytest.raises(ValueError, match="at least one person"):
        shrunk_means(one([3.0]), one([0]), variance=1.0, between=1.0)
    with pytest.raises(ValueError, match="not both 0"):
        shrunk_means(one([3.0]), one([4]), variance=0.0, between=0.0)
    with pytest.raises(ValueError, match="two people"):
        gap((one(4.0), one(1.0), one(1)), (one(3.0), one(1.0), one(9)))
    with pytest.raises(ValueError, match="spread"):
        gap((one(4.0), one(0.0), one(9)), (one(3.0), one(0.0), one(9)))
    with pytest.raises(ValueError, match="three items"):
        omega(implied(one([0.5, 0.5])))
    with pytest.raises(ValueError, match="variance"):
        alpha(np.array([[0.0, 0.0], [0.0, 1.0]]))
    with pytest.raises(ValueError, match="two items"):
        alpha(np.array([[1.0]]))
    with pytest.raises(ValueError, match="two groups"):
        intraclass_correlation([one([1.0, 2.0])])
    with pytest.raises(ValueError, match="all answers"):
        intraclass_correlation([one([1.0, 1.0]), one([1.0])])
