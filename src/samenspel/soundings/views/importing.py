"""Reading in a conversation that was held elsewhere, and what that came upon."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.soundings import actions, queries, tasks
from samenspel.soundings.forms.importing import ImportForm, SurveyForm
from samenspel.soundings.instruments.statements.polis_export import ExportError
from samenspel.soundings.models import Sounding
from samenspel.soundings.views.found import sounding_or_404


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


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def import_survey(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    must(request, "soundings.add_sounding", cooperation)
    form = SurveyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sounding = actions.import_conversation(
                cooperation=cooperation,
                conversation=form.conversation,
                person=person_of(request),
                source=Sounding.Source.SURVEY,
                ticket=form.cleaned_data["ticket"],
            )
        except ExportError as error:
            form.add_error("table", str(error))
        else:
            tasks.finish_soon(sounding.pk)
            messages.success(request, _("De peiling is ingelezen."))
            return redirect("soundings:outcome", cooperation=cooperation.slug, sounding=sounding.pk)
    return render(
        request,
        "soundings/import_survey.html",
        {"cooperation": cooperation, "form": form},
        status=400 if form.errors else 200,
    )


@require_safe
@in_cooperation
def report(request: HttpRequest, cooperation: Cooperation, sounding: UUID) -> HttpResponse:
    found = sounding_or_404(cooperation, sounding)
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
