"""How regions are joined through the arrangements of their municipalities."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.forms import RegionsForm
from samenspel.atlas.models import Dataset
from samenspel.atlas.pictures.area_web import area_web_picture, neighbours
from samenspel.atlas.pictures.area_web_map import draw_areas
from samenspel.atlas.pictures.web_area import area_picture
from samenspel.atlas.pictures.web_map import draw_area
from samenspel.atlas.queries.divisions import Division
from samenspel.atlas.queries.outlines import Outline, outlines_on
from samenspel.atlas.queries.succession import succession
from samenspel.atlas.queries.webs import WovenWeb, web_on
from samenspel.atlas.views.page import page

_TOLD_BY = (Dataset.REGISTER, Dataset.BOUNDARIES, Dataset.REGIONS, Dataset.AMALGAMATIONS)


@require_safe
@on_a_day
def web_regions(request: HttpRequest, day: date) -> HttpResponse:
    woven = web_on(day)
    divisions = (
        [each for each in woven.facts.divisions if each.kind in woven.areas] if woven else []
    )
    form = RegionsForm(request.GET, divisions=divisions)
    shown = _shown(woven, form) if woven and divisions else {"woven": woven, "picture": None}
    return page(request, "atlas/web_regions.html", day, {"form": form, **shown}, told_by=_TOLD_BY)


def _shown(woven: WovenWeb, form: RegionsForm) -> dict[str, Any]:
    facts, division = woven.facts, form.division
    found = woven.areas[division.kind]
    picture = area_web_picture(facts, division, found)
    keys = [key for key, _name in facts.municipalities]
    outlines, outlines_of = outlines_on(facts.day, keys, succession())
    row = next((row for row in picture.rows if row.code == form.region), None)
    part: dict[str, Any] = (
        {"map": draw_areas(facts, division, found, picture.rows, outlines)}
        if row is None
        else _region(woven, division, outlines, row.at)
    )
    return {
        "woven": woven,
        "picture": picture,
        "row": row,
        "kind": division.kind,
        "outlines_of": outlines_of,
        **part,
    }


def _region(
    woven: WovenWeb, division: Division, outlines: Sequence[Outline], at: int
) -> dict[str, Any]:
    chosen = [place for place, region in enumerate(division.of) if region == at]
    return {
        "area": area_picture(woven, chosen),
        "neighbours": neighbours(woven.facts, division, at),
        "map": draw_area(woven, outlines, set(chosen)),
    }
