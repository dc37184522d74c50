"""Polis's groups: who is clustered, base clusters on the plane, and groups of base clusters."""

from dataclasses import dataclass

import numpy as np
from scipy.cluster.vq import vq
from scipy.spatial.distance import cdist

from samenspel.measures.opinions.polis.plane import FloatArray, centre, components, places
from samenspel.measures.opinions.votes import BoolArray, IntArray, Votes

VOTES_TO_BE_CLUSTERED = 7
PEOPLE_AT_LEAST = 15
BASE_CLUSTERS = 100
GROUPS_AT_MOST = 5
BASE_ITERATIONS = 100
# Polis means to take 100 here too, but does not hand it on.
GROUP_ITERATIONS = 20

_SETTLED = 0.01


@dataclass(frozen=True, eq=False)
class PolisGroups:
    """Groups as Polis would find them. Of single people: never shown or stored.

    group : (voters,) the group of each voter, -1 for who is not clustered
    base : (voters,) the base cluster of each voter, -1 for who is not clustered
    groups : how many groups there are
    silhouettes : mean silhouette per number of groups that was tried
    """

    group: IntArray
    base: IntArray
    groups: int
    silhouettes: dict[int, float]


def polis_groups(
    votes: Votes, at_zero: BoolArray | None = None, *, seed: int | None = 0
) -> PolisGroups:
    """Polis's whole procedure without history: from votes to groups.

    plane -> who is clustered -> 100 base clusters -> 2 to 5 groups of base clusters, the number
    with the best silhouette.

    at_zero : (statements,) true for what moderators took out and for meta statements
    seed : Polis starts its clusters from the first people in the order of rows, so that order
        decides what is found. The seed draws an order; None takes the order of the voters.

    Gives no group where nobody can be clustered, and one where everybody stands in one place.
    Raises ValueError where `at_zero` is not one boolean per statement.
    """
    people = np.flatnonzero(clustered(votes))
    if seed is not None:
        people = np.random.default_rng(seed).permutation(people)
    spots = places(votes, centre(votes, at_zero), components(votes, at_zero), at_zero)[people]
    base_of = k_means(spots, BASE_CLUSTERS, iterations=BASE_ITERATIONS)
    size = np.bincount(base_of)
    group_of, silhouettes = group_bases(centres(spots, base_of), size)
    group, base = np.full((2, votes.voters), -1, dtype=np.int64)
    group[people], base[people] = group_of[base_of], base_of
    return PolisGroups(group, base, int(group.max(initial=-1)) + 1, silhouettes)


def clustered(votes: Votes) -> BoolArray:
    """(voters,) who takes part in the clusters: n_i >= min(7, m), n_i over all votes cast.

    Votes on statements at zero count. If these are fewer than 15 people, who voted most of the
    others comes in too, until there are 15; of equals the first. Nobody comes in without a vote.
    """
    voted = np.bincount(votes.voter, minlength=votes.voters)
    enough: BoolArray = (voted >= min(VOTES_TO_BE_CLUSTERED, votes.statements)) & (voted > 0)
    others = np.flatnonzero(~enough & (voted > 0))
    most_first = others[np.argsort(-voted[others], kind="stable")]
    enough[most_first[: max(PEOPLE_AT_LEAST - int(enough.sum()), 0)]] = True
    return enough


def k_means(
    points: FloatArray, clusters: int, *, weight: IntArray | None = None, iterations: int
) -> IntArray:
    """Lloyd's k-means as Polis does it, as (points,) numbers of clusters from 0, none empty.

    points : (points, 2)
    weight : (points,) how heavily each point counts in a mean; all alike if not given

    The start are the first `clusters` different points, in the order given. A cluster that loses
    all its points is gone. It ends when, both sorted, no mean is .01 or more from the last one,
    or after `iterations` further rounds. Of centres at the same distance the first is taken.

    Raises ValueError where `clusters` is less than 1 or `iterations` is negative.
    """
    if clusters < 1 or iterations < 0:
        raise ValueError("there must be at least one cluster and no negative number of rounds")
    if not len(points):
        return np.zeros(0, dtype=np.int64)
    _, first = np.unique(points, axis=0, return_index=True)
    means = points[np.sort(first)[:clusters]]
    for _ in range(iterations + 1):
        before = means
        _, label = np.unique(vq(points, before)[0], return_inverse=True)
        means = centres(points, label, weight)
        if _settled(before, means):
            break
    return label.astype(np.int64)


def centres(points: FloatArray, label: IntArray, weight: IntArray | None = None) -> FloatArray:
    """The weighted mean place of each cluster, as (clusters, 2).

    points : (points, 2)
    label : (points,) numbers of clusters from 0, none empty
    weight : (points,) all alike if not given. Base clusters weigh by their people
    """
    total = np.bincount(label, weights=weight)
    sums = [
        np.bincount(label, weights=axis if weight is None else axis * weight) for axis in points.T
    ]
    result: FloatArray = np.stack(sums, axis=1) / total[:, np.newaxis]
    return result


def group_bases(centre: FloatArray, size: IntArray) -> tuple[IntArray, dict[int, float]]:
    """Groups of base clusters, and the silhouette of every number of groups tried.

    centre : (bases, 2) places of the base clusters, in the order of their numbers
    size : (bases,) people in each

    k-means weighted by size for k = 2 to min(5, 2 + bases // 12); the best silhouette wins, of
    equals the fewest groups. Gives (bases,) numbers of groups. Where there are not two different
    places all bases are one group (Polis has no answer there).
    """
    best: IntArray = np.zeros(len(centre), dtype=np.int64)
    silhouettes: dict[int, float] = {}
    for k in range(2, min(GROUPS_AT_MOST, 2 + len(centre) // 12) + 1):
        label = k_means(centre, k, weight=size, iterations=GROUP_ITERATIONS)
        if label.max(initial=0) == 0:
            break
        of_k = silhouette(centre, label)
        if of_k > max(silhouettes.values(), default=-np.inf):
            best = label
        silhouettes[k] = of_k
    return best, silhouettes


def silhouette(points: FloatArray, label: IntArray) -> float:
    """Rousseeuw's (1987) mean silhouette, every point (base cluster) counted alike.

    (b - a) / max(a, b) with a the mean distance to the others of one's cluster and b to those of
    the nearest other cluster; 0 for a point alone in its cluster, or with a = b = 0.

    Raises ValueError where there are fewer than two clusters.
    """
    member = label[:, np.newaxis] == np.arange(label.max(initial=-1) + 1)
    if member.shape[1] < 2:
        raise ValueError("a silhouette needs at least two clusters")
    size = member.sum(axis=0)
    total = cdist(points, points) @ member
    own = total[member] / np.maximum(size[label] - 1, 1)
    other = np.where(member, np.inf, total / size).min(axis=1)
    widest = np.maximum(own, other)
    counts = (size[label] > 1) & (widest > 0)
    value = np.zeros(len(points))
    value[counts] = (other - own)[counts] / widest[counts]
    return float(value.mean())


def _settled(before: FloatArray, after: FloatArray) -> bool:
    """Whether the means, each list sorted, lie within .01 of each other, one by one."""
    common = min(len(before), len(after))
    pair = [means[np.lexsort(means.T[::-1])][:common] for means in (before, after)]
    return bool(np.all(np.linalg.norm(pair[0] - pair[1], axis=1) < _SETTLED))
