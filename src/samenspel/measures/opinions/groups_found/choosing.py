"""How many groups there are, once it is certain that there are any."""

from collections.abc import Sequence

import numpy as np

from samenspel.measures.opinions.groups_found.latent import Mixture, Places, RealArray, mixture

_STARTS = 4
_ROUNDS = 30
_MOST_WITHOUT_GAIN = 2


def best_mixture(places: Places, *, seed: int, most: int) -> Mixture:
    """The mixture of 2 to `most` clouds with the best BIC (Schwarz 1978), from seeded starts.

    places : of one set of people

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


def mixture_of(
    places: Places, k: int, *, seed: int, starts: int = _STARTS, rounds: int = _ROUNDS
) -> Mixture:
    """The likeliest mixture of k clouds from several starts."""
    centre = _starts(places, k, np.random.default_rng([seed, k]), starts)
    found = mixture(Places(places.position[None], places.variance[None]), centre, rounds=rounds)
    return found.of_set(int(np.argmax(found.log_likelihood)))


def mixtures_of(
    places: Places, k: int, *, seeds: Sequence[int], starts: int, rounds: int
) -> RealArray:
    """(sets, k, people) membership in `mixture_of` each of many sets of as many people.

    seeds : of each set
    """
    centres = np.stack(
        [
            _starts(Places(*one), k, np.random.default_rng([seed, k]), starts)
            for seed, *one in zip(seeds, places.position, places.variance, strict=True)
        ]
    )
    alone = Places(places.position[:, None], places.variance[:, None])
    found = mixture(alone, centres, rounds=rounds)
    likeliest = found.log_likelihood.argmax(axis=1)
    return np.asarray(found.membership[np.arange(len(seeds)), likeliest])


def _starts(places: Places, k: int, rng: np.random.Generator, starts: int) -> RealArray:
    """(starts, k, axes) centres among the people who stand precisely, far from each other.

    Drawn in proportion to the squared distance from those that are there (Arthur & Vassilvitskii
    2007).
    """
    error = (places.variance / (1 + places.variance)).sum(axis=0)
    position = places.position[:, error <= np.median(error)].T
    centres = np.empty((starts, k, position.shape[1]))
    for start in range(starts):
        centres[start, 0] = position[rng.integers(len(position))]
        away = np.full(len(position), np.inf)
        for group in range(1, k):
            distance = ((position - centres[start, group - 1]) ** 2).sum(axis=1)
            away = np.minimum(away, distance)
            edge = np.cumsum(away)
            drawn = int(np.searchsorted(edge, rng.random() * edge[-1], side="right"))
            centres[start, group] = position[min(drawn, len(position) - 1)]
    return centres


def _bic(found: Mixture, places: Places) -> float:
    k, axes = found.centre.shape
    parameters = int((k - 1) + k * axes + axes)
    people = int(places.position.shape[-1])
    return 2 * float(found.log_likelihood) - parameters * float(np.log(people))
