"""Groups found in the answers: what sets each apart, as a dot beside that of the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from samenspel.measures.opinions.published_groups import PublishedGroup, SetApart
from samenspel.pages.svg import Scale
from samenspel.soundings.instruments.statements import groups_found as said
from samenspel.soundings.instruments.statements.outcome import Outcome, Statement

_SCALE = Scale(10, 230)
_RADIUS = 5


@dataclass(frozen=True)
class Gap:
    """The share that agrees in a group, and in the others."""

    statement: Statement
    here: str
    elsewhere: str
    sentence: str
    here_x: float
    elsewhere_x: float

    @property
    def line(self) -> tuple[float, float]:
        """Between the edges of the two dots."""
        step = _RADIUS if self.elsewhere_x < self.here_x else -_RADIUS
        return self.elsewhere_x + step, self.here_x - step


@dataclass(frozen=True)
class FoundGroup:
    name: str
    share: str
    stability: str
    agrees_more: list[Gap]
    agrees_less: list[Gap]

    @property
    def gaps(self) -> list[Gap]:
        return [*self.agrees_more, *self.agrees_less]


@dataclass(frozen=True)
class GroupsFoundPicture:
    headline: str
    sentences: Sequence[str]
    groups: Sequence[FoundGroup]
    straight_liners: str
    are_there: bool
    were_looked_for: bool
    """where nothing beats chance there is nothing that could be groups"""


def groups_found_picture(outcome: Outcome) -> GroupsFoundPicture | None:
    """None where too few took part, or nobody looked when the picture was frozen."""
    found = outcome.groups_found
    if found is None:
        return None
    return GroupsFoundPicture(
        headline=said.headline(found),
        sentences=said.sentences(found),
        groups=[_group(outcome, at, group) for at, group in enumerate(found.groups)],
        straight_liners=said.straight_liners(found) if found.beyond_chance else "",
        are_there=found.count > 1,
        were_looked_for=found.beyond_chance,
    )


def _group(outcome: Outcome, position: int, group: PublishedGroup) -> FoundGroup:
    return FoundGroup(
        name=said.name(position),
        share=said.about(group.share_percent),
        stability=said.stability(group),
        agrees_more=[_gap(outcome, one) for one in group.agrees_more],
        agrees_less=[_gap(outcome, one) for one in group.agrees_less],
    )


def _gap(outcome: Outcome, one: SetApart) -> Gap:
    return Gap(
        statement=outcome.statements[one.statement],
        here=said.share(one.here_percent),
        elsewhere=said.share(one.elsewhere_percent),
        sentence=said.here_and_elsewhere(one),
        here_x=_SCALE.at(one.here_percent / 100),
        elsewhere_x=_SCALE.at(one.elsewhere_percent / 100),
    )
