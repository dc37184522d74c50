"""Shares of known groups, against exact results and by simulation-free coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import betabinom

from samenspel.measures.disclosure import AGREE, DISAGREE, release
from samenspel.measures.opinions.support import Support, released_support, support

FIELDS = ("share", "low", "high", "lowest", "highest", "majority")


def of_one(agree: int, answered: int, size: int, took_part: int | None = None) -> dict[str, float]:
    result = support(
        np.array([agree]),
        np.array([answered]),
        np.array([size]),
        took_part=None if took_part is None else np.array([took_part]),
    )
    return {name: float(getattr(result, name)[0]) for name in FIELDS}


def test_when_all_have_answered_nothing_is_uncertain() -> None:
    assert of_one(7, 10, 10) == {
        "share": 0.7,
        "low": 0.7,
        "high": 0.7,
        "lowest": 0.7,
        "highest": 0.7,
        "majority": 1.0,
    }


def test_the_interval_is_the_beta_binomial_of_the_silent() -> None:
    """(A + BetaBin⁻¹(.025; N−n, A+½, n−A+½)) / N, against SciPy's own distribution."""
    agree, answered, size = 38, 63, 118
    others = betabinom(size - answered, agree + 0.5, answered - agree + 0.5)
    assert_allclose(
        list(of_one(agree, answered, size).values()),
        [
            agree / answered,
            (agree + others.ppf(0.025)) / size,
            (agree + others.ppf(0.975)) / size,
            agree / size,
            (agree + size - answered) / size,
            others.sf(size // 2 - agree),
        ],
        atol=1e-9,
    )


@given(st.data())
def test_any_group_agrees_with_scipy(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 400))
    answered = data.draw(st.integers(1, size))
    agree = data.draw(st.integers(0, answered))
    others = betabinom(size - answered, agree + 0.5, answered - agree + 0.5)
    found = of_one(agree, answered, size)
    assert_allclose(found["low"], (agree + others.ppf(0.025)) / size, atol=1 / size + 1e-9)
    assert_allclose(found["high"], (agree + others.ppf(0.975)) / size, atol=1 / size + 1e-9)
    assert_allclose(found["majority"], others.sf(size // 2 - agree), atol=1e-8)
    assert found["lowest"] <= found["low"] <= found["high"] <= found["highest"]


@pytest.mark.parametrize("size", [5, 12, 40, 120])
def test_mean_coverage_is_ninety_five_percent_by_algebra(size: int) -> None:
    """M ~ BetaBinomial(N, ½, ½), a simple random sample of n: coverage summed, not simulated."""
    from scipy.stats import hypergeom

    answered = max(2, size // 2)
    prior = betabinom(size, 0.5, 0.5)
    low, high = np.array(
        [(r["low"], r["high"]) for r in (of_one(a, answered, size) for a in range(answered + 1))]
    ).T
    mean = 0.0
    worst = 1.0
    for agrees in range(size + 1):
        seen = np.arange(answered + 1)
        probability = hypergeom(size, agrees, answered).pmf(seen)
        inside = (low - 1e-9 <= agrees / size) & (agrees / size <= high + 1e-9)
        covered = float((probability * inside).sum())
        mean += float(prior.pmf(agrees)) * covered
        worst = min(worst, covered)
    assert mean >= 0.95
    assert worst >= 0.85


def test_not_shown_is_not_silent() -> None:
    """80 of 100 took part, 40 of them got the statement: only 20 are silent."""
    shown_to_half = of_one(30, 40, 100, took_part=80)
    shown_to_all = of_one(60, 80, 100)
    assert shown_to_half["share"] == shown_to_all["share"] == 0.75
    assert shown_to_half["highest"] - shown_to_half["lowest"] == pytest.approx(
        0.2 + (of_one(30, 40, 80)["high"] - of_one(30, 40, 80)["low"]) * 0.8
    )


def test_a_group_of_a_million_is_done_by_the_same_formula() -> None:
    found = of_one(700, 1_000, 1_000_000)
    assert found["low"] == pytest.approx(0.6709, abs=0.0005)
    assert found["high"] == pytest.approx(0.7278, abs=0.0005)


def test_a_group_of_millions_takes_no_longer_and_says_the_same() -> None:
    """Just below and above where people are no longer summed one by one."""
    from samenspel.measures.opinions import support as module

    for agree, answered in [(700, 1_000), (3, 20), (260_000, 500_000)]:
        size = answered + module._COUNTED_ONE_BY_ONE
        summed = module._group(agree, answered, size, 0.95)
        matched = module._group(agree, answered, size + 1, 0.95)
        assert_allclose(np.array(matched) / size, np.array(summed) / size, atol=2e-4)
    assert of_one(700, 1_000, 20_000_000)["low"] == pytest.approx(0.6709, abs=0.0005)


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="agree"):
        of_one(11, 10, 20)
    with pytest.raises(ValueError, match="answered"):
        of_one(5, 21, 20)
    with pytest.raises(ValueError, match="level"):
        support(np.array([1]), np.array([2]), np.array([3]), level=1.0)


def test_released_counts_are_read_cautiously() -> None:
    """A rounded cell gives an interval that holds that of every cell it may come from."""
    size, took_part = np.array([118]), np.array([45])
    told = released_support(release(np.array([[[24, 12, 5]]])), AGREE, size, took_part)
    assert told.share[0, 0] == 25 / 40
    for agree, answered in [(23, 42), (24, 41), (27, 38), (25, 40)]:
        exact = support(np.array([agree]), np.array([answered]), size, took_part=took_part)
        assert told.low[0, 0] <= exact.low[0]
        assert told.high[0, 0] >= exact.high[0]
        assert told.lowest[0, 0] <= exact.lowest[0]
        assert told.highest[0, 0] >= exact.highest[0]
        assert told.majority[0, 0] <= exact.majority[0]


@pytest.mark.parametrize("size", [20, 26, 30, 40, 400])
def test_a_band_is_as_cautious_as_the_worst_that_may_be_behind_it(size: int) -> None:
    told = released_support(
        release(np.array([[[12, 2, 1]]])), AGREE, np.array([size]), np.array([15])
    )
    possible = [
        of_one(agree, answered, size, took_part=max(answered, 15))
        for answered in range(13, 18)
        for agree in range(answered + 1)
        if 3 * agree > 2 * answered
    ]
    assert told.low[0, 0] == min(one["low"] for one in possible)
    assert told.majority[0, 0] == min(one["majority"] for one in possible)
    assert told.highest[0, 0] == max(one["highest"] for one in possible)


def test_of_exact_counts_the_released_support_is_the_support() -> None:
    size, took_part = np.array([1_000]), np.array([200])
    told = released_support(release(np.array([[[120, 60, 20]]])), DISAGREE, size, took_part)
    exact = support(np.array([[60]]), np.array([[200]]), size, took_part=took_part)
    for name in FIELDS:
        assert_allclose(getattr(told, name), getattr(exact, name))


def test_of_a_hidden_cell_nothing_is_said() -> None:
    told = released_support(release(np.array([[[2, 1, 1]]])), AGREE, np.array([20]), np.array([4]))
    for name in FIELDS:
        assert_array_equal(getattr(told, name), [[np.nan]])


def test_of_a_band_no_share_is_told_but_its_interval_is() -> None:
    told: Support = released_support(
        release(np.array([[[9, 2, 1]]])), AGREE, np.array([14]), np.array([12])
    )
    assert np.isnan(told.share[0, 0])
    assert 0 <= told.low[0, 0] < 9 / 12 < told.high[0, 0] <= 1
