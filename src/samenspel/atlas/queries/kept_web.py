"""The web of a day with where its municipalities lie, kept from one request to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from samenspel.atlas.queries.inhabitants import inhabitants_on
from samenspel.atlas.queries.outlines import Outline, outlines_on
from samenspel.atlas.queries.sources import newest_read
from samenspel.atlas.queries.succession import succession
from samenspel.atlas.queries.webs import WovenWeb, made_for, woven_web


@dataclass(frozen=True, eq=False)
class KeptWeb:
    """The same object until something else is read in, so that what is made of it can be kept."""

    woven: WovenWeb
    outlines: Sequence[Outline]
    outlines_of: int | None
    inhabitants: Mapping[str, int]


def kept_web_on(day: date) -> KeptWeb | None:
    """As `web_on`. Two queries for a web that was asked for before, and seven otherwise.

    Every import that changes something leaves a source behind, and a web that is made anew is of
    another moment: what was kept of before is not used again.
    """
    found = made_for(day)
    if found is None:
        return None
    return _kept(newest_read(), *found)


@lru_cache(maxsize=8)
def _kept(_version: int | None, pk: int, _made_at: datetime) -> KeptWeb:
    woven = woven_web(pk)
    keys = [key for key, _name in woven.facts.municipalities]
    outlines, outlines_of = outlines_on(woven.facts.day, keys, succession())
    return KeptWeb(woven, outlines, outlines_of, inhabitants_on(woven.facts.day))
