"""Whether what is measured changed: judged from what each wave told, all together first."""

from typing import Any

import numpy as np
import pytest

from samenspel.measures.change import drop_statistic, smallest_visible_drop
from samenspel.soundings.instruments.scale.figures import Figure, Stratum, figure_of, told_people
from samenspel.soundings.instruments.scale.gaps import Level, gaps, levels
from samenspel.soundings.instruments.scale.outcome import Construct, read
from samenspel.soundings.instruments.scale.series import (
    NOISE,
    VISIBLE,
    change,
    visible,
    waves_of_one,
    waves_of_several,
)
from samenspel.soundings.instruments.statements.picture import AskedGroup
from tests.soundings.instruments.scale.rounds import (
    COUNCIL,
    MANAGEMENT,
    STAFF,
    answers,
    asked,
    frozen,
    people,
)


def of(*values: float, voices: int = 60) -> Figure:
    """A figure of people who say these in turn."""
    said = np.resize(np.array(values), voices)
    return figure_of([Stratum(said, told_people(voices, None))], None)


def waves(*rounds: tuple[tuple[AskedGroup, float], ...], **more: Any) -> Construct:
    """What the last of these rounds tells of trust. In each, groups with what they are around."""
    contents: list[dict[str, Any]] = []
    for number, groups in enumerate(rounds):
        said = answers(
            *(
                (group, people((group.size or 0) - 4, around, seed=10 * number + index))
                for index, (group, around) in enumerate(groups)
            ),
            **more,
        )
        contents.append(frozen(said, *contents))
    return read(contents[-1]).constructs[0]


def test_a_change_is_judged_by_means_that_were_told_with_all_that_is_uncertain() -> None:
    figures = [of(3, 4, 5), of(3, 4, 5), of(2, 3, 4, 4)]
    found = change(waves_of_one(figures), drops=1, rises=2)
    assert found is not None
    means = np.array([4.0, 4.0, 3.3])
    spread = np.mean([figure.spread.value**2 for figure in figures])
    variances = np.full(3, spread / 60 + NOISE**2 + 0.05**2 / 3)
    assert [figure.mean.value for figure in figures] == pytest.approx(means)
    assert found.drop == pytest.approx(float(drop_statistic(means, variances)))
    assert (found.waves, found.fell, found.rose, found.waves_since_drop) == (3, True, False, 1)
    assert found.drop_at < found.rise_at
    assert found.changed > 0.9
    assert found.visible == pytest.approx(visible(3, found.drop_at) * np.sqrt(variances[0]))


def test_one_wave_says_nothing_of_change() -> None:
    assert change(waves_of_one([of(3, 4)]), drops=1, rises=1) is None


def test_no_more_than_eight_waves_are_compared() -> None:
    figures = [of(2, 3)] + [of(3, 4)] * 8
    found = change(waves_of_one(figures), drops=1, rises=1)
    assert found is not None
    assert found.waves == 8
    assert [found.rise, found.drop] == pytest.approx([0.0, 0.0])


def test_several_groups_are_taken_together_by_their_size() -> None:
    one, other = [of(4.0), of(3.0)], [of(2.0), of(2.0)]
    together = waves_of_several([one, other], [300, 100])
    assert together.means.tolist() == pytest.approx([3.5, 2.75])
    own = waves_of_one(one).variances - NOISE**2
    assert together.variances == pytest.approx((0.75**2 + 0.25**2) * own + NOISE**2)


@pytest.mark.parametrize(("earlier", "threshold"), [(1, 3.5), (4, 2.9)])
def test_the_smallest_drop_that_would_be_seen_is_what_was_simulated(
    earlier: int, threshold: float
) -> None:
    found = smallest_visible_drop(np.ones(earlier + 2), earlier=earlier, threshold=threshold)
    assert visible(earlier, threshold) == pytest.approx(found, abs=0.03)


def test_the_more_earlier_waves_the_smaller_a_drop_that_can_be_seen() -> None:
    found = [low for low, _high in VISIBLE.values()]
    assert list(VISIBLE) == list(range(1, 8))
    assert found == sorted(found, reverse=True)


# ── From frozen pictures ──────────────────────────────────────────────────────────────────
def test_trust_that_falls_is_found_of_all_together_and_then_of_the_groups() -> None:
    before = ((STAFF, 3.9), (MANAGEMENT, 3.8))
    trust = waves(*[before] * 4, ((STAFF, 2.9), (MANAGEMENT, 3.6)))
    assert trust.key == "trust"
    assert (trust.fell, trust.rose) == (True, False)
    assert (trust.fell_in(0), trust.fell_in(1)) == (True, False)
    assert trust.series.compared == (0, 1)
    assert [point.comparable for point in trust.series.points] == [True] * 4


def test_a_group_alone_is_not_looked_at_where_all_together_did_not_change() -> None:
    before = ((STAFF, 3.2), (MANAGEMENT, 3.8))
    trust = waves(*[before] * 3, ((STAFF, 4.0), (MANAGEMENT, 3.0)))
    of_managers = trust.group_series[1].change
    assert of_managers is not None
    assert of_managers.fell
    assert not trust.fell
    assert not trust.fell_in(1)


def test_waves_with_other_questions_are_shown_and_not_compared() -> None:
    groups = ((STAFF, 3.5), (MANAGEMENT, 3.5))
    first = frozen(
        answers(
            *((g, people(40, a, seed=1)) for g, a in groups),
            questions=asked(*["trust.goodwill"] * 4),
        )
    )
    other = asked("trust.goodwill", "trust.goodwill", "trust.goodwill", "")
    second = frozen(
        answers(*((g, people(40, a, seed=2)) for g, a in groups), questions=other), first
    )
    [goodwill] = read(second).constructs
    [point] = goodwill.series.points
    assert not point.comparable
    assert goodwill.series.change is None


def test_groups_that_are_told_of_now_and_then_do_not_break_the_row() -> None:
    """The council has 20 voices in every other wave."""
    few = AskedGroup("raad", "council", "Dommelrode", 18)
    many = AskedGroup("raad", "council", "Dommelrode", 28)
    steady = ((STAFF, 3.6), (MANAGEMENT, 3.6))
    trust = waves(
        (*steady, (few, 3.0)), (*steady, (many, 3.0)), (*steady, (few, 3.0)), (*steady, (many, 3.0))
    )
    assert trust.of == (0, 1, 2)
    assert trust.series.change is not None
    assert (trust.series.change.waves, trust.series.compared) == (4, (0, 1))


# ── Levels ────────────────────────────────────────────────────────────────────────────────
def test_levels_that_see_it_differently_are_told_with_how_far_they_are_apart() -> None:
    said = answers(
        (STAFF, people(56, 2.6, seed=1)),
        (MANAGEMENT, people(46, 3.9, seed=2)),
        (COUNCIL, people(36, 3.9, seed=3)),
    )
    found = [gap for gap in read(frozen(said)).gaps if gap.q <= 0.01]
    assert {(gap.construct, gap.higher, gap.lower) for gap in found} == {
        ("trust", "management", "staff"),
        ("trust", "council", "staff"),
    }
    for gap in found:
        assert 0.5 < gap.low < gap.size < gap.high


def test_what_can_be_rounding_is_no_gap() -> None:
    """Means of 3.4 and 3.6 of so many that only rounding makes it uncertain."""
    lower = Level("staff", 3.4, 3.3, 3.5, 0.6, 100_000)
    higher = Level("council", 3.6, 3.5, 3.7, 0.6, 100_000)
    [gap] = gaps([("trust", [higher, lower])])
    assert (gap.higher, gap.q) == ("council", 1.0)
    assert gap.size == pytest.approx(0.2 / 0.6, abs=1e-4)
    assert gap.low < 0.0 < gap.high
    [apart] = gaps([("trust", [Level("council", 3.6, 3.51, 3.7, 0.6, 100_000), lower])])
    assert apart.q < 0.05


def test_a_level_is_all_groups_of_a_role_by_their_people() -> None:
    found = levels(
        [("staff", of(4.0, voices=90)), ("staff", of(2.0, voices=30)), ("council", None)]
    )
    [level] = found
    assert (level.role, level.people) == ("staff", 88 + 28)
    assert level.mean == pytest.approx((88 * 4 + 28 * 2) / 116)
