import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from samenspel.measures.opinions import factor_map as maps
from samenspel.measures.opinions import votes as columns
from samenspel.measures.opinions.covariance import covariance
from samenspel.measures.opinions.factor_map import (
    FactorMap,
    Projection,
    drawn,
    factor_map,
    project,
    standings,
)
from samenspel.measures.opinions.hetero_pca import hetero_pca
from samenspel.measures.opinions.imputed_map import imputed_map
from samenspel.measures.opinions.moments import Moments, moments_of
from samenspel.measures.opinions.votes import Votes
from tests.measures.opinions.simulated import (
    Simulated,
    Way,
    as_votes,
    by_thresholds,
    evenly,
    in_a_straight_line,
    unevenly,
)

FloatArray = NDArray[np.float64]


def moments(votes: Votes) -> Moments:
    return moments_of(votes, np.zeros(votes.voters, dtype=np.int64), 1)


def mapped(votes: Votes, axes: int) -> FactorMap:
    found = factor_map(moments(votes), axes)
    assert found is not None
    return found


def two_axes(seed: int, voters: int = 120, statements: int = 16) -> Simulated:
    asked = unevenly(seed, voters, statements, 10)
    return by_thresholds(seed, voters, statements, (1.0, 0.7), asked)


def cosines(loadings: FloatArray, axes: FloatArray) -> FloatArray:
    along = np.abs(np.sum(loadings * axes, axis=0))
    return np.asarray(along / np.linalg.norm(loadings, axis=0))


@pytest.mark.parametrize(
    ("voters", "statements", "votes", "strength"),
    [
        pytest.param(1000, 100, 20, (0.7, 0.5), id="two axes"),
        pytest.param(2000, 200, 40, (0.4,), id="a weak axis"),
        pytest.param(300, 60, 20, (0.7,), id="few people"),
    ],
)
def test_finds_the_axes_that_all_votes_would_give(
    voters: int, statements: int, votes: int, strength: tuple[float, ...]
) -> None:
    for seed in range(3):
        asked = unevenly(seed, voters, statements, votes)
        simulated = by_thresholds(seed, voters, statements, strength, asked)
        axes = simulated.complete_axes()
        found = mapped(simulated.votes, len(strength))
        imputed = imputed_map(moments(simulated.votes))
        assert imputed is not None
        imputed_cosines = cosines(imputed.loadings[:, : len(strength)], axes)
        assert cosines(found.loadings, axes).min() > 0.8
        assert imputed_cosines.max() < 0.8


def test_with_even_votes_it_is_no_worse_than_the_imputed_map() -> None:
    simulated = by_thresholds(1, 1000, 100, (0.7, 0.5), evenly(1, 1000, 100, 20))
    found, imputed = mapped(simulated.votes, 2), imputed_map(moments(simulated.votes))
    assert imputed is not None
    axes = simulated.complete_axes()
    assert np.all(cosines(found.loadings, axes) > cosines(imputed.loadings, axes) - 0.005)


def test_knows_how_strong_axes_are() -> None:
    simulated = in_a_straight_line(2, 4000, 60, evenly(2, 4000, 60, 20))
    found = mapped(simulated.votes, 2)
    # On each axis half the statements load .3 or .25, of a variance of .8.
    np.testing.assert_allclose(found.explained, [0.09 / 1.6, 0.0625 / 1.6], rtol=0.1)
    np.testing.assert_allclose(found.noise, 0.8 - (0.09 + 0.0625) / 2, rtol=0.02)
    # Asked for more, it says that there is little more.
    more = mapped(simulated.votes, 5)
    np.testing.assert_allclose(more.explained[:2], found.explained, rtol=0.1)
    assert np.all(more.explained[2:] < found.explained[1] / 3)


def slow_hetero_pca(square: FloatArray, largest: FloatArray, axes: int) -> FloatArray:
    """As the paper has it: a full decomposition again and again. Gives the fit V L V'."""
    current = square.copy()
    np.fill_diagonal(current, 0)
    for _ in range(500):
        values, vectors = np.linalg.eigh(current)
        values, vectors = np.maximum(values[-axes:], 0), vectors[:, -axes:]
        np.fill_diagonal(current, np.minimum(vectors**2 @ values, largest))
    return np.asarray((vectors * values) @ vectors.T)


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_the_diagonal_is_replaced_until_it_is_that_of_the_fit(axes: int) -> None:
    simulated = by_thresholds(3, 800, 40, (1.0, 0.8, 0.6), unevenly(3, 800, 40, 20))
    pairs = covariance(moments(simulated.votes))
    square = pairs.sums / (pairs.together + 20)
    values, vectors = hetero_pca(square, pairs.variance, axes)
    np.testing.assert_allclose(
        (vectors * values) @ vectors.T,
        slow_hetero_pca(square, pairs.variance, axes),
        rtol=0,
        atol=1e-9,
    )


@given(order=st.permutations(range(120)), seed=st.integers(0, 50))
@settings(deadline=None, max_examples=15)
def test_the_order_of_people_changes_no_bit(order: list[int], seed: int) -> None:
    simulated = two_axes(seed)
    found = mapped(simulated.votes, 2)
    others = as_votes(simulated.complete[order], simulated.asked[order])
    reordered = mapped(others, 2)
    assert np.array_equal(reordered.loadings, found.loadings)
    assert np.array_equal(reordered.explained, found.explained)
    assert reordered.noise == found.noise
    before, after = project(simulated.votes, found), project(others, reordered)
    assert np.array_equal(after.score, before.score[order])
    assert np.array_equal(after.information, before.information[order])


def test_statements_that_were_taken_out_leave_no_trace() -> None:
    simulated = two_axes(4)
    expected = mapped(simulated.votes, 2)
    draw = np.random.default_rng(4)
    places = np.sort(draw.choice(19, 16, replace=False))
    live = np.zeros(19, dtype=np.bool_)
    live[places] = True
    for _ in range(3):
        complete = draw.choice([1.0, 0.0, -1.0], size=(120, 19))
        asked = draw.random((120, 19)) < 0.7
        complete[:, live], asked[:, live] = simulated.complete, simulated.asked
        with_more = as_votes(complete, asked)
        kept = moments(with_more).keep_statements(live)
        for found in (factor_map(kept, 2), mapped(with_more.keep_statements(live), 2)):
            assert found is not None
            for name in ("centre", "loadings", "explained", "noise"):
                assert np.array_equal(getattr(found, name), getattr(expected, name))


def test_a_statement_that_tells_people_not_apart_has_no_loading() -> None:
    simulated = two_axes(5)
    alone = mapped(simulated.votes, 2)
    complete = np.hstack([np.ones((120, 2)), simulated.complete, np.ones((120, 1))])
    asked = np.hstack([np.ones((120, 1)), np.zeros((120, 1)), simulated.asked, np.zeros((120, 1))])
    asked[7, 18] = 1
    found = mapped(as_votes(complete, asked.astype(np.bool_)), 2)
    assert np.array_equal(found.centre[[0, 1, 18]], [1, 0, 1])
    assert np.array_equal(found.loadings[[0, 1, 18]], np.zeros((3, 2)))
    assert np.array_equal(found.loadings[2:18], alone.loadings)
    assert np.array_equal(found.explained, alone.explained)


def test_the_first_statement_that_weighs_most_has_a_positive_loading() -> None:
    for seed in range(8):
        simulated = two_axes(seed)
        found = mapped(simulated.votes, 2)
        mirrored = mapped(as_votes(-simulated.complete, simulated.asked), 2)
        for loadings in found.loadings.T:
            size = np.abs(loadings) / np.abs(loadings).max()
            assert loadings[np.flatnonzero(size >= 0.95)[0]] > 0
        np.testing.assert_allclose(mirrored.loadings, found.loadings, rtol=0, atol=1e-9)


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
def test_there_is_no_map_without_two_statements_that_go_together(complete: FloatArray) -> None:
    votes = as_votes(complete, np.ones(complete.shape, dtype=np.bool_))
    assert factor_map(moments(votes), 2) is None


def test_there_is_no_map_where_nobody_voted_on_two_statements() -> None:
    votes = Votes(np.arange(6), np.arange(6) % 3, np.array([1, 1, 1, -1, 0, -1]), 6, 3)
    assert factor_map(moments(votes), 1) is None


def test_two_statements_make_one_axis() -> None:
    complete = np.array([[1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]])
    found = mapped(as_votes(complete, np.ones((4, 2), dtype=np.bool_)), 3)
    assert found.loadings.shape == (2, 1)
    assert found.loadings[0, 0] > 0 > found.loadings[1, 0]


def test_a_map_has_at_least_one_axis() -> None:
    with pytest.raises(ValueError, match="at least one axis"):
        factor_map(moments(two_axes(6).votes), 0)


@given(seed=st.integers(0, 10_000), voters=st.integers(1, 12), statements=st.integers(1, 9))
@settings(deadline=None, max_examples=150)
def test_whatever_the_votes_what_is_found_makes_sense(
    seed: int, voters: int, statements: int
) -> None:
    draw = np.random.default_rng(seed)
    complete = draw.choice([1.0, 0.0, -1.0], size=(voters, statements), p=[0.5, 0.1, 0.4])
    votes = as_votes(complete, draw.random((voters, statements)) < draw.random())
    variance = covariance(moments(votes)).variance
    found = factor_map(moments(votes), 3)
    if found is None:
        return
    assert found.loadings.shape == (statements, len(found.explained))
    assert np.all(np.diff(found.explained) <= 1e-12)
    assert np.all(np.sum(found.loadings**2, axis=1) <= variance + 1e-9)
    assert 0 < found.noise <= 1
    position, error = standings(project(votes, found), found.noise)
    assert np.isfinite(position).all()
    assert np.all((error > 0) & (error <= 1 + 1e-12))


def dense_standings(
    simulated: Simulated, found: FactorMap
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Position, error and the covariance of a draw, person by person, as the formula has it."""
    axes = found.loadings.shape[1]
    position, error, spread = [], [], []
    for values, asked in zip(simulated.complete, simulated.asked, strict=True):
        loadings = found.loadings[asked]
        inverse = np.linalg.inv(loadings.T @ loadings + found.noise * np.eye(axes))
        position.append(inverse @ loadings.T @ (values - found.centre)[asked])
        error.append(np.sqrt(found.noise * np.diag(inverse)))
        spread.append(found.noise * inverse)
    return np.array(position), np.array(error), np.array(spread)


@pytest.mark.parametrize("axes", [1, 2, 5])
def test_positions_and_errors_follow_the_formula(
    axes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulated = by_thresholds(7, 90, 20, (1.0, 0.8, 0.6, 0.6, 0.6), unevenly(7, 90, 20, 9))
    simulated.asked[[0, 40, 89]] = False
    found = mapped(simulated.votes, axes)
    assert found.loadings.shape == (20, axes)
    projection = project(simulated.votes, found)
    position, error = standings(projection, found.noise)
    expected, expected_error, _ = dense_standings(simulated, found)
    np.testing.assert_allclose(position, expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(error, expected_error, rtol=0, atol=1e-12)
    assert np.array_equal(position[[0, 40, 89]], np.zeros((3, axes)))
    np.testing.assert_allclose(error[[0, 40, 89]], 1, rtol=0, atol=1e-12)

    monkeypatch.setattr(columns, "_ROWS_AT_ONCE", 25)
    monkeypatch.setattr(maps, "_PEOPLE_AT_ONCE", 7)
    in_parts = project(simulated.votes, found)
    assert np.array_equal(in_parts.score, projection.score)
    assert np.array_equal(in_parts.information, projection.information)
    for part, whole in zip(standings(in_parts, found.noise), (position, error), strict=True):
        assert np.array_equal(part, whole)


def test_the_order_of_votes_changes_no_bit_of_a_position() -> None:
    votes = two_axes(8).votes
    found = mapped(votes, 2)
    order = np.random.default_rng(8).permutation(len(votes))
    shuffled = Votes(
        votes.voter[order], votes.statement[order], votes.value[order], votes.voters, 16
    )
    for name in ("score", "information"):
        expected = getattr(project(votes, found), name)
        assert np.array_equal(getattr(project(shuffled, found), name), expected)


def test_draws_have_the_spread_of_what_is_not_known() -> None:
    simulated = two_axes(9, voters=40)
    found = mapped(simulated.votes, 2)
    times = 4000
    projection = project(simulated.votes, found)
    again = Projection(
        np.repeat(projection.score, times, axis=0), np.repeat(projection.information, times, axis=0)
    )
    normal = np.random.default_rng(9).standard_normal((40 * times, 2))
    draws = drawn(again, found.noise, normal).reshape(40, times, 2)
    position, _, spread = dense_standings(simulated, found)
    np.testing.assert_allclose(draws.mean(axis=1), position, rtol=0, atol=0.08)
    off = draws - draws.mean(axis=1, keepdims=True)
    seen = np.einsum("itk,itl->ikl", off, off) / times
    np.testing.assert_allclose(seen, spread, rtol=0, atol=0.08)


@pytest.mark.parametrize("way", [evenly, unevenly])
def test_intervals_cover_where_people_stand(way: Way) -> None:
    inside: list[FloatArray] = []
    for seed in range(3):
        simulated = in_a_straight_line(seed, 4000, 60, way(seed, 4000, 60, 25))
        found = mapped(simulated.votes, 2)
        projection = project(simulated.votes, found)
        position, error = standings(projection, found.noise)
        # The axes themselves may lie turned within their plane.
        slopes = np.linalg.lstsq(simulated.views, simulated.complete)[0]
        left, _, right = np.linalg.svd(slopes @ found.loadings)
        views = simulated.views @ (left @ right)
        inside.append(np.mean(np.abs(position - views) <= 1.96 * error, axis=0))
        draws = drawn(
            projection, found.noise, np.random.default_rng(50 + seed).standard_normal((4000, 2))
        )
        np.testing.assert_allclose(draws.std(axis=0), 1, rtol=0, atol=0.05)
    np.testing.assert_allclose(np.mean(inside, axis=0), 0.95, rtol=0, atol=0.01)


def test_many_votes_are_projected_in_little_memory() -> None:
    people, each = 100_000, 30
    voter = np.repeat(np.arange(people, dtype=np.int32), each)
    statement = np.tile(np.arange(each, dtype=np.int32) * 2, people)
    value = np.tile(np.array([1, -1, 0], dtype=np.int8), people * each // 3)
    votes = Votes(voter, statement, value, people, 60)
    draw = np.random.default_rng(0)
    found = FactorMap(draw.random(60), draw.random((60, 2)), 0.5, np.array([0.2, 0.1]))
    tracemalloc.start()
    projection = project(votes, found)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    result = projection.score.nbytes + projection.information.nbytes
    assert result == people * 5 * 8
    assert peak - result < 30e6


def test_a_map_is_of_its_own_statements() -> None:
    found = mapped(two_axes(10).votes, 2)
    with pytest.raises(ValueError, match="the map is of 16 statements, not 15"):
        project(two_axes(10, statements=15).votes, found)


def test_positions_need_a_noise_and_draws_for_all() -> None:
    votes = two_axes(11).votes
    projection = project(votes, mapped(votes, 2))
    with pytest.raises(ValueError, match="above 0"):
        standings(projection, 0.0)
    with pytest.raises(ValueError, match="one draw for each"):
        drawn(projection, 0.5, np.zeros((3, 2)))
