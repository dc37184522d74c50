"""The way in for those who answer. No session, no account: a link, a code, or this device."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samenspel.soundings import rate_limit
from samenspel.soundings.actions.answering import accept_open_link, ask_new_link
from samenspel.soundings.actions.closing import VOICES_KEPT_FOR
from samenspel.soundings.forms.answering import CodesForm, LostForm
from samenspel.soundings.keys import KeyGoneError
from samenspel.soundings.queries import answering as queries
from samenspel.soundings.queries.answering import NotOpenError, Place, Round
from samenspel.soundings.rules import BEFORE_OPENING
from samenspel.soundings.tokens import Token, new_token, read_token, token_of_short_code
from samenspel.soundings.views import answer_messages
from samenspel.soundings.views import ballot as pages
from samenspel.soundings.views.answer_messages import page
from samenspel.soundings.views.device import Device
from samenspel.soundings.views.seats import InvitedSeat, device_of, seat_of, take_seat

_page = require_http_methods(["GET", "HEAD", "POST"])
# Looking for an invitation takes longer where there is one: nobody may learn that here.
_SECONDS_TO_LOOK = 0.25
_BEGIN = "begin"


@_page
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, for mail is read by programs that open every link."""
    known = read_token(token)
    place = queries.place_of_token(known.h1) if known else None
    if known is None or place is None:
        return _where_there_is_no_place(known)
    speak_its_language(place.round)
    if not place.round.is_open:
        return answer_messages.not_open(place.round, may_see_outcome=True)
    if request.method == "POST":
        return _begin(place, known)
    return _door_page(place, reverse("answering:door", kwargs={"token": known}))


@_page
def open_door(request: HttpRequest, open_code: str) -> HttpResponse:
    """The open link: whoever begins here gets a token, once on each device."""
    place = queries.place_of_open_link(open_code)
    if place is None:
        return answer_messages.unknown_link()
    speak_its_language(place.round)
    device = open_device(open_code)
    began_as = device.who(request)
    if not place.round.is_open:
        return answer_messages.not_open(place.round, may_see_outcome=began_as is not None)
    if request.method != "POST":
        return _door_page(place, device.path, began=began_as is not None)
    if began_as is not None:
        return _begin(place, began_as[0])
    return _begin_by_open_link(request, place, device)


@_page
def codes(request: HttpRequest) -> HttpResponse:
    """Of a letter: the code of the round and the code of one person, typed together."""
    form = CodesForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if wait := rate_limit.typed_codes.seconds_to_wait(request, counts=False):
            return answer_messages.too_often(wait)
        if form.is_valid() and (token := _token_of_letter(**form.cleaned_data)):
            return _at_door_of_letter(request, token, form.cleaned_data)
        if form.is_valid():
            rate_limit.typed_codes.seconds_to_wait(request)
            form.add_error(None, _("Deze twee codes horen niet bij elkaar. Kijk of ze kloppen."))
        status = 400
    context = {
        "form": form,
        "form_action": reverse("answering:codes"),
        "lost_url": reverse("answering:lost"),
        "has_english": True,
    }
    return page("codes", context, status=status)


@_page
def lost(request: HttpRequest) -> HttpResponse:
    """A new link by mail. The answer is the same for whoever asks."""
    form = LostForm(request.POST or None, initial={"ronde": request.GET.get("ronde", "")[:20]})
    if request.method == "POST" and form.is_valid():
        if wait := rate_limit.lost_links.seconds_to_wait(request):
            return answer_messages.too_often(wait)
        ready = time.monotonic() + _SECONDS_TO_LOOK
        ask_new_link(code=form.cleaned_data["ronde"], email=form.cleaned_data["email"])
        time.sleep(max(0.0, ready - time.monotonic()))
        return page("lost_sent", {"has_english": True})
    context = {
        "form": form,
        "form_action": reverse("answering:lost"),
        "codes_url": reverse("answering:codes"),
        "has_english": True,
    }
    return page("lost", context, status=400 if form.errors else 200)


@require_safe
def explanation(request: HttpRequest, code: str) -> HttpResponse:
    """What is asked, who sees what, and what is not protected. For whoever has not begun too."""
    seat = seat_of(request, code)
    place = seat.place if seat else None
    if place is None and (wait := rate_limit.typed_codes.seconds_to_wait(request, counts=False)):
        return answer_messages.too_often(wait)
    asked = place.round if place else _known_to_anybody(request, code)
    if asked is None:
        return answer_messages.not_there()
    speak_its_language(asked)
    context = explained(asked) | {
        "group": place.group if place else None,
        "resume_url": seat.address() if seat and asked.is_open else "",
    }
    return page("explanation", context)


def _at_seat(
    view: Callable[[HttpRequest, InvitedSeat], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Hand the view the seat this device began with; else tell how to come in."""

    @wraps(view)
    def seated(request: HttpRequest, code: str) -> HttpResponse:
        seat = seat_of(request, code)
        if seat is None:
            if wait := rate_limit.typed_codes.seconds_to_wait(request, counts=False):
                return answer_messages.too_often(wait)
            return answer_messages.unknown_device(_known_to_anybody(request, code))
        try:
            return view(request, seat)
        except NotOpenError:
            # The page itself tells what is to be done now.
            return redirect(seat.address())
        except KeyGoneError:
            return _without_key(code)

    return seated


def _without_key(code: str) -> HttpResponse:
    """A key goes when its round closes, which this process may not have seen yet."""
    queries.open_round.cache_clear()
    asked = queries.round_of_code(code)
    if asked is not None and not asked.is_open:
        return answer_messages.not_open(asked, may_see_outcome=True)
    return answer_messages.cannot_take_answers()


def _in_open_round(
    view: Callable[[HttpRequest, InvitedSeat, Place], HttpResponse],
) -> Callable[[HttpRequest, InvitedSeat], HttpResponse]:
    @wraps(view)
    def shown(request: HttpRequest, seat: InvitedSeat) -> HttpResponse:
        place = seat.place
        if place is None:
            return answer_messages.not_there()
        speak_its_language(place.round)
        if not place.round.is_open:
            return answer_messages.not_open(place.round, may_see_outcome=True)
        return view(request, seat, place)

    return shown


@_page
@_at_seat
def ballot(request: HttpRequest, seat: InvitedSeat) -> HttpResponse:
    if request.method == "POST":
        # Whether the round is open is looked at by the statement that keeps the answer.
        return pages.take(request, seat)
    return _in_open_round(pages.show)(request, seat)


@_page
@_at_seat
@_in_open_round
def add(request: HttpRequest, seat: InvitedSeat, place: Place) -> HttpResponse:
    if not place.round.may_add:
        return answer_messages.not_there()
    if request.method == "POST":
        return pages.add(request, seat, place)
    return pages.show_form(request, seat, place)


@require_safe
@_at_seat
@_in_open_round
def own(request: HttpRequest, seat: InvitedSeat, place: Place) -> HttpResponse:
    return pages.own(request, seat, place)


@require_safe
@_at_seat
@_in_open_round
def done(request: HttpRequest, seat: InvitedSeat, place: Place) -> HttpResponse:
    return pages.done(request, seat, place)


@require_POST
def stop(request: HttpRequest, code: str) -> HttpResponse:
    seat = seat_of(request, code)
    if seat is None:
        # Asked twice, as after a lost connection: then it was done before.
        return answer_messages.wiped()
    if not pages.may_wipe(request, seat):
        return answer_messages.not_from_here(seat.address())
    response = pages.wipe(seat)
    if seat.place and (open_code := seat.place.group.open_code):
        open_device(open_code).forget_who(response)
    return response


def speak_its_language(asked: Round) -> None:
    """Questions in Dutch stand on a page in Dutch, whatever language a phone is set to."""
    if not asked.has_english:
        translation.activate("nl")


def open_device(open_code: str) -> Device:
    # Apart from the cookie of the round, which the page of the link does not get to see.
    return Device(reverse("answering:open", kwargs={"open_code": open_code}), "begonnen")


def explained(asked: Round) -> dict[str, Any]:
    return {
        "round": replace(asked, organisations=queries.organisations_of(asked)),
        "explained": f"{asked.instrument.folder}/explained.html",
        "je": asked.je,
        "has_english": asked.has_english,
        "minimum": asked.minimum,
        "kept_days": VOICES_KEPT_FOR.days,
        "has_open_link": queries.has_open_link(asked),
    }


def about_door(place: Place) -> dict[str, Any]:
    """What somebody is told before beginning."""
    asked = replace(
        place.round,
        organisations=queries.organisations_of(place.round),
        questions=len(queries.statements_for(place)),
    )
    return {
        "round": asked,
        "group": place.group,
        "je": asked.je,
        "has_english": asked.has_english,
    }


def _door_page(
    place: Place, address: str, *hidden: tuple[str, str], began: bool = False
) -> HttpResponse:
    context = about_door(place) | {
        "form_action": address,
        "hidden": hidden,
        "began": began,
        "explanation_url": reverse("answering:uitleg", kwargs={"code": place.round.code}),
    }
    return page("door", context)


def _begin(place: Place, token: Token) -> HttpResponse:
    device = device_of(place.round.code)
    response = redirect(device.path)
    take_seat(response, place, token, device)
    return response


def _begin_by_open_link(request: HttpRequest, place: Place, device: Device) -> HttpResponse:
    if wait := rate_limit.open_links.seconds_to_wait(request):
        return answer_messages.too_often(wait)
    token = new_token()
    if not accept_open_link(open_code=place.group.open_code or "", token=token):
        return answer_messages.not_open(place.round, may_see_outcome=False)
    response = _begin(place, token)
    # Sent again from this device, the link goes on with the same token.
    take_seat(response, place, token, device)
    return response


def _where_there_is_no_place(token: Token | None) -> HttpResponse:
    """Of a round that closed, of a link that was replaced by another, or of none at all."""
    asked = queries.round_of_outcome(token.h3) if token else None
    if asked is None or asked.is_open:
        return answer_messages.unknown_link()
    return answer_messages.not_open(asked, may_see_outcome=True)


def _at_door_of_letter(request: HttpRequest, token: Token, typed: dict[str, str]) -> HttpResponse:
    """The door without its address: that would stay behind in the history of a shared browser."""
    place = queries.place_of_token(token.h1)
    if place is None:
        return _where_there_is_no_place(token)
    speak_its_language(place.round)
    if not place.round.is_open:
        return answer_messages.not_open(place.round, may_see_outcome=True)
    if _BEGIN in request.POST:
        return _begin(place, token)
    return _door_page(place, reverse("answering:codes"), *typed.items(), (_BEGIN, "ja"))


def _known_to_anybody(request: HttpRequest, code: str) -> Round | None:
    """Codes of rounds are short: who tries them is stopped like who types those of a letter."""
    asked = queries.round_of_code(code)
    if asked is None or asked.state in BEFORE_OPENING:
        rate_limit.typed_codes.seconds_to_wait(request)
        return None
    return asked


def _token_of_letter(*, ronde: str, code: str) -> Token | None:
    asked = queries.round_of_code(ronde)
    if asked is None:
        return None
    token = token_of_short_code(asked.id, code)
    if queries.place_of_token(token.h1) or queries.round_of_outcome(token.h3):
        return token
    return None
