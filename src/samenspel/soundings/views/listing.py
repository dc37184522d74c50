"""The rounds of a cooperation."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samenspel.cooperations.access import in_cooperation, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.soundings import queries


@require_safe
@in_cooperation
def sounding_list(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    person = person_of(request)
    page = Paginator(queries.visible_soundings_of(cooperation, person), 25).get_page(
        request.GET.get("pagina")
    )
    may_add = person.has_perm("soundings.add_sounding", cooperation)
    return render(
        request,
        "soundings/list.html",
        {"cooperation": cooperation, "page": page, "may_add": may_add},
    )
