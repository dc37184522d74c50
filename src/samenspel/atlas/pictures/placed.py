"""Municipalities on the map in parts, such as groups or regions, and lines between them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx
import numpy as np
from django.utils.translation import ngettext
from numpy.typing import NDArray
from scipy.spatial import Delaunay, QhullError

from samenspel.atlas.pictures.outlines import Label
from samenspel.atlas.queries.outlines import Outline
from samenspel.atlas.queries.webs import Facts
from samenspel.measures.webs import shared

IntArray = NDArray[np.int64]

# More lines than this are a tangle; the threshold goes up until there are no more.
MOST_LINES = 60
COLOURS = 5
_NONE = "w-none"


@dataclass(frozen=True, slots=True)
class Area:
    path: str
    look: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    one: str
    other: str
    shared: int

    @property
    def words(self) -> str:
        return ngettext(
            "%(one)s en %(other)s: %(n)s regeling samen",
            "%(one)s en %(other)s: %(n)s regelingen samen",
            self.shared,
        ) % {"one": self.one, "other": self.other, "n": self.shared}


@dataclass(frozen=True, slots=True)
class Node:
    """A part as a circle with its number."""

    x: float
    y: float
    radius: float
    number: str
    code: str
    words: str


@dataclass(frozen=True)
class WebMap:
    view_box: str
    areas: Sequence[Area]
    around: Sequence[str]
    lines: Sequence[Line]
    from_shared: int
    """a line stands for at least so many arrangements; of pairs with fewer none is drawn"""
    labels: Sequence[Label]
    label_size: float
    has_mixed: bool
    """whether municipalities of several parts lay in one outline"""
    nodes: Sequence[Node] = ()


class Placed:
    """Municipalities in parts, such as groups or regions, with where they lie."""

    def __init__(
        self,
        facts: Facts,
        label: IntArray,
        outlines: Sequence[Outline],
        words: Callable[[int], str],
    ) -> None:
        """label : (municipalities,) the part of each, −1 for none; words : of its part, by place"""
        self._facts = facts
        self._label = label
        self._part_of = words
        self._place = {key: at for at, (key, _name) in enumerate(facts.municipalities)}
        self._middle: dict[int, tuple[float, float]] = {}
        for outline in outlines:
            for place in self.places(outline):
                # Who lies in several outlines stands in the one of its own name.
                if place not in self._middle or facts.municipalities[place][0] == outline.code:
                    self._middle[place] = (outline.x, outline.y)
        self._colour = self._colours()
        self.has_mixed = any(len(self._parts(outline)) > 1 for outline in outlines)

    def places(self, outline: Outline) -> list[int]:
        return [self._place[key] for key in outline.members if key in self._place]

    def areas(self, outlines: Sequence[Outline]) -> list[Area]:
        return [self._area(outline) for outline in outlines]

    def lines(self, wanted: Callable[[int, int], bool], *, least: int) -> tuple[list[Line], int]:
        """Between those of these municipalities that share the most."""
        names = [name for _key, name in self._facts.municipalities]
        together = shared(self._facts.takes_part)
        return strongest(together, self._middle, names, least=least, wanted=wanted)

    def middles(self) -> dict[int, tuple[float, float]]:
        """Of each part the place of the municipality nearest to its middle."""
        found = {}
        for part in range(int(self._label.max(initial=-1)) + 1):
            at = np.array([self._middle[p] for p in self._middle if self._label[p] == part])
            if at.size:
                nearest = np.abs(at - np.median(at, axis=0)).sum(axis=1).argmin()
                found[part] = (float(at[nearest][0]), float(at[nearest][1]))
        return found

    def numbers(self) -> list[Label]:
        return [Label(str(part + 1), x, y) for part, (x, y) in self.middles().items()]

    def _area(self, outline: Outline) -> Area:
        parts = self._parts(outline)
        colour = self._colour[parts.pop()] if len(parts) == 1 else None
        names = [self._words(place) for place in self.places(outline)]
        look = _NONE if colour is None else f"w{colour}"
        return Area(outline.path, look, "; ".join(names) or outline.name)

    def _words(self, place: int) -> str:
        name = self._facts.municipalities[place][1]
        return name if self._label[place] < 0 else f"{name}, {self._part_of(place)}"

    def _parts(self, outline: Outline) -> set[int]:
        return {int(self._label[place]) for place in self.places(outline)} - {-1}

    def _colours(self) -> dict[int, int]:
        """Of each part one of five, as far as that goes another than its neighbours'."""
        beside: nx.Graph[int] = nx.Graph()
        beside.add_nodes_from(range(int(self._label.max(initial=-1)) + 1))
        for one, other in self._neighbours():
            parts = int(self._label[one]), int(self._label[other])
            if min(parts) >= 0 and parts[0] != parts[1]:
                beside.add_edge(*parts)
        found = nx.greedy_color(beside, strategy="DSATUR")
        return {part: colour % COLOURS for part, colour in found.items()}

    def _neighbours(self) -> set[tuple[int, int]]:
        places = sorted(self._middle)
        try:
            corners = Delaunay(np.array([self._middle[place] for place in places])).simplices
        except (QhullError, ValueError):
            # Fewer than three, or all on one line.
            return set(combinations(places, 2)) if len(places) < 20 else set()
        return {
            (places[one], places[other])
            for triangle in corners.tolist()
            for one, other in combinations(sorted(triangle), 2)
        }


def strongest(
    together: IntArray,
    middle: Mapping[int, tuple[float, float]],
    names: Sequence[str],
    *,
    least: int,
    wanted: Callable[[int, int], bool] = lambda _one, _other: True,
) -> tuple[list[Line], int]:
    """Those that share the most, and from how many on; the thinnest first."""
    rows, columns = np.nonzero(np.triu(together))
    pairs = [
        (int(together[one, other]), one, other)
        for one, other in zip(rows.tolist(), columns.tolist(), strict=True)
        if one in middle and other in middle and wanted(one, other)
    ]
    counts = sorted((count for count, _one, _other in pairs), reverse=True)
    if len(counts) > MOST_LINES:
        least = max(least, counts[MOST_LINES] + 1)
    kept = sorted(pair for pair in pairs if pair[0] >= least)
    return [
        Line(
            *middle[one],
            *middle[other],
            width=round(0.5 + 2.5 * count / kept[-1][0], 1),
            one=names[one],
            other=names[other],
            shared=count,
        )
        for count, one, other in kept
    ], least
