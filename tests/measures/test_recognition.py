"""Recognition in bands: when a view is one's own, and what one voice can change between rounds."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.measures.recognition import (
    FEW,
    HALF,
    MOST,
    NO_VIEW,
    UNTOLD,
    Recognised,
    ToldBefore,
    recognised,
    whole_part,
)

CHOICES = 3


def pair(
    own: Sequence[int], seen: Sequence[int], before: ToldBefore | None = None
) -> tuple[int, int, int]:
    """Of one organisation its view and its agreement, and how another recognises that."""
    both_own = np.array([own, [0] * len(own)])
    both_seen = np.zeros((2, 2, len(own)), dtype=np.int64)
    both_seen[1, 0] = seen
    found = recognised(both_own, both_seen, before)
    return int(found.view[0]), int(found.agreement[0]), int(found.band[1, 0])


def told_before(told: tuple[int, int, int]) -> ToldBefore:
    view, agreement, band = told
    pairs = np.full((2, 2), UNTOLD)
    of = pairs.copy()
    pairs[1, 0], of[1, 0] = band, (view if band != UNTOLD else UNTOLD)
    return ToldBefore(np.array([view, UNTOLD]), np.array([agreement, UNTOLD]), pairs, of)


@pytest.mark.parametrize(
    ("own", "seen", "told"),
    [
        # Ten people of both. "I don't know" comes first.
        ((0, 8, 2, 0), (0, 7, 3, 0), (1, MOST, MOST)),
        ((0, 6, 4, 0), (0, 6, 4, 0), (1, HALF, HALF)),
        ((0, 6, 4, 0), (4, 4, 1, 1), (1, HALF, HALF)),
        ((0, 6, 4, 0), (7, 3, 0, 0), (1, HALF, FEW)),
        # Who does not know answered too.
        ((5, 5, 0, 0), (0, 10, 0, 0), (NO_VIEW, UNTOLD, UNTOLD)),
        ((9, 1, 0, 0), (0, 10, 0, 0), (NO_VIEW, UNTOLD, UNTOLD)),
        # A tie, and views that are spread: more than half of nobody.
        ((0, 5, 5, 0), (0, 10, 0, 0), (NO_VIEW, UNTOLD, UNTOLD)),
        ((1, 4, 3, 2), (0, 10, 0, 0), (NO_VIEW, UNTOLD, UNTOLD)),
        # Nine people.
        ((0, 9, 0, 0), (0, 10, 0, 0), (UNTOLD, UNTOLD, UNTOLD)),
        ((0, 10, 0, 0), (0, 9, 0, 0), (1, MOST, UNTOLD)),
    ],
)
def test_what_is_told_of_a_pair(
    own: Sequence[int], seen: Sequence[int], told: tuple[int, int, int]
) -> None:
    assert pair(own, seen) == told


def test_a_round_can_ask_for_more_people() -> None:
    own, seen = np.array([(0, 14, 0, 0)] * 2), np.full((2, 2, 4), 0)
    seen[0, 1], seen[1, 0] = (0, 12, 0, 0), (0, 11, 0, 0)
    assert recognised(own, seen, fewest=12).band.tolist() == [[UNTOLD, MOST], [UNTOLD, UNTOLD]]
    assert recognised(own, seen, fewest=15).view.tolist() == [UNTOLD, UNTOLD]


def test_bands_of_ten_people_hold_three_counts_or_more() -> None:
    bands = [pair((0, 10, 0, 0), (10 - n, n, 0, 0))[2] for n in range(11)]
    assert bands == [FEW] * 4 + [HALF] * 3 + [MOST] * 4


# Eleven people or more, so that one less is told of too.
tables = (
    st.lists(st.integers(0, 14), min_size=CHOICES + 1, max_size=CHOICES + 1)
    .map(tuple)
    .filter(lambda counts: sum(counts) > 10)
)


def one_voice_off(counts: Sequence[int]) -> list[tuple[int, ...]]:
    """All that one voice more, less or other makes of it, said in another way than in the code."""
    steps = [step for step in product((-1, 0, 1), repeat=len(counts)) if sum(map(abs, step)) <= 2]
    steps = [step for step in steps if step.count(1) <= 1 and step.count(-1) <= 1]
    moved = [tuple(int(a) + b for a, b in zip(counts, step, strict=True)) for step in steps]
    return [each for each in moved if min(each) >= 0 and sum(each) >= 10]


@given(tables, tables)
@settings(max_examples=80, deadline=None)
def test_two_rounds_that_differ_by_one_voice_are_told_alike(
    own: tuple[int, ...], seen: tuple[int, ...]
) -> None:
    first = pair(own, seen)
    for other in one_voice_off(own):
        assert pair(other, seen, told_before(first)) == first
    for other in one_voice_off(seen):
        assert pair(own, other, told_before(first)) == first


def test_without_that_one_voice_would_show_between_two_rounds() -> None:
    """The control: whoever knows all others sees which way the last one pushed."""
    assert pair((0, 10, 0, 0), (4, 6, 0, 0))[2] == HALF
    assert pair((0, 10, 0, 0), (3, 7, 0, 0))[2] == MOST
    assert pair((0, 10, 0, 0), (3, 7, 0, 0), told_before((1, MOST, HALF)))[2] == HALF


def test_what_changed_for_more_than_one_person_is_told_anew() -> None:
    assert pair((0, 10, 0, 0), (0, 10, 0, 0), told_before((1, MOST, FEW)))[2] == MOST
    assert pair((0, 2, 8, 0), (0, 10, 0, 0), told_before((1, MOST, MOST))) == (2, MOST, FEW)
    assert pair((0, 12, 0, 0), (0, 12, 0, 0), told_before((NO_VIEW, UNTOLD, UNTOLD)))[0] == 1


def test_a_band_about_another_view_says_nothing_of_this_one() -> None:
    before = told_before((2, MOST, HALF))
    assert pair((0, 12, 0, 0), (3, 7, 0, 0), before) == (1, MOST, MOST)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_other_answers_of_fewer_than_ten_people_change_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    own = rng.integers(0, 5, (4, CHOICES + 1))
    seen = rng.integers(0, 5, (4, 4, CHOICES + 1))
    found = recognised(own, seen)
    few_own, few_seen = own.sum(axis=1) < 10, seen.sum(axis=2) < 10
    again = recognised(np.where(few_own[:, None], 0, own), np.where(few_seen[:, :, None], 0, seen))
    assert same(again, found)
    assert (found.view[few_own] == UNTOLD).all()
    assert (found.band[few_seen] == UNTOLD).all()
    assert (found.band[:, few_own] == UNTOLD).all()


def same(one: Recognised, other: Recognised) -> bool:
    parts = ("view", "agreement", "band")
    return all(np.array_equal(getattr(one, part), getattr(other, part)) for part in parts)


def test_the_web_is_of_organisations_among_which_everything_is_told() -> None:
    told = np.ones((5, 5), dtype=bool)
    assert whole_part(told) == [0, 1, 2, 3, 4]
    told[1, :] = False
    assert whole_part(told) == [0, 2, 3, 4]
    told[3, 4] = False
    assert whole_part(told) == [0, 2, 3]
    told[0, 2] = False
    assert whole_part(told) == []
    assert whole_part(np.zeros((0, 0), dtype=bool)) == []


def test_what_does_not_fit_is_refused() -> None:
    own, seen = np.zeros((2, 4), dtype=np.int64), np.zeros((2, 2, 4), dtype=np.int64)
    for wrong in ((own[0], seen), (own, seen[:, :1]), (own - 1, seen)):
        with pytest.raises(ValueError, match="must"):
            recognised(*wrong)
    with pytest.raises(ValueError, match="must"):
        recognised(own, seen, fewest=9)
    with pytest.raises(ValueError, match="must"):
        whole_part(np.ones((2, 3), dtype=bool))
