"""What a round showed. Every page here reads the frozen picture and nothing else."""

import csv
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samenspel.cooperations.access import in_cooperation, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.soundings import exports, queries
from samenspel.soundings.forms.outcome import StatementsFilter
from samenspel.soundings.instruments.statements.outcome import Outcome, Statement
from samenspel.soundings.models import Sounding
from samenspel.soundings.pictures import opinion_map as map_pictures
from samenspel.soundings.pictures import pages as pictures
from samenspel.soundings.views.found import sounding_or_404

STATEMENTS_ON_A_PAGE = 40


@require_safe
@in_cooperation
def outcome(request: HttpRequest, cooperation: Cooperation, sounding: UUID) -> HttpResponse:
    found = sounding_or_404(cooperation, sounding)
    showed = queries.outcome_of(found)
    if showed is None:
        return render(
            request, "soundings/closing.html", {"cooperation": cooperation, "sounding": found}
        )
    return render(
        request,
        "soundings/outcome.html",
        {
            "cooperation": cooperation,
            "sounding": found,
            "view": pictures.outcome_page(showed),
            "may_see_report": found.source == Sounding.Source.POLIS
            and person_of(request).has_perm("soundings.view_import_report", found),
        },
    )


@require_safe
@in_cooperation
def statements(request: HttpRequest, cooperation: Cooperation, sounding: UUID) -> HttpResponse:
    found, showed = _outcome(cooperation, sounding)
    form = StatementsFilter(request.GET)
    chosen = pictures.statements_in_order(showed, search=form.search, sort=form.sort)
    page = Paginator(chosen, STATEMENTS_ON_A_PAGE).get_page(request.GET.get("pagina"))
    return render(
        request,
        "soundings/statements.html",
        {
            "cooperation": cooperation,
            "sounding": found,
            "form": form,
            "page": page,
            "rows": pictures.listed(page.object_list),
            "has_groups": not showed.is_one_group,
        },
    )


@require_safe
@in_cooperation
def statement(
    request: HttpRequest, cooperation: Cooperation, sounding: UUID, number: int
) -> HttpResponse:
    found, showed = _outcome(cooperation, sounding)
    return render(
        request,
        "soundings/statement.html",
        {
            "cooperation": cooperation,
            "sounding": found,
            "view": pictures.statement_page(showed, _statement(showed, number)),
        },
    )


@require_safe
@in_cooperation
def statement_svg(
    _request: HttpRequest, cooperation: Cooperation, sounding: UUID, number: int
) -> HttpResponse:
    _found, showed = _outcome(cooperation, sounding)
    drawing = pictures.statement_svg(showed, _statement(showed, number))
    return _download(drawing, "image/svg+xml", f"stelling-{number}.svg")


@require_safe
@in_cooperation
def landscape_svg(_request: HttpRequest, cooperation: Cooperation, sounding: UUID) -> HttpResponse:
    _found, showed = _outcome(cooperation, sounding)
    if not showed.is_one_group:
        raise Http404
    return _download(pictures.landscape_svg(showed), "image/svg+xml", "stellingen.svg")


@require_safe
@in_cooperation
def opinion_map(request: HttpRequest, cooperation: Cooperation, sounding: UUID) -> HttpResponse:
    found, showed = _outcome(cooperation, sounding)
    return render(
        request,
        "soundings/map.html",
        {"cooperation": cooperation, "sounding": found, "view": map_pictures.map_page(showed)},
    )


@require_safe
@in_cooperation
def map_svg(_request: HttpRequest, cooperation: Cooperation, sounding: UUID) -> HttpResponse:
    _found, showed = _outcome(cooperation, sounding)
    drawing = map_pictures.map_svg(showed)
    if drawing is None:
        raise Http404
    return _download(drawing, "image/svg+xml", "meningenkaart.svg")


@require_safe
@in_cooperation
def released_csv(_request: HttpRequest, cooperation: Cooperation, sounding: UUID) -> HttpResponse:
    _found, showed = _outcome(cooperation, sounding)
    response = _download("", "text/csv; charset=utf-8", "vrijgegeven-aantallen.csv")
    csv.writer(response).writerows(exports.released_rows(showed))
    return response


def _outcome(cooperation: Cooperation, pk: UUID) -> tuple[Sounding, Outcome]:
    sounding = sounding_or_404(cooperation, pk)
    showed = queries.outcome_of(sounding)
    if showed is None:
        raise Http404
    return sounding, showed


def _statement(showed: Outcome, number: int) -> Statement:
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
