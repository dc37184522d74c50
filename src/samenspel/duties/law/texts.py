"""What the law asks, read from the data beside this file. Each version holds for its own days."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

from samenspel.duties.law.when import When, read_when
from samenspel.duties.law.words import Words


class Certainty(Enum):
    """How sure we are that this is what the law says."""

    TEXT = "text"
    EXPLAINED = "explained"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Law:
    short: str
    name: Words
    url: str


@dataclass(frozen=True)
class Version:
    """How the law reads from one day to another."""

    law: Law
    article: str
    with_province: str
    source: str
    certainty: Certainty
    valid_from: date
    valid_to: date
    when: tuple[When, ...]
    """the first of which the days are known; where there are none, there is no date"""
    what: Words
    who: Words
    note: Words

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to

    @property
    def begins(self) -> date | None:
        """Since when; None where that is longer ago than matters."""
        return None if self.valid_from == date.min else self.valid_from


@dataclass(frozen=True)
class Item:
    """Something that a joint arrangement must say, in the versions of the law."""

    key: str
    forms: frozenset[str]
    is_possible: bool
    versions: tuple[Version, ...]

    def version_on(self, day: date) -> Version | None:
        """How the law reads on a day; nothing where it does not ask this yet, or not any more."""
        return next((each for each in self.versions if each.holds_on(day)), None)


@dataclass(frozen=True)
class Duty(Item):
    """Something the law asks, or allows, by a day or without one."""

    unless: str
    every_year: bool
    round: str


@dataclass(frozen=True)
class Board:
    general: Words
    executive: Words


@dataclass(frozen=True)
class Laws:
    checked_on: date
    laws: Mapping[str, Law]
    boards: Mapping[str, Board]
    supervisors: Mapping[str, Words]

    def names_for(self, form: str, *, with_province: bool) -> dict[str, Words]:
        """What {general}, {executive} and {supervisor} are called."""
        board = self.boards.get(form)
        supervisor = self.supervisors["minister" if with_province else "province"]
        names = {"supervisor": supervisor}
        return (
            names
            if board is None
            else names
            | {
                "general": board.general,
                "executive": board.executive,
            }
        )


@cache
def laws() -> Laws:
    written = tomllib.loads(_file("laws.toml"))
    return Laws(
        checked_on=written["checked_on"],
        laws={
            key: Law(each["short"], Words(each["name"]), each["url"])
            for key, each in written["laws"].items()
        },
        boards={
            form: Board(Words(each["general"]), Words(each["executive"]))
            for form, each in written["boards"].items()
        },
        supervisors={key: Words(each) for key, each in written["supervisors"].items()},
    )


@cache
def duties() -> tuple[Duty, ...]:
    return read_duties(_file("duties.toml"))


@cache
def items() -> tuple[Item, ...]:
    return read_items(_file("arrangement.toml"))


def read_duties(text: str) -> tuple[Duty, ...]:
    return tuple(
        Duty(
            **_item(each),
            unless=each.get("unless", ""),
            every_year=each.get("every_year", False),
            round=each.get("round", ""),
        )
        for each in tomllib.loads(text)["duties"]
    )


def read_items(text: str) -> tuple[Item, ...]:
    return tuple(Item(**_item(each)) for each in tomllib.loads(text)["items"])


def _item(written: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": written["key"],
        "forms": frozenset(written["forms"]),
        "is_possible": written.get("is_possible", False),
        "versions": tuple(_version({**written, **each}) for each in written["versions"]),
    }


def _version(written: Mapping[str, Any]) -> Version:
    return Version(
        law=laws().laws[written["law"]],
        article=written.get("article", ""),
        with_province=written.get("with_province", ""),
        source=written.get("source", ""),
        certainty=Certainty(written["certainty"]),
        valid_from=written.get("valid_from", date.min),
        valid_to=written.get("valid_to", date.max),
        when=tuple(read_when(each) for each in written.get("when", ())),
        what=Words(written["what"]),
        who=Words(written.get("who", {})),
        note=Words(written.get("note", {})),
    )


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
