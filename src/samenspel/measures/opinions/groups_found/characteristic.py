"""What sets a group that was found apart from the others, tested on statements it was not found by.

A group that is looked for in answers differs in those answers, also where there is no group: so a
statement is tested with groups that were found without it. Splitting people instead would not help
(Gao, Bien & Witten 2022). Statements are dealt into five folds; the false discovery rate is held
over all statements and groups at once (Benjamini & Hochberg 1995).
"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.special import chdtrc

from samenspel.measures.opinions.factor_map import FloatArray
from samenspel.measures.opinions.false_discoveries import benjamini_hochberg
from samenspel.measures.opinions.groups_found.anew import found_anew
from samenspel.measures.opinions.partitions import each
from samenspel.measures.opinions.votes import AGREE, Votes, in_known_order

IntArray = NDArray[np.int64]

FOLDS = 5
_LEAST_EXPECTED = 1.0
# For speed alone: so many folds by one worker and the others by another.
_AT_ONCE = 3


@dataclass(frozen=True, eq=False)
class _Folds:
    """kept : (folds, statements) true for those that groups are found by; the others are tested"""

    votes: Votes
    kept: NDArray[np.bool_]
    axes: int
    k: int
    seed: int


@dataclass(frozen=True, eq=False)
class Characteristic:
    """agree_here, agree_elsewhere : (groups, statements) share of who voted that agrees; nan where
        nobody voted
    voted_here, voted_elsewhere : (groups, statements) how many voted, of the sample
    q : (groups, statements) Benjamini-Hochberg over all of them; nan where nothing can be compared
    """

    agree_here: FloatArray
    agree_elsewhere: FloatArray
    voted_here: IntArray
    voted_elsewhere: IntArray
    q: FloatArray


def characteristic(
    votes: Votes,
    label: IntArray,
    k: int,
    axes: int,
    *,
    seed: int,
    executor: Executor | None = None,
) -> Characteristic:
    """Which statements set which group apart.

    votes : of a sample
    label : (voters,) the group of each, 0 to k - 1, -1 for who is undetermined
    axes : how many there are
    """
    # Dealt out in turn: neighbours, often on one subject, come into different folds.
    number = np.arange(votes.statements) % FOLDS
    folds = np.arange(min(FOLDS, votes.statements))
    kept = number != folds[:, np.newaxis]
    parts = [
        _Folds(votes, kept[first : first + _AT_ONCE], axes, k, seed)
        for first in range(0, len(kept), _AT_ONCE)
    ]
    found = np.concatenate(list(each(_found_without, parts, executor=executor)))
    table = np.zeros((k, votes.statements, 2), dtype=np.int64)
    for tested, group in zip(~kept, found, strict=True):
        counts = _agree_and_not(votes, _matched(label, group, k), k)
        table[:, tested] = counts[:, tested]
    elsewhere = table.sum(axis=0) - table
    with np.errstate(invalid="ignore"):
        here, there = (part[:, :, 0] / part.sum(axis=2) for part in (table, elsewhere))
    p = _p_of_tables(table, elsewhere)
    q = benjamini_hochberg(p.ravel()).reshape(p.shape)
    return Characteristic(here, there, table.sum(axis=2), elsewhere.sum(axis=2), q)


def _found_without(folds: _Folds) -> IntArray:
    """(folds, voters) the groups that the other statements show; -1 for who voted on none."""
    votes, statements = folds.votes, int(folds.kept.sum(axis=1).max())
    parts = [_in_room_for(votes.keep_statements(kept), statements) for kept in folds.kept]
    labels = found_anew(parts, folds.axes, folds.k, seeds=[folds.seed] * len(parts))
    voted = [np.diff(part.starts()) > 0 for part in parts]
    return np.where(voted, labels, -1)


def _in_room_for(votes: Votes, statements: int) -> Votes:
    """The same votes, beside statements on which nobody voted."""
    return in_known_order(votes.voter, votes.statement, votes.value, votes.voters, statements)


def _matched(label: IntArray, found: IntArray, k: int) -> IntArray:
    """The groups found by a fold, numbered as the groups they share most people with."""
    both = np.zeros((k, k))
    known = (label >= 0) & (found >= 0)
    np.add.at(both, (label[known], found[known]), 1)
    ours, theirs = linear_sum_assignment(-both)
    number = np.full(k + 1, -1)
    number[theirs] = ours
    return np.asarray(number[found])


def _agree_and_not(votes: Votes, label: IntArray, k: int) -> IntArray:
    group = label[votes.voter]
    cell = (group * votes.statements + votes.statement) * 2 + (votes.value != AGREE)
    counts = np.bincount(cell[group >= 0], minlength=k * votes.statements * 2)
    return counts.reshape(k, votes.statements, 2)


def _p_of_tables(here: IntArray, elsewhere: IntArray) -> FloatArray:
    """(groups, statements) of group against the others, agree against not.

    X² with one degree of freedom times (n - 1) / n, which holds its level from an expected count of
    1 on (Campbell 2007); nan where one is lower, as there nothing can be told apart.
    """
    n = (here + elsewhere).sum(axis=2).astype(np.float64)
    rows = np.stack([here.sum(axis=2), elsewhere.sum(axis=2)], axis=-1).astype(np.float64)
    columns = (here + elsewhere).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        least = rows.min(axis=2) * columns.min(axis=2) / n
        crossed = here[:, :, 0] * elsewhere[:, :, 1] - here[:, :, 1] * elsewhere[:, :, 0]
        squared = crossed.astype(np.float64) ** 2 * (n - 1)
        p = np.asarray(chdtrc(1, squared / (rows.prod(axis=2) * columns.prod(axis=2))))
    p[~(least >= _LEAST_EXPECTED)] = np.nan
    return p
