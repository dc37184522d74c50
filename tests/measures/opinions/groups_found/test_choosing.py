import numpy as np
import pytest

from samenspel.measures.opinions.groups_found.choosing import best_mixture, mixture_of
from samenspel.measures.opinions.groups_found.latent import Places
from tests.benchmarks.adjusted_rand import adjusted_rand


def clouds(k: int, axes: int, seed: int) -> tuple[Places, np.ndarray]:
    rng = np.random.default_rng(seed)
    centre = rng.standard_normal((k, axes)) * 1.5 if axes > 1 else np.array([[-1.0], [1.0]])
    group = rng.integers(0, k, 150 * k)
    variance = rng.uniform(0.02, 0.1, (axes, len(group)))
    error = np.sqrt(variance + 0.02) * rng.standard_normal(variance.shape)
    return Places(centre[group].T + error, variance), group


@pytest.mark.parametrize(("k", "axes"), [(2, 1), (3, 2), (5, 3), (8, 4)])
def test_as_many_groups_are_chosen_as_there_are(k: int, axes: int) -> None:
    places, group = clouds(k, axes, seed=k)
    found = best_mixture(places, seed=0, most=20)
    assert found.centre.shape == (k, axes)
    assert adjusted_rand(found.membership.argmax(axis=0), group) >= 0.95
    again = best_mixture(places, seed=0, most=20)
    for name, value in vars(found).items():
        assert np.array_equal(value, getattr(again, name))


def test_two_is_the_least_and_no_more_than_asked_for() -> None:
    one, _group = clouds(1, 2, seed=1)
    assert best_mixture(one, seed=0, most=20).centre.shape == (2, 2)
    many, _group = clouds(6, 3, seed=2)
    assert best_mixture(many, seed=0, most=3).centre.shape == (3, 3)


def test_more_starts_reach_a_likelihood_that_is_not_lower() -> None:
    places, _group = clouds(6, 2, seed=3)
    reached = [float(mixture_of(places, 6, seed=0, starts=n).log_likelihood) for n in (1, 4, 12)]
    assert reached == sorted(reached)


def test_people_who_stand_in_one_place_are_no_trouble() -> None:
    places = Places(np.zeros((2, 30)), np.full((2, 30), 0.1))
    found = best_mixture(places, seed=0, most=5)
    assert np.isfinite(found.log_likelihood)
    assert found.membership.sum(axis=0) == pytest.approx(np.ones(30))
