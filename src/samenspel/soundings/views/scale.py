"""What a round of rated questions showed. Every page here reads the frozen picture alone."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from samenspel.soundings.instruments.scale.instrument import SCALE
from samenspel.soundings.instruments.scale.outcome import Construct, ScaleOutcome, read
from samenspel.soundings.pictures import scale_pages as pictures
from samenspel.soundings.pictures.scale_table import figure_rows
from samenspel.soundings.views.door import Door


def outcome(request: HttpRequest, door: Door) -> HttpResponse:
    """What stands at the address of an outcome, for rated questions."""
    return _page(request, door, "outcome", pictures.outcome_page(_showed(door)))


def construct(request: HttpRequest, door: Door, number: int) -> HttpResponse:
    showed = _showed(door)
    view = pictures.construct_page(showed, _construct_or_404(showed, number))
    return _page(request, door, "construct", view)


def means_svg(_request: HttpRequest, door: Door, number: int) -> HttpResponse:
    showed = _showed(door)
    drawing = pictures.means_svg(showed, _construct_or_404(showed, number))
    return _download(drawing, "image/svg+xml", f"onderwerp-{number}.svg")


def courses_svg(_request: HttpRequest, door: Door, number: int) -> HttpResponse:
    showed = _showed(door)
    drawing = pictures.courses_svg(showed, _construct_or_404(showed, number))
    if drawing is None:
        raise Http404
    return _download(drawing, "image/svg+xml", f"verloop-{number}.svg")


def figures_csv(_request: HttpRequest, door: Door) -> HttpResponse:
    response = _download("", "text/csv; charset=utf-8", "gemiddelden.csv")
    csv.writer(response).writerows(figure_rows(_showed(door)))
    return response


def _showed(door: Door) -> ScaleOutcome:
    """404 for another kind of round, and as long as nothing was computed."""
    picture = getattr(door.sounding, "picture", None)
    if door.sounding.instrument != SCALE.key or picture is None:
        raise Http404
    return read(picture.content)


def _construct_or_404(showed: ScaleOutcome, number: int) -> Construct:
    if not 1 <= number <= len(showed.constructs):
        raise Http404
    return showed.constructs[number - 1]


def _page(request: HttpRequest, door: Door, name: str, view: Any) -> HttpResponse:
    everywhere = {"door": door, "sounding": door.sounding, "cooperation": door.cooperation}
    return render(request, f"{SCALE.folder}/{name}.html", everywhere | {"view": view})


def _download(content: str, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
