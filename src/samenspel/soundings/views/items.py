"""The statements of a draft: written, ordered, and for whom."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.cooperations.access import person_of
from samenspel.soundings import actions
from samenspel.soundings.actions import ChangedMeanwhileError
from samenspel.soundings.forms.preparing import SeveralForm, StatementForm
from samenspel.soundings.instruments.registry import instrument_of
from samenspel.soundings.instruments.relations.instrument import RELATIONS
from samenspel.soundings.instruments.scale.instrument import SCALE
from samenspel.soundings.instruments.scale.items import construct_in
from samenspel.soundings.instruments.statements.items import LONGEST, MOST, hints
from samenspel.soundings.models import AskedGroup, Item, Sounding
from samenspel.soundings.views import questions, relations
from samenspel.soundings.views.item_rows import rows_of
from samenspel.soundings.views.preparing_door import back, for_drafts, refusals_told


@require_http_methods(["GET", "HEAD", "POST"])
@for_drafts
def items(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    if sounding.instrument == SCALE.key:
        return questions.questions(request, sounding)
    if sounding.instrument == RELATIONS.key:
        return relations.choose(request, sounding)
    form = SeveralForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, sounding, form):
        return back(sounding, "items")
    listed = list(Item.objects.filter(sounding=sounding))
    return render(
        request,
        "soundings/preparing/items.html",
        {
            "cooperation": sounding.cooperation,
            "sounding": sounding,
            "form": form,
            "rows": rows_of(listed, AskedGroup.objects.filter(sounding=sounding)),
            "asks_purpose": any(item.is_purpose for item in listed),
            "most": MOST,
            "longest": LONGEST,
        },
        status=400 if form.errors else 200,
    )


def _added(request: HttpRequest, sounding: Sounding, form: SeveralForm) -> bool:
    texts = form.cleaned_data["texts"]
    try:
        new = actions.add_statements(person=person_of(request), sounding=sounding, texts=texts)
    except ValidationError as error:
        form.add_error("texts", error)
        return False
    messages.success(
        request,
        ngettext("%(n)d stelling toegevoegd.", "%(n)d stellingen toegevoegd.", len(new))
        % {"n": len(new)},
    )
    if len(new) < len(texts):
        messages.warning(request, _("Wat er al stond, is niet nog eens toegevoegd."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@for_drafts
def item(request: HttpRequest, sounding: Sounding, item: int) -> HttpResponse:
    found = _item(sounding, item)
    groups = list(AskedGroup.objects.filter(sounding=sounding))
    asks = instrument_of(sounding.instrument)
    form = StatementForm(request.POST or None, item=found, groups=groups, label=asks.sentences.one)
    if request.method == "POST" and form.is_valid() and _changed(request, sounding, found, form):
        return back(sounding, "items")
    return render(
        request,
        "soundings/preparing/item.html",
        {
            "cooperation": sounding.cooperation,
            "sounding": sounding,
            "item": found,
            "form": form,
            "hints": hints(found.text),
            "asks": asks,
            "construct": construct_in(found.detail),
        },
        status=400 if form.errors else 200,
    )


def _changed(request: HttpRequest, sounding: Sounding, item: Item, form: StatementForm) -> bool:
    try:
        actions.change_statement(
            person=person_of(request), sounding=sounding, item_id=item.pk, **form.values
        )
    except ChangedMeanwhileError as error:
        now = _item(sounding, item.pk)
        form.add_error(None, error)
        form.add_error("text", _("Intussen staat er: “%(text)s”") % {"text": now.text})
        form.show_as_seen(now)
        return False
    return True


@require_POST
@for_drafts
def move(request: HttpRequest, sounding: Sounding, item: int, up: bool) -> HttpResponse:
    actions.move_statement(person=person_of(request), sounding=sounding, item_id=item, up=up)
    return back(sounding, "items")


@require_POST
@for_drafts
def remove(request: HttpRequest, sounding: Sounding, item: int) -> HttpResponse:
    actions.remove_statement(person=person_of(request), sounding=sounding, item_id=item)
    return back(sounding, "items")


@require_POST
@for_drafts
def purpose(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    with refusals_told(request):
        actions.take_over_purpose(person=person_of(request), sounding=sounding)
    return back(sounding, "items")


def _item(sounding: Sounding, number: int) -> Item:
    found = Item.objects.filter(sounding=sounding, pk=number).first()
    if found is None or not instrument_of(sounding.instrument).one_by_one:
        raise Http404
    return found
