"""Who works together through what they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.forms import WebForm
from samenspel.atlas.models import Dataset
from samenspel.atlas.pictures.congruence import Congruence, congruence
from samenspel.atlas.pictures.placed import WebMap
from samenspel.atlas.pictures.web_area import area_picture
from samenspel.atlas.pictures.web_groups import Grouping, grouping
from samenspel.atlas.pictures.web_map import draw_area, draw_country
from samenspel.atlas.queries.divisions import DivisionKind
from samenspel.atlas.queries.kept_web import KeptWeb, kept_web_on
from samenspel.atlas.queries.webs import Facts
from samenspel.atlas.views.page import keep_day_of, page, part_of_page


@dataclass(frozen=True)
class _Country:
    """What the whole country shows, until something else is read in."""

    grouping: Grouping
    congruence: Congruence | None
    map: WebMap | None


@require_safe
@on_a_day
def web(request: HttpRequest, day: date) -> HttpResponse:
    kept = kept_web_on(day)
    shown: dict[str, Any] = {"woven": None} if kept is None else _shown(request, day, kept)
    return page(request, "atlas/web.html", day, shown, told_by=list(Dataset))


def _shown(request: HttpRequest, day: date, kept: KeptWeb) -> dict[str, Any]:
    woven, facts = kept.woven, kept.woven.facts
    division = facts.division(DivisionKind.PROVINCE)
    provinces = dict(division.regions) if division else {}
    form = WebForm(request.GET, provinces=provinces, municipalities=dict(facts.municipalities))
    chosen = _chosen(form, facts)
    return {
        "woven": woven,
        "least": min(woven.groups.found),
        "most": max(woven.groups.found),
        "form": form,
        "place": "" if form.municipalities else provinces.get(form.province, ""),
        **(_area(kept, chosen) if chosen else _of_country(kept, keep_day_of(day))),
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


def _of_country(kept: KeptWeb, keep_day: str) -> dict[str, Any]:
    language = get_language()
    return {
        "grouping": _country(kept, language).grouping,
        "country": _country_in_html(kept, language, keep_day),
    }


@lru_cache(maxsize=8)
def _country(kept: KeptWeb, _language: str) -> _Country:
    woven = kept.woven
    return _Country(
        grouping=grouping(woven, kept.inhabitants),
        congruence=congruence(woven.facts),
        map=draw_country(woven, kept.outlines),
    )


# Some thousands of names and numbers, the same for everybody.
@lru_cache(maxsize=16)
def _country_in_html(kept: KeptWeb, language: str, keep_day: str) -> str:
    return part_of_page(
        "atlas/web/_country.html",
        keep_day,
        {"woven": kept.woven, "outlines_of": kept.outlines_of, **vars(_country(kept, language))},
    )


def _area(kept: KeptWeb, chosen: Sequence[int]) -> dict[str, Any]:
    return {
        "area": area_picture(kept.woven, chosen),
        "map": draw_area(kept.woven, kept.outlines, set(chosen)),
    }
