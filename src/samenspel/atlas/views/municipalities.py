"""All municipalities on a day, from A to Z."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.forms import NameForm
from samenspel.atlas.queries.names import by_letter, named_like
from samenspel.atlas.queries.on_a_day import municipalities_on
from samenspel.atlas.views.page import page


@require_safe
@on_a_day
def municipalities(request: HttpRequest, day: date) -> HttpResponse:
    form = NameForm(request.GET)
    asked = form.cleaned_data["zoek"] if form.is_valid() else ""
    every = list(municipalities_on(day))
    found = named_like(every, asked)
    return page(
        request,
        "atlas/municipalities.html",
        day,
        {
            "form": form,
            "asked": asked,
            "total": len(every),
            "found": len(found),
            "letters": by_letter(found),
        },
    )
