"""Picking organisations, to see how they work together already and to begin with them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.forms import PickForm
from samenspel.atlas.models import Dataset, Organisation
from samenspel.atlas.pictures.pick_map import Picking, draw, province_of
from samenspel.atlas.queries.netherlands import netherlands_on
from samenspel.atlas.queries.organisations import organisations_with, search_organisations
from samenspel.atlas.queries.successors import Ended, ended_among
from samenspel.atlas.queries.together import shared_with, together
from samenspel.atlas.views.page import page

# As many as fit in a cooperation.
MOST_PICKED = 100
MOST_FOUND = 40


@require_safe
@on_a_day
def pick(request: HttpRequest, day: date) -> HttpResponse:
    keys = _asked(request)
    picked = organisations_with(keys[:MOST_PICKED])
    there = netherlands_on(day)
    form = PickForm(
        request.GET,
        provinces=there.provinces.names,
        looks_at=province_of(there, picked),
        # Once something is added, the search that found it is done.
        words="" if "kies" in request.GET else request.GET.get("zoek", ""),
    )
    picking = Picking(
        keys=[each.key for each in picked],
        province=form.province,
        words=form.asked,
        day="" if day == timezone.localdate() else day.isoformat(),
    )
    found = search_organisations(form.asked, day=day, most=MOST_FOUND) if form.asked else []
    picture = draw(there, picking, shared_with(picked, day))
    boxes = {each.key for each in found} if form.asked else {row.key for row in picture.rows}
    return page(
        request,
        "atlas/pick.html",
        day,
        {
            "form": form,
            "words": form.asked,
            "picture": picture,
            "found": [(each, each.key in picking.keys) for each in found],
            "is_cut": len(found) == MOST_FOUND,
            "picked": [(each, picking.without(each.key)) for each in picked],
            # Those in the list have a box of their own, which can be emptied.
            "kept": [key for key in picking.keys if key not in boxes],
            "whole_country": picking.address(picking.keys, province=""),
            "nobody": picking.address([]),
            "together": together(picked, day) if len(picked) > 1 else None,
            "ended": _ended(picked, picking, day),
            **_not_picked(keys, picking.keys),
        },
        told_by=[Dataset.REGISTER, Dataset.BOUNDARIES, Dataset.REGIONS],
    )


def _asked(request: HttpRequest) -> list[str]:
    """Each once, of `organisaties=GM0344&organisaties=PV26` and of `organisaties=GM0344,PV26`."""
    written = [*request.GET.getlist("gemeenten"), *request.GET.getlist("organisaties")]
    keys = [key.strip() for each in written for key in each.split(",")]
    return list(dict.fromkeys(key for key in keys if key))


def _ended(
    picked: Sequence[Organisation], picking: Picking, day: date
) -> list[tuple[Ended, list[tuple[Organisation, str]]]]:
    """With the address at which each that came in its place is picked instead."""
    return [
        (each, [(one, picking.replaced(each.organisation.key, one.key)) for one in each.successors])
        for each in ended_among(picked, day)
    ]


def _not_picked(asked: Sequence[str], picked: Collection[str]) -> dict[str, Any]:
    return {
        "unknown": [key for key in asked[:MOST_PICKED] if key not in picked],
        "left_out": len(asked[MOST_PICKED:]),
        "most": MOST_PICKED,
    }
