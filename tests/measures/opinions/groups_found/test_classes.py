"""Who belongs to which group, and whether it is as sure as is said."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from samenspel.measures.opinions.analysis import Analysis
from samenspel.measures.opinions.groups_found.classes import Classes, Fit
from samenspel.measures.opinions.groups_found.straight_lines import straight_liners
from samenspel.measures.opinions.votes import Votes
from tests.benchmarks.made_votes import Size
from tests.measures.opinions.made_people import Planted, analysed, on_axes, planted

BANDS = (0.0, 0.6, 0.8, 0.9, 0.97, 0.995, 1.01)


def stated_and_right(found: Analysis, made: Planted) -> tuple[np.ndarray, np.ndarray]:
    """Of each in the sample how sure it is said to be, and whether that is the planted group."""
    membership = found.found.membership
    assert membership is not None
    there = np.flatnonzero(found.placed & ~straight_liners(made.votes.in_order()))
    people = there[np.argsort(found.keys[there])]
    label, truth = membership.argmax(axis=1), made.group[people]
    both = np.zeros((membership.shape[1], len(made.part)))
    np.add.at(both, (label, truth), 1)
    number = np.full(len(both), -1)
    ours, theirs = linear_sum_assignment(-both)
    number[ours] = theirs
    return membership.max(axis=1), number[label] == truth


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize(
    ("size", "part", "apart"),
    [
        (Size(300, 40, 20, uneven=True), (0.4, 0.35, 0.25), 0.36),
        (Size(1_000, 100, 30), (0.5, 0.3, 0.2), 0.33),
        (Size(1_000, 100, 30, uneven=True), (0.4, 0.35, 0.25), 0.25),
        (Size(6_000, 100, 30), (0.4, 0.35, 0.25), 0.2),
        (Size(1_000, 60, 20), (0.5, 0.5), 0.25),
    ],
    ids=["small", "clear", "uneven", "close", "few votes"],
)
def test_membership_is_right_as_often_as_is_said(
    size: Size, part: tuple[float, ...], apart: float
) -> None:
    runs = []
    for seed in range(3):
        made = planted(size, part, apart, seed)
        found = analysed(made.votes)
        if found.found.count == len(part):
            runs.append(stated_and_right(found, made))
    assert len(runs) >= 2
    stated, right = (np.concatenate(column) for column in zip(*runs, strict=True))
    assert stated.mean() == pytest.approx(right.mean(), abs=0.03)
    enough = 0
    for least, most in pairwise(BANDS):
        band = (stated >= least) & (stated < most)
        if band.sum() >= 400:
            enough += 1
            assert stated[band].mean() == pytest.approx(right[band].mean(), abs=0.03)
    assert enough >= 1


def test_own_votes_are_left_out_of_the_shares_one_is_judged_by() -> None:
    votes = on_axes(Size(60, 8, 5, uneven=True), 1, seed=1)
    start = np.random.default_rng(2).dirichlet(np.ones(3), votes.voters)
    found = Fit(votes, start, rounds=0)
    membership = found.membership()
    for person in range(votes.voters):
        others = votes.voter != person
        kept = Votes(
            votes.voter[others],
            votes.statement[others],
            votes.value[others],
            votes.voters,
            votes.statements,
        )
        np.testing.assert_allclose(
            membership[person], judged(kept, votes, start, person), rtol=1e-9
        )


def judged(others: Votes, votes: Votes, member: np.ndarray, person: int) -> np.ndarray:
    """By Bayes with the shares of the others and four borrowed votes like everybody's."""
    mine = votes.voter == person
    chance = member.sum(axis=0) - member[person] + 1
    for statement, value in zip(votes.statement[mine], votes.value[mine], strict=True):
        on_it = votes.value[votes.statement == statement]
        everybody = (np.sum(on_it == value) + 1 / 3) / (len(on_it) + 1)
        theirs = others.statement == statement
        alike = theirs & (others.value == value)
        agreeing = member[others.voter[alike]].sum(axis=0) + 4 * everybody
        chance = chance * agreeing / (member[others.voter[theirs]].sum(axis=0) + 4)
    return np.asarray(chance / chance.sum())


def test_who_was_not_counted_is_judged_by_bayes() -> None:
    chance = np.array([[0.2, 0.7], [0.1, 0.1], [0.7, 0.2], [0.5, 0.3], [0.2, 0.3], [0.3, 0.4]])
    classes = Classes(np.array([0.6, 0.4]), chance)
    votes = Votes(np.array([0, 0, 2]), np.array([0, 1, 1]), np.array([1, -1, 0]), 3, 2)
    likelihood = np.array([[0.6 * 0.7 * 0.5, 0.4 * 0.2 * 0.3], [0.6, 0.4], [0.6 * 0.2, 0.4 * 0.3]])
    expected = likelihood / likelihood.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(classes.membership(votes), expected)


def test_groups_that_hardly_differ_borrow_more_than_groups_that_do() -> None:
    def furthest(apart: float) -> float:
        made = planted(Size(600, 40, 20), (0.5, 0.5), apart, seed=3)
        fit = Fit(made.votes, np.eye(2)[made.group])
        share = fit.classes.chance[2::3]
        counted = [
            np.bincount(made.votes.statement[mine & (made.votes.value == 1)], minlength=40)
            / np.bincount(made.votes.statement[mine], minlength=40)
            for mine in (made.group[made.votes.voter] == g for g in (0, 1))
        ]
        pulled = np.abs(share[:, 0] - share[:, 1]).mean()
        return float(pulled / np.abs(counted[0] - counted[1]).mean())

    assert furthest(0.02) < 0.7 < 0.9 < furthest(0.4) < 1
