"""Leading eigenvectors of a covariance matrix whose diagonal says nothing of the axes.

The diagonal holds the noise of every statement too, most of it for statements that hardly anybody
voted on; off the diagonal noise cancels out. So what belongs on the diagonal is found from the
rest: put the diagonal of the low-rank fit there, fit again, and so on until nothing changes
(HeteroPCA: Zhang, Cai & Wu 2022).
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh, qr

FloatArray: TypeAlias = NDArray[np.float64]

TOLERANCE = 1e-10
MOST_STEPS = 120
_MORE_THAN_ASKED = 3
_NOTHING = 1e-300


def hetero_pca(square: FloatArray, largest: FloatArray, axes: int) -> tuple[FloatArray, FloatArray]:
    """The `axes` largest eigenvalues and their unit vectors, of a matrix without its diagonal.

    square : (m, m) symmetric; what is on its diagonal is not used
    largest : (m,) what may stand on the diagonal at most: the share of a statement's variance
        that the axes explain cannot exceed that variance
    axes : 1 <= axes <= m

    Gives (axes,) eigenvalues, largest first, and (m, axes) unit vectors as columns. The diagonal
    is d_j = sum over positive eigenvalues l_a of l_a u_ja², at most `largest`.

    Every step improves the vectors and the diagonal together, so that no full decomposition is
    made: Rayleigh-Ritz on the vectors, their residuals and the last direction (LOBPCG: Knyazev
    2001), from a fixed start. It ends when neither a residual nor the diagonal is off by more than
    1e-10 of the largest eigenvalue. Where axes are as strong as noise that can take long and means
    little, so there are 120 steps at most.
    """
    hollow = square.copy()
    np.fill_diagonal(hollow, 0)
    width = min(axes + _MORE_THAN_ASKED, len(hollow))
    start = np.random.default_rng(0).standard_normal((len(hollow), width))
    vectors = _orthonormal(start)
    product = hollow @ vectors
    diagonal, before = np.zeros(len(hollow)), np.zeros((len(hollow), 0))
    for step in range(MOST_STEPS):
        moved = product + diagonal[:, np.newaxis] * vectors
        values = np.sum(vectors * moved, axis=0)
        residual = moved - vectors * values
        fitted = np.minimum(_diagonal(values[:axes], vectors[:, :axes]), largest)
        scale = TOLERANCE * max(float(np.abs(values).max()), _NOTHING)
        off = max(np.abs(fitted - diagonal).max(), np.abs(residual[:, :axes]).max())
        if step and off <= scale:
            break
        # The first vectors are a draw and say nothing of the diagonal yet.
        diagonal = fitted if step else diagonal
        basis = _orthonormal(np.hstack([vectors, residual, before]))
        moved = hollow @ basis
        small = basis.T @ moved + basis.T @ (diagonal[:, np.newaxis] * basis)
        best = _largest(small, width)
        new = basis @ best
        before = vectors - new @ (new.T @ vectors)
        vectors, product = new, moved @ best
    return values[:axes], vectors[:, :axes]


def _diagonal(values: FloatArray, vectors: FloatArray) -> FloatArray:
    return np.asarray(vectors**2 @ np.maximum(values, 0))


def _orthonormal(columns: FloatArray) -> FloatArray:
    # Each of length 1 first, so that no direction drowns in others.
    unit = columns / np.maximum(np.linalg.norm(columns, axis=0), _NOTHING)
    return np.asarray(qr(unit, mode="economic")[0], dtype=np.float64)


def _largest(small: FloatArray, width: int) -> FloatArray:
    """The eigenvectors of the largest eigenvalues, largest first."""
    vectors = np.asarray(eigh((small + small.T) / 2)[1], dtype=np.float64)
    return vectors[:, ::-1][:, :width]
