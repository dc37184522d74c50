"""One figure for several groups together, each counting for as much as it is large."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
Counting: TypeAlias = Literal["persons", "organisations"]

_ROUNDS = 1_000
_CLOSE = 1e-10
# Far more answers than there are people, for a figure of which everything is known.
_ALL_KNOWN = 1e12


@dataclass(frozen=True, eq=False)
class Pooled:
    """Shares of all groups together, per item. nan where nobody answered.

    share : who would agree, 0 to 1, of the cells in which somebody answered
    error : its standard error
    low, high : interval of that share, if the silent of a cell resemble its people who answered
    lowest, highest : bounds of the share of everybody, empty cells included, whatever who is
        silent thinks
    spoken_for : what the cells in which somebody answered count for, 0 to 1. Where that is not 1,
        say of whom share, error, low and high are, and name the others
    empty : (cells, items) the cells to be named: they have people, of whom nobody answered
    """

    share: FloatArray
    error: FloatArray
    low: FloatArray
    high: FloatArray
    lowest: FloatArray
    highest: FloatArray
    spoken_for: FloatArray
    empty: BoolArray


def pooled(
    agree: IntArray,
    answered: IntArray,
    size: IntArray,
    *,
    organisation: IntArray | None = None,
    count: Counting = "persons",
    took_part: IntArray | None = None,
    level: float = 0.95,
) -> Pooled:
    """Post-stratified share: every cell (one role in one party, say) weighs by its size.

    agree, answered : (cells, items) counts; agree <= answered. Passes count as answered
    size : (cells,) people in each cell
    organisation : (cells,) which organisation a cell belongs to, 0, 1, ...
    count : "persons" count equally: W_g = N_g / N. Or "organisations" do, each spread over its
        people: W_g = N_g / N_organisation / how many organisations. Say which with the figure
    took_part : (cells,) as in `support`. Default: `answered`
    level : of the interval

    With n_g answers in cell g, p_g of them agreeing, s_g² = p_g (1 - p_g) n_g / (n_g - 1) and
    f_g = n_g / N_g (Cochran 1977, ch. 5): share = Σ W_g p_g, error² = Σ W_g² s_g² (1 - f_g) / n_g.
    W is scaled to 1 over the cells in which somebody answered. Of a single answer s_g² is not
    known, and that of the pooled share stands in.

    The interval is that of Jeffreys for as many answers from one large group as say as much,
    Beta(m share + 1/2, m (1 - share) + 1/2) with m = θ (1 - θ) / error² (Korn & Graubard 1998),
    rounded outwards to whole people; nobody in the sample who agreed leaves room for nobody at all,
    and all for all. In m each θ_g, and its variance, has one answer more, which is what the other
    cells answered: else a few who all say the same would seem to be sure.

    Raises ValueError for counts that cannot be, shapes that do not fit, an unknown `count`, or
    organisations to be counted but not given.
    """
    took_part = answered if took_part is None else np.broadcast_to(took_part[:, None], agree.shape)
    _check(agree, answered, took_part, size, level)
    whole = np.broadcast_to(size[:, None], agree.shape).astype(np.float64)
    weight = np.broadcast_to(_weights(size, organisation, count)[:, None], agree.shape)
    return _pooled(agree, answered, took_part, whole, weight, np.zeros(agree.shape), level)


def raked(
    agree: IntArray, answered: IntArray, margins: tuple[IntArray, ...], *, level: float = 0.95
) -> Pooled:
    """The same where the sizes of parties and of roles are known, but not of each role in a party.

    agree, answered : (parties, roles, ..., items) counts
    margins : the sizes of the parties, of the roles, ...; two or more, with the same sum. With one
        margin nothing is to be raked: that is `pooled`

    Cell sizes are the answers, multiplied by row and by column until they add up to the margins
    (Deming & Stephan 1940). What a share differs from the sum of a part for its party and a part
    for its role is then no longer known to weigh as it should, and is added to s_g² (Deville &
    Särndal 1992). An item on which nobody of some party or role answered cannot be raked: nan.

    Gives `Pooled` with cells in the order of `answered.reshape(-1, items)`. None of them is empty:
    a cell in which nobody answered gets no size, and its people are spoken for by the others.

    Raises ValueError for fewer than two margins, or margins that do not fit each other or the
    counts.
    """
    shape = answered.shape[:-1]
    if len(margins) < 2:
        raise ValueError("raking takes two margins or more; with one, use `pooled`")
    if agree.shape != answered.shape or shape != tuple(len(margin) for margin in margins):
        raise ValueError("agree and answered must have an axis for each margin, and one of items")
    if len({int(margin.sum()) for margin in margins}) > 1 or any((m < 0).any() for m in margins):
        raise ValueError("the margins must be sizes of 0 or more with the same sum")
    items = answered.shape[-1]
    size = raked_sizes(answered, margins)
    flat = size.reshape(-1, items)
    a, n = agree.reshape(-1, items), answered.reshape(-1, items)
    _check(a, n, n, np.full(len(a), np.iinfo(np.int64).max), level)
    out = np.isnan(flat).any(axis=0)
    a, n, flat = np.where(out, 0, a), np.where(out, 0, n), np.where(out, 0.0, flat)
    weight = flat / max(float(margins[0].sum()), 1.0)
    more = _beside_additive(a, n, weight, shape)
    # In a small cell more people may have answered than it is thought to have.
    return _pooled(a, n, n, np.maximum(flat, n), weight, more, level)


def raked_sizes(answered: IntArray, margins: tuple[IntArray, ...]) -> FloatArray:
    """Sizes of cells that add up to the margins, in the odds in which people answered.

    answered : (parties, roles, ..., items) counts; margins as in `raked`

    nan for an item on which nobody of a party or role with people answered, or whose answers allow
    no such sizes.
    """
    size = answered.astype(np.float64)
    axes = range(len(margins))
    targets = [
        margin.reshape([-1 if axis == own else 1 for axis in axes] + [1]).astype(np.float64)
        for own, margin in enumerate(margins)
    ]
    others = [tuple(axis for axis in axes if axis != own) for own in axes]
    for _ in range(_ROUNDS):
        for target, over in zip(targets, others, strict=True):
            total = size.sum(axis=over, keepdims=True)
            size = size * np.divide(target, total, out=np.zeros_like(total), where=total > 0)
        off = max(
            float(np.abs(size.sum(axis=over, keepdims=True) - target).max(initial=0))
            for target, over in zip(targets, others, strict=True)
        )
        if off <= _CLOSE * max(float(targets[0].sum()), 1.0):
            break
    fits = np.ones(answered.shape[-1], dtype=np.bool_)
    for target, over in zip(targets, others, strict=True):
        apart = np.abs(size.sum(axis=over, keepdims=True) - target)
        fits &= (apart <= 1e-6 * np.maximum(target, 1)).all(axis=tuple(axes))
    return np.where(fits, size, np.nan)


def _check(
    agree: IntArray, answered: IntArray, took_part: IntArray, size: IntArray, level: float
) -> None:
    if agree.ndim != 2 or agree.shape != answered.shape or size.shape != agree.shape[:1]:
        raise ValueError("agree and answered must be (cells, items), and size (cells,)")
    if (agree < 0).any() or (agree > answered).any():
        raise ValueError("agree must lie between 0 and answered")
    if (answered > took_part).any() or (took_part > size[:, None]).any():
        raise ValueError("answered must not exceed took_part, nor took_part size")
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")


def _weights(size: IntArray, organisation: IntArray | None, count: str) -> FloatArray:
    """(cells,) what each cell counts for, 1 together."""
    if count not in ("persons", "organisations"):
        raise ValueError(f"count persons or organisations, not {count}")
    people = size.astype(np.float64)
    if count == "organisations":
        if organisation is None or organisation.shape != size.shape or (organisation < 0).any():
            raise ValueError("to count organisations, tell of each cell which it belongs to")
        of_organisation = np.bincount(organisation, weights=people)
        people = people / np.maximum(of_organisation[organisation], 1)
    return people / max(float(people.sum()), 1e-300)


def _pooled(
    agree: IntArray,
    answered: IntArray,
    took_part: IntArray,
    size: FloatArray,
    weight: FloatArray,
    more: FloatArray,
    level: float,
) -> Pooled:
    """more : (cells, items) what is to be added to each s_g²."""
    some = answered > 0
    spoken_for = np.where(some, weight, 0.0).sum(axis=0)
    nothing = spoken_for == 0
    part = np.where(some, weight, 0.0) / np.where(nothing, 1.0, spoken_for)
    n = np.maximum(answered, 1).astype(np.float64)
    p = agree / n
    share = (part * p).sum(axis=0)
    sampled = np.where(n > 1, p * (1 - p) * n / np.maximum(n - 1, 1), share * (1 - share)) + more
    unknown = np.clip(1 - answered / np.maximum(size, 1e-300), 0.0, 1.0)
    error = np.sqrt((part**2 * sampled * unknown / n).sum(axis=0))
    low, high = _interval(agree, answered, size, part, share, more, level)

    # Who is in a cell of which nobody got the statement is as unknown as who is silent.
    present = np.where(some, took_part, 0)
    there = weight * present / np.maximum(size, 1e-300)
    reached = there.sum(axis=0)
    part = np.where(some, there, 0.0) / np.where(reached > 0, reached, 1.0)
    of_these = (part * p).sum(axis=0)
    least, most = _interval(agree, answered, present, part, of_these, more, level)
    told = (share, error, low, high, least * reached, most * reached + 1 - reached)
    share, error, low, high, lowest, highest = (np.where(nothing, np.nan, one) for one in told)
    empty: BoolArray = np.asarray(~some & (weight > 0))
    return Pooled(share, error, low, high, lowest, highest, spoken_for, empty)


def _interval(
    agree: IntArray,
    answered: IntArray,
    size: FloatArray | IntArray,
    part: FloatArray,
    share: FloatArray,
    more: FloatArray,
    level: float,
) -> tuple[FloatArray, FloatArray]:
    n = answered.astype(np.float64)
    unknown = np.clip(1 - n / np.maximum(size, 1e-300), 0.0, 1.0)
    others = (agree.sum(axis=0) - agree + 0.5) / (n.sum(axis=0) - n + 1)
    theta = (agree + others) / (n + 1)
    # θ_g (1 - θ_g) with an answer added is this much too small, if all cells are alike.
    variance = theta * (1 - theta) * (n + 1) ** 2 / (n**2 + n + 1) + more
    squared = (part**2 * variance * unknown / np.maximum(n, 1)).sum(axis=0)
    pooled = np.where(part.sum(axis=0) > 0, (part * theta).sum(axis=0), 0.5)
    worth = pooled * (1 - pooled) / np.maximum(squared, 1 / _ALL_KNOWN)
    a, b = worth * share + 0.5, worth * (1 - share) + 0.5
    tail = (1 - level) / 2
    low = np.where(agree.sum(axis=0) == 0, 0.0, betaincinv(a, b, tail))
    high = np.where((agree == answered).all(axis=0), 1.0, betaincinv(a, b, 1 - tail))
    person = np.where(part > 0, part / np.maximum(size, 1e-300), np.inf).min(axis=0, initial=1.0)
    low, high = np.floor(low / person) * person, np.ceil(high / person) * person
    fewest = (part * agree / np.maximum(size, 1e-300)).sum(axis=0)
    most = fewest + (part * unknown).sum(axis=0)
    return np.clip(low, fewest, most), np.clip(high, fewest, most)


def _beside_additive(
    agree: IntArray, answered: IntArray, weight: FloatArray, shape: tuple[int, ...]
) -> FloatArray:
    """(cells, items) squared distance of each share to the best sum of a part for each margin."""
    cells, items = answered.shape
    places = np.stack(np.unravel_index(np.arange(cells), shape))
    columns = [np.eye(length)[place] for length, place in zip(shape, places, strict=True)]
    design = np.concatenate(columns, axis=1)
    share = agree / np.maximum(answered, 1)
    beside = np.zeros((cells, items))
    for item in range(items):
        root = np.sqrt(np.where(answered[:, item] > 0, weight[:, item], 0.0))
        parts = np.linalg.lstsq(design * root[:, None], share[:, item] * root, rcond=None)[0]
        beside[:, item] = np.where(root > 0, (share[:, item] - design @ parts) ** 2, 0.0)
    return beside
