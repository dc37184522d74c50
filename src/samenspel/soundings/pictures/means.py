"""Means as a picture: a dot on the line from 1 to 5, a pill for what is uncertain, and silence.

The drawing, the table and the sentences of a picture are made from the same rows, so they cannot
say different things. It is drawn by the template that draws shares.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.pages.svg import Scale
from samenspel.soundings.instruments.scale import words
from samenspel.soundings.instruments.scale.figures import HIGHEST, LOWEST, Figure
from samenspel.soundings.instruments.scale.outcome import Construct, ScaleOutcome
from samenspel.soundings.instruments.statements import words as of_statements
from samenspel.soundings.instruments.statements.outcome import Group
from samenspel.soundings.pictures.shares import WIDE, Places, fills, places

MIDDLE = 3


@dataclass(frozen=True)
class RatedScale(Scale):
    """The line from 1 to 5."""

    def mean(self, mean: float) -> float:
        return self.at((mean - LOWEST) / (HIGHEST - LOWEST))

    @property
    def ticks(self) -> list[tuple[str, float, bool]]:
        """(label, place, is the middle) of every answer."""
        numbers = range(int(LOWEST), int(HIGHEST) + 1)
        return [(str(number), self.mean(number), number == MIDDLE) for number in numbers]


@dataclass(frozen=True)
class MeanRow:
    """One line of a picture of means. Without a figure the note says why nothing is shown.

    part : at least so much of the group took part; None where nobody knows
    group : its position; None of an aspect
    """

    label: str
    note: str
    figure: Figure | None = None
    part: float | None = None
    open_link: bool = False
    group: int | None = None

    @property
    def value(self) -> str:
        return "" if self.figure is None else words.mean(self.figure.mean)

    @property
    def sentence(self) -> str:
        if self.figure is None:
            return f"{self.label}: {self.note}"
        told = {"name": self.label, "mean": self.value}
        if self.open_link:
            text = _("%(name)s: gemiddeld %(mean)s, van wie meedeed")
        else:
            text = _("%(name)s: gemiddeld %(mean)s, waarschijnlijk tussen %(low)s en %(high)s")
            told |= {
                "low": words.decimal(self.figure.low),
                "high": words.decimal(self.figure.high),
            }
        return f"{text % told}; {self.note}"

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Where the mean of the whole group would lie if all who are silent said 1, or 5."""
        if self.figure is None or self.part is None or self.open_link:
            return None
        part = self.part
        return (
            part * self.figure.low + (1 - part) * LOWEST,
            part * self.figure.high + (1 - part) * HIGHEST,
        )


@dataclass(frozen=True)
class PlacedMean:
    row: MeanRow
    places: Places
    dot: float | None = None
    value_x: float = 0
    pill: tuple[float, float] | None = None
    # (from, to, where it ends) of the line that silence makes
    dotted: tuple[tuple[float, float, float], ...] = ()
    colour: str = "agree"

    @property
    def lines(self) -> list[tuple[str, float]]:
        return self.places.lines

    @property
    def note_y(self) -> float:
        return self.places.note_y

    @property
    def y(self) -> float:
        return self.places.y

    @property
    def value_y(self) -> float:
        return self.y - 18

    @property
    def label_x(self) -> float:
        return self.places.label_x

    @property
    def strong(self) -> str:
        return fills(self.colour)[0]

    @property
    def soft(self) -> str:
        return fills(self.colour)[1]


@dataclass(frozen=True)
class MeansPicture:
    """Dot, pill and dotted line per row, for one width."""

    title: str
    width: int
    height: float
    scale: RatedScale
    rows: list[PlacedMean]
    label_anchor: str
    bottom: float

    @property
    def tick_y(self) -> float:
        return self.bottom + 22

    @property
    def description(self) -> str:
        return " ".join(f"{placed.row.sentence}." for placed in self.rows)


def means_picture(title: str, rows: Sequence[MeanRow], *, width: int = WIDE) -> MeansPicture:
    wide = width >= 600
    scale = RatedScale(300, 860) if wide else RatedScale(10, 286)
    placed, bottom = places([row.label for row in rows], wide=wide)
    return MeansPicture(
        title=title,
        width=width,
        height=bottom + 30,
        scale=scale,
        rows=[_place(row, scale, at) for row, at in zip(rows, placed, strict=True)],
        label_anchor="end" if wide else "start",
        bottom=bottom,
    )


def _place(row: MeanRow, scale: RatedScale, at: Places) -> PlacedMean:
    if row.figure is None:
        return PlacedMean(row, at)
    left, right = scale.mean(row.figure.low), scale.mean(row.figure.high)
    dot = scale.mean(row.figure.mean.value)
    half = len(row.value) * 4.4
    return PlacedMean(
        row=row,
        places=at,
        dot=dot,
        value_x=min(max(dot, scale.left + half), scale.right - half + 12),
        pill=None if row.open_link else (left, round(right - left, 1)),
        dotted=_dotted(row, scale, left, right),
    )


def _dotted(
    row: MeanRow, scale: RatedScale, left: float, right: float
) -> tuple[tuple[float, float, float], ...]:
    if row.bounds is None:
        return ()
    lowest, highest = (scale.mean(bound) for bound in row.bounds)
    lines = ((lowest, left, lowest), (right, highest, highest))
    return tuple(line for line in lines if line[1] - line[0] > 2)


# ── Rows ──────────────────────────────────────────────────────────────────────────────────
def group_rows(outcome: ScaleOutcome, construct: Construct) -> list[MeanRow]:
    """One row per known group, also for the groups that cannot be shown."""
    asked = [
        (group, figure)
        for group, figure in zip(outcome.groups, construct.groups, strict=True)
        if _was_asked(outcome, construct, group)
    ]
    return [_group_row(group, figure) for group, figure in asked]


def part_rows(parts: Sequence[Construct]) -> list[MeanRow]:
    """One row per aspect, all groups together."""
    return [
        MeanRow(
            part.name,
            _("te weinig antwoorden")
            if part.together is None
            else _("%(n)s antwoorden") % {"n": words.people(part.together.people)},
            part.together,
        )
        for part in parts
    ]


def _was_asked(outcome: ScaleOutcome, construct: Construct, group: Group) -> bool:
    questions = (one for one in outcome.statements.statements if one.number in construct.numbers)
    return any(question.was_put_to(group.position) for question in questions)


def _group_row(group: Group, figure: Figure | None) -> MeanRow:
    name = of_statements.group_name(group)
    if figure is None:
        return MeanRow(name, words.why_no_mean(group), group=group.position)
    part = None
    if group.people is not None and group.size:
        part = min(1.0, group.people[1] / group.size)
    return MeanRow(
        name, of_statements.took_part(group), figure, part, group.open_link, group.position
    )
