from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import astuple

import numpy as np
import pytest

from samenspel.measures.opinions.factor_map import factor_map
from samenspel.measures.opinions.groups_found.null_model import LEVEL, against_the_null
from samenspel.measures.opinions.moments import moments_of
from samenspel.measures.opinions.votes import Votes
from tests.benchmarks.made_votes import Size
from tests.measures.opinions.made_people import on_axes, planted

SMALL = Size(250, 40, 20, uneven=True)


def p_of(votes: Votes, axes: int, seed: int = 0, repetitions: int = 199) -> float:
    tested = against(votes, axes, None, seed, repetitions)
    return tested[0]


def against(
    votes: Votes, axes: int, executor: Executor | None, seed: int = 0, repetitions: int = 199
) -> tuple[float, float, int, int, int]:
    plane = factor_map(moments_of(votes, np.zeros(votes.voters, dtype=np.int64), 1), axes)
    assert plane is not None
    found = against_the_null(
        votes,
        plane.loadings,
        plane.noise,
        seed=seed,
        repetitions=repetitions,
        executor=executor,
    )
    return astuple(found)


def test_the_smallest_p_is_one_in_all_draws_and_the_observed() -> None:
    clear = planted(SMALL, (0.5, 0.5), 0.45, seed=1).votes
    assert p_of(clear, 1) == 1 / 200 < LEVEL
    assert p_of(clear, 1, repetitions=99) == 1 / 100


def test_it_stops_as_soon_as_ten_draws_reach_the_observed() -> None:
    votes = on_axes(SMALL, 1, seed=2)
    p, statistic, repetitions, people, cells = against(votes, 1, None)
    assert p == 10 / repetitions > 0.05
    assert 10 <= repetitions < 199
    assert np.isfinite(statistic)
    assert (people, cells) == (250, len(votes))


@pytest.mark.parametrize("axes", [1, 3])
def test_p_holds_its_level_also_with_axes_to_spare(axes: int) -> None:
    """In small samples, where the level is not held by being far off."""
    size = Size(120, 25, 12, uneven=True)
    p = [p_of(on_axes(size, 1, seed), axes) for seed in range(30)]
    # 4 of 30 at a rate of .02 would happen three times in a thousand.
    assert sum(value <= LEVEL for value in p) <= 3


def test_another_seed_draws_others_and_the_same_seed_the_same() -> None:
    weak = planted(SMALL, (0.5, 0.5), 0.27, seed=5).votes
    p = [p_of(weak, 1, seed) for seed in (0, 0, 1, 2, 3)]
    assert p[0] == p[1]
    assert len(set(p)) > 1


def test_whoever_draws_the_same_comes_out() -> None:
    votes = planted(SMALL, (0.5, 0.5), 0.27, seed=5).votes
    alone = against(votes, 2, None)
    for workers in (1, 4):
        with ThreadPoolExecutor(workers) as threads:
            assert against(votes, 2, threads) == alone
