"""How many of the silent would agree, against sums one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import betabinom

from samenspel.measures.opinions.beta_binomial import beta_binomials, summed_one_by_one


def made(most_people: int, cells: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Groups of all sizes, of which few or many answered, unanimous ones among them."""
    rng = np.random.default_rng(seed)
    answered = np.exp(rng.uniform(0, np.log(most_people), cells)).astype(np.int64)
    agree = rng.binomial(answered, rng.beta(0.4, 0.4, cells))
    people = np.exp(rng.uniform(0, np.log(most_people), cells)).astype(np.int64)
    return people, agree + 0.5, answered - agree + 0.5


@given(st.integers(0, 120), st.integers(1, 60), st.data())
def test_up_to_a_hundred_and_twenty_people_it_is_scipys_own(
    people: int, answered: int, data: st.DataObject
) -> None:
    agree = data.draw(st.integers(0, answered))
    k = np.arange(-2, people + 3)
    same = np.ones(len(k))
    a, b = agree + 0.5, answered - agree + 0.5
    found = beta_binomials(np.full(len(k), people), same * a, same * b).cumulative(k)
    assert_allclose(found, betabinom(people, a, b).cdf(k), atol=1e-8)


@pytest.mark.parametrize(("most", "error"), [(300, 1e-8), (5_000, 1e-7), (100_000, 1e-6)])
def test_cumulative_probabilities_are_as_near_as_is_said(most: int, error: float) -> None:
    people, a, b = made(most, 250, seed=1)
    k = np.random.default_rng(2).integers(0, people + 1)
    found = beta_binomials(people, a, b).cumulative(k)
    exact = [summed_one_by_one(*one)[at] for *one, at in zip(people, a, b, k, strict=True)]
    assert_allclose(found, exact, rtol=0, atol=error)


def test_where_ten_or_more_answered_the_error_is_a_tenth_of_that() -> None:
    people, a, b = made(100_000, 400, seed=3)
    many = a + b >= 11
    people, a, b = people[many], a[many], b[many]
    k = (people * a / (a + b)).astype(np.int64)
    exact = [summed_one_by_one(*one)[at] for *one, at in zip(people, a, b, k, strict=True)]
    assert len(k) > 200
    assert_allclose(beta_binomials(people, a, b).cumulative(k), exact, rtol=0, atol=1e-7)


@pytest.mark.parametrize("level", [0.025, 0.2, 0.5, 0.975])
def test_quantiles_up_to_five_thousand_people_are_those_of_the_sum(level: float) -> None:
    people, a, b = made(5_000, 400, seed=4)
    exact = [
        int(np.searchsorted(summed_one_by_one(*one), level))
        for one in zip(people, a, b, strict=True)
    ]
    assert_array_equal(beta_binomials(people, a, b).quantile(level), exact)


def test_a_tie_goes_to_the_smaller_number() -> None:
    """BetaBinomial(3, 1, 1) is uniform over 0 to 3, so P(X <= 0) is a quarter, exactly."""
    uniform = beta_binomials(np.array([3]), np.array([1.0]), np.array([1.0]))
    found = [int(uniform.quantile(level)[0]) for level in (0.25, 0.26, 0.5, 0.51, 0.75, 0.76)]
    assert found == [0, 1, 1, 2, 2, 3]


def test_beyond_that_a_quantile_is_off_by_one_person_at_most() -> None:
    people, a, b = made(300_000, 120, seed=5)
    found = beta_binomials(people, a, b).quantile(0.975)
    exact = [
        int(np.searchsorted(summed_one_by_one(*one), 0.975))
        for one in zip(people, a, b, strict=True)
    ]
    assert np.abs(found - exact).max() <= 1


def test_a_hundred_million_people_are_a_beta_distribution_as_good_as_exactly() -> None:
    from scipy.stats import beta

    people = np.full(3, 10**8)
    a, b = np.array([0.5, 700.5, 26e6]), np.array([20.5, 300.5, 24e6])
    found = beta_binomials(people, a, b).quantile(0.975) / people
    # Of the last, half as many answered as are silent: that widens the spread.
    assert_allclose(found[:2], beta(a[:2], b[:2]).ppf(0.975), rtol=1e-5)
    spread = np.sqrt(0.52 * 0.48 * (1 / 50e6 + 1 / 1e8))
    assert found[2] == pytest.approx(0.52 + 1.959964 * spread, abs=1e-7)


def test_the_sum_one_by_one_is_scipys_own() -> None:
    exact = betabinom(900, 3.5, 40.5).cdf(np.arange(901))
    assert_allclose(summed_one_by_one(900, 3.5, 40.5), exact, atol=1e-10)


def test_no_cells_give_no_numbers() -> None:
    none = beta_binomials(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))
    assert none.quantile(0.5).shape == none.cumulative(np.zeros(0, dtype=np.int64)).shape == (0,)
