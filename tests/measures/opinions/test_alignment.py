from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from samenspel.measures.opinions.alignment import aligned
from samenspel.measures.opinions.factor_map import FactorMap, factor_map, project, standings
from samenspel.measures.opinions.moments import moments_of
from samenspel.measures.opinions.votes import Votes
from tests.measures.opinions.simulated import Simulated, as_votes, by_thresholds, evenly

FloatArray = NDArray[np.float64]
EVERY = np.arange(40)


def two_waves(seed: int) -> Simulated:
    return by_thresholds(seed, 1200, 40, (0.8, 0.7, 0.6), evenly(seed, 1200, 40, 25))


def mapped(votes: Votes, axes: int) -> FactorMap:
    found = factor_map(moments_of(votes, np.zeros(votes.voters, dtype=np.int64), 1), axes)
    assert found is not None
    assert found.loadings.shape[1] == axes
    return found


def turned(found: FactorMap, seed: int) -> FactorMap:
    axes = found.loadings.shape[1]
    turn = np.linalg.qr(np.random.default_rng(seed).standard_normal((axes, axes)))[0]
    return replace(found, loadings=found.loadings @ turn)


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_a_map_that_was_turned_is_turned_back(axes: int) -> None:
    found = mapped(two_waves(1).votes, axes)
    back = aligned(turned(found, 1), found, here=EVERY, before=EVERY)
    np.testing.assert_allclose(back.loadings, found.loadings, rtol=0, atol=1e-12)
    np.testing.assert_allclose(back.explained, found.explained, rtol=0, atol=1e-12)


def test_a_second_wave_lies_as_the_first() -> None:
    simulated = two_waves(2)
    first_half = np.arange(1200) < 600
    complete, asked = simulated.complete, simulated.asked
    # Statements change places, five go and five come, and the people are others.
    places = np.random.default_rng(2).permutation(40)
    before = mapped(as_votes(complete[first_half], asked[first_half]), 2)
    found = mapped(as_votes(complete[~first_half][:, places], asked[~first_half][:, places]), 2)
    mirrored = replace(found, loadings=found.loadings * [1, -1])
    in_both = places >= 5
    here, there = np.flatnonzero(in_both), places[in_both]
    after = aligned(mirrored, before, here=here, before=there)
    now, then = after.loadings[here], before.loadings[there]
    lengths = np.linalg.norm(now, axis=0) * np.linalg.norm(then, axis=0)
    assert np.min(np.sum(now * then, axis=0) / lengths) > 0.9
    # No other turn brings it nearer.
    for seed in range(50):
        other = turned(after, seed).loadings[here]
        assert np.sum((other - then) ** 2) > np.sum((now - then) ** 2)


def test_people_keep_their_distances_and_errors() -> None:
    votes = two_waves(3).votes
    found = mapped(votes, 3)
    after = aligned(found, turned(found, 3), here=EVERY, before=EVERY)
    assert np.abs(after.loadings - found.loadings).max() > 0.1
    (old, old_error), (new, new_error) = (
        standings(project(votes, each), each.noise) for each in (found, after)
    )
    np.testing.assert_allclose(new @ new.T, old @ old.T, rtol=0, atol=1e-9)
    for squared, expected in ((new_error**2, old_error**2), (after.explained, found.explained)):
        np.testing.assert_allclose(squared.sum(axis=-1), expected.sum(axis=-1), rtol=1e-12)
    for name in ("centre", "noise"):
        assert np.array_equal(getattr(after, name), getattr(found, name))


def test_an_axis_that_is_new_lies_at_right_angles_to_those_before() -> None:
    found = mapped(two_waves(4).votes, 3)
    before = replace(found, loadings=found.loadings[:, [1]], explained=found.explained[[1]])
    after = aligned(found, before, here=EVERY, before=EVERY)
    np.testing.assert_allclose(after.loadings, found.loadings[:, [1, 0, 2]], rtol=0, atol=1e-12)
    np.testing.assert_allclose(after.explained, found.explained[[1, 0, 2]], rtol=0, atol=1e-12)


def test_an_axis_that_is_gone_is_not_missed() -> None:
    found = mapped(two_waves(5).votes, 2)
    before = replace(found, loadings=np.hstack([-found.loadings, found.loadings[:, :1]]))
    after = aligned(found, before, here=EVERY, before=EVERY)
    np.testing.assert_allclose(after.loadings, -found.loadings, rtol=0, atol=1e-12)


def test_without_statements_in_common_the_map_stays_as_it_is() -> None:
    found = mapped(two_waves(6).votes, 2)
    none: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
    assert aligned(found, turned(found, 6), here=none, before=none) is found
    without = replace(found, loadings=np.zeros((40, 2)))
    assert aligned(found, without, here=EVERY, before=EVERY) is found


@pytest.mark.parametrize(
    ("here", "before", "reason"),
    [
        pytest.param([0, 1], [0], "must go with one", id="no pairs"),
        pytest.param([0, 40], [0, 1], "outside 0 to 39", id="not here"),
        pytest.param([0, 1], [-1, 1], "outside 0 to 39", id="not before"),
    ],
)
def test_statements_must_be_in_both(here: list[int], before: list[int], reason: str) -> None:
    found = mapped(two_waves(7).votes, 1)
    with pytest.raises(ValueError, match=reason):
        aligned(found, found, here=np.array(here), before=np.array(before))
