"""Take out of an address what is no text: a NUL, which no page can show and no database can look
for."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_NUL = re.compile("%00")


def readable_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Stands before everything that looks into what an address asks for."""

    def read(request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        found = 1
        # Taking one out can make another.
        while found:
            asked, found = _NUL.subn("", asked)
        request.META["QUERY_STRING"] = asked
        return get_response(request)

    return read
