"""Recognition as a picture: organisations in a circle, and how each sees each other one.

The half of a line that begins at an organisation is how its people see the other. So a line has no
arrows, and a half that is not told is not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from samenspel.measures.recognition import FEW, HALF, MOST
from samenspel.pages.svg import wrap
from samenspel.soundings.instruments.relations.headlines import band_name
from samenspel.soundings.instruments.relations.outcome import Organisation, Outcome

WIDE, NARROW = 900, 300
_STYLES = {MOST: ("6", ""), HALF: ("2.5", ""), FEW: ("2.5", "2 6")}
_RADIUS = 17


@dataclass(frozen=True)
class Spot:
    """An organisation in the circle. lines : of its name; none where there is no room"""

    number: int
    name: str
    x: float
    y: float
    lines: list[tuple[str, float, float]]
    anchor: str

    @property
    def number_y(self) -> float:
        return self.y + 5.5


@dataclass(frozen=True)
class HalfLine:
    """From who looks to halfway whom it looks at."""

    x: float
    y: float
    to_x: float
    to_y: float
    width: str
    dashes: str
    sentence: str


@dataclass(frozen=True)
class WebPicture:
    width: int
    height: float
    spots: list[Spot]
    halves: list[HalfLine]

    @property
    def radius(self) -> int:
        return _RADIUS

    @property
    def description(self) -> str:
        return " ".join(f"{half.sentence}." for half in self.halves)


def web_picture(outcome: Outcome, key: str, *, width: int = WIDE) -> WebPicture:
    """All organisations that were asked about, in their order, from the top with the clock."""
    asked = [each for each in outcome.asked_about if each.recognised_in(key)]
    wide = width >= WIDE
    circle = 140.0 if wide else 108.0
    middle = (width / 2, circle + (70 if wide else 30))
    places = _places(len(asked), middle, circle)
    at = {each.position: place for each, place in zip(asked, places, strict=True)}
    return WebPicture(
        width=width,
        height=middle[1] + circle + (70 if wide else 30),
        spots=[
            _spot(each, place, middle, named=wide)
            for each, place in zip(asked, places, strict=True)
        ],
        halves=_halves(outcome, asked, key, at),
    )


def _places(number: int, middle: tuple[float, float], circle: float) -> list[tuple[float, float]]:
    turns = [2 * pi * place / max(number, 1) for place in range(number)]
    return [
        (round(middle[0] + circle * sin(turn), 1), round(middle[1] - circle * cos(turn), 1))
        for turn in turns
    ]


def _spot(
    each: Organisation, place: tuple[float, float], middle: tuple[float, float], *, named: bool
) -> Spot:
    x, y = place
    aside = x - middle[0]
    anchor = "middle" if abs(aside) < 20 else ("start" if aside > 0 else "end")
    words = wrap(each.name, 240, size=17) if named else []
    if anchor == "middle":
        text_x = x
        above = y < middle[1]
        first = y - 28 - 20 * (len(words) - 1) if above else y + 40
    else:
        text_x = x + (28 if aside > 0 else -28)
        first = y + 6 - 10 * (len(words) - 1)
    lines = [(line, text_x, first + 20 * index) for index, line in enumerate(words)]
    return Spot(each.number, each.name, x, y, lines, anchor)


def _halves(
    outcome: Outcome,
    asked: Sequence[Organisation],
    key: str,
    at: dict[int, tuple[float, float]],
) -> list[HalfLine]:
    found = []
    for about in asked:
        recognition = about.recognised_in(key)
        for look in recognition.told if recognition else []:
            if look.by in at and look.band is not None:
                (x, y), (to_x, to_y) = at[look.by], at[about.position]
                width, dashes = _STYLES[look.band]
                found.append(
                    HalfLine(
                        x=x,
                        y=y,
                        to_x=round((x + to_x) / 2, 1),
                        to_y=round((y + to_y) / 2, 1),
                        width=width,
                        dashes=dashes,
                        sentence=f"{outcome.organisations[look.by].name} → {about.name}:"
                        f" {band_name(look.band)}",
                    )
                )
    return found
