from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samenspel.people.models import Person
from samenspel.people.queries import second_steps


@require_safe
@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - what login_required promised
    return render(request, "people/account.html", {"steps": second_steps(person)})
