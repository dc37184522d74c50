"""What criteria may weigh for somebody who only said which matters more."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]


def draw_weights(places: IntArray, random: np.random.Generator) -> FloatArray:
    """(draws, criteria) weights that keep to an order, all such weights being as likely.

    places : (draws, criteria) the place of each criterion in the order, lowest matters most; the
        same place is a tie, and all the same is no order at all
    random : where the draws come from

    Uniform over the simplex, sorted, handed out by place and at random within a tie: a tie is no
    constraint (Lahdelma, Miettinen & Salminen 2003). The mean is the rank-order centroid.

    Raises ValueError for no criteria or another shape.
    """
    if places.ndim != 2 or places.shape[1] < 1:
        raise ValueError("places must be (draws, criteria) of one criterion or more")
    sizes = random.exponential(size=places.shape)
    sizes.sort(axis=1)
    sizes = sizes[:, ::-1] / sizes.sum(axis=1, keepdims=True)
    ranked = np.argsort(places + random.random(places.shape) * 0.5, axis=1)
    weights: FloatArray = np.empty(sizes.shape)
    np.put_along_axis(weights, ranked, sizes, axis=1)
    return weights


def centroid(places: IntArray) -> FloatArray:
    """(criteria,) the mean of all weights that keep to one order.

    places : (criteria,) as in `draw_weights`

    Place k of J has Σ_{i>=k} 1 / (i J) (Barron & Barrett 1996); ties share theirs.

    Raises ValueError for no criteria.
    """
    if places.ndim != 1 or not len(places):
        raise ValueError("places must be of one criterion or more")
    criteria = len(places)
    by_place = np.cumsum((1 / np.arange(1, criteria + 1))[::-1])[::-1] / criteria
    order = np.argsort(places, kind="stable")
    weights = np.empty(criteria)
    weights[order] = by_place
    for place in np.unique(places):
        tied = places == place
        weights[tied] = weights[tied].mean()
    return weights
