"""Who took part and who was silent, group by group."""

from collections.abc import Iterable
from dataclasses import dataclass

from samenspel.pages.svg import Scale
from samenspel.soundings.instruments.statements import words
from samenspel.soundings.instruments.statements.outcome import Group, Outcome

_SCALE = Scale(0, 240)


@dataclass(frozen=True)
class Participation:
    """One group: what is said of it and, where its size is known, how far its bar is filled."""

    number: int
    name: str
    note: str
    filled: float | None

    @property
    def radius(self) -> float:
        return min(7.0, (self.filled or 0) / 2)


def participation(outcome: Outcome) -> list[Participation]:
    return participation_of(outcome.groups)


def participation_of(groups: Iterable[Group]) -> list[Participation]:
    return [
        Participation(
            group.position, words.group_name(group), words.took_part(group), _filled(group)
        )
        for group in groups
    ]


def _filled(group: Group) -> float | None:
    silent = group.silent_share
    # A sliver stays visible: some took part, or nothing would be shown of this group.
    return None if silent is None else max(_SCALE.at(1 - silent), 2.0)
