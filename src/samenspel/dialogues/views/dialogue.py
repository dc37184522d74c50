"""One conversation: before it, and what was heard in it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.dialogues import actions, queries
from samenspel.dialogues.forms import HeardForm
from samenspel.dialogues.models import Heard
from samenspel.dialogues.pictures import shown_agreements, shown_cue
from samenspel.dialogues.views.found import dialogue_or_404, error_code, posted


@require_safe
@in_cooperation
def dialogue(request: HttpRequest, cooperation: Cooperation, dialogue: UUID) -> HttpResponse:
    found = dialogue_or_404(cooperation, dialogue)
    agreements = queries.agreements_of(cooperation).filter(dialogue=found)
    may_change = person_of(request).has_perm("dialogues.change_dialogues", cooperation)
    return render(
        request,
        "dialogues/dialogue.html",
        {
            "cooperation": cooperation,
            "dialogue": found,
            "cues": [shown_cue(one) for one in queries.cues_on_the_table(found)],
            "heard": queries.newest_heard(found),
            "versions": list(queries.versions_of(found)[1:]),
            "agreements": shown_agreements(cooperation, agreements, with_prepared=may_change),
            "may_change": may_change,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def heard(request: HttpRequest, cooperation: Cooperation, dialogue: UUID) -> HttpResponse:
    must(request, "dialogues.change_dialogues", cooperation)
    found = dialogue_or_404(cooperation, dialogue)
    form = HeardForm(
        posted(request),
        initial=_initial(queries.newest_heard(found)),
    )
    newest = None
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
            if error_code(error) == "changed-meanwhile":
                newest = queries.newest_heard(found)
                form.show_as_seen(newest.number if newest else 0)
        else:
            messages.success(request, _("Opgeslagen. Iedereen die eraan werkt kan het verbeteren."))
            return redirect("dialogues:dialogue", cooperation.slug, found.pk)
    return render(
        request,
        "dialogues/heard.html",
        {"cooperation": cooperation, "dialogue": found, "form": form, "newest": newest},
        status=400 if form.errors else 200,
    )


def _initial(newest: Heard | None) -> dict[str, object]:
    if newest is None:
        return {"based_on": 0}
    return {
        "seen": newest.seen,
        "meant": newest.meant,
        "wanted": newest.wanted,
        "based_on": newest.number,
    }
