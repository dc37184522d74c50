from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from samenspel.measures.webs import (
    adjusted_rand,
    betweenness,
    collaboration_weights,
    groups,
    participation,
    reach,
    shared,
)
from tests.benchmarks.adjusted_rand import adjusted_rand as adjusted_rand_of_floats
from tests.measures.register import arrangements_in_force

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

WEBS = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=9))
SMALL_WEBS = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=5))
LABELS = st.lists(st.integers(0, 3), min_size=1, max_size=12)


def ints(*values: int) -> IntArray:
    return np.array(values, dtype=np.int64)


def web(*arrangements: str) -> BoolArray:
    """Who takes part in each, a letter for an organisation."""
    names = sorted(set("".join(arrangements)))
    return np.array([[name in members for members in arrangements] for name in names])


def by_pairs(graph: "nx.Graph[int]") -> BoolArray:
    """A graph as arrangements of two, so that each tie weighs 1."""
    takes_part = np.zeros((len(graph), graph.number_of_edges()), dtype=np.bool_)
    for number, (one, other) in enumerate(sorted(graph.edges)):
        takes_part[[one, other], number] = True
    return takes_part


def karate_club() -> BoolArray:
    return by_pairs(nx.karate_club_graph())


def test_a_tie_weighs_what_newman_computed_for_authors_a_and_b() -> None:
    # Newman 2001, figure 6: papers of four, two and three authors.
    weights = collaboration_weights(web("ABCD", "AB", "ABE"))
    assert weights[0, 1] == pytest.approx(11 / 6)
    assert shared(web("ABCD", "AB", "ABE"))[0].tolist() == [0, 3, 1, 1, 1]


@given(WEBS)
def test_weights_are_those_of_networkx(takes_part: BoolArray) -> None:
    organisations, arrangements = takes_part.shape
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(organisations + arrangements))
    rows, columns = np.nonzero(takes_part)
    graph.add_edges_from(zip(rows.tolist(), (columns + organisations).tolist(), strict=True))
    projected = nx.bipartite.collaboration_weighted_projected_graph(graph, range(organisations))
    expected = nx.to_numpy_array(projected, nodelist=range(organisations))
    np.testing.assert_allclose(collaboration_weights(takes_part), expected, atol=1e-11)


@given(WEBS)
def test_each_gives_every_shared_arrangement_one_unit_of_itself(takes_part: BoolArray) -> None:
    own = (takes_part & (takes_part.sum(axis=0) > 1)).sum(axis=1)
    np.testing.assert_allclose(collaboration_weights(takes_part).sum(axis=1), own, atol=1e-10)


@given(WEBS)
def test_shared_counts_are_those_of_a_loop(takes_part: BoolArray) -> None:
    together = shared(takes_part)
    for one, members in enumerate(takes_part):
        for other, others in enumerate(takes_part):
            expected = 0 if one == other else int((members & others).sum())
            assert together[one, other] == expected


def test_the_best_known_division_of_the_karate_club_is_found() -> None:
    # Modularity .4198 in four groups is the optimum (Brandes et al. 2008; exact .41979).
    found = groups(karate_club(), searches=20)
    assert (round(found.modularity, 4), found.count) == (0.4198, 4)
    # The first member and the last lead the two sides that the club fell apart into.
    assert found.group[0] != found.group[33]


def test_modularity_is_what_its_formula_gives_by_hand() -> None:
    # Two triangles with a tie between them: of 7 ties 3 lie in each, and each has 7 of 14 ends.
    found = groups(web("AB", "AC", "BC", "DE", "DF", "EF", "CD"), searches=1)
    assert found.group.tolist() == [0, 0, 0, 1, 1, 1]
    assert found.modularity == pytest.approx(2 * (3 / 7 - (7 / 14) ** 2))


def test_groups_that_share_nothing_are_told_apart_and_who_is_alone_is_in_none() -> None:
    found = groups(web("AB", "ABC", "BC", "DE", "DE", "F"), left_out=0.0)
    assert found.group.tolist() == [0, 0, 0, 1, 1, -1]
    assert found.found == (2,) * 20
    assert (found.alike, found.alike_without) == (1.0, 1.0)
    assert found.stays.tolist() == [1.0] * 6


def test_a_group_that_hangs_on_one_arrangement_shows_it() -> None:
    # C and D are held to the others by one arrangement of all; G and H meet again and again.
    found = groups(web("ABCD", "AB", "CD", "EF", "EF", "EF", "EF", "EF"), left_out=0.5)
    assert found.stays[2] < 1
    assert found.alike_without < found.alike == 1.0


def test_the_same_seed_gives_the_same_groups() -> None:
    one, again = groups(karate_club(), seed=7), groups(karate_club(), seed=7)
    assert one.group.tolist() == again.group.tolist()
    assert (one.modularity, one.found, one.alike, one.alike_without, one.stays.tolist()) == (
        again.modularity,
        again.found,
        again.alike,
        again.alike_without,
        again.stays.tolist(),
    )


@settings(max_examples=30, deadline=None)
@given(WEBS)
def test_groups_are_numbered_from_the_largest_and_hold_together(takes_part: BoolArray) -> None:
    found = groups(takes_part, searches=2)
    tied = collaboration_weights(takes_part).any(axis=1)
    sizes = np.bincount(found.group[tied], minlength=found.count)
    assert (found.group >= 0).tolist() == tied.tolist()
    assert sizes.tolist() == sorted(sizes, reverse=True)
    assert 0 not in sizes
    assert ((found.stays >= 0) & (found.stays <= 1)).all()
    graph = nx.from_numpy_array(collaboration_weights(takes_part))
    for number in range(found.count):
        assert nx.is_connected(graph.subgraph(np.flatnonzero(found.group == number).tolist()))


def test_a_web_without_ties_has_no_groups() -> None:
    found = groups(web("A", "B"))
    assert (found.count, found.modularity, found.group.tolist()) == (0, 0.0, [-1, -1])


@pytest.mark.parametrize(
    ("shape", "searches", "left_out", "reason"),
    [
        ((0, 3), 1, 0.1, "at least one organisation"),
        ((3,), 1, 0.1, "at least one organisation"),
        ((1, 1), 0, 0.1, "at least 1"),
        ((1, 1), 1, 1.0, "below 1"),
    ],
)
def test_what_cannot_be_searched_is_refused(
    shape: tuple[int, ...], searches: int, left_out: float, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        groups(np.zeros(shape, dtype=np.bool_), searches=searches, left_out=left_out)


def test_adjusted_rand_of_a_table_by_hand() -> None:
    # Pairs together in both 2, in one 4 and 3 of 15: (2 − 12/15) / (3.5 − 12/15) = 4/9.
    one, other = ints(0, 0, 0, 1, 1, 2), ints(0, 0, 1, 1, 1, 1)
    table = [[2, 1], [0, 2], [0, 1]]
    in_both = sum(count * (count - 1) / 2 for row in table for count in row)
    in_one, in_other, pairs = 3 + 1, 1 + 6, 15
    chance = in_one * in_other / pairs
    assert adjusted_rand(one, other) == pytest.approx(
        (in_both - chance) / ((in_one + in_other) / 2 - chance)
    )


@given(LABELS, st.permutations(range(4)), st.data())
def test_adjusted_rand_asks_for_no_names_and_no_order(
    labels: list[int], names: list[int], data: st.DataObject
) -> None:
    one = ints(*labels)
    other = ints(*data.draw(st.lists(st.integers(0, 3), min_size=len(one), max_size=len(one))))
    assert adjusted_rand(one, ints(*names)[one]) == 1.0
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand(other, one))
    # Where one divides nothing or everything, the other function has its own answer.
    if 1 < len(set(labels)) < len(labels):
        assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_of_floats(one, other))


def test_participation_by_hand() -> None:
    # The second has one unit in its own group and a half in the other: 1 − (2/3)² − (1/3)².
    weights = np.array([[0, 1, 0, 0], [1, 0, 0.5, 0], [0, 0.5, 0, 0], [0, 0, 0, 0]])
    group = ints(0, 0, 1, -1)
    spread = participation(weights, group).tolist()
    assert spread == pytest.approx([0, 4 / 9, 0, float("nan")], nan_ok=True)
    expected = np.array([[1, 0], [2 / 3, 1 / 3], [1, 0], [0, 0]])
    np.testing.assert_allclose(reach(weights, group), expected)


def test_ties_spread_evenly_over_groups_reach_the_most_there_can_be() -> None:
    weights = np.zeros((5, 5))
    weights[0, 1:] = weights[1:, 0] = 1
    assert participation(weights, ints(0, 0, 1, 2, 3))[0] == pytest.approx(1 - 1 / 4)


# ── who lies between ──────────────────────────────────────────────────────────────────────


def test_the_middle_of_a_star_lies_between_all_others() -> None:
    # Freeman 1977: 1 for the middle of a star, and for nothing else.
    assert betweenness(collaboration_weights(web("AB", "AC", "AD", "AE"))).tolist() == [
        1,
        0,
        0,
        0,
        0,
    ]
    # On a line of four, each of both in the middle lies between two of three pairs.
    line = betweenness(collaboration_weights(web("AB", "BC", "CD")))
    assert line.tolist() == pytest.approx([0, 2 / 3, 2 / 3, 0])
    # In a ring of four each pair across has two ways.
    ring = betweenness(collaboration_weights(web("AB", "BC", "CD", "DA")))
    assert ring.tolist() == pytest.approx([1 / 6] * 4)


def test_the_medici_lie_between_the_families_of_florence() -> None:
    families = nx.florentine_families_graph()
    names = sorted(families)
    numbered = nx.relabel_nodes(families, {name: at for at, name in enumerate(names)})
    found = dict(zip(names, betweenness(collaboration_weights(by_pairs(numbered))), strict=True))
    most = sorted(found, key=lambda name: -found[name])[:3]
    assert {name: round(float(found[name]), 3) for name in most} == {
        "Medici": 0.522,
        "Guadagni": 0.255,
        "Albizzi": 0.212,
    }


def test_the_way_leads_along_strong_ties() -> None:
    # A and C share one arrangement, and each shares three with B: 1/3 + 1/3 is shorter than 1.
    strong = betweenness(collaboration_weights(web("AC", "AB", "AB", "AB", "BC", "BC", "BC")))
    assert strong.tolist() == pytest.approx([0, 1, 0])
    # With two each both ways are as long: 1/2 + 1/2.
    as_long = betweenness(collaboration_weights(web("AC", "AB", "AB", "BC", "BC")))
    assert as_long.tolist() == pytest.approx([0, 0.5, 0])


@given(SMALL_WEBS)
def test_betweenness_is_what_a_loop_over_all_ways_counts(takes_part: BoolArray) -> None:
    exact = _exact_weights(takes_part)
    count = len(takes_part)
    expected = [Fraction(0)] * count
    for one, other in combinations(range(count), 2):
        ways = list(_ways(exact, one, other))
        shortest = [way for length, way in ways if length == min(ways)[0]]
        for between in range(count):
            if between not in (one, other) and shortest:
                through = sum(between in way for way in shortest)
                expected[between] += Fraction(through, len(shortest))
    pairs = max(1, (count - 1) * (count - 2) // 2)
    found = betweenness(collaboration_weights(takes_part))
    np.testing.assert_allclose(found, [float(each / pairs) for each in expected], atol=1e-12)


def _exact_weights(takes_part: BoolArray) -> dict[tuple[int, int], Fraction]:
    weights: dict[tuple[int, int], Fraction] = {}
    for column in takes_part.T:
        members = np.flatnonzero(column).tolist()
        for pair in permutations(members, 2):
            weights[pair] = weights.get(pair, Fraction(0)) + Fraction(1, len(members) - 1)
    return weights


def _ways(
    weights: dict[tuple[int, int], Fraction], one: int, other: int
) -> Iterator[tuple[Fraction, tuple[int, ...]]]:
    """Every way from one to another that meets nobody twice, with its length."""
    waiting: list[tuple[Fraction, tuple[int, ...]]] = [(Fraction(0), (one,))]
    while waiting:
        length, way = waiting.pop()
        for (start, end), weight in weights.items():
            if start == way[-1] and end not in way:
                longer = (length + 1 / weight, (*way, end))
                if end == other:
                    yield longer
                else:
                    waiting.append(longer)


def test_nobody_lies_between_where_there_are_fewer_than_three_or_no_ties() -> None:
    for takes_part in (web("AB"), web("A", "B", "C"), np.zeros((0, 2), dtype=np.bool_)):
        assert not betweenness(collaboration_weights(takes_part)).any()
    with pytest.raises(ValueError, match="not below 0"):
        betweenness(np.full((3, 3), -1.0))


def test_the_web_of_the_netherlands_has_fourteen_groups_that_hardly_touch(
    test_data: Path,
) -> None:
    takes_part, _codes = arrangements_in_force(test_data)
    found = groups(takes_part, searches=8)
    crosses = [len(set(found.group[members].tolist())) > 1 for members in takes_part.T]
    assert takes_part.shape == (342, 434)
    assert (found.count, round(found.modularity, 2)) == (14, 0.85)
    assert sum(crosses) < 70
    assert min(found.alike, found.alike_without) > 0.8
    # In the sense of Guimerà & Amaral nobody connects groups.
    assert np.nanmax(participation(collaboration_weights(takes_part), found.group)) < 0.62
