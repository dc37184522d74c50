"""Many tests at once."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def benjamini_hochberg(p: FloatArray) -> FloatArray:
    """Adjusted p of each test: reject where it is at most q, and at most q of those are false.

    p : (…) one per test; nan where nothing was tested, which counts for nothing and stays nan

    Source: Benjamini & Hochberg (1995), for independent or positively dependent tests.
    """
    q = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    order = np.argsort(p[known], kind="stable")
    rank = np.arange(1, len(order) + 1)
    # q of the k-th smallest of n: the least of p n / k over this and all larger ones.
    adjusted = np.minimum.accumulate((p[known][order] * (len(order) / rank))[::-1])[::-1]
    q_known = np.empty(len(order))
    q_known[order] = np.minimum(adjusted, 1)
    q[known] = q_known
    return q
