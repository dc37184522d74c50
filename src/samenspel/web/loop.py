"""Where the loop stands: asked, shared, talked about, agreed, and asked again.

A turn begins with a round that was asked or, where nothing was asked yet, with a conversation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.soundings.models import Sounding

State = Sounding.State
# What comes next, the furthest first.
_COMING = (State.CLOSING, State.OPEN, State.PLANNED, State.DRAFT)
_ASKED = frozenset({State.CLOSING, State.CLOSED})


@dataclass(frozen=True)
class Step:
    """One step of the loop: what it is called, whether it was done, when, and what it was."""

    name: str
    is_done: bool
    when: str
    what: str = ""
    outcome: Sounding | None = None
    dialogue: Dialogue | None = None


@dataclass(frozen=True)
class Turn:
    """One time round.

    known : the round whose outcome is known
    again : the one after it, known or to come
    talked, agreed : since then; the newest first
    planned : the conversation that comes next
    """

    known: Sounding | None
    again: Sounding | None
    talked: Sequence[Dialogue]
    agreed: Sequence[Agreement]
    planned: Dialogue | None
    begins_with_talk: bool


def turn_of(
    soundings: Sequence[Sounding], dialogues: Sequence[Dialogue], agreements: Sequence[Agreement]
) -> Turn:
    """The turn that is going on, or the one that was just completed. All with the newest first."""
    closed = [each for each in soundings if each.state == State.CLOSED]
    coming = next((each for state in _COMING for each in soundings if each.state == state), None)
    held = [each for each in dialogues if each.is_held]
    planned = _next_planned([each for each in dialogues if not each.is_held])

    def turn(known: Sounding | None, again: Sounding | None, *, talk_first: bool = False) -> Turn:
        since = None if talk_first or known is None else day_of(known)
        return Turn(
            known,
            again,
            talked=[each for each in held if since is None or (each.held_on or since) >= since],
            agreed=[each for each in agreements if since is None or each.agreed_on >= since],
            planned=planned,
            begins_with_talk=talk_first,
        )

    if not closed:
        is_asked = coming is not None and coming.state in (State.OPEN, State.CLOSING)
        talk_first = bool(held or agreements) or (planned is not None and not is_asked)
        return turn(None, coming, talk_first=talk_first)
    newest = turn(closed[0], coming)
    if newest.talked or newest.agreed or (coming and coming.state != State.DRAFT):
        return newest
    if len(closed) == 1:
        return turn(closed[0], coming, talk_first=bool(held or agreements))
    before = turn(closed[1], closed[0])
    return before if before.talked or before.agreed else newest


def _next_planned(dialogues: Sequence[Dialogue]) -> Dialogue | None:
    """The first that is to come; one without a day after those; else the last that went by."""
    today = timezone.localdate()
    to_come = [each for each in dialogues if each.day is None or each.day >= today]
    if to_come:
        return min(to_come, key=lambda each: each.day or date.max)
    return next(iter(dialogues), None)


def steps_of(turn: Turn, *, people: str) -> list[Step]:
    """people : how many took part in the round whose outcome is known"""
    asked = [_asked(turn, people), _shared(turn.known)]
    spoken = [_talked(turn), _agreed(turn.agreed)]
    if turn.begins_with_talk:
        return [
            *spoken,
            *asked,
            _planned(_("Opnieuw besproken"), turn.planned if turn.talked else None),
        ]
    return [*asked, *spoken, _asked_again(turn.again if turn.known else None)]


def day_of(sounding: Sounding) -> date:
    """A round that was held elsewhere may tell no day: then the day on which it was read in."""
    return sounding.closes_on or timezone.localdate(sounding.created_at)


def _asked(turn: Turn, people: str) -> Step:
    known = turn.known
    if known is not None:
        return Step(_("Gevraagd"), True, _day(known.opens_on), people)
    coming = turn.again
    is_done = coming is not None and coming.state in _ASKED
    return Step(_("Gevraagd"), is_done, _when(coming), coming.title if coming else "")


def _shared(known: Sounding | None) -> Step:
    if known is None:
        return Step(_("Gedeeld"), False, _("nog niet"))
    what = _("tegelijk met iedereen die was gevraagd") if known.is_asked_here else ""
    return Step(_("Gedeeld"), True, _day(known.closes_on), what, outcome=known)


def _talked(turn: Turn) -> Step:
    if turn.talked:
        newest = turn.talked[0]
        return Step(_("Besproken"), True, _day(newest.held_on), newest.title, dialogue=newest)
    return _planned(_("Besproken"), turn.planned)


def _planned(name: str, planned: Dialogue | None) -> Step:
    if planned is None:
        return Step(name, False, _("nog niet"))
    when = _("op %(day)s") % {"day": _day(planned.day)} if planned.day else _("nog zonder datum")
    return Step(name, False, when, planned.title, dialogue=planned)


def _agreed(agreements: Sequence[Agreement]) -> Step:
    if not agreements:
        return Step(_("Afgesproken"), False, _("nog niet"))
    told = ngettext("%(n)s afspraak", "%(n)s afspraken", len(agreements)) % {"n": len(agreements)}
    running = sum(each.state == Agreement.State.RUNNING for each in agreements)
    if not running:
        told += _(", afgerond")
    elif running < len(agreements):
        told += ", " + ngettext("%(n)s loopt", "%(n)s lopen", running) % {"n": running}
    return Step(_("Afgesproken"), True, _day(agreements[0].agreed_on), told)


def _asked_again(sounding: Sounding | None) -> Step:
    is_done = sounding is not None and sounding.state in _ASKED
    is_known = sounding is not None and sounding.state == State.CLOSED
    return Step(
        _("Opnieuw gevraagd"),
        is_done,
        _when(sounding),
        sounding.title if sounding else "",
        outcome=sounding if is_known else None,
    )


def _when(sounding: Sounding | None) -> str:
    if sounding is None or sounding.state == State.DRAFT:
        return _("in voorbereiding") if sounding else _("nog niet")
    if sounding.state == State.CLOSING:
        return _("wordt afgerond")
    if sounding.state == State.CLOSED:
        return _day(sounding.closes_on)
    if sounding.state == State.OPEN:
        return _("tot en met %(day)s") % {"day": _day(sounding.closes_on)}
    return _("vanaf %(day)s") % {"day": _day(sounding.opens_on)}


def _day(day: date | None) -> str:
    """Empty for a round that was held elsewhere and tells no day."""
    return date_format(day, "j N Y") if day else ""
