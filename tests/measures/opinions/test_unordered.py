"""Weights without the order of draws, against every order there can have been."""

from itertools import combinations, permutations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from samenspel.measures.opinions.routing import des_raj_weights
from samenspel.measures.opinions.unordered import unordered_weights

FloatArray = NDArray[np.float64]
WEIGHTS = [
    [1.0, 1.0, 1.0, 1.0, 1.0],
    [0.5, 0.2, 0.15, 0.1, 0.05],
    [3.0, 40.0, 0.02, 1.0, 0.4, 7.0],
    [1e-4, 1.0, 1e4, 3.0],
]


def chance_of(order: tuple[int, ...], weights: FloatArray) -> tuple[float, FloatArray]:
    """Of a whole order of draws, and of each draw in it."""
    left = [np.delete(weights, list(order[:place])).sum() for place in range(len(order))]
    each = weights[list(order)] / np.array(left)
    return float(each.prod()), each


def weights_of(seen: tuple[int, ...], weights: FloatArray) -> FloatArray:
    rest = np.delete(weights, list(seen)).sum(keepdims=True)
    return unordered_weights(np.zeros(len(seen), dtype=np.int64), weights[list(seen)], rest)


@pytest.mark.parametrize("listed", WEIGHTS)
def test_it_is_the_mean_of_des_raj_over_every_order(listed: list[float]) -> None:
    weights = np.array(listed)
    for count in range(1, len(weights) + 1):
        for seen in combinations(range(len(weights)), count):
            total, mean = 0.0, np.zeros(len(weights))
            for order in permutations(seen):
                p, each = chance_of(order, weights)
                place = np.arange(1, count + 1)
                ordered = des_raj_weights(np.zeros_like(place), place, each, np.array([count]))
                mean[list(order)] += p * ordered
                total += p
            assert_allclose(weights_of(seen, weights), mean[list(seen)] / total, rtol=1e-6)


@pytest.mark.parametrize("listed", WEIGHTS)
def test_it_is_murthys_ratio(listed: list[float]) -> None:
    """P(S | j first) / P(S), with both summed over orders."""
    weights = np.array(listed)
    for seen in combinations(range(len(weights)), 3):
        found = weights_of(seen, weights)
        whole = sum(chance_of(order, weights)[0] for order in permutations(seen))
        for place, j in enumerate(seen):
            with_first = sum(
                chance_of(order, weights)[0] for order in permutations(seen) if order[0] == j
            )
            first = weights[j] / weights.sum()
            assert found[place] == pytest.approx(with_first / first / whole, rel=1e-6)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_over_every_set_an_answer_weighs_one_in_the_mean(count: int) -> None:
    weights = np.array([0.4, 0.25, 0.2, 0.1, 0.05])
    mean = np.zeros(5)
    for seen in combinations(range(5), count):
        p = sum(chance_of(order, weights)[0] for order in permutations(seen))
        mean[list(seen)] += p * weights_of(seen, weights)
    assert_allclose(mean, 1, rtol=1e-6)


def test_by_equal_weights_everybody_weighs_as_many_as_there_are_to_one_seen() -> None:
    """30 of 1,000 alike: each stands for 1,000 / 30."""
    found = unordered_weights(np.zeros(30, dtype=np.int64), np.ones(30), np.array([970.0]))
    assert_allclose(found, 1_000 / 30, rtol=1e-9)


def test_a_unit_of_weight_and_the_order_of_rows_do_not_matter() -> None:
    rng = np.random.default_rng(1)
    held = rng.integers(0, 9, 200)
    person = np.repeat(np.arange(200), held)
    weight, rest = np.exp(rng.normal(0, 2, len(person))), np.exp(rng.normal(1, 2, 200))
    found = unordered_weights(person, weight, rest)
    row = rng.permutation(len(person))
    # Sums in another order differ in the last bits only.
    assert_allclose(unordered_weights(person[row], weight[row], rest), found[row], rtol=1e-12)
    assert_allclose(unordered_weights(person, weight * 1e6, rest * 1e6), found, rtol=1e-9)
    assert (found >= 1).all()


def test_who_saw_everything_stands_for_nobody_else() -> None:
    found = unordered_weights(np.array([0, 0, 1]), np.array([1.0, 2.0, 1.0]), np.array([0.0, 3.0]))
    assert_array_equal(found, [1, 1, 4])


def test_weights_that_cannot_be_are_refused() -> None:
    one = np.array([0])
    with pytest.raises(ValueError, match="same length"):
        unordered_weights(one, np.ones(2), np.ones(1))
    with pytest.raises(ValueError, match="person"):
        unordered_weights(np.array([1]), np.ones(1), np.ones(1))
    with pytest.raises(ValueError, match="above 0"):
        unordered_weights(one, np.zeros(1), np.ones(1))
