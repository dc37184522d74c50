from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from samenspel.measures.opinions.alignment import EndsBefore, aligned
from samenspel.measures.opinions.analysis import Analysis, analyse
from samenspel.measures.opinions.factor_map import FactorMap, project, standings
from samenspel.measures.opinions.partitions import cut
from samenspel.measures.opinions.published_map import PublishedMap, published_map
from samenspel.measures.opinions.votes import Votes
from tests.measures.opinions.polis.conversations import export
from tests.measures.opinions.simulated import as_votes, by_thresholds, evenly

FloatArray = NDArray[np.float64]
NOBODY = EndsBefore(((), ()), ((), ()))
# Three statements on either side of two axes that lie at right angles, and one in the middle.
CROSS = np.array([[1.0, 0]] * 3 + [[-1.0, 0]] * 3 + [[0, 0.6]] * 3 + [[0, -0.6]] * 3 + [[0, 0]])
ENDS = EndsBefore(((0, 1, 2), (6, 7, 8)), ((3, 4, 5), (9, 10, 11)))


def plane(loadings: FloatArray) -> FactorMap:
    explained = np.sum(loadings**2, axis=0) / 20
    return FactorMap(np.zeros(len(loadings)), loadings, 0.5, explained)


def turn(degrees: float) -> FloatArray:
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[cos, sin], [-sin, cos]])


def laid(found: FactorMap, before: EndsBefore = ENDS, *, beyond_chance: int = 2) -> FactorMap:
    after = aligned(found, before, beyond_chance=beyond_chance)
    assert after is not None
    return after


WAYS = [
    np.array(way, dtype=float)
    for way in (
        [[1, 0], [0, 1]],
        [[-1, 0], [0, 1]],
        [[1, 0], [0, -1]],
        [[-1, 0], [0, -1]],
        [[0, 1], [1, 0]],
        [[0, -1], [1, 0]],
        [[0, 1], [-1, 0]],
        [[0, -1], [-1, 0]],
    )
]


@pytest.mark.parametrize("way", range(8))
def test_a_map_that_was_mirrored_or_whose_axes_changed_places_is_laid_back(way: int) -> None:
    found = plane(CROSS)
    back = laid(plane(CROSS @ WAYS[way]))
    assert np.array_equal(back.loadings, found.loadings)
    np.testing.assert_allclose(back.explained, found.explained, rtol=0, atol=1e-12)


@pytest.mark.parametrize("degrees", [40, 50, 130, 220, -45])
def test_a_map_that_was_turned_far_is_turned_back(degrees: float) -> None:
    back = laid(plane(CROSS @ turn(degrees)))
    np.testing.assert_allclose(back.loadings, CROSS, rtol=0, atol=1e-12)


@pytest.mark.parametrize("degrees", [0, 5, -10, 90, 185])
def test_for_less_than_what_ends_can_tell_axes_stay_those_of_most_difference(
    degrees: float,
) -> None:
    found = plane(CROSS @ turn(degrees))
    after = laid(found)
    assert {tuple(column) for column in np.abs(after.loadings.T)} == {
        tuple(column) for column in np.abs(found.loadings.T)
    }
    assert np.sum(after.loadings * CROSS) > 0.98 * np.sum(CROSS**2)


def test_where_one_axis_is_beyond_chance_it_stays_the_first() -> None:
    """It is mirrored, though, and so is the other."""
    after = laid(plane(-CROSS), beyond_chance=1)
    assert np.array_equal(after.loadings, CROSS)
    assert aligned(plane(CROSS[:, ::-1]), ENDS, beyond_chance=1) is None
    turned = plane(CROSS @ turn(40))
    assert np.array_equal(laid(turned, beyond_chance=1).loadings, turned.loadings)


def test_later_axes_stay_as_they_are() -> None:
    later = np.linspace(-0.2, 0.3, 13)[:, np.newaxis]
    after = laid(plane(np.hstack([-CROSS, later])), beyond_chance=3)
    assert np.array_equal(after.loadings, np.hstack([CROSS, later]))


def test_people_keep_their_distances_and_errors() -> None:
    votes = by_thresholds(3, 300, 13, (0.8, 0.7), evenly(3, 300, 13, 9)).votes
    found = plane(CROSS @ turn(50) * 0.4)
    after = laid(found)
    assert np.abs(after.loadings - found.loadings).max() > 0.1
    (old, old_error), (new, new_error) = (
        standings(project(votes, each), each.noise) for each in (found, after)
    )
    np.testing.assert_allclose(new @ new.T, old @ old.T, rtol=0, atol=1e-9)
    for squared, expected in ((new_error**2, old_error**2), (after.explained, found.explained)):
        np.testing.assert_allclose(squared.sum(axis=-1), expected.sum(axis=-1), rtol=1e-12)
    for name in ("centre", "noise"):
        assert np.array_equal(getattr(after, name), getattr(found, name))


def test_three_statements_must_be_in_both_and_lie_on_the_same_sides() -> None:
    found = plane(-CROSS)
    two, three = (EndsBefore(((0, 1), ()), (low, ())) for low in ((), (3,)))
    assert aligned(found, NOBODY, beyond_chance=2) is None
    assert aligned(found, two, beyond_chance=2) is None
    assert np.array_equal(laid(found, three).loadings[:, 0], CROSS[:, 0])
    # What was at one end is now as much on both sides: nothing tells how the maps belong together.
    mixed = EndsBefore(((0, 3, 6), (1, 4, 9)), ((1, 4, 9), (0, 3, 6)))
    assert aligned(found, mixed, beyond_chance=2) is None


def test_ends_along_one_line_do_not_turn_the_other_axis() -> None:
    line = EndsBefore(((0, 1, 2), ()), ((3, 4, 5), ()))
    assert np.array_equal(laid(plane(CROSS), line).loadings, CROSS)


def test_a_map_without_a_direction_beyond_chance_stays_as_it_is() -> None:
    assert aligned(plane(CROSS), ENDS, beyond_chance=0) is None
    assert aligned(plane(CROSS[:, :1]), ENDS, beyond_chance=1) is None
    assert aligned(plane(0 * CROSS + [[1e-3, 0]]), ENDS, beyond_chance=2) is None


@pytest.mark.parametrize(
    ("before", "beyond_chance", "reason"),
    [
        pytest.param(EndsBefore(((13,), ()), ((), ())), 2, "outside 0 to 12", id="not here"),
        pytest.param(EndsBefore(((), ()), ((), (-1,))), 2, "outside 0 to 12", id="below"),
        pytest.param(ENDS, 3, "of 2 axes 3", id="too many axes"),
        pytest.param(ENDS, -1, "of 2 axes -1", id="too few axes"),
    ],
)
def test_what_does_not_fit_is_refused(before: EndsBefore, beyond_chance: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        aligned(plane(CROSS), before, beyond_chance=beyond_chance)


# ── With votes ────────────────────────────────────────────────────────────────────────────


def ends_of(shown: PublishedMap) -> EndsBefore:
    first, second = shown.axes
    return EndsBefore((first.high_end, second.high_end), (first.low_end, second.low_end))


def looked_at(votes: Votes, before: EndsBefore | None = None) -> tuple[Analysis, PublishedMap]:
    everybody = cut(votes, np.zeros(votes.voters, dtype=np.int64))
    found = analyse(everybody, groups=1, statements=votes.statements, before=before)
    shown = published_map(found, 1)
    assert shown is not None
    return found, shown


def likeness(one: Analysis, other: Analysis) -> FloatArray:
    """The cosine of each of the two axes with that of the other map."""
    assert one.map is not None
    assert other.map is not None
    a, b = one.map.loadings[:, :2], other.map.loadings[:, :2]
    return np.asarray(np.sum(a * b, axis=0) / np.sqrt(np.sum(a**2, axis=0) * np.sum(b**2, axis=0)))


@pytest.mark.parametrize("seed", range(3))
def test_a_second_wave_lies_as_the_first(seed: int) -> None:
    """Other people; on both axes the statement that sets the sign says the opposite."""
    simulated = by_thresholds(seed, 800, 30, (0.9, 0.6), evenly(seed, 800, 30, 25))
    first_half = np.arange(800) < 400
    matrix = simulated.complete.copy()
    before, shown = looked_at(as_votes(matrix[first_half], simulated.asked[first_half]))
    assert before.map is not None
    for strongest in np.abs(before.map.loadings[:, :2]).argmax(axis=0):
        matrix[:, strongest] *= -1
    votes = as_votes(matrix[~first_half], simulated.asked[~first_half])
    as_it_comes, _shown = looked_at(votes)
    after, _shown = looked_at(votes, ends_of(shown))
    turned = set(np.abs(before.map.loadings[:, :2]).argmax(axis=0))
    rest = [j for j in range(30) if j not in turned]

    def on_the_rest(found: Analysis) -> Analysis:
        assert found.map is not None
        return replace(found, map=replace(found.map, loadings=found.map.loadings[rest]))

    assert likeness(on_the_rest(as_it_comes), on_the_rest(before)).min() < 0
    assert likeness(on_the_rest(after), on_the_rest(before)).min() > 0.7
    assert (as_it_comes.lies_as_before, after.lies_as_before) == (False, True)
    # Nothing else follows from how a map lies.
    assert np.array_equal(after.keys, as_it_comes.keys)
    assert after.found.count == as_it_comes.found.count
    assert after.axes.count == as_it_comes.axes.count


def test_a_real_conversation_that_is_held_again_shows_every_byte_again(test_data: Path) -> None:
    conversation = export(test_data, "15-per-hour-seattle")
    votes = conversation.votes.keep_statements(~conversation.taken_out).in_order()
    votes = votes.keep_people(np.diff(votes.starts()) > 0)
    _found, shown = looked_at(votes)
    again, shown_again = looked_at(votes, ends_of(shown))
    assert shown_again == shown
    # What was shown upside down before is shown so again.
    flipped = EndsBefore(ends_of(shown).low, ends_of(shown).high)
    upside_down, shown_upside_down = looked_at(votes, flipped)
    assert again.lies_as_before
    assert upside_down.lies_as_before
    assert ends_of(shown_upside_down) == flipped
    cells = {(cell.column, cell.row): cell.low for cell in shown.cells}
    last = shown.size - 1
    assert cells == {
        (last - cell.column, last - cell.row): cell.low for cell in shown_upside_down.cells
    }
