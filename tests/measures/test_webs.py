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
