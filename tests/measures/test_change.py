"""Changes over waves, against published tables and by simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from samenspel.measures.change import (
    alarm_threshold,
    change_of_means,
    cusum,
    drop_statistic,
    power_to_see,
    single_change,
    smallest_visible_drop,
    variance_of_waves,
    waves_after_drop,
)

# Montgomery & Runger, table 16-8.
CONCENTRATIONS = np.fromstring(
    "102 94.8 98.3 98.4 102 98.5 99 97.7 100 98.1 "
    "101.3 98.7 101.1 98.4 97 96.7 100.3 101.4 97.2 101",
    sep=" ",
)
# Yearly flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978).
NILE = np.fromstring(
    "1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 "
    "958 1140 1100 1210 1150 1250 1260 1220 1030 1100 774 840 874 694 940 833 701 916 "
    "692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821 768 845 864 862 "
    "698 845 744 796 1040 759 781 865 845 944 984 897 822 1010 771 676 649 846 "
    "812 742 801 1040 860 874 848 890 744 749 838 1050 918 986 797 923 975 815 "
    "1020 906 901 1170 912 746 919 718 714 740",
    sep=" ",
)


def test_cumulative_sums_are_those_of_the_published_table() -> None:
    sums = cusum(CONCENTRATIONS, level=99, slack=1, limit=10)
    upper = [2, 0, 0, 0, 2, 0.5, 0, 0, 0, 0, 1.3, 0, 1.1, 0, 0, 0, 0.3, 1.7, 0, 1]
    lower = [0, 3.2, 2.9, 2.5, 0, 0, 0, 0.3, 0, 0, 0, 0, 0, 0, 1, 2.3, 0, 0, 0.8, 0]
    assert np.round(sums.upper, 9).tolist() == upper
    assert np.round(sums.lower, 9).tolist() == lower
    assert not sums.alarm.any()
    assert cusum(CONCENTRATIONS, level=99, slack=1, limit=3).alarm.nonzero()[0].tolist() == [1]


def test_the_nile_changed_after_1898() -> None:
    found = single_change(NILE)
    assert 1871 + found.likeliest == 1898
    assert found.after[found.likeliest] == pytest.approx(0.7643, abs=5e-5)
    assert (found.before_mean, found.after_mean) == pytest.approx((1097.75, 849.97), abs=5e-3)
    assert found.after.sum() == pytest.approx(1)
    assert found.changed > 0.9999


def test_the_probability_of_a_change_is_right_as_often_as_it_says() -> None:
    """Series as the prior has them: half without a change, and steps of all sizes."""
    random = np.random.default_rng(1)
    changed = random.random(4_000) < 0.5
    told = np.empty(4_000)
    for at, has_step in enumerate(changed):
        step = random.normal() * (np.arange(40) >= random.integers(1, 40))
        told[at] = single_change(random.normal(size=40) + has_step * step).changed
    for low, high in ((0, 0.4), (0.4, 0.6), (0.6, 0.9), (0.9, 1)):
        among = (told >= low) & (told <= high)
        assert among.sum() > 150
        assert changed[among].mean() == pytest.approx(told[among].mean(), abs=0.05)


def test_a_sceptic_needs_more_to_believe_in_a_change() -> None:
    values = np.array([4.1, 3.9, 4.0, 3.6, 3.5])
    told = [single_change(values, prior=prior).changed for prior in (0.1, 0.5, 0.9)]
    odds = [changed / (1 - changed) for changed in told]
    assert odds[1] / odds[0] == pytest.approx(9)
    assert odds[2] / odds[1] == pytest.approx(9)


def test_the_statistic_of_two_waves_is_the_plain_difference() -> None:
    variances = np.array([0.04, 0.01])
    found = drop_statistic(np.array([4.0, 3.5]), variances)
    assert found == pytest.approx(0.5 / np.sqrt(0.05))


@given(arrays(float, (3, 6), elements=st.floats(-5, 5)), st.floats(-3, 3))
@settings(max_examples=50, deadline=None)
def test_the_statistic_does_not_depend_on_the_level(means: np.ndarray, level: float) -> None:
    variances = np.array([0.1, 0.2, 0.05, 0.1, 0.3, 0.1])
    np.testing.assert_allclose(
        drop_statistic(means + level, variances), drop_statistic(means, variances), atol=1e-9
    )


@pytest.mark.parametrize(
    ("people", "between", "power"),
    [(20, 0.0, 0.18), (50, 0.0, 0.72), (60, 0.0, 0.83), (100, 0.0, 0.99), (100, 0.1, 0.72)],
)
def test_a_drop_of_half_a_standard_deviation_is_seen_as_often_as_promised(
    people: int, between: float, power: float
) -> None:
    variances = variance_of_waves(np.full(8, people), variance=1.0, between=between)
    threshold = alarm_threshold(variances, series=20)
    seen = power_to_see(0.5, variances[:6], earlier=4, threshold=threshold)
    assert seen == pytest.approx(power, abs=0.025)


def test_over_all_series_and_waves_one_history_in_twenty_gives_a_false_alarm() -> None:
    variances = variance_of_waves(np.full(8, 30), variance=0.9, between=0.1)
    threshold = alarm_threshold(variances, series=6, seed=1)
    random = np.random.default_rng(2)
    means = 3.4 + random.normal(size=(3_000, 6, 8)) * np.sqrt(variances)
    alarms = np.zeros(3_000, dtype=bool)
    for end in range(2, 9):
        alarms |= (drop_statistic(means[..., :end], variances[:end]) >= threshold).any(axis=1)
    assert alarms.mean() == pytest.approx(0.05, abs=0.012)


def test_the_smallest_visible_drop_is_seen_four_times_in_five() -> None:
    variances = variance_of_waves(np.full(6, 25), variance=1.0, between=0.0)
    drop = smallest_visible_drop(variances, earlier=4, threshold=3.6)
    seen = power_to_see(drop, variances, earlier=4, threshold=3.6, seed=9)
    assert seen == pytest.approx(0.8, abs=0.015)
    more_people = variance_of_waves(np.full(6, 100), variance=1.0, between=0.0)
    assert smallest_visible_drop(more_people, earlier=4, threshold=3.6) == pytest.approx(
        drop / 2, rel=0.02
    )


def test_what_cannot_be_judged_is_refused() -> None:
    one = np.array([1.0])
    with pytest.raises(ValueError, match="two waves"):
        drop_statistic(one, one)
    with pytest.raises(ValueError, match="at least one answer"):
        variance_of_waves(np.array([3, 0]), variance=1.0, between=0.0)
    with pytest.raises(ValueError, match="not both 0"):
        variance_of_waves(np.array([3, 3]), variance=0.0, between=0.0)
    with pytest.raises(ValueError, match="series"):
        alarm_threshold(np.ones(3), series=0)
    with pytest.raises(ValueError, match="before the drop"):
        power_to_see(0.5, np.ones(3), earlier=3, threshold=3.0)
    with pytest.raises(ValueError, match="power"):
        smallest_visible_drop(np.ones(3), earlier=2, threshold=3.0, power=1.0)
    with pytest.raises(ValueError, match="not all the same"):
        single_change(np.ones(9))
    with pytest.raises(ValueError, match="prior"):
        single_change(NILE, prior=1.0)
    with pytest.raises(ValueError, match="limit"):
        cusum(one, level=0, slack=-1, limit=1)


# ── A few waves of which the variances are known ──────────────────────────────────────────
def test_a_change_of_a_few_means_is_as_likely_as_integrating_says() -> None:
    """Against the integral over every level and every step, on a grid."""
    means, variances, scale = np.array([3.8, 3.7, 3.2]), np.array([0.01, 0.03, 0.02]), 0.4
    level, step = np.linspace(0, 7, 1401)[:, None], np.linspace(-4, 4, 1601)[None, :]
    likely = np.exp(-((means - level) ** 2 / variances / 2).sum(axis=1)).sum()
    prior = np.exp(-(step**2) / (2 * scale**2))
    prior /= prior.sum()
    with_step = []
    for moment in (1, 2):
        misfit = np.zeros(np.broadcast_shapes(level.shape, step.shape))
        for wave in range(3):
            expected = level + (step if wave >= moment else 0.0)
            misfit = misfit + (means[wave] - expected) ** 2 / variances[wave] / 2
        with_step.append(float((np.exp(-misfit) * prior).sum()))
    odds = np.mean(with_step) / likely
    found = change_of_means(means, variances, scale=scale)
    assert found == pytest.approx(odds / (1 + odds), rel=1e-6)
    assert found > 0.8


def test_waves_that_were_told_alike_make_a_change_less_likely_than_before_looking() -> None:
    assert change_of_means(np.full(6, 3.4), np.full(6, 0.02), scale=0.4) < 0.25
    with pytest.raises(ValueError, match="scale"):
        change_of_means(np.full(6, 3.4), np.full(6, 0.02), scale=0.0)
    with pytest.raises(ValueError, match="two waves"):
        change_of_means(np.array([3.4]), np.array([0.02]), scale=0.4)


def test_the_moment_of_a_drop_is_known_by_the_waves_after_it() -> None:
    variances = np.full(5, 0.01)
    assert waves_after_drop(np.array([4.0, 4.0, 4.0, 4.0, 3.5]), variances) == 1
    assert waves_after_drop(np.array([4.0, 4.0, 3.5, 3.5, 3.5]), variances) == 3
