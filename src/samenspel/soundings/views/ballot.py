"""The pages of the ballot: one statement at a time, for whoever sits there."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from samenspel.soundings import rate_limit
from samenspel.soundings.actions.answering import Result
from samenspel.soundings.forms.answering import AddForm
from samenspel.soundings.instruments.answers import SKIP
from samenspel.soundings.instruments.ballot import Ballot, Slip, is_proof
from samenspel.soundings.keys import KeyGoneError
from samenspel.soundings.queries.answering import NotOpenError, OwnStatement, Place
from samenspel.soundings.tokens import MOST_OWN_STATEMENTS
from samenspel.soundings.views import answer_messages
from samenspel.soundings.views.answer_messages import page
from samenspel.soundings.views.seats import ADD, DONE, EXPLANATION, OWN, STOP, Seat

_HERE = "stelling"
_STATEMENT = "statement"
_TOLD = "melding"
_GONE = "weg"
_TAKEN_BACK = "weggehaald"
_SENT = "gestuurd"


def show(request: HttpRequest, seat: Seat, place: Place) -> HttpResponse:
    ballot = seat.ballot(place)
    looked_back_at = _looked_back_at(request, ballot)
    slip = looked_back_at or ballot.next()
    if slip is None:
        return HttpResponseRedirect(seat.address(DONE))
    context = _about(request, seat, place) | _steps(
        seat, ballot, slip, looking_back=bool(looked_back_at)
    )
    context |= {
        "statement": slip.statement,
        "place": slip.place,
        "total": ballot.total,
        "place_in_words": place.round.instrument.sentences.place(slip.place, ballot.total),
        "answer": slip.answer,
        "hidden": [
            ("nummer", slip.statement.number),
            *seat.hidden(_STATEMENT, slip.statement.number),
        ],
        "notice": _notice(request.GET.get(_TOLD), je=place.round.je),
        "stop_url": seat.address(DONE),
    }
    return page(f"{place.round.instrument.folder}/ballot", context)


def take(request: HttpRequest, seat: Seat) -> HttpResponse:
    """An answer came in. What the form carries decides: the device may have gone on meanwhile."""
    answer = request.POST.get("antwoord", "")
    number = read_number(request.POST.get("nummer"))
    words = seat.instrument.answers
    if not words.is_known(answer) or not _was_shown(request, seat, number):
        return answer_messages.not_from_here(seat.address())
    value = None if answer == SKIP else words.values[answer]
    # What was skipped was never sent, so there is nothing to take back.
    takes_back = value is None and seat.history.answered(number)
    if value is not None or takes_back:
        result = seat.cast(number=number, value=value)
        if result is not Result.KEPT:
            return _not_kept(seat, result)
    response = HttpResponseRedirect(_next(request, seat, takes_back=takes_back))
    seat.keep(response, seat.history.marked(number, words.letters.get(answer)))
    return response


def done(request: HttpRequest, seat: Seat, place: Place) -> HttpResponse:
    ballot = seat.ballot(place)
    is_finished = ballot.finished == ballot.total
    looked_at = seat.address(query={_HERE: 1}) if ballot.total else ""
    context = _about(request, seat, place) | {
        "is_finished": is_finished,
        "answered": ballot.answered,
        "counted": place.round.instrument.sentences.counted(ballot.total),
        "closes_on": place.round.closes_on,
        "resume_url": looked_at if is_finished else seat.address(),
        "stop_url": seat.address(STOP),
        "hidden": seat.hidden(STOP),
    }
    return page("done", context)


def stop(request: HttpRequest, seat: Seat) -> HttpResponse:
    if not may_wipe(request, seat):
        return answer_messages.not_from_here(seat.address())
    return wipe(seat)


def may_wipe(request: HttpRequest, seat: Seat) -> bool:
    try:
        return is_proof(request.POST.get("bewijs", ""), seat.token, seat.round_key, STOP)
    except (NotOpenError, KeyGoneError):
        # Nothing proves anything any more; what is on this device can still be wiped.
        return True


def wipe(seat: Seat) -> HttpResponse:
    response = answer_messages.wiped()
    seat.device.forget_who(response)
    seat.device.forget_what(response)
    return response


def show_form(request: HttpRequest, seat: Seat, place: Place) -> HttpResponse:
    return _form_page(request, seat, place, AddForm())


def add(request: HttpRequest, seat: Seat, place: Place) -> HttpResponse:
    """A statement of their own. What cannot be kept stays in the form."""
    if not is_proof(request.POST.get("bewijs", ""), seat.token, seat.round_key, ADD):
        return answer_messages.not_from_here(seat.address(ADD))
    form = AddForm(request.POST)
    if not form.is_valid():
        return _form_page(request, seat, place, form, status=400)
    if wait := rate_limit.added_statements.seconds_to_wait(request):
        form.add_error(None, _("Dit gaat te snel. Probeer het over een uur opnieuw."))
        response = _form_page(request, seat, place, form, status=429)
        response["Retry-After"] = str(wait)
        return response
    text = form.cleaned_data["tekst"]
    result, number = seat.add(text)
    if result is Result.ENOUGH:
        form.add_error(
            None,
            _("Er zijn al %(most)d zinnen toegevoegd. Meer kan niet.")
            % {"most": MOST_OWN_STATEMENTS},
        )
        return _form_page(request, seat, place, form, status=400)
    if result is not Result.KEPT:
        return _not_kept(seat, result)
    response = HttpResponseRedirect(seat.address(OWN, query={_TOLD: _SENT}))
    seat.keep_words(request, response, number, text)
    return response


def own(request: HttpRequest, seat: Seat, place: Place) -> HttpResponse:
    words = seat.words(request)
    context = _about(request, seat, place) | {
        "statements": [
            _told(one, words.get(one.place, "")) for one in seat.own_statements(place.round)
        ],
        "notice": _("De zin is gestuurd. Een moderator leest hem.")
        if request.GET.get(_TOLD) == _SENT
        else "",
        "resume_url": seat.address(),
    }
    return page("own", context)


def _looked_back_at(request: HttpRequest, ballot: Ballot) -> Slip | None:
    here = read_number(request.GET.get(_HERE))
    if here == 0:
        return None
    # What was taken out since is passed over.
    return ballot.at(here) or ballot.at(ballot.after(here) or 0)


def _steps(seat: Seat, ballot: Ballot, slip: Slip, *, looking_back: bool) -> dict[str, Any]:
    previous = ballot.before(slip.place)
    steps = {"previous_url": seat.address(query={_HERE: previous}) if previous else ""}
    if not looking_back:
        return steps | {"form_action": seat.address(), "next_url": ""}
    following = ballot.after(slip.place)
    return steps | {
        "form_action": seat.address(query={_HERE: slip.place}),
        "next_url": seat.address(query={_HERE: following}) if following else seat.address(),
    }


def _notice(told: str | None, *, je: bool) -> str:
    """What became of what was pressed just now, on the page of the next statement."""
    if told == _GONE:
        return _("De moderators haalden die stelling weg. Hier is de volgende.")
    if told == _TAKEN_BACK:
        return _("Je antwoord is weggehaald.") if je else _("Uw antwoord is weggehaald.")
    return ""


def _next(request: HttpRequest, seat: Seat, *, takes_back: bool) -> str:
    here = read_number(request.GET.get(_HERE))
    told = {_TOLD: _TAKEN_BACK} if takes_back else {}
    if 0 < here < len(seat.history.looks):
        return seat.address(query={_HERE: here + 1, **told})
    return seat.address(query=told)


def _not_kept(seat: Seat, result: Result) -> HttpResponse:
    if result is Result.GONE:
        return HttpResponseRedirect(seat.address(query={_TOLD: _GONE}))
    if result is Result.UNKNOWN:
        return answer_messages.unknown_link()
    # Closed meanwhile: the page itself tells what is to be done now.
    return HttpResponseRedirect(seat.address())


def _form_page(
    request: HttpRequest, seat: Seat, place: Place, form: AddForm, *, status: int = 200
) -> HttpResponse:
    context = _about(request, seat, place) | {
        "form": form,
        "form_action": seat.address(ADD),
        "hidden": seat.hidden(ADD),
        "resume_url": seat.address(),
    }
    return page("add", context, status=status)


def _about(request: HttpRequest, seat: Seat, place: Place) -> dict[str, Any]:
    """What every page of a seat tells."""
    adds = place.round.may_add
    return {
        "round": place.round,
        "group": place.group,
        "je": place.round.je,
        "has_english": place.round.has_english,
        "is_try_out": seat.is_try_out,
        "add_url": seat.address(ADD) if adds else "",
        "own_url": seat.address(OWN) if adds and seat.words(request) else "",
        "explanation_url": seat.address(EXPLANATION),
    }


def _told(one: OwnStatement, words: str) -> dict[str, str | int]:
    """words : how it begins, where it was sent from this device: others may have this link"""
    states = {
        "waiting": _("Wacht op een moderator."),
        "accepted": _("Geplaatst: anderen krijgen deze stelling."),
        "merged": _("Er is al een stelling die hetzelfde zegt."),
        "declined": _("Niet geplaatst. De moderator schreef waarom:"),
    }
    return {
        "number": one.place,
        "text": words,
        "state_text": states[one.state],
        "reason": one.reason,
    }


def _was_shown(request: HttpRequest, seat: Seat, number: int) -> bool:
    sent = request.POST.get("bewijs", "")
    if is_proof(sent, seat.token, seat.round_key, _STATEMENT, number):
        return True
    # A page that was opened before an update also carried how the statement was drawn.
    how_drawn = [read_number(request.POST.get(name)) for name in ("plaats", "van")]
    return is_proof(sent, seat.token, seat.round_key, _STATEMENT, number, *how_drawn)


def read_number(text: str | None) -> int:
    """0 for what is no number of a statement or a place."""
    return int(text) if text and len(text) <= 5 and text.isascii() and text.isdecimal() else 0
