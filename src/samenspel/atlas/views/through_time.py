"""How cooperation grew and shrank, year by year."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.models import Dataset
from samenspel.atlas.models.known_years import COMPLETE_FROM
from samenspel.atlas.pictures import through_time as pictures
from samenspel.atlas.queries.through_time import moments
from samenspel.atlas.views.page import page


@require_safe
@on_a_day
def through_time(request: HttpRequest, day: date) -> HttpResponse:
    there = moments(day)
    return page(
        request,
        "atlas/through_time.html",
        day,
        {
            "picture": pictures.through_time(there) if there else None,
            # As words: a year has no point in it.
            "complete_from": str(COMPLETE_FROM),
        },
        told_by=[Dataset.REGISTER, Dataset.AMALGAMATIONS],
    )
