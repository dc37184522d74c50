"""A scale of a few steps, from light to dark, each with its words."""

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

MOST = 5


@dataclass(frozen=True)
class Step:
    low: int | None
    """None has no lower end"""
    high: int | None
    """itself included; None has no upper end"""
    words: str

    def holds(self, value: float) -> bool:
        above = self.low is None or value >= self.low
        # A mean of 8.6 lies between steps of whole numbers: it belongs to that of 8.
        return above and (self.high is None or math.floor(value) <= self.high)


def cut_at(bounds: Sequence[int], words: Callable[[int], str] = str) -> list[Step]:
    """Steps that begin at these bounds, with one before the first and one without an end."""
    first, last = bounds[0], bounds[-1]
    return [
        Step(None, first - 1, _("minder dan %(bound)s") % {"bound": words(first)}),
        *(
            Step(low, next_one - 1, _("%(low)s tot %(high)s") % _named(words, low, next_one))
            for low, next_one in pairwise(bounds)
        ),
        Step(last, None, _("%(bound)s of meer") % {"bound": words(last)}),
    ]


def periods(bounds: Sequence[int]) -> list[Step]:
    """The same for years, the first step before the first of them."""
    first, last = bounds[0], bounds[-1]
    return [
        Step(None, first - 1, _("vóór %(year)s") % {"year": first}),
        *(
            Step(low, high - 1, _("%(low)s tot en met %(high)s") % _named(str, low, high - 1))
            for low, high in pairwise(bounds)
        ),
        Step(last, None, _("%(year)s of later") % {"year": last}),
    ]


def of_equal_size(values: Sequence[int]) -> list[Step]:
    """At most five steps that hold about as many each, as far as equal values allow."""
    if not values:
        return []
    ordered = sorted(values)
    low, high = ordered[0], ordered[-1]
    starts = sorted({low, *(_nearest_start(ordered, part / MOST) for part in range(1, MOST))})
    ends = [*(start - 1 for start in starts[1:]), high]
    return [
        Step(first, last, _from_to(first, last)) for first, last in zip(starts, ends, strict=True)
    ]


def _nearest_start(ordered: Sequence[int], share: float) -> int:
    """The value with as near as can be this share of the values below it."""
    wanted = share * len(ordered)
    return min(sorted(set(ordered)), key=lambda value: abs(bisect_left(ordered, value) - wanted))


def _from_to(low: int, high: int) -> str:
    if low == high:
        return str(low)
    if high == low + 1:
        return _("%(low)s of %(high)s") % _named(str, low, high)
    return _("%(low)s tot en met %(high)s") % _named(str, low, high)


def _named(words: Callable[[int], str], low: int, high: int) -> dict[str, str]:
    return {"low": words(low), "high": words(high)}
