"""Where municipalities went that are no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from samenspel.atlas.models import Organisation
from samenspel.atlas.queries.organisations import exists_on, organisations_with
from samenspel.atlas.queries.succession import APART, succession


@dataclass(frozen=True)
class Ended:
    organisation: Organisation
    successors: Sequence[Organisation]
    """in which it goes on today, the largest part first; empty where no source tells"""


def ended_among(organisations: Sequence[Organisation], day: date) -> list[Ended]:
    """Those of these that are no more on a day. No query where all of them are."""
    over = {each: each.valid_to for each in organisations if each.valid_to and each.valid_to <= day}
    if not over:
        return []
    known = succession()
    reached = {
        each.key: known.onward(each.key, after=end - APART, until=day) for each, end in over.items()
    }
    found = organisations_with(key for keys in reached.values() for key in keys)
    there = {each.key: each for each in found if exists_on(each, day)}
    return [Ended(each, [there[key] for key in reached[each.key] if key in there]) for each in over]
