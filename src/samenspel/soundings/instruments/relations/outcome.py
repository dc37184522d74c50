"""A frozen picture of a round about the other organisations, read back as types.

No numbers are made here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from samenspel.measures.recognition import FEW, MOST
from samenspel.pages.languages import in_language
from samenspel.soundings.instruments.relations.bank import bank
from samenspel.soundings.instruments.statements.cells import Cell, Share
from samenspel.soundings.instruments.statements.outcome import Group
from samenspel.soundings.instruments.statements.outcome import read as read_groups


@dataclass(frozen=True)
class Opinion:
    """What the others say of an organisation on one aspect; no cell where that is not told.

    tellers : positions of the organisations whose people are counted
    paused : not told because one or two other organisations were counted in the round before
    """

    aspect: str
    text: str
    tellers: tuple[int, ...]
    cell: Cell | None
    paused: bool

    @property
    def name(self) -> str:
        found = bank().aspect(self.aspect)
        return found.name if found else self.aspect


@dataclass(frozen=True)
class Before:
    """How it was in the last round that told of it. view : what was said of itself then"""

    band: int
    view: str
    closed_on: date | None


@dataclass(frozen=True)
class Look:
    """How one organisation recognises another. band : None where that is not told"""

    by: int
    band: int | None
    answered: int | None
    before: Before | None


@dataclass(frozen=True)
class Recognition:
    """What an organisation says of itself on one list, and how others recognise that.

    view : key of its choice; empty where its people do not agree, None where too few answered
    view_text : the choice, in words
    """

    key: str
    view: str | None
    view_text: str
    agreement: int | None
    answered: int | None
    looks: tuple[Look, ...]

    @property
    def has_view(self) -> bool:
        return bool(self.view)

    @property
    def is_divided(self) -> bool:
        """Its own people do not agree."""
        return self.view == ""

    @property
    def told(self) -> list[Look]:
        return [look for look in self.looks if look.band is not None]


@dataclass(frozen=True)
class Organisation:
    """group : its people, as one group"""

    group: Group
    opinions: tuple[Opinion, ...]
    recognition: tuple[Recognition, ...]

    @property
    def position(self) -> int:
        return self.group.position

    @property
    def name(self) -> str:
        return self.group.name

    @property
    def number(self) -> int:
        return self.group.position + 1

    @property
    def was_asked_about(self) -> bool:
        return bool(self.opinions or any(each.looks for each in self.recognition))

    def recognised_in(self, key: str) -> Recognition | None:
        return next((each for each in self.recognition if each.key == key), None)


@dataclass(frozen=True)
class Web:
    """of : positions of the organisations among which everything is told; none where too few"""

    of: tuple[int, ...]
    density: float | None
    centralisation: float | None
    reciprocity: float | None


@dataclass(frozen=True)
class AskedList:
    key: str
    web: Web

    @property
    def name(self) -> str:
        found = bank().choice_list(self.key)
        return found.name if found else self.key

    @property
    def one(self) -> str:
        found = bank().choice_list(self.key)
        return found.one if found else self.key


@dataclass(frozen=True)
class Outcome:
    """organisations : in the order of the cooperation, whatever is said of them"""

    minimum: int
    reissued: int
    organisations: tuple[Organisation, ...]
    lists: tuple[AskedList, ...]

    @property
    def groups(self) -> list[Group]:
        return [each.group for each in self.organisations]

    @property
    def asked_about(self) -> list[Organisation]:
        return [each for each in self.organisations if each.was_asked_about]

    @cached_property
    def cells(self) -> list[Cell]:
        """All that is told of what others say."""
        return [
            opinion.cell
            for each in self.organisations
            for opinion in each.opinions
            if opinion.cell is not None
        ]

    @property
    def asks_aspects(self) -> bool:
        return any(each.opinions for each in self.organisations)

    @property
    def shows_anything(self) -> bool:
        return bool(self.cells or any(self.looks_of(each.key) for each in self.lists))

    def organisation(self, number: int) -> Organisation | None:
        return next((each for each in self.asked_about if each.number == number), None)

    def looks_of(self, key: str) -> list[tuple[Organisation, Look]]:
        """All pairs of which it is told how one recognises the other."""
        return [
            (each, look)
            for each in self.organisations
            if (found := each.recognised_in(key))
            for look in found.told
        ]

    def pairs_of(self, key: str) -> int:
        """How many pairs there are that were asked."""
        asked = (each.recognised_in(key) for each in self.organisations)
        return sum(len(found.looks) for found in asked if found)

    def counted(self, key: str, band: int) -> int:
        return sum(1 for _each, look in self.looks_of(key) if look.band == band)

    def recognised(self, key: str) -> int:
        return self.counted(key, MOST)

    def hardly_recognised(self, key: str) -> int:
        return self.counted(key, FEW)

    def divided(self, key: str) -> list[Organisation]:
        """Organisations whose own people do not agree."""
        return [
            each
            for each in self.organisations
            if (found := each.recognised_in(key)) and found.is_divided
        ]


def read(content: Mapping[str, Any]) -> Outcome:
    groups = read_groups(content).groups
    options = {each["key"]: each["options"] for each in content["lists"]}
    webs = {each["list"]: each for each in content["webs"]}
    return Outcome(
        minimum=content["minimum"],
        reissued=content["reissued"],
        organisations=tuple(
            Organisation(
                group=group,
                opinions=tuple(_opinion(said) for said in data["said"]),
                recognition=tuple(
                    _recognition(found, options[found["list"]]) for found in data["recognition"]
                ),
            )
            for group, data in zip(groups, content["organisations"], strict=True)
        ),
        lists=tuple(AskedList(key, _web(webs[key])) for key in options),
    )


def _opinion(data: Mapping[str, Any]) -> Opinion:
    cell = data["cell"]
    return Opinion(
        aspect=data["aspect"],
        text=in_language({"nl": data["text"], "en": data["text_en"] or data["text"]}),
        tellers=tuple(data["tellers"]),
        cell=None if cell is None else _cell(cell),
        paused=data["paused"],
    )


def _cell(data: Mapping[str, Any]) -> Cell:
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
    )


def _recognition(data: Mapping[str, Any], options: Sequence[Mapping[str, Any]]) -> Recognition:
    own = data["own"]
    chosen = next((each for each in options if each["key"] == own["view"]), None)
    return Recognition(
        key=data["list"],
        view=own["view"],
        view_text=in_language({"nl": chosen["nl"], "en": chosen["en"]}) if chosen else "",
        agreement=own["agreement"],
        answered=own["answered"],
        looks=tuple(
            Look(
                by=seen["by"],
                band=seen["band"],
                answered=seen["answered"],
                before=None if seen["before"] is None else _before(seen["before"]),
            )
            for seen in data["seen"]
        ),
    )


def _before(data: Mapping[str, Any]) -> Before:
    closed_on = data["closed_on"]
    return Before(
        band=data["band"],
        view=data["view"],
        closed_on=None if closed_on is None else date.fromisoformat(closed_on),
    )


def _web(data: Mapping[str, Any]) -> Web:
    return Web(
        of=tuple(data["of"]),
        density=data["density"],
        centralisation=data["centralisation"],
        reciprocity=data["reciprocity"],
    )
