"""Shapes on the map, and where they lie: boxes, neighbours, names that do not cross each other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from samenspel.atlas.queries.outlines import Outline

_PIECE = re.compile(r"([MLHVZmlhvz])([^MLHVZmlhvz]*)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def view_box(self) -> str:
        return f"{self.left:.1f} {self.top:.1f} {self.width:.1f} {self.height:.1f}"

    def with_room(self, share: float) -> "Box":
        room = share * max(self.width, self.height)
        return Box(self.left - room, self.top - room, self.right + room, self.bottom + room)

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def crosses(self, other: "Box") -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


@dataclass(frozen=True, slots=True)
class Shape:
    """One outline as it is drawn."""

    key: str
    """whose page it leads to"""
    words: str
    path: str
    look: str = ""
    """its classes, such as that of its step"""


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: float
    y: float


def paths_around(outlines: Iterable[Outline], inside: Iterable[Outline], near: Box) -> list[str]:
    """Of the others than those inside, as far as they lie in a box: to draw without words."""
    own = {each.code for each in inside}
    return [o.path for o in outlines if o.code not in own and near.holds(o.x, o.y)]


def box_around(paths: Iterable[str]) -> Box | None:
    """The box around paths of straight lines, in the letters M, L, H, V and Z."""
    boxes = [box for path in paths if (box := _box_of(path))]
    if not boxes:
        return None
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


# Reading hundreds of paths takes longer than all else of a map, and they seldom change.
@lru_cache(maxsize=1024)
def _box_of(path: str) -> Box | None:
    points = list(_points(path))
    if not points:
        return None
    across, down = [x for x, _y in points], [y for _x, y in points]
    return Box(min(across), min(down), max(across), max(down))


def _points(path: str) -> Iterator[tuple[float, float]]:
    x = y = 0.0
    start = (0.0, 0.0)
    for letter, rest in _PIECE.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        kind, moves_on = letter.upper(), letter.islower()
        if kind == "Z":
            x, y = start
        elif kind in "HV":
            for number in numbers:
                if kind == "H":
                    x = x + number if moves_on else number
                else:
                    y = y + number if moves_on else number
                yield x, y
        else:
            for place in range(0, len(numbers) - 1, 2):
                x = numbers[place] + (x if moves_on else 0)
                y = numbers[place + 1] + (y if moves_on else 0)
                if kind == "M" and place == 0:
                    start = (x, y)
                yield x, y


def without_crossing(names: Iterable[tuple[str, float, float]], *, size: float) -> list[Label]:
    """Those of these names (text, x, y of its middle) that fit, the first ones first."""
    taken: list[Box] = []
    kept: list[Label] = []
    for text, x, y in names:
        half = 0.27 * size * len(text)
        here = Box(x - half, y - 0.6 * size, x + half, y + 0.6 * size)
        if not any(here.crosses(other) for other in taken):
            taken.append(here)
            kept.append(Label(text, x, y))
    return kept
