"""The page of a cooperation. It tells across rooms, so it stands above them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samenspel.cooperations.access import in_cooperation
from samenspel.cooperations.models import Cooperation, Group
from samenspel.cooperations.queries import groups_of, party_names
from samenspel.people.models import Person
from samenspel.soundings.instruments.statements import headlines, words
from samenspel.soundings.models import Sounding
from samenspel.soundings.queries import outcome_of, roles_asked, soundings_of

SOUNDINGS_SHOWN = 6


@dataclass(frozen=True)
class Story:
    parties: str
    groups: list[Group]
    soundings: list[Sounding]
    latest: Sounding | None
    headline: str
    people: str
    not_asked: list[Group]


@require_safe
@in_cooperation
def story(request: HttpRequest, cooperation: Cooperation) -> HttpResponse:
    may_change = isinstance(request.user, Person) and request.user.has_perm(
        "cooperations.change_cooperation", cooperation
    )
    return render(
        request,
        "web/story.html",
        {"cooperation": cooperation, "story": story_of(cooperation), "may_change": may_change},
    )


def story_of(cooperation: Cooperation) -> Story:
    parties = party_names(cooperation)
    groups = list(groups_of(cooperation))
    asked = roles_asked(cooperation)
    soundings = list(soundings_of(cooperation)[:SOUNDINGS_SHOWN])
    latest = next((s for s in soundings if s.state == Sounding.State.CLOSED), None)
    showed = outcome_of(latest) if latest else None
    return Story(
        parties=words.joined(parties) if parties else "",
        groups=groups,
        soundings=soundings,
        latest=latest,
        headline=headlines.headline(showed) if showed else "",
        people=words.people(showed) if showed else "",
        not_asked=[g for g in groups if (g.role, g.party.name if g.party else "") not in asked],
    )
