"""What maps are made of: steps of a scale, boxes around paths, names that do not cross."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from samenspel.atlas.pictures.outlines import Box, Label, box_around, without_crossing
from samenspel.atlas.pictures.steps import Step, cut_at, of_equal_size, periods


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], []),
        ([4], ["4"]),
        ([7, 7, 7], ["7"]),
        ([1, 2, 3, 4, 5], ["1", "2", "3", "4", "5"]),
        ([1] * 9 + [20], ["1 tot en met 19", "20"]),
        (list(range(100)), [f"{n} tot en met {n + 19}" for n in (0, 20, 40, 60, 80)]),
    ],
)
def test_steps_hold_about_as_many_each(values: list[int], words: list[str]) -> None:
    with translation.override("nl"):
        assert [step.words for step in of_equal_size(values)] == words


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_every_value_is_in_one_step_and_so_is_every_mean(values: list[int]) -> None:
    steps = of_equal_size(values)
    assert len(steps) <= 5
    for value in [*values, sum(values) / len(values)]:
        assert sum(step.holds(value) for step in steps) == 1


def test_steps_with_bounds_that_are_known_have_their_words() -> None:
    with translation.override("nl"):
        assert cut_at([20, 30]) == [
            Step(None, 19, "minder dan 20"),
            Step(20, 29, "20 tot 30"),
            Step(30, None, "30 of meer"),
        ]
        assert periods([2011, 2016]) == [
            Step(None, 2010, "vóór 2011"),
            Step(2011, 2015, "2011 tot en met 2015"),
            Step(2016, None, "2016 of later"),
        ]


@pytest.mark.parametrize(
    "path",
    [
        "M1,2L4,2L4,8L1,8Z",
        "M1 2h3v6H1z",
        "M1 2l3 0 0 6-3 0zm1 1l1 0 0 1z",
        "M10 20M1 2l.5.5 2.5-.5 0 6-3 0z",
    ],
)
def test_a_box_lies_around_every_way_to_write_a_path(path: str) -> None:
    right, bottom = (10, 20) if path.startswith("M10") else (4, 8)
    assert box_around([path]) == Box(1, 2, right, bottom)


def test_a_box_lies_around_all_paths_and_there_is_none_around_nothing() -> None:
    assert box_around(["M1 2L4 8z", "M-3 5L0 6z", ""]) == Box(-3, 2, 4, 8)
    assert box_around([]) is None
    assert Box(1, 2, 5, 4).with_room(0.5).view_box == "-1.0 0.0 8.0 6.0"


def test_a_name_gives_way_to_one_that_came_before() -> None:
    names = [("Aldermonde", 0.0, 0.0), ("Brinkdam", 5.0, 1.0), ("Duinrade", 0.0, 20.0)]
    assert without_crossing(names, size=10) == [Label(*names[0]), Label(*names[2])]
    assert without_crossing(names, size=0.1) == [Label(*name) for name in names]
