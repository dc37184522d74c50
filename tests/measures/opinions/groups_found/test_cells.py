import numpy as np
import pytest

from samenspel.measures.opinions.groups_found.cells import Cells, placed, refitted
from samenspel.measures.opinions.votes import Votes
from tests.benchmarks.made_votes import Size
from tests.measures.opinions.made_people import on_axes

VOTES = on_axes(Size(40, 9, 5, uneven=True), 2, seed=1)
SETS = np.random.default_rng(2).choice([-1.0, 0.0, 1.0], (len(VOTES), 3))


def em_step(
    votes: Votes, centred: np.ndarray, loadings: np.ndarray, noise: float
) -> tuple[np.ndarray, float]:
    """One step of EM for one set, person by person and statement by statement."""
    axes = loadings.shape[1]
    normal = np.zeros((votes.statements, axes, axes))
    outcome = np.zeros((votes.statements, axes))
    for person in range(votes.voters):
        mine = votes.voter == person
        here = loadings[votes.statement[mine]]
        inverse = np.linalg.inv(here.T @ here + noise * np.eye(axes))
        stands = inverse @ here.T @ centred[mine]
        for statement, value in zip(votes.statement[mine], centred[mine], strict=True):
            normal[statement] += np.outer(stands, stands) + noise * inverse
            outcome[statement] += value * stands
    fitted = np.linalg.solve(normal + 0.01 * np.eye(axes), outcome[..., None])[..., 0]
    return fitted, float(np.sum(centred**2) - np.sum(fitted * outcome)) / len(centred)


def test_votes_are_centred_on_their_statement_in_each_set() -> None:
    centred = Cells(VOTES).centred(SETS)
    for statement in range(VOTES.statements):
        mine = VOTES.statement == statement
        expected = SETS[mine] - SETS[mine].mean(axis=0)
        np.testing.assert_allclose(centred[mine], expected, atol=1e-12)
    assert Cells(VOTES).observed[:, 0].tolist() == VOTES.value.tolist()


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_axes_are_refitted_by_a_step_of_em_and_then_turned(axes: int) -> None:
    cells = Cells(VOTES)
    loadings = np.random.default_rng(3).standard_normal((VOTES.statements, axes)) / 2
    centred = cells.centred(SETS)
    found, left = refitted(cells, centred, loadings, 0.4)
    assert found.shape == (VOTES.statements, axes, 3)
    for number in range(3):
        expected, noise = em_step(VOTES, centred[:, number], loadings, 0.4)
        turned = found[:, :, number]
        # The same but for a turn, and the axes stand at right angles, the strongest first.
        np.testing.assert_allclose(turned @ turned.T, expected @ expected.T, atol=1e-10)
        gram = turned.T @ turned
        np.testing.assert_allclose(gram, np.diag(np.diagonal(gram)), atol=1e-10)
        assert np.all(np.diff(np.diagonal(gram)) <= 0)
        assert left[number] == pytest.approx(noise)


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_people_are_placed_by_their_own_votes_only(axes: int) -> None:
    cells = Cells(VOTES)
    centred = cells.centred(SETS)
    loadings = np.random.default_rng(4).standard_normal((VOTES.statements, axes, 3))
    noise = np.array([0.3, 0.5, 0.7])
    places = placed(cells, centred, loadings, noise)
    assert places.position.shape == places.variance.shape == (3, axes, VOTES.voters)
    for person in range(VOTES.voters):
        mine = VOTES.voter == person
        for number in range(3):
            here = loadings[VOTES.statement[mine], :, number]
            precise = here.T @ here / noise[number] + 1e-3 * np.eye(axes)
            stands = np.linalg.solve(precise, here.T @ centred[mine, number] / noise[number])
            np.testing.assert_allclose(places.position[number, :, person], stands, atol=1e-9)
            error = np.diagonal(np.linalg.inv(precise))
            np.testing.assert_allclose(places.variance[number, :, person], error, rtol=1e-9)
