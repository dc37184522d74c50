"""Acceptability of options, against exact values and a published example."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.measures.smaa.acceptability import Acceptability, acceptability
from samenspel.measures.smaa.values import Criterion, LogNormal, Normal, Table, Uniform, hull
from samenspel.measures.smaa.weights import centroid, draw_weights

NO_ORDER = np.zeros((1, 2), dtype=np.int64)
# JSMAA's example of antidepressants: mean and sd, efficacy as a logarithm.
PUBLISHED = [
    [(0, 0), (11.7, 2.5), (7.2, 1.45), (16.6, 3.27), (13.7, 1.89), (18.6, 1.79)],
    [(0.086, 0.056), (9.2, 1.86), (10.6, 1.58), (21.2, 5.15), (14.3, 2.93), (18.3, 3.7)],
    [(0.095, 0.044), (15.4, 2.65), (7.5, 1.48), (20.2, 3.78), (15.0, 3.21), (19.5, 2.6)],
    [(0.113, 0.048), (5.5, 2.32), (15.7, 4.44), (12.8, 2.45), (11.2, 3.98), (31.0, 1.68)],
]


def exact(*options: tuple[float, ...]) -> Table:
    """Options whose values are known, on scales from 0 to 1."""
    return Table(
        tuple(tuple(Normal(value) for value in option) for option in options),
        (Criterion(0, 1),) * len(options[0]),
    )


def of(table: Table, places: np.ndarray = NO_ORDER, draws: int = 100_000) -> Acceptability:
    return acceptability(table, places, draws=draws)


TWO_EXTREMES_AND_A_MIDDLE = exact((1, 0), (0, 1), (0.6, 0.6))


def test_without_an_order_the_exact_values_come_out() -> None:
    found = of(TWO_EXTREMES_AND_A_MIDDLE)
    np.testing.assert_allclose(
        found.rank, [[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0.0]], atol=0.006
    )
    np.testing.assert_allclose(found.central_weights[:, 0], [0.8, 0.2, 0.5], atol=0.004)
    np.testing.assert_allclose(found.central_weights.sum(axis=1), 1)
    assert found.confidence.tolist() == [1, 1, 1]
    np.testing.assert_allclose(
        found.pairwise, [[0.5, 0.5, 0.4], [0.5, 0.5, 0.4], [0.6, 0.6, 0.5]], atol=0.006
    )


def test_with_an_order_the_exact_values_come_out() -> None:
    found = of(TWO_EXTREMES_AND_A_MIDDLE, np.array([[0, 1]]))
    np.testing.assert_allclose(found.rank[:, 0], [0.8, 0, 0.2], atol=0.005)
    assert np.isnan(found.central_weights[1]).all()
    assert np.isnan(found.confidence[1])


def test_the_published_example_comes_out() -> None:
    cells = tuple(
        tuple((Normal if at else LogNormal)(mean, sd) for at, (mean, sd) in enumerate(row))
        for row in PUBLISHED
    )
    scales = tuple(hull([row[at] for row in cells], upward=at == 0) for at in range(6))
    found = of(Table(cells, scales), np.zeros((1, 6), dtype=np.int64))
    ranks = [
        [0.20, 0.28, 0.30, 0.22],
        [0.25, 0.29, 0.27, 0.19],
        [0.17, 0.25, 0.29, 0.30],
        [0.39, 0.18, 0.15, 0.29],
    ]
    np.testing.assert_allclose(found.rank, ranks, atol=0.02)
    np.testing.assert_allclose(found.confidence, [0.48, 0.44, 0.34, 0.74], atol=0.03)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6))
@settings(max_examples=20, deadline=None)
def test_drawn_weights_keep_the_order_and_have_the_centroid_as_mean(order: list[int]) -> None:
    places = np.array(order)
    drawn = draw_weights(np.tile(places, (20_000, 1)), np.random.default_rng(0))
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    np.testing.assert_allclose(drawn.mean(axis=0), centroid(places), atol=0.012)
    for before in range(len(order)):
        for after in range(len(order)):
            if order[before] < order[after]:
                assert (drawn[:, before] >= drawn[:, after]).all()


def test_the_centroid_of_three_is_the_published_one() -> None:
    np.testing.assert_allclose(centroid(np.array([1, 0, 2])), [5 / 18, 11 / 18, 2 / 18])
    np.testing.assert_allclose(centroid(np.array([0, 1, 1])), [11 / 18, 3.5 / 18, 3.5 / 18])


def test_a_tie_is_no_constraint() -> None:
    drawn = draw_weights(np.tile([0, 0, 1], (4_000, 1)), np.random.default_rng(1))
    assert 0.45 < (drawn[:, 0] > drawn[:, 1]).mean() < 0.55
    assert (drawn[:, 2] <= drawn[:, :2].min(axis=1)).all()


@given(st.integers(0, 100), st.integers(1, 5), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_every_option_has_one_place_and_every_place_one_option(
    seed: int, options: int, criteria: int
) -> None:
    random = np.random.default_rng(seed)
    table = Table(
        tuple(
            tuple(Uniform(0, random.random()) for _c in range(criteria)) for _o in range(options)
        ),
        (Criterion(0, 1),) * criteria,
    )
    found = of(table, np.zeros((1, criteria), dtype=np.int64), draws=500)
    np.testing.assert_allclose(found.rank.sum(axis=0), 1)
    np.testing.assert_allclose(found.rank.sum(axis=1), 1)
    np.testing.assert_allclose(found.pairwise + found.pairwise.T, 1)


def test_equal_options_share_their_places() -> None:
    found = of(exact((0.5, 0.5), (0.5, 0.5), (0.1, 0.1)), draws=20_000)
    np.testing.assert_allclose(found.rank[:2, :2], 0.5, atol=0.02)
    assert found.rank[2].tolist() == [0, 0, 1]
    np.testing.assert_allclose(found.confidence[:2], 0.5)
    np.testing.assert_allclose(found.pairwise[:2, :2], 0.5)


def test_one_option_is_always_first() -> None:
    found = of(exact((0.3, 0.2)), draws=100)
    assert found.rank.tolist() == [[1]]
    assert found.confidence.tolist() == [1]


def test_each_voice_counts_for_what_it_is_said_to_count() -> None:
    first, second = np.array([[0, 1], [1, 0]])
    table = exact((1, 0), (0, 1))
    places = np.array([first] * 30 + [second] * 10)
    weight = np.array([1.0] * 30 + [9.0] * 10)
    # Who puts a criterion first finds the option that is good at it first, always.
    assert of(table, places).rank[0, 0] == pytest.approx(0.75, abs=1e-4)
    weighed = acceptability(table, places, voice_weight=weight)
    assert weighed.rank[0, 0] == pytest.approx(0.25, abs=1e-3)
    silent = acceptability(table, places, voice_weight=np.array([1.0] * 30 + [0.0] * 10))
    assert silent.rank[0, 0] == 1


def test_more_voices_than_draws_are_all_heard() -> None:
    places = np.array([[0, 1]] * 700 + [[1, 0]] * 300)
    found = acceptability(exact((1, 0), (0, 1)), places, draws=10)
    assert found.draws == 2_000
    assert found.rank[0, 0] == 0.7


def test_peoples_spread_is_no_uncertainty_about_the_mean() -> None:
    """Means .6 and .5 with a spread of .25: of one person, and of the mean of a hundred."""

    def first(sd: float) -> float:
        table = Table(((Normal(0.6, sd),), (Normal(0.5, sd),)), (Criterion(-2, 3),))
        return float(of(table, np.zeros((1, 1), dtype=np.int64)).rank[0, 0])

    assert first(0.25) == pytest.approx(0.61, abs=0.006)
    assert first(0.25 / 10) == pytest.approx(0.998, abs=0.001)


def test_the_same_seed_gives_the_same_numbers_and_another_gives_others_within_their_error() -> None:
    one, again = of(TWO_EXTREMES_AND_A_MIDDLE), of(TWO_EXTREMES_AND_A_MIDDLE)
    other = acceptability(TWO_EXTREMES_AND_A_MIDDLE, NO_ORDER, seed=7)
    assert one.rank.tolist() == again.rank.tolist()
    assert one.rank.tolist() != other.rank.tolist()
    assert np.abs(one.rank - other.rank).max() < 6 * one.error


def test_the_error_of_central_weights_is_that_of_repeated_runs() -> None:
    runs = [
        acceptability(TWO_EXTREMES_AND_A_MIDDLE, NO_ORDER, draws=2_000, seed=seed)
        for seed in range(60)
    ]
    spread = np.std([run.central_weights[2, 0] for run in runs], ddof=1)
    assert spread == pytest.approx(runs[0].central_error[2, 0], rel=0.35)


def test_what_cannot_be_weighed_is_refused() -> None:
    table = exact((1, 0))
    with pytest.raises(ValueError, match="a voice"):
        acceptability(table, np.zeros((0, 2), dtype=np.int64))
    with pytest.raises(ValueError, match="count"):
        acceptability(table, NO_ORDER, voice_weight=np.array([0.0]))
    with pytest.raises(ValueError, match="criteria"):
        acceptability(table, np.zeros((1, 3), dtype=np.int64))
    with pytest.raises(ValueError, match="one criterion"):
        draw_weights(np.zeros((2, 0), dtype=np.int64), np.random.default_rng(0))
    with pytest.raises(ValueError, match="one criterion"):
        centroid(np.zeros(0, dtype=np.int64))
    with pytest.raises(ValueError, match="two different ends"):
        hull([Normal(2), Normal(2)], upward=True)


def test_a_value_beyond_the_end_of_a_scale_counts_as_the_end() -> None:
    table = Table(((Uniform(5, 9),), (Normal(0.2),)), (Criterion(worst=1, best=0),))
    values = table(50, np.random.default_rng(0))
    assert set(values[:, 0, 0]) == {0.0}
    np.testing.assert_allclose(values[:, 1, 0], 0.8)
    assert Uniform(2, 6).quantile(0.25) == 3
