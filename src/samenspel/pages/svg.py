"""What all pictures have in common: a scale from 0 to 100 %, and text that fits."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A share of 0 to 1 as a horizontal place."""

    left: float
    right: float

    def at(self, share: float) -> float:
        return round(self.left + share * (self.right - self.left), 1)

    def span(self, low: float, high: float, *, least: float) -> tuple[float, float]:
        """Left and right of an interval, never narrower than `least`.

        An interval as narrow as its dot would look like nothing where it means certainty.
        """
        left, right = self.at(low), self.at(high)
        missing = max(0.0, least - (right - left)) / 2
        return round(left - missing, 1), round(right + missing, 1)

    @property
    def ticks(self) -> list[tuple[str, float, bool]]:
        """(label, place, is the half) of every quarter."""
        return [(f"{quarter * 25}%", self.at(quarter / 4), quarter == 2) for quarter in range(5)]


def wrap(text: str, width: float, *, size: float, lines: int = 3) -> list[str]:
    """Break text into lines of about `width` pixels in a type of `size` pixels.

    SVG does not wrap by itself. Widths are those of an average letter; scripts that write
    without spaces break anywhere. What does not fit in `lines` ends in an ellipsis.
    """
    text = " ".join(text.split())
    broken: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and _width(line + piece, size) > width:
            broken.append(line.strip())
            line = ""
        line += piece
    broken.append(line.strip())
    if len(broken) > lines:
        broken = broken[:lines]
        broken[-1] = broken[-1].rstrip(" ,.;:") + "…"
    return broken


def _pieces(text: str) -> list[str]:
    """Words with the space after them; wide characters, and parts of endless words, alone."""
    pieces: list[str] = []
    word = ""
    for char in text:
        if _is_wide(char):
            pieces += [word, char] if word else [char]
            word = ""
            continue
        word += char
        if char == " " or len(word) >= 24:
            pieces.append(word)
            word = ""
    return [*pieces, word] if word else pieces


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _width(text: str, size: float) -> float:
    return sum(size if _is_wide(char) else size * 0.52 for char in text)
