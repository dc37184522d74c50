"""Saying which organisation of the atlas a party of a cooperation is."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.atlas.queries.organisations import bare_name, search_organisations
from samenspel.cooperations import actions, queries
from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.forms import OrganisationSearchForm
from samenspel.cooperations.models import Cooperation, Party

MOST_FOUND = 40


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def link_party(request: HttpRequest, cooperation: Cooperation, party: int) -> HttpResponse:
    must(request, "cooperations.change_cooperation", cooperation)
    found = _party(cooperation, party)
    if request.method == "POST" and _linked(request, cooperation, found):
        return redirect(_list_of(cooperation))
    today = timezone.localdate()
    form = OrganisationSearchForm(request.GET or {"zoek": bare_name(found.name)})
    asked = form.cleaned_data["zoek"] if form.is_valid() else ""
    return render(
        request,
        "cooperations/link_party.html",
        {
            "cooperation": cooperation,
            "party": found,
            "form": form,
            "asked": asked,
            "found": search_organisations(asked, day=today, most=MOST_FOUND) if asked else [],
            "most": MOST_FOUND,
        },
        status=400 if request.method == "POST" else 200,
    )


@require_POST
@in_cooperation
def unlink_party(request: HttpRequest, cooperation: Cooperation, party: int) -> HttpResponse:
    must(request, "cooperations.change_cooperation", cooperation)
    found = actions.unlink_party(
        person=person_of(request), cooperation=cooperation, party=_party(cooperation, party)
    )
    messages.success(
        request, _("%(party)s is los van de atlas. Verder verandert er niets.") % {"party": found}
    )
    return redirect(_list_of(cooperation))


def _linked(request: HttpRequest, cooperation: Cooperation, party: Party) -> bool:
    key = request.POST.get("organisatie", "").strip()
    try:
        actions.link_party(person=person_of(request), cooperation=cooperation, party=party, key=key)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return False
    messages.success(request, _("%(party)s is verbonden met de atlas.") % {"party": party})
    return True


def _party(cooperation: Cooperation, party: int) -> Party:
    found = queries.parties_of(cooperation).filter(pk=party).first()
    if found is None:
        raise Http404
    return found


def _list_of(cooperation: Cooperation) -> str:
    return reverse("cooperations:change", args=[cooperation.slug]) + "#atlas"
