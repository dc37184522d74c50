"""The pages of soundings. Every page about an outcome reads the frozen picture and nothing else."""

import csv
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.soundings import actions, exports, queries, tasks
from samenspel.soundings.forms import ImportForm, StatementsFilter
from samenspel.soundings.instruments.statements.outcome import Outcome, Statement
from samenspel.soundings.instruments.statements.polis_export import ExportError
from samenspel.soundings.models import Sounding
from samenspel.soundings.pictures import opinion_map as map_pictures
from samenspel.soundings.pictures import pages as pictures

STATEMENTS_ON_A_PAGE = 40


@require_safe
@in_cooperation
def sounding_list(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    page = Paginator(queries.soundings_of(cooperation), 25).get_page(request.GET.get("pagina"))
    may_add = person_of(request).has_perm("soundings.add_sounding", cooperation)
    return render(
        request,
        "soundings/list.html",
        {"cooperation": cooperation, "page": page, "may_add": may_add},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def import_polis(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    must(request, "soundings.add_sounding", cooperation)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sounding = actions.import_conversation(
                cooperation=cooperation,
                conversation=form.conversation,
                person=person_of(request),
                ticket=form.cleaned_data["ticket"],
            )
        except ExportError as error:
            form.add_error("groups", str(error))
        else:
            tasks.finish_soon(sounding.pk)
            messages.success(request, _("Het gesprek is ingelezen."))
            return redirect("soundings:report", cooperation=cooperation.slug, sounding=sounding.pk)
    return render(
        request,
        "soundings/import.html",
        {"cooperation": cooperation, "form": form},
        status=400 if form.errors else 200,
    )


@require_safe
@in_cooperation
def report(request: HttpRequest, cooperation: Cooperation, sounding: UUID) -> HttpResponse:
    found = _sounding(cooperation, sounding)
    must(request, "soundings.view_import_report", found)
    return render(
        request,
        "soundings/report.html",
        {
            "cooperation": cooperation,
            "sounding": found,
            "oddities": queries.oddities_of(found),
        },
    )


@require_safe
@in_cooperation
def outcome(request: HttpRequest, cooperation: Cooperation, sounding: UUID) -> HttpResponse:
    found = _sounding(cooperation, sounding)
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


def _sounding(cooperation: Cooperation, pk: UUID) -> Sounding:
    return get_object_or_404(
        Sounding.objects.select_related("cooperation", "picture"), cooperation=cooperation, pk=pk
    )


def _outcome(cooperation: Cooperation, pk: UUID) -> tuple[Sounding, Outcome]:
    sounding = _sounding(cooperation, pk)
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
