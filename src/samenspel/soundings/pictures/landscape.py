"""Every statement as a dot above the share that agrees with it: one group at a glance."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.pages.svg import Scale
from samenspel.soundings.instruments.statements import words
from samenspel.soundings.instruments.statements.outcome import Outcome, Statement
from samenspel.soundings.pictures.shares import WIDE, fills


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    colour: str
    statement: Statement
    sentence: str

    @property
    def fill(self) -> str:
        return fills(self.colour)[0]


@dataclass(frozen=True)
class Landscape:
    width: int
    height: float
    radius: float
    scale: Scale
    bottom: float
    dots: list[Dot]

    @property
    def tick_y(self) -> float:
        return self.bottom + 22

    @property
    def description(self) -> str:
        counts = [sum(dot.colour == colour for dot in self.dots) for colour in _LANDSCAPE]
        return _(
            "%(all)s stellingen naar het deel dat het ermee eens is: %(agree)s met een "
            "meerderheid eens, %(disagree)s met een meerderheid oneens, %(rest)s onzeker."
        ) % {
            "all": len(self.dots),
            "agree": counts[0],
            "disagree": counts[1],
            "rest": counts[2],
        }


_LANDSCAPE = ("agree", "disagree", "pass")


def landscape(outcome: Outcome, *, width: int = WIDE) -> Landscape:
    """Stack the statements of one group in bins of two and a half percent, or five on a phone."""
    scale = Scale(26, width - 26)
    bins = 40 if width >= WIDE else 20
    step = (scale.right - scale.left) / bins
    stacks: dict[int, list[Statement]] = {}
    shown = [s for s in outcome.statements if s.shown_cells and s.agreement >= 0]
    for statement in sorted(shown, key=lambda s: (s.agreement, s.number)):
        stacks.setdefault(min(int(statement.agreement * bins), bins - 1), []).append(statement)
    tallest = max((len(stack) for stack in stacks.values()), default=1)
    radius = min(step / 2 - 0.5, 240 / tallest / 2)
    bottom = tallest * radius * 2 + 24
    dots = [
        Dot(
            x=round(scale.left + (place + 0.5) * step, 1),
            y=round(bottom - 8 - (2 * level + 1) * radius, 1),
            colour=_landscape_colour(statement),
            statement=statement,
            sentence=words.share_sentence(statement.text[:160], statement.shown_cells[0]),
        )
        for place, stack in sorted(stacks.items())
        for level, statement in enumerate(stack)
    ]
    return Landscape(width, bottom + 30, round(radius - 0.8, 2), scale, bottom, dots)


def _landscape_colour(statement: Statement) -> str:
    if statement.is_shared:
        return "agree"
    return "disagree" if statement.is_rejected else "pass"
