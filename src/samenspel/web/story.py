"""The page of a cooperation. It tells across rooms, so it stands above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from samenspel.cooperations.access import in_cooperation, person_of
from samenspel.cooperations.models import (
    Challenge,
    Cooperation,
    Group,
    Membership,
    PurposeVersion,
)
from samenspel.cooperations.place_in_web import Place, place_of
from samenspel.cooperations.queries import (
    challenges_of,
    groups_of,
    parties_of,
    people_of,
    purpose_versions_of,
)
from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.dialogues.queries import agreements_of, dialogues_of
from samenspel.people.models import Person
from samenspel.soundings.instruments.statements import headlines, words
from samenspel.soundings.models import Sounding
from samenspel.soundings.queries import outcome_of, roles_asked, visible_soundings_of

SOUNDINGS_SHOWN = 6
DIALOGUES_SHOWN = 3
AGREEMENTS_SHOWN = 4
State = Sounding.State


@dataclass(frozen=True)
class Step:
    """One step of the loop: what it is called, whether it was done, when, and what it was."""

    name: str
    is_done: bool
    when: str
    what: str = ""
    outcome: Sounding | None = None


@dataclass(frozen=True)
class Story:
    parties: str
    place: Place | None
    steps: list[Step]
    purpose: PurposeVersion | None
    challenges: list[Challenge]
    leaders: list[Membership]
    moderators: list[Membership]
    others: int
    groups: list[Group]
    not_asked: list[Group]
    soundings: list[Sounding]
    open_now: list[Sounding]
    latest: Sounding | None
    headline: str
    dialogues: list[Dialogue]
    agreements: list[Agreement]


@require_safe
@in_cooperation
def story(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    person = person_of(request)
    told = story_of(cooperation, person)
    return render(
        request,
        "web/story.html",
        {
            "cooperation": cooperation,
            "story": told,
            "may_change": person.has_perm("cooperations.change_cooperation", cooperation),
            "may_moderate": any(each.person_id == person.pk for each in told.moderators),
            "may_write": person.has_perm("cooperations.change_purpose", cooperation),
        },
    )


def story_of(cooperation: Cooperation, person: Person) -> Story:
    """The story as this person may read it: rounds that are prepared are not for everybody."""
    parties = list(parties_of(cooperation))
    people = people_of(cooperation)
    groups = list(groups_of(cooperation))
    asked = roles_asked(cooperation)
    soundings = list(visible_soundings_of(cooperation, person))
    latest = next((s for s in soundings if s.state == State.CLOSED), None)
    showed = outcome_of(latest) if latest else None
    dialogues = [each for each in dialogues_of(cooperation) if not each.called_off]
    agreements = list(agreements_of(cooperation))
    return Story(
        parties=words.joined([each.name for each in parties]) if parties else "",
        place=place_of(parties, day=timezone.localdate()),
        steps=steps_of(
            soundings,
            people=words.people(showed) if showed else "",
            dialogues=dialogues,
            agreements=agreements,
        ),
        purpose=purpose_versions_of(cooperation).first(),
        challenges=list(challenges_of(cooperation)),
        leaders=[each for each in people if each.kind == Membership.Kind.LEADER],
        moderators=[each for each in people if each.kind == Membership.Kind.MODERATOR],
        others=sum(each.kind in _OTHERS for each in people),
        groups=groups,
        not_asked=[g for g in groups if (g.role, g.party.name if g.party else "") not in asked],
        soundings=soundings[:SOUNDINGS_SHOWN],
        open_now=[sounding for sounding in soundings if sounding.state == State.OPEN],
        latest=latest,
        headline=headlines.headline(showed) if showed else "",
        dialogues=dialogues[:DIALOGUES_SHOWN],
        agreements=agreements[:AGREEMENTS_SHOWN],
    )


_OTHERS = frozenset({Membership.Kind.MEMBER, Membership.Kind.READER})


def steps_of(
    soundings: list[Sounding],
    *,
    people: str,
    dialogues: Sequence[Dialogue] = (),
    agreements: Sequence[Agreement] = (),
) -> list[Step]:
    """Where the loop stands: the round whose outcome is known, and the one that comes after it.

    people : how many took part in the round whose outcome is known
    dialogues, agreements : the newest first
    """
    known = next((s for s in soundings if s.state == State.CLOSED), None)
    coming = next(
        (s for state in _COMING for s in soundings if s.state == state),
        None,
    )
    asked = known or coming
    return [
        Step(
            _("Gevraagd"),
            asked is not None and asked.state in _ASKED,
            _day(known.opens_on) if known else _when(coming),
            people if known else (coming.title if coming else ""),
        ),
        Step(
            _("Gedeeld"),
            known is not None,
            _day(known.closes_on) if known else _("nog niet"),
            outcome=known,
        ),
        _talked(dialogues),
        _agreed(agreements),
        _asked_again(coming if known else None),
    ]


def _talked(dialogues: Sequence[Dialogue]) -> Step:
    """The newest conversation of which it was written down what was heard, or the next one."""
    held = next((each for each in dialogues if each.is_held), None)
    if held is not None:
        return Step(_("Besproken"), True, _day(held.day), held.title)
    planned = next(iter(dialogues), None)
    if planned is None:
        return Step(_("Besproken"), False, _("nog niet"))
    when = _("op %(day)s") % {"day": _day(planned.day)} if planned.day else _("nog zonder datum")
    return Step(_("Besproken"), False, when, planned.title)


def _agreed(agreements: Sequence[Agreement]) -> Step:
    if not agreements:
        return Step(_("Afgesproken"), False, _("nog niet"))
    told = ngettext("%(n)s afspraak", "%(n)s afspraken", len(agreements)) % {"n": len(agreements)}
    day = timezone.localtime(agreements[0].agreed_at).date()
    return Step(_("Afgesproken"), True, _day(day), told)


def _asked_again(sounding: Sounding | None) -> Step:
    is_done = sounding is not None and sounding.state in _ASKED
    return Step(_("Opnieuw gevraagd"), is_done, _when(sounding), sounding.title if sounding else "")


# What comes next, the furthest first.
_COMING = (State.CLOSING, State.OPEN, State.PLANNED, State.DRAFT)
_ASKED = frozenset({State.CLOSING, State.CLOSED})


def _when(sounding: Sounding | None) -> str:
    if sounding is None or sounding.state == State.DRAFT:
        return _("in voorbereiding") if sounding else _("nog niet")
    if sounding.state == State.CLOSING:
        return _("wordt afgerond")
    if sounding.state == State.OPEN:
        return _("tot en met %(day)s") % {"day": _day(sounding.closes_on)}
    return _("vanaf %(day)s") % {"day": _day(sounding.opens_on)}


def _day(day: date | None) -> str:
    """Empty for a round that was held elsewhere and tells no day."""
    return date_format(day, "j N Y") if day else ""
