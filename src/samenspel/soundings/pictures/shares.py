"""Shares as a picture: the dot (share), the pill (uncertainty), the dotted line (silence).

The drawing, the table and the sentences of a picture are made from the same rows, so they cannot
say different things.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from samenspel.measures.disclosure import AGREE, DISAGREE, PASS
from samenspel.pages.svg import Scale, wrap
from samenspel.soundings.instruments.statements import words
from samenspel.soundings.instruments.statements.cells import Cell, Share

_COLOURS = {AGREE: "agree", DISAGREE: "disagree", PASS: "pass"}
# For a drawing that is saved as a file; on a page the theme's colours win.
_FILLS = {
    "agree": ("#1d6996", "#d6e6f0"),
    "disagree": ("#d2691e", "#f7e3d3"),
    "pass": ("#a7b0ba", "#eef1f4"),
}
WIDE, NARROW = 900, 300


def fills(colour: str) -> tuple[str, str]:
    """The strong and the soft fill of a colour by name."""
    return _FILLS[colour]


@dataclass(frozen=True)
class Row:
    """One line of a picture of shares. Without a cell the note says why nothing is shown."""

    label: str
    note: str
    kind: int = AGREE
    cell: Cell | None = None
    silence: bool = True

    @property
    def share(self) -> Share | None:
        return None if self.cell is None else words.share_of(self.cell, self.kind)

    @property
    def value(self) -> str:
        return "" if self.cell is None else words.share_in_short(self.cell, self.kind)

    @property
    def sentence(self) -> str:
        if self.cell is None:
            return f"{self.label}: {self.note}"
        said = words.share_sentence(self.label, self.cell, self.kind)
        return f"{said}; {self.note}"


@dataclass(frozen=True)
class PlacedRow:
    row: Row
    lines: list[tuple[str, float]]
    note_y: float
    y: float
    label_x: float
    colour: str
    dot: float | None = None
    value_x: float = 0
    pill: tuple[float, float] | None = None
    # (from, to, where it ends) of the line that silence makes
    dotted: list[tuple[float, float, float]] = field(default_factory=list)

    @property
    def strong(self) -> str:
        return fills(self.colour)[0]

    @property
    def soft(self) -> str:
        return fills(self.colour)[1]

    @property
    def value_y(self) -> float:
        return self.y - 18


@dataclass(frozen=True)
class SupportPicture:
    """Dot, pill and dotted line per row, for one width."""

    title: str
    width: int
    height: float
    scale: Scale
    rows: list[PlacedRow]
    label_anchor: str
    bottom: float

    @property
    def tick_y(self) -> float:
        return self.bottom + 22

    @property
    def description(self) -> str:
        return " ".join(f"{placed.row.sentence}." for placed in self.rows)


def support_picture(title: str, rows: Sequence[Row], *, width: int = WIDE) -> SupportPicture:
    """Lay out rows: labels beside the scale where there is room, above it on a phone."""
    wide = width >= 600
    scale = Scale(300, 860) if wide else Scale(10, 286)
    placed, bottom = places([row.label for row in rows], wide=wide)
    return SupportPicture(
        title=title,
        width=width,
        height=bottom + 30,
        scale=scale,
        rows=[_place(row, scale, at) for row, at in zip(rows, placed, strict=True)],
        label_anchor="end" if wide else "start",
        bottom=bottom,
    )


@dataclass(frozen=True)
class Places:
    """Where a row stands: the lines of its label, its note, and its marks."""

    lines: list[tuple[str, float]]
    label_x: float
    note_y: float
    y: float


def places(labels: Sequence[str], *, wide: bool) -> tuple[list[Places], float]:
    """The places of rows below each other, and where they end."""
    found: list[Places] = []
    top = 30.0 if wide else 8.0
    for label in labels:
        lines = wrap(label, 268 if wide else 290, size=17 if wide else 16)
        if wide:
            y = top + 18 + max(0, len(lines) - 2) * 10
            first = y - (len(lines) - 1) * 20 + (0 if len(lines) == 1 else 10)
            note_y = first + (len(lines) - 1) * 20 + 19
            top = max(y + 38, note_y + 20)
        else:
            first = top + 18
            note_y = first + (len(lines) - 1) * 20 + 19
            y = note_y + 38
            top = y + 26
        placed = [(line, first + index * 20) for index, line in enumerate(lines)]
        found.append(Places(placed, 284 if wide else 10, note_y, y))
    return found, top


def _place(row: Row, scale: Scale, at: Places) -> PlacedRow:
    colour = _COLOURS[row.kind]
    share = row.share
    if share is None or row.cell is None:
        return PlacedRow(row, at.lines, at.note_y, at.y, at.label_x, colour)
    left, right = scale.span(share.low, share.high, least=22)
    middle = (left + right) / 2 if share.share is None else scale.at(share.share)
    half = len(row.value) * 4.4
    dotted = _dotted(scale, share, left, right) if row.silence else []
    return PlacedRow(
        row=row,
        lines=at.lines,
        note_y=at.note_y,
        y=at.y,
        label_x=at.label_x,
        colour=colour,
        dot=None if share.share is None else middle,
        value_x=min(max(middle, scale.left + half), scale.right - half + 12),
        # Where there is no dot, it is the pill that tells in which third a share lies.
        pill=(left, round(right - left, 1))
        if share.share is None or not row.cell.open_link
        else None,
        dotted=dotted,
    )


def _dotted(
    scale: Scale, share: Share, left: float, right: float
) -> list[tuple[float, float, float]]:
    lowest, highest = scale.at(share.lowest), scale.at(share.highest)
    lines = [(lowest, left, lowest), (right, highest, highest)]
    return [line for line in lines if line[1] - line[0] > 2]
