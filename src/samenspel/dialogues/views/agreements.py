"""What was agreed, and looking back at it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.dialogues import actions, queries
from samenspel.dialogues.forms import AgreementForm, LookBackForm
from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.dialogues.pictures import shown_agreements
from samenspel.dialogues.views.found import agreement_or_404, dialogue_or_404, error_code, posted


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def agree(request: HttpRequest, cooperation: Cooperation, dialogue: UUID) -> HttpResponse:
    must(request, "dialogues.change_dialogues", cooperation)
    return _agreed(request, cooperation, dialogue_or_404(cooperation, dialogue), None)


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def change(request: HttpRequest, cooperation: Cooperation, agreement: UUID) -> HttpResponse:
    must(request, "dialogues.change_dialogues", cooperation)
    found = agreement_or_404(cooperation, agreement)
    return _agreed(request, cooperation, found.dialogue, found)


def _agreed(
    request: HttpRequest,
    cooperation: Cooperation,
    dialogue: Dialogue | None,
    agreement: Agreement | None,
) -> HttpResponse:
    form = _form(request, cooperation, dialogue, agreement)
    now = None
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
            if agreement is not None and error_code(error) == "changed-meanwhile":
                now = agreement_or_404(cooperation, agreement.pk)
                form.show_as_seen(actions.mark_of_agreement(now))
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
            "now": now,
        },
        status=400 if form.errors else 200,
    )


def _form(
    request: HttpRequest,
    cooperation: Cooperation,
    dialogue: Dialogue | None,
    agreement: Agreement | None,
) -> AgreementForm:
    rounds = {each.sounding.pk: each for each in queries.closed_rounds(cooperation)}
    if agreement is not None and agreement.noticed_in_id not in rounds:
        # What was chosen long ago can still be chosen.
        rounds |= queries.rounds_by_id(cooperation, filter(None, [agreement.noticed_in_id]))
    statements = queries.statements_to_notice(rounds.values())
    cues = queries.cues_on_the_table(dialogue) if dialogue else []
    about = {(one.sounding.pk, one.cue.statement.number) for one in cues if one.cue.statement}
    return AgreementForm(
        posted(request),
        instance=agreement,
        initial={"seen": actions.mark_of_agreement(agreement)} if agreement else {},
        statements=statements,
        talked_about=[
            one for one in statements if (one.sounding.pk, one.statement.number) in about
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def look_back(request: HttpRequest, cooperation: Cooperation, agreement: UUID) -> HttpResponse:
    must(request, "dialogues.change_dialogues", cooperation)
    found = agreement_or_404(cooperation, agreement)
    seen = actions.mark_of_looking_back(found)
    form = LookBackForm(posted(request), instance=found, initial={"seen": seen})
    if request.method == "POST" and form.is_valid():
        try:
            actions.look_back(
                person=person_of(request),
                cooperation=cooperation,
                agreement=found,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
            if error_code(error) == "changed-meanwhile":
                form.show_as_seen(seen)
        else:
            messages.success(request, _("Opgeslagen."))
            return _back(cooperation, found.dialogue)
    # As it is kept, and not as the form has it.
    [shown] = shown_agreements(
        cooperation, [agreement_or_404(cooperation, agreement)], with_prepared=True
    )
    return render(
        request,
        "dialogues/look_back.html",
        {"cooperation": cooperation, "form": form, "shown": shown},
        status=400 if form.errors else 200,
    )


def _back(cooperation: Cooperation, dialogue: Dialogue | None) -> HttpResponse:
    if dialogue is None:
        return redirect("dialogues:overview", cooperation.slug)
    return redirect("dialogues:dialogue", cooperation.slug, dialogue.pk)
