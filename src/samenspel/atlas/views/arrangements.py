"""All arrangements of a day, to search in."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.pictures.found import counted_by_form, listed, narrow
from samenspel.atlas.queries.search import found_among, matches, organisations_meant
from samenspel.atlas.search_form import ArrangementsForm
from samenspel.atlas.views.page import page
from samenspel.atlas.views.paging import page_of

ON_A_PAGE = 25


@require_safe
@on_a_day
def arrangements(request: HttpRequest, day: date) -> HttpResponse:
    form = ArrangementsForm(request.GET)
    meant = organisations_meant(form.organisation, day) if form.organisation else None
    found = matches(day, form.words, meant)
    narrowed = narrow(found, form=form.form, field=form.field)
    form.offer(narrowed)
    shown = page_of(request, narrowed.left, each=ON_A_PAGE)
    return page(
        request,
        "atlas/arrangements.html",
        day,
        {
            "form": form,
            "found": len(narrowed.left),
            "by_form": counted_by_form(narrowed.left),
            "organisations_meant": meant,
            "page": shown,
            "listed": listed(found_among(list(shown), day, form.words)),
        },
    )
