"""The map of the Netherlands."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.forms import MapForm
from samenspel.atlas.models import Dataset
from samenspel.atlas.pictures.netherlands import draw
from samenspel.atlas.queries.netherlands import netherlands_on
from samenspel.atlas.views.page import page


@require_safe
@on_a_day
def netherlands(request: HttpRequest, day: date) -> HttpResponse:
    there = netherlands_on(day)
    form = MapForm(request.GET, provinces=there.provinces.names)
    picture = draw(there, form.fact, province=form.province, asked=form.asked)
    return page(
        request,
        "atlas/netherlands.html",
        day,
        {
            "form": form,
            "picture": picture,
            "other_outlines": there.outlines_of and day.year < there.outlines_of,
            "outlines_of": there.outlines_of,
            "population_of": there.population_of,
        },
        told_by=list(Dataset),
    )
