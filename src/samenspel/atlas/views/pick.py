"""Picking organisations, to see how they work together already and to begin with them."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.forms import NameForm
from samenspel.atlas.queries.organisations import organisations_with, search_organisations
from samenspel.atlas.queries.successors import ended_among
from samenspel.atlas.queries.together import together
from samenspel.atlas.views.page import page

# As many as fit in a cooperation.
MOST_PICKED = 100
MOST_FOUND = 40


@require_safe
@on_a_day
def pick(request: HttpRequest, day: date) -> HttpResponse:
    asked = [*request.GET.getlist("gemeenten"), *request.GET.getlist("organisaties")]
    keys = list(dict.fromkeys(key.strip() for key in asked if key.strip()))
    picked = organisations_with(keys[:MOST_PICKED])
    there = {each.key for each in picked}
    form = NameForm(request.GET)
    words = form.cleaned_data["zoek"] if form.is_valid() else ""
    # Once something is added, the search that found it is done.
    words = "" if "kies" in request.GET else words
    found = search_organisations(words, day=day, most=MOST_FOUND) if words else []
    return page(
        request,
        "atlas/pick.html",
        day,
        {
            "form": form if words else NameForm(),
            "words": words,
            "found": [each for each in found if each.key not in there],
            "is_cut": len(found) == MOST_FOUND,
            "picked": picked,
            "together": together(picked, day) if len(picked) > 1 else None,
            "ended": ended_among(picked, day),
            "unknown": [key for key in keys[:MOST_PICKED] if key not in there],
            "left_out": len(keys[MOST_PICKED:]),
            "most": MOST_PICKED,
            "start_with": urlencode([("organisaties", each.key) for each in picked]),
        },
    )
