from typing import Any

from allauth.account.views import PasswordResetView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samenspel.people.models import Person
from samenspel.people.queries import second_steps
from samenspel.post.queries import can_send


class AskForPassword(PasswordResetView):
    """A mail with a link to choose another password; the same answer for every address."""

    extra_context = {"can_send": can_send}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A mail that waits for a server would hold a link that is worthless by then.
        answer = super().post if can_send() else super().get
        response: HttpResponse = answer(request, *args, **kwargs)
        return response


ask_for_password = AskForPassword.as_view()


@require_safe
@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - what login_required promised
    return render(request, "people/account.html", {"steps": second_steps(person)})
