from dataclasses import replace

import numpy as np
import pytest

from samenspel.measures.opinions.groups_found.latent import Mixture, Places, located, mixture

MIDDLES = np.array([[-1.5, 0.0], [1.2, 0.8], [0.8, -1.4]])


def in_clouds(seed: int, people: int) -> tuple[Places, np.ndarray]:
    """Three clouds of spread .1, behind errors of .05 to .6."""
    rng = np.random.default_rng(seed)
    group = rng.choice(3, people, p=(0.5, 0.3, 0.2))
    variance = rng.uniform(0.05, 0.6, (2, people))
    stands = MIDDLES[group].T + np.sqrt(0.1) * rng.standard_normal((2, people))
    return Places(stands + np.sqrt(variance) * rng.standard_normal((2, people)), variance), group


def log_likelihood(places: Places, found: Mixture) -> float:
    """Person by person, without what no mixture changes: the factors of 2 pi."""
    total = 0.0
    for x, error in zip(places.position.T, places.variance.T, strict=True):
        whole = found.spread + error
        away = (x - found.centre) ** 2 / whole + np.log(whole)
        total += np.log(np.sum(found.share * np.exp(-away.sum(axis=1) / 2)))
    return total


@pytest.mark.parametrize("axes", [1, 2, 3, 4])
def test_somebody_stands_where_least_squares_puts_them_and_errors_are_theirs(axes: int) -> None:
    rng = np.random.default_rng(axes)
    loadings, noise = rng.standard_normal((2, 9, axes)), np.array([0.5, 0.8])
    asked = rng.random((5, 9)) < 0.8
    votes = rng.choice([-1.0, 0.0, 1.0], (2, 5, 9))
    score = np.einsum("sia,ni,sni->san", loadings, asked, votes)
    information = np.einsum("sia,ni,sib->sabn", loadings, asked, loadings)
    found = located(score, information, noise)
    for s in range(2):
        for person in range(5):
            here = loadings[s][asked[person]]
            stands = np.linalg.lstsq(here, votes[s, person][asked[person]], rcond=None)[0]
            error = noise[s] * np.diagonal(np.linalg.inv(here.T @ here))
            np.testing.assert_allclose(found.position[s, :, person], stands, atol=0.02)
            np.testing.assert_allclose(found.variance[s, :, person], error, rtol=0.02)


def test_who_said_nothing_of_an_axis_stands_nowhere_on_it() -> None:
    information = np.zeros((1, 2, 2, 1))
    information[0, 0, 0] = 4.0
    found = located(np.array([[[2.0], [0.0]]]), information, np.array([1.0]))
    assert found.position[0, :, 0] == pytest.approx([0.5, 0], abs=1e-3)
    assert found.variance[0, 1, 0] == pytest.approx(1_000)


def test_the_likelihood_is_that_of_the_mixture_and_rises_with_each_round() -> None:
    places, _group = in_clouds(1, 200)
    start = np.array([[-1.0, 0.5], [1.0, 0.5], [0.0, -1.0]])
    found = [mixture(places, start, rounds=rounds) for rounds in range(1, 25)]
    reached = [float(one.log_likelihood) for one in found]
    assert reached == pytest.approx([log_likelihood(places, one) for one in found], abs=1e-8)
    # It follows from a step of each; the last of share, centre and spread is one step behind.
    assert np.all(np.diff(reached) > -1e-9)
    assert reached[-1] > reached[0] + 10


def test_clouds_are_found_behind_the_errors() -> None:
    places, group = in_clouds(2, 4_000)
    found = mixture(places, MIDDLES * 0.5, rounds=60)
    np.testing.assert_allclose(found.centre, MIDDLES, atol=0.06)
    assert found.share == pytest.approx([0.5, 0.3, 0.2], abs=0.03)
    assert found.spread == pytest.approx([0.1, 0.1], abs=0.02)
    np.testing.assert_allclose(found.membership.sum(axis=0), 1)
    stated = found.membership.max(axis=0)
    right = found.membership.argmax(axis=0) == group
    assert stated.mean() == pytest.approx(right.mean(), abs=0.01)


def test_one_cloud_is_the_normal_distribution_that_fits_best() -> None:
    places, _group = in_clouds(3, 500)
    found = mixture(places, np.zeros((1, 2)), rounds=200)
    best = float(found.log_likelihood)
    for change in ([0.05, 0], [-0.05, 0], [0, 0.05]):
        assert log_likelihood(places, replace(found, centre=found.centre + change)) < best
    for times in (0.95, 1.05):
        assert log_likelihood(places, replace(found, spread=found.spread * times)) < best


def test_many_sets_at_once_give_what_each_gives_alone() -> None:
    alone = [in_clouds(seed, 150)[0] for seed in range(4)]
    position, variance = (
        np.stack([getattr(one, name) for one in alone]) for name in ("position", "variance")
    )
    together = mixture(Places(position, variance), np.broadcast_to(MIDDLES, (4, 3, 2)), rounds=12)
    for number, places in enumerate(alone):
        one = mixture(places, MIDDLES, rounds=12)
        for name, value in vars(together.of_set(number)).items():
            np.testing.assert_allclose(value, getattr(one, name), rtol=1e-9, err_msg=name)
    starts = np.stack([MIDDLES, -MIDDLES])
    both = mixture(Places(position[:1], variance[:1]), starts, rounds=12)
    np.testing.assert_allclose(
        both.log_likelihood,
        [mixture(alone[0], start, rounds=12).log_likelihood for start in starts],
    )


def test_half_the_digits_change_no_likelihood_that_is_compared() -> None:
    places, _group = in_clouds(5, 1_000)
    whole = mixture(places, MIDDLES, rounds=10)
    single = Places(places.position.astype(np.float32), places.variance.astype(np.float32))
    half = mixture(single, MIDDLES.astype(np.float32), rounds=10)
    assert half.membership.dtype == half.log_likelihood.dtype == np.float32
    assert float(half.log_likelihood) == pytest.approx(float(whole.log_likelihood), abs=0.05)
