"""Where the link in the mail of a colleague leads."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samenspel.cooperations import actions, queries
from samenspel.cooperations.forms import NewAccountForm
from samenspel.cooperations.models import ColleagueInvitation
from samenspel.people.models import Person
from samenspel.people.queries import has_account
from samenspel.people.signing_in import sign_in_new


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing: programs that check mail for bad links look too."""
    invitation = queries.invitation_of(token)
    if invitation is None:
        return _gone(request)
    try:
        if isinstance(request.user, Person):
            return _as_who_is_signed_in(request, request.user, invitation, token)
        if has_account(invitation.email):
            return render(request, "cooperations/invitation.html", {"invitation": invitation})
        return _as_new_person(request, invitation, token)
    except actions.InvitationGoneError:
        return _gone(request)


def _as_who_is_signed_in(
    request: HttpRequest, person: Person, invitation: ColleagueInvitation, token: str
) -> HttpResponse:
    if request.method == "POST":
        cooperation = actions.accept_invitation(token=token, person=person)
        messages.success(request, _("U hoort nu bij deze samenwerking."))
        return redirect("story", cooperation=cooperation.slug)
    return render(
        request, "cooperations/invitation.html", {"invitation": invitation, "person": person}
    )


def _as_new_person(
    request: HttpRequest, invitation: ColleagueInvitation, token: str
) -> HttpResponse:
    form = NewAccountForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        person, cooperation = actions.accept_as_new_person(token=token, **form.cleaned_data)
        return sign_in_new(request, person, then=redirect("story", cooperation.slug)["Location"])
    return render(
        request,
        "cooperations/invitation.html",
        {"invitation": invitation, "form": form},
        status=400 if form.errors else 200,
    )


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "cooperations/invitation_gone.html", status=404)
