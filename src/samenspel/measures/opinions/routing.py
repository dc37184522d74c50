"""Which statement somebody gets next, and shares that such a choice does not bend."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]

UNIFORM = 0.3


def fixed_weights(
    answered: IntArray, *, agree: IntArray | None = None, uniform: float = UNIFORM
) -> FloatArray:
    """(m,) what each statement weighs in a draw: more where less is known. They add up to 1.

    answered : (m,) how many answered each statement so far
    agree : (m,) how many of those agreed. With it, what is known is how wide the share is: the
        standard deviation of Beta(A + 1/2, n - A + 1/2). Without it, 1 / (answered + 1)
    uniform : the part that is the same for all, so that no statement is out of reach

    Somebody who keeps the weights of the beginning to the end, and gets each next statement by
    `chances_by_weight`, leaves a set of statements from which the order can be left out: see
    `unordered_weights`.

    Raises ValueError for counts that cannot be, or a uniform part outside 0 to 1.
    """
    need = _need(answered, agree, uniform)
    total = need.sum()
    return uniform / max(len(need), 1) + (1 - uniform) * need / (total or 1.0)


def chances_by_weight(weights: FloatArray, unseen: BoolArray) -> FloatArray:
    """(…, m) chance of each statement to be next: its weight among those not seen yet.

    weights : (m,) or (…, m), above 0
    unseen : (…, m) true for what somebody has not seen. Where nothing is left all are 0
    """
    left = np.where(unseen, weights, 0.0)
    total = left.sum(axis=-1, keepdims=True)
    return np.asarray(left / np.where(total > 0, total, 1.0))


def chances(
    answered: IntArray,
    unseen: BoolArray,
    *,
    agree: IntArray | None = None,
    uniform: float = UNIFORM,
) -> FloatArray:
    """(…, m) chance of each statement to be next, by what is known at this moment.

    answered, agree, uniform : as in `fixed_weights`
    unseen : (…, m) true for what somebody has not seen

    p_j = uniform / unseen + (1 - uniform) need_j / sum of need, over the unseen. So p_j is never
    below uniform / unseen, and no answer weighs more than unseen / uniform. Log p_j with the draw:
    without it the shares cannot be put right.

    Raises ValueError as `fixed_weights`.
    """
    need = _need(answered, agree, uniform)
    by_need = chances_by_weight(need, unseen)
    alike = chances_by_weight(np.ones_like(need), unseen)
    return uniform * alike + (1 - uniform) * by_need


def drawn(chances: FloatArray, u: FloatArray) -> IntArray:
    """(…) the statement that a uniform random number picks.

    chances : (…, m) that add up to 1; u : (…) 0 <= u < 1

    Raises ValueError where there is nothing to draw from, or u lies outside 0 to 1.
    """
    if np.any(u < 0) or np.any(u >= 1):
        raise ValueError("u must lie from 0 to just below 1")
    reached = np.cumsum(chances, axis=-1)
    total = reached[..., -1:] if chances.shape[-1] else np.zeros((*chances.shape[:-1], 1))
    if np.any(total <= 0):
        raise ValueError("there is no statement left to draw")
    # Scaled by their own sum, so that rounding leaves no gap at the end; a chance of 0 is never it.
    place = (reached <= np.asarray(u)[..., None] * total).sum(axis=-1)
    last = chances.shape[-1] - 1 - np.argmax(chances[..., ::-1] > 0, axis=-1)
    return np.asarray(np.minimum(place, last), dtype=np.int64)


def des_raj_weights(
    person: IntArray, place: IntArray, chance: FloatArray, lengths: IntArray
) -> FloatArray:
    """(draws,) what each answer weighs, so that it stands for who did not get the statement.

    person : (draws,) 0, 1, ...
    place : (draws,) which draw of that person it was, from 1
    chance : (draws,) the chance that the statement drawn had, 0 < chance <= 1
    lengths : (people,) how many draws each person had, statements passed over included

    Draw t of a person says of a statement's value v: v if it was seen before; v / p_t if it is
    drawn now; else 0. Given all before, that is v in the mean, for any rule of drawing, also one
    that follows somebody's own answers (Des Raj 1956). The mean over the T draws is therefore too:
    an answer got in draw t with chance p weighs (1 / p + T - t) / T. Plain weights 1 / p are wrong
    where a statement is drawn once at most: they forget that it could not be drawn again.

    This holds for a T that is fixed. Where people stop because of what they answered, shares stay
    off: by .003 to .009 in simulations where one to three in ten stop after not agreeing. Say so.

    Raises ValueError for shapes that do not fit, chances or places that cannot be.
    """
    columns = (person, place, chance)
    if any(column.shape != (len(person),) for column in columns):
        raise ValueError("person, place and chance must be columns of the same length")
    if len(person) and not 0 <= person.min() <= person.max() < len(lengths):
        raise ValueError("a person lies outside those who have a length")
    length = lengths[person]
    if np.any(place < 1) or np.any(place > length):
        raise ValueError("a place lies outside 1 to the number of draws")
    # A last one has a chance of 1, as far as rounding goes.
    if np.any(chance <= 0) or np.any(chance > 1 + 1e-9):
        raise ValueError("a chance must lie above 0, and not above 1")
    return np.asarray((1 / chance + length - place) / length)


@dataclass(frozen=True, eq=False)
class WeightedShares:
    """Per statement, of everybody who took part; nan where nobody answered.

    share : mean value, with each answer weighing as it should
    error : its standard error, for people as a simple random sample
    worth : as how many answers of equal weight they are worth, (Σ w)² / Σ w² (Kish 1965)
    """

    share: FloatArray
    error: FloatArray
    worth: FloatArray


def weighted_shares(
    person: IntArray,
    statement: IntArray,
    value: FloatArray | IntArray,
    weight: FloatArray,
    *,
    people: int,
    statements: int,
) -> WeightedShares:
    """Σ w v / Σ w per statement, from answers with their weights.

    person, statement : (answers,) at most one answer of a person on a statement
    value : (answers,) 1 for who agrees and 0 for who does not, say. A statement drawn and passed
        over without any answer has no row
    weight : (answers,) of `des_raj_weights` or `unordered_weights`
    people : how many took part, those without an answer on a statement included

    Both sums are unbiased for people, so that the ratio is but for 1 / people. Its error is that
    of the residuals w (v - share) over people: √(n / (n - 1) Σ w² (v - share)²) / Σ w.

    Raises ValueError for shapes that do not fit, or a person or statement out of range.
    """
    columns = (person, statement, value, weight)
    if any(column.shape != (len(person),) for column in columns):
        raise ValueError("person, statement, value and weight must be columns of the same length")
    for name, column, end in (("person", person, people), ("statement", statement, statements)):
        if len(column) and not 0 <= column.min() <= column.max() < end:
            raise ValueError(f"a {name} lies outside 0 to {end - 1}")

    def total(of: FloatArray) -> FloatArray:
        return np.bincount(statement, weights=of, minlength=statements).astype(np.float64)

    with np.errstate(invalid="ignore", divide="ignore"):
        weights = total(weight)
        share = total(weight * value) / weights
        residual = total((weight * (value - share[statement])) ** 2)
        error = np.sqrt(residual * people / max(people - 1, 1)) / weights
        worth = weights**2 / total(weight**2)
    return WeightedShares(share, error, worth)


def _need(answered: IntArray, agree: IntArray | None, uniform: float) -> FloatArray:
    if not 0 <= uniform <= 1:
        raise ValueError("the uniform part must lie between 0 and 1")
    if answered.ndim != 1 or np.any(answered < 0):
        raise ValueError("answered must be (statements,) counts, 0 or more")
    n = answered.astype(np.float64)
    if agree is None:
        return np.asarray(1 / (n + 1))
    if agree.shape != answered.shape or np.any(agree < 0) or np.any(agree > answered):
        raise ValueError("agree must lie between 0 and answered")
    return np.asarray(np.sqrt((agree + 0.5) * (n - agree + 0.5) / (n + 2)) / (n + 1))
