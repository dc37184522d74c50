"""The addresses on which people answer: no session, no account, no trace of who asks what.

What is not read cannot be kept. So these requests never reach the part of the program that knows
who is signed in, that keeps messages or that writes down the address of a page that fails.
"""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.urls import resolve
from django.utils import translation

from samenspel.pages.views import server_error
from samenspel.soundings.views import answer_messages
from samenspel.web.failure_log import without_values

_ROUTES = ("/s/", "/v/", "/o/", "/meedoen/", "/link-kwijt/", "/uitkomsten/")
_METHODS = ("GET", "HEAD", "POST")
# The longest text somebody may type, many times over. Anything larger could end up on the disk.
_LARGEST_BYTES = 250_000
_LANGUAGE = "taal"
_log = logging.getLogger(__name__)


def answer_routes(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Stands before the session, and does not let these requests through to it."""

    def answered(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_ROUTES):
            return get_response(request)
        chosen = _chosen_language(request)
        if chosen:
            translation.activate(chosen)
        response = _response(request)
        if request.method == "HEAD":
            response.content = b""  # or the server writes down, with the time, that it was not
        if chosen:
            _keep_language(response, chosen)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        # Else Django logs the address of whatever was not found or went wrong: it holds a token.
        response._has_been_logged = True  # type: ignore[attr-defined]
        return response

    return answered


def _response(request: HttpRequest) -> HttpResponse:
    # Before a view is asked, which would log the address.
    if request.method not in _METHODS:
        return HttpResponseNotAllowed(_METHODS)
    if int(request.META.get("CONTENT_LENGTH") or 0) > _LARGEST_BYTES:
        return answer_messages.too_large()
    try:
        if _is_from_another_site(request):
            return answer_messages.from_another_site()
        request.resolver_match = match = resolve(request.path_info)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return answer_messages.not_there()
    except (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return answer_messages.unreadable()
    except Exception as error:  # noqa: BLE001 - whoever else catches it logs more than may be known
        _log.error("failed where people answer: %s", without_values(error))
        return server_error(request)
    return response


def _is_from_another_site(request: HttpRequest) -> bool:
    """Whether another website lets a browser send this. Every form carries a proof besides."""
    if request.method != "POST":
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    # Browsers write "null" where a page keeps to itself where it is, as ours do.
    origin = request.headers.get("Origin", "null")
    try:
        return origin != "null" and urlsplit(origin).netloc != request.get_host()
    except ValueError:
        return True  # no address of any site


def _chosen_language(request: HttpRequest) -> str | None:
    try:
        chosen = request.GET.get(_LANGUAGE)
    except SuspiciousOperation:
        return None  # so many questions that none is read; the view says so
    return chosen if chosen in dict(settings.LANGUAGES) else None


def _keep_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
