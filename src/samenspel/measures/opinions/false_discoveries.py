"""Many tests at once."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

FloatArray = NDArray[np.float64]


def benjamini_hochberg(p: FloatArray) -> FloatArray:
    """Adjusted p of each test: reject where it is at most q, and at most q of those are false.

    p : (…) one per test; nan where nothing was tested, which counts for nothing and stays nan

    Source: Benjamini & Hochberg (1995), for independent or positively dependent tests.
    """
    q = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    if known.any():
        q[known] = false_discovery_control(p[known])
    return q
