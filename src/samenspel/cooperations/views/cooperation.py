"""Starting and changing a cooperation, and its groups."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.cooperations import actions, queries
from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.first_draft import draft_from
from samenspel.cooperations.forms import ChangeForm, GroupForm, StartForm
from samenspel.cooperations.models import Cooperation, Group
from samenspel.cooperations.place_in_web import links_of
from samenspel.cooperations.renaming import known_parties
from samenspel.pages.templatetags.pages import thousands


@require_safe
@login_required
def cooperation_list(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "cooperations/list.html",
        {"cooperations": queries.cooperations_of(person_of(request))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest) -> HttpResponse:
    # In the address, and so there too when the form comes back with what does not fit.
    draft = draft_from(
        keys=[*request.GET.getlist("gemeenten"), *request.GET.getlist("organisaties")],
        arrangement=request.GET.get("regeling", ""),
        day=timezone.localdate(),
    )
    form = StartForm(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        cooperation = actions.start_cooperation(person=person_of(request), **form.cleaned_data)
        messages.success(request, _("De samenwerking staat klaar. Voeg nu de groepen toe."))
        return redirect("story", cooperation=cooperation.slug)
    return render(
        request,
        "cooperations/start.html",
        {"form": form, "draft": draft},
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def change(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    must(request, "cooperations.change_cooperation", cooperation)
    form = ChangeForm(request.POST or None, instance=cooperation, known=known_parties(cooperation))
    if request.method == "POST" and form.is_valid():
        actions.change_cooperation(
            person=person_of(request), cooperation=cooperation, **form.changes()
        )
        messages.success(request, _("Opgeslagen."))
        _tell_who_stays(request, cooperation, form.changes()["parties"])
        return redirect("story", cooperation=cooperation.slug)
    return render(
        request,
        "cooperations/change.html",
        {
            "form": form,
            "cooperation": cooperation,
            "links": links_of(queries.parties_of(cooperation), day=timezone.localdate()),
        },
        status=400 if form.errors else 200,
    )


def _tell_who_stays(request: HttpRequest, cooperation: Cooperation, wanted: list[str]) -> None:
    stays = [name for name in queries.party_names(cooperation) if name not in wanted]
    if stays:
        said = ngettext(
            "%(names)s blijft erbij staan, want er horen groepen of mensen bij.",
            "%(names)s blijven erbij staan, want er horen groepen of mensen bij.",
            len(stays),
        )
        messages.info(request, said % {"names": ", ".join(stays)})


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def groups(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    must(request, "cooperations.change_cooperation", cooperation)
    form = GroupForm(request.POST or None, cooperation=cooperation)
    # Adding a group that is there gives it its new size, so a second post does no harm.
    if request.method == "POST" and form.is_valid():
        written = actions.write_group(
            person=person_of(request), cooperation=cooperation, **form.cleaned_data
        )
        _tell_size(request, written)
        return redirect("cooperations:groups", cooperation=cooperation.slug)
    return render(
        request,
        "cooperations/groups.html",
        {"form": form, "cooperation": cooperation, "groups": queries.groups_of(cooperation)},
        status=400 if form.errors else 200,
    )


def _tell_size(request: HttpRequest, group: Group) -> None:
    said = ngettext(
        "%(group)s heeft nu %(n)s mens.", "%(group)s heeft nu %(n)s mensen.", group.size
    )
    messages.success(request, said % {"group": group, "n": thousands(group.size)})


@require_POST
@in_cooperation
def remove_group(request: HttpRequest, cooperation: Cooperation, group: int) -> HttpResponse:
    removed = actions.remove_group(
        person=person_of(request), cooperation=cooperation, group_id=group
    )
    if removed:
        messages.success(
            request,
            _(
                "Weggehaald: %(group)s. Vragenrondes die deze groep al vroegen, blijven zoals ze "
                "waren."
            )
            % {"group": removed},
        )
    return redirect("cooperations:groups", cooperation=cooperation.slug)
