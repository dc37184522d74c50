"""The door of every page of a cooperation, for all rooms."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django_scopes import scope

from samenspel.cooperations.models import Cooperation
from samenspel.cooperations.queries import cooperation_or_404
from samenspel.people.models import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Cooperation, P], HttpResponse]


def in_cooperation(view: View[P]) -> Callable[..., HttpResponse]:
    """Hand the view the cooperation of the address, in whose scope all its queries run."""

    @login_required
    @wraps(view)
    def inside(
        request: HttpRequest, cooperation: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        found = cooperation_or_404(person_of(request), cooperation)
        with scope(cooperation=found):
            return view(request, found, *args, **kwargs)

    return inside


def person_of(request: HttpRequest) -> Person:
    """Who is signed in. Pages that ask this stand behind a sign-in."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def must(request: HttpRequest, permission: str, about: object) -> None:
    """403 unless this person may."""
    if not person_of(request).has_perm(permission, about):
        raise PermissionDenied
