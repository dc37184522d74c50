import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.measures.opinions.false_discoveries import benjamini_hochberg

# Benjamini & Hochberg (1995), section 3.2: the fifteen hypotheses on thrombolysis.
PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
    0.6528, 0.7590, 1.0000,
]  # fmt: skip


def test_four_of_the_fifteen_published_hypotheses_are_rejected() -> None:
    q = benjamini_hochberg(np.array(PUBLISHED))
    assert (q <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert q[3] == pytest.approx(0.0095 * 15 / 4)


@given(st.lists(st.floats(0, 1) | st.just(np.nan), max_size=30))
def test_what_was_not_tested_counts_for_nothing(p: list[float]) -> None:
    q = benjamini_hochberg(np.array(p, dtype=np.float64))
    known = sorted((value, place) for place, value in enumerate(p) if not np.isnan(value))
    expected = np.full(len(p), np.nan)
    least = 1.0
    for rank in range(len(known), 0, -1):
        value, place = known[rank - 1]
        least = min(least, value * len(known) / rank)
        expected[place] = least
    np.testing.assert_allclose(q, expected, rtol=1e-12)
