"""The people of a cooperation, and the colleagues they invite."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.cooperations import actions, queries
from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.forms import InviteForm, MembershipForm
from samenspel.cooperations.models import Cooperation, Membership
from samenspel.post.queries import can_send
from samenspel.post.tasks import send_soon


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def people(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    may_change = person_of(request).has_perm("cooperations.change_people", cooperation)
    form = None
    if may_change or request.method == "POST":
        must(request, "cooperations.change_people", cooperation)
        form = InviteForm(request.POST or None, cooperation=cooperation)
    if (
        request.method == "POST"
        and form
        and form.is_valid()
        and _invited(request, cooperation, form)
    ):
        return redirect("cooperations:people", cooperation=cooperation.slug)
    return render(
        request,
        "cooperations/people.html",
        {
            "cooperation": cooperation,
            "people": queries.people_of(cooperation),
            "invitations": queries.invitations_of(cooperation) if may_change else [],
            "form": form,
            "can_send": can_send(),
            "now": timezone.now(),
        },
        status=400 if form and form.errors else 200,
    )


def _invited(request: HttpRequest, cooperation: Cooperation, form: InviteForm) -> bool:
    try:
        actions.invite_colleague(
            person=person_of(request), cooperation=cooperation, **form.cleaned_data
        )
    except ValidationError as error:
        form.add_error("email", error)
        return False
    send_soon()
    if can_send():
        messages.success(request, _("De uitnodiging is onderweg."))
    else:
        messages.warning(
            request,
            _("De uitnodiging wacht: deze website kan nog geen e-mail versturen."),
        )
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def person(request: HttpRequest, cooperation: Cooperation, membership: int) -> HttpResponse:
    must(request, "cooperations.change_people", cooperation)
    found = _membership(cooperation, membership)
    form = MembershipForm(
        request.POST or None,
        cooperation=cooperation,
        initial={"kind": found.kind, "party": found.party_id},
    )
    if request.method == "POST" and form.is_valid() and _changed(request, cooperation, found, form):
        messages.success(request, _("Opgeslagen."))
        return redirect("cooperations:people", cooperation=cooperation.slug)
    return render(
        request,
        "cooperations/person.html",
        {"cooperation": cooperation, "membership": found, "form": form},
        status=400 if form.errors else 200,
    )


def _changed(
    request: HttpRequest, cooperation: Cooperation, membership: Membership, form: MembershipForm
) -> bool:
    try:
        actions.change_membership(
            person=person_of(request),
            cooperation=cooperation,
            membership_id=membership.pk,
            **form.cleaned_data,
        )
    except ValidationError as error:
        form.add_error("kind", error)
        return False
    return True


@require_POST
@in_cooperation
def remove_person(request: HttpRequest, cooperation: Cooperation, membership: int) -> HttpResponse:
    try:
        actions.remove_member(
            person=person_of(request), cooperation=cooperation, membership_id=membership
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("cooperations:person", cooperation.slug, membership)
    if not cooperation.memberships.filter(person=person_of(request)).exists():
        return redirect("cooperations:list")
    return redirect("cooperations:people", cooperation=cooperation.slug)


@require_POST
@in_cooperation
def withdraw_invitation(
    request: HttpRequest, cooperation: Cooperation, invitation: int
) -> HttpResponse:
    actions.withdraw_invitation(
        person=person_of(request), cooperation=cooperation, invitation_id=invitation
    )
    return redirect("cooperations:people", cooperation=cooperation.slug)


def _membership(cooperation: Cooperation, number: int) -> Membership:
    found = cooperation.memberships.select_related("person").filter(pk=number).first()
    if found is None:
        raise Http404
    return found
