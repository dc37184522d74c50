"""What was asked and said about organisations, as counts of people by organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.cooperations.models import Role
from samenspel.measures.disclosure import AGREE, DISAGREE, PASS
from samenspel.soundings.instruments.relations.items import (
    ASPECT,
    OTHER,
    OWN,
    RECOGNITION,
    speaks_for_an_organisation,
)
from samenspel.soundings.instruments.spoken import AskedItem, Spoken
from samenspel.soundings.instruments.statements.picture import AskedGroup

IntArray = NDArray[np.int64]

_KIND_OF = np.array([PASS, DISAGREE, DISAGREE, PASS, AGREE, AGREE])
_OF_NONE = -1


@dataclass(frozen=True)
class AskedList:
    """A list of roles, interests or responsibilities. options : as they stood on the ballot"""

    key: str
    options: Sequence[dict[str, Any]]


@dataclass(frozen=True, eq=False)
class Answers:
    """
    organisations : names, in the order of the cooperation
    sizes : (organisations,) people asked
    put_to : by item, the organisations that got it
    value : (voices, items) what was said; -1 where nothing was
    organisation_of : (voices,)
    """

    organisations: tuple[str, ...]
    sizes: IntArray
    items: tuple[AskedItem, ...]
    put_to: tuple[frozenset[int], ...]
    value: NDArray[np.int8]
    organisation_of: IntArray

    @cached_property
    def took_part(self) -> IntArray:
        """(organisations,) people who answered anything."""
        answered = (self.value >= 0).any(axis=1)
        return np.bincount(self.organisation_of[answered], minlength=len(self.organisations))

    @cached_property
    def as_groups(self) -> tuple[AskedGroup, ...]:
        """Each organisation as one group: nothing is told of the groups that it has."""
        return tuple(
            AskedGroup(name, Role.PARTICIPANT, name, int(size))
            for name, size in zip(self.organisations, self.sizes, strict=True)
        )

    @cached_property
    def aspects(self) -> tuple[int, ...]:
        """Items that ask about an aspect of an organisation."""
        return self._of_kind(ASPECT)

    @cached_property
    def lists(self) -> tuple[AskedList, ...]:
        found: dict[str, AskedList] = {}
        for item in self._of_kind(RECOGNITION):
            detail = self.items[item].detail
            found.setdefault(detail["key"], AskedList(detail["key"], detail["options"]))
        return tuple(found.values())

    def about(self, item: int) -> int:
        return self.organisations.index(self.items[item].detail["about"])

    def opinions(self, items: Sequence[int]) -> IntArray:
        """(organisations, items, 3) people who agree, disagree, pass."""
        return self._counts(_KIND_OF[self.value[:, list(items)]], items, 3)

    def choices(self, asked: AskedList) -> tuple[IntArray, IntArray]:
        """(organisations, choices + 1) of the own, and (organisations, organisations, choices + 1)
        of [who looks, at whom]."""
        n, width = len(self.organisations), len(asked.options) + 1
        own = np.zeros((n, width), dtype=np.int64)
        seen = np.zeros((n, n, width), dtype=np.int64)
        for item in self._of_kind(RECOGNITION):
            detail, about = self.items[item].detail, self.about(item)
            if detail["key"] != asked.key:
                continue
            counts = self._counts(self.value[:, [item]], [item], width)[:, 0]
            if detail["side"] == OWN:
                own[about] = counts[about]
            elif detail["side"] == OTHER:
                seen[:, about] = counts
        return own, seen

    def looks_at(self, asked: AskedList, about: int) -> list[int]:
        """The organisations that were asked this about another one, in their order."""
        found = {
            who
            for item in self._of_kind(RECOGNITION)
            for who in self.put_to[item]
            if self.items[item].detail["key"] == asked.key
            and self.items[item].detail["side"] == OTHER
            and self.about(item) == about
        }
        return sorted(found - {about})

    def _of_kind(self, kind: str) -> tuple[int, ...]:
        return tuple(at for at, item in enumerate(self.items) if item.detail["kind"] == kind)

    def _counts(self, kinds: NDArray[Any], items: Sequence[int], width: int) -> IntArray:
        """(organisations, items, width) people by what they said. kinds : (voices, items)"""
        voice, column = np.nonzero(self.value[:, list(items)] >= 0)
        cell = (self.organisation_of[voice] * len(items) + column) * width + kinds[voice, column]
        counts = np.bincount(cell, minlength=len(self.organisations) * len(items) * width)
        return counts.reshape(len(self.organisations), len(items), width)


def answers_of(spoken: Spoken) -> Answers:
    """What was said by people who speak for an organisation, about organisations that were asked.

    A voice is a person, so counting voices counts people, whatever else they answered.
    """
    names = _in_order(spoken)
    at = {name: index for index, name in enumerate(names)}
    of_group = np.array(
        [at[group.party] if _speaks(group) else _OF_NONE for group in spoken.groups],
        dtype=np.int64,
    )
    organisation_of = of_group[spoken.group_of]
    spoke = organisation_of != _OF_NONE
    asked = [index for index, item in enumerate(spoken.items) if item.detail.get("about") in at]
    return Answers(
        organisations=names,
        sizes=np.array(
            [
                sum(g.size or 0 for g in spoken.groups if g.party == name and _speaks(g))
                for name in names
            ],
            dtype=np.int64,
        ),
        items=tuple(spoken.items[index] for index in asked),
        put_to=tuple(_put_to(spoken.items[index], of_group) for index in asked),
        value=spoken.value[spoke][:, asked],
        organisation_of=organisation_of[spoke],
    )


def _put_to(item: AskedItem, of_group: IntArray) -> frozenset[int]:
    groups = list(item.only_for) or list(range(len(of_group)))
    return frozenset(int(of_group[group]) for group in groups) - {_OF_NONE}


def _in_order(spoken: Spoken) -> tuple[str, ...]:
    """As others are asked about them, which is the order of the cooperation; then the rest."""
    asked = {group.party: None for group in spoken.groups if _speaks(group)}
    about = [
        item.detail.get("about", "") for item in spoken.items if item.detail.get("side") == OTHER
    ]
    return tuple(dict.fromkeys([*(name for name in about if name in asked), *asked]))


def _speaks(group: AskedGroup) -> bool:
    return speaks_for_an_organisation(group.role, group.party, open_link=group.open_link)
