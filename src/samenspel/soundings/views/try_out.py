"""A test run: whoever prepares a round sees it as those who will be asked, and nothing is kept."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from samenspel.cooperations.access import in_cooperation, must
from samenspel.cooperations.models import Cooperation
from samenspel.soundings.queries import answering as queries
from samenspel.soundings.queries.answering import Place
from samenspel.soundings.rules import BEFORE_OPENING
from samenspel.soundings.tokens import new_token
from samenspel.soundings.views import answer_messages, answering
from samenspel.soundings.views import ballot as pages
from samenspel.soundings.views.device import Device
from samenspel.soundings.views.found import sounding_or_404
from samenspel.soundings.views.seats import (
    ADD,
    DONE,
    EXPLANATION,
    FRONT,
    OWN,
    STOP,
    TryOutSeat,
    take_seat,
)

_BEGIN = "begin"
_GROUP = "groep"


@require_http_methods(["GET", "HEAD", "POST"])
@in_cooperation
def try_out(
    request: HttpRequest, cooperation: Cooperation, sounding: UUID, page: str = FRONT
) -> HttpResponse:
    """Every page of the ballot. `?groep=` says as which group; the first where it does not."""
    found = sounding_or_404(cooperation, sounding)
    must(request, "soundings.view_sounding", found)
    if found.state not in BEFORE_OPENING:
        raise Http404
    address = {"cooperation": cooperation.slug, "sounding": sounding}
    device = Device(reverse("soundings:try-out", kwargs=address))
    if page == _BEGIN:
        return _begin(request, device, sounding)
    seat = _seat(request, device, sounding)
    if page == EXPLANATION:
        return _explanation(device, seat.place if seat else _place(request, sounding))
    if page == FRONT and (seat is None or _GROUP in request.GET):
        return _door(request, device, _place(request, sounding))
    if seat is None:
        return redirect(device.path)
    return _answered(request, seat, page)


def _answered(request: HttpRequest, seat: TryOutSeat, page: str) -> HttpResponse:
    place = seat.place
    answering.speak_its_language(place.round)
    shown = {
        FRONT: partial(pages.show, request, seat, place),
        ADD: partial(pages.show_form, request, seat, place),
        OWN: partial(pages.own, request, seat, place),
        DONE: partial(pages.done, request, seat, place),
    }
    taken = {
        FRONT: partial(pages.take, request, seat),
        ADD: partial(pages.add, request, seat, place),
        STOP: partial(pages.stop, request, seat),
    }
    answer = (taken if request.method == "POST" else shown).get(page)
    if answer is None:
        raise Http404
    return answer()


def _door(request: HttpRequest, device: Device, place: Place) -> HttpResponse:
    answering.speak_its_language(place.round)
    context = answering.about_door(place) | {
        "is_try_out": True,
        "form_action": f"{device.path}{_BEGIN}/?{_GROUP}={place.group.position}",
        "hidden": [("csrfmiddlewaretoken", get_token(request))],
        "explanation_url": f"{device.path}{EXPLANATION}/",
    }
    return answer_messages.page("door", context)


def _explanation(device: Device, place: Place) -> HttpResponse:
    answering.speak_its_language(place.round)
    context = answering.explained(place.round) | {
        "is_try_out": True,
        "group": place.group,
        "resume_url": device.path,
    }
    return answer_messages.page("explanation", context)


def _begin(request: HttpRequest, device: Device, sounding: UUID) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    response = redirect(device.path)
    take_seat(response, _place(request, sounding), new_token(), device)
    return response


def _seat(request: HttpRequest, device: Device, sounding: UUID) -> TryOutSeat | None:
    who = device.who(request)
    if who is None:
        return None
    token, position = who
    place = queries.place_in_sounding(sounding, position)
    if place is None:
        return None
    return TryOutSeat(request, device, token, place, device.history(request, token))


def _place(request: HttpRequest, sounding: UUID) -> Place:
    place = queries.place_in_sounding(sounding, pages.read_number(request.GET.get(_GROUP)))
    if place is None:
        raise Http404
    return place
