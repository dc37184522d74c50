"""The interval of a counted share is that of Wilson's paper and of Newcombe's table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.measures.proportions import ShareInSample, wilson


@pytest.mark.parametrize(
    ("counted", "size", "low", "high"),
    [
        # Newcombe (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(
    counted: int, size: int, low: float, high: float
) -> None:
    found = wilson(counted, size)

    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.share == counted / size


@given(st.integers(1, 400), st.floats(0.01, 0.99), st.data())
def test_it_holds_the_share_and_is_its_own_mirror(
    size: int, level: float, data: st.DataObject
) -> None:
    counted = data.draw(st.integers(0, size))
    found, mirrored = wilson(counted, size, level=level), wilson(size - counted, size, level=level)

    assert 0 <= found.low <= found.share <= found.high <= 1
    assert (found.low, found.high) == pytest.approx((1 - mirrored.high, 1 - mirrored.low))


def test_a_narrower_level_lies_within_a_wider_one() -> None:
    half, most = wilson(3, 9, level=0.5), wilson(3, 9, level=0.99)

    assert most.low < half.low < half.share < half.high < most.high
    assert half == ShareInSample(1 / 3, half.low, half.high)


@pytest.mark.parametrize(
    ("counted", "size", "level"), [(0, 0, 0.95), (-1, 5, 0.95), (6, 5, 0.95), (1, 5, 1.0)]
)
def test_what_is_no_share_is_refused(counted: int, size: int, level: float) -> None:
    with pytest.raises(ValueError, match=r"no share of a sample|no interval"):
        wilson(counted, size, level=level)
