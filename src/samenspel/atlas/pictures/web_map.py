"""The web on the map: groups as areas, and lines between municipalities that share the most."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from samenspel.atlas.pictures.outlines import Label, box_around, paths_around, without_crossing
from samenspel.atlas.pictures.placed import Placed, WebMap
from samenspel.atlas.queries.outlines import Outline
from samenspel.atlas.queries.webs import WovenWeb


def draw_country(web: WovenWeb, outlines: Sequence[Outline]) -> WebMap | None:
    """All groups, with lines where municipalities of different groups share more than one."""
    label = web.groups.group

    def joins_groups(one: int, other: int) -> bool:
        return bool(label[one] != label[other])

    box = box_around(outline.path for outline in outlines)
    if box is None:
        return None
    drawn = Placed(web.facts, label, outlines, _group_of(web))
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

    drawn = Placed(web.facts, web.groups.group, outlines, _group_of(web))
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
        around=paths_around(outlines, inside, box.with_room(0.35)),
        lines=lines,
        from_shared=from_shared,
        labels=_names(inside, size),
        label_size=size,
        has_mixed=drawn.has_mixed,
    )


def _group_of(web: WovenWeb) -> Callable[[int], str]:
    label, named = web.groups.group, _("groep %(group)s")
    return lambda place: named % {"group": int(label[place]) + 1}


def _names(inside: Sequence[Outline], size: float) -> list[Label]:
    names = [(outline.name, outline.x, outline.y) for outline in inside]
    return without_crossing(names, size=size)
