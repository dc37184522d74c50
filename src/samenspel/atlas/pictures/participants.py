"""Where the municipalities lie that take part in an arrangement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.atlas.models import Organisation
from samenspel.atlas.pictures.outlines import Shape, box_around, paths_around
from samenspel.atlas.queries.outlines import Outline


@dataclass(frozen=True)
class ParticipantsMap:
    view_box: str
    around: Sequence[str]
    """paths of neighbours, without words"""
    shapes: Sequence[Shape]


def participants_map(
    outlines: Sequence[Outline], participants: Collection[Organisation]
) -> ParticipantsMap | None:
    """None where none of them has an outline."""
    names = {each.key: str(each) for each in participants}
    inside = [each for each in outlines if each.members]
    box = box_around(each.path for each in inside)
    if box is None:
        return None
    # A region alone says little: with some of the country around it, one sees where it is.
    near = box.with_room(0.25)
    return ParticipantsMap(
        view_box=near.view_box,
        around=paths_around(outlines, inside, near.with_room(0.1)),
        shapes=[_shape(each, names) for each in inside],
    )


def _shape(outline: Outline, names: dict[str, str]) -> Shape:
    words = "; ".join(names[key] for key in outline.members)
    if list(outline.members) != [outline.code]:
        words += " " + _("(nu %(name)s)") % {"name": outline.name}
    return Shape(outline.members[0], words, outline.path)
