import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from samenspel.measures.opinions.polis.clusters import (
    centres,
    clustered,
    group_bases,
    k_means,
    polis_groups,
    silhouette,
)
from samenspel.measures.opinions.votes import Votes
from tests.measures.opinions.polis import loops

IntArray = NDArray[np.int64]


def votes_by_number(numbers: list[int], statements: int) -> Votes:
    """Each person agrees with the first so many statements."""
    voter = np.repeat(np.arange(len(numbers)), numbers)
    statement = np.concatenate([np.arange(n) for n in [*numbers, 0]])
    return Votes(voter, statement, np.ones_like(voter), len(numbers), statements)


def camps(people: int, statements: int, seed: int) -> tuple[Votes, IntArray]:
    """Two camps that answer nearly everything the other way round."""
    draw = np.random.default_rng(seed)
    camp = np.arange(people) % 2
    side = np.where(draw.random((people, statements)) < 0.9, 1, -1) * np.where(camp, 1, -1)[:, None]
    voter, statement = np.indices((people, statements)).reshape(2, -1)
    return Votes(voter, statement, side.ravel(), people, statements), camp


@pytest.mark.parametrize(
    ("numbers", "statements", "expected"),
    [
        pytest.param([7, 6] * 15, 9, [True, False] * 15, id="seven votes"),
        pytest.param([3, 2] * 15, 3, [True, False] * 15, id="all of a few statements"),
        pytest.param([9] * 13 + [2, 3, 6, 3], 9, [True] * 13 + [False, True, True, False], id="15"),
        pytest.param([1, 0, 2], 9, [True, False, True], id="nobody without a vote"),
        pytest.param([0, 0], 0, [False, False], id="no statements"),
    ],
)
def test_who_is_clustered(numbers: list[int], statements: int, expected: list[bool]) -> None:
    assert clustered(votes_by_number(numbers, statements)).tolist() == expected


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    points=st.integers(1, 30),
    k=st.integers(1, 6),
    grid=st.booleans(),
)
def test_k_means_as_by_hand(seed: int, points: int, k: int, *, grid: bool) -> None:
    draw = np.random.default_rng(seed)
    spots = draw.normal(size=(points, 2)) * 3
    if grid:
        # Some points at the same place, hardly ever two centres at the same distance.
        spots = np.rint(spots) * (1, np.pi)
    weight = draw.integers(1, 9, size=points)
    label = k_means(spots, k, weight=weight, iterations=20)
    expected = loops.k_means([tuple(spot) for spot in spots.tolist()], k, weight.tolist(), 20)
    assert [set(np.flatnonzero(label == c)) for c in range(len(expected))] == expected
    means = centres(spots, label, weight)
    for number, members in enumerate(expected):
        chosen = list(members)
        by_hand = np.average(spots[chosen], axis=0, weights=weight[chosen])
        np.testing.assert_allclose(means[number], by_hand, rtol=0, atol=1e-12)
    if len(expected) > 1:
        by_loops = loops.silhouette([tuple(spot) for spot in spots.tolist()], expected)
        assert silhouette(spots, label) == pytest.approx(by_loops, abs=1e-12)


def test_silhouette_by_hand() -> None:
    """Distances 2 within, and 10, 12 and their mean 11 between; 4 stands alone and counts 0."""
    spots = np.array([[0.0, 0], [2, 0], [12, 0]])
    expected = ((12 - 2) / 12 + (10 - 2) / 10 + 0) / 3
    assert silhouette(spots, np.array([0, 0, 1])) == pytest.approx(expected, abs=1e-15)


def test_silhouette_of_points_in_one_place_is_zero() -> None:
    assert silhouette(np.zeros((4, 2)), np.array([0, 0, 1, 1])) == 0


def test_one_more_group_for_every_twelve_base_clusters_up_to_five() -> None:
    draw = np.random.default_rng(1)
    for bases, most in ((2, 2), (11, 2), (12, 3), (24, 4), (36, 5), (100, 5)):
        _, silhouettes = group_bases(draw.normal(size=(bases, 2)), np.ones(bases, dtype=np.int64))
        assert list(silhouettes) == list(range(2, most + 1))


def test_base_clusters_weigh_by_their_people() -> None:
    """Alone, 4 would draw the left mean to 3 and 5 would go to it; with its people it cannot."""
    spots = np.array([[0.0, 0], [8, 0], [3, 0], [4.4, 0]])
    alike = k_means(spots, 2, weight=np.array([1, 1, 1, 1]), iterations=20)
    heavy = k_means(spots, 2, weight=np.array([1, 1, 99, 1]), iterations=20)
    assert alike.tolist() == [0, 1, 0, 1]
    assert heavy.tolist() == [0, 1, 0, 0]


@pytest.mark.parametrize("seed", [None, 0, 7])
def test_finds_two_camps(seed: int | None) -> None:
    votes, camp = camps(120, 20, 5)
    found = polis_groups(votes, seed=seed)
    again = polis_groups(votes, seed=seed)
    assert found.groups == 2
    assert np.array_equal(found.group == found.group[0], camp == camp[0])
    assert found.silhouettes[2] == max(found.silhouettes.values())
    assert len(np.unique(found.base)) <= 100
    assert np.array_equal(found.group, again.group)
    assert np.array_equal(found.base, again.base)


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        pytest.param(votes_by_number([], 3), [], id="nobody"),
        pytest.param(votes_by_number([0, 0], 3), [-1, -1], id="no votes"),
        pytest.param(votes_by_number([3, 3], 3), [0, 0], id="everybody alike"),
        pytest.param(votes_by_number([3], 3), [0], id="one person"),
        pytest.param(votes_by_number([0, 0], 0), [-1, -1], id="no statements"),
    ],
)
def test_there_are_not_always_two_groups(votes: Votes, expected: list[int]) -> None:
    found = polis_groups(votes)
    assert found.group.tolist() == expected
    assert found.base.tolist() == expected
    assert found.groups == max(expected, default=-1) + 1
    assert found.silhouettes == {}


def test_moderation_changes_places_but_not_who_is_clustered() -> None:
    votes, camp = camps(60, 12, 2)
    at_zero = np.arange(12) < 8
    found = polis_groups(votes, at_zero)
    assert (found.group >= 0).all()
    assert np.mean((found.group == found.group[0]) == (camp == camp[0])) > 0.9


def test_bad_requests_are_refused() -> None:
    spots = np.zeros((3, 2))
    with pytest.raises(ValueError, match="at least one cluster"):
        k_means(spots, 0, iterations=5)
    with pytest.raises(ValueError, match="at least one cluster"):
        k_means(spots, 2, iterations=-1)
    with pytest.raises(ValueError, match="at least two clusters"):
        silhouette(spots, np.zeros(3, dtype=np.int64))
