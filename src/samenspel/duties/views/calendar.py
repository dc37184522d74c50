"""What the law asks, by month."""

from contextlib import suppress
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samenspel.cooperations.access import in_cooperation, must, person_of
from samenspel.cooperations.models import Cooperation
from samenspel.duties import actions
from samenspel.duties.actions.permission import PLAN, WRITE
from samenspel.duties.law import known_days, laws
from samenspel.duties.models.plan import FIRST_YEAR, LAST_YEAR
from samenspel.duties.pictures import Calendar, year_to_open
from samenspel.duties.queries import is_known_duty, plan_of
from samenspel.post.links import link


@require_safe
@in_cooperation
def calendar(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    return _page(request, cooperation, "duties/calendar.html")


@require_safe
@in_cooperation
def to_print(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    return _page(request, cooperation, "duties/to_print.html")


def _page(request: HttpRequest, cooperation: Cooperation, template: str) -> HttpResponse:
    person = person_of(request)
    context = {
        "cooperation": cooperation,
        "may_plan": person.has_perm(PLAN, cooperation),
        "may_write": person.has_perm(WRITE, cooperation),
        "checked_on": laws().checked_on,
    }
    plan = plan_of(cooperation)
    if plan is None:
        return render(request, "duties/no_plan.html", context)
    today = timezone.localdate()
    found = Calendar(cooperation, plan)
    shown = found.shown(_year(request) or year_to_open(found, today), today)
    feed = link(reverse("calendar-feed", args=[plan.feed_key])) if plan.feed_key else ""
    more = {
        "shown": shown,
        "today": today,
        "feed": feed,
        "days_unknown": known_days().known_until < date(shown.year, 12, 31),
    }
    return render(request, template, context | more)


def _year(request: HttpRequest) -> int | None:
    """The year that was asked for, where there can be one."""
    with suppress(ValueError):
        asked = int(request.GET.get("jaar", "")[:4])
        if FIRST_YEAR <= asked <= LAST_YEAR:
            return asked
    return None


@require_POST
@in_cooperation
def tick_off(request: HttpRequest, cooperation: Cooperation, key: str) -> HttpResponse:
    must(request, WRITE, cooperation)
    if not is_known_duty(key):
        raise Http404
    actions.tick_off(person=person_of(request), cooperation=cooperation, key=key)
    return _back(request, cooperation, key)


@require_POST
@in_cooperation
def take_tick_back(request: HttpRequest, cooperation: Cooperation, key: str) -> HttpResponse:
    actions.take_tick_back(person=person_of(request), cooperation=cooperation, key=key)
    return _back(request, cooperation, key)


@require_POST
@in_cooperation
def renew_feed(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    try:
        actions.renew_feed(
            person=person_of(request),
            cooperation=cooperation,
            instead_of=request.POST.get("instead_of"),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("Dit is het adres voor uw agenda. Een eerder adres werkt niet meer.")
        )
    return redirect(f"{reverse('duties:calendar', args=[cooperation.slug])}#agenda")


@require_POST
@in_cooperation
def stop_feed(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    actions.stop_feed(person=person_of(request), cooperation=cooperation)
    messages.success(request, _("Het adres werkt niet meer."))
    return redirect("duties:calendar", cooperation.slug)


def _back(request: HttpRequest, cooperation: Cooperation, key: str) -> HttpResponse:
    year = _year(request)
    asked = f"?jaar={year}" if year else ""
    address = reverse("duties:calendar", args=[cooperation.slug])
    return redirect(f"{address}{asked}#{key}" if is_known_duty(key) else address)
