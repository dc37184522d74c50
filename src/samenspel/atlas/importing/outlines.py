"""The outline of a municipality as a map draws it, and where its name goes."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot, inf, sqrt

from samenspel.atlas.models.plane import Point, on_map

# Rings of one polygon: first the outline, then its holes; closed, in degrees.
Polygon = Sequence[Sequence[Sequence[float]]]

# Beyond these numbers of corners the whole map, packed, would grow past some 60 kB.
_MOST_POINTS = ((1, 16_000), (4, 60_000))
_COARSEST = 10

# The label stands within this many units of the best place.
_NEAR_ENOUGH = 0.5


@dataclass(frozen=True)
class Drawing:
    """The d of an SVG path, and the point inside that is farthest from the outline."""

    path: str
    x: float
    y: float


def grid_for(outlines: Iterable[Sequence[Polygon]]) -> int:
    """How coarse a map must be drawn to stay small, in tenths of a unit."""
    points = sum(len(ring) for polygons in outlines for rings in polygons for ring in rings)
    return next((grid for grid, most in _MOST_POINTS if points <= most), _COARSEST)


def draw(polygons: Sequence[Polygon], *, grid: int = 1) -> Drawing:
    """Holes stay open with `fill-rule: evenodd`, whichever way the rings run.

    grid : corners are moved to the nearest multiple of so many tenths of a unit. Each by itself, so
        that what municipalities share they still share, which no dropping of corners could promise
    """
    drawn = [[[on_map(*point[:2]) for point in ring] for ring in rings] for rings in polygons]
    paths = [_ring_path(ring, grid) for rings in drawn for ring in rings]
    path = "".join(paths) or _dot(drawn[0][0][0])
    largest = max(drawn, key=lambda rings: abs(_area(rings[0])))
    x, y = _inmost(largest)
    return Drawing(path, round(x, 1), round(y, 1))


def _ring_path(ring: Sequence[Point], grid: int) -> str:
    """In whole tenths, so that rounding never adds up along the way. Nothing where it vanishes."""
    tenths = _without_straight([_on_grid(point, grid) for point in ring[:-1]])
    if len(tenths) < 3:
        return ""
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(tenths)]
    return f"M{_numbers(tenths[0])}l{_numbers([number for step in steps for number in step])}z"


def _dot(point: Point) -> str:
    """What is too small to draw is still there to point at."""
    return f"M{_numbers(_on_grid(point, 1))}h1v1z"


def _on_grid(point: Point, grid: int) -> tuple[int, int]:
    x, y = (grid * round(10 * each / grid) for each in point)
    return x, y


def _without_straight(corners: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without corners where nothing turns, and without ways there and back again."""
    kept: list[tuple[int, int]] = []
    for corner in corners:
        while kept and (kept[-1] == corner or _is_straight(kept, corner)):
            kept.pop()
        kept.append(corner)
    return kept


def _is_straight(kept: list[tuple[int, int]], corner: tuple[int, int]) -> bool:
    if len(kept) < 2:
        return False
    (ax, ay), (bx, by), (cx, cy) = kept[-2], kept[-1], corner
    return (bx - ax) * (cy - by) == (by - ay) * (cx - bx)


def _numbers(tenths: Sequence[int]) -> str:
    """As short as SVG allows: `1.2-.3.4` is 1.2, -0.3 and 0.4."""
    written = ""
    for tenth in tenths:
        number = _number(tenth)
        ends_its_own = number[0] == "-" or (
            number[0] == "." and "." in written[written.rfind(" ") + 1 :].rsplit("-", 1)[-1]
        )
        written += number if not written or ends_its_own else f" {number}"
    return written


def _number(tenth: int) -> str:
    whole, rest = divmod(abs(tenth), 10)
    digits = f"{whole or ''}.{rest}" if rest else str(whole)
    return f"-{digits}" if tenth < 0 else digits


def _inmost(rings: Sequence[Sequence[Point]]) -> Point:
    """The point inside that is farthest from the outline.

    By halving squares, best first (Agafonkin 2016, "A new algorithm for finding a visual center of
    a polygon").
    """
    xs, ys = zip(*rings[0], strict=True)
    size = max(min(max(xs) - min(xs), max(ys) - min(ys)) / 2, _NEAR_ENOUGH)
    queue: list[tuple[float, float, float, float, float]] = []
    best, farthest = (xs[0], ys[0]), -inf
    for x in _steps(min(xs), max(xs), size):
        for y in _steps(min(ys), max(ys), size):
            heapq.heappush(queue, _square(rings, x, y, size / 2))
    while queue:
        at_best, x, y, half, distance = heapq.heappop(queue)
        if distance > farthest:
            best, farthest = (x, y), distance
        if -at_best - farthest > _NEAR_ENOUGH:
            for dx in (-half / 2, half / 2):
                for dy in (-half / 2, half / 2):
                    heapq.heappush(queue, _square(rings, x + dx, y + dy, half / 2))
    return best


def _steps(low: float, high: float, size: float) -> Iterator[float]:
    for step in range(int((high - low) / size) + 1):
        yield low + (step + 0.5) * size


def _square(
    rings: Sequence[Sequence[Point]], x: float, y: float, half: float
) -> tuple[float, float, float, float, float]:
    distance = _inside_by(rings, x, y)
    return -(distance + half * sqrt(2)), x, y, half, distance


def _inside_by(rings: Sequence[Sequence[Point]], x: float, y: float) -> float:
    """How far a point is from the nearest line, below nought outside."""
    inside, nearest = False, inf
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
            nearest = min(nearest, _to_line(x, y, ax, ay, bx, by))
    return nearest if inside else -nearest


def _to_line(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> float:
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


def _area(ring: Sequence[Point]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)) / 2
