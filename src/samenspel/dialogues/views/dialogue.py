"""One conversation: before it, during it on a screen, and after it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.dialogues import actions, queries
from samenspel.dialogues.forms import AgreementForm, HeardForm, LookBackForm
from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.dialogues.pictures import CueShown, shown_agreement, shown_cue
from samenspel.dialogues.views.found import agreement_or_404, dialogue_or_404


@require_safe
@in_cooperation
def dialogue(request: HttpRequest, cooperation: Cooperation, dialogue: UUID) -> HttpResponse:
    found = dialogue_or_404(cooperation, dialogue)
    rounds = queries.closed_rounds(cooperation)
    agreements = queries.agreements_of(cooperation).filter(dialogue=found)
    return render(
        request,
        "dialogues/dialogue.html",
        {
            "cooperation": cooperation,
            "dialogue": found,
            "cues": [shown_cue(one) for one in queries.cues_on_the_table(found)],
            "heard": queries.newest_heard(found),
            "versions": list(queries.versions_of(found)[1:]),
            "agreements": [
                shown_agreement(one, rounds)
                for one in agreements.select_related("noticed_in__picture")
            ],
            "may_change": person_of(request).has_perm("dialogues.change_dialogues", cooperation),
        },
    )


@dataclass(frozen=True)
class Slide:
    """One screen in the room."""

    heading: str
    cue: CueShown | None = None
    hint: str = ""


@require_safe
@in_cooperation
def on_screen(
    request: HttpRequest, cooperation: Cooperation, dialogue: UUID, number: int
) -> HttpResponse:
    found = dialogue_or_404(cooperation, dialogue)
    slides = _slides(found)
    if not 1 <= number <= len(slides):
        raise Http404
    return render(
        request,
        "dialogues/on_screen.html",
        {
            "cooperation": cooperation,
            "dialogue": found,
            "slide": slides[number - 1],
            "number": number,
            "of": len(slides),
            "before": number - 1 or None,
            "after": number + 1 if number < len(slides) else None,
        },
    )


def _slides(found: Dialogue) -> list[Slide]:
    """What it is about, each cue with its picture, and then the three steps."""
    cues = [shown_cue(one) for one in queries.cues_on_the_table(found)]
    form = HeardForm()
    return [
        Slide(found.title),
        *(Slide(one.found.cue.sentence, one, str(one.found.cue.rule.begin_with)) for one in cues),
        *(
            Slide(str(form.fields[name].label), hint=str(form.fields[name].help_text))
            for name in ("seen", "meant", "wanted")
        ),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def heard(request: HttpRequest, cooperation: Cooperation, dialogue: UUID) -> HttpResponse:
    must(request, "dialogues.change_dialogues", cooperation)
    found = dialogue_or_404(cooperation, dialogue)
    newest = queries.newest_heard(found)
    number = newest.number if newest else 0
    initial = {"based_on": number} | {
        field: getattr(newest, field, "") for field in ("seen", "meant", "wanted")
    }
    form = HeardForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_heard(
                person=person_of(request),
                cooperation=cooperation,
                dialogue=found,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
            # Whoever reads the other version now and saves again means it.
            form.data = {**dict(form.data.items()), "based_on": str(number)}
        else:
            messages.success(request, _("Opgeslagen. Iedereen die eraan werkt kan het verbeteren."))
            return redirect("dialogues:dialogue", cooperation.slug, found.pk)
    return render(
        request,
        "dialogues/heard.html",
        {
            "cooperation": cooperation,
            "dialogue": found,
            "form": form,
            "newest": newest if form.errors else None,
        },
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def agree(request: HttpRequest, cooperation: Cooperation, dialogue: UUID) -> HttpResponse:
    must(request, "dialogues.change_dialogues", cooperation)
    return _agreed(request, cooperation, dialogue_or_404(cooperation, dialogue), None)


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def change_agreement(
    request: HttpRequest, cooperation: Cooperation, agreement: UUID
) -> HttpResponse:
    must(request, "dialogues.change_dialogues", cooperation)
    found = agreement_or_404(cooperation, agreement)
    return _agreed(request, cooperation, found.dialogue, found)


def _agreed(
    request: HttpRequest,
    cooperation: Cooperation,
    dialogue: Dialogue | None,
    agreement: Agreement | None,
) -> HttpResponse:
    form = AgreementForm(
        request.POST or None,
        instance=agreement,
        statements=queries.statements_to_notice(queries.closed_rounds(cooperation)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_agreement(
                person=person_of(request),
                cooperation=cooperation,
                dialogue=dialogue,
                agreement=agreement,
                **form.words(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("De afspraak staat erbij."))
            return _back(cooperation, dialogue)
    return render(
        request,
        "dialogues/agreement.html",
        {
            "cooperation": cooperation,
            "dialogue": dialogue,
            "form": form,
            "agreement": agreement,
        },
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def look_back(request: HttpRequest, cooperation: Cooperation, agreement: UUID) -> HttpResponse:
    must(request, "dialogues.change_dialogues", cooperation)
    found = agreement_or_404(cooperation, agreement)
    form = LookBackForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.look_back(
            person=person_of(request),
            cooperation=cooperation,
            agreement=found,
            **form.cleaned_data,
        )
        return _back(cooperation, found.dialogue)
    return render(
        request,
        "dialogues/look_back.html",
        {
            "cooperation": cooperation,
            "form": form,
            "shown": shown_agreement(found, queries.closed_rounds(cooperation)),
        },
        status=400 if form.errors else 200,
    )


def _back(cooperation: Cooperation, dialogue: Dialogue | None) -> HttpResponse:
    if dialogue is None:
        return redirect("dialogues:overview", cooperation.slug)
    return redirect("dialogues:dialogue", cooperation.slug, dialogue.pk)
