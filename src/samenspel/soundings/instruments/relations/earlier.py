"""What earlier rounds told of the same organisations, read from their frozen pictures alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from samenspel.soundings.instruments.spoken import Earlier

RELATIONS = "relations"


@dataclass(frozen=True)
class Round:
    """An earlier round about the other organisations. These are known again by their names."""

    closed_on: date | None
    title: str
    content: Mapping[str, Any]

    def people(self, organisation: str) -> tuple[int, int, int] | None:
        """How many of it took part, as it was told."""
        at = self._at.get(organisation)
        told = None if at is None else self.content["groups"][at]["people"]
        return None if told is None else (told[0], told[1], told[2])

    def cell(self, organisation: str, aspect: str) -> Mapping[str, Any] | None:
        """What was told of what the others said."""
        said = self._found(organisation, "said", "aspect", aspect)
        return None if said is None else said["cell"]

    def was_paused(self, organisation: str, aspect: str) -> bool:
        """Whether it could be told but for the others that were counted in the round before."""
        said = self._found(organisation, "said", "aspect", aspect)
        return said is not None and bool(said["paused"])

    def tellers(self, organisation: str, aspect: str) -> frozenset[str]:
        """Of which organisations the people were that were counted."""
        said = self._found(organisation, "said", "aspect", aspect)
        names = [group["name"] for group in self.content["groups"]]
        return frozenset(names[at] for at in said["tellers"]) if said else frozenset()

    def own(self, organisation: str, key: str) -> Mapping[str, Any] | None:
        """What was told of what an organisation says of itself, where anything was."""
        found = self._found(organisation, "recognition", "list", key)
        return found["own"] if found and found["own"]["view"] is not None else None

    def pair(self, who: str, organisation: str, key: str) -> Mapping[str, Any] | None:
        """How one organisation recognised another, where that was told."""
        found = self._found(organisation, "recognition", "list", key)
        by = self._at.get(who)
        if found is None or by is None:
            return None
        return next(
            (each for each in found["seen"] if each["by"] == by and each["band"] is not None), None
        )

    def view(self, organisation: str, key: str) -> str:
        """The key of what it said of itself; empty where it had no answer of its own."""
        own = self.own(organisation, key)
        return own["view"] if own else ""

    @cached_property
    def _at(self) -> Mapping[str, int]:
        return {group["name"]: at for at, group in enumerate(self.content["groups"])}

    def _found(self, organisation: str, part: str, by: str, key: str) -> Mapping[str, Any] | None:
        at = self._at.get(organisation)
        if at is None:
            return None
        parts = self.content["organisations"][at][part]
        return next((each for each in parts if each[by] == key), None)


def rounds_of(before: Sequence[Earlier]) -> tuple[Round, ...]:
    """The earlier rounds of this instrument, the newest first."""
    return tuple(
        Round(each.closed_on, each.title, each.content)
        for each in reversed(before)
        if each.content.get("instrument") == RELATIONS
    )
