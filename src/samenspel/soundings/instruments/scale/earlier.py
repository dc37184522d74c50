"""What earlier waves told, read from their frozen pictures and from nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import inf
from typing import Any

from samenspel.measures.steady import Told
from samenspel.soundings.instruments.spoken import Earlier

SCALE = "scale"


@dataclass(frozen=True)
class Identity:
    """By which a group is known again in another wave."""

    role: str
    party: str
    name: str
    open_link: bool


@dataclass(frozen=True)
class Wave:
    """An earlier round of rated questions."""

    closed_on: date | None
    title: str
    content: Mapping[str, Any]

    @cached_property
    def groups(self) -> tuple[Identity, ...]:
        return tuple(
            Identity(group["role"], group["party"], group["name"], group["open_link"])
            for group in self.content["groups"]
        )

    @cached_property
    def _position(self) -> Mapping[Identity, int]:
        return {group: position for position, group in enumerate(self.groups)}

    @cached_property
    def _statements(self) -> Mapping[str, Mapping[str, Any]]:
        return {statement["key"]: statement for statement in self.content["statements"]}

    @cached_property
    def _constructs(self) -> Mapping[str, Mapping[str, Any]]:
        return {construct["key"]: construct for construct in self.content["constructs"]}

    @property
    def minimum(self) -> int:
        return int(self.content["minimum"])

    def people(self, group: Identity) -> tuple[int, int, int] | None:
        """How many took part, as it was told."""
        position = self._position.get(group)
        told = None if position is None else self.content["groups"][position]["people"]
        return None if told is None else (told[0], told[1], told[2])

    def cell(self, group: Identity, key: str) -> Mapping[str, Any] | None:
        position, statement = self._position.get(group), self._statements.get(key)
        if position is None or statement is None:
            return None
        cell: Mapping[str, Any] | None = statement["cells"][position]
        return cell

    def figure(self, key: str, group: Identity | None) -> Mapping[str, Any] | None:
        """Of a construct and a group, or of all groups together."""
        construct = self._constructs.get(key)
        if construct is None:
            return None
        if group is None:
            together: Mapping[str, Any] | None = construct["together"]
            return together
        position = self._position.get(group)
        figure: Mapping[str, Any] | None = (
            None if position is None else construct["groups"][position]
        )
        return figure

    def keys(self, key: str, group: Identity | None) -> frozenset[str]:
        """The questions behind it."""
        construct = self._constructs[key]
        position = None if group is None else self._position[group]
        return frozenset(
            statement["key"]
            for statement in self.content["statements"]
            if statement["construct"] in construct["constructs"]
            and (position is None or not statement["only_for"] or position in statement["only_for"])
        )

    def covered(self, key: str) -> frozenset[Identity]:
        """The groups that all together were."""
        figure = self._constructs[key]["together"]
        return frozenset(self.groups[position] for position in figure["of"])

    def rest(self, key: str) -> Told | None:
        """How many voices of groups without a mean of their own were in all together."""
        rest = self._constructs[key]["together"]["rest"]
        return None if rest is None else as_told(rest)

    def reliability(self, key: str) -> tuple[float | None, float | None] | None:
        band = self._constructs[key]["reliability"]
        return None if band is None else (band[0], band[1])


def waves_of(before: Sequence[Earlier]) -> tuple[Wave, ...]:
    """The earlier rounds that have figures, the oldest first."""
    return tuple(
        Wave(each.closed_on, each.title, each.content)
        for each in before
        if each.content.get("instrument") == SCALE
    )


def as_data(told: Told) -> list[float | None]:
    return [told.value, told.step, _finite(told.least), _finite(told.most)]


def as_told(data: Sequence[float | None]) -> Told:
    value, step, least, most = data
    return Told(
        float(value or 0.0),
        float(step or 0.0),
        -inf if least is None else least,
        inf if most is None else most,
    )


def _finite(value: float) -> float | None:
    return None if value in (-inf, inf) else round(value, 6)
