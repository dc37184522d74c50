"""With which municipalities an organisation works, on a map shaded by how often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.atlas.pictures.outlines import Shape, box_around, paths_around
from samenspel.atlas.pictures.steps import Step, of_equal_size
from samenspel.atlas.queries.organisation import Partner
from samenspel.atlas.queries.outlines import Outline

OWN = "m-own"


@dataclass(frozen=True)
class PartnersMap:
    view_box: str
    around: Sequence[str]
    shapes: Sequence[Shape]
    steps: Sequence[tuple[str, str]]
    """look and words of each step of the legend"""
    has_own: bool


def partners_map(
    outlines: Sequence[Outline], partners: Sequence[Partner], own: str, own_name: str
) -> PartnersMap | None:
    """None where none of them has an outline."""
    often = {each.key: each for each in partners}
    inside = [each for each in outlines if each.members]
    box = box_around(each.path for each in inside)
    if box is None or not any(key in often for each in inside for key in each.members):
        return None
    steps = of_equal_size([each.arrangements for each in partners if each.key.startswith("GM")])
    near = box.with_room(0.03)
    own_outlines = [each for each in inside if own in each.members]
    shapes = [_shape(each, often, steps) for each in inside if own not in each.members]
    return PartnersMap(
        view_box=near.view_box,
        around=paths_around(outlines, inside, near.with_room(0.2)),
        # Its own last: its edge lies over those of its neighbours.
        shapes=shapes + [Shape(own, own_name, each.path, OWN) for each in own_outlines],
        steps=[(f"m{place}", step.words) for place, step in enumerate(steps)],
        has_own=bool(own_outlines),
    )


def _shape(outline: Outline, often: Mapping[str, Partner], steps: Sequence[Step]) -> Shape:
    there = [often[key] for key in outline.members if key in often]
    most = max(there, key=lambda each: each.arrangements)
    words = "; ".join(f"{each.name}: {_times(each.arrangements)}" for each in there)
    if most.key != outline.code:
        words += " " + _("(nu %(name)s)") % {"name": outline.name}
    step = next(place for place, step in enumerate(steps) if step.holds(most.arrangements))
    return Shape(most.key, words, outline.path, f"m{step}")


def _times(n: int) -> str:
    return ngettext("%(n)s regeling samen", "%(n)s regelingen samen", n) % {"n": n}
