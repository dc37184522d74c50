import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from samenspel.measures.opinions.map import opinion_map
from samenspel.measures.opinions.published_map import PublishedMap, published_map
from samenspel.measures.opinions.votes import Votes

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
EMPTY = np.nan


def from_matrix(matrix: FloatArray) -> Votes:
    voter, statement = np.nonzero(~np.isnan(matrix))
    value = matrix[voter, statement].astype(np.int64)
    return Votes(voter, statement, value, *matrix.shape)


def nobody_in_a_group(voters: int) -> IntArray:
    return np.full(voters, -1, dtype=np.int64)


def published(
    matrix: FloatArray, group_of: IntArray | None = None, groups: int = 0, *, minimum: int = 5
) -> PublishedMap:
    if group_of is None:
        group_of = nobody_in_a_group(len(matrix))
    made = published_map(from_matrix(matrix), group_of, groups, minimum=minimum)
    assert made is not None
    return made


def as_bytes(made: PublishedMap) -> bytes:
    return json.dumps(made.as_data()).encode()


def random_matrix(seed: int, voters: int, statements: int = 12, voted: float = 0.9) -> FloatArray:
    draw = np.random.default_rng(seed)
    plane = draw.normal(size=(voters, 2)) * (2.0, 1.2)
    opinion = plane @ draw.normal(size=(2, statements)) + draw.normal(size=(voters, statements))
    matrix = np.where(np.abs(opinion) < 0.2, 0.0, np.sign(opinion))
    return np.where(draw.random(matrix.shape) < voted, matrix, EMPTY)


def four_camps(people: int = 16) -> FloatArray:
    """Two questions asked in seven ways: five about the first (one reversed), two about the other.

    With as many people in each camp every mean is 0 and the two axes are known by hand.
    """
    first = np.array([1.0, -1, 1, 1, 1])
    second = np.ones(2)
    camps = [np.concatenate([a * first, b * second]) for a in (-1, 1) for b in (-1, 1)]
    return np.repeat(camps, people, axis=0)


def camp_of(people: int = 16) -> IntArray:
    return np.repeat(np.arange(4), people)


def test_a_map_that_is_known_by_hand() -> None:
    # The camps lie at (±√5, ±√2): with 5 cells from -3 to 3 in columns 0 and 4, rows 1 and 3.
    group_of = np.repeat([0, 0, 1, 2], 16)
    group_of[:16] = -1
    group_of[32:] = np.repeat([1, 2], [20, 12])
    assert published(four_camps(), group_of, 3).as_data() == {
        "voices_at_least": 60,
        "minimum": 5,
        "size": 5,
        "reach": 3.0,
        "cells": [
            {"column": 0, "row": 1, "low": 10, "high": 19},
            {"column": 4, "row": 1, "low": 10, "high": 19},
            {"column": 0, "row": 3, "low": 10, "high": 19},
            {"column": 4, "row": 3, "low": 10, "high": 19},
        ],
        "axes": [
            {
                "explained_percent": 71,
                "high_end": [
                    {"statement": 0, "weight": 1.0},
                    {"statement": 2, "weight": 1.0},
                    {"statement": 3, "weight": 1.0},
                ],
                "low_end": [{"statement": 1, "weight": -1.0}],
            },
            {
                "explained_percent": 29,
                "high_end": [
                    {"statement": 5, "weight": 1.0},
                    {"statement": 6, "weight": 1.0},
                ],
                "low_end": [],
            },
        ],
        "groups": [{"group": 1, "column": 4, "row": 1}],
        "groups_not_shown": [0, 2],
    }


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    voters=st.integers(60, 300),
    minimum=st.sampled_from([5, 7, 10, 20]),
)
def test_a_cell_is_shown_from_the_minimum_on_and_in_its_band(
    seed: int, voters: int, minimum: int
) -> None:
    matrix = random_matrix(seed, voters)
    made = published(matrix, minimum=minimum)
    found = opinion_map(from_matrix(matrix))
    assert found is not None
    counts: dict[tuple[int, int], int] = {}
    for x, y in found.positions[found.placed]:
        column, row = (
            min(max(math.floor((at + made.reach) / (2 * made.reach) * made.size), 0), made.size - 1)
            for at in (x, y)
        )
        counts[column, row] = counts.get((column, row), 0) + 1
    shown = {(cell.column, cell.row): (cell.low, cell.high) for cell in made.cells}
    assert len(shown) == len(made.cells)
    assert set(shown) == {cell for cell, count in counts.items() if count >= minimum}
    bands = {(5, 9), (7, 9), (10, 19), (20, 49), (50, 99), (100, None)}
    for cell, (low, high) in shown.items():
        assert (low, high) in bands
        assert minimum <= low <= counts[cell] <= (high or voters)


def numbers_in(data: Any) -> list[float]:
    if isinstance(data, dict):
        return [number for value in data.values() for number in numbers_in(value)]
    if isinstance(data, list):
        return [number for value in data for number in numbers_in(value)]
    return [] if data is None else [data]


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000), voters=st.integers(60, 300))
def test_no_coordinate_and_no_exact_count_leaves(seed: int, voters: int) -> None:
    made = published(random_matrix(seed, voters), np.arange(voters) % 2, 2)
    data = made.as_data()
    assert json.loads(json.dumps(data)) == data
    power = made.reach / 2.0 ** math.floor(math.log2(made.reach))
    assert power in {1.0, 1.5}
    assert made.voices_at_least % 10 == 0
    assert all(number * 10 == round(number * 10) for number in numbers_in(data["axes"]))
    others = [data["cells"], data["groups"], data["groups_not_shown"]]
    assert all(isinstance(number, int) for number in numbers_in(others))


def test_a_few_extreme_people_do_not_set_the_scale() -> None:
    draw = np.random.default_rng(1)
    ordinary = draw.choice([-1.0, 1.0], size=(200, 40))
    alike = draw.normal(size=(200, 1)) + draw.normal(size=(200, 10))
    ordinary[:, :10] = np.sign(alike)
    extreme = np.full((4, 40), EMPTY)
    extreme[:, :7] = 1.0
    both = np.vstack([ordinary, extreme])
    made, found = published(both), opinion_map(from_matrix(both))
    assert found is not None
    assert made.reach < np.abs(found.positions[-1]).max()
    assert made.reach == published(ordinary).reach
    assert made.size - 1 in [cell.column for cell in made.cells]


def test_voices_at_one_point_still_make_a_map() -> None:
    matrix = np.vstack([np.ones((990, 9)), np.tile([-1.0, 1, 1, 1, 1, 1, 1, 1, 1], (6, 1))])
    matrix = np.vstack([matrix, np.tile([1.0, 1, 1, 1, 1, 1, 1, 1, -1], (5, 1))])
    made = published(matrix)
    assert made.reach == 0.5
    assert [(cell.low, cell.high) for cell in made.cells].count((100, None)) == 1
    assert len(made.cells) == 3


@pytest.mark.parametrize(("placed", "size"), [(50, 5), (199, 5), (200, 9), (999, 9), (1000, 15)])
def test_the_grid_is_as_fine_as_the_voices_allow(placed: int, size: int) -> None:
    made = published(random_matrix(2, placed, voted=1.0))
    assert (made.size, made.voices_at_least) == (size, placed // 10 * 10)


def test_there_is_no_map_of_fewer_than_fifty_placed_voices() -> None:
    matrix = random_matrix(3, 50, voted=1.0)
    assert published(matrix).voices_at_least == 50
    matrix[0, 6:] = EMPTY
    assert published_map(from_matrix(matrix), nobody_in_a_group(50), 0) is None


def test_there_is_no_map_where_all_agree() -> None:
    assert published_map(from_matrix(np.ones((60, 8))), nobody_in_a_group(60), 0) is None


def test_a_group_is_shown_from_twenty_placed_voices_on() -> None:
    matrix = random_matrix(4, 100, voted=1.0)
    group_of = np.repeat([0, 1, 3, -1], [20, 20, 19, 41])
    matrix[0, 6:] = EMPTY
    made = published(matrix, group_of, 4)
    assert [place.group for place in made.groups] == [1]
    assert made.groups_not_shown == (0, 2, 3)


def test_a_group_stands_where_its_median_lies() -> None:
    # Of the 25, 13 are in the camp at the low end of both axes, the others at the high end.
    matrix = four_camps()
    group_of = nobody_in_a_group(64)
    group_of[:13] = 0
    group_of[48:60] = 0
    (place,) = published(matrix, group_of, 1).groups
    assert (place.column, place.row) == (0, 1)


def test_a_statement_with_few_votes_does_not_name_an_axis() -> None:
    # Passes on three more statements place everybody, whatever they left out.
    everybody = np.column_stack([four_camps(), np.zeros((64, 3))])
    for voted, named in ((19, []), (20, [1])):
        matrix = everybody.copy()
        matrix[:, 1] = EMPTY
        asked = np.linspace(0, 63, voted).astype(int)
        matrix[asked, 1] = everybody[asked, 1]
        axis = published(matrix).axes[0]
        assert [weight.statement for weight in axis.low_end] == named


def test_ends_hold_the_three_strongest_in_order() -> None:
    matrix = random_matrix(5, 400, 20, voted=1.0)
    found = opinion_map(from_matrix(matrix))
    assert found is not None
    for loadings, axis in zip(found.loadings.T, published(matrix).axes, strict=True):
        weights = np.round(loadings / np.abs(loadings).max(), 1)
        ascending = sorted(range(20), key=lambda j: (weights[j], j))
        descending = sorted(range(20), key=lambda j: (-weights[j], j))
        assert [(w.statement, w.weight) for w in axis.high_end] == [
            (j, weights[j]) for j in descending[:3]
        ]
        assert [(w.statement, w.weight) for w in axis.low_end] == [
            (j, weights[j]) for j in ascending[:3]
        ]


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 1000), order=st.permutations(range(70)))
def test_the_order_of_people_changes_no_byte(seed: int, order: list[int]) -> None:
    matrix = random_matrix(seed, 70)
    group_of = np.arange(70) % 3 - 1
    assert as_bytes(published(matrix[order], group_of[order], 2)) == as_bytes(
        published(matrix, group_of, 2)
    )


def test_dropped_statements_leave_no_byte() -> None:
    matrix = random_matrix(6, 120)
    live = np.arange(12) % 4 != 0
    expected = published(matrix[:, live])
    for noise in (1.0, -1.0, EMPTY):
        matrix[::2, ~live] = noise
        kept = from_matrix(matrix).keep_statements(live)
        made = published_map(kept, nobody_in_a_group(120), 0)
        assert made == expected


@pytest.mark.parametrize("vote", [0.0, EMPTY])
@pytest.mark.parametrize("statement", range(5))
def test_a_voice_that_changes_a_vote_within_its_cell_changes_no_byte(
    statement: int, vote: float
) -> None:
    # A pass on one more statement keeps who leaves one out among those who are placed. (Votes on
    # the other two statements would take the first axis from 71.4 % over the edge of 71.5 %.)
    matrix = np.column_stack([four_camps(), np.zeros(64)])
    before = as_bytes(published(matrix, camp_of(), 4))
    matrix[20, statement] = vote
    found = opinion_map(from_matrix(matrix))
    assert found is not None
    assert not np.allclose(found.positions[20], found.positions[21], atol=0.1)
    assert as_bytes(published(matrix, camp_of(), 4)) == before


def test_a_voice_that_goes_over_to_another_camp_shows_in_no_count() -> None:
    matrix = four_camps()
    before = published(matrix)
    matrix[0] = matrix[63]
    # 15 and 17 where it was 16 and 16: the bands are the same.
    assert as_bytes(published(matrix)) == as_bytes(before)


def test_enough_voices_that_go_over_do_show() -> None:
    matrix = four_camps()
    before = published(matrix)
    matrix[:7] = matrix[63]
    assert published(matrix).cells != before.cells


def test_sensitive_answers_can_ask_for_more_than_five() -> None:
    assert published(four_camps(people=13), minimum=14).cells == ()
    assert {(cell.low, cell.high) for cell in published(four_camps(people=13)).cells} == {(10, 19)}


@pytest.mark.parametrize("minimum", [4, 0, -1])
def test_a_minimum_below_five_is_refused(minimum: int) -> None:
    with pytest.raises(ValueError, match="at least 5"):
        published_map(from_matrix(four_camps()), nobody_in_a_group(64), 0, minimum=minimum)


def test_groups_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="outside -1 to 1"):
        published_map(from_matrix(four_camps()), camp_of(), 2)
