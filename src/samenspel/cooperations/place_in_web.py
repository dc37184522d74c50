"""Where the parties of a cooperation stand in the atlas: who they are there, and what they share.

Only for who reads this cooperation. The atlas itself knows of no cooperation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from samenspel.atlas.models import Dataset, Organisation
from samenspel.atlas.queries.organisations import organisations_named, organisations_with
from samenspel.atlas.queries.sources import newest_sources
from samenspel.atlas.queries.successors import Ended, ended_among
from samenspel.atlas.queries.together import Together, together
from samenspel.cooperations.models import Party

_MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Link:
    """A party, and the organisation of the atlas that it is or may be."""

    party: Party
    organisation: Organisation | None = None
    ended: Ended | None = None
    """where the organisation is no more"""
    suggested: Sequence[Organisation] = field(default_factory=list)
    """by its name, where it is not linked"""


@dataclass(frozen=True)
class Place:
    together: Together
    ended: list[Link]
    """parties whose municipality is no more"""
    not_linked: int
    """parties of which nobody said which organisation of the atlas they are"""
    known_on: date | None
    """the day of the register that this was read from"""


def links_of(parties: Iterable[Party], *, day: date) -> list[Link]:
    """Every party, in order; none where there is no atlas, and nothing to unlink from it.

    The number of queries does not grow with that of the parties.
    """
    every = list(parties)
    if not any(each.organisation_key for each in every) and not Organisation.objects.exists():
        return []
    linked = _linked(every, day)
    unlinked = [each.name for each in every if not each.organisation_key]
    suggested = organisations_named(unlinked, day=day) if unlinked else {}
    taken = {each.organisation_key for each in every}
    return [
        linked.get(each.pk)
        or Link(
            each,
            suggested=[found for found in suggested.get(each.name, []) if found.key not in taken][
                :_MOST_SUGGESTED
            ],
        )
        for each in every
    ]


def place_of(parties: Iterable[Party], *, day: date) -> Place | None:
    """None where there is nothing to tell: fewer than two are linked, or the atlas is empty."""
    every = list(parties)
    keyed = [each for each in every if each.organisation_key]
    linked = [*_linked(keyed, day).values()] if len(keyed) > 1 else []
    organisations = [each.organisation for each in linked if each.organisation]
    if len(organisations) < 2:
        return None
    sources = newest_sources([Dataset.REGISTER])
    return Place(
        together(organisations, day),
        ended=[each for each in linked if each.ended],
        not_linked=len(every) - len(organisations),
        known_on=sources[0].day if sources else None,
    )


def _linked(parties: list[Party], day: date) -> dict[int, Link]:
    by_key = {each.organisation_key: each for each in parties if each.organisation_key}
    organisations = organisations_with(by_key)
    ended = {each.organisation.key: each for each in ended_among(organisations, day)}
    return {
        by_key[each.key].pk: Link(by_key[each.key], each, ended.get(each.key))
        for each in organisations
    }
