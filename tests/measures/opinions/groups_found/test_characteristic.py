import numpy as np
import pytest
from scipy.stats import chi2_contingency, false_discovery_control

from samenspel.measures.opinions.groups_found.anew import found_anew
from samenspel.measures.opinions.groups_found.characteristic import (
    FOLDS,
    Characteristic,
    characteristic,
)
from samenspel.measures.opinions.votes import Votes
from tests.benchmarks.made_votes import Size
from tests.measures.opinions.made_people import on_axes, planted

SIZE = Size(300, 40, 20, uneven=True)
OFF_AXIS = 20


def p_of(here: np.ndarray, elsewhere: np.ndarray) -> float:
    """X² with one degree of freedom times (n - 1) / n; nan where one expects less than one."""
    table = np.array([here, elsewhere])
    if table.sum(axis=0).min() == 0 or table.sum(axis=1).min() == 0:
        return np.nan
    test = chi2_contingency(table, correction=False)
    if test.expected_freq.min() < 1:
        return np.nan
    return float(chi2_contingency(table * (1 - 1 / table.sum()), correction=False).pvalue)


def p_values(found: Characteristic) -> np.ndarray:
    """(groups, statements) recomputed from what is told."""
    p = np.full(found.q.shape, np.nan)
    for cell in np.ndindex(p.shape):
        n = found.voted_here[cell], found.voted_elsewhere[cell]
        if min(n) > 0:
            agree = found.agree_here[cell] * n[0], found.agree_elsewhere[cell] * n[1]
            p[cell] = p_of(*(np.array([a, b - a]) for a, b in zip(agree, n, strict=True)))
    return p


def forced(votes: Votes, k: int) -> Characteristic:
    [label] = found_anew([votes], 1, k, seeds=[0])
    return characteristic(votes, label, k, 1, seed=0)


def test_q_is_of_all_statements_and_groups_at_once() -> None:
    made = planted(SIZE, (0.5, 0.3, 0.2), 0.3, seed=1, alike=20)
    found = characteristic(made.votes, made.group, 3, 2, seed=0)
    p = p_values(found)
    known = ~np.isnan(p)
    assert 100 <= known.sum() <= 120
    assert np.array_equal(known, ~np.isnan(found.q))
    np.testing.assert_allclose(found.q[known], false_discovery_control(p[known]), rtol=1e-6)


@pytest.mark.parametrize("k", [2, 3])
def test_statements_that_say_nothing_of_people_do_not_set_forced_groups_apart(k: int) -> None:
    p, with_all = [], []
    for seed in range(25):
        votes = on_axes(SIZE, 1, seed, off_axis=OFF_AXIS)
        found = forced(votes, k)
        p.append(p_values(found)[0, :OFF_AXIS])
        [label] = found_anew([votes], 1, k, seeds=[0])
        with_all.append([p_naive(votes, label, statement) for statement in range(OFF_AXIS)])
    share = np.nanmean(np.array(p) <= 0.05)
    assert abs(share - 0.05) <= 3 * np.sqrt(0.05 * 0.95 / (25 * OFF_AXIS))
    # Tested with groups found by the same statements, they would set them apart.
    assert np.nanmean(np.array(with_all) <= 0.05) > 0.08


def p_naive(votes: Votes, label: np.ndarray, statement: int) -> float:
    on_it = votes.statement == statement
    group, agree = label[votes.voter[on_it]], votes.value[on_it] == 1
    return p_of(
        np.bincount(agree[group == 0], minlength=2), np.bincount(agree[group != 0], minlength=2)
    )


def test_statements_that_set_planted_groups_apart_are_found() -> None:
    made = planted(Size(600, 50, 25, uneven=True), (0.5, 0.3, 0.2), 0.33, seed=2)
    found = characteristic(made.votes, made.group, 3, 2, seed=0)
    part = made.part[:, None]
    elsewhere = ((part * made.agree).sum(axis=0) - part * made.agree) / (1 - part)
    apart = made.agree - elsewhere
    far = np.abs(apart) > 0.35
    assert far.sum() > 20
    assert np.mean(found.q[far] <= 0.05) >= 0.95
    np.testing.assert_allclose(
        (found.agree_here - found.agree_elsewhere)[far], apart[far], atol=0.3
    )
    assert (
        np.corrcoef((found.agree_here - found.agree_elsewhere).ravel(), apart.ravel())[0, 1] > 0.9
    )


def test_false_ones_are_at_most_a_twentieth_of_those_found() -> None:
    false, found_at_all = [], 0
    for seed in range(30):
        made = planted(SIZE, (0.6, 0.4), 0.25, seed, alike=20)
        told = forced(made.votes, 2).q <= 0.05
        found_at_all += int(told.sum())
        false.append(told[:, :20].sum() / max(told.sum(), 1))
    assert found_at_all > 30 * 10
    assert np.mean(false) <= 0.05 + 2 * np.std(false) / np.sqrt(len(false))


def test_a_statement_is_tested_with_groups_found_without_its_fold() -> None:
    votes = planted(SIZE, (0.5, 0.5), 0.3, seed=4).votes
    [label] = found_anew([votes], 1, 2, seeds=[0])
    before = characteristic(votes, label, 2, 1, seed=0)
    fold = np.arange(40) % FOLDS == 0
    value = votes.value.copy()
    tested = fold[votes.statement]
    value[tested] = np.random.default_rng(5).permutation(value[tested])
    changed = Votes(votes.voter, votes.statement, value, votes.voters, votes.statements)
    after = characteristic(changed, label, 2, 1, seed=0)
    # The same people are compared on these statements; on others the groups are others now.
    assert np.array_equal(after.voted_here[:, fold], before.voted_here[:, fold])
    assert not np.allclose(after.agree_here[:, fold], before.agree_here[:, fold])
    assert not np.array_equal(after.voted_here[:, ~fold], before.voted_here[:, ~fold])


def test_who_is_undetermined_and_what_nobody_voted_on_are_no_trouble() -> None:
    made = planted(SIZE, (0.5, 0.5), 0.4, seed=6)
    votes = made.votes
    kept = votes.statement > 2
    few = Votes(votes.voter[kept], votes.statement[kept], votes.value[kept], 300, 40)
    label = np.where(np.arange(300) < 100, -1, made.group)
    found = characteristic(few, label, 2, 1, seed=0)
    for part in (found.q, found.agree_here, found.agree_elsewhere):
        assert np.isnan(part[:, :3]).all()
        assert np.isnan(part[:, 3:]).mean() < 0.2
    assert found.voted_here[:, :3].sum() == found.voted_elsewhere[:, :3].sum() == 0
