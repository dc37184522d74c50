"""What a cooperation did and is going to do, day by day: rounds, conversations and agreements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.cooperations.models import Cooperation, Role
from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.soundings.instruments.statements.words import joined
from samenspel.soundings.models import Sounding
from samenspel.web.loop import day_of

State = Sounding.State


@dataclass(frozen=True)
class Line:
    text: str
    address: str = ""
    note: str = ""
    more: str = ""
    """what somebody wrote about it"""


@dataclass(frozen=True)
class Moment:
    """What happened on a day, or is to come. Without a day it is not known when."""

    kind: str
    day: date | None
    lines: Sequence[Line]
    is_to_come: bool = False


@dataclass(frozen=True)
class Timeline:
    """The newest first, and what is to come before it."""

    shown: list[Moment]
    earlier: list[Moment]


SHOWN_AT_ONCE = 8


def timeline_of(
    cooperation: Cooperation,
    *,
    soundings: Iterable[Sounding],
    dialogues: Iterable[Dialogue],
    agreements: Sequence[Agreement],
    headlines: Mapping[UUID, str],
) -> Timeline:
    """headlines : of the newest rounds, what they found"""
    # On one day what comes later in the loop stands higher.
    moments = [
        *_looked_back(cooperation, agreements),
        *_to_look_back_on(cooperation, agreements),
        *_agreed(cooperation, agreements),
        *(_talked(cooperation, each) for each in dialogues),
        *(_asked(cooperation, each, headlines.get(each.pk, "")) for each in soundings),
    ]
    ordered = sorted(moments, key=lambda each: each.day or date.max, reverse=True)
    happened = [at for at, each in enumerate(ordered) if not each.is_to_come]
    end = happened[SHOWN_AT_ONCE] if len(happened) > SHOWN_AT_ONCE else len(ordered)
    return Timeline(ordered[:end], ordered[end:])


def _asked(cooperation: Cooperation, sounding: Sounding, headline: str) -> Moment:
    address = reverse(
        "soundings:outcome", kwargs={"cooperation": cooperation.slug, "sounding": sounding.pk}
    )
    if sounding.state == State.CLOSED:
        return Moment(
            _("Gevraagd en gedeeld") if sounding.closes_on else _("Ingelezen"),
            day_of(sounding),
            [Line(sounding.title, address, _since(sounding.opens_on), headline)],
        )
    notes = {State.OPEN: _("nog open"), State.CLOSING: _("wordt afgerond")}
    line = Line(sounding.title, address, notes.get(State(sounding.state), ""))
    if sounding.state == State.DRAFT:
        return Moment(_("In voorbereiding"), None, [line], is_to_come=True)
    day = sounding.opens_on if sounding.state == State.PLANNED else sounding.closes_on
    return Moment(_("Wordt gevraagd"), day, [line], is_to_come=True)


def _since(day: date | None) -> str:
    return _("vanaf %(day)s") % {"day": date_format(day, "j F Y")} if day else ""


def _talked(cooperation: Cooperation, dialogue: Dialogue) -> Moment:
    address = reverse(
        "dialogues:dialogue", kwargs={"cooperation": cooperation.slug, "dialogue": dialogue.pk}
    )
    roles = dict.fromkeys(str(Role(each.role).label).lower() for each in dialogue.groups.all())
    note = _("met %(roles)s") % {"roles": joined(roles)} if roles else ""
    line = Line(dialogue.title, address, note)
    if dialogue.is_held:
        return Moment(_("Besproken"), dialogue.held_on, [line])
    if dialogue.day and dialogue.day < timezone.localdate():
        not_written = Line(dialogue.title, address, _("wat u hoorde, is nog niet opgeschreven"))
        return Moment(_("Gesprek"), dialogue.day, [not_written], is_to_come=True)
    return Moment(_("Gesprek gepland"), dialogue.day, [line], is_to_come=True)


def _agreed(cooperation: Cooperation, agreements: Iterable[Agreement]) -> Iterator[Moment]:
    """Of one conversation on one day together."""

    def occasion(one: Agreement) -> tuple[date, str]:
        return one.agreed_on, str(one.dialogue_id)

    for (day, _dialogue), some in groupby(sorted(agreements, key=occasion), key=occasion):
        yield Moment(
            _("Afgesproken"), day, [_line(cooperation, each, note=each.who) for each in some]
        )


def _looked_back(cooperation: Cooperation, agreements: Iterable[Agreement]) -> Iterator[Moment]:
    for each in agreements:
        if each.looked_back_at is not None:
            line = _line(
                cooperation, each, note=each.get_state_display(), more=each.what_came_of_it
            )
            yield Moment(_("Teruggekeken"), timezone.localdate(each.looked_back_at), [line])


def _to_look_back_on(cooperation: Cooperation, agreements: Iterable[Agreement]) -> Iterator[Moment]:
    days = sorted(
        each.look_again_on
        for each in agreements
        if each.look_again_on and each.state == Agreement.State.RUNNING
    )
    for day, some in groupby(days):
        count = len(list(some))
        told = ngettext("%(n)s afspraak", "%(n)s afspraken", count) % {"n": count}
        line = Line(told, f"{_overview(cooperation)}#afspraken")
        yield Moment(_("Opnieuw kijken"), day, [line], is_to_come=True)


def _line(cooperation: Cooperation, agreement: Agreement, note: str = "", more: str = "") -> Line:
    return Line(agreement.what, f"{_overview(cooperation)}#afspraak-{agreement.pk}", note, more)


def _overview(cooperation: Cooperation) -> str:
    return reverse("dialogues:overview", kwargs={"cooperation": cooperation.slug})
