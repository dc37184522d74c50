"""Webs of organisations, against published values and against networkx."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.measures.relations import Web, recognition, said_of_each, web


def ties(graph: "nx.Graph[int]") -> np.ndarray:
    return np.asarray(nx.to_numpy_array(graph) > 0)


@pytest.mark.parametrize(
    ("graph", "density", "centralisation"),
    [
        (nx.karate_club_graph(), 0.139037, 0.399621),
        (nx.krackhardt_kite_graph(), 0.4, 0.333333),
        (nx.star_graph(4), 0.4, 1.0),
        (nx.cycle_graph(5), 0.5, 0.0),
    ],
)
def test_known_webs(graph: "nx.Graph[int]", density: float, centralisation: float) -> None:
    found = web(ties(graph))
    assert (found.density, found.centralisation) == pytest.approx(
        (density, centralisation), abs=5e-7
    )
    assert found.reciprocity == 1


@given(st.integers(0, 1000), st.integers(2, 9))
@settings(max_examples=40, deadline=None)
def test_directed_webs_are_those_of_networkx(seed: int, size: int) -> None:
    graph = nx.gnp_random_graph(size, 0.4, seed=seed, directed=True)
    found = web(ties(graph), directed=True)
    assert found.density == pytest.approx(nx.density(graph))
    if graph.number_of_edges():
        assert found.reciprocity == pytest.approx(nx.overall_reciprocity(graph))


def test_too_few_organisations_say_nothing() -> None:
    alone = web(np.ones((1, 1), dtype=bool))
    assert np.isnan([alone.density, alone.centralisation, alone.reciprocity]).all()
    assert np.isnan(web(np.zeros((0, 0), dtype=bool)).density)
    pair = web(np.ones((2, 2), dtype=bool))
    assert (pair.density, pair.reciprocity) == (1, 1)
    assert np.isnan(pair.centralisation)
    assert isinstance(pair, Web)


def test_each_organisation_speaks_once_and_not_of_itself() -> None:
    # Two aspects; the first organisation sent ten people, the second two, the third none.
    n = np.zeros((3, 3, 2), dtype=int)
    sums = np.zeros((3, 3, 2))
    n[0, :, :], sums[0] = 10, [[50, 50], [20, 30], [40, 10]]
    n[1, 2, 0], sums[1, 2, 0] = 2, 4
    found = said_of_each(sums, n, took_part=np.array([10, 2, 0]), asked=np.array([12, 8, 5]))
    np.testing.assert_equal(found.mean, [[np.nan, np.nan], [2, 3], [(4 + 2) / 2, 1]])
    assert found.organisations.tolist() == [[0, 0], [1, 1], [2, 1]]
    assert found.people.tolist() == [[0, 0], [10, 10], [12, 10]]
    assert found.response.tolist() == [10 / 12, 0.25, 0]


def test_recognition_goes_both_ways_and_is_open_where_one_is_silent() -> None:
    own = np.array([[1, 1, 0, 0], [0, 1, 1, 1], [1, 0, 0, 0]], dtype=bool)
    seen = np.zeros((3, 3, 4), dtype=bool)
    seen[0, 1], seen[1, 0], seen[0, 2] = [0, 1, 0, 0], [1, 1, 0, 0], [1, 0, 0, 0]
    answered = np.array([[1, 1, 1], [1, 1, 0], [0, 0, 0]], dtype=bool)
    found = recognition(own, seen, answered=answered).recognised
    nan = np.nan
    np.testing.assert_allclose(found, [[nan, 1 / 3, nan], [1, nan, nan], [nan, nan, nan]])


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="organisations"):
        web(np.zeros((2, 3), dtype=bool))
    with pytest.raises(ValueError, match="aspects"):
        said_of_each(
            np.zeros((2, 2, 1)),
            np.zeros((2, 2, 2), dtype=int),
            took_part=np.array([1, 1]),
            asked=np.array([1, 1]),
        )
    with pytest.raises(ValueError, match="asked"):
        said_of_each(
            np.zeros((2, 2, 1)),
            np.zeros((2, 2, 1), dtype=int),
            took_part=np.array([3, 1]),
            asked=np.array([2, 1]),
        )
    with pytest.raises(ValueError, match="pair"):
        recognition(
            np.zeros((2, 3), dtype=bool),
            np.zeros((2, 2, 2), dtype=bool),
            answered=np.ones((2, 2), dtype=bool),
        )
