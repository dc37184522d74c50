"""The questions of a pulse that is prepared: ready sets, the item bank, one's own, and files."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.cooperations.access import person_of
from samenspel.soundings import actions, queries
from samenspel.soundings.forms.questions import BankForm, OwnQuestionsForm, QuestionsFileForm
from samenspel.soundings.instruments.scale.bank import bank
from samenspel.soundings.instruments.scale.instrument import SCALE
from samenspel.soundings.instruments.scale.instrument_file import InstrumentFile, write_file
from samenspel.soundings.instruments.scale.items import NewQuestion
from samenspel.soundings.instruments.scale.pulses import PULSES
from samenspel.soundings.models import Item, Sounding
from samenspel.soundings.views.item_rows import rows_of
from samenspel.soundings.views.preparing_door import back, for_drafts, for_leaders

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Sounding, P], HttpResponse]


def of_a_pulse(page: Page[P]) -> Page[P]:
    """A round of statements has no such page."""

    @wraps(page)
    def inside(
        request: HttpRequest, sounding: Sounding, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if sounding.instrument != SCALE.key:
            raise Http404
        return page(request, sounding, *args, **kwargs)

    return inside


def questions(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    """What stands at the address of the statements, for a pulse."""
    form = OwnQuestionsForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _typed(request, sounding, form):
        return back(sounding, "items")
    listed = list(Item.objects.filter(sounding=sounding))
    asked = queries.asked_of_groups(sounding, today=timezone.localdate())
    rows = rows_of(listed, [each.group for each in asked])
    there = {item.text for item in listed}
    return render(
        request,
        "soundings/preparing/questions.html",
        {
            "cooperation": sounding.cooperation,
            "sounding": sounding,
            "form": form,
            "rows": rows,
            "for_nobody": sum(1 for row in rows if row.is_for_nobody),
            "asked": asked,
            "seconds": SCALE.seconds,
            "pulses": [
                (pulse, SCALE.minutes(len(pulse.keys)))
                for pulse in PULSES.values()
                if any(question.texts["nl"] not in there for question in pulse.questions)
            ],
            "asks_purpose": any(item.is_purpose for item in listed),
        },
        status=400 if form.errors else 200,
    )


def _typed(request: HttpRequest, sounding: Sounding, form: OwnQuestionsForm) -> bool:
    texts = form.cleaned_data["texts"]
    try:
        new = actions.add_statements(person=person_of(request), sounding=sounding, texts=texts)
    except ValidationError as error:
        form.add_error("texts", error)
        return False
    _tell(request, len(new), len(texts))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@for_drafts
@of_a_pulse
def question_bank(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    form = BankForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _add(request, sounding, form.chosen)
        return back(sounding, "items")
    items = Item.objects.filter(sounding=sounding)
    return render(
        request,
        "soundings/preparing/question_bank.html",
        {
            "cooperation": sounding.cooperation,
            "sounding": sounding,
            "form": form,
            "bank": bank(),
            "opened": _opened(form),
            "there": set(items.values_list("text", flat=True)),
        },
        status=400 if form.errors else 200,
    )


@require_POST
@for_drafts
@of_a_pulse
def add_pulse(request: HttpRequest, sounding: Sounding, pulse: str) -> HttpResponse:
    if pulse not in PULSES:
        raise Http404
    _add(request, sounding, PULSES[pulse].new_questions)
    return back(sounding, "items")


@require_POST
@for_drafts
@of_a_pulse
def remove_for_nobody(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    number = actions.remove_questions_for_nobody(person=person_of(request), sounding=sounding)
    messages.success(
        request,
        ngettext("%(n)d vraag weggehaald.", "%(n)d vragen weggehaald.", number) % {"n": number},
    )
    return back(sounding, "items")


@require_http_methods(["GET", "HEAD", "POST"])
@for_drafts
@of_a_pulse
def read_questions(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    form = QuestionsFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        _add(request, sounding, form.found.questions)
        return back(sounding, "items")
    return render(
        request,
        "soundings/preparing/read_questions.html",
        {"cooperation": sounding.cooperation, "sounding": sounding, "form": form},
        status=400 if form.errors else 200,
    )


@require_safe
@for_leaders
@of_a_pulse
def questions_file(_request: HttpRequest, sounding: Sounding) -> HttpResponse:
    """What a round asks or asked, to ask again somewhere else."""
    file = InstrumentFile(sounding.title, tuple(queries.questions_of(sounding)))
    name = f"vragen-{sounding.cooperation.slug}.json"
    return HttpResponse(
        write_file(file),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _opened(form: BankForm) -> set[str]:
    """The themes of what was ticked, so that it is seen again."""
    return {key.partition(".")[0] for key in form.ticked}


def _add(request: HttpRequest, sounding: Sounding, wanted: Iterable[NewQuestion]) -> None:
    wanted = list(wanted)
    new = actions.add_questions(person=person_of(request), sounding=sounding, questions=wanted)
    _tell(request, len(new), len(wanted))


def _tell(request: HttpRequest, new: int, wanted: int) -> None:
    messages.success(
        request, ngettext("%(n)d vraag toegevoegd.", "%(n)d vragen toegevoegd.", new) % {"n": new}
    )
    if new < wanted:
        messages.warning(request, _("Wat er al stond, is niet nog eens toegevoegd."))
