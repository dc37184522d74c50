"""How alike two divisions of the same people are."""

import numpy as np
from numpy.typing import NDArray


def adjusted_rand(one: NDArray[np.integer], other: NDArray[np.integer]) -> float:
    """1 for the same groups, 0 for as alike as by chance (Hubert & Arabie 1985).

    one, other : (people,) the group of each; what groups are called does not matter
    """
    _, row = np.unique(one, return_inverse=True)
    _, column = np.unique(other, return_inverse=True)
    both = np.zeros((row.max(initial=0) + 1, column.max(initial=0) + 1))
    np.add.at(both, (row, column), 1)
    same = _pairs(both)
    rows, columns = _pairs(both.sum(axis=1)), _pairs(both.sum(axis=0))
    by_chance = rows * columns / max(_pairs(both.sum()), 1.0)
    most = (rows + columns) / 2
    return (same - by_chance) / (most - by_chance) if most > by_chance else 0.0


def _pairs(count: NDArray[np.float64]) -> float:
    return float((count * (count - 1)).sum() / 2)
