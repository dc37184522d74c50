"""Beginning a round, its settings, and the step after which nothing changes any more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.soundings import actions, queries, tasks
from samenspel.soundings.actions import ChangedMeanwhileError
from samenspel.soundings.forms.preparing import SettingsForm, StartForm
from samenspel.soundings.models import Sounding
from samenspel.soundings.planning import term
from samenspel.soundings.rules import BEFORE_OPENING
from samenspel.soundings.views.preparing_door import back, for_drafts, for_leaders


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def start(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    must(request, "soundings.add_sounding", cooperation)
    form = StartForm(request.POST or None, earlier=queries.soundings_of(cooperation)[:20])
    if request.method == "POST" and form.is_valid():
        sounding = actions.start_sounding(
            person=person_of(request),
            cooperation=cooperation,
            title=form.cleaned_data["title"],
            begin_with=form.chosen,
            instrument=form.instrument,
            ticket=form.cleaned_data["ticket"],
        )
        return back(sounding)
    return render(
        request,
        "soundings/preparing/start.html",
        {"cooperation": cooperation, "form": form},
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_drafts
def change(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=sounding)
    if request.method == "POST" and form.is_valid() and _changed(request, sounding, form):
        messages.success(request, _("Opgeslagen."))
        for tip in term.tips(form.cleaned_data["opens_on"], form.cleaned_data["closes_on"]):
            messages.warning(request, tip)
        return back(sounding)
    return render(
        request,
        "soundings/preparing/change.html",
        {"cooperation": sounding.cooperation, "sounding": sounding, "form": form},
        status=400 if form.errors else 200,
    )


def _changed(request: HttpRequest, sounding: Sounding, form: SettingsForm) -> bool:
    try:
        actions.change_sounding(person=person_of(request), sounding=sounding, **form.cleaned_data)
    except ChangedMeanwhileError as error:
        form.add_error(None, error)
        form.show_as_seen(Sounding.objects.get(pk=sounding.pk))
        return False
    return True


@require_POST
@for_leaders
def plan(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    planned = actions.plan_sounding(
        person=person_of(request), sounding=sounding, today=timezone.localdate()
    )
    if planned.state == Sounding.State.OPEN:
        tasks.invite_soon(planned.pk)
        messages.success(request, _("De vragenronde is open. De uitnodigingen gaan nu weg."))
    else:
        messages.success(
            request, _("De vragenronde staat klaar. Ze opent vanzelf op de eerste dag.")
        )
    return back(sounding)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def remove(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    if request.method == "POST":
        actions.remove_draft(person=person_of(request), sounding=sounding)
        messages.success(request, _("De vragenronde is weggegooid, met haar lijsten."))
        return redirect("soundings:list", cooperation=sounding.cooperation.slug)
    if sounding.state not in BEFORE_OPENING:
        return back(sounding)
    return render(
        request,
        "soundings/preparing/remove.html",
        {"cooperation": sounding.cooperation, "sounding": sounding},
    )
