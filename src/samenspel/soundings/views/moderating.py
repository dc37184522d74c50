"""Where a moderator, and nobody else, looks at what people added."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.people.models import Person
from samenspel.soundings import actions, queries
from samenspel.soundings.forms.moderating import AcceptForm, DeclineForm, MergeForm
from samenspel.soundings.models import Sounding
from samenspel.soundings.views.found import sounding_or_404

_SAID = {
    "accept": _("De stelling is geplaatst. Iedereen krijgt haar nu te zien."),
    "decline": _("De stelling is niet geplaatst. Wie haar schreef, kan uw reden lezen."),
    "merge": _("De stelling is samengevoegd. Wie haar schreef, kan dat zien."),
}
_DONE_BEFORE = _("Over deze stelling was al beslist.")


@dataclass(frozen=True)
class Waiting:
    """A statement to decide on, with a form for each decision."""

    id: UUID
    text: str
    decisions: Mapping[str, forms.Form]


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def moderate(request: HttpRequest, cooperation: Cooperation, sounding: UUID) -> HttpResponse:
    found = sounding_or_404(cooperation, sounding)
    must(request, "soundings.moderate", found)
    waiting = _waiting(found, request.POST)
    if request.method == "POST":
        said = _decide(found, waiting, request.POST, person_of(request))
        if said is not None:
            messages.success(request, said)
            return redirect("soundings:moderate", cooperation=cooperation.slug, sounding=found.pk)
    return render(
        request,
        "soundings/moderating.html",
        {
            "cooperation": cooperation,
            "sounding": found,
            "waiting": waiting,
            "decided": queries.decided_so_far(found),
            "batch": actions.SMALLEST_BATCH,
        },
        status=400 if request.method == "POST" else 200,
    )


def _waiting(sounding: Sounding, sent: QueryDict) -> list[Waiting]:
    """Every statement that waits, with what was sent about one of them in its form."""
    choices = [
        (item.number, Truncator(str(item.number) + ". " + item.text).chars(100))
        for item in queries.statements_to_merge_with(sounding)
    ]
    makers: Mapping[str, Callable[..., forms.Form]] = {
        "accept": lambda data, **kw: AcceptForm(data, has_english=bool(sounding.title_en), **kw),
        "decline": DeclineForm,
        "merge": lambda data, **kw: MergeForm(data, choices=choices, **kw),
    }
    return [
        Waiting(
            number,
            text,
            {
                decision: make(
                    sent if _is_about(sent, number, decision) else None,
                    auto_id=f"{decision}-{place}-%s",
                )
                for decision, make in makers.items()
            },
        )
        for place, (number, text) in enumerate(queries.waiting_statements(sounding).items())
    ]


def _is_about(sent: QueryDict, number: UUID, decision: str) -> bool:
    return sent.get("statement") == str(number) and sent.get("decision") == decision


def _decide(
    sounding: Sounding, waiting: list[Waiting], sent: QueryDict, person: Person
) -> str | None:
    """What to say when it is done; None where the form was not filled in well."""
    decision = sent.get("decision", "")
    if decision not in _SAID:
        raise Http404
    about = next((one for one in waiting if str(one.id) == sent.get("statement")), None)
    if about is None:
        return str(_DONE_BEFORE)
    form = about.decisions[decision]
    if not form.is_valid():
        return None
    acts: Mapping[str, Callable[..., object]] = {
        "accept": actions.accept_statement,
        "decline": actions.decline_statement,
        "merge": actions.merge_statement,
    }
    try:
        done = acts[decision](
            person=person, sounding=sounding, statement_id=about.id, **form.cleaned_data
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None
    return str(_SAID[decision] if done else _DONE_BEFORE)
