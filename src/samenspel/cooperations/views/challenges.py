"""What a cooperation is for."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.cooperations import actions, queries
from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.forms import ChallengeForm
from samenspel.cooperations.models import Challenge, Cooperation


@require_safe
@in_cooperation
def challenges(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    return render(
        request,
        "cooperations/challenges.html",
        {
            "cooperation": cooperation,
            "challenges": queries.challenges_of(cooperation),
            "may_change": person_of(request).has_perm(
                "cooperations.change_challenges", cooperation
            ),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def add_challenge(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    must(request, "cooperations.change_challenges", cooperation)
    return _write(request, cooperation, None)


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def change_challenge(
    request: HttpRequest, cooperation: Cooperation, challenge: int
) -> HttpResponse:
    must(request, "cooperations.change_challenges", cooperation)
    found = queries.challenges_of(cooperation).filter(pk=challenge).first()
    if found is None:
        raise Http404
    return _write(request, cooperation, found)


def _write(
    request: HttpRequest, cooperation: Cooperation, challenge: Challenge | None
) -> HttpResponse:
    form = ChallengeForm(request.POST or None, instance=challenge)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_challenge(
                person=person_of(request),
                cooperation=cooperation,
                challenge=challenge,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Opgeslagen."))
            return redirect("cooperations:challenges", cooperation=cooperation.slug)
    return render(
        request,
        "cooperations/challenge.html",
        {"cooperation": cooperation, "form": form, "challenge": challenge},
        status=400 if form.errors else 200,
    )


@require_POST
@in_cooperation
def remove_challenge(
    request: HttpRequest, cooperation: Cooperation, challenge: int
) -> HttpResponse:
    actions.remove_challenge(
        person=person_of(request), cooperation=cooperation, challenge_id=challenge
    )
    return redirect("cooperations:challenges", cooperation=cooperation.slug)


@require_POST
@in_cooperation
def raise_challenge(request: HttpRequest, cooperation: Cooperation, challenge: int) -> HttpResponse:
    actions.raise_challenge(
        person=person_of(request), cooperation=cooperation, challenge_id=challenge
    )
    return redirect("cooperations:challenges", cooperation=cooperation.slug)
