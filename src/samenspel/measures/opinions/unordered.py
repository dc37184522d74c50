"""What an answer weighs when it is kept what somebody saw, but not in which order."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]

_NODES = 64
_NEGLIGIBLE = 38.0
_FAR_LEFT = -45.0
_HALVINGS = 14
_NEWTON_STEPS = 8
_AT_A_TIME = 2_000


def unordered_weights(person: IntArray, weight: FloatArray, rest: FloatArray) -> FloatArray:
    """(draws,) what each answer weighs: that of Des Raj, averaged over every order it can have had.

    person : (draws,) 0, 1, ..., one row for every statement that a person got
    weight : (draws,) the fixed weight that the statement had in each of that person's draws, in
        any unit: the chance to be next was its weight among all that was not seen yet
    rest : (people,) together, the weights of all statements that the person did not get

    With S the set that was seen, an answer on j weighs P(S | j first) / P(S): the unordered
    estimator of Murthy (1957), the mean of that of Des Raj given S, so as unbiased and never less
    precise. It follows from the set and the weights alone, so with it the order of draws, and
    whatever the order may tell of somebody, can be thrown away. It needs weights that stay as they
    are for as long as a person draws, and numbers of draws that do not follow from answers.

    P(S) = ∫ Π_{i in S} (1 - e^{-w_i t}) W e^{-W t} dt, with W the rest: were statements to come by
    independent clocks with rates w_i, all of S come before the first of the others. P(S | j first)
    is the same without the factor of j. Both by the trapezium rule in y = log(W t), in which they
    are smooth and fall away fast, over 64 points: relative error below 1e-6.

    Raises ValueError for shapes that do not fit, or weights of 0 or below.
    """
    if person.shape != weight.shape or person.ndim != 1 or rest.ndim != 1:
        raise ValueError("person and weight must be columns of the same length")
    if len(person) and not 0 <= person.min() <= person.max() < len(rest):
        raise ValueError("a person lies outside those who have a rest")
    if np.any(weight <= 0) or np.any(rest < 0):
        raise ValueError("weights must be above 0, and the rest 0 or more")
    weights = np.ones(len(person))
    order = np.argsort(person, kind="stable")
    held = np.bincount(person, minlength=len(rest))
    first = np.cumsum(held) - held
    for count in np.unique(held[held > 0]):
        # Who saw everything had no choice made for them: 1 stays.
        people = np.flatnonzero((held == count) & (rest > 0))
        for start in range(0, len(people), _AT_A_TIME):
            some = people[start : start + _AT_A_TIME]
            rows = order[first[some][:, None] + np.arange(count)]
            weights[rows] = _of_sets(weight[rows] / rest[some][:, None])
    return weights


def _of_sets(rate: FloatArray) -> FloatArray:
    """(people, k) weights. rate : (people, k) weight of each statement seen, over the rest."""
    if rate.shape[1] == 1:
        return 1 + 1 / rate
    first, last, peak = _window(rate)
    step = np.arange(_NODES) / (_NODES - 1)
    y = first[:, None] + (last - first)[:, None] * step
    whole = np.zeros(len(rate))
    without = np.zeros(rate.shape)
    for node in y.T:
        came = -np.expm1(-rate * np.exp(node)[:, None])
        density = np.exp(node - np.exp(node) + np.log(came).sum(axis=1) - peak)
        whole += density
        without += density[:, None] / came
    return np.asarray(without / whole[:, None])


def _log_density(y: FloatArray, rate: FloatArray) -> FloatArray:
    x = np.exp(y)
    came: FloatArray = np.log(-np.expm1(-rate * x[:, None])).sum(axis=1)
    return y - x + came


def _window(rate: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """From where to where in y the integrals have their mass, and the log density at its top.

    In y the log density is concave, with its top where x = 1 + Σ r x / (e^{r x} - 1).
    """
    x = np.ones(len(rate))
    for _ in range(_NEWTON_STEPS):
        z = rate * x[:, None]
        ratio = np.where(z > 1e-8, z / np.expm1(np.minimum(z, 700)), 1 - z / 2)
        slope = (ratio * (1 - ratio * np.exp(np.minimum(z, 700)))).sum(axis=1)
        x = np.maximum(x - (x - 1 - ratio.sum(axis=1)) / (1 - slope / x), 1.0)
    top = np.log(x)
    width = 1 / np.sqrt(x - slope)
    # Leaving out the slowest statement leaves the most on the left.
    others = np.sort(rate, axis=1)[:, 1:]
    at_top = _log_density(top, others)
    inside, outside = top, np.full(len(rate), _FAR_LEFT)
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        negligible = _log_density(middle, others) < at_top - _NEGLIGIBLE
        inside, outside = (
            np.where(negligible, inside, middle),
            np.where(negligible, middle, outside),
        )
    return outside, top + 9 * width, _log_density(top, rate)
