"""In which province municipalities lie, and lay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from samenspel.atlas.queries.divisions import NOWHERE, DivisionKind, divisions_on
from samenspel.atlas.queries.succession import Succession


@dataclass(frozen=True)
class Provinces:
    names: Mapping[str, str]
    """code → name, in order of name"""
    of: Mapping[str, str]
    """code of a municipality → code of its province, as far as known"""

    def members(self, province: str) -> set[str]:
        return {code for code, where in self.of.items() if where == province}


def provinces_on(day: date, municipalities: Sequence[str], steps: Succession) -> Provinces:
    """One query."""
    found = divisions_on(day, municipalities, steps, [DivisionKind.PROVINCE])
    if not found:
        return Provinces({}, {})
    regions, places = found[0].regions, zip(municipalities, found[0].of, strict=True)
    return Provinces(
        names=dict(sorted(regions, key=lambda region: region[1])),
        of={code: regions[place][0] for code, place in places if place != NOWHERE},
    )
