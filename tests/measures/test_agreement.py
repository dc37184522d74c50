"""Agreement within groups, against values by hand and against chance itself."""

from itertools import product

import numpy as np
import pytest

from samenspel.measures.agreement import Verdict, agreement, critical_variances, slightly_skewed

UNIFORM = np.full(5, 0.2)


def rwg_of_chance(people: int) -> np.ndarray:
    """rwg of every way in which people can answer one item of five options at random."""
    answers = np.array(list(product(range(5), repeat=people)))
    return np.asarray(1 - np.minimum(answers.var(axis=1, ddof=1), 2) / 2)


def test_the_indices_are_those_computed_by_hand() -> None:
    found = agreement(np.array([[4, 5], [4, 4], [5, 4], [3, 4]]), options=5)
    assert found.within == pytest.approx(0.870588, abs=5e-7)
    assert found.starred == pytest.approx(1 - (2 / 3 + 1 / 4) / 2 / 2)
    assert found.deviation == 0.4375
    assert found.deviation_cut_off == pytest.approx(5 / 6)


@pytest.mark.parametrize(("people", "reached"), [(4, 0.875), (5, 0.75)])
def test_four_or_five_people_answering_at_random_often_seem_to_agree(
    people: int, reached: float
) -> None:
    exact = rwg_of_chance(people)
    assert (exact >= reached).mean() > 0.05
    assert np.quantile(exact, 0.95) == pytest.approx(reached)
    lower, _upper = critical_variances(people, options=5)
    # What must be reached is more than that, so that chance does so in at most one of twenty.
    assert 1 - lower / 2 > reached
    assert (exact >= 1 - lower / 2 - 1e-9).mean() <= 0.05


def test_a_courteous_lean_alone_often_looks_like_agreement() -> None:
    random = np.random.default_rng(4)
    uniform = random.choice(5, size=(40_000, 10), p=UNIFORM).var(axis=1, ddof=1)
    leaning = random.choice(5, size=(40_000, 10), p=slightly_skewed(5)).var(axis=1, ddof=1)
    reached = np.quantile(uniform, 0.05)
    assert (leaning <= reached + 1e-9).mean() == pytest.approx(0.31, abs=0.01)
    lower, _upper = critical_variances(10, options=5)
    assert (leaning <= lower + 1e-9).mean() < 0.055


@pytest.mark.parametrize("chances", [UNIFORM, slightly_skewed(5)])
@pytest.mark.parametrize(("people", "items"), [(6, 1), (25, 1), (8, 4)])
def test_chance_is_called_agreement_or_division_at_most_one_time_in_twenty_each(
    chances: np.ndarray, people: int, items: int
) -> None:
    random = np.random.default_rng(people)
    drawn = random.choice(5, size=(20_000, people, items), p=chances)
    variance = drawn.var(axis=1, ddof=1).mean(axis=1)
    lower, upper = critical_variances(people, options=5, items=items)
    assert (variance <= lower + 1e-9).mean() <= 0.055
    assert (variance > upper + 1e-9).mean() <= 0.055


def test_three_verdicts() -> None:
    same = np.tile([[4, 4, 5]], (12, 1))
    torn = np.array([[1, 5, 1], [5, 1, 5]] * 6)
    loose = np.random.default_rng(1).integers(1, 6, (12, 3))
    found = [agreement(answers, options=5).verdict for answers in (same, torn, loose)]
    assert found == [Verdict.AGREES, Verdict.DIVIDED, Verdict.UNCLEAR]
    assert agreement(same, options=5).within == 1
    assert agreement(torn, options=5).within == 0


def test_the_same_answers_always_get_the_same_verdict() -> None:
    answers = np.random.default_rng(7).integers(1, 6, (9, 4))
    shuffled = np.random.default_rng(8).permutation(answers)
    first, second = agreement(answers, options=5), agreement(shuffled, options=5)
    assert first.verdict == second.verdict
    assert first.within == pytest.approx(second.within)


def test_the_skew_stretches_over_other_scales() -> None:
    assert slightly_skewed(5).round(9).tolist() == [0.05, 0.15, 0.2, 0.35, 0.25]
    for options in (2, 3, 4, 7, 10):
        chances = slightly_skewed(options)
        assert len(chances) == options
        assert chances.sum() == pytest.approx(1)
        assert chances[: options // 2].sum() < 0.5


def test_what_are_no_ratings_is_refused() -> None:
    with pytest.raises(ValueError, match="two people"):
        agreement(np.array([[4, 5]]), options=5)
    with pytest.raises(ValueError, match="number of options"):
        agreement(np.array([[4], [6]]), options=5)
    with pytest.raises(ValueError, match="two people and options"):
        critical_variances(1, options=5)
