"""The web of areas on the map: each a circle in its middle, with lines to those it shares with."""

from collections.abc import Mapping, Sequence

import numpy as np
from django.utils.translation import ngettext

from samenspel.atlas.pictures.area_web import Row
from samenspel.atlas.pictures.outlines import box_around
from samenspel.atlas.pictures.placed import IntArray, Node, Placed, WebMap, strongest
from samenspel.atlas.queries.divisions import Division
from samenspel.atlas.queries.outlines import Outline
from samenspel.atlas.queries.webs import Facts
from samenspel.measures.area_webs import AreaWeb


def draw_areas(
    facts: Facts,
    division: Division,
    found: AreaWeb,
    rows: Sequence[Row],
    outlines: Sequence[Outline],
) -> WebMap | None:
    """rows : of the table that says the same, for the numbers"""
    box = box_around(outline.path for outline in outlines)
    if box is None:
        return None
    names = [name for _code, name in division.regions]
    label = np.array(division.of, dtype=np.int64)
    drawn = Placed(facts, label, outlines, lambda place: names[label[place]])
    middle = drawn.middles()
    lines, from_shared = strongest(found.together, middle, names, least=1)
    size = box.width / 34
    return WebMap(
        view_box=box.with_room(0.01).view_box,
        areas=drawn.areas(outlines),
        around=[],
        lines=lines,
        from_shared=from_shared,
        labels=[],
        label_size=size,
        has_mixed=drawn.has_mixed,
        nodes=_nodes(rows, middle, found.inside, size),
    )


def _nodes(
    rows: Sequence[Row],
    middle: Mapping[int, tuple[float, float]],
    inside: IntArray,
    size: float,
) -> list[Node]:
    """The surface of a circle tells how much is shared inside, down to one that holds a number."""
    most = max(1, int(inside.max(initial=0)))
    return [
        Node(
            *middle[row.at],
            radius=round(size * max(0.62, 1.15 * (int(inside[row.at]) / most) ** 0.5), 1),
            number=str(row.number),
            code=row.code,
            words=_words(row.name, int(inside[row.at])),
        )
        for row in rows
        if row.at in middle
    ]


def _words(name: str, inside: int) -> str:
    return ngettext(
        "%(name)s: haar gemeenten delen %(n)s regeling",
        "%(name)s: haar gemeenten delen %(n)s regelingen",
        inside,
    ) % {"name": name, "n": inside}
