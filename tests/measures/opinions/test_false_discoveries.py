"""Many tests at once."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from samenspel.measures.opinions.false_discoveries import benjamini_hochberg


def test_adjusted_p_by_hand() -> None:
    """Benjamini & Hochberg (1995); what was not tested counts for nothing."""
    adjusted = benjamini_hochberg(np.array([0.01, 0.04, np.nan, 0.03, 0.5]))
    assert_allclose(adjusted, [0.04, 0.16 / 3, np.nan, 0.16 / 3, 0.5])


def test_the_example_of_its_authors() -> None:
    """Fifteen tests of Benjamini & Hochberg (1995, section 4): at q = .05 four are rejected."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    p += [0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert_array_equal(benjamini_hochberg(np.array(p)) <= 0.05, [True] * 4 + [False] * 11)


def test_nothing_tested_gives_nothing() -> None:
    assert_array_equal(benjamini_hochberg(np.array([np.nan, np.nan])), [np.nan, np.nan])
    assert benjamini_hochberg(np.zeros(0)).shape == (0,)
