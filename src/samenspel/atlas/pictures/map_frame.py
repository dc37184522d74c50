"""Which part of the country a map shows: what lies in it, what lies around it, and the names."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from samenspel.atlas.pictures.outlines import Label, box_around, paths_around, without_crossing
from samenspel.atlas.queries.netherlands import Shared


@dataclass(frozen=True)
class Frame:
    view_box: str
    inside: Sequence[Shared]
    around: Sequence[str]
    """paths of neighbours, without words"""
    labels: Sequence[Label]
    """none for the whole country: they would be too small to read"""
    label_size: float

    @property
    def has_shared(self) -> bool:
        """Whether an outline holds more than one municipality."""
        return any(len(each.members) > 1 for each in self.inside)


def frame_around(
    outlines: Sequence[Shared], keys: Collection[str], *, is_part: bool
) -> Frame | None:
    """None where none of these municipalities has an outline.

    is_part : whether they are a part of the country
    """
    inside = [each for each in outlines if any(member.key in keys for member in each.members)]
    box = box_around(each.outline.path for each in inside)
    if box is None:
        return None
    box = box.with_room(0.02)
    size = round(max(box.width, box.height) / 44, 2)
    return Frame(
        view_box=box.view_box,
        inside=inside,
        around=paths_around(
            (each.outline for each in outlines),
            (each.outline for each in inside),
            box.with_room(0.1),
        )
        if is_part
        else [],
        labels=_labels(inside, size) if is_part else [],
        label_size=size,
    )


def _labels(inside: Sequence[Shared], size: float) -> list[Label]:
    """The most people first: their name is looked for most where not all fit."""

    def people(shared: Shared) -> int:
        return -sum(each.inhabitants or 0 for each in shared.members)

    def name(shared: Shared) -> str:
        return shared.members[0].name if len(shared.members) == 1 else shared.outline.name

    ordered = sorted(inside, key=people)
    names = [(name(each), each.outline.x, each.outline.y) for each in ordered]
    return without_crossing(names, size=size)
