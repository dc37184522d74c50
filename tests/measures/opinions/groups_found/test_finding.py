"""Groups that are there are found, as well as can be."""

import numpy as np
import pytest

from samenspel.measures.opinions.analysis import Analysis
from samenspel.measures.opinions.groups_found.classes import UNDETERMINED_BELOW
from samenspel.measures.opinions.groups_found.finding import PEOPLE_IN_A_FIRST_TEST
from samenspel.measures.opinions.groups_found.null_model import LEVEL
from tests.benchmarks.adjusted_rand import adjusted_rand
from tests.benchmarks.made_votes import Size
from tests.measures.opinions.made_people import Planted, analysed, mean_difference, planted


def likeliest(found: Analysis, made: Planted) -> np.ndarray:
    """(people,) of each, also where it is not sure."""
    classes = found.found.classes
    assert classes is not None
    return np.asarray(classes.membership(made.votes).argmax(axis=1))


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize("apart", [0.33, 0.4])
@pytest.mark.parametrize(
    "part", [(0.4, 0.35, 0.25), (0.7, 0.2, 0.1)], ids=["alike in size", "of unequal size"]
)
def test_three_groups_a_third_apart_are_found(part: tuple[float, ...], apart: float) -> None:
    for seed in range(2):
        made = planted(Size(1_000, 100, 30), part, apart, seed)
        assert mean_difference(made.agree) == pytest.approx(apart, abs=1e-3)
        found = analysed(made.votes)
        assert found.found.count == 3
        assert adjusted_rand(likeliest(found, made), made.group) >= 0.95


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize(("apart", "people"), [(0.25, 2_000), (0.2, 8_000)])
def test_closer_groups_are_found_as_well_as_by_who_knows_them(apart: float, people: int) -> None:
    for seed in range(2):
        made = planted(Size(people, 100, 30), (0.4, 0.35, 0.25), apart, seed)
        found = analysed(made.votes)
        best = adjusted_rand(made.oracle(), made.group)
        assert 0.5 < best < 0.95
        assert found.found.count == 3
        assert adjusted_rand(likeliest(found, made), made.group) >= 0.95 * best


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize("part", [(0.5, 0.5), (0.8, 0.2), (0.2,) * 5, (1 / 6,) * 6, (1 / 8,) * 8])
def test_other_numbers_of_groups_are_found(part: tuple[float, ...]) -> None:
    made = planted(Size(300 * len(part), 80, 35, uneven=True), part, 0.36, seed=1)
    found = analysed(made.votes)
    assert found.found.count == len(part)
    assert found.standing is not None
    sure = found.standing.group >= 0
    assert adjusted_rand(found.standing.group[sure], made.group[sure]) >= 0.95


@pytest.mark.usefixtures("unchecked")
def test_groups_come_largest_first_and_their_sizes_are_who_surely_belongs() -> None:
    made = planted(Size(1_000, 60, 30), (0.2, 0.5, 0.3), 0.33, seed=2)
    found = analysed(made.votes)
    assert found.standing is not None
    assert found.found.classes is not None
    assert found.found.classes.share == pytest.approx([0.5, 0.3, 0.2], abs=0.04)
    group = found.standing.group
    assert found.sizes.tolist() == [int(np.sum(group == g)) for g in range(3)]
    assert 950 < found.sizes.sum() <= 1_000
    tally = found.standing.votes_by_group
    for g in range(3):
        mine = made.votes.value[group[made.votes.voter] == g]
        assert tally[g].sum(axis=0).tolist() == [int(np.sum(mine == v)) for v in (1, -1, 0)]


@pytest.mark.usefixtures("unchecked")
def test_who_is_not_sure_enough_is_in_no_group() -> None:
    made = planted(Size(2_000, 100, 30), (0.5, 0.3, 0.2), 0.25, seed=3)
    found = analysed(made.votes)
    assert found.standing is not None
    assert found.found.membership is not None
    surest = found.found.membership.max(axis=1)
    unsure = np.sum(surest < UNDETERMINED_BELOW)
    assert 20 < unsure < 500
    assert np.sum(found.standing.group < 0) == unsure


@pytest.mark.usefixtures("unchecked")
def test_a_few_people_decide_where_groups_stand_clearly_apart_and_else_many_do() -> None:
    clear = analysed(planted(Size(1_000, 100, 30), (0.4, 0.35, 0.25), 0.33, seed=0).votes)
    assert clear.found.tested is not None
    assert (clear.found.tested.people, clear.found.tested.p) == (PEOPLE_IN_A_FIRST_TEST, LEVEL)
    # Not one of 199 draws may reach it in the first test, two may in the second.
    near = [
        analysed(planted(Size(1_000, 100, 30), (0.5, 0.5), 0.17, seed).votes).found.tested
        for seed in range(3)
    ]
    assert all(tested is not None and tested.people == 1_000 for tested in near)
    assert len({tested.p for tested in near if tested is not None}) == 3
