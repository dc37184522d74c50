import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.measures.opinions.groups_found.anew import found_anew
from samenspel.measures.opinions.groups_found.stability import jaccard, stability
from tests.benchmarks.made_votes import Size
from tests.measures.opinions.made_people import on_axes, planted

LABELS = st.integers(1, 4).flatmap(
    lambda k: st.tuples(
        st.just(k),
        st.lists(st.tuples(st.integers(0, k - 1), st.integers(0, k - 1)), min_size=1),
    )
)


@pytest.mark.parametrize("part", [(0.5, 0.5), (0.5, 0.3, 0.2)])
def test_clear_groups_are_found_again(part: tuple[float, ...]) -> None:
    made = planted(Size(500, 60, 30, uneven=True), part, 0.38, seed=1)
    found = stability(made.votes, made.group, len(part), len(part) - 1, seed=0)
    assert found.min() >= 0.75
    assert found.max() <= 1
    assert np.array_equal(
        stability(made.votes, made.group, len(part), len(part) - 1, seed=0), found
    )


@pytest.mark.parametrize(
    ("axes", "k", "at_most"), [(1, 3, 0.75), (1, 4, 0.6), (2, 3, 0.75), (0, 3, 0.5)]
)
def test_groups_forced_on_people_who_differ_gradually_are_not(
    axes: int, k: int, at_most: float
) -> None:
    votes = on_axes(Size(500, 40, 20, uneven=True), axes, seed=2)
    [label] = found_anew([votes], max(axes, 1), k, seeds=[0])
    assert len(set(label.tolist())) == k
    assert stability(votes, label, k, max(axes, 1), seed=0).mean() < at_most


def test_a_group_that_is_not_there_is_not_found_again() -> None:
    made = planted(Size(500, 60, 30, uneven=True), (0.5, 0.5), 0.38, seed=3)
    drawn = np.random.default_rng(4).integers(0, 2, 500)
    assert stability(made.votes, drawn, 2, 1, seed=0).max() < 0.5


@given(LABELS)
def test_jaccard_is_those_in_both_over_those_in_either(
    drawn: tuple[int, list[tuple[int, int]]],
) -> None:
    k, pairs = drawn
    one, other = np.array(pairs).T
    expected = [
        max(
            np.sum((one == g) & (other == h)) / np.sum((one == g) | (other == h))
            for h in range(k)
            if np.any((one == g) | (other == h))
        )
        if np.any(one == g)
        else np.nan
        for g in range(k)
    ]
    np.testing.assert_allclose(jaccard(one, other, k), expected)
