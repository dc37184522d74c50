"""Other ways to look at statements, on a conversation small enough to count by hand."""

import numpy as np
import pytest

from samenspel.measures.opinions.analysis import analyse
from samenspel.measures.opinions.bridging import bridging
from samenspel.measures.opinions.partitions import cut
from samenspel.measures.opinions.votes import Votes
from samenspel.soundings.instruments.statements.second_views import second_views

# Two of the three in the first group agree with the first statement, one of two in the second.
VOTES = Votes(
    voter=np.array([0, 1, 2, 3, 4, 0, 3]),
    statement=np.array([0, 0, 0, 0, 0, 1, 1]),
    value=np.array([1, 1, -1, 1, 0, 1, -1]),
    voters=5,
    statements=2,
).in_order()
GROUP_OF = np.array([0, 0, 0, 1, 1])


def test_groups_count_for_their_size_and_answers_for_their_weight() -> None:
    exact = analyse(cut(VOTES, GROUP_OF), groups=2, statements=2)
    # In the order of people: the two votes of the first, and so on.
    weight = np.array([2.0, 1.0, 1.0, 1.0, 1.0, 3.0, 1.0])
    first, second = second_views(exact, VOTES, weight, [30, 10])
    score = bridging(VOTES).score

    assert first["pooled"]["share"] == pytest.approx((2 / 3 * 30 + 1 / 2 * 10) / 40)
    assert first["pooled"]["spoken_for"] == 1
    assert first["weighted"]["share"] == pytest.approx((2 + 1 + 1) / (2 + 1 + 1 + 1 + 1))
    assert first["weighted"]["worth"] == pytest.approx(6**2 / 8)
    assert second["weighted"]["share"] == pytest.approx(1 / 4)
    assert [first["bridging"], second["bridging"]] == [pytest.approx(each) for each in score]


def test_nothing_is_put_together_with_a_group_of_unknown_size() -> None:
    exact = analyse(cut(VOTES, GROUP_OF), groups=2, statements=2)
    assert [view["pooled"] for view in second_views(exact, VOTES, None, [30, None])] == [None, None]
    assert [view["weighted"] for view in second_views(exact, VOTES, None, [30, 10])] == [None, None]
