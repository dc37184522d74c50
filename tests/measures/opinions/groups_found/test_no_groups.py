"""Where there are no groups none are found, however people differ."""

import pytest

from samenspel.measures.opinions.groups_found.null_model import LEVEL
from tests.benchmarks.made_votes import Size
from tests.measures.opinions.made_people import analysed, on_axes

# Some vote once, some on everything.
SMALL = Size(250, 30, 15, uneven=True)
LARGE = Size(1_000, 60, 20, uneven=True)

KINDS = {
    "independent votes": (0, False),
    "acquiescence only": (1, True),
    "one continuous axis": (1, False),
    "two axes": (2, False),
}


@pytest.mark.parametrize("kind", KINDS)
def test_one_group_is_found_where_there_are_none(kind: str) -> None:
    axes, acquiescence = KINDS[kind]
    found = [analysed(on_axes(SMALL, axes, seed, acquiescence=acquiescence)) for seed in range(100)]
    assert sum(run.found.count == 1 for run in found) >= 95
    # Not because nothing was looked for: there is an axis to find groups on.
    looked = sum(run.found.tested is not None for run in found)
    assert looked >= 95 if axes else looked <= 10


@pytest.mark.parametrize("spread", ["even", "skewed", "heavy-tailed"])
@pytest.mark.parametrize("axes", [1, 2])
def test_a_crowd_of_another_shape_is_no_groups(axes: int, spread: str) -> None:
    found = [analysed(on_axes(SMALL, axes, seed, spread=spread)).found for seed in range(12)]
    assert sum(run.count == 1 for run in found) >= 11


@pytest.mark.parametrize("spread", ["normal", "even", "skewed", "heavy-tailed"])
@pytest.mark.parametrize("axes", [1, 2])
def test_nor_does_a_larger_crowd_fall_apart(axes: int, spread: str) -> None:
    found = [analysed(on_axes(LARGE, axes, seed, spread=spread)).found for seed in range(3)]
    assert [run.count for run in found] == [1] * 3
    assert all(run.tested is not None and run.tested.p > LEVEL for run in found)
    assert all(run.classes is None and run.membership is None for run in found)
