import numpy as np
import pytest

from samenspel.measures.opinions.polis.routing import priorities


def test_by_hand() -> None:
    """A new statement, one with ten votes over two groups, and a meta statement."""
    tally = np.array([[[0, 0, 0], [3, 1, 1], [5, 0, 0]], [[0, 0, 0], [3, 0, 2], [0, 0, 5]]])
    found = priorities(tally, np.array([0.0, 1.5, 9.0]), np.array([False, False, True]))
    # (1 - 1/2) (0 + 1) (1/2) (1 + 8), and (1 - 4/12) (1.5 + 1) (7/12) (1 + 8/4)
    expected = [2.25**2, ((8 / 12) * 2.5 * (7 / 12) * 3) ** 2, 49]
    np.testing.assert_allclose(found, expected, rtol=1e-15, atol=0)


def test_what_does_not_fit_is_refused() -> None:
    tally = np.zeros((2, 3, 3), dtype=np.int64)
    with pytest.raises(ValueError, match="one extremity per statement"):
        priorities(tally, np.zeros(2))
    with pytest.raises(ValueError, match="must hold 3 booleans"):
        priorities(tally, np.zeros(3), np.array([True]))
    with pytest.raises(ValueError, match="cannot be negative"):
        priorities(tally - 1, np.zeros(3))
