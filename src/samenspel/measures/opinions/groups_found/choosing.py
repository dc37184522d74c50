"""How many groups there are, once it is certain that there are any."""

from collections.abc import Iterator

import numpy as np

from samenspel.measures.opinions.factor_map import FloatArray
from samenspel.measures.opinions.groups_found.latent import Mixture, Places, mixture

_STARTS = 6
_ROUNDS = 40
_MOST_WITHOUT_GAIN = 2


def best_mixture(places: Places, *, seed: int, most: int) -> Mixture:
    """The mixture of 2 to `most` clouds with the best BIC (Schwarz 1978), from seeded starts.

    Two numbers of groups in a row without a gain end the search.
    """
    best = mixture_of(places, 2, seed=seed)
    highest, without_gain = _bic(best, places), 0
    for k in range(3, most + 1):
        found = mixture_of(places, k, seed=seed)
        reached = _bic(found, places)
        if reached > highest:
            best, highest, without_gain = found, reached, 0
        else:
            without_gain += 1
        if without_gain == _MOST_WITHOUT_GAIN:
            break
    return best


def mixture_of(places: Places, k: int, *, seed: int, starts: int = _STARTS) -> Mixture:
    """The likeliest mixture of k clouds from several starts."""
    found = [
        mixture(places, centre, rounds=_ROUNDS)
        for centre in _starts(places, k, np.random.default_rng([seed, k]), starts)
    ]
    return max(found, key=lambda one: float(one.log_likelihood))


def _starts(places: Places, k: int, rng: np.random.Generator, starts: int) -> Iterator[FloatArray]:
    """Centres among the people who stand precisely, far apart (Arthur & Vassilvitskii 2007)."""
    error = (places.variance / (1 + places.variance)).sum(axis=0)
    precise = np.flatnonzero(error <= np.median(error))
    position = places.position[:, precise].T
    for _start in range(starts):
        centre = [position[rng.integers(len(position))]]
        while len(centre) < k:
            away = np.min([((position - c) ** 2).sum(axis=1) for c in centre], axis=0)
            edge = np.cumsum(away)
            drawn = np.searchsorted(edge, rng.random() * edge[-1], side="right")
            centre.append(position[min(drawn, len(position) - 1)])
        yield np.array(centre)


def _bic(found: Mixture, places: Places) -> float:
    k, axes = found.centre.shape
    parameters = (k - 1) + k * axes + axes
    people = places.position.shape[-1]
    return 2 * float(found.log_likelihood) - parameters * float(np.log(people))
