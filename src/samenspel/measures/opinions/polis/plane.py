"""Polis's plane: centre, components, and the places of people and statements on it."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds

from samenspel.measures.opinions.polis.counts import check_mask
from samenspel.measures.opinions.votes import BoolArray, Votes

FloatArray: TypeAlias = NDArray[np.float64]

_STATEMENTS_IN_A_GRAM_MATRIX = 2_000
_NO_VARIATION = 1e-12


@dataclass(frozen=True, eq=False)
class Plane:
    """Where everybody and everything stands. Places of single people: never shown or stored.

    centre : (statements,) mean vote, 0 for a statement at zero
    components : (statements, 2) unit vectors, 0 for a statement at zero
    people : (voters, 2) places p_i
    statements : (statements, 2) places q_j of who votes on j alone, and agrees
    extremity : (statements,) distance of q_j from the middle
    """

    centre: FloatArray
    components: FloatArray
    people: FloatArray
    statements: FloatArray
    extremity: FloatArray


def plane(votes: Votes, at_zero: BoolArray | None = None) -> Plane:
    """The whole plane of a conversation, with the exact components.

    at_zero : (statements,) true for what moderators took out and for meta statements

    See `centre`, `components`, `places` and `statement_places` for the formulas, which stand
    alone so that they can be held against centres and components of Polis itself.

    Raises ValueError where `at_zero` is not one boolean per statement.
    """
    middle = centre(votes, at_zero)
    axes = components(votes, at_zero)
    of_statements = statement_places(middle, axes)
    return Plane(
        centre=middle,
        components=axes,
        people=places(votes, middle, axes, at_zero),
        statements=of_statements,
        extremity=extremity(of_statements),
    )


def centre(votes: Votes, at_zero: BoolArray | None = None) -> FloatArray:
    """c_j, the mean vote on each statement, passes counted; 0 at zero and where nobody voted.

    Gives (statements,). Polis's own centre is minus this one.
    Raises ValueError where `at_zero` is not one boolean per statement.
    """
    counted = _live(votes, at_zero)[votes.statement]
    statement = votes.statement[counted].astype(np.int64)
    asked = np.bincount(statement, minlength=votes.statements)
    total = np.bincount(statement, weights=votes.value[counted], minlength=votes.statements)
    return total / np.maximum(asked, 1)


def components(votes: Votes, at_zero: BoolArray | None = None) -> FloatArray:
    """The two leading principal components, each empty cell filled with its statement's mean.

    Filled and centred, an empty cell is exactly 0; so with C the sparse matrix of v_ij - c_j on
    votes, the components are the leading eigenvectors of C'C, largest first. Polis finds them by
    at most a hundred power iterations; these are exact.

    Sign: the entry of largest size is positive. A component along which nothing varies is 0.

    Gives (statements, 2). Raises ValueError where `at_zero` is not one boolean per statement.
    """
    centred = _centred(votes, centre(votes, at_zero), at_zero)
    axes = np.zeros((votes.statements, 2))
    variation = float(np.sum(centred.data**2))
    if variation == 0:
        return axes
    strength, found = _leading(centred)
    axes[:, : len(strength)] = np.where(strength > _NO_VARIATION * variation, found, 0.0)
    axes[~_live(votes, at_zero)] = 0
    largest = np.abs(axes).argmax(axis=0)
    return axes * np.where(axes[largest, [0, 1]] < 0, -1.0, 1.0)


def places(
    votes: Votes, centre: FloatArray, components: FloatArray, at_zero: BoolArray | None = None
) -> FloatArray:
    """p_i = sqrt(m / max(n_i, 1)) * sum over j in O_i of (v_ij - c_j) w_j, as (voters, 2).

    centre, components : (statements,) and (statements, 2), in Samenspel's sign

    The root undoes that who votes little stays near the middle. n_i counts i's votes on live
    statements and *every* statement at zero, voted on or not: Polis's answer, kept as it is.

    Raises ValueError where `at_zero` is not one boolean per statement.
    """
    centred = _centred(votes, centre, at_zero)
    zeroed = votes.statements - int(_live(votes, at_zero).sum())
    voted = np.diff(centred.indptr) + zeroed
    stretch = np.sqrt(votes.statements / np.maximum(voted, 1))
    result: FloatArray = stretch[:, np.newaxis] * (centred @ components)
    return result


def statement_places(centre: FloatArray, components: FloatArray) -> FloatArray:
    """q_j = sqrt(m) (1 - c_j) w_j: the place of a person who only voted on j, and agrees.

    Gives (statements, 2). In Polis's sign this reads sqrt(m) (-1 - c_j) w_j, which is minus it.
    """
    stretch = np.sqrt(len(centre)) * (1 - centre)
    result: FloatArray = stretch[:, np.newaxis] * components
    return result


def extremity(of_statements: FloatArray) -> FloatArray:
    """The length of each q_j, as (statements,): how far a statement pulls who agrees with it."""
    result: FloatArray = np.linalg.norm(of_statements, axis=1)
    return result


def _live(votes: Votes, at_zero: BoolArray | None) -> BoolArray:
    """(statements,) true where votes count, i.e. what is not at zero."""
    result: BoolArray = ~check_mask(at_zero, votes.statements)
    return result


def _centred(votes: Votes, centre: FloatArray, at_zero: BoolArray | None) -> csr_array:
    """C of (voters, statements); what is stored are the votes on live statements."""
    matrix = votes.sparse()
    counted = _live(votes, at_zero)[matrix.indices]
    ends = np.concatenate(([0], np.cumsum(counted)))[matrix.indptr]
    data = (matrix.data - centre[matrix.indices])[counted]
    return csr_array((data, matrix.indices[counted], ends), shape=matrix.shape)


def _leading(centred: csr_array) -> tuple[FloatArray, FloatArray]:
    """At most two largest eigenvalues of C'C, largest first, and their vectors as columns."""
    statements = centred.shape[1]
    if statements <= _STATEMENTS_IN_A_GRAM_MATRIX:
        gram = (centred.T @ centred).toarray()
        first = max(statements - 2, 0)
        strength, vectors = eigh(gram, subset_by_index=(first, statements - 1))
        return strength[::-1], vectors[:, ::-1]
    if min(centred.shape) <= 2:
        _, singular, rows = np.linalg.svd(centred.toarray(), full_matrices=False)
        return singular**2, rows.T
    # The start is drawn with a fixed seed, as the same votes must give the same plane.
    seeded = np.random.default_rng(0)
    start = seeded.standard_normal(min(centred.shape))
    _, singular, rows = svds(centred, k=2, v0=start, tol=0, rng=seeded)
    order = np.argsort(-singular)
    return np.asarray(singular[order] ** 2, dtype=np.float64), rows[order].T
