"""Differences between groups, against enumeration, chi-square and a million draws."""

from itertools import product
from math import comb, prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.stats import chi2_contingency, fisher_exact

from samenspel.measures.opinions import differences
from samenspel.measures.opinions.differences import (
    homogeneity_p,
    pairs_apart,
    probability_apart,
)

IntArray = NDArray[np.int64]


def p_of(agree: list[int], answered: list[int]) -> float:
    return float(homogeneity_p(np.array(agree)[:, None], np.array(answered)[:, None])[0])


def enumerated_p(agree: list[int], answered: list[int]) -> float:
    """P(X²* >= X²) over every table with these margins, in whole numbers as far as it goes."""
    people, total = sum(answered), sum(agree)

    def squared(counts: tuple[int, ...]) -> int:
        every = prod(answered)
        apart = ((a * people - n * total) ** 2 for a, n in zip(counts, answered, strict=True))
        return sum(d * (every // n) for d, n in zip(apart, answered, strict=True))

    extreme = sum(
        prod(comb(n, a) for a, n in zip(counts, answered, strict=True))
        for counts in product(*(range(n + 1) for n in answered))
        if sum(counts) == total and squared(counts) >= squared(tuple(agree))
    )
    return extreme / comb(people, total)


@given(st.integers(1, 25), st.integers(1, 25), st.data())
def test_of_two_groups_p_is_that_of_every_table(one: int, other: int, data: st.DataObject) -> None:
    agree = [data.draw(st.integers(0, one)), data.draw(st.integers(0, other))]
    assert p_of(agree, [one, other]) == pytest.approx(enumerated_p(agree, [one, other]), abs=1e-9)


def test_of_two_groups_as_large_p_is_fishers() -> None:
    """The tea that Fisher (1935) had tasted: 3 of 4 right, p = .4857."""
    assert p_of([3, 1], [4, 4]) == pytest.approx(0.485714, abs=1e-6)
    table = np.array([[8_400, 1_600], [8_300, 1_700]])
    exact = float(fisher_exact(table).pvalue)
    assert p_of([8_400, 8_300], [10_000, 10_000]) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize(
    ("agree", "answered"),
    [
        ([4, 1, 3], [6, 7, 5]),
        ([2, 2, 2], [4, 5, 6]),
        ([9, 3, 2], [12, 10, 9]),
        ([5, 0, 1, 2], [5, 6, 5, 4]),
        ([7, 1, 4], [8, 9, 8]),
    ],
)
def test_of_more_groups_p_is_that_of_every_table_as_far_as_draws_go(
    agree: list[int], answered: list[int]
) -> None:
    exact = enumerated_p(agree, answered)
    # 50 as extreme, or 9,999 draws: the relative error is one in seven, or as below.
    spread = max(exact / np.sqrt(50), np.sqrt(exact / differences.PERMUTATIONS))
    assert p_of(agree, answered) == pytest.approx(exact, abs=3 * spread + 1e-4)


def test_the_upper_bound_lies_above_the_p_of_every_table() -> None:
    rng = np.random.default_rng(1)
    tried = 0
    for _ in range(60):
        answered = rng.integers(2, 9, 4)
        agree = rng.binomial(answered, rng.beta(0.4, 0.4, 4))
        if not 0 < agree.sum() < answered.sum():
            continue
        tried += 1
        expected = answered * agree.sum() / answered.sum()
        limit = float(((agree - expected) ** 2 / answered).sum()) + 1e-9
        bound = differences._upper_bound(limit - 2e-9, expected, answered, int(agree.sum()))
        assert bound >= enumerated_p(agree.tolist(), answered.tolist()) - 1e-9
    assert tried > 40


def test_far_out_nothing_is_drawn_and_p_is_the_least_that_draws_can_give() -> None:
    """Chi-square would be 80 with 3 degrees of freedom; 6 expected in the smallest group."""
    agree, answered = [30, 2, 1, 12], [32, 33, 30, 12]
    assert p_of(agree, answered) == 1 / (differences.PERMUTATIONS + 1)


def test_where_hardly_anybody_agrees_in_large_groups_the_bound_can_be_computed() -> None:
    """There the terms of a group in which nearly all agree are beyond what numbers can hold."""
    answered = np.array([50, 65, 75, 185])
    expected = answered * 23 / answered.sum()
    bound = differences._upper_bound(0.41368537768496405, expected, answered, 23)
    assert 0.06 < bound <= 1
    assert p_of([5, 4, 0, 14], answered.tolist()) < bound


@pytest.mark.parametrize("sizes", [[110, 110, 110], [105, 300, 900], [25, 25, 25, 25], [30] * 10])
def test_where_chi_square_stands_in_for_permuting_the_two_agree(sizes: list[int]) -> None:
    """Just above the line, p from .01 to .5: within a sixth, and three times the error of draws."""
    rng = np.random.default_rng(2)
    answered = np.array(sizes)
    found: list[tuple[float, float]] = []
    while len(found) < 12:
        agree = rng.binomial(answered, np.clip(0.5 + rng.normal(0, 0.08, len(sizes)), 0, 1))
        total, people = agree.sum(), answered.sum()
        p = p_of(agree.tolist(), sizes)
        least = answered.min() * min(total, people - total) / people
        if not 0.01 <= p <= 0.5 or least < (50 if len(sizes) == 3 else 10):
            continue
        squared = chi2_contingency(np.array([agree, answered - agree]), correction=False)
        assert p == pytest.approx(squared.pvalue, rel=0.1)
        drawn = rng.multivariate_hypergeometric(answered, int(total), size=40_000)
        expected = answered * total / people
        at_least = ((drawn - expected) ** 2 / answered).sum(axis=1) >= (
            ((agree - expected) ** 2 / answered).sum() * (1 - 1e-12)
        )
        found.append((p, float(at_least.mean())))
    here, permuted = np.array(found).T
    error = permuted / 6 + 3 * np.sqrt(permuted / 40_000)
    assert (np.abs(here - permuted) <= error).all()


@pytest.mark.parametrize("sizes", [(60, 80, 100), (8, 30, 6, 15), (40, 50), (60, 90, 40, 70, 80)])
def test_p_is_uniform_where_there_is_no_difference(sizes: tuple[int, ...]) -> None:
    """Of 1,000 items without any difference 5 % have p <= .05, and half p <= .5; or fewer."""
    rng = np.random.default_rng(3)
    answered = np.repeat(np.array(sizes)[:, None], 1_000, axis=1)
    p = homogeneity_p(rng.binomial(answered, 0.4), answered)
    for level in (0.01, 0.05, 0.2, 0.5):
        # Chi-square is up to a sixth too small; tables are few in small groups, so p may be large.
        most = level * 7 / 6 + 3 * np.sqrt(level * (1 - level) / 1_000)
        assert 0.4 * level < np.mean(p <= level) < most


def test_p_depends_on_the_counts_of_an_item_alone() -> None:
    rng = np.random.default_rng(4)
    answered = rng.integers(0, 25, (4, 30))
    agree = rng.binomial(answered, 0.5)
    together = homogeneity_p(agree, answered)
    shuffled = homogeneity_p(agree[::-1, ::-1], answered[::-1, ::-1])[::-1]
    assert_array_equal(together, shuffled)
    assert_array_equal(together[7:8], homogeneity_p(agree[:, 7:8], answered[:, 7:8]))


def test_where_nothing_can_be_compared_there_is_no_p() -> None:
    agree = np.array([[3, 0, 5, 2, 4], [0, 0, 0, 0, 0], [0, 0, 7, 2, 0]])
    answered = np.array([[5, 0, 5, 4, 8], [0, 0, 0, 0, 0], [0, 0, 7, 4, 2]])
    found = homogeneity_p(agree, answered)
    assert_array_equal(np.isnan(found), [True, True, False, False, False])
    assert_array_equal(found[2:4], [1, 1])
    assert found[4] == pytest.approx(enumerated_p([4, 0], [8, 2]))


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (1, 4), (4, 0)])
def test_no_groups_or_no_items_give_no_p_and_no_pairs(shape: tuple[int, int]) -> None:
    none = np.zeros(shape, dtype=np.int64)
    assert_array_equal(homogeneity_p(none, none), np.full(shape[1], np.nan))
    assert pairs_apart(none, none, np.ones(shape[1], dtype=np.bool_), gap=0.2) == ((),) * shape[1]


def test_large_counts_do_not_overflow() -> None:
    """A country of 10^8: X² is far beyond, or nothing at all."""
    answered = np.full((4, 2), 10**8)
    agree = np.array([[40, 50], [50, 50], [60, 50], [50, 50]]) * 10**6
    assert_allclose(homogeneity_p(agree, answered), [0, 1])
    assert_allclose(homogeneity_p(agree[:2], answered[:2]), [0, 1])


@pytest.mark.parametrize(
    ("agree", "answered"),
    [((75, 45), (100, 100)), ((19, 0), (25, 20)), ((2, 340), (2, 430)), ((5, 1), (6, 9))],
)
def test_how_sure_a_gap_is_against_a_million_draws(
    agree: tuple[int, int], answered: tuple[int, int]
) -> None:
    rng = np.random.default_rng(5)
    a, n = np.array(agree), np.array(answered)
    draws = rng.beta(a + 0.5, n - a + 0.5, (10**6, 2))
    found = probability_apart(a[:, None], n[:, None], 0.2)[0]
    drawn = float(np.mean(np.abs(draws[:, 0] - draws[:, 1]) > 0.2))
    assert found == pytest.approx(drawn, abs=0.0025)


def test_of_very_large_groups_it_is_the_normal_distribution() -> None:
    from scipy.stats import norm

    n = np.array([[10**7], [10**6]])
    a = np.array([[7_003_000], [500_000]])
    spread = np.sqrt(0.7 * 0.3 / 1e7 + 0.25 / 1e6)
    expected = norm.cdf((0.7003 - 0.5 - 0.2) / spread)
    assert probability_apart(a, n, 0.2)[0] == pytest.approx(expected, abs=2e-3)


def test_the_bounds_decide_as_the_integral_does() -> None:
    """Over groups of any size and shares of any kind, none of 3,000 pairs is decided otherwise."""
    rng = np.random.default_rng(6)
    answered = np.exp(rng.uniform(0, np.log(3_000), (2, 3_000))).astype(np.int64)
    agree = rng.binomial(answered, np.clip(rng.normal([[0.7], [0.3]], 0.15, (2, 3_000)), 0, 1))
    more = agree[0] / answered[0] >= agree[1] / answered[1]
    agree = np.where(more, agree, agree[::-1])
    answered = np.where(more, answered, answered[::-1])
    sure = probability_apart(agree, answered, 0.2) >= 0.95
    assert 0.2 < sure.mean() < 0.8
    assert_array_equal(differences._surely_apart(agree, answered, 0.2), sure)


def test_pairs_name_who_agrees_more_first_and_leave_out_who_did_not_answer() -> None:
    agree = np.array([[10, 10], [0, 0], [90, 90], [85, 85]])
    answered = np.array([[100, 100], [0, 0], [100, 100], [100, 100]])
    found = pairs_apart(agree, answered, np.array([True, False]), gap=0.2)
    assert found == (((2, 0), (3, 0)), ())
