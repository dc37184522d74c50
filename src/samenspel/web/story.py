"""The page of a cooperation. It tells across rooms, so it stands above them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
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
from samenspel.dialogues.pictures import AgreementShown, shown_agreements
from samenspel.dialogues.queries import (
    ShownRound,
    agreements_of,
    closed_rounds,
    cues_found,
    dialogues_in_short,
)
from samenspel.people.models import Person
from samenspel.soundings.instruments.statements import words
from samenspel.soundings.models import Sounding
from samenspel.soundings.queries import headline_of, roles_asked, visible_soundings_of
from samenspel.web.loop import Step, steps_of, turn_of
from samenspel.web.timeline import Timeline, timeline_of

AGREEMENTS_SHOWN = 4
State = Sounding.State


@dataclass(frozen=True)
class Story:
    parties: str
    place: Place | None
    steps: list[Step]
    begins_with_talk: bool
    purpose: PurposeVersion | None
    challenges: list[Challenge]
    leaders: list[Membership]
    moderators: list[Membership]
    others: int
    groups: list[Group]
    not_asked: list[Group]
    open_now: list[Sounding]
    latest: Sounding | None
    headline: str
    to_talk_about: int
    timeline: Timeline
    agreements: list[AgreementShown]
    more_agreements: int


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
            "may_talk": person.has_perm("dialogues.change_dialogues", cooperation),
        },
    )


def story_of(cooperation: Cooperation, person: Person) -> Story:
    """The story as this person may read it: rounds that are prepared are not for everybody."""
    parties = list(parties_of(cooperation))
    people = people_of(cooperation)
    groups = list(groups_of(cooperation))
    asked = roles_asked(cooperation)
    soundings = list(visible_soundings_of(cooperation, person))
    rounds = closed_rounds(cooperation)
    outcomes = {each.sounding.pk: each.outcome for each in rounds}
    found = _headlines(rounds)
    latest = next((s for s in soundings if s.state == State.CLOSED), None)
    dialogues = list(dialogues_in_short(cooperation))
    agreements = list(agreements_of(cooperation))
    turn = turn_of(soundings, dialogues, agreements)
    known = outcomes.get(turn.known.pk) if turn.known else None
    return Story(
        parties=words.joined([each.name for each in parties]) if parties else "",
        place=place_of(parties, day=timezone.localdate()),
        steps=steps_of(turn, people=words.people(known) if known else ""),
        begins_with_talk=turn.begins_with_talk and turn.known is None,
        purpose=purpose_versions_of(cooperation).first(),
        challenges=list(challenges_of(cooperation)),
        leaders=[each for each in people if each.kind == Membership.Kind.LEADER],
        moderators=[each for each in people if each.kind == Membership.Kind.MODERATOR],
        others=sum(each.kind in _OTHERS for each in people),
        groups=groups,
        not_asked=[g for g in groups if (g.role, g.party.name if g.party else "") not in asked],
        open_now=[sounding for sounding in soundings if sounding.state == State.OPEN],
        latest=latest,
        headline=found.get(latest.pk, "") if latest else "",
        to_talk_about=sum(each.waits for each in cues_found(rounds)),
        timeline=timeline_of(
            cooperation,
            soundings=soundings,
            dialogues=dialogues,
            agreements=agreements,
            headlines=found,
        ),
        agreements=shown_agreements(cooperation, agreements[:AGREEMENTS_SHOWN], read=rounds),
        more_agreements=max(0, len(agreements) - AGREEMENTS_SHOWN),
    )


def _headlines(rounds: Iterable[ShownRound]) -> dict[UUID, str]:
    """What each round found, by its id; nothing where it is not told in a sentence."""
    told = {each.sounding.pk: headline_of(each.sounding) for each in rounds}
    return {key: headline for key, headline in told.items() if headline}


_OTHERS = frozenset({Membership.Kind.MEMBER, Membership.Kind.READER})
