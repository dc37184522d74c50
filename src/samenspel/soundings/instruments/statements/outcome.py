"""A frozen picture of statements, read back as types. No numbers are made here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from samenspel.measures.opinions.published_groups import PublishedGroups
from samenspel.soundings.instruments.statements.cells import Cell, Share

SURE = 0.95
VERY_SURE = 0.99


@dataclass(frozen=True)
class Group:
    position: int
    name: str
    role: str
    party: str
    size: int | None
    people: tuple[int, int, int] | None
    open_link: bool = False

    @property
    def is_shown(self) -> bool:
        return self.people is not None

    @property
    def is_rounded(self) -> bool:
        return self.people is not None and self.people[1] != self.people[2]

    @property
    def silent_share(self) -> float | None:
        """About which part of the group did not take part; None where its size is unknown."""
        if self.people is None or not self.size:
            return None
        return max(0.0, 1 - self.people[0] / self.size)


@dataclass(frozen=True)
class SharedByAll:
    probability: float | None
    weakest: int
    whatever_the_silent: bool

    @property
    def is_sure(self) -> bool:
        return self.probability is not None and self.probability >= SURE

    @property
    def is_very_sure(self) -> bool:
        return self.probability is not None and self.probability >= VERY_SURE


@dataclass(frozen=True)
class Statement:
    number: int
    text: str
    is_purpose: bool
    cells: tuple[Cell | None, ...]
    shared_agree: SharedByAll
    shared_disagree: SharedByAll
    q: float | None
    pairs: tuple[tuple[int, int], ...]
    compared: tuple[int, ...]
    """positions of the groups that are put side by side"""
    added: bool = False
    """written by somebody who took part"""
    only_for: tuple[int, ...] = ()
    """positions of the groups that got it; empty where all did"""

    def was_put_to(self, position: int) -> bool:
        return not self.only_for or position in self.only_for

    @property
    def compared_cells(self) -> list[Cell]:
        """Of the groups that are put side by side, those that are shown."""
        return [cell for position in self.compared if (cell := self.cells[position]) is not None]

    @property
    def was_put_to_all(self) -> bool:
        """To all groups that are put side by side."""
        return all(self.was_put_to(position) for position in self.compared)

    @property
    def stands_beside_open_links(self) -> bool:
        """Some groups are told apart from those that are put side by side."""
        return len(self.compared) < len(self.cells)

    @property
    def listed_cells(self) -> list[Cell]:
        """What stands behind it in a list."""
        return self.compared_cells if self.compared else self.shown_cells

    @property
    def shown_cells(self) -> list[Cell]:
        return [cell for cell in self.cells if cell is not None]

    @property
    def answered(self) -> int:
        return sum(cell.answered for cell in self.shown_cells)

    @cached_property
    def agreement(self) -> float:
        """The least share of agree in any group that has one; -1 where none has. For sorting."""
        shares = [c.agree.share for c in self.compared_cells if c.agree.share is not None]
        return min(shares, default=-1.0)

    @cached_property
    def dissent(self) -> float:
        """The least share of disagree in any group that has one; -1 where none has."""
        shares = [c.disagree.share for c in self.compared_cells if c.disagree.share is not None]
        return min(shares, default=-1.0)

    @cached_property
    def division(self) -> float:
        """How far the groups lie apart or, where there is one, how evenly it is split."""
        shares = [c.agree.share for c in self.compared_cells if c.agree.share is not None]
        if len(shares) > 1:
            return max(shares) - min(shares)
        return min(self.agreement, self.dissent)

    @property
    def is_compared(self) -> bool:
        """Is there something to share: one group in all, or several that are shown?"""
        return (
            self.was_put_to_all
            and bool(self.compared)
            and len(self.compared_cells) >= min(2, len(self.compared))
        )

    @property
    def is_shared(self) -> bool:
        """A majority of every group shown agrees: surely, and with its whole interval."""
        return (
            self.is_compared
            and self.shared_agree.is_sure
            and all(cell.agree.is_majority for cell in self.compared_cells)
        )

    @property
    def is_rejected(self) -> bool:
        """A majority of every group shown disagrees: surely, and with its whole interval."""
        return (
            self.is_compared
            and self.shared_disagree.is_sure
            and all(cell.disagree.is_majority for cell in self.compared_cells)
        )

    @property
    def splits_the_group(self) -> bool:
        """One group in all, with surely more than a quarter on either side."""
        # Not one group *shown* of several: that would be told as a difference between groups.
        if len(self.cells) != 1 or self.cells[0] is None:
            return False
        cell = self.cells[0]
        return cell.agree.low > 0.25 and cell.disagree.low > 0.25


@dataclass(frozen=True)
class Outcome:
    minimum: int
    groups: tuple[Group, ...]
    statements: tuple[Statement, ...]
    map: Mapping[str, Any] | None
    compared: tuple[int, ...]
    """positions of the groups that are put side by side: not those of an open link"""
    reissued: int = 0
    """links that were made again: at most so many people answered twice"""
    groups_found: PublishedGroups | None = None
    """None where too few took part, or nobody looked when the picture was frozen"""

    @property
    def shown_groups(self) -> list[Group]:
        return [group for group in self.groups if group.is_shown]

    @property
    def hidden_groups(self) -> list[Group]:
        return [group for group in self.groups if not group.is_shown]

    @property
    def open_groups(self) -> list[Group]:
        """Groups that anybody who had the link could take part in."""
        return [group for group in self.groups if group.open_link]

    @property
    def is_one_group(self) -> bool:
        return len(self.groups) == 1

    @property
    def only_open_links(self) -> bool:
        return len(self.open_groups) == len(self.groups)

    @property
    def purpose(self) -> Statement | None:
        return next((s for s in self.statements if s.is_purpose), None)

    @property
    def people(self) -> int:
        """Of the groups that are shown: a total over all would give the others away."""
        return sum(group.people[0] for group in self.groups if group.people)

    def statement(self, number: int) -> Statement | None:
        return next((s for s in self.statements if s.number == number), None)

    @cached_property
    def shared(self) -> list[Statement]:
        """What every group shown is, for a majority, in agreement with; the surest first."""
        found = [s for s in self.statements if s.is_shared]
        return sorted(found, key=lambda s: (-(s.shared_agree.probability or 0), -s.agreement))

    @cached_property
    def rejected(self) -> list[Statement]:
        """What a majority of every group shown disagrees with."""
        found = [s for s in self.statements if s.is_rejected]
        return sorted(found, key=lambda s: (-(s.shared_disagree.probability or 0), -s.dissent))

    @cached_property
    def divisive(self) -> list[Statement]:
        """What groups surely see differently or, with one group, what splits it."""
        found = [s for s in self.statements if s.pairs or s.splits_the_group]
        return sorted(found, key=lambda s: -s.division)


def read(content: Mapping[str, Any]) -> Outcome:
    """The outcome of a picture that was frozen now or by an earlier version."""
    # The first format knew neither open links nor rounds that were asked here, the second looked
    # for no groups and had a map of another kind.
    compared = tuple(content.get("compared", range(len(content["groups"]))))
    groups = tuple(_group(i, group) for i, group in enumerate(content["groups"]))
    return Outcome(
        minimum=content["minimum"],
        groups=groups,
        statements=tuple(
            _statement(statement, groups, compared) for statement in content["statements"]
        ),
        map=content["map"],
        compared=compared,
        reissued=content.get("reissued", 0),
        groups_found=_groups_found(content.get("groups_found")),
    )


def _groups_found(data: Mapping[str, Any] | None) -> PublishedGroups | None:
    return None if data is None else PublishedGroups.from_data(data)


def _group(position: int, data: Mapping[str, Any]) -> Group:
    people = data["people"]
    return Group(
        position=position,
        name=data["name"],
        role=data["role"],
        party=data["party"],
        size=data["size"],
        people=None if people is None else (people[0], people[1], people[2]),
        open_link=data.get("open_link", False),
    )


def _statement(
    data: Mapping[str, Any], groups: tuple[Group, ...], compared: tuple[int, ...]
) -> Statement:
    in_english = (get_language() or "").startswith("en")
    return Statement(
        number=data["number"],
        text=(in_english and data.get("text_en")) or data["text"],
        is_purpose=data["is_purpose"],
        cells=tuple(
            None if cell is None else _cell(cell, group)
            for cell, group in zip(data["cells"], groups, strict=True)
        ),
        shared_agree=SharedByAll(**data["shared_agree"]),
        shared_disagree=SharedByAll(**data["shared_disagree"]),
        q=data["q"],
        pairs=tuple((pair[0], pair[1]) for pair in data["pairs"]),
        compared=compared,
        added=data.get("added", False),
        only_for=tuple(data.get("only_for", ())),
    )


def _cell(data: Mapping[str, Any], group: Group) -> Cell:
    told = data["told"]
    return Cell(
        precision=data["precision"],
        answered=data["answered"],
        answered_low=data["answered_low"],
        answered_high=data["answered_high"],
        told=None if told is None else (told[0], told[1], told[2]),
        thirds=(data["thirds"][0], data["thirds"][1]),
        low=(data["low"][0], data["low"][1], data["low"][2]),
        high=(data["high"][0], data["high"][1], data["high"][2]),
        agree=Share(**data["agree"]),
        disagree=Share(**data["disagree"]),
        open_link=group.open_link,
    )
