"""A frozen picture of rated questions, read back as types. No numbers are made here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from samenspel.measures.agreement import Verdict
from samenspel.pages.languages import in_language
from samenspel.soundings.instruments.scale.constructs import TRUST
from samenspel.soundings.instruments.scale.figures import Figure, read_figure
from samenspel.soundings.instruments.scale.series import Change, read_change
from samenspel.soundings.instruments.statements.outcome import Group, Outcome, Statement
from samenspel.soundings.instruments.statements.outcome import read as read_statements

Band = tuple[float | None, float | None]


@dataclass(frozen=True)
class Wave:
    """An earlier round."""

    closed_on: date | None
    title: str


@dataclass(frozen=True)
class Point:
    """What an earlier wave told. `comparable`: the same was asked of the same groups ever since."""

    wave: int
    figure: Figure
    comparable: bool


@dataclass(frozen=True)
class Series:
    """
    change : None where there is nothing to compare with
    compared : positions of the groups of which it is judged whether they changed
    """

    points: tuple[Point, ...]
    change: Change | None
    compared: tuple[int, ...]


@dataclass(frozen=True)
class Construct:
    """What was measured, with what is told of it.

    groups : a figure for each group; None where nothing is told
    together : of all groups in `of`, each by its size
    towards_all : the mean of each group, drawn towards those of all; None where that says nothing
    numbers : of the questions behind it
    """

    key: str
    names: Mapping[str, str]
    theme: str
    part_of: str
    favourable: str
    groups: tuple[Figure | None, ...]
    together: Figure | None
    of: tuple[int, ...]
    reliability: Band | None
    towards_all: tuple[float | None, ...]
    series: Series
    group_series: tuple[Series, ...]
    numbers: tuple[int, ...]

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def is_trust(self) -> bool:
        return self.theme == TRUST

    @property
    def is_whole(self) -> bool:
        """No aspect of something that is told as one."""
        return not self.part_of

    @property
    def fell(self) -> bool:
        return self.series.change is not None and self.series.change.fell

    @property
    def rose(self) -> bool:
        return self.series.change is not None and self.series.change.rose

    @property
    def came_back(self) -> int:
        """1 where it is higher again than in the wave before, -1 lower; 0 where that is not so.

        Over all waves it did not change then. Clearly: the intervals of both do not touch.
        """
        points = self.series.points
        if self.fell or self.rose or self.together is None or not points:
            return 0
        before = points[-1]
        if not before.comparable:
            return 0
        if self.together.low > before.figure.high:
            return 1
        return -1 if self.together.high < before.figure.low else 0

    def fell_in(self, group: int) -> bool:
        """Only where all together fell is a group looked at by itself."""
        found = self.group_series[group].change
        return self.fell and found is not None and found.fell

    @property
    def divided(self) -> list[int]:
        """Positions of groups that do not agree with themselves."""
        return [
            position
            for position, figure in enumerate(self.groups)
            if figure is not None and figure.verdict is Verdict.DIVIDED
        ]

    @property
    def shown(self) -> list[int]:
        return [position for position, figure in enumerate(self.groups) if figure is not None]


@dataclass(frozen=True)
class Gap:
    """How far one role lies above another, in standard deviations."""

    construct: str
    higher: str
    lower: str
    size: float
    low: float
    high: float
    q: float


@dataclass(frozen=True)
class ScaleOutcome:
    """
    statements : the questions as statements, and all that is told of groups
    """

    statements: Outcome
    constructs: tuple[Construct, ...]
    gaps: tuple[Gap, ...]
    waves: tuple[Wave, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        return self.statements.groups

    @cached_property
    def wholes(self) -> list[Construct]:
        return [construct for construct in self.constructs if construct.is_whole]

    @cached_property
    def _by_key(self) -> Mapping[str, Construct]:
        return {construct.key: construct for construct in self.constructs}

    def construct(self, key: str) -> Construct | None:
        return self._by_key.get(key)

    def parts(self, whole: Construct) -> list[Construct]:
        return [construct for construct in self.constructs if construct.part_of == whole.key]

    @cached_property
    def trust(self) -> list[Construct]:
        return [construct for construct in self.wholes if construct.is_trust]

    @cached_property
    def own_questions(self) -> list[Statement]:
        """That measure nothing together with others."""
        measured = {number for construct in self.constructs for number in construct.numbers}
        return [one for one in self.statements.statements if one.number not in measured]


def read(content: Mapping[str, Any]) -> ScaleOutcome:
    numbers: dict[str, list[int]] = {}
    for statement in content["statements"]:
        numbers.setdefault(statement["construct"], []).append(statement["number"])
    return ScaleOutcome(
        statements=read_statements(content),
        constructs=tuple(_construct(data, numbers) for data in content["constructs"]),
        gaps=tuple(Gap(**gap) for gap in content["gaps"]),
        waves=tuple(_wave(wave) for wave in content["waves"]),
    )


def _wave(data: Mapping[str, Any]) -> Wave:
    closed_on = data["closed_on"]
    return Wave(None if closed_on is None else date.fromisoformat(closed_on), data["title"])


def _construct(data: Mapping[str, Any], numbers: Mapping[str, Sequence[int]]) -> Construct:
    together, band = data["together"], data["reliability"]
    return Construct(
        key=data["key"],
        names=data["names"],
        theme=data["theme"],
        part_of=data["part_of"],
        favourable=data["favourable"],
        groups=tuple(_figure(figure) for figure in data["groups"]),
        together=_figure(together),
        of=() if together is None else tuple(together["of"]),
        reliability=None if band is None else (band[0], band[1]),
        towards_all=tuple(data["towards_all"]),
        series=_series(data["series"]),
        group_series=tuple(_series(series) for series in data["group_series"]),
        numbers=tuple(
            sorted(number for key in data["constructs"] for number in numbers.get(key, ()))
        ),
    )


def _figure(data: Mapping[str, Any] | None) -> Figure | None:
    return None if data is None else read_figure(data)


def _series(data: Mapping[str, Any]) -> Series:
    return Series(
        points=tuple(
            Point(point["wave"], read_figure(point), point["comparable"])
            for point in data["points"]
        ),
        change=read_change(data["change"]),
        compared=tuple(data["compared"]),
    )
