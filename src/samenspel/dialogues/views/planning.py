"""What there is to talk about, and when that happens."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.cooperations.queries import groups_of
from samenspel.dialogues import actions, queries
from samenspel.dialogues.forms import DialogueForm, SetAsideForm, value_of
from samenspel.dialogues.models import Dialogue
from samenspel.dialogues.pictures import shown_agreements
from samenspel.dialogues.views.found import cue_or_404, dialogue_or_404, error_code, posted


@require_safe
@in_cooperation
def overview(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    rounds = queries.closed_rounds(cooperation)
    cues = queries.cues_found(rounds)
    dialogues = list(queries.dialogues_of(cooperation))
    may_change = person_of(request).has_perm("dialogues.change_dialogues", cooperation)
    return render(
        request,
        "dialogues/overview.html",
        {
            "cooperation": cooperation,
            "to_talk_about": [c for c in cues if c.waits],
            "set_aside": [c for c in cues if c.set_aside],
            "planned": [d for d in dialogues if not d.called_off and not d.is_held],
            "held": [d for d in dialogues if d.is_held],
            "agreements": shown_agreements(
                cooperation,
                queries.agreements_of(cooperation),
                read=rounds,
                with_prepared=may_change,
            ),
            "may_change": may_change,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def plan(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    must(request, "dialogues.change_dialogues", cooperation)
    return _written(request, cooperation, None)


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def change(request: HttpRequest, cooperation: Cooperation, dialogue: UUID) -> HttpResponse:
    must(request, "dialogues.change_dialogues", cooperation)
    return _written(request, cooperation, dialogue_or_404(cooperation, dialogue))


def _written(
    request: HttpRequest, cooperation: Cooperation, dialogue: Dialogue | None
) -> HttpResponse:
    form = _form(request, cooperation, dialogue)
    now = None
    if request.method == "POST" and form.is_valid():
        try:
            planned = actions.plan_dialogue(
                person=person_of(request),
                cooperation=cooperation,
                dialogue=dialogue,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
            if dialogue is not None and error_code(error) == "changed-meanwhile":
                now = dialogue_or_404(cooperation, dialogue.pk)
                form.show_as_seen(actions.mark_of_dialogue(now))
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("dialogues:dialogue", cooperation.slug, planned.pk)
    return render(
        request,
        "dialogues/plan.html",
        {"cooperation": cooperation, "form": form, "dialogue": dialogue, "now": now},
        status=400 if form.errors else 200,
    )


def _form(
    request: HttpRequest, cooperation: Cooperation, dialogue: Dialogue | None
) -> DialogueForm:
    own = queries.cues_on_the_table(dialogue) if dialogue else []
    free = [
        found
        for found in queries.cues_found(queries.closed_rounds(cooperation))
        if not found.set_aside and found.name not in {one.name for one in own}
    ]
    initial: dict[str, object] = {"cues": request.GET.getlist("punt")}
    if dialogue is not None:
        initial = {
            "cues": [value_of(one) for one in own],
            "groups": [str(group.pk) for group in dialogue.groups.all()],
            "seen": actions.mark_of_dialogue(dialogue),
        }
    return DialogueForm(
        posted(request),
        instance=dialogue,
        initial=initial,
        groups=list(groups_of(cooperation)),
        cues=[*own, *free],
    )


@require_POST
@in_cooperation
def call_off(request: HttpRequest, cooperation: Cooperation, dialogue: UUID) -> HttpResponse:
    found = dialogue_or_404(cooperation, dialogue)
    try:
        actions.call_off(person=person_of(request), cooperation=cooperation, dialogue=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("dialogues:dialogue", cooperation.slug, found.pk)
    messages.success(request, _("Het gesprek gaat niet door. De gesprekspunten staan weer open."))
    return redirect("dialogues:overview", cooperation.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def set_aside(
    request: HttpRequest, cooperation: Cooperation, sounding: UUID, key: str
) -> HttpResponse:
    must(request, "dialogues.change_dialogues", cooperation)
    found = cue_or_404(cooperation, sounding, key)
    form = SetAsideForm(posted(request), instance=found.set_aside)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_cue_aside(
                person=person_of(request),
                cooperation=cooperation,
                sounding=found.sounding,
                key=key,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("dialogues:overview", cooperation.slug)
    return render(
        request,
        "dialogues/set_aside.html",
        {"cooperation": cooperation, "form": form, "found": found},
        status=400 if form.errors else 200,
    )


@require_POST
@in_cooperation
def bring_back(
    request: HttpRequest, cooperation: Cooperation, sounding: UUID, key: str
) -> HttpResponse:
    found = cue_or_404(cooperation, sounding, key)
    actions.bring_cue_back(
        person=person_of(request), cooperation=cooperation, sounding=found.sounding, key=key
    )
    return redirect("dialogues:overview", cooperation.slug)
