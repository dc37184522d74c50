"""Figures that stay as they were told before, as long as one person can have made the difference.

Rounding alone does not hide one person between two waves. Whoever knows that one person joined, and
that all others said the same, sees a rounded figure go over an edge and knows which way that person
pushed. So a figure is told again as before wherever one voice, changed, new or gone, could lead
there. Two waves that differ by one voice, whoever it is, then have the same figures.
"""

from dataclasses import dataclass
from math import ceil, floor, inf

# Sums of answers must not fall on the wrong side of an edge by an error of rounding.
_HAIR = 1e-9


@dataclass(frozen=True)
class Told:
    """A figure in steps.

    value : what is told
    step : of the rounding
    least, most : what the exact figure can be; infinite beyond an outermost step
    """

    value: float
    step: float
    least: float
    most: float


def in_steps(
    exact: float,
    *,
    step: float,
    reach: float,
    before: Told | None = None,
    ends: tuple[float, float] = (-inf, inf),
    origin: float = 0.0,
) -> Told:
    """A figure to the nearest step or, after an earlier wave, told by how far it is from that.

    exact : the figure of this wave
    step : `reach` or more
    reach : the most by which one voice can move the figure
    before : what was told of an earlier wave
    ends : the outermost values; what lies further is told as these ("or less", "or more")
    origin : where nothing was told before, steps are counted from here

    Without an earlier wave this is rounding, so one voice moves it by a step at most. With one, h
    is half its step and d how far the exact figure is from it. It is told k steps further: the
    largest k with d > h + max((k − 1) step, k reach), or 0. The first edge lies `reach` beyond
    whatever was rounded to what was told, so one voice changes nothing between two waves. And edges
    lie `reach` or more apart, so within a wave too one voice moves it by a step at most.

    Raises ValueError for a step that is smaller than the reach.
    """
    if not 0 < reach <= step * (1 + _HAIR):
        raise ValueError("a step must be as large as what one voice can reach")
    exact = float(exact)
    if before is None:
        value = _neat(origin + floor((exact - origin) / step + 0.5 + _HAIR) * step)
        return _ended(value, step, (value - step / 2, value + step / 2), ends)
    distance, half = abs(exact - before.value), before.step / 2
    upwards = exact > before.value
    # All that lies beyond an outermost step was told alike.
    steps = 0
    if (before.most if upwards else -before.least) < inf:
        steps = _steps(distance, half, step, reach)
    if steps == 0:
        least = before.value - half - reach if before.least > -inf else -inf
        most = before.value + half + reach if before.most < inf else inf
        return Told(before.value, before.step, least, most)
    sign = 1 if upwards else -1
    edges = [before.value + sign * _edge(at, half, step, reach) for at in (steps, steps + 1)]
    value = _neat(before.value + sign * steps * step)
    return _ended(value, step, (min(edges), max(edges)), ends)


def _steps(distance: float, half: float, step: float, reach: float) -> int:
    """The largest k whose edge the distance is beyond."""
    beyond = distance - half - _HAIR
    return max(0, min(ceil(beyond / step), ceil(beyond / reach) - 1))


def _edge(steps: int, half: float, step: float, reach: float) -> float:
    return half + max((steps - 1) * step, steps * reach)


def _neat(value: float) -> float:
    return round(value, 9)


def _ended(
    value: float, step: float, around: tuple[float, float], ends: tuple[float, float]
) -> Told:
    lowest, highest = ends
    if value <= lowest + _HAIR:
        return Told(lowest, step, -inf, max(around[1], lowest + step / 2))
    if value >= highest - _HAIR:
        return Told(highest, step, min(around[0], highest - step / 2), inf)
    return Told(value, step, *around)
