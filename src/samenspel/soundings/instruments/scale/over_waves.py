"""What was told of each construct, wave after wave, and whether it changed.

All groups together come first. Only where these changed are the groups looked at one by one, and
the parts of a whole: so many series would find something in chance alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from samenspel.soundings.instruments.scale.constructs import TRUST
from samenspel.soundings.instruments.scale.earlier import Wave
from samenspel.soundings.instruments.scale.figures import Figure, read_figure
from samenspel.soundings.instruments.scale.measured import Measured, Measuring
from samenspel.soundings.instruments.scale.questions import identity
from samenspel.soundings.instruments.scale.series import (
    WAVES,
    Change,
    Waves,
    change,
    waves_of_one,
    waves_of_several,
)

# The groups that are compared over waves hold at least this part of the voices that are told of.
_MOST = 0.6
_NO_WAVES = Waves(np.zeros(0), np.zeros(0), 0.0)


@dataclass(frozen=True)
class Point:
    """What an earlier wave told.

    wave : its position among the waves
    comparable : the same questions, of the same groups, in every wave since
    """

    wave: int
    figure: Figure
    comparable: bool

    def as_data(self) -> dict[str, Any]:
        return {"wave": self.wave, "comparable": self.comparable, **self.figure.as_data()}


@dataclass(frozen=True)
class Series:
    """
    compared : positions of the groups of which it is judged whether they changed
    """

    points: tuple[Point, ...]
    change: Change | None
    compared: tuple[int, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {
            "points": [point.as_data() for point in self.points],
            "change": None if self.change is None else self.change.as_data(),
            "compared": list(self.compared),
        }


@dataclass(frozen=True)
class OverWaves:
    """The series of one construct: of all groups together, and of each."""

    together: Series
    groups: tuple[Series, ...]

    def as_data(self) -> dict[str, Any]:
        return {
            "series": self.together.as_data(),
            "group_series": [series.as_data() for series in self.groups],
        }


def over_waves(measuring: Sequence[Measuring], measured: Sequence[Measured]) -> list[OverWaves]:
    wholes = [one for one in measured if one.together and not one.construct.part_of]
    trust = sum(one.construct.theme == TRUST for one in wholes)
    return [
        _of_construct(
            before,
            now,
            drops=trust if now.construct.theme == TRUST else 2 * len(wholes),
            rises=2 * len(wholes),
        )
        for before, now in zip(measuring, measured, strict=True)
    ]


def _of_construct(measuring: Measuring, now: Measured, *, drops: int, rises: int) -> OverWaves:
    shown = sum(figure is not None for figure in now.groups)
    groups = tuple(
        _of_group(measuring, group, now, series=shown) for group in range(len(now.groups))
    )
    points = _points(measuring, None, now)
    if now.together is None:
        return OverWaves(Series(points, None), groups)
    told = [*(point.figure for point in points if point.comparable), now.together.figure]
    common, compared = _common(measuring, now, groups)
    waves = waves_of_one(told)
    if len(common.means) > len(waves.means):
        waves = common
    else:
        compared = now.together.of
    changed = change(waves, drops=drops, rises=rises)
    return OverWaves(Series(points, changed, compared), groups)


def _of_group(measuring: Measuring, group: int, now: Measured, *, series: int) -> Series:
    points = _points(measuring, group, now)
    figure = now.groups[group]
    if figure is None:
        return Series(points, None)
    compared = [*(point.figure for point in points if point.comparable), figure]
    return Series(points, change(waves_of_one(compared), drops=series, rises=series), (group,))


def _common(
    measuring: Measuring, now: Measured, groups: Sequence[Series]
) -> tuple[Waves, tuple[int, ...]]:
    """The longest row of waves in each of which the same groups are told of, if these are most.

    Who is told of differs from wave to wave, as some groups have 20 voices only now and then.
    """
    together = () if now.together is None else now.together.of
    own = [group for group in together if now.groups[group] is not None]
    told = {
        group: {point.wave: point.figure for point in groups[group].points if point.comparable}
        for group in own
    }
    asked = [
        position
        for position in range(len(measuring.waves))
        if any(position in each for each in told.values())
    ]
    everybody = sum(_people(now, group) for group in own)
    for first in range(max(0, len(asked) - WAVES + 1), len(asked)):
        row = asked[first:]
        common = [group for group in own if all(wave in told[group] for wave in row)]
        if sum(_people(now, group) for group in common) >= _MOST * everybody:
            return _wavewise(measuring, now, common, [told[g] for g in common], row), tuple(common)
    return _NO_WAVES, ()


def _wavewise(
    measuring: Measuring,
    now: Measured,
    common: Sequence[int],
    told: Sequence[dict[int, Figure]],
    row: Sequence[int],
) -> Waves:
    figures = [
        [*(each[wave] for wave in row), figure]
        for group, each in zip(common, told, strict=True)
        if (figure := now.groups[group]) is not None
    ]
    sizes = [measuring.answers.groups[group].size or _people(now, group) for group in common]
    return waves_of_several(figures, sizes)


def _people(now: Measured, group: int) -> float:
    figure = now.groups[group]
    return 0.0 if figure is None else figure.people.value


def _points(measuring: Measuring, group: int | None, now: Measured) -> tuple[Point, ...]:
    """The oldest first. From the last wave back, comparable until one of them is not."""
    key = measuring.construct.key
    known = None if group is None else identity(measuring.answers, group)
    figure = now.together if group is None else now.groups[group]
    comparable = figure is not None
    found = []
    for position in range(len(measuring.waves) - 1, -1, -1):
        wave = measuring.waves[position]
        data = wave.figure(key, known)
        if data is None:
            continue
        comparable = comparable and _is_alike(measuring, wave, group, now)
        found.append(Point(position, read_figure(data), comparable))
    return tuple(reversed(found))


def _is_alike(measuring: Measuring, wave: Wave, group: int | None, now: Measured) -> bool:
    key = measuring.construct.key
    known = None if group is None else identity(measuring.answers, group)
    if wave.keys(key, known) != measuring.keys(group):
        return False
    if group is not None:
        return True
    of = () if now.together is None else now.together.of
    return wave.covered(key) == {identity(measuring.answers, each) for each in of}
