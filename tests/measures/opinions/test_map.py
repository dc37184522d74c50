import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from samenspel.measures.opinions import map as opinions_map
from samenspel.measures.opinions.map import OpinionMap, opinion_map
from samenspel.measures.opinions.votes import Votes, last_votes

FloatArray = NDArray[np.float64]
EMPTY = np.nan


def from_matrix(matrix: FloatArray) -> Votes:
    voter, statement = np.nonzero(~np.isnan(matrix))
    value = matrix[voter, statement].astype(np.int64)
    return Votes(voter, statement, value, *matrix.shape)


def random_matrix(seed: int, voters: int, statements: int, *, voted: float) -> FloatArray:
    """Two planted axes, so that the plane is well separated, with cells left empty."""
    draw = np.random.default_rng(seed)
    plane = draw.normal(size=(voters, 2)) * (2.0, 1.2)
    opinion = plane @ draw.normal(size=(2, statements)) + draw.normal(size=(voters, statements))
    matrix = np.where(np.abs(opinion) < 0.2, 0.0, np.sign(opinion))
    return np.where(draw.random(matrix.shape) < voted, matrix, EMPTY)


def dense_reference(matrix: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Centre, all loadings as rows and all shares, as a textbook would: fill in, centre, SVD."""
    voted = ~np.isnan(matrix)
    centre = np.nansum(matrix, axis=0) / np.maximum(voted.sum(axis=0), 1)
    filled = np.where(voted, matrix, centre)
    _, strength, loadings = np.linalg.svd(filled - filled.mean(axis=0), full_matrices=False)
    return centre, loadings, strength**2 / max(np.sum(strength**2), 1e-30)


def found_in(matrix: FloatArray) -> OpinionMap:
    found = opinion_map(from_matrix(matrix))
    assert found is not None
    return found


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 10_000),
    voters=st.integers(4, 60),
    statements=st.integers(3, 40),
    voted=st.floats(0.2, 1.0),
)
def test_equals_the_dense_reference(seed: int, voters: int, statements: int, voted: float) -> None:
    matrix = random_matrix(seed, voters, statements, voted=voted)
    centre, loadings, shares = dense_reference(matrix)
    # Where two axes explain nearly as much the plane itself is not determined to nine digits.
    assume(shares[0] - shares[1] > 1e-3)
    assume(shares[1] - shares[2] > 1e-3)
    found = found_in(matrix)
    turn = np.sign(np.sum(found.loadings * loadings[:2].T, axis=0))
    np.testing.assert_allclose(found.centre, centre, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.explained, shares[:2], rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.loadings, loadings[:2].T * turn, rtol=0, atol=1e-9)
    voted_on = np.sum(~np.isnan(matrix), axis=1)
    filled = np.where(np.isnan(matrix), centre, matrix) - centre
    expected = np.sqrt(statements / np.maximum(voted_on, 1))[:, None] * (filled @ found.loadings)
    expected[voted_on < min(7, statements)] = np.nan
    np.testing.assert_allclose(found.positions, expected, rtol=0, atol=1e-9)
    assert np.array_equal(found.placed, voted_on >= min(7, statements))


def test_many_statements_go_another_way_to_the_same_map(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = random_matrix(3, 80, 120, voted=0.5)
    by_gram_matrix = found_in(matrix)
    monkeypatch.setattr(opinions_map, "_STATEMENTS_IN_A_GRAM_MATRIX", 100)
    by_lanczos = found_in(matrix)
    for name in ("loadings", "explained", "positions"):
        np.testing.assert_allclose(
            getattr(by_lanczos, name), getattr(by_gram_matrix, name), rtol=0, atol=1e-9
        )
    again = found_in(matrix)
    assert np.array_equal(again.positions, by_lanczos.positions, equal_nan=True)


def test_people_taken_in_batches_give_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = random_matrix(4, 101, 12, voted=0.6)
    at_once = found_in(matrix)
    monkeypatch.setattr(opinions_map, "_VOTERS_AT_ONCE", 10)
    in_batches = found_in(matrix)
    assert np.array_equal(in_batches.loadings, at_once.loadings)
    assert np.array_equal(in_batches.positions, at_once.positions, equal_nan=True)


@given(order=st.permutations(range(40)), seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=25)
def test_the_order_of_people_changes_no_bit(order: list[int], seed: int) -> None:
    matrix = random_matrix(seed, 40, 10, voted=0.7)
    found, reordered = found_in(matrix), found_in(matrix[order])
    assert np.array_equal(reordered.loadings, found.loadings)
    assert np.array_equal(reordered.explained, found.explained)
    assert np.array_equal(reordered.positions, found.positions[order], equal_nan=True)


def test_the_order_of_votes_changes_no_bit() -> None:
    votes = from_matrix(random_matrix(5, 40, 10, voted=0.7))
    order = np.random.default_rng(5).permutation(len(votes))
    shuffled = Votes(
        votes.voter[order], votes.statement[order], votes.value[order], votes.voters, 10
    )
    found, reordered = opinion_map(votes), opinion_map(shuffled)
    assert found is not None
    assert reordered is not None
    assert np.array_equal(reordered.positions, found.positions, equal_nan=True)


@given(seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=25)
def test_the_first_statement_that_weighs_most_has_a_positive_loading(seed: int) -> None:
    matrix = random_matrix(seed, 40, 8, voted=0.9)
    found, mirrored = found_in(matrix), found_in(-matrix)
    for loadings in found.loadings.T:
        size = np.abs(loadings) / np.abs(loadings).max()
        assert loadings[np.flatnonzero(size >= 0.95)[0]] > 0
    # Everybody changed their mind: the axes stay, and all people go to the other side.
    np.testing.assert_allclose(mirrored.loadings, found.loadings, rtol=0, atol=1e-9)
    np.testing.assert_allclose(mirrored.positions, -found.positions, rtol=0, atol=1e-9)


def test_of_loadings_that_weigh_the_same_the_first_decides() -> None:
    # Two opposite statements weigh exactly as much; so do the other two, among fewer people.
    both = np.array([[1, -1, EMPTY, EMPTY]] * 4 + [[-1, 1, EMPTY, EMPTY]] * 4)
    others = np.array([[EMPTY, EMPTY, -1, 1]] * 2 + [[EMPTY, EMPTY, 1, -1]] * 2)
    found = found_in(np.vstack([both, others]))
    half = np.sqrt(0.5)
    expected = [[half, 0], [-half, 0], [0, half], [0, -half]]
    np.testing.assert_allclose(found.loadings, expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.explained, [2 / 3, 1 / 3], rtol=0, atol=1e-12)


def test_an_empty_cell_pulls_nowhere_but_to_the_middle() -> None:
    matrix = random_matrix(6, 60, 9, voted=1.0)
    matrix[0, 7:] = EMPTY
    found = found_in(matrix)
    own = (matrix[0, :7] - found.centre[:7]) @ found.loadings[:7]
    np.testing.assert_allclose(found.positions[0], np.sqrt(9 / 7) * own, rtol=0, atol=1e-12)


def test_somebody_without_a_vote_changes_nothing_for_others() -> None:
    matrix = random_matrix(7, 30, 9, voted=0.9)
    found = found_in(matrix)
    joined = found_in(np.vstack([np.full((1, 9), EMPTY), matrix]))
    assert np.array_equal(joined.loadings, found.loadings)
    assert np.array_equal(joined.positions[1:], found.positions, equal_nan=True)
    assert not joined.placed[0]
    assert np.isnan(joined.positions[0]).all()


def test_who_voted_on_fewer_than_seven_statements_is_not_placed() -> None:
    matrix = random_matrix(8, 40, 10, voted=1.0)
    matrix[0, 6:] = EMPTY
    matrix[1, 7:] = EMPTY
    found = found_in(matrix)
    assert found.placed.tolist() == [False] + [True] * 39
    assert np.isnan(found.positions).any(axis=1).tolist() == [True] + [False] * 39


def test_with_few_statements_who_voted_on_all_is_placed() -> None:
    matrix = np.array([[1, 1, 0], [1, -1, EMPTY], [-1, 1, 1], [-1, 0, -1]])
    assert found_in(matrix).placed.tolist() == [True, False, True, True]


def test_statements_that_were_dropped_leave_no_trace() -> None:
    draw = np.random.default_rng(9)
    matrix = random_matrix(9, 60, 12, voted=0.8)
    live = np.ones(12, dtype=np.bool_)
    live[[2, 5, 6]] = False
    expected = found_in(matrix[:, live])
    for _ in range(3):
        matrix[:, ~live] = draw.choice([1.0, 0.0, -1.0, EMPTY], size=(60, 3))
        found = opinion_map(from_matrix(matrix).keep_statements(live))
        assert found is not None
        for name in ("centre", "loadings", "explained", "placed"):
            assert np.array_equal(getattr(found, name), getattr(expected, name))
        assert np.array_equal(found.positions, expected.positions, equal_nan=True)


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
    assert opinion_map(from_matrix(matrix)) is None


def polis_votes(folder: Path, statements: list[int]) -> tuple[Votes, NDArray[np.int64]]:
    """The last votes of the export, as Polis's output numbers its statements (by `tids`).

    Its votes say +1 for agree, unlike the output, and the last row of a pair counts.
    """
    rows = np.loadtxt(
        folder / "polis-votes.csv", delimiter=",", skiprows=1, usecols=(0, 2, 3, 4), dtype=np.int64
    )
    rows = rows[np.isin(rows[:, 1], statements)]
    voters, voter = np.unique(rows[:, 2], return_inverse=True)
    votes = last_votes(
        voter,
        np.searchsorted(statements, rows[:, 1]),
        rows[:, 3],
        voters=len(voters),
        statements=len(statements),
    )
    return votes, voters


def test_finds_the_centre_axes_and_places_of_polis(test_data: Path) -> None:
    folder = test_data / "deliberations" / "scoop-hivemind.biodiversity"
    if not folder.is_dir():
        pytest.skip(f"no conversation with the output of Polis at {folder}")
    polis = json.loads((folder / "polis-math.json").read_text())
    votes, voters = polis_votes(folder, polis["tids"])
    # Polis sets what was moderated to 0 for everybody: the same as a column nobody voted on,
    # but that it counts in everybody's number of votes.
    is_out = np.isin(polis["tids"], polis["mod-out"] + polis["meta-tids"])
    live = ~is_out[votes.statement]
    kept = Votes(
        votes.voter[live],
        votes.statement[live],
        votes.value[live],
        votes.voters,
        votes.statements,
    )
    found = opinion_map(kept)
    assert found is not None

    theirs = np.array(polis["pca"]["comps"])
    np.testing.assert_allclose(found.centre, -np.array(polis["pca"]["center"]), rtol=0, atol=1e-12)
    cosines = np.sum(found.loadings.T * theirs, axis=1) / np.linalg.norm(theirs, axis=1)
    assert np.abs(cosines).min() > 0.999999

    # Base clusters are means of places, in Polis's unit and with agree negative.
    voted = np.bincount(kept.voter, minlength=votes.voters)
    stretch = np.sqrt(voted / (voted + is_out.sum())) * -1
    places = found.positions * stretch[:, None] * np.sign(cosines)
    base = polis["base-clusters"]
    compared = 0
    for members, x, y in zip(base["members"], base["x"], base["y"], strict=True):
        member_places = places[np.searchsorted(voters, members)]
        if not np.isnan(member_places).any():
            compared += 1
            np.testing.assert_allclose(member_places.mean(axis=0), [x, y], rtol=0, atol=1e-6)
    assert compared > 80
