"""Which question comes next: one organisation at a time, and which comes first is drawn by lot.

In a fixed order the last organisation would always be the one that people are too tired to answer
about, and so the one of which the least is told.
"""

from collections.abc import Callable, Mapping, Sequence

from samenspel.soundings.instruments.ballot import Statement
from samenspel.soundings.instruments.instrument import Draw
from samenspel.soundings.instruments.relations.items import OWN


def by_organisation(_weights: Callable[[], Mapping[int, int]]) -> Draw:
    """First one's own organisation; whoever began on another finishes with that one."""
    return _next


def _next(statements: Sequence[Statement], unseen: Sequence[bool], luck: float) -> int:
    left = [place for place, is_left in enumerate(unseen) if is_left]
    for place in left:
        if statements[place].detail["side"] == OWN:
            return place
    seen = (one for one, is_left in zip(statements, unseen, strict=True) if not is_left)
    begun = {_about(one) for one in seen}
    going_on = [place for place in left if _about(statements[place]) in begun]
    if going_on:
        return going_on[0]
    organisations = list(dict.fromkeys(_about(statements[place]) for place in left))
    drawn = organisations[int(luck * len(organisations))]
    return next(place for place in left if _about(statements[place]) == drawn)


def _about(statement: Statement) -> str:
    return str(statement.detail["about"])
