"""Views of councils: asked, received, answered."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.cooperations.queries import parties_of
from samenspel.duties import actions
from samenspel.duties.actions.permission import WRITE
from samenspel.duties.forms import RoundForm, ViewForm
from samenspel.duties.models import Round
from samenspel.duties.pictures import round_shown
from samenspel.duties.queries import newest_version, rounds_of
from samenspel.duties.views.found import council_or_404, error_code, round_or_404


@require_safe
@in_cooperation
def rounds(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    today = timezone.localdate()
    return render(
        request,
        "duties/rounds.html",
        {
            "cooperation": cooperation,
            "rounds": [round_shown(each, today) for each in rounds_of(cooperation)],
            "may_write": person_of(request).has_perm(WRITE, cooperation),
        },
    )


@require_safe
@in_cooperation
def round_(request: HttpRequest, cooperation: Cooperation, round: UUID) -> HttpResponse:  # noqa: A002 - as the address names it
    shown = round_shown(round_or_404(cooperation, round), timezone.localdate())
    return render(
        request,
        "duties/round.html",
        {
            "cooperation": cooperation,
            "shown": shown,
            "may_write": person_of(request).has_perm(WRITE, cooperation),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def start(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    must(request, WRITE, cooperation)
    return _written(request, cooperation, None)


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def change(request: HttpRequest, cooperation: Cooperation, round: UUID) -> HttpResponse:  # noqa: A002 - as the address names it
    must(request, WRITE, cooperation)
    return _written(request, cooperation, round_or_404(cooperation, round))


def _written(request: HttpRequest, cooperation: Cooperation, found: Round | None) -> HttpResponse:
    form = _form(request, cooperation, found)
    mark = actions.mark_of_round(found) if found else ""
    now = None
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.start_round(
                person=person_of(request),
                cooperation=cooperation,
                round=round_or_404(cooperation, found.pk) if found else None,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
            if error_code(error) == "changed-meanwhile" and found is not None:
                now = round_or_404(cooperation, found.pk)
                form.show_as_seen(mark)
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("duties:round", cooperation.slug, asked.pk)
    return render(
        request,
        "duties/start_round.html",
        {"cooperation": cooperation, "form": form, "round": found, "now": now},
        status=400 if form.errors else 200,
    )


def _form(request: HttpRequest, cooperation: Cooperation, found: Round | None) -> RoundForm:
    parties = list(parties_of(cooperation))
    asked = [each.party for each in found.councils.all()] if found else parties
    return RoundForm(
        request.POST or None,
        instance=found,
        initial={
            "parties": [str(party.pk) for party in asked],
            "seen": actions.mark_of_round(found) if found else "",
        },
        parties=parties,
    )


@require_POST
@in_cooperation
def remove(request: HttpRequest, cooperation: Cooperation, round: UUID) -> HttpResponse:  # noqa: A002 - as the address names it
    try:
        actions.remove_round(person=person_of(request), cooperation=cooperation, round_id=round)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("duties:round", cooperation.slug, round)
    messages.success(request, _("De ronde is weg."))
    return redirect("duties:rounds", cooperation.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def view(
    request: HttpRequest,
    cooperation: Cooperation,
    round: UUID,  # noqa: A002 - as the address names it
    council: int,
) -> HttpResponse:
    must(request, WRITE, cooperation)
    found = round_or_404(cooperation, round)
    asked = council_or_404(found, council)
    newest = newest_version(asked)
    number = newest.number if newest else 0
    form = ViewForm(request.POST or None, instance=newest, initial={"based_on": number})
    now = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_view(
                person=person_of(request),
                cooperation=cooperation,
                council=asked,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
            if error_code(error) == "changed-meanwhile":
                now = newest_version(council_or_404(round_or_404(cooperation, round), council))
                form.show_as_seen(number)
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("duties:round", cooperation.slug, found.pk)
    return render(
        request,
        "duties/view.html",
        {"cooperation": cooperation, "round": found, "council": asked, "form": form, "now": now},
        status=400 if form.errors else 200,
    )
