"""The calendar for other programs. Whoever knows the address reads it; nobody is signed in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe
from django_scopes import scope

from samenspel.duties.calendar_file import as_file
from samenspel.duties.queries import plan_with_feed


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001, Django passes it
    plan = plan_with_feed(key)
    if plan is None:
        raise Http404
    # A program that asks for it has no language of its own.
    with scope(cooperation=plan.cooperation), override("nl"):
        content = as_file(plan, timezone.localdate())
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="wettelijke-termijnen.ics"',
            # The address lets anybody in: no copy of this stays behind on the way.
            "Cache-Control": "private, no-store",
            "X-Robots-Tag": "noindex",
        },
    )
