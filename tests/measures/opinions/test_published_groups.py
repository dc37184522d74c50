import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.measures.opinions.analysis import Analysis, StraightLiners
from samenspel.measures.opinions.groups_found.characteristic import Characteristic
from samenspel.measures.opinions.groups_found.classes import Classes
from samenspel.measures.opinions.groups_found.finding import GroupsFound
from samenspel.measures.opinions.passes import Standing
from samenspel.measures.opinions.published_groups import PublishedGroups, published_groups
from tests.measures.opinions.analyses import EMPTY, FloatArray, analysed, standing_at

Cell = tuple[int, int]
"""how many agree, of how many who voted"""

NOBODY: Sequence[Sequence[Cell]] = ()


def found(
    sizes: Sequence[int],
    *,
    undetermined: int = 0,
    stability: Sequence[float] = (),
    here: Sequence[Sequence[Cell]] = NOBODY,
    elsewhere: Sequence[Sequence[Cell]] = NOBODY,
    q: Sequence[Sequence[float]] = (),
    straight: StraightLiners | None = None,
) -> Analysis:
    """An analysis in which groups of these sizes were found.

    here, elsewhere, q : per group and statement; without them no statement sets a group apart
    """
    k, people = len(sizes), sum(sizes) + undetermined
    statements = len(here[0]) if here else 1
    by_hand = standing_at(np.zeros((people, 2)), np.ones((statements, 2)))
    group = np.repeat([*range(k), -1], [*sizes, undetermined]).astype(np.int8)
    assert by_hand.standing is not None
    return replace(
        by_hand,
        found=GroupsFound(
            classes=Classes(np.array(sizes) / people, np.full((3 * statements, k), 1 / 3)),
            stability=np.array(stability or [0.9] * k),
            characteristic=_characteristic(here, elsewhere, q, k),
        ),
        straight=straight or StraightLiners(0, None),
        standing=Standing(
            by_hand.standing.position,
            by_hand.standing.error,
            group,
            np.zeros((k, statements, 3), dtype=np.int64),
        ),
    )


def _characteristic(
    here: Sequence[Sequence[Cell]],
    elsewhere: Sequence[Sequence[Cell]],
    q: Sequence[Sequence[float]],
    k: int,
) -> Characteristic:
    if not here:
        nothing = np.zeros((k, 1))
        return Characteristic(
            nothing, nothing, nothing.astype(int), nothing.astype(int), nothing * np.nan
        )
    ours, theirs = np.array(here), np.array(elsewhere)
    return Characteristic(
        ours[:, :, 0] / ours[:, :, 1],
        theirs[:, :, 0] / theirs[:, :, 1],
        ours[:, :, 1],
        theirs[:, :, 1],
        np.array(q or [[0.0] * len(row) for row in here]),
    )


def published(analysis: Analysis) -> PublishedGroups:
    made = published_groups(analysis)
    assert made is not None
    return made


def as_bytes(analysis: Analysis) -> bytes:
    return json.dumps(published(analysis).as_data()).encode()


# ── what is told ──────────────────────────────────────────────────────────────────────────


def test_groups_that_are_known_by_hand() -> None:
    made = published(
        found(
            [61, 44, 12],
            undetermined=17,
            stability=[0.94, 0.76, 0.4],
            here=[
                [(50, 60), (3, 55), (30, 60), (30, 60)],
                [(8, 40), (39, 40), (20, 40), (38, 40)],
                [(6, 12), (6, 12), (6, 12), (6, 12)],
            ],
            elsewhere=[
                [(14, 52), (45, 52), (26, 52), (44, 52)],
                [(56, 72), (9, 67), (36, 72), (36, 72)],
                [(58, 100), (42, 95), (50, 100), (68, 100)],
            ],
            q=[[0.0, 0.0, 0.9, 0.04], [0.0, 0.0, 0.9, 0.06], [0.0, 0.0, 0.0, 0.0]],
            straight=StraightLiners(38, 4),
        )
    )
    assert made.as_data() == {
        "voices_at_least": 130,
        "beyond_chance": True,
        "count": 3,
        "groups": [
            {
                "share_percent": 50,
                "stability_tenths": 9,
                "agrees_more": [{"statement": 0, "here_percent": 80, "elsewhere_percent": 30}],
                "agrees_less": [
                    {"statement": 1, "here_percent": 10, "elsewhere_percent": 90},
                    {"statement": 3, "here_percent": 50, "elsewhere_percent": 80},
                ],
            },
            {
                "share_percent": 30,
                "stability_tenths": 8,
                "agrees_more": [{"statement": 1, "here_percent": 100, "elsewhere_percent": 10}],
                "agrees_less": [{"statement": 0, "here_percent": 20, "elsewhere_percent": 80}],
            },
        ],
        "not_described": 1,
        "undetermined_percent": 10,
        "straight_liners_at_least": 30,
        "count_with_straight_liners": 4,
    }


def test_what_was_told_is_read_back_from_json() -> None:
    made = published(found([40, 30], here=[[(9, 40)], [(20, 20)]], elsewhere=[[(20, 20)]] * 2))
    assert PublishedGroups.from_data(json.loads(json.dumps(made.as_data()))) == made


def test_of_one_group_nothing_is_told_but_that() -> None:
    one = replace(standing_at(np.zeros((80, 2)), np.ones((3, 2))), found=GroupsFound())
    assert published(one).as_data() == {
        "voices_at_least": 80,
        "beyond_chance": True,
        "count": 1,
        "groups": [],
        "not_described": 0,
        "undetermined_percent": 0,
        "straight_liners_at_least": None,
        "count_with_straight_liners": None,
    }


def test_fewer_than_fifty_placed_voices_are_told_nothing() -> None:
    assert published(found([30, 20])).voices_at_least == 50
    fewer = found([30, 20])
    fewer.placed[0] = False
    assert published_groups(fewer) is None


def test_only_who_is_placed_counts() -> None:
    analysis = found([30, 30])
    analysis.placed[:11] = False
    # Of 49 left 19 are in the first group; with the one who came back there are 20 and 50.
    analysis.placed[0] = True
    made = published(analysis)
    assert [group.share_percent for group in made.groups] == [60, 40]
    analysis.placed[[0, 59]] = False, True
    assert published_groups(analysis) is None


def test_a_group_is_described_from_twenty_voices_on() -> None:
    made = published(found([40, 20, 19, 5]))
    assert ([group.share_percent for group in made.groups], made.not_described) == ([50, 20], 2)
    none = published(found([19, 19, 19]))
    assert (none.groups, none.count, none.not_described) == ((), 3, 3)


def test_a_statement_needs_twenty_votes_in_the_group_and_twenty_elsewhere() -> None:
    cells = [(20, 20), (19, 19), (20, 20)]
    others = [(0, 20), (0, 20), (0, 19)]
    made = published(found([45, 35], here=[cells, others], elsewhere=[others, cells]))
    named = [[one.statement for one in group.agrees_more] for group in made.groups]
    assert named == [[0], []]


def test_a_difference_that_the_steps_do_not_show_is_not_told() -> None:
    made = published(
        found([45, 35], here=[[(22, 40)], [(18, 40)]], elsewhere=[[(18, 40)], [(22, 40)]])
    )
    # 55 % and 45 % are told as 60 % and 40 %; 54 % and 46 % as 50 %.
    assert [len(group.agrees_more) for group in made.groups] == [1, 0]
    closer = published(
        found([40, 40], here=[[(54, 100)], [(46, 100)]], elsewhere=[[(46, 100)], [(54, 100)]])
    )
    assert [(group.agrees_more, group.agrees_less) for group in closer.groups] == [((), ())] * 2


def test_at_most_three_statements_those_that_differ_most_by_number() -> None:
    agree = [10, 5, 15, 20, 0]
    here = [[(10 + a, 40) for a in agree], [(20, 40)] * 5]
    made = published(found([45, 35], here=here, elsewhere=[[(2, 40)] * 5, [(20, 40)] * 5]))
    assert [one.statement for one in made.groups[0].agrees_more] == [0, 2, 3]


@pytest.mark.parametrize(
    ("agree", "of", "told"),
    [(1, 20, 0), (19, 20, 100), (39, 40, 100), (0, 20, 0), (3, 20, 20), (17, 20, 80)],
)
def test_nobody_and_all_are_never_told_apart_from_one(agree: int, of: int, told: int) -> None:
    cells = [[(agree, of)], [(10, 20)]]
    made = published(found([30, 30], here=cells, elsewhere=cells[::-1]))
    ends = [one for g in made.groups for one in (*g.agrees_more, *g.agrees_less)]
    assert told in {one.here_percent for one in ends}


@pytest.mark.parametrize(("stability", "told"), [(1.0, 9), (0.86, 9), (0.84, 8), (0.31, 3)])
def test_how_stable_a_group_is_is_told_in_tenths_up_to_nine(stability: float, told: int) -> None:
    made = published(found([30, 30], stability=[stability, 0.5]))
    assert {group.stability_tenths for group in made.groups} == {told, 5}


def numbers_in(data: Any) -> list[float]:
    if isinstance(data, dict):
        return [number for value in data.values() for number in numbers_in(value)]
    if isinstance(data, list):
        return [number for value in data for number in numbers_in(value)]
    return [] if data is None else [data]


@settings(deadline=None, max_examples=60)
@given(
    sizes=st.lists(st.integers(5, 90), min_size=2, max_size=5),
    undetermined=st.integers(0, 60),
    seed=st.integers(0, 1000),
)
def test_every_number_that_leaves_is_a_step(sizes: list[int], undetermined: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    k = len(sizes)

    def cells() -> list[list[Cell]]:
        voted = draw.integers(1, 60, size=(k, 4))
        return [[(int(draw.integers(0, n + 1)), int(n)) for n in row] for row in voted]

    analysis = found(sizes, undetermined=undetermined, here=cells(), elsewhere=cells())
    made = published_groups(analysis)
    if sum(sizes) + undetermined < 50:
        assert made is None
        return
    assert made is not None
    data = made.as_data()
    apart = [one for g in data["groups"] for one in (*g["agrees_more"], *g["agrees_less"])]
    shares = [one[end] for one in apart for end in ("here_percent", "elsewhere_percent")]
    told = [g["share_percent"] for g in data["groups"]] + [data["undetermined_percent"]]
    assert {number % 10 for number in [*shares, *told, data["voices_at_least"]]} == {0}
    assert all(isinstance(number, int) for number in numbers_in(data))
    assert len(made.groups) + made.not_described == made.count == k


# ── what one voice can change ─────────────────────────────────────────────────────────────


def test_the_order_of_groups_tells_no_more_than_what_is_told_of_them() -> None:
    """41 and 39 of 80, or the other way round: both are told as half."""
    one, other = [[(40, 40), (0, 40)], [(0, 40), (40, 40)]]
    first = found([41, 39], here=[one, other], elsewhere=[other, one])
    second = found([41, 39], here=[other, one], elsewhere=[one, other])
    assert as_bytes(first) == as_bytes(second)


def test_somebody_who_goes_over_to_another_group_changes_no_byte() -> None:
    assert as_bytes(found([101, 99])) == as_bytes(found([100, 100])) == as_bytes(found([99, 101]))


def three_groups(seed: int, people: int) -> FloatArray:
    draw = np.random.default_rng(seed)
    shares = np.repeat(np.where(np.eye(3) > 0, 0.85, 0.15), 8, axis=1)
    group = np.arange(people) * 3 // people
    said = np.where(draw.random((people, 24)) < shares[group], 1.0, -1.0)
    return np.where(draw.random(said.shape) < 0.9, said, EMPTY)


def test_of_single_votes_turned_round_most_change_no_byte() -> None:
    """The promise, measured: nothing that lies well within its step moves."""
    matrix = three_groups(1, 240)
    before = as_bytes(analysed(matrix))
    assert json.loads(before)["count"] == 3
    draw = np.random.default_rng(2)
    voted = np.argwhere(~np.isnan(matrix))
    same = 0
    for person, statement in voted[draw.choice(len(voted), 10, replace=False)]:
        turned = matrix.copy()
        turned[person, statement] *= -1
        same += as_bytes(analysed(turned)) == before
    assert same >= 5


def test_the_order_of_people_changes_no_byte() -> None:
    matrix = three_groups(3, 180)
    order = np.random.default_rng(3).permutation(180)
    before = as_bytes(analysed(matrix))
    assert as_bytes(analysed(matrix[order])) == before
    assert json.loads(before)["count"] == 3
