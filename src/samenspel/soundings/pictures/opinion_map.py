"""The opinion map: who answered alike stand close together. An extra for who looks deeper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samenspel.soundings.instruments.statements import words
from samenspel.soundings.instruments.statements.outcome import Outcome
from samenspel.soundings.pictures.groups_found import GroupsFoundPicture, groups_found_picture
from samenspel.soundings.pictures.saved import saved_drawing

WIDE, NARROW = 600, 300
_MARGIN = 12
_LEGEND_LINE = 26
_SHADES = {5: "#d6e6f0", 10: "#a9c9de", 20: "#78a9c8", 50: "#4689b1", 100: "#1d6996"}


@dataclass(frozen=True)
class Square:
    x: float
    y: float
    side: float
    fill: str
    sentence: str


@dataclass(frozen=True)
class Marker:
    """The middle of a group: its number on the map, its name in the legend below."""

    number: int
    name: str
    x: float
    y: float
    legend_y: float

    @property
    def number_y(self) -> float:
        return self.y + 4.5

    @property
    def legend_number_y(self) -> float:
        return self.legend_y + 4.5


@dataclass(frozen=True)
class MapPicture:
    """Squares that are darker where more voices stand, and the middle of every group."""

    width: int
    squares: list[Square]
    markers: list[Marker]
    description: str

    @property
    def height(self) -> float:
        return self.width + _LEGEND_LINE * len(self.markers)

    @property
    def middle(self) -> float:
        return self.width / 2

    @property
    def margin(self) -> int:
        return _MARGIN

    @property
    def legend_x(self) -> int:
        return _MARGIN + 12

    @property
    def legend_name_x(self) -> int:
        return _MARGIN + 34

    @property
    def edge(self) -> int:
        return self.width - _MARGIN


@dataclass(frozen=True)
class Shade:
    fill: str
    sentence: str


@dataclass(frozen=True)
class End:
    """One end of an axis in words: what people there say."""

    name: str
    statements: list[str]


@dataclass(frozen=True)
class MapPage:
    outcome: Outcome
    wide: MapPicture | None = None
    narrow: MapPicture | None = None
    ends: Sequence[End] = ()
    explained: Sequence[str] = ()
    shades: Sequence[Shade] = ()
    not_shown: str = ""
    lies_as: str = ""
    """the round before, that this map was laid as"""
    found: GroupsFoundPicture | None = None

    @property
    def looks_like_chance(self) -> bool:
        """Why there is no map, where not too few took part."""
        return self.found is not None and not self.found.were_looked_for

    @property
    def leaves_out_open_links(self) -> bool:
        return bool(self.outcome.open_groups) and not self.outcome.is_one_group


def map_page(outcome: Outcome) -> MapPage:
    data, found = outcome.map, groups_found_picture(outcome)
    if data is None:
        return MapPage(outcome, found=found)
    hidden = [
        words.group_name(outcome.groups[position])
        for position in data["groups_not_shown"]
        if position in outcome.compared
    ]
    return MapPage(
        outcome=outcome,
        wide=_picture(outcome, data, WIDE),
        narrow=_picture(outcome, data, NARROW),
        ends=_ends(outcome, data["axes"]),
        explained=[_explained(axis["explained_percent"]) for axis in data["axes"]],
        shades=[Shade(fill, _band(least)) for least, fill in _SHADES.items()],
        not_shown=words.joined(hidden) if hidden and not outcome.is_one_group else "",
        lies_as=_title(data.get("lies_as")),
        found=found,
    )


def map_svg(outcome: Outcome) -> str | None:
    if outcome.map is None:
        return None
    return saved_drawing(
        "soundings/pictures/opinion_map.svg",
        _picture(outcome, outcome.map, WIDE),
        _("Meningenkaart"),
    )


def _title(of_round: Mapping[str, str] | None) -> str:
    if of_round is None:
        return ""
    in_english = (get_language() or "").startswith("en")
    return (in_english and of_round["title_en"]) or of_round["title"]


def _picture(outcome: Outcome, data: Mapping[str, Any], width: int) -> MapPicture:
    side = (width - 2 * _MARGIN) / data["size"]
    squares = [
        Square(*_corner(cell, data["size"], side), side - 2, *_shade(cell["low"]))
        for cell in data["cells"]
    ]
    places = [] if outcome.is_one_group else data["groups"]
    markers = [
        Marker(
            number=number,
            name=words.group_name(outcome.groups[place["group"]]),
            x=x,
            y=y,
            legend_y=width + _LEGEND_LINE * (number - 0.5),
        )
        for number, (place, (x, y)) in enumerate(
            zip(places, _spread(places, data["size"], side), strict=True), start=1
        )
    ]
    return MapPicture(width, squares, markers, _describe(data, [m.name for m in markers]))


def _corner(cell: Mapping[str, Any], size: int, side: float) -> tuple[float, float]:
    # Rows count from below, drawings from above.
    return _MARGIN + cell["column"] * side, _MARGIN + (size - 1 - cell["row"]) * side


def _spread(
    places: Sequence[Mapping[str, Any]], size: int, side: float
) -> list[tuple[float, float]]:
    """Markers that share a square stand beside each other in it."""
    taken: dict[tuple[int, int], int] = {}
    spots = []
    for place in places:
        key = (place["column"], place["row"])
        x, y = _corner(place, size, side)
        nth = taken.get(key, 0)
        taken[key] = nth + 1
        spots.append((x + side / 2 + (nth % 2) * 20, y + side / 2 + (nth // 2) * 20))
    return spots


def _describe(data: Mapping[str, Any], groups: list[str]) -> str:
    text = _("Meningenkaart van ten minste %(n)s deelnemers in %(cells)s gevulde vakken.") % {
        "n": data["voices_at_least"],
        "cells": len(data["cells"]),
    }
    if groups:
        text += " " + _("Met het midden van: %(groups)s.") % {"groups": words.joined(groups)}
    return text


def _shade(least: int) -> tuple[str, str]:
    bound = max(bound for bound in _SHADES if bound <= least)
    return _SHADES[bound], _band(bound)


def _band(least: int) -> str:
    above = next((bound for bound in _SHADES if bound > least), None)
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
        End(_named(name, axes[place // 2]), _said(outcome, axes[place // 2], here, there))
        for place, (name, here, there) in enumerate(names)
    ]


def _named(name: str, axis: Mapping[str, Any]) -> str:
    # Maps that were frozen before axes were tested do not say.
    is_sure = axis.get("beyond_chance", True)
    return name if is_sure else _("%(end)s (kan toeval zijn)") % {"end": name}


def _explained(percent: int) -> str:
    return _("ongeveer %(n)s%%") % {"n": percent} if percent else _("bijna niets")


def _said(outcome: Outcome, axis: Mapping[str, Any], here: str, there: str) -> list[str]:
    """What people at this end agree with or, where that is nothing, disagree with."""
    if axis[here]:
        weights, said = axis[here], _("vaker eens met “%(text)s”")
    else:
        weights, said = axis[there], _("vaker oneens met “%(text)s”")
    return [said % {"text": _short(outcome.statements[w["statement"]].text)} for w in weights]


def _short(text: str) -> str:
    return text if len(text) <= 140 else text[:139] + "…"
