"""What a round showed. Every page here reads the frozen picture and nothing else."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from samenspel.soundings import exports, queries
from samenspel.soundings.forms.outcome import StatementsFilter
from samenspel.soundings.instruments.relations.instrument import RELATIONS
from samenspel.soundings.instruments.scale.instrument import SCALE
from samenspel.soundings.instruments.statements.outcome import Outcome, Statement
from samenspel.soundings.pictures import opinion_map as map_pictures
from samenspel.soundings.pictures import pages as pictures
from samenspel.soundings.views import relations, scale
from samenspel.soundings.views.door import Door

STATEMENTS_ON_A_PAGE = 40


def outcome(request: HttpRequest, door: Door) -> HttpResponse:
    showed = queries.outcome_of(door.sounding)
    if showed is None:
        return _page(request, door, "closing")
    if door.sounding.instrument == RELATIONS.key:
        return relations.outcome(request, door)
    if door.sounding.instrument == SCALE.key:
        return scale.outcome(request, door)
    return _page(request, door, "outcome", view=pictures.outcome_page(showed))


def statements(request: HttpRequest, door: Door) -> HttpResponse:
    showed = _outcome_or_404(door)
    form = StatementsFilter(request.GET)
    chosen = pictures.statements_in_order(showed, search=form.search, sort=form.sort)
    page = Paginator(chosen, STATEMENTS_ON_A_PAGE).get_page(request.GET.get("pagina"))
    return _page(
        request,
        door,
        "statements",
        form=form,
        page=page,
        rows=pictures.listed(showed, page.object_list),
        has_groups=not showed.is_one_group,
    )


def statement(request: HttpRequest, door: Door, number: int) -> HttpResponse:
    showed = _outcome_or_404(door)
    view = pictures.statement_page(showed, _statement_or_404(showed, number))
    return _page(request, door, "statement", view=view)


def statement_svg(_request: HttpRequest, door: Door, number: int) -> HttpResponse:
    showed = _outcome_or_404(door)
    drawing = pictures.statement_svg(showed, _statement_or_404(showed, number))
    return _download(drawing, "image/svg+xml", f"stelling-{number}.svg")


def landscape_svg(_request: HttpRequest, door: Door) -> HttpResponse:
    showed = _outcome_or_404(door)
    if not showed.is_one_group:
        raise Http404
    return _download(pictures.landscape_svg(showed), "image/svg+xml", "stellingen.svg")


def opinion_map(request: HttpRequest, door: Door) -> HttpResponse:
    return _page(request, door, "map", view=map_pictures.map_page(_outcome_or_404(door)))


def map_svg(_request: HttpRequest, door: Door) -> HttpResponse:
    drawing = map_pictures.map_svg(_outcome_or_404(door))
    if drawing is None:
        raise Http404
    return _download(drawing, "image/svg+xml", "meningenkaart.svg")


def released_csv(request: HttpRequest, door: Door) -> HttpResponse:
    if door.sounding.instrument == RELATIONS.key:
        return relations.released_csv(request, door)
    showed = _outcome_or_404(door)
    return _table("vrijgegeven-aantallen.csv", exports.released_rows(showed))


def groups_csv(_request: HttpRequest, door: Door) -> HttpResponse:
    showed = _outcome_or_404(door)
    if showed.groups_found is None or not showed.groups_found.groups:
        raise Http404
    return _table("gevonden-groepen.csv", exports.groups_found_rows(showed))


def _table(name: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    response = _download("", "text/csv; charset=utf-8", name)
    csv.writer(response).writerows(rows)
    return response


def _page(request: HttpRequest, door: Door, name: str, **more: Any) -> HttpResponse:
    everywhere = {"door": door, "sounding": door.sounding, "cooperation": door.cooperation}
    return render(request, f"soundings/{name}.html", everywhere | more)


def _outcome_or_404(door: Door) -> Outcome:
    showed = queries.outcome_of(door.sounding)
    # A round about each other has no statements: it has pages of its own.
    if showed is None or door.sounding.instrument == RELATIONS.key:
        raise Http404
    return showed


def _statement_or_404(showed: Outcome, number: int) -> Statement:
    found = showed.statement(number)
    if found is None:
        raise Http404
    return found


def _download(content: str, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
