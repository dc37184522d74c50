"""The benchmark on opinions runs, and its made-up votes are what they say."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.made_votes import GROUPS, SIZES, Made, Size, made_votes
from tests.benchmarks.opinion_runs import RUNS
from tests.benchmarks.opinions import Measured, asked_of, table

EVEN = Size(3_000, 70, 20)
UNEVEN = Size(1_500, 120, 15, uneven=True)


def votes_on(made: Made, size: Size) -> np.ndarray:
    """(people, statements) how often each voted on each."""
    times = np.zeros((size.people, size.statements), dtype=np.int64)
    np.add.at(times, (made.voter, made.statement), 1)
    return times


def test_everybody_votes_equally_often_on_statements_drawn_alike() -> None:
    times = votes_on(made_votes(EVEN), EVEN)
    assert set(np.unique(times)) == {0, 1}
    assert set(times.sum(axis=1)) == {20}
    expected = EVEN.people * 20 / EVEN.statements
    spread = np.sqrt(expected * (1 - 20 / EVEN.statements))
    assert np.abs(times.sum(axis=0) - expected).max() < 4 * spread


def test_uneven_people_vote_on_one_statement_to_all_of_them() -> None:
    times = votes_on(made_votes(UNEVEN), UNEVEN)
    often = times.sum(axis=1)
    assert times.max() == 1
    assert (often.min(), often.max()) == (1, UNEVEN.statements)
    assert often.mean() == pytest.approx(UNEVEN.votes_a_person, rel=0.01)


def test_votes_come_by_person_and_statement_and_are_the_same_each_time() -> None:
    made, again = made_votes(EVEN), made_votes(EVEN)
    key = made.voter.astype(np.int64) * EVEN.statements + made.statement
    assert np.all(np.diff(key) > 0)
    for name, column in vars(made).items():
        np.testing.assert_array_equal(column, vars(again)[name])
    other = made_votes(EVEN, seed=1)
    assert not np.array_equal(made.value, other.value)


def test_planted_groups_differ_by_a_third_and_one_vote_in_ten_is_a_pass() -> None:
    size = Size(6_000, 200, 40)
    made = made_votes(size)
    assert np.mean(made.value == 0) == pytest.approx(0.1, abs=0.005)
    agreeing = np.zeros((GROUPS, size.statements, 2))
    group = made.group[made.voter]
    np.add.at(agreeing, (group, made.statement), np.stack([made.value == 1, made.value != 9], 1))
    share = agreeing[:, :, 0] / agreeing[:, :, 1]
    apart = [np.abs(share[g] - share[h]).mean() for g, h in combinations(range(GROUPS), 2)]
    assert 0.28 < min(apart) <= max(apart) < 0.4
    assert np.bincount(made.group) / size.people == pytest.approx([0.5, 0.3, 0.2], abs=0.02)


def test_every_run_tells_its_time_and_the_table_says_what_is_met(tmp_path: Path) -> None:
    made_votes(SIZES["tiny"]).write(tmp_path)
    told = {who: run(tmp_path) | {"peak_mb": 80.0} for who, run in RUNS.items()}
    assert all(run["seconds"] > 0 for run in json.loads(json.dumps(told)).values())
    peer = {"seconds": told["ours"]["seconds"] * 99, "peak_mb": 640.0}
    measured = Measured(
        "large", [told["ours"]], [told["yardstick"]], peer, told["one_pass"], told["one_vote"]
    )
    met = {asked.what: asked.met for asked in asked_of(measured)}
    assert met["large: part of the peer's time"] is False
    assert met["large: part of the peer's memory"] is True
    written = table([measured])
    assert "99 × as fast, 1/8.0 of the memory" in written
    assert written.count("NOT MET") == list(met.values()).count(False)
    for phase in told["ours"]["phases"]:
        assert f"large    {phase} " in written
