"""Who is asked, and whether they will be shown."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.cooperations.access import person_of
from samenspel.cooperations.models import Role
from samenspel.soundings import actions, queries
from samenspel.soundings.forms.preparing import OpenLinkForm
from samenspel.soundings.models import Sounding
from samenspel.soundings.planning.forecast import SELDOM_FROM
from samenspel.soundings.views.preparing_door import back, for_drafts


@require_safe
@for_drafts
def groups(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    return _page(request, sounding, OpenLinkForm())


def _page(request: HttpRequest, sounding: Sounding, form: OpenLinkForm) -> HttpResponse:
    return render(
        request,
        "soundings/preparing/groups.html",
        {
            "cooperation": sounding.cooperation,
            "sounding": sounding,
            "rows": queries.group_rows(sounding),
            "others": queries.groups_not_asked(sounding),
            "poolable": [Role(role) for role in queries.roles_to_pool(sounding)],
            "seldom": round(100 * SELDOM_FROM),
            "form": form,
        },
        status=400 if form.errors else 200,
    )


@require_POST
@for_drafts
def ask(request: HttpRequest, sounding: Sounding, group: int) -> HttpResponse:
    actions.ask_group(person=person_of(request), sounding=sounding, group_id=group)
    return back(sounding, "groups")


@require_POST
@for_drafts
def pool(request: HttpRequest, sounding: Sounding, role: str) -> HttpResponse:
    pooled = actions.pool_groups(person=person_of(request), sounding=sounding, role=role)
    if pooled is not None:
        messages.success(
            request, _("Samengevoegd: %(group)s. Zij zijn nu één groep.") % {"group": pooled.name}
        )
    return back(sounding, "groups")


@require_http_methods(["POST"])
@for_drafts
def open_link(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    form = OpenLinkForm(request.POST)
    if not form.is_valid():
        return _page(request, sounding, form)
    actions.ask_by_open_link(person=person_of(request), sounding=sounding, **form.cleaned_data)
    return back(sounding, "groups")


@require_POST
@for_drafts
def leave_out(request: HttpRequest, sounding: Sounding, group: int) -> HttpResponse:
    actions.stop_asking(person=person_of(request), sounding=sounding, group_id=group)
    return back(sounding, "groups")


@require_POST
@for_drafts
def take_over_size(request: HttpRequest, sounding: Sounding, group: int) -> HttpResponse:
    actions.take_over_size(person=person_of(request), sounding=sounding, group_id=group)
    return back(sounding, "groups")
