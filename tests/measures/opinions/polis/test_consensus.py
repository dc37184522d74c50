import numpy as np
import pytest

from samenspel.measures.opinions.polis.consensus import (
    Majority,
    group_aware_consensus,
    majorities,
)


def test_group_aware_consensus_by_hand() -> None:
    tally = np.array([[[3, 0, 1], [0, 0, 0]], [[8, 1, 1], [2, 4, 0]]])
    expected = [(4 / 6) * (9 / 12), (1 / 2) * (3 / 8)]
    np.testing.assert_allclose(group_aware_consensus(tally), expected, rtol=0, atol=1e-16)


def test_majorities_by_hand() -> None:
    tally = np.array([[[14, 1, 0], [1, 14, 0], [8, 7, 0], [15, 0, 0], [14, 1, 0]]])
    agreed, disagreed = majorities(tally)
    # 2 sqrt(16) (15/16 - 1/2) and 2 sqrt(16) (16/16 - 1/2)
    assert agreed == (
        Majority(3, 15, 15, 16 / 17, 4.0),
        Majority(0, 14, 15, 15 / 17, 3.5),
        Majority(4, 14, 15, 15 / 17, 3.5),
    )
    assert disagreed == (Majority(1, 14, 15, 15 / 17, 3.5),)
    without = majorities(tally, np.array([False, True, False, True, False]))
    assert without == (agreed[1:], ())


def test_at_most_five_majorities_on_each_side() -> None:
    tally = np.array([[[20 + n, 1, 2] for n in range(7)]])
    agreed, disagreed = majorities(tally)
    assert [one.statement for one in agreed] == [6, 5, 4, 3, 2]
    assert disagreed == ()


def test_majorities_are_of_everybody_at_once() -> None:
    with pytest.raises(ValueError, match="everybody as one group"):
        majorities(np.zeros((2, 3, 3), dtype=np.int64))
    with pytest.raises(ValueError, match="must hold 3 booleans"):
        majorities(np.zeros((1, 3, 3), dtype=np.int64), np.array([True]))
    with pytest.raises(ValueError, match="cannot be negative"):
        group_aware_consensus(np.full((1, 3, 3), -1))
