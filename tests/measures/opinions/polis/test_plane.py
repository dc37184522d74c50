import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from samenspel.measures.opinions.polis import plane as polis_plane
from samenspel.measures.opinions.polis.plane import components, plane
from samenspel.measures.opinions.votes import Votes

FloatArray = NDArray[np.float64]
EMPTY = np.nan


def from_matrix(matrix: FloatArray) -> Votes:
    voter, statement = np.nonzero(~np.isnan(matrix))
    return Votes(voter, statement, matrix[voter, statement].astype(np.int64), *matrix.shape)


def random_matrix(seed: int, people: int, statements: int, voted: float) -> FloatArray:
    draw = np.random.default_rng(seed)
    opinion = draw.normal(size=(people, 2)) * (2, 1.2) @ draw.normal(size=(2, statements))
    opinion += draw.normal(size=opinion.shape)
    matrix = np.where(np.abs(opinion) < 0.2, 0.0, np.sign(opinion))
    return np.where(draw.random(matrix.shape) < voted, matrix, EMPTY)


def test_by_hand() -> None:
    """Two people differ on the first statement only; the second is at zero."""
    found = plane(
        from_matrix(np.array([[1.0, 1, 1], [-1, EMPTY, 1], [EMPTY, 1, EMPTY]])),
        np.array([False, True, False]),
    )
    assert found.centre.tolist() == [0, 0, 1]
    assert found.components.tolist() == [[1, 0], [0, 0], [0, 0]]
    # sqrt(m / n_i) = sqrt(3 / 3): the statement at zero counts, voted on or not.
    assert found.people.tolist() == [[1, 0], [-1, 0], [0, 0]]
    np.testing.assert_allclose(found.statements, [[np.sqrt(3), 0], [0, 0], [0, 0]], atol=1e-15)
    np.testing.assert_allclose(found.extremity, [np.sqrt(3), 0, 0], atol=1e-15)


@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    people=st.integers(4, 40),
    statements=st.integers(3, 25),
    voted=st.floats(0.3, 1),
)
def test_equals_the_dense_components_with_columns_at_zero(
    seed: int, people: int, statements: int, voted: float
) -> None:
    matrix = random_matrix(seed, people, statements, voted)
    at_zero = np.random.default_rng(seed).random(statements) < 0.2
    dense = np.where(at_zero, 0.0, matrix)
    known = ~np.isnan(dense)
    middle = np.where(known, dense, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, dense, middle)
    _, strength, rows = np.linalg.svd(filled - middle, full_matrices=False)
    share = strength**2 / max(float(np.sum(strength**2)), 1e-30)
    assume(share[0] - share[1] > 1e-3)
    assume(share[1] - share[2] > 1e-3)
    found = plane(from_matrix(matrix), at_zero)
    turn = np.sign(np.sum(found.components * rows[:2].T, axis=0))
    np.testing.assert_allclose(found.components, rows[:2].T * turn, rtol=0, atol=1e-9)
    stretch = np.sqrt(statements / np.maximum(known.sum(axis=1), 1))[:, None]
    expected = stretch * ((filled - middle) @ found.components)
    np.testing.assert_allclose(found.people, expected, rtol=0, atol=1e-9)
    assert not found.components[at_zero].any()


def test_many_statements_go_another_way_to_the_same_components(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    votes = from_matrix(random_matrix(3, 60, 80, 0.5))
    by_gram_matrix = components(votes)
    monkeypatch.setattr(polis_plane, "_STATEMENTS_IN_A_GRAM_MATRIX", 50)
    np.testing.assert_allclose(components(votes), by_gram_matrix, rtol=0, atol=1e-9)


@pytest.mark.parametrize("largest_gram_matrix", [0, 2_000])
@pytest.mark.parametrize(
    ("matrix", "exist"),
    [
        pytest.param(np.empty((4, 0)), [False, False], id="no statements"),
        pytest.param(np.empty((0, 4)), [False, False], id="nobody"),
        pytest.param(np.full((4, 3), EMPTY), [False, False], id="no votes"),
        pytest.param(np.tile([1.0, 0, -1], (9, 1)), [False, False], id="all the same"),
        pytest.param(np.array([[1.0], [-1], [1]]), [True, False], id="one statement"),
        pytest.param(np.array([[1.0, -1, 1], [-1, 1, 1]]), [True, False], id="two people"),
        pytest.param(
            np.tile([[1.0, -1, 1, 0], [-1, 1, -1, 0]], (3, 1)), [True, False], id="one axis"
        ),
    ],
)
def test_a_component_along_which_nothing_varies_is_zero(
    monkeypatch: pytest.MonkeyPatch,
    matrix: FloatArray,
    exist: list[bool],
    largest_gram_matrix: int,
) -> None:
    monkeypatch.setattr(polis_plane, "_STATEMENTS_IN_A_GRAM_MATRIX", largest_gram_matrix)
    found = plane(from_matrix(matrix))
    assert np.linalg.norm(found.components, axis=0) == pytest.approx(np.array(exist, dtype=float))
    assert np.isfinite(found.people).all()


def test_two_people_and_a_million_statements() -> None:
    votes = Votes(np.array([0, 1]), np.array([5, 5]), np.array([1, -1]), 2, 1_000_000)
    assert components(votes)[5].tolist() == [1, 0]


@pytest.mark.parametrize("at_zero", [np.array([True]), np.array([0, 1, 0])])
def test_statements_at_zero_are_one_boolean_each(at_zero: NDArray[np.bool_]) -> None:
    with pytest.raises(ValueError, match="must hold 3 booleans"):
        plane(from_matrix(np.zeros((2, 3))), at_zero)
