"""How regions are joined through the arrangements of their municipalities."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.forms import RegionsForm
from samenspel.atlas.models import Dataset
from samenspel.atlas.pictures.area_web import AreaWebPicture, area_web_picture, neighbours
from samenspel.atlas.pictures.area_web_map import draw_areas
from samenspel.atlas.pictures.web_area import area_picture
from samenspel.atlas.pictures.web_map import draw_area
from samenspel.atlas.queries.divisions import Division, DivisionKind
from samenspel.atlas.queries.kept_web import KeptWeb, kept_web_on
from samenspel.atlas.views.page import keep_day_of, page, part_of_page

_TOLD_BY = (Dataset.REGISTER, Dataset.BOUNDARIES, Dataset.REGIONS, Dataset.AMALGAMATIONS)


@require_safe
@on_a_day
def web_regions(request: HttpRequest, day: date) -> HttpResponse:
    kept = kept_web_on(day)
    areas = kept.woven.areas if kept else {}
    divisions = [each for each in kept.woven.facts.divisions if each.kind in areas] if kept else []
    form = RegionsForm(request.GET, divisions=divisions)
    shown = _shown(kept, form, keep_day_of(day)) if kept and divisions else {"picture": None}
    return page(
        request,
        "atlas/web_regions.html",
        day,
        {"form": form, "woven": kept and kept.woven, **shown},
        told_by=_TOLD_BY,
    )


def _shown(kept: KeptWeb, form: RegionsForm, keep_day: str) -> dict[str, Any]:
    language, kind = get_language(), form.division.kind
    picture = _picture(kept, kind, language)
    row = next((row for row in picture.rows if row.code == form.region), None)
    part: dict[str, Any] = (
        {"country": _country_in_html(kept, kind, language, keep_day)}
        if row is None
        else _region(kept, form.division, row.at)
    )
    return {"picture": picture, "row": row, "kind": kind, **part}


@lru_cache(maxsize=16)
def _picture(kept: KeptWeb, kind: DivisionKind, _language: str) -> AreaWebPicture:
    facts = kept.woven.facts
    [division] = [each for each in facts.divisions if each.kind == kind]
    return area_web_picture(facts, division, kept.woven.areas[kind])


# A map with some hundreds of names, the same for everybody.
@lru_cache(maxsize=16)
def _country_in_html(kept: KeptWeb, kind: DivisionKind, language: str, keep_day: str) -> str:
    picture = _picture(kept, kind, language)
    drawn = draw_areas(
        kept.woven.facts, picture.division, kept.woven.areas[kind], picture.rows, kept.outlines
    )
    context = {"picture": picture, "kind": kind, "map": drawn, "outlines_of": kept.outlines_of}
    return part_of_page("atlas/web/_regions.html", keep_day, context)


def _region(kept: KeptWeb, division: Division, at: int) -> dict[str, Any]:
    chosen = [place for place, region in enumerate(division.of) if region == at]
    return {
        "area": area_picture(kept.woven, chosen),
        "neighbours": neighbours(kept.woven.facts, division, at),
        "map": draw_area(kept.woven, kept.outlines, set(chosen)),
    }
