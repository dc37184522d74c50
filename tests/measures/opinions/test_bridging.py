"""Common ground beside sides: against a general optimiser, and where majorities are lopsided."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.optimize import minimize

from samenspel.measures.opinions.bridging import (
    HOLD_FACTORS,
    HOLD_INTERCEPTS,
    Bridging,
    bridging,
)
from samenspel.measures.opinions.votes import Votes

FloatArray = NDArray[np.float64]


def of(rows: Any) -> Votes:
    """From a table with nan where there is no vote."""
    table = np.asarray(rows, dtype=np.float64)
    voter, statement = np.nonzero(~np.isnan(table))
    return Votes(voter, statement, table[voter, statement].astype(np.int8), *table.shape)


def two_sides(people: int, larger: float, seed: int) -> tuple[FloatArray, NDArray[np.bool_]]:
    """30 statements of which everybody votes on about a third: first ten that the larger side
    wants and the other does not, then ten the other way round, then ten with 65 % on both sides.
    """
    rng = np.random.default_rng(seed)
    side = np.arange(people) < larger * people
    here = np.repeat([0.9, 0.15, 0.65], 10)
    there = np.repeat([0.1, 0.85, 0.65], 10)
    agree = rng.random((people, 30)) < np.where(side[:, None], here, there)
    table = np.where(agree, 1.0, -1.0)
    table[rng.random(table.shape) < 0.1] = 0
    table[rng.random(table.shape) > 0.35] = np.nan
    return table, side


def loss(table: FloatArray, parts: FloatArray) -> tuple[float, FloatArray]:
    """As the docstring has it, written out, with its slope."""
    people, statements = table.shape
    b_i, f_i, b_j, f_j = np.split(parts[1:], np.cumsum([people, people, statements]))
    fitted = parts[0] + b_i[:, None] + b_j + f_i[:, None] * f_j
    left = np.nan_to_num((table + 1) / 2 - fitted)
    votes = np.isfinite(table).sum()
    held = HOLD_INTERCEPTS * (np.mean(b_i**2) + np.mean(b_j**2))
    held += HOLD_FACTORS * (np.mean(f_i**2) + np.mean(f_j**2))
    along = -2 / votes * left
    slope = [
        [along.sum()],
        along.sum(axis=1) + 2 * HOLD_INTERCEPTS / people * b_i,
        along @ f_j + 2 * HOLD_FACTORS / people * f_i,
        along.sum(axis=0) + 2 * HOLD_INTERCEPTS / statements * b_j,
        f_i @ along + 2 * HOLD_FACTORS / statements * f_j,
    ]
    return float((left**2).sum() / votes + held), np.concatenate(slope)


def test_no_general_optimiser_finds_a_better_fit() -> None:
    """From six starting points L-BFGS ends at the same loss and scores, or at a worse loss."""
    table, _ = two_sides(40, 0.6, seed=1)
    found = bridging(of(table))
    assert found.converged

    def of_parts(parts: FloatArray) -> tuple[float, FloatArray]:
        return loss(table, parts)

    starts = np.random.default_rng(1).normal(0, 0.3, (6, 1 + 2 * 40 + 2 * 30))
    options: Any = {"maxiter": 5_000, "maxfun": 10_000, "ftol": 1e-15, "gtol": 1e-10}
    ends = [
        minimize(of_parts, start, jac=True, method="L-BFGS-B", options=options) for start in starts
    ]
    best = min(ends, key=lambda end: float(end.fun))
    scores, polarity = best.x[-60:-30], best.x[-30:]
    assert_allclose(found.score, scores - scores.mean(), atol=2e-5)
    assert_allclose(np.abs(found.polarity), np.abs(polarity), atol=2e-4)


def test_what_both_sides_want_comes_before_what_a_large_side_wants() -> None:
    """Three quarters of the people: what they want has 70 % and more; what all want has 65 %."""
    table, _ = two_sides(600, 0.75, seed=2)
    found = bridging(of(table))
    share = np.nanmean(table == 1, axis=0, where=~np.isnan(table))
    assert share[:10].mean() > share[20:].mean()
    assert found.score[20:].mean() > found.score[:10].mean() + 0.02
    assert found.score[20:].mean() > found.score[10:20].mean() + 0.1


def test_polarity_and_lean_tell_the_sides_apart() -> None:
    table, side = two_sides(600, 0.75, seed=2)
    found = bridging(of(table))
    strongest = found.polarity[np.abs(found.polarity).argmax()]
    assert strongest > 0
    assert np.abs(found.polarity[20:]).max() < np.abs(found.polarity[:20]).min()
    one, other = found.lean[side], found.lean[~side]
    right = max(np.mean(one > 0) + np.mean(other < 0), np.mean(one < 0) + np.mean(other > 0)) / 2
    assert right > 0.95


def test_any_order_of_people_gives_the_same_bytes() -> None:
    table, _ = two_sides(150, 0.6, seed=3)
    table[7] = table[8] = table[9]
    votes = of(table)
    rng = np.random.default_rng(4)
    place, row = rng.permutation(150), rng.permutation(len(votes))
    moved = Votes(
        place[votes.voter][row], votes.statement[row], votes.value[row], 150, votes.statements
    )
    one, other = bridging(votes), bridging(moved)
    assert_array_equal(one.score, other.score)
    assert_array_equal(one.polarity, other.polarity)
    assert_array_equal(one.lean, other.lean[place])
    assert one.middle == other.middle


def test_without_sides_scores_are_the_shares_held_back() -> None:
    """Everybody votes alike on everything: then b_j is share less mean, times one number."""
    rows = np.tile([1.0, 1.0, -1.0, 0.0], (12, 1))
    found = bridging(of(rows))
    held_back = found.score / (np.array([1, 1, 0, 0.5]) - 0.625)
    assert_allclose(held_back, held_back[0])
    assert 0.4 < held_back[0] < 1 / 1.15
    assert found.middle == pytest.approx(0.625, abs=1e-3)


def test_moderated_statements_and_who_did_not_vote_leave_no_trace() -> None:
    table, _ = two_sides(80, 0.6, seed=5)
    wider = np.full((83, 31), np.nan)
    wider[3:, :30] = table
    plain, found = bridging(of(table)), bridging(of(wider))
    assert_array_equal(found.score, [*plain.score, np.nan])
    assert_array_equal(found.polarity, [*plain.polarity, np.nan])
    assert_array_equal(found.lean, [0, 0, 0, *plain.lean])


def test_the_number_of_sweeps_is_bounded_and_it_is_told_that_more_were_needed() -> None:
    table, _ = two_sides(80, 0.6, seed=6)
    found = bridging(of(table), sweeps=1)
    assert (found.sweeps, found.converged) == (1, False)


@pytest.mark.parametrize(
    "rows",
    [
        np.full((3, 4), np.nan),
        np.zeros((0, 0)),
        [[1.0]],
        [[1.0, -1.0, 0.0]],
        [[1.0], [-1.0], [0.0]],
        np.ones((5, 3)),
    ],
)
def test_next_to_nothing_gives_next_to_nothing(rows: Any) -> None:
    found: Bridging = bridging(of(rows))
    voted = ~np.isnan(np.asarray(rows)).all(axis=0)
    assert_array_equal(np.isfinite(found.score), voted)
    assert np.isfinite(found.lean).all()
    assert np.isfinite(found.middle)
