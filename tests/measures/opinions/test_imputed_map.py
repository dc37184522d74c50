from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from samenspel.measures.opinions.imputed_map import ImputedMap, imputed_map, imputed_positions
from samenspel.measures.opinions.moments import Moments, moments_of
from samenspel.measures.opinions.votes import Votes
from tests.measures.opinions.polis import conversations
from tests.measures.opinions.simulated import as_votes, by_thresholds

FloatArray = NDArray[np.float64]
EMPTY = np.nan


def moments(votes: Votes, groups: int = 1) -> Moments:
    return moments_of(votes, np.arange(votes.voters) % groups, groups)


def dense(votes: Votes) -> FloatArray:
    matrix = np.full((votes.voters, votes.statements), EMPTY)
    matrix[votes.voter, votes.statement] = votes.value
    return matrix


def dense_reference(matrix: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Centre, all loadings as rows and all shares, as a textbook would: fill in, centre, SVD."""
    voted = ~np.isnan(matrix)
    centre = np.nansum(matrix, axis=0) / np.maximum(voted.sum(axis=0), 1)
    filled = np.where(voted, matrix, centre)
    _, strength, loadings = np.linalg.svd(filled - filled.mean(axis=0), full_matrices=False)
    return centre, loadings, strength**2 / max(np.sum(strength**2), 1e-30)


def check_equal(votes: Votes, found: ImputedMap, total: Moments) -> None:
    matrix = dense(votes)
    centre, loadings, shares = dense_reference(matrix)
    turn = np.sign(np.sum(found.loadings * loadings[:2].T, axis=0))
    np.testing.assert_allclose(found.centre, centre, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.explained, shares[:2], rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.loadings, loadings[:2].T * turn, rtol=0, atol=1e-9)
    voted = ~np.isnan(matrix)
    stretch = np.sqrt(votes.statements / np.maximum(voted.sum(axis=1), 1))
    expected = stretch[:, None] * (np.where(voted, matrix - centre, 0) @ loadings[:2].T) * turn
    np.testing.assert_allclose(imputed_positions(votes, found), expected, rtol=0, atol=1e-9)
    counts = np.stack([(matrix == value).sum(axis=0) for value in (1, -1, 0)], axis=1)
    assert np.array_equal(total.tally.sum(axis=0), counts)
    assert np.array_equal(total.both_voted.sum(axis=0), voted.T.astype(int) @ voted)


@pytest.mark.parametrize("name", conversations.ALL)
def test_equals_the_dense_reference_on_every_conversation(name: str, test_data: Path) -> None:
    conversation = conversations.export(test_data, name)
    votes = conversation.votes.keep_statements(~conversation.at_zero)
    total = moments(votes, groups=3)
    found = imputed_map(total)
    assert found is not None
    check_equal(votes, found, total)


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    voters=st.integers(4, 60),
    statements=st.integers(3, 40),
    voted=st.floats(0.2, 1.0),
)
def test_equals_the_dense_reference(seed: int, voters: int, statements: int, voted: float) -> None:
    asked = np.random.default_rng(seed).random((voters, statements)) < voted
    votes = by_thresholds(seed, voters, statements, (2.0, 1.2), asked).votes
    shares = dense_reference(dense(votes))[2]
    # Where two axes explain nearly as much the plane itself is not determined to nine digits.
    assume(shares[0] - shares[1] > 1e-3)
    assume(shares[1] - shares[2] > 1e-3)
    total = moments(votes)
    found = imputed_map(total)
    assert found is not None
    check_equal(votes, found, total)


def test_finds_the_centre_and_the_axes_of_polis(test_data: Path) -> None:
    conversation, polis = conversations.with_output(test_data)
    # Polis sets what was moderated to 0 for everybody: the same as a column nobody voted on.
    live = ~conversation.at_zero
    found = imputed_map(moments(conversation.votes.keep_statements(live)))
    assert found is not None
    theirs = np.array(polis["pca"]["comps"])
    centre = -np.array(polis["pca"]["center"])
    assert np.array_equal(centre[~live], np.zeros((~live).sum()))
    np.testing.assert_allclose(found.centre, centre[live], rtol=0, atol=1e-12)
    cosines = np.sum(found.loadings.T * theirs[:, live], axis=1) / np.linalg.norm(theirs, axis=1)
    assert np.abs(cosines).min() > 0.999999


def test_of_loadings_that_weigh_the_same_the_first_decides() -> None:
    # Two opposite statements weigh exactly as much; so do the other two, among fewer people.
    both = np.array([[1.0, -1, 0, 0]] * 4 + [[-1, 1, 0, 0]] * 4)
    others = np.array([[0.0, 0, -1, 1]] * 2 + [[0, 0, 1, -1]] * 2)
    asked = np.repeat([[True, True, False, False], [False, False, True, True]], [8, 4], axis=0)
    votes = as_votes(np.vstack([both, others]), asked)
    found = imputed_map(moments(votes))
    assert found is not None
    half = np.sqrt(0.5)
    expected = [[half, 0], [-half, 0], [0, half], [0, -half]]
    np.testing.assert_allclose(found.loadings, expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.explained, [2 / 3, 1 / 3], rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "matrix",
    [
        pytest.param(np.empty((5, 0)), id="no statements"),
        pytest.param(np.array([[1.0], [-1], [1]]), id="one statement"),
        pytest.param(np.empty((0, 4)), id="nobody"),
        pytest.param(np.full((9, 4), EMPTY), id="no votes"),
        pytest.param(np.tile([1.0, 0, -1], (10, 1)), id="all the same"),
        pytest.param(np.array([[1.0, -1, 1], [-1, 1, -1], [1, -1, 1]]), id="one axis"),
        pytest.param(np.array([[1.0, 1, EMPTY], [-1, 1, 0]]), id="one statement divides"),
    ],
)
def test_there_is_no_plane_without_two_ways_to_differ(matrix: FloatArray) -> None:
    votes = as_votes(np.nan_to_num(matrix), ~np.isnan(matrix))
    assert imputed_map(moments(votes)) is None
