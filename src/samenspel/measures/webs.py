"""Who works together through what they share: weights, groups, and who joins what is apart.

Written for organisations that take part in arrangements; it holds for anything that takes part in
something together.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# How often groups are looked for, and which part of what is shared is left out each time to see
# what hangs on it.
SEARCHES = 20
LEFT_OUT = 0.1

# Lengths are counted in parts of this: then thirds and sevenths add up, and ways that are as long
# are so on every machine. Were it larger, the last digit of a weight would show.
_LENGTH = math.lcm(*range(1, 21))


def shared(takes_part: BoolArray) -> IntArray:
    """How many arrangements every two organisations share.

    takes_part : (organisations, arrangements)

    Returns (organisations, organisations), symmetric, with 0 on the diagonal.
    """
    # Most organisations take part in few arrangements, so most of the product is empty.
    counts = csr_array(takes_part.astype(np.int64))
    together: IntArray = (counts @ counts.T).toarray()
    np.fill_diagonal(together, 0)
    return together


def collaboration_weights(takes_part: BoolArray) -> FloatArray:
    """How strongly every two organisations are tied, arrangements of many counting less.

    takes_part : (organisations, arrangements)

    w_ij = Σ_k δ_ik δ_jk / (n_k − 1), n_k the number that takes part in k (Newman 2001, Physical
    Review E 64, 016132, equation 2). An arrangement of n makes n(n − 1)/2 pairs; so weighted,
    each organisation gives every arrangement that it shares one unit of itself: Σ_j w_ij is the
    number of arrangements that i shares with at least one other.

    Returns (organisations, organisations), symmetric, with 0 on the diagonal.
    """
    size = takes_part.sum(axis=0)
    counts = takes_part[:, size > 1].astype(np.float64)
    weights = (csr_array(counts / (size[size > 1] - 1)) @ csr_array(counts).T).toarray()
    np.fill_diagonal(weights, 0.0)
    # The last digit differs from machine to machine, and could decide a tie in the search.
    tidy: FloatArray = np.round((weights + weights.T) / 2, 12)
    return tidy


@dataclass(frozen=True)
class Groups:
    """Groups that work together more among themselves than with others.

    group : (organisations,) from 0, the largest first; −1 for who shares nothing with anybody
    modularity : of these groups
    found : of each search, how many groups it found
    alike : mean adjusted Rand index of these groups with those of the other searches
    alike_without : the same with those found where a part of the arrangements was left out
    stays : (organisations,) over the searches with a part left out, with which share of its own
        group it was still together, on average; 1 where it is alone
    """

    group: IntArray
    modularity: float
    found: tuple[int, ...]
    alike: float
    alike_without: float
    stays: FloatArray

    @property
    def count(self) -> int:
        return int(self.group.max(initial=-1)) + 1


def groups(
    takes_part: BoolArray,
    *,
    seed: int = 0,
    searches: int = SEARCHES,
    left_out: float = LEFT_OUT,
    resolution: float = 1.0,
) -> Groups:
    """Look for groups, and for how much they depend on chance and on single arrangements.

    takes_part : (organisations, arrangements)
    seed : of the searches; the same seed gives the same groups
    searches : as often by the full data, and as often with arrangements left out
    left_out : share of the arrangements that is left out, other ones each time
    resolution : γ of the modularity; 1 is that of Newman & Girvan

    Groups maximise the modularity Q = Σ_g [L_g/m − γ (d_g/2m)²] of the collaboration weights
    (Newman 2004, Physical Review E 70, 056131; γ: Reichardt & Bornholdt 2006), searched by the
    method of Louvain (Blondel et al. 2008) from several orders of the organisations; the best of
    these counts. Modularity has a resolution limit (Fortunato & Barthélemy 2007): small groups
    can be hidden in large ones. Raises ValueError where there is nobody or nothing is searched.
    """
    if takes_part.ndim != 2 or not takes_part.shape[0]:
        raise ValueError("takes_part has a row for each of at least one organisation")
    if searches < 1 or not 0 <= left_out < 1:
        raise ValueError("searches is at least 1 and left_out from 0 to below 1")
    weights = collaboration_weights(takes_part)
    tied = weights.any(axis=1)
    outcomes = [_search(weights, seed + turn, resolution) for turn in range(searches)]
    best, found = max(outcomes, key=lambda outcome: outcome[0])
    without = [
        _search(collaboration_weights(part), seed + searches + turn, resolution)[1]
        for turn, part in enumerate(_thinned(takes_part, seed, searches, left_out))
    ]
    return Groups(
        group=_in_order(np.where(tied, found, -1)),
        modularity=best,
        found=tuple(len(np.unique(other[tied])) for _quality, other in outcomes),
        alike=_mean_alike(found[tied], [other[tied] for _quality, other in outcomes]),
        alike_without=_mean_alike(found[tied], [other[tied] for other in without]),
        stays=_stays(found, without),
    )


def adjusted_rand(one: IntArray, other: IntArray) -> float:
    """How alike two divisions of the same things are, chance taken out (Hubert & Arabie 1985).

    one, other : (things,) which part each is in

    1 where they are the same, about 0 where one is drawn at random. Also 1 where neither
    divides, or both divide everything from everything.
    """
    _parts, rows = np.unique(one, return_inverse=True)
    _parts, columns = np.unique(other, return_inverse=True)
    table = np.zeros((rows.max(initial=-1) + 1, columns.max(initial=-1) + 1), dtype=np.int64)
    np.add.at(table, (rows, columns), 1)
    pairs, total = _pairs(table).sum(), _pairs(np.array([len(one)])).sum()
    in_rows, in_columns = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    # In whole numbers as far as possible: the difference of large products would lose digits.
    above = pairs * total - in_rows * in_columns
    below = (in_rows + in_columns) * total - 2 * in_rows * in_columns
    return 1.0 if below == 0 else float(2 * above / below)


def participation(weights: FloatArray, group: IntArray) -> FloatArray:
    """How evenly the ties of each are spread over groups: 0 is all in one.

    weights : (organisations, organisations); group : (organisations,), −1 is no group

    P_i = 1 − Σ_g (κ_ig / k_i)², κ_ig the weight of i's ties with group g and k_i of all its ties
    (Guimerà & Amaral 2005, Nature 433:895-900, with weights for numbers of links). They call who
    is below .05 ultra-peripheral, up to .62 peripheral and above it a connector, among those that
    are no hubs. nan where there are no ties.
    """
    share = reach(weights, group)
    total = share.sum(axis=1)
    return np.where(total > 0, 1 - (share**2).sum(axis=1), np.nan)


def reach(weights: FloatArray, group: IntArray) -> FloatArray:
    """Which share of its ties each has with each group: κ_ig / k_i.

    Returns (organisations, groups); a row of zeros where there are no ties.
    """
    count = int(group.max(initial=-1)) + 1
    member = (group[:, None] == np.arange(count)[None, :]).astype(np.float64)
    ties = csr_array(weights) @ member
    total = weights.sum(axis=1, keepdims=True)
    share: FloatArray = np.divide(ties, total, out=np.zeros_like(ties), where=total > 0)
    return share


def betweenness(weights: FloatArray) -> FloatArray:
    """For which share of all pairs of others each lies on the shortest way between them.

    weights : (organisations, organisations), symmetric, not below 0; 0 is no tie

    C_i = Σ_{s<t, s≠i≠t} σ_st(i) / σ_st ÷ (n − 1)(n − 2)/2, σ_st the number of shortest ways from
    s to t and σ_st(i) of those through i (Freeman 1977, Sociometry 40:35-41; by the algorithm of
    Brandes 2001, Journal of Mathematical Sociology 25:163-177). A tie of weight w is 1/w long, so
    that the way leads along strong ties (Newman 2001, Physical Review E 64, 016132). A pair
    without any way counts as one that nobody lies between. 1 is the middle of a star. Zeros where
    there are fewer than three. Raises ValueError where a weight is below 0.
    """
    if (weights < 0).any():
        raise ValueError("a weight is not below 0")
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(weights)))
    rows, columns = np.nonzero(np.triu(weights))
    lengths = [round(_LENGTH / weight) for weight in weights[rows, columns].tolist()]
    ties = zip(rows.tolist(), columns.tolist(), lengths, strict=True)
    graph.add_weighted_edges_from(ties, weight="length")
    found = nx.betweenness_centrality(graph, weight="length", normalized=True)
    graph.clear()
    return np.array([found[at] for at in range(len(weights))], dtype=np.float64)


def _search(weights: FloatArray, seed: int, resolution: float) -> tuple[float, IntArray]:
    """(modularity, group of each). Who has no ties is a group of one."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(weights)))
    rows, columns = np.nonzero(np.triu(weights))
    graph.add_weighted_edges_from(
        zip(rows.tolist(), columns.tolist(), weights[rows, columns].tolist(), strict=True)
    )
    label = np.arange(len(weights), dtype=np.int64)
    if not rows.size:
        return 0.0, label
    found = nx.community.louvain_communities(
        graph, weight="weight", resolution=resolution, seed=seed
    )
    for number, members in enumerate(found):
        label[list(members)] = number
    quality = nx.community.modularity(graph, found, weight="weight", resolution=resolution)
    # A graph refers to itself, so without this many of them wait for the garbage collector.
    graph.clear()
    return float(quality), label


def _thinned(
    takes_part: BoolArray, seed: int, searches: int, left_out: float
) -> Iterator[BoolArray]:
    draw = np.random.default_rng(seed)
    arrangements = takes_part.shape[1]
    for _turn in range(searches):
        yield takes_part[:, draw.permutation(arrangements)[round(left_out * arrangements) :]]


def _in_order(found: IntArray) -> IntArray:
    """Numbered from the largest; of two as large, whose first member stands first."""
    named, first, size = np.unique(found, return_index=True, return_counts=True)
    order = [at for at in np.lexsort((first, -size)) if named[at] >= 0]
    numbered = np.full(len(found), -1, dtype=np.int64)
    for number, at in enumerate(order):
        numbered[found == named[at]] = number
    return numbered


def _mean_alike(chosen: IntArray, others: list[IntArray]) -> float:
    return float(np.mean([adjusted_rand(chosen, other) for other in others]))


def _stays(chosen: IntArray, others: list[IntArray]) -> FloatArray:
    together = chosen[:, None] == chosen[None, :]
    np.fill_diagonal(together, False)
    still = np.zeros(len(chosen), dtype=np.int64)
    for other in others:
        still += ((other[:, None] == other[None, :]) & together).sum(axis=1)
    possible = together.sum(axis=1) * len(others)
    stays: FloatArray = np.divide(still, possible, out=np.ones(len(chosen)), where=possible > 0)
    return stays


def _pairs(counts: IntArray) -> IntArray:
    return counts * (counts - 1) // 2
