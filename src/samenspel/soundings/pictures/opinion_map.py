"""The opinion map: who answered alike stand close together. An extra for who looks deeper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samenspel.soundings.instruments.statements import words
from samenspel.soundings.instruments.statements.outcome import Outcome
from samenspel.soundings.pictures.saved import saved_drawing

_SIDE = 600
_MARGIN = 24
_SHADES = ((100, 4), (50, 3), (20, 2), (10, 1), (5, 0))
_INK_OF_SHADE = ("#d6e6f0", "#a9c9de", "#78a9c8", "#4689b1", "#1d6996")


@dataclass(frozen=True)
class Square:
    x: float
    y: float
    side: float
    shade: int
    sentence: str

    @property
    def fill(self) -> str:
        return _INK_OF_SHADE[self.shade]


@dataclass(frozen=True)
class Marker:
    x: float
    y: float
    name: str
    anchor: str
    label_x: float


@dataclass(frozen=True)
class MapPicture:
    """Squares that are darker where more voices stand, and the middle of every group."""

    width: int
    height: int
    squares: list[Square]
    markers: list[Marker]
    description: str

    @property
    def middle(self) -> float:
        return self.width / 2

    @property
    def edge(self) -> int:
        return self.width - _MARGIN

    @property
    def margin(self) -> int:
        return _MARGIN


@dataclass(frozen=True)
class End:
    """One end of an axis in words: what people there say."""

    name: str
    statements: list[str]


@dataclass(frozen=True)
class MapPage:
    outcome: Outcome
    picture: MapPicture | None
    ends: list[End]
    explained: list[str]
    shades: list[tuple[int, str]]
    not_shown: str


def map_page(outcome: Outcome) -> MapPage:
    data = outcome.map
    if data is None:
        return MapPage(outcome, None, [], [], [], "")
    hidden = [outcome.groups[position].name for position in data["groups_not_shown"]]
    return MapPage(
        outcome=outcome,
        picture=_picture(outcome, data),
        ends=_ends(outcome, data["axes"]),
        explained=[f"{axis['explained_percent']}%" for axis in data["axes"]],
        shades=[(shade, _band(least)) for least, shade in reversed(_SHADES)],
        not_shown=words.joined(hidden) if hidden and not outcome.is_one_group else "",
    )


def map_svg(outcome: Outcome) -> str | None:
    if outcome.map is None:
        return None
    return saved_drawing(
        "soundings/pictures/opinion_map.svg", _picture(outcome, outcome.map), _("Meningenkaart")
    )


def _picture(outcome: Outcome, data: Mapping[str, Any]) -> MapPicture:
    side = (_SIDE - 2 * _MARGIN) / data["size"]

    def corner(cell: Mapping[str, Any]) -> tuple[float, float]:
        # Rows count from below, drawings from above.
        row = data["size"] - 1 - cell["row"]
        return _MARGIN + cell["column"] * side, _MARGIN + row * side

    squares = [
        Square(*corner(cell), side - 2, _shade(cell["low"]), _band(cell["low"]))
        for cell in data["cells"]
    ]
    markers = []
    if not outcome.is_one_group:
        for place in data["groups"]:
            x, y = (corner_ + side / 2 for corner_ in corner(place))
            left = x > _SIDE / 2
            markers.append(
                Marker(
                    x,
                    y,
                    outcome.groups[place["group"]].name,
                    "end" if left else "start",
                    x - 14 if left else x + 14,
                )
            )
    return MapPicture(
        _SIDE, _SIDE, squares, _apart(markers), _describe(data, [m.name for m in markers])
    )


def _apart(markers: list[Marker]) -> list[Marker]:
    """Names of groups that stand in one square are written below each other."""
    placed: list[Marker] = []
    for marker in sorted(markers, key=lambda m: (m.y, m.x)):
        y = marker.y
        while any(abs(other.y - y) < 20 and abs(other.x - marker.x) < 260 for other in placed):
            y += 21
        placed.append(Marker(marker.x, y, marker.name, marker.anchor, marker.label_x))
    return placed


def _describe(data: Mapping[str, Any], groups: list[str]) -> str:
    text = _("Meningenkaart van ten minste %(n)s deelnemers in %(cells)s gevulde vakken.") % {
        "n": data["voices_at_least"],
        "cells": len(data["cells"]),
    }
    if groups:
        text += " " + _("Met het midden van: %(groups)s.") % {"groups": words.joined(groups)}
    return text


def _shade(least: int) -> int:
    return next(shade for bound, shade in _SHADES if least >= bound)


def _band(least: int) -> str:
    bounds = [bound for bound, _shade in reversed(_SHADES)]
    above = next((bound for bound in bounds if bound > least), None)
    if above is None:
        return _("%(least)s of meer deelnemers") % {"least": least}
    return _("%(least)s tot %(most)s deelnemers") % {"least": least, "most": above - 1}


def _ends(outcome: Outcome, axes: Sequence[Mapping[str, Any]]) -> list[End]:
    names = (
        (_("Rechts"), "high_end", "low_end"),
        (_("Links"), "low_end", "high_end"),
        (_("Boven"), "high_end", "low_end"),
        (_("Onder"), "low_end", "high_end"),
    )
    return [
        End(name, _said(outcome, axes[place // 2], here, there))
        for place, (name, here, there) in enumerate(names)
    ]


def _said(outcome: Outcome, axis: Mapping[str, Any], here: str, there: str) -> list[str]:
    """What people at this end agree with or, where that is nothing, disagree with."""
    if axis[here]:
        texts, said = axis[here], _("vaker eens met “%(text)s”")
    else:
        texts, said = axis[there], _("vaker oneens met “%(text)s”")
    return [said % {"text": _short(outcome.statements[w["statement"]].text)} for w in texts]


def _short(text: str) -> str:
    return text if len(text) <= 140 else text[:139] + "…"
