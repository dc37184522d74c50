"""One figure for several groups, against enumeration of every sample and by simulation."""

from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from samenspel.measures.opinions.pooled import Counting, Pooled, pooled, raked, raked_sizes
from samenspel.measures.opinions.support import support

IntArray = NDArray[np.int64]
FIGURES = ("share", "error", "low", "high", "lowest", "highest", "spoken_for")


def of_one(agree: list[int], answered: list[int], size: list[int], **more: object) -> Pooled:
    column = np.array(agree)[:, None], np.array(answered)[:, None]
    return pooled(*column, np.array(size), **more)  # type: ignore[arg-type]


def test_share_and_error_by_hand() -> None:
    """6 of 10 (of 20) and 1 of 5 (of 30): weights .4 and .6, s² = .24 · 10/9 and .16 · 5/4."""
    found = of_one([6, 1], [10, 5], [20, 30])
    assert found.share[0] == pytest.approx(0.4 * 0.6 + 0.6 * 0.2)
    variance = 0.4**2 * (0.24 * 10 / 9) * 0.5 / 10 + 0.6**2 * (0.16 * 5 / 4) * (5 / 6) / 5
    assert found.error[0] == pytest.approx(np.sqrt(variance))
    assert found.low[0] < found.share[0] < found.high[0]
    assert found.spoken_for[0] == 1


def test_over_every_sample_share_is_right_and_error_squared_is_the_variance() -> None:
    """Two cells of 6 and 7 people, of whom 2 and 5 would agree; all samples of 3 and 4."""
    size, would, answered = [6, 7], [2, 5], [3, 4]
    shares, variances, chances = [], [], []
    for agree in product(range(4), range(5)):
        ways = [
            comb(w, a) * comb(s - w, n - a) / comb(s, n)
            for a, w, s, n in zip(agree, would, size, answered, strict=True)
        ]
        found = of_one(list(agree), answered, size)
        shares.append(found.share[0])
        variances.append(found.error[0] ** 2)
        chances.append(np.prod(ways))
    mean = np.dot(chances, shares)
    assert sum(chances) == pytest.approx(1)
    assert mean == pytest.approx(7 / 13)
    assert np.dot(chances, (np.array(shares) - mean) ** 2) == pytest.approx(
        np.dot(chances, variances)
    )


def test_when_all_have_answered_nothing_is_uncertain() -> None:
    found = of_one([3, 10], [5, 20], [5, 20])
    assert [getattr(found, name)[0] for name in FIGURES] == pytest.approx(
        [13 / 25, 0, *[13 / 25] * 4, 1]
    )


def test_persons_or_organisations_count_equally() -> None:
    """An organisation of 90 in two cells that agree, and one of 10 that does not."""
    counts = [20, 40, 0], [20, 40, 8], [30, 60, 10]
    of = np.array([0, 0, 1])
    assert of_one(*counts).share[0] == pytest.approx(0.9)
    assert of_one(*counts, organisation=of).share[0] == pytest.approx(0.9)
    assert of_one(*counts, organisation=of, count="organisations").share[0] == pytest.approx(0.5)


def test_empty_cells_are_named_and_what_is_said_is_of_the_others() -> None:
    """Of 20, 30 and 50 people nobody of the 50 answered."""
    found = of_one([6, 1, 0], [10, 5, 0], [20, 30, 50])
    others = of_one([6, 1], [10, 5], [20, 30])
    assert_array_equal(found.empty[:, 0], [False, False, True])
    assert found.spoken_for[0] == pytest.approx(0.5)
    for name in ("share", "error", "low", "high"):
        assert getattr(found, name) == pytest.approx(getattr(others, name))
    # Whatever the silent think, the 50 included: 7 agreed, 8 did not.
    assert found.lowest[0] == pytest.approx(7 / 100)
    assert found.highest[0] == pytest.approx(92 / 100)


def test_a_cell_without_people_is_not_empty() -> None:
    found = of_one([6, 0], [10, 0], [20, 0])
    assert not found.empty.any()
    assert found.spoken_for[0] == 1


def test_where_nobody_answered_nothing_is_said_and_all_are_named() -> None:
    found = of_one([0, 0], [0, 0], [20, 30])
    assert np.isnan([getattr(found, name)[0] for name in FIGURES[:-1]]).all()
    assert found.spoken_for[0] == 0
    assert found.empty.all()


def test_not_shown_is_not_silent() -> None:
    """All 20 and 30 took part; 10 and 5 got the statement: then nobody is silent."""
    shown_to_some = of_one([6, 1], [10, 5], [20, 30], took_part=np.array([20, 30]))
    assert shown_to_some.lowest[0] == pytest.approx(shown_to_some.low[0])
    assert shown_to_some.highest[0] == pytest.approx(shown_to_some.high[0])
    half = of_one([6, 1], [10, 5], [40, 60], took_part=np.array([20, 30]))
    assert half.lowest[0] == pytest.approx(shown_to_some.lowest[0] / 2)
    assert half.highest[0] == pytest.approx(shown_to_some.highest[0] / 2 + 0.5)


@given(st.data())
def test_of_one_cell_it_is_the_support_of_a_group(data: st.DataObject) -> None:
    """Its interval as well, within two people and a twentieth."""
    size = data.draw(st.integers(20, 300))
    answered = data.draw(st.integers(8, size))
    agree = data.draw(st.integers(0, answered))
    found = of_one([agree], [answered], [size])
    group = support(np.array([agree]), np.array([answered]), np.array([size]))
    assert found.share == pytest.approx(group.share)
    assert found.lowest == pytest.approx(group.lowest)
    assert found.highest == pytest.approx(group.highest)
    assert found.low == pytest.approx(group.low, abs=2 / size + 0.05)
    assert found.high == pytest.approx(group.high, abs=2 / size + 0.05)


@given(st.data())
def test_figures_stand_in_their_order(data: st.DataObject) -> None:
    cells = data.draw(st.integers(1, 6))
    size = np.array([data.draw(st.integers(0, 60)) for _ in range(cells)])
    took_part = np.array([data.draw(st.integers(0, int(n))) for n in size])
    answered = np.array([data.draw(st.integers(0, int(n))) for n in took_part])
    agree = np.array([data.draw(st.integers(0, int(n))) for n in answered])
    count: Counting = data.draw(st.sampled_from(["persons", "organisations"]))
    found = pooled(
        agree[:, None],
        answered[:, None],
        size,
        organisation=np.arange(cells) // 2,
        count=count,
        took_part=took_part,
    )
    if not answered.any():
        assert np.isnan(found.share[0])
        return
    least, low, share, high, most = (
        float(getattr(found, name)[0]) for name in ("lowest", "low", "share", "high", "highest")
    )
    assert -1e-9 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1 + 1e-9
    assert -1e-9 <= least <= most + 1e-9
    assert most <= 1 + 1e-9
    assert 0 < found.spoken_for[0] <= 1 + 1e-9


SMALL = ([9, 21, 14, 30, 6, 11, 17, 25, 8, 12, 5, 38], 3)
FEW_LARGE = ([400, 300], 10)
MANY_SMALL = ([4, 5, 6, 7, 8, 9, 10, 11] * 6, 4)


@pytest.mark.parametrize(("sizes", "one_in"), [SMALL, FEW_LARGE, MANY_SMALL])
def test_the_interval_holds_the_share_of_everybody_in_nineteen_of_twenty(
    sizes: list[int], one_in: int
) -> None:
    """Simple random samples per cell, 24 populations of all kinds, 250 samples of each."""
    rng = np.random.default_rng(11)
    size = np.array(sizes)
    answered = np.maximum(size // one_in, 2)
    covered = []
    for spread in np.repeat([0.0, 0.5, 1.0, 2.0], 6):
        middle = rng.beta(0.7, 0.7)
        alike = 4 / (spread + 0.01)
        shares = rng.beta(middle * alike + 0.01, (1 - middle) * alike + 0.01, len(size))
        would = rng.binomial(size, shares if spread else middle)
        agree = rng.hypergeometric(
            would[:, None], (size - would)[:, None], answered[:, None], (len(size), 250)
        )
        found = pooled(agree, np.broadcast_to(answered[:, None], agree.shape), size)
        truth = would.sum() / size.sum()
        inside = (found.low - 1e-9 <= truth) & (truth <= found.high + 1e-9)
        covered.append(inside.mean())
    assert np.mean(covered) >= 0.95
    assert np.min(covered) >= 0.85


def test_response_that_differs_between_cells_bends_the_plain_share_and_not_this_one() -> None:
    rng = np.random.default_rng(12)
    size, would, answered = np.array([200, 50]), np.array([60, 45]), np.array([20, 40])
    agree = rng.hypergeometric(
        would[:, None], (size - would)[:, None], answered[:, None], (2, 4_000)
    )
    found = pooled(agree, np.broadcast_to(answered[:, None], agree.shape), size)
    truth = 105 / 250
    error = 2 * found.share.std() / np.sqrt(4_000)
    assert abs(found.share.mean() - truth) <= error
    assert agree.sum(axis=0).mean() / 60 - truth > 0.2
    assert found.share.std() == pytest.approx(np.sqrt(np.mean(found.error**2)), rel=0.05)


def test_raked_sizes_add_up_to_the_margins_and_keep_the_odds() -> None:
    """Which two things make them what they are (Deming & Stephan 1940)."""
    answered = np.array([[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]])
    rows, columns = np.array([150, 300, 400, 150]), np.array([200, 300, 400, 100])
    size = raked_sizes(answered[:, :, None], (rows, columns))[:, :, 0]
    assert_allclose(size.sum(axis=1), rows)
    assert_allclose(size.sum(axis=0), columns)
    odds = size / answered
    assert_allclose(odds[1:, 1:] * odds[0, 0], odds[1:, :1] * odds[:1, 1:])


def test_three_margins_can_be_raked_too() -> None:
    rng = np.random.default_rng(13)
    people = rng.integers(20, 60, (3, 2, 4))
    margins = people.sum(axis=(1, 2)), people.sum(axis=(0, 2)), people.sum(axis=(0, 1))
    size = raked_sizes(rng.integers(3, 20, (3, 2, 4, 5)), margins)
    assert_allclose(size.sum(axis=(1, 2)), np.repeat(margins[0][:, None], 5, axis=1))
    assert_allclose(size.sum(axis=(0, 2)), np.repeat(margins[1][:, None], 5, axis=1))
    assert_allclose(size.sum(axis=(0, 1)), np.repeat(margins[2][:, None], 5, axis=1))


def test_raked_to_the_margins_of_the_true_sizes_in_equal_response_it_is_post_stratified() -> None:
    """Half of every cell answered: then raking finds the sizes themselves."""
    size = np.array([[20, 40], [60, 20]])
    answered, agree = size // 2, np.array([[5, 10], [27, 6]])
    margins = size.sum(axis=1), size.sum(axis=0)
    found = raked(agree[:, :, None], answered[:, :, None], margins)
    known = pooled(agree.reshape(-1, 1), answered.reshape(-1, 1), size.ravel())
    assert found.share == pytest.approx(known.share)
    # What is not additive is not known to weigh as it should.
    assert found.error[0] > known.error[0]


def test_raking_speaks_for_all_where_cells_are_unknown() -> None:
    """Additive shares, uneven response: right in the mean of 300 samples, and so is its error."""
    rng = np.random.default_rng(14)
    size = np.array([[200, 100, 60], [50, 150, 200]])
    would = size * (np.array([[0.2], [0.5]]) + np.array([0.1, 0.2, 0.3]))
    chance = np.array([[0.4], [0.2]]) * np.array([1, 0.5, 1.5])
    margins = size.sum(axis=1), size.sum(axis=0)
    agree, others = (
        rng.binomial(np.rint(group).astype(np.int64)[:, :, None], chance[:, :, None], (2, 3, 300))
        for group in (would, size - would)
    )
    found = raked(agree, agree + others, margins)
    truth = would.sum() / size.sum()
    plain = agree.sum(axis=(0, 1)) / (agree + others).sum(axis=(0, 1))
    assert abs(found.share.mean() - truth) < 3 * found.share.std() / np.sqrt(300)
    assert abs(plain.mean() - truth) > 10 * plain.std() / np.sqrt(300)
    assert found.share.std() == pytest.approx(found.error.mean(), rel=0.15)
    inside = (found.low <= truth) & (truth <= found.high)
    assert 0.92 <= inside.mean() <= 0.99


def test_of_a_party_of_which_nobody_answered_raking_says_nothing() -> None:
    answered = np.array([[[5, 0], [5, 0]], [[5, 5], [5, 5]]])
    margins = np.array([20, 20]), np.array([20, 20])
    found = raked(answered // 2, answered, margins)
    assert_array_equal(np.isnan(found.share), [False, True])
    assert_array_equal(found.spoken_for, [1, 0])


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="agree"):
        of_one([11], [10], [20])
    with pytest.raises(ValueError, match="answered"):
        of_one([5], [21], [20])
    with pytest.raises(ValueError, match="cells"):
        pooled(np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64), np.zeros(3))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="level"):
        of_one([5], [10], [20], level=0.0)
    with pytest.raises(ValueError, match="organisations"):
        of_one([5], [10], [20], count="organisations")
    with pytest.raises(ValueError, match="households"):
        of_one([5], [10], [20], count="households")


def test_margins_that_cannot_be_are_refused() -> None:
    answered = np.full((2, 2, 1), 5)
    with pytest.raises(ValueError, match="two margins"):
        raked(answered[0], answered[0], (np.array([10, 10]),))
    with pytest.raises(ValueError, match="same sum"):
        raked(answered, answered, (np.array([10, 10]), np.array([10, 11])))
    with pytest.raises(ValueError, match="axis"):
        raked(answered, answered, (np.array([10, 10, 0]), np.array([10, 10])))
