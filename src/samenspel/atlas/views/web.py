"""Who works together through what they share."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.forms import WebForm
from samenspel.atlas.models import Dataset
from samenspel.atlas.pictures.congruence import congruence
from samenspel.atlas.pictures.web_area import area_picture
from samenspel.atlas.pictures.web_groups import grouping
from samenspel.atlas.pictures.web_map import draw_area, draw_country
from samenspel.atlas.queries.divisions import DivisionKind
from samenspel.atlas.queries.inhabitants import inhabitants_on
from samenspel.atlas.queries.outlines import Outline, outlines_on
from samenspel.atlas.queries.succession import succession
from samenspel.atlas.queries.webs import Facts, WovenWeb, web_on
from samenspel.atlas.views.page import page


@require_safe
@on_a_day
def web(request: HttpRequest, day: date) -> HttpResponse:
    woven = web_on(day)
    shown = _nothing() if woven is None else _shown(request, woven)
    return page(request, "atlas/web.html", day, shown, told_by=list(Dataset))


def _nothing() -> dict[str, Any]:
    return {"woven": None}


def _shown(request: HttpRequest, woven: WovenWeb) -> dict[str, Any]:
    facts = woven.facts
    division = facts.division(DivisionKind.PROVINCE)
    provinces = dict(division.regions) if division else {}
    form = WebForm(request.GET, provinces=provinces, municipalities=dict(facts.municipalities))
    keys = [key for key, _name in facts.municipalities]
    outlines, outlines_of = outlines_on(facts.day, keys, succession())
    chosen = _chosen(form, facts)
    part = _area if chosen else _country
    return {
        "woven": woven,
        "least": min(woven.groups.found),
        "most": max(woven.groups.found),
        "form": form,
        "outlines_of": outlines_of,
        **part(woven, outlines, chosen),
        "place": "" if form.municipalities else provinces.get(form.province, ""),
    }


def _chosen(form: WebForm, facts: Facts) -> list[int]:
    """Places of the municipalities that are asked for; none where it is the whole country."""
    if form.municipalities:
        wanted = set(form.municipalities)
        return [at for at, (key, _name) in enumerate(facts.municipalities) if key in wanted]
    division = facts.division(DivisionKind.PROVINCE)
    if division is None or not form.province:
        return []
    codes = [code for code, _name in division.regions]
    return [at for at, region in enumerate(division.of) if region == codes.index(form.province)]


def _country(
    woven: WovenWeb, outlines: Sequence[Outline], _chosen: Sequence[int]
) -> dict[str, Any]:
    return {
        "grouping": grouping(woven, inhabitants_on(woven.facts.day)),
        "congruence": congruence(woven.facts),
        "map": draw_country(woven, outlines),
    }


def _area(woven: WovenWeb, outlines: Sequence[Outline], chosen: Sequence[int]) -> dict[str, Any]:
    return {
        "area": area_picture(woven, chosen),
        "map": draw_area(woven, outlines, set(chosen)),
    }
