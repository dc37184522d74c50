"""The opinion map: people on a plane, so that who votes alike stands close together.

Principal components of the votes in which every empty cell holds its statement's mean. The dense
matrix is never made: after centring an empty cell is exactly 0, so all that is needed are sums
over the votes that were cast. These sums are whole numbers until the last step, so the order in
which people come in cannot change a bit of the axes.

n people, m statements; v_ij in {+1, 0, -1} is the vote of i on j; O_i are the statements that i
voted on, passes included, and n_i is how many. The statements are the live ones: drop those that
were moderated with `Votes.keep_statements` first, so that they count in neither m nor n_i.

`opinion_map` gives positions of single people and is for computing only. What leaves the program
is made in `published_map.py`.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, eigsh

from samenspel.measures.opinions.votes import BoolArray, IntArray, Votes

FloatArray: TypeAlias = NDArray[np.float64]

VOTES_TO_BE_PLACED = 7

_STATEMENTS_IN_A_GRAM_MATRIX = 2000
_VOTERS_AT_ONCE = 65_536
_NO_VARIATION = 1e-10
_TIE = 0.05


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """Where everybody stands. Positions of single people: never to be shown or stored.

    centre : (statements,) mean vote, 0 where nobody voted
    loadings : (statements, 2) unit vectors, the weight of each statement on each axis
    explained : (2,) share of the total variance that lies along each axis, the largest first
    positions : (voters, 2) in the unit of a vote, NaN for who is not placed
    placed : (voters,) whether somebody voted on enough statements to be placed
    """

    centre: FloatArray
    loadings: FloatArray
    explained: FloatArray
    positions: FloatArray
    placed: BoolArray


def opinion_map(votes: Votes) -> OpinionMap | None:
    """The exact plane of largest variance of the mean-imputed votes, and everybody's place in it.

    With c_j the mean vote on j and C the (n, m) matrix of v_ij - c_j where i voted on j and 0
    elsewhere, the axes w are the two leading eigenvectors of C'C, and explained are their
    eigenvalues over its trace. A place is

        p_i = sqrt(m / max(n_i, 1)) * sum over j in O_i of (v_ij - c_j) w_j

    (Small, Bjorkegren, Erkkila, Shaw & Megill 2021, Polis): the root undoes that an empty cell
    pulls towards the middle. Placed are people with n_i >= min(7, m). Votes of the others count
    in the axes.

    Sign: on each axis the statement with the largest absolute loading has a positive one, so who
    agrees with it stands at the high end. Loadings of at least 95 % of the largest count as
    equally large, and of those the first statement decides: a statement and its near opposite
    would otherwise mirror the map with every few votes. Two axes that explain exactly as much are
    arbitrary within their plane.

    The axes are the same to the last bit for any order of people up to 2,000 statements, and to
    about 1e-12 above that, where the m x m matrix gives way to Lanczos iterations.

    Known weakness: with uneven numbers of votes per person mean imputation bends the axes, and
    how much somebody voted shows in their place.

    Gives None where there is no plane: fewer than two statements, nobody who votes differently
    from others, or all differences along one axis (a second eigenvalue below 1e-10 of the trace).
    """
    if votes.statements < 2:
        return None
    matrix = votes.sparse()
    asked, total, squares = _sums(votes)
    centre = total / np.maximum(asked, 1)
    # Over whole numbers as long as can be: a unanimous statement varies exactly 0.
    variation = float(np.sum((asked * squares - total * total) / np.maximum(asked, 1)))
    if variation == 0:
        return None
    centred = csr_array(
        (matrix.data - centre[matrix.indices], matrix.indices, matrix.indptr), shape=matrix.shape
    )
    strength, loadings = _leading_axes(matrix, centred, centre)
    if strength[1] <= _NO_VARIATION * variation:
        return None
    voted = np.diff(matrix.indptr)
    placed = voted >= min(VOTES_TO_BE_PLACED, votes.statements)
    stretch = np.sqrt(votes.statements / np.maximum(voted, 1))
    positions = stretch[:, np.newaxis] * (centred @ loadings)
    positions[~placed] = np.nan
    return OpinionMap(centre, loadings, strength / variation, positions, placed)


def _sums(votes: Votes) -> tuple[IntArray, IntArray, IntArray]:
    """Per statement the number of votes, their sum and the sum of their squares."""
    tally = np.bincount(
        votes.statement.astype(np.int64) * 3 + votes.value + 1, minlength=votes.statements * 3
    ).reshape(votes.statements, 3)
    disagree, agree = tally[:, 0], tally[:, 2]
    return tally.sum(axis=1), agree - disagree, agree + disagree


def _leading_axes(
    matrix: csr_array, centred: csr_array, centre: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The two largest eigenvalues of C'C and their eigenvectors as columns, largest first."""
    if len(centre) <= _STATEMENTS_IN_A_GRAM_MATRIX:
        last = len(centre) - 1
        strength, loadings = eigh(_gram(matrix, centre), subset_by_index=(last - 1, last))
    else:
        strength, loadings = _lanczos(centred)
    return strength[::-1], _signed(loadings[:, ::-1])


def _gram(matrix: csr_array, centre: FloatArray) -> FloatArray:
    """C'C of (m, m), from co-occurrence sums that are whole numbers and add up over people.

    With o_ij = 1 where i voted on j:
    (C'C)_jk = S v_j v_k - c_k S v_j o_k - c_j S o_j v_k + c_j c_k S o_j o_k, S the sum over i.
    """
    statements = len(centre)
    both_values, value_here, both_voted = np.zeros((3, statements, statements), dtype=np.int64)
    for start in range(0, matrix.shape[0], _VOTERS_AT_ONCE):
        value = matrix[start : start + _VOTERS_AT_ONCE]
        voted = csr_array(
            (np.ones_like(value.data), value.indices, value.indptr), shape=value.shape
        )
        both_values += (value.T @ value).toarray()
        value_here += (value.T @ voted).toarray()
        both_voted += (voted.T @ voted).toarray()
    crossed = value_here * centre
    return both_values - crossed - crossed.T + np.outer(centre, centre) * both_voted


def _lanczos(centred: csr_array) -> tuple[FloatArray, FloatArray]:
    """As `_leading_axes`, the smallest first, with memory for the votes only."""
    statements = centred.shape[1]
    transposed = centred.T.tocsr()
    product = LinearOperator(
        (statements, statements),
        matvec=lambda weights: transposed @ (centred @ weights),
        dtype=np.float64,
    )
    # The start is drawn, as a regular one could be at right angles to an axis; the seed is
    # fixed, as the same votes must give the same map.
    seeded = np.random.default_rng(0)
    start = seeded.standard_normal(statements)
    strength, loadings = eigsh(product, k=2, v0=start, tol=0, rng=seeded)
    ascending = np.argsort(strength)
    return strength[ascending], loadings[:, ascending]


def _signed(loadings: FloatArray) -> FloatArray:
    """Each column turned so that its first entry of (nearly) largest size is positive."""
    size = np.abs(loadings)
    decisive = np.argmax(size >= size.max(axis=0) * (1 - _TIE), axis=0)
    turn: FloatArray = np.where(loadings[decisive, np.arange(loadings.shape[1])] < 0, -1.0, 1.0)
    return loadings * turn
