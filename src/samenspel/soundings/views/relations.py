"""A round about the other organisations: choosing what to ask, and what it showed."""

import csv
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext

from samenspel.cooperations.access import person_of
from samenspel.soundings import actions, queries
from samenspel.soundings.forms.relations import RelationsForm
from samenspel.soundings.instruments.relations.bank import bank
from samenspel.soundings.instruments.relations.instrument import RELATIONS
from samenspel.soundings.instruments.relations.items import chosen_in, possible
from samenspel.soundings.instruments.relations.outcome import Outcome, read
from samenspel.soundings.models import Item, Sounding
from samenspel.soundings.pictures import relations as outcome_pictures
from samenspel.soundings.pictures import relations_asked as pictures
from samenspel.soundings.pictures import relations_table
from samenspel.soundings.views.door import Door
from samenspel.soundings.views.preparing_door import back


def choose(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    """What stands at the address of the statements, for a round about each other."""
    items = list(Item.objects.filter(sounding=sounding))
    chosen = chosen_in(item.detail for item in items)
    can_be_asked = possible(queries.organisations_of(sounding))
    form = RelationsForm(
        request.POST or None,
        possible=can_be_asked,
        initial={"chosen": [key for key in chosen if key in can_be_asked]},
    )
    if request.method == "POST" and form.is_valid() and _chosen(request, sounding, form):
        return back(sounding, "items")
    asked = queries.asked_organisations(sounding)
    return render(
        request,
        f"{RELATIONS.folder}/choose.html",
        {
            "cooperation": sounding.cooperation,
            "sounding": sounding,
            "form": form,
            "bank": bank(),
            "offer": pictures.offer(can_be_asked),
            "organisations": asked,
            "left_out": pictures.left_out(
                asked,
                queries.groups_of_no_organisation(sounding),
                minimum=sounding.minimum,
                chosen=chosen,
            ),
            "about": pictures.asked_about(items, asked),
            "asked": queries.asked_of_groups(sounding, today=timezone.localdate()),
            "seconds": RELATIONS.seconds,
        },
        status=400 if form.errors else 200,
    )


def _chosen(request: HttpRequest, sounding: Sounding, form: RelationsForm) -> bool:
    try:
        made = actions.choose_relations(
            person=person_of(request), sounding=sounding, chosen=form.cleaned_data["chosen"]
        )
    except ValidationError as error:
        form.add_error("chosen", error)
        return False
    messages.success(
        request,
        ngettext("Bewaard: %(n)d vraag.", "Bewaard: %(n)d vragen.", len(made)) % {"n": len(made)},
    )
    return True


def outcome(request: HttpRequest, door: Door) -> HttpResponse:
    """What stands at the address of an outcome, for a round about each other."""
    return _page(request, door, "outcome", outcome_pictures.outcome_page(_showed(door)))


def organisation(request: HttpRequest, door: Door, number: int) -> HttpResponse:
    showed = _showed(door)
    found = showed.organisation(number)
    if found is None:
        raise Http404
    return _page(request, door, "organisation", outcome_pictures.organisation_page(showed, found))


def released_csv(_request: HttpRequest, door: Door) -> HttpResponse:
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="vrijgegeven-over-elkaar.csv"'},
    )
    csv.writer(response).writerows(relations_table.released_rows(_showed(door)))
    return response


def _showed(door: Door) -> Outcome:
    """404 for another kind of round, and as long as nothing was computed."""
    picture = getattr(door.sounding, "picture", None)
    if door.sounding.instrument != RELATIONS.key or picture is None:
        raise Http404
    return read(picture.content)


def _page(request: HttpRequest, door: Door, name: str, view: Any) -> HttpResponse:
    everywhere = {"door": door, "sounding": door.sounding, "cooperation": door.cooperation}
    return render(request, f"{RELATIONS.folder}/{name}.html", everywhere | {"view": view})
