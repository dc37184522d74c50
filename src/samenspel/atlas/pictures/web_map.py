"""The web on the map: groups as areas, and lines between municipalities that share the most."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx
import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray
from scipy.spatial import Delaunay, QhullError

from samenspel.atlas.pictures.outlines import Box, box_around, without_crossing
from samenspel.atlas.queries.outlines import Outline
from samenspel.atlas.queries.webs import WovenWeb
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
class Label:
    text: str
    x: float
    y: float


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
    """whether municipalities of several groups lay in one outline"""


def draw_country(web: WovenWeb, outlines: Sequence[Outline]) -> WebMap | None:
    """All groups, with lines where municipalities of different groups share more than one."""
    label = web.groups.group

    def joins_groups(one: int, other: int) -> bool:
        return bool(label[one] != label[other])

    box = box_around(outline.path for outline in outlines)
    if box is None:
        return None
    drawn = _Drawn(web, outlines)
    lines, from_shared = drawn.lines(joins_groups, least=2)
    size = box.width / 26
    return WebMap(
        view_box=box.with_room(0.01).view_box,
        areas=drawn.areas(outlines),
        around=[],
        lines=lines,
        from_shared=from_shared,
        labels=drawn.numbers(),
        label_size=size,
        has_mixed=drawn.has_mixed,
    )


def draw_area(web: WovenWeb, outlines: Sequence[Outline], chosen: set[int]) -> WebMap | None:
    """These municipalities, with lines between those that share the most."""

    def both_chosen(one: int, other: int) -> bool:
        return one in chosen and other in chosen

    drawn = _Drawn(web, outlines)
    inside = [each for each in outlines if chosen.intersection(drawn.places(each))]
    box = box_around(outline.path for outline in inside)
    if box is None:
        return None
    box = box.with_room(0.04)
    lines, from_shared = drawn.lines(both_chosen, least=1)
    size = max(box.width, box.height) / 40
    return WebMap(
        view_box=box.view_box,
        areas=drawn.areas(inside),
        around=_around(outlines, inside, box),
        lines=lines,
        from_shared=from_shared,
        labels=_names(inside, size),
        label_size=size,
        has_mixed=drawn.has_mixed,
    )


class _Drawn:
    """A web with where its municipalities lie."""

    def __init__(self, web: WovenWeb, outlines: Sequence[Outline]) -> None:
        self._web = web
        self._named = _("%(name)s, groep %(group)s")
        self._label = web.groups.group
        self._place = {key: at for at, (key, _name) in enumerate(web.facts.municipalities)}
        self._middle: dict[int, tuple[float, float]] = {}
        for outline in outlines:
            for place in self.places(outline):
                # Who lies in several outlines stands in the one of its own name.
                if place not in self._middle or web.facts.municipalities[place][0] == outline.code:
                    self._middle[place] = (outline.x, outline.y)
        self._colour = self._colours()
        self.has_mixed = any(len(self._groups(outline)) > 1 for outline in outlines)

    def places(self, outline: Outline) -> list[int]:
        return [self._place[key] for key in outline.members if key in self._place]

    def areas(self, outlines: Sequence[Outline]) -> list[Area]:
        return [self._area(outline) for outline in outlines]

    def lines(self, wanted: Callable[[int, int], bool], *, least: int) -> tuple[list[Line], int]:
        """Those that share the most, and from how many on; the thinnest first."""
        together = shared(self._web.facts.takes_part)
        rows, columns = np.nonzero(np.triu(together))
        pairs = [
            (int(together[one, other]), one, other)
            for one, other in zip(rows.tolist(), columns.tolist(), strict=True)
            if one in self._middle and other in self._middle and wanted(one, other)
        ]
        counts = sorted((count for count, _one, _other in pairs), reverse=True)
        if len(counts) > MOST_LINES:
            least = max(least, counts[MOST_LINES] + 1)
        kept = sorted(pair for pair in pairs if pair[0] >= least)
        return [self._line(*pair, most=kept[-1][0]) for pair in kept], least

    def numbers(self) -> list[Label]:
        """The number of each group, at the municipality nearest to its middle."""
        found = []
        for group in range(self._web.groups.count):
            at = np.array([self._middle[p] for p in self._middle if self._label[p] == group])
            if at.size:
                nearest = np.abs(at - np.median(at, axis=0)).sum(axis=1).argmin()
                x, y = at[nearest]
                found.append(Label(str(group + 1), float(x), float(y)))
        return found

    def _area(self, outline: Outline) -> Area:
        groups = self._groups(outline)
        colour = self._colour[groups.pop()] if len(groups) == 1 else None
        names = [self._words(place) for place in self.places(outline)]
        look = _NONE if colour is None else f"w{colour}"
        return Area(outline.path, look, "; ".join(names) or outline.name)

    def _words(self, place: int) -> str:
        name = self._web.facts.municipalities[place][1]
        group = int(self._label[place]) + 1
        return self._named % {"name": name, "group": group} if group else name

    def _groups(self, outline: Outline) -> set[int]:
        return {int(self._label[place]) for place in self.places(outline)} - {-1}

    def _line(self, count: int, one: int, other: int, *, most: int) -> Line:
        names = self._web.facts.municipalities
        width = round(0.5 + 2.5 * count / most, 1)
        ends = (*self._middle[one], *self._middle[other])
        return Line(*ends, width, names[one][1], names[other][1], count)

    def _colours(self) -> dict[int, int]:
        """Of each group one of five, as far as that goes another than its neighbours'."""
        beside: nx.Graph[int] = nx.Graph()
        beside.add_nodes_from(range(self._web.groups.count))
        for one, other in self._neighbours():
            groups = int(self._label[one]), int(self._label[other])
            if min(groups) >= 0 and groups[0] != groups[1]:
                beside.add_edge(*groups)
        found = nx.greedy_color(beside, strategy="DSATUR")
        return {group: colour % COLOURS for group, colour in found.items()}

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


def _around(outlines: Sequence[Outline], inside: Sequence[Outline], box: Box) -> list[str]:
    own = {outline.code for outline in inside}
    near = box.with_room(0.35)
    return [o.path for o in outlines if o.code not in own and near.holds(o.x, o.y)]


def _names(inside: Sequence[Outline], size: float) -> list[Label]:
    names = [(outline.name, outline.x, outline.y) for outline in inside]
    return [Label(*name) for name in without_crossing(names, size=size)]
