"""Do the same groups come out of other people and other statements? (Hennig 2007)"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.factor_map import FloatArray
from samenspel.measures.opinions.groups_found.anew import found_anew
from samenspel.measures.opinions.partitions import each
from samenspel.measures.opinions.votes import Votes

IntArray = NDArray[np.int64]

RESAMPLES = 20
_PART = 2 / 3
# For speed alone: what is found in a resample does not depend on those beside it.
_AT_ONCE = 5


@dataclass(frozen=True, eq=False)
class _Resamples:
    """numbers : of those that are drawn"""

    votes: Votes
    label: IntArray
    k: int
    axes: int
    seed: int
    numbers: range


def stability(
    votes: Votes,
    label: IntArray,
    k: int,
    axes: int,
    *,
    seed: int,
    executor: Executor | None = None,
) -> FloatArray:
    """(k,) mean over resamples of how much of each group is found again.

    votes : of a sample, everybody with at least one vote
    label : (voters,) the group of each, 0 to k - 1

    Each resample holds two thirds of the people and two thirds of the statements, drawn without
    replacement. Axes and k groups are found in it anew. How much of a group is found again is the
    largest Jaccard coefficient (those in both over those in either) with a group of the resample,
    among the people in it. Hennig (2007): below .6 a group should not be believed, from .75 on it
    is a pattern, from .85 on it is highly stable.
    """
    resamples = [
        _Resamples(votes, label, k, axes, seed, range(RESAMPLES)[first : first + _AT_ONCE])
        for first in range(0, RESAMPLES, _AT_ONCE)
    ]
    found = np.concatenate(list(each(_found_again, resamples, executor=executor)))
    known = ~np.isnan(found)
    return np.asarray(np.where(known, found, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1))


def _found_again(of: _Resamples) -> FloatArray:
    """(resamples, k)"""
    votes = of.votes
    drawn, parts = [], []
    for number in of.numbers:
        rng = np.random.default_rng([of.seed, number])
        statements, people = _drawn(rng, votes.statements), _drawn(rng, votes.voters)
        drawn.append(people)
        parts.append(votes.keep_people(people).keep_statements(statements))
    labels = found_anew(parts, of.axes, of.k, seeds=of.numbers)
    again = np.zeros((len(parts), of.k))
    for row, people, part, label in zip(again, drawn, parts, labels, strict=True):
        voted = np.diff(part.starts()) > 0
        if voted.any():
            row[:] = jaccard(of.label[people][voted], label[voted], of.k)
    return again


def _drawn(rng: np.random.Generator, many: int) -> NDArray[np.bool_]:
    mask = np.zeros(many, dtype=np.bool_)
    mask[rng.permutation(many)[: max(1, round(many * _PART))]] = True
    return mask


def jaccard(label: IntArray, other: IntArray, k: int) -> FloatArray:
    """(k,) the best of each group of `label` among those of `other`; nan for who is not there."""
    both = np.zeros((k, k))
    np.add.at(both, (label, other), 1)
    here, there = both.sum(axis=1), both.sum(axis=0)
    either = here[:, None] + there - both
    best = (both / np.maximum(either, 1)).max(axis=1)
    return np.where(here > 0, best, np.nan)
