import numpy as np
import pytest
from numpy.typing import NDArray

from samenspel.measures.opinions.polis.counts import counts_at_zero
from samenspel.measures.opinions.polis.representative import (
    one_proportion_test,
    representativeness,
    representatives,
    two_proportion_test,
)

IntArray = NDArray[np.int64]


def whole(*numbers: int) -> IntArray:
    return np.array(numbers, dtype=np.int64)


@pytest.mark.parametrize(
    ("count", "voted", "expected"),
    [
        # 2 sqrt(16) (12/16 - 1/2), 2 sqrt(100) (50/100 - 1/2), 2 (1/1 - 1/2), 2 sqrt(4) (1/4 - 1/2)
        (11, 15, 2.0),
        (49, 99, 0.0),
        (0, 0, 1.0),
        (0, 3, -1.0),
    ],
)
def test_one_proportion_by_hand(count: int, voted: int, expected: float) -> None:
    found = one_proportion_test(whole(count), whole(voted))
    np.testing.assert_allclose(found, [expected], rtol=0, atol=1e-15)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # 8/10 and 2/10, pooled 1/2: .6 / sqrt(.25 * .2)
        ((7, 1, 9, 9), 0.6 / np.sqrt(0.05)),
        # 9/12 and 9/24, pooled 1/2: .375 / sqrt(.25 / 8)
        ((8, 8, 11, 23), 0.375 / np.sqrt(0.03125)),
        ((4, 9, 9, 19), 0.0),
        # Everybody agrees: no variance, and 0 by agreement.
        ((5, 7, 5, 7), 0.0),
        ((0, 0, 0, 0), 0.0),
    ],
)
def test_two_proportions_by_hand(counts: tuple[int, int, int, int], expected: float) -> None:
    in_group, others, voted, others_voted = counts
    forth = two_proportion_test(whole(in_group), whole(others), whole(voted), whole(others_voted))
    back = two_proportion_test(whole(others), whole(in_group), whole(others_voted), whole(voted))
    np.testing.assert_allclose(forth, [expected], rtol=0, atol=1e-14)
    np.testing.assert_allclose(back, [-expected], rtol=0, atol=1e-14)


def test_representativeness_by_hand() -> None:
    """Group 0 has 7 of 9 agreeing and 1 disagreeing; the others 1 of 9 and 6, in two groups."""
    tally = np.array([[[7, 1, 1]], [[1, 2, 1]], [[0, 4, 1]]])
    agree, disagree = representativeness(tally)
    assert agree.count[:, 0].tolist() == [7, 1, 0]
    assert disagree.count[:, 0].tolist() == [1, 2, 4]
    assert agree.voted[:, 0].tolist() == [9, 4, 5]
    assert agree.share[0, 0] == pytest.approx(8 / 11, abs=1e-15)
    assert disagree.share[0, 0] == pytest.approx(2 / 11, abs=1e-15)
    assert agree.ratio[0, 0] == pytest.approx((8 / 11) / (2 / 11), abs=1e-14)
    assert disagree.ratio[0, 0] == pytest.approx((2 / 11) / (7 / 11), abs=1e-14)
    assert agree.share_test[0, 0] == pytest.approx(2 * np.sqrt(10) * 0.3, abs=1e-14)
    assert agree.ratio_test[0, 0] == pytest.approx(0.6 / np.sqrt(0.05), abs=1e-14)
    expected = 4 * (0.6 / np.sqrt(0.05)) * (8 / 11) * (2 * np.sqrt(10) * 0.3)
    assert agree.product[0, 0] == pytest.approx(expected, abs=1e-12)


def shown(tally: IntArray, taken_out: NDArray[np.bool_] | None = None) -> list[list[str]]:
    """Statements per group: + agreed, - disagreed, and ! for the best agreed one."""
    return [
        [f"{one.statement}{'+' if one.agrees else '-'}{'!' * one.best_agree}" for one in of_group]
        for of_group in representatives(tally, taken_out)
    ]


def two_groups(*statements: tuple[tuple[int, int], tuple[int, int]]) -> IntArray:
    """Agree and disagree in each of two groups of 20."""
    counts = np.array(statements).transpose(1, 0, 2)
    passed = 20 - counts.sum(axis=2, keepdims=True)
    return np.concatenate([counts, passed], axis=2)


def test_the_largest_product_comes_first_and_agreed_before_disagreed() -> None:
    tally = two_groups(
        ((0, 20), (20, 0)),
        ((14, 4), (4, 13)),
        ((19, 1), (1, 19)),
        ((17, 2), (3, 15)),
        ((10, 10), (10, 10)),
    )
    assert shown(tally) == [["2+!", "3+", "1+", "0-"], ["0+!", "2-", "3-", "1-"]]


def test_at_most_five_are_shown_and_the_best_agreed_is_among_them() -> None:
    strength = [(n, 20 - n) for n in (15, 16, 17, 18, 19, 20)]
    tally = two_groups(*(((a, d), (d, a)) for a, d in strength))
    first, second = shown(tally)
    assert first == ["5+!", "4+", "3+", "2+", "1+"]
    # Nobody in the second agrees with most of any, so there is no best agreed one.
    assert second == ["5-", "4-", "3-", "2-", "1-"]


def test_what_moderators_took_out_is_not_shown() -> None:
    tally = two_groups(((19, 1), (1, 19)), ((15, 2), (5, 12)))
    assert shown(tally, np.array([True, False])) == [["1+!"], ["1-"]]
    assert shown(tally, np.array([True, True])) == [[], []]


def test_a_group_that_nothing_tells_apart_is_shown_what_it_agrees_with() -> None:
    tally = two_groups(((15, 1), (15, 2)), ((18, 1), (18, 0)), ((12, 3), (14, 1)))
    # Agreed alike, and so the one person who disagrees decides which answer Polis calls theirs.
    assert shown(tally) == [["1-!"], ["1+!"]]


def test_without_anything_agreed_the_largest_difference_is_shown() -> None:
    tally = two_groups(((2, 9), (1, 8)), ((4, 9), (3, 7)), ((3, 8), (3, 8)))
    assert shown(tally) == [["1-"], ["2-"]]


def test_the_best_agreed_can_be_shown_as_disagreed() -> None:
    """Many in the first group agree, yet more of them disagree than elsewhere."""
    assert shown(two_groups(((15, 5), (19, 1)))) == [["0-!"], ["0+!"]]


def test_at_zero_everybody_passes() -> None:
    tally = two_groups(((19, 1), (1, 19)), ((15, 2), (5, 12)))
    found = counts_at_zero(tally, whole(20, 31), np.array([True, False]))
    assert found[:, 0].tolist() == [[0, 0, 20], [0, 0, 31]]
    assert np.array_equal(found[:, 1], tally[:, 1])
    assert tally[0, 0].tolist() == [19, 1, 0]


@pytest.mark.parametrize(
    ("tally", "message"),
    [
        (np.zeros((2, 3), dtype=np.int64), "three per group"),
        (np.zeros((2, 3, 2), dtype=np.int64), "three per group"),
        (np.zeros((2, 3, 3)), "must be integers"),
        (np.full((2, 3, 3), -1), "cannot be negative"),
    ],
)
def test_counts_that_are_none_are_refused(tally: IntArray, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        representatives(tally)
    with pytest.raises(ValueError, match=message):
        counts_at_zero(tally, whole(1, 1), np.zeros(3, dtype=np.bool_))


def test_masks_and_sizes_of_another_shape_are_refused() -> None:
    tally = two_groups(((19, 1), (1, 19)))
    with pytest.raises(ValueError, match="1 booleans"):
        representatives(tally, np.array([True, False]))
    with pytest.raises(ValueError, match="1 booleans"):
        counts_at_zero(tally, whole(20, 20), np.array([True, False]))
    with pytest.raises(ValueError, match="one number of people per group"):
        counts_at_zero(tally, whole(20), np.array([True]))
