"""Inverses of many small matrices at once."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]


def inverted(squares: FloatArray) -> FloatArray:
    """(…, axes, axes) the inverse of each, symmetric and positive definite.

    Up to two axes in closed form: to call LAPACK for each takes many times as long.
    """
    axes = squares.shape[-1]
    if axes == 1:
        return 1 / squares
    if axes != 2:
        return np.asarray(np.linalg.inv(squares))
    a, b, d = squares[..., 0, 0], squares[..., 0, 1], squares[..., 1, 1]
    turned = np.stack([d, -b, -b, a], axis=-1) / (a * d - b * b)[..., None]
    return turned.reshape(squares.shape)
