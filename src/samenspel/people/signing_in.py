"""Signing in whoever proved to be reading the mail of an account that was made just now."""

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from samenspel.people.models import Person


def sign_in_new(request: HttpRequest, person: Person, *, then: str) -> HttpResponse:
    """The same way in as with a password: written down, and with a session of its own."""
    response: HttpResponse = perform_login(request, person, redirect_url=then)
    return response
