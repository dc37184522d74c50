import pickle
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import kstest

from samenspel.measures.opinions import axes as module
from samenspel.measures.opinions.axes import AxesTested, axes_beyond_chance
from samenspel.measures.opinions.axes_taken_out import Factors, nothing_taken_out, one_more_axis
from samenspel.measures.opinions.ritz import largest_ritz_value
from samenspel.measures.opinions.standard_votes import standard_votes
from samenspel.measures.opinions.votes import Votes
from tests.measures.opinions.simulated import Way, as_votes, by_thresholds, evenly, unevenly

FloatArray = NDArray[np.float64]


def beyond_chance(
    votes: Votes, most: int = 5, seed: int = 1, permutations: int = 199
) -> AxesTested:
    return axes_beyond_chance(votes, most=most, seed=seed, permutations=permutations)


@pytest.mark.parametrize("way", [evenly, unevenly])
def test_without_axes_p_is_uniform(way: Way) -> None:
    p, false = [], 0
    for seed in range(100):
        votes = by_thresholds(seed, 100, 20, (), way(seed, 100, 20, 10)).votes
        z = standard_votes(votes, seed)
        observed = largest_ritz_value(z, z.value[np.newaxis])
        # All draws, where the test itself stops early and so has fewer different p.
        p.append((1 + np.sum(module._turned(z, seed, (0, 199)) >= observed)) / 200)
        false += beyond_chance(votes, most=1, seed=seed).count
    assert kstest(p, "uniform").pvalue > 0.05
    # More than 9 of 100 has a chance of 3 %.
    assert false <= 9


@pytest.mark.parametrize("way", [evenly, unevenly])
@pytest.mark.parametrize("planted", [1, 2, 3])
def test_finds_as_many_axes_as_there_are(way: Way, planted: int) -> None:
    counts = []
    for seed in range(6):
        asked = way(seed, 400, 60, 25)
        votes = by_thresholds(seed, 400, 60, (0.9, 0.8, 0.8)[:planted], asked).votes
        found = beyond_chance(votes, permutations=99)
        counts.append(found.count)
        assert len(found.p_value) == found.count + 1
        assert np.all(found.p_value[: found.count] <= 0.05)
        assert found.p_value[found.count] > 0.05
    assert counts.count(planted) >= 5
    assert min(counts) >= planted


def test_saying_yes_to_everything_is_one_axis() -> None:
    counts = []
    for seed in range(8):
        draw = np.random.default_rng(seed)
        opinion = 0.7 * draw.standard_normal((300, 1)) + draw.standard_normal((300, 40))
        votes = as_votes(np.sign(opinion + 0.3), unevenly(seed, 300, 40, 20))
        counts.append(beyond_chance(votes, permutations=99).count)
    assert counts.count(1) >= 7
    assert min(counts) == 1


def test_a_second_axis_is_seldom_found_where_there_is_one() -> None:
    false = 0
    for seed in range(60):
        way = evenly if seed % 2 else unevenly
        votes = by_thresholds(seed, 200, 50, (0.8,), way(seed, 200, 50, 15)).votes
        found = beyond_chance(votes, most=2, permutations=99)
        assert found.count >= 1
        false += found.count == 2
    # More than 6 of 60 has a chance of 3 %.
    assert false <= 6


def test_no_more_axes_are_tested_than_asked() -> None:
    votes = by_thresholds(1, 500, 80, (0.9, 0.8, 0.7), evenly(1, 500, 80, 30)).votes
    found = beyond_chance(votes, most=2)
    assert found.count == 2
    assert np.array_equal(found.p_value, [0.005, 0.005])


def test_stopping_early_gives_the_same_answer() -> None:
    """Besag & Clifford: p is 5 over the draws it took to see 5 as large, of at most 99."""
    rng = np.random.default_rng(0)
    seen = []
    for _ in range(60):
        draws = rng.random(99)
        observed = 1 - rng.random() / 8
        p = module._p_value(partial(rows_of, draws), observed, 8, 99, None)
        large = np.flatnonzero(draws >= observed * (1 - 1e-9))
        if len(large) < 5:
            assert p == (1 + len(large)) / 100 <= 0.05
        else:
            assert p == 5 / (large[4] + 1) > 0.05
        seen.append(p <= 0.05)
    assert 10 < sum(seen) < 50


def rows_of(draws: FloatArray, batch: tuple[int, int]) -> FloatArray:
    first, size = batch
    return draws[first : first + size]


def test_who_computes_does_not_matter() -> None:
    votes = by_thresholds(2, 300, 60, (0.8,), unevenly(2, 300, 60, 30)).votes
    expected = beyond_chance(votes)
    with ThreadPoolExecutor(3) as threads:
        found = axes_beyond_chance(votes, most=5, seed=1, executor=threads)
    assert np.array_equal(found.p_value, expected.p_value)
    z = standard_votes(votes, 1)
    assert not np.array_equal(module._turned(z, 1, (0, 3)), module._turned(z, 2, (0, 3)))
    work = partial(module._turned, z, 1)
    assert np.array_equal(pickle.loads(pickle.dumps(work))((0, 3)), work((0, 3)))  # noqa: S301


def test_the_order_of_votes_does_not_matter() -> None:
    votes = by_thresholds(3, 200, 40, (0.5,), evenly(3, 200, 40, 20)).votes
    order = np.random.default_rng(3).permutation(len(votes))
    shuffled = Votes(votes.voter[order], votes.statement[order], votes.value[order], 200, 40)
    assert np.array_equal(beyond_chance(shuffled).p_value, beyond_chance(votes).p_value)


def test_draws_keep_the_votes_of_every_statement() -> None:
    votes = by_thresholds(4, 50, 12, (0.5,), evenly(4, 50, 12, 8)).votes
    z = standard_votes(votes, 4)
    for start, stop in zip(z.ends[:-1], z.ends[1:], strict=True):
        for turn in range(stop - start):
            first = z.window[start] + turn
            window = z.twice[first : first + stop - start]
            assert np.array_equal(window, np.roll(z.value[start:stop], -turn))


def test_the_ritz_value_is_that_of_all_pairs() -> None:
    votes = by_thresholds(5, 80, 9, (1.0,), evenly(5, 80, 9, 6)).votes
    z = standard_votes(votes, 5)
    values = np.stack([z.value, np.roll(z.value, 3)])
    for found, value in zip(largest_ritz_value(z, values), values, strict=True):
        dense = z.matrix(value).toarray()
        together = dense @ dense.T
        np.fill_diagonal(together, together.diagonal() - z.asked)
        largest = np.linalg.eigvalsh(together)[-1]
        # Eight steps in nine dimensions are nearly there.
        assert largest * 0.98 < found <= largest + 1e-9


def test_an_axis_that_was_taken_out_is_gone() -> None:
    simulated = by_thresholds(6, 400, 60, (1.0,), evenly(6, 400, 60, 30))
    z = standard_votes(simulated.votes, 6)
    factors = one_more_axis(nothing_taken_out(z), z.value)
    axis = simulated.complete_axes()[:, 0] / simulated.complete.std(axis=0)
    cosine = abs(axis @ factors.loadings[:, 0]) / np.linalg.norm(axis)
    assert cosine / np.linalg.norm(factors.loadings) > 0.9
    evened = factors.evened(z.value)[np.newaxis]
    before, after = (
        z.matrix(values[0]).T @ factors.even[:, 0] for values in (evened, factors.left_of(evened))
    )
    # Along the axis people differ less than by chance, for which it is the length of the axis.
    assert np.var(after) < np.sum(factors.even**2) / 2 < np.var(before) / 2


def test_what_is_left_follows_the_formula() -> None:
    votes = by_thresholds(8, 30, 12, (1.0, 1.0), evenly(8, 30, 12, 8)).votes
    z = standard_votes(votes, 8)
    draw = np.random.default_rng(8)
    factors = Factors(z, draw.standard_normal((12, 2)), draw.uniform(0.5, 1, 12))
    values = draw.standard_normal((3, len(z.value)))
    for found, value in zip(factors.left_of(values), values, strict=True):
        for voter in range(30):
            mine = z.voter == voter
            loadings = factors.loadings[z.statement[mine]]
            noise = factors.noise[z.statement[mine]]
            spread = np.linalg.inv(loadings.T @ (loadings / noise[:, np.newaxis]) + np.eye(2))
            place = spread @ loadings.T @ (value[mine] * np.sqrt(noise) / noise)
            expected = value[mine] - loadings @ place / np.sqrt(noise)
            np.testing.assert_allclose(found[mine], expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "complete",
    [
        pytest.param(np.zeros((0, 4)), id="nobody"),
        pytest.param(np.zeros((5, 0)), id="no statements"),
        pytest.param(np.array([[1.0], [-1.0], [1.0]]), id="one statement"),
        pytest.param(np.tile([1.0, 0.0, -1.0], (10, 1)), id="all the same"),
        pytest.param(np.array([[1.0, -1.0, 1.0]]), id="one person"),
        pytest.param(np.array([[1.0, 1.0], [-1.0, 1.0]]), id="one statement divides"),
    ],
)
def test_where_people_cannot_differ_together_there_is_nothing_to_test(
    complete: FloatArray,
) -> None:
    found = beyond_chance(as_votes(complete, np.ones(complete.shape, dtype=np.bool_)))
    assert found.count == 0
    assert len(found.p_value) == 0


def test_nobody_who_voted_twice_is_no_axis() -> None:
    votes = Votes(np.arange(12), np.arange(12) % 3, np.tile([1, 1, 1, -1, 0, -1], 2), 12, 3)
    found = beyond_chance(votes)
    assert found.count == 0
    assert np.array_equal(found.p_value, [1])


def test_tiny_data_are_no_trouble() -> None:
    for seed in range(60):
        draw = np.random.default_rng(seed)
        shape = (int(draw.integers(1, 9)), int(draw.integers(1, 7)))
        complete = draw.choice([1.0, 0.0, -1.0], size=shape)
        found = beyond_chance(as_votes(complete, draw.random(shape) < 0.7), permutations=19)
        assert np.all((found.p_value > 0) & (found.p_value <= 1))


def test_a_test_needs_an_axis_and_enough_draws() -> None:
    votes = by_thresholds(7, 20, 5, (), evenly(7, 20, 5, 4)).votes
    with pytest.raises(ValueError, match="at least one axis"):
        beyond_chance(votes, most=0)
    for permutations in (0, 18, 100):
        with pytest.raises(ValueError, match=f"with {permutations} permutations no p is exactly"):
            beyond_chance(votes, permutations=permutations)
