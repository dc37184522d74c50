import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from samenspel.measures.opinions.analysis import Analysis, analyse
from samenspel.measures.opinions.partitions import cut
from samenspel.measures.opinions.published_map import PublishedMap, published_map
from samenspel.measures.opinions.votes import Votes
from tests.measures.opinions.analyses import (
    EMPTY,
    FloatArray,
    analysed,
    standing_at,
)
from tests.measures.opinions.polis.conversations import export

# Two questions asked in seven ways: five about the first (one reversed), two about the other.
LOADINGS = np.array([[1.0, 0], [-1, 0], [1, 0], [1, 0], [1, 0], [0, 1], [0, 1]])


def published(found: Analysis, groups: int = 1, *, minimum: int = 5) -> PublishedMap:
    made = published_map(found, groups, minimum=minimum)
    assert made is not None
    return made


def as_bytes(made: PublishedMap) -> bytes:
    return json.dumps(made.as_data()).encode()


def camps(people: int = 16) -> FloatArray:
    return np.repeat([[-1.9, -1], [-1.9, 1], [1.9, -1], [1.9, 1]], people, axis=0)


def random_matrix(seed: int, voters: int, statements: int = 12, voted: float = 0.9) -> FloatArray:
    draw = np.random.default_rng(seed)
    plane = draw.normal(size=(voters, 2)) * (2.0, 1.2)
    opinion = plane @ draw.normal(size=(2, statements)) + draw.normal(size=(voters, statements))
    matrix = np.where(np.abs(opinion) < 0.2, 0.0, np.sign(opinion))
    return np.where(draw.random(matrix.shape) < voted, matrix, EMPTY)


def random_places(seed: int, people: int) -> FloatArray:
    return np.random.default_rng(seed).normal(size=(people, 2)) * (2.0, 1.2)


def test_a_map_that_is_known_by_hand() -> None:
    # With 5 cells from -2 to 2 the camps lie in columns 0 and 4, rows 1 and 3.
    group_of = np.repeat([-1, 1, 1, 2], 16)
    group_of[36:48] = 2
    found = standing_at(camps(), LOADINGS, group_of=group_of, groups=3, beyond_chance=1)
    assert published(found, 3).as_data() == {
        "voices_at_least": 60,
        "minimum": 5,
        "size": 5,
        "reach": 2.0,
        "cells": [
            {"column": 0, "row": 1, "low": 10, "high": 19},
            {"column": 4, "row": 1, "low": 10, "high": 19},
            {"column": 0, "row": 3, "low": 10, "high": 19},
            {"column": 4, "row": 3, "low": 10, "high": 19},
        ],
        "axes": [
            {
                "explained_percent": 40,
                "beyond_chance": True,
                "high_end": [{"statement": 0}, {"statement": 2}, {"statement": 3}],
                "low_end": [{"statement": 1}],
            },
            {
                "explained_percent": 20,
                "beyond_chance": False,
                "high_end": [{"statement": 5}, {"statement": 6}],
                "low_end": [],
            },
        ],
        "groups": [{"group": 1, "column": 0, "row": 3}, {"group": 2, "column": 4, "row": 3}],
        "groups_not_shown": [0],
    }


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 10_000),
    people=st.integers(60, 300),
    minimum=st.sampled_from([5, 7, 10, 20]),
)
def test_a_cell_is_shown_from_the_minimum_on_and_in_its_band(
    seed: int, people: int, minimum: int
) -> None:
    """Of people whose places are certain, a cell holds as many as stand in it."""
    places = random_places(seed, people)
    made = published(standing_at(places, LOADINGS), minimum=minimum)
    counts: dict[tuple[int, int], int] = {}
    for x, y in places:
        column, row = (
            min(max(math.floor((at + made.reach) / (2 * made.reach) * made.size), 0), made.size - 1)
            for at in (x, y)
        )
        counts[column, row] = counts.get((column, row), 0) + 1
    shown = {(cell.column, cell.row): (cell.low, cell.high) for cell in made.cells}
    assert len(shown) == len(made.cells)
    assert set(shown) == {cell for cell, held in counts.items() if held >= minimum}
    bands = {(5, 9), (7, 9), (10, 19), (20, 49), (50, 99), (100, None)}
    for cell, (low, high) in shown.items():
        assert (low, high) in bands
        assert minimum <= low <= counts[cell] <= (high or people)


@pytest.mark.parametrize("people", [150, 70_000])
def test_a_cell_holds_what_draws_of_all_places_give_on_average(people: int) -> None:
    places = random_places(6, people)
    error = 0.8
    made = published(standing_at(places, LOADINGS, error=error))
    draw, size = np.random.default_rng(7), made.size
    draws = 60_000 // people + 1
    held = np.zeros((size, size))
    for _draw in range(draws):
        drawn = places + draw.normal(0, error, places.shape)
        column, row = np.clip((drawn + made.reach) / (2 * made.reach) * size, 0, size - 1).T
        np.add.at(held, (row.astype(int), column.astype(int)), 1 / draws)
    shown = np.zeros((size, size))
    highest = np.full((size, size), 5.0)
    for cell in made.cells:
        shown[cell.row, cell.column] = cell.low
        highest[cell.row, cell.column] = np.inf if cell.high is None else cell.high + 1
    spread = 4 * np.sqrt(held / draws)
    assert (shown <= held + spread).all()
    assert (held - spread <= highest).all()
    assert held.sum() == pytest.approx(people)


def numbers_in(data: Any) -> list[float]:
    if isinstance(data, dict):
        return [number for value in data.values() for number in numbers_in(value)]
    if isinstance(data, list):
        return [number for value in data for number in numbers_in(value)]
    return [] if data is None or isinstance(data, bool) else [data]


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000), people=st.integers(60, 300))
def test_no_coordinate_and_no_exact_count_leaves(seed: int, people: int) -> None:
    draw = np.random.default_rng(seed)
    found = standing_at(
        random_places(seed, people),
        draw.normal(size=(9, 2)),
        error=0.4,
        explained=tuple(draw.random(2)),
        group_of=np.arange(people) % 2,
        groups=2,
    )
    made = published(found, 2)
    data = made.as_data()
    assert json.loads(json.dumps(data)) == data
    power = made.reach / 2.0 ** math.floor(math.log2(made.reach))
    assert power in {1.0, 1.5}
    assert made.voices_at_least % 10 == 0
    assert [axis.explained_percent % 5 for axis in made.axes] == [0, 0]
    others = [data["axes"], data["cells"], data["groups"], data["groups_not_shown"]]
    assert all(isinstance(number, int) for number in numbers_in(others))


def test_people_stand_as_far_apart_as_they_are_and_not_as_they_are_pulled_together() -> None:
    """All are placed in the middle, as they said little: on the map they have their spread."""
    made = published(standing_at(np.zeros((400, 2)), LOADINGS, error=2.0))
    assert made.reach == 6.0
    assert len(made.cells) > 20


def test_who_stands_there_surely_and_who_perhaps_fill_a_cell_together() -> None:
    """Eight stand there surely, and ten on the edge, so that half of them are counted."""
    places = np.vstack([camps(people=20), np.repeat([[1.9, 0.0]], 8, axis=0), np.zeros((10, 2))])
    places[-10:, 0] = 1.2
    found = standing_at(places, LOADINGS)
    assert found.standing is not None
    for error, beside in ((0.001, (5, 9)), (0.3, None)):
        # With an error of .3 some of them stand in the rows above and below.
        found.standing.error[-10:] = error
        cells = {(cell.column, cell.row): (cell.low, cell.high) for cell in published(found).cells}
        assert (cells[4, 2], cells.get((3, 2))) == ((10, 19), beside)


@pytest.mark.parametrize("seed", range(3))
def test_people_in_another_order_stand_in_the_same_cells(seed: int) -> None:
    found = standing_at(random_places(1, 120), LOADINGS, error=1.0)
    order = np.random.default_rng(seed).permutation(120)
    assert found.standing is not None
    turned = replace(
        found,
        keys=found.keys[order],
        group_of=found.group_of[order],
        standing=replace(
            found.standing,
            position=found.standing.position[order],
            error=found.standing.error[order],
        ),
    )
    assert as_bytes(published(turned)) == as_bytes(published(found))


def test_distances_along_both_axes_mean_the_same() -> None:
    """Told in votes: a weak axis has people close together, however it is scaled."""
    weak = LOADINGS * (1.0, 0.1)
    far = standing_at(camps() * (1.0, 0.1), weak)
    assert {cell.row for cell in published(far).cells} == {2}
    assert far.standing is not None
    assert np.abs(far.standing.position[:, 1]).min() > 0.7


def test_a_few_extreme_people_do_not_set_the_scale() -> None:
    extreme = np.full((4, 2), 40.0)
    made = published(standing_at(np.vstack([camps(people=50), extreme]), LOADINGS))
    assert made.reach == 2.0
    # They count in the outermost cell, where they are too few to be shown.
    assert (made.size - 1, made.size - 1) not in [(c.column, c.row) for c in made.cells]


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10_000), error=st.floats(0.01, 4), spread=st.floats(0.01, 30))
def test_the_scale_is_the_smallest_step_that_takes_in_all_but_a_twentieth(
    seed: int, error: float, spread: float
) -> None:
    places = np.random.default_rng(seed).standard_t(3, size=(80, 2)) * spread
    made = published(standing_at(places, LOADINGS, error=error))

    def taken_in(reach: float) -> float:
        above, below = ((edge - places) / error for edge in (reach, -reach))
        return float((norm.cdf(above) - norm.cdf(below)).prod(axis=1).mean())

    steps = [step * 2.0**power for power in range(-1, 12) for step in (1.0, 1.5)]
    assert made.reach == next(reach for reach in steps if taken_in(reach) >= 0.95 - 1e-9)


def test_voices_at_one_point_still_make_a_map() -> None:
    made = published(standing_at(np.zeros((1001, 2)), LOADINGS))
    assert made.reach == 0.5
    assert [(cell.column, cell.row, cell.low, cell.high) for cell in made.cells] == [
        (7, 7, 100, None)
    ]


@pytest.mark.parametrize(("placed", "size"), [(50, 5), (199, 5), (200, 9), (999, 9), (1000, 15)])
def test_the_grid_is_as_fine_as_the_voices_allow(placed: int, size: int) -> None:
    made = published(standing_at(random_places(2, placed), LOADINGS))
    assert (made.size, made.voices_at_least) == (size, placed // 10 * 10)


def test_there_is_no_map_of_fewer_than_fifty_placed_voices() -> None:
    matrix = random_matrix(3, 50, voted=1.0)
    assert published(analysed(matrix)).voices_at_least == 50
    matrix[0, 6:] = EMPTY
    assert published_map(analysed(matrix), 1) is None


@pytest.mark.parametrize(
    "matrix",
    [
        pytest.param(np.ones((60, 8)), id="all agree"),
        pytest.param(np.random.default_rng(0).choice([-1.0, 1.0], size=(60, 8)), id="chance"),
        pytest.param(np.repeat([[1.0, -1, 1], [-1, 1, -1]], 30, axis=0), id="one line"),
        pytest.param(np.repeat([[1.0], [-1.0]], 30, axis=0), id="one statement"),
        pytest.param(np.full((60, 0), EMPTY), id="no statement"),
    ],
)
def test_there_is_no_map_without_two_ways_to_differ(matrix: FloatArray) -> None:
    assert published_map(analysed(matrix), 1) is None


@pytest.mark.parametrize("beyond", [1, 2, 3])
def test_a_map_says_which_of_its_axes_may_be_chance(beyond: int) -> None:
    made = published(standing_at(camps(), LOADINGS, beyond_chance=beyond))
    assert [axis.beyond_chance for axis in made.axes] == [True, beyond > 1]


def test_there_is_no_map_where_not_even_the_first_axis_is_beyond_chance() -> None:
    assert published_map(standing_at(camps(), LOADINGS, beyond_chance=0), 1) is None


def test_a_group_is_shown_from_twenty_placed_voices_on() -> None:
    group_of = np.repeat([0, 1, 3, -1], [20, 20, 19, 41])
    found = standing_at(random_places(4, 100), LOADINGS, group_of=group_of, groups=4)
    found.placed[0] = False
    made = published(found, 4)
    assert [place.group for place in made.groups] == [1]
    assert made.groups_not_shown == (0, 2, 3)


def test_a_group_stands_where_its_median_lies() -> None:
    # Of the 25, 13 are in the camp at the low end of both axes, the others at the high end.
    group_of = np.full(64, -1)
    group_of[:13] = 0
    group_of[48:60] = 0
    (place,) = published(standing_at(camps(), LOADINGS, group_of=group_of)).groups
    assert (place.column, place.row) == (0, 1)


def test_a_statement_with_few_votes_does_not_name_an_axis() -> None:
    for voted, named in ((19, []), (20, [1])):
        found = standing_at(camps(), LOADINGS)
        found.moments.tally[0, 1] = [voted - 2, 1, 1]
        assert list(published(found).axes[0].low_end) == named


def test_ends_hold_the_three_strongest_by_number() -> None:
    """In quarters of the strongest; of equally strong ones the first."""
    loadings = np.random.default_rng(5).normal(size=(20, 2))
    made = published(standing_at(random_places(5, 60), loadings))
    for column, axis in zip(loadings.T, made.axes, strict=True):
        weights = np.round(column / np.abs(column).max() * 4)
        ascending = sorted(range(20), key=lambda j: (weights[j], j))
        descending = sorted(range(20), key=lambda j: (-weights[j], j))
        assert list(axis.high_end) == sorted(descending[:3])
        assert list(axis.low_end) == sorted(ascending[:3])


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_people_changes_no_byte(seed: int) -> None:
    """Also where people in different groups answered exactly alike."""
    matrix = random_matrix(seed, 70)
    matrix[30:50] = matrix[:20]
    group_of = np.arange(70) // 35
    order = np.random.default_rng(seed).permutation(70)
    assert as_bytes(published(analysed(matrix[order], group_of[order], 2), 2)) == as_bytes(
        published(analysed(matrix, group_of, 2), 2)
    )


def test_a_voice_that_goes_over_to_another_camp_shows_in_no_count() -> None:
    places = camps()
    before = published(standing_at(places, LOADINGS))
    places[0] = places[63]
    # 15 and 17 where it was 16 and 16: the bands are the same.
    assert as_bytes(published(standing_at(places, LOADINGS))) == as_bytes(before)


def test_enough_voices_that_go_over_do_show() -> None:
    places = camps()
    before = published(standing_at(places, LOADINGS))
    places[:7] = places[63]
    assert published(standing_at(places, LOADINGS)).cells != before.cells


def test_sensitive_answers_can_ask_for_more_than_five() -> None:
    found = standing_at(camps(people=13), LOADINGS)
    assert published(found, minimum=14).cells == ()
    assert {(cell.low, cell.high) for cell in published(found).cells} == {(10, 19)}


@pytest.mark.parametrize("minimum", [4, 0, -1])
def test_a_minimum_below_five_is_refused(minimum: int) -> None:
    with pytest.raises(ValueError, match="at least 5"):
        published_map(standing_at(camps(), LOADINGS), 1, minimum=minimum)


def test_groups_that_do_not_fit_are_refused() -> None:
    found = standing_at(camps(), LOADINGS, group_of=np.repeat([0, 1, 2, 3], 16))
    with pytest.raises(ValueError, match="outside -1 to 1"):
        published_map(found, 2)


@pytest.mark.parametrize(
    ("name", "at_least"), [("15-per-hour-seattle", 2), ("bg2050-volunteers", 8)]
)
def test_of_single_votes_turned_round_in_real_conversations_many_change_no_byte(
    test_data: Path, name: str, at_least: int
) -> None:
    """The promise, measured on a few votes; docs/methods.md tells what many gave."""
    votes = live_votes(test_data, name)
    before = bytes_of_map(votes)
    draw = np.random.default_rng(1)
    turned = draw.choice(np.flatnonzero(votes.value != 0), 10)
    same = 0
    for row in turned:
        value = votes.value.copy()
        value[row] *= -1
        same += bytes_of_map(replace(votes, value=value)) == before
    assert at_least <= same


def live_votes(test_data: Path, name: str) -> Votes:
    conversation = export(test_data, name)
    votes = conversation.votes.keep_statements(~conversation.taken_out).in_order()
    return votes.keep_people(np.diff(votes.starts()) > 0)


def bytes_of_map(votes: Votes) -> bytes:
    everybody = cut(votes, np.zeros(votes.voters, dtype=np.int64))
    return as_bytes(published(analyse(everybody, groups=1, statements=votes.statements)))
