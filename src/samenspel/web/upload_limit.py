"""Refuse what is too large before a byte of it is read or written to disk."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from samenspel.pages.views import too_large

# Room for the form around the files.
_ENVELOPE = 1_000_000


def upload_limit(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Stands before everything that looks into a form, such as the CSRF check."""

    def limited(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.UPLOAD_LARGEST_BYTES + _ENVELOPE
        if not length.isdecimal() or int(length) > most:
            return too_large(request)
        return get_response(request)

    return limited
