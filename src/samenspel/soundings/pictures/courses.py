"""The course of means over waves: small pictures beside each other, all with the same line.

A dot for each wave, a band for what is uncertain. Dots are joined where the same was asked of the
same groups; there is no colour for better or worse.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.pages.svg import wrap
from samenspel.soundings.instruments.scale import words
from samenspel.soundings.instruments.scale.figures import HIGHEST, LOWEST, Figure
from samenspel.soundings.instruments.scale.outcome import Construct, ScaleOutcome, Series
from samenspel.soundings.instruments.statements import words as of_statements
from samenspel.soundings.pictures.shares import WIDE

MOST_WAVES = 8
_PANEL, _GAP = 280.0, 30.0
_LEFT, _RIGHT = 28.0, 12.0
_TITLE, _PLOT, _BELOW = 24.0, 110.0, 44.0
_LINES = 2
_COLUMN = 5.0


@dataclass(frozen=True)
class Told:
    """A wave of one series: what was told, and whether it can be compared with the next."""

    position: int
    wave: str
    figure: Figure | None
    comparable: bool = True


@dataclass(frozen=True)
class Course:
    """One series, with what it is called and what is said of it."""

    name: str
    note: str
    told: tuple[Told, ...]

    @property
    def sentence(self) -> str:
        shown = [
            f"{one.wave}: {words.in_full(one.figure)}"
            for one in self.told
            if one.figure is not None
        ]
        return f"{self.name}: {'; '.join(shown)}. {self.note}".strip()


@dataclass(frozen=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True)
class Panel:
    """A course, placed."""

    course: Course
    x: float
    y: float
    title: list[tuple[str, float]]
    grid: list[tuple[str, float, bool]]
    left: float
    right: float
    dots: list[Dot]
    bands: list[str]
    lines: list[str]
    last: tuple[str, float, float]
    first_wave: tuple[str, float]
    last_wave: tuple[str, float]
    axis_y: float
    note_y: float


@dataclass(frozen=True)
class CoursesPicture:
    width: int
    height: float
    panels: list[Panel]

    @property
    def description(self) -> str:
        return " ".join(panel.course.sentence for panel in self.panels)


def courses_picture(courses: Sequence[Course], *, width: int = WIDE) -> CoursesPicture:
    """Beside each other where there is room, and below each other on a phone."""
    across = max(1, int((width + _GAP) // (_PANEL + _GAP)))
    panel = (width - (across - 1) * _GAP) / across
    lines = max((len(_title(course, panel)) for course in courses), default=1)
    tall = lines * _TITLE + _PLOT + _BELOW + 24
    panels = [
        _panel(course, number % across * (panel + _GAP), number // across * tall, panel, lines)
        for number, course in enumerate(courses)
    ]
    rows = -(-len(courses) // across)
    return CoursesPicture(width, rows * tall, panels)


def _title(course: Course, width: float) -> list[str]:
    return wrap(course.name, width - _LEFT, size=17, lines=_LINES)


def _panel(course: Course, x: float, y: float, width: float, lines: int) -> Panel:
    top = y + lines * _TITLE + 8
    left, right = x + _LEFT, x + width - _RIGHT
    told = course.told
    step = (right - left - 20) / max(len(told) - 1, 1)

    def across(wave: int) -> float:
        # A single wave stands at the end, where the last one always is.
        return round(right - 10 - (len(told) - 1 - wave) * step, 1)

    def down(mean: float) -> float:
        return round(top + (HIGHEST - mean) / (HIGHEST - LOWEST) * _PLOT, 1)

    dots = [
        (wave, Dot(across(wave), down(one.figure.mean.value)), one.figure)
        for wave, one in enumerate(told)
        if one.figure is not None
    ]
    last_wave, last, figure = dots[-1]
    value = words.mean(figure.mean)
    return Panel(
        course=course,
        x=x,
        y=y,
        title=[
            (line, y + 16 + number * _TITLE) for number, line in enumerate(_title(course, width))
        ],
        grid=[(str(mean), down(mean), mean == 3) for mean in (1, 3, 5)],
        left=left,
        right=right,
        dots=[dot for _wave, dot, _figure in dots],
        bands=[_band(run, across, down) for run in _runs(told)],
        lines=[
            _path([Dot(across(w), down(f.mean.value)) for w, f in run])
            for run in _runs(told)
            if len(run) > 1
        ],
        last=(value, min(last.x, right - len(value) * 4.4), _beside(last, top)),
        first_wave=(told[0].wave if len(told) > 1 else "", across(0)),
        last_wave=(told[last_wave].wave, across(len(told) - 1)),
        axis_y=top + _PLOT + 20,
        note_y=top + _PLOT + 40,
    )


def _beside(dot: Dot, top: float) -> float:
    """Where a number stands: above its dot, or below it where there is no room."""
    return dot.y - 14 if dot.y - 14 > top + 8 else dot.y + 26


Run = list[tuple[int, Figure]]


def _runs(told: Sequence[Told]) -> list[Run]:
    """Waves that can be compared, together; the others one by one."""
    shown = [(wave, one.figure, one) for wave, one in enumerate(told) if one.figure is not None]
    compared: Run = [(wave, figure) for wave, figure, one in shown if one.comparable]
    alone: list[Run] = [[(wave, figure)] for wave, figure, one in shown if not one.comparable]
    return [*alone, compared] if compared else alone


def _band(run: Run, across: Callable[[int], float], down: Callable[[float], float]) -> str:
    """Between the ends of the intervals; of one wave a small column."""
    edges = [(across(wave), down(figure.high), down(figure.low)) for wave, figure in run]
    if len(edges) == 1:
        [(x, high, low)] = edges
        edges = [(x - _COLUMN, high, low), (x + _COLUMN, high, low)]
    upper = [Dot(x, high) for x, high, _low in edges]
    lower = [Dot(x, low) for x, _high, low in reversed(edges)]
    return f"{_path([*upper, *lower])} Z"


def _path(dots: Sequence[Dot]) -> str:
    return "M " + " L ".join(f"{dot.x:.1f} {dot.y:.1f}" for dot in dots)


# ── What is drawn ─────────────────────────────────────────────────────────────────────────
def together(outcome: ScaleOutcome, construct: Construct) -> Course | None:
    """All groups together; None where nothing was ever told of them."""
    return _course(outcome, construct, construct.name, construct.series, construct.together)


def of_groups(outcome: ScaleOutcome, construct: Construct) -> list[Course]:
    """Each group of which something is told, now or before."""
    found = (
        _course(outcome, construct, of_statements.group_name(group), series, figure)
        for group, series, figure in zip(
            outcome.groups, construct.group_series, construct.groups, strict=True
        )
    )
    return [course for course in found if course is not None]


def _course(
    outcome: ScaleOutcome,
    construct: Construct,
    name: str,
    series: Series,
    figure: Figure | None,
) -> Course | None:
    before = {point.wave: point for point in series.points}
    if not before:
        # One wave is no course.
        return None
    first = max(min(before), len(outcome.waves) - (MOST_WAVES - 1))
    told = [
        Told(
            wave,
            words.wave(outcome.waves[wave]),
            before[wave].figure if wave in before else None,
            before[wave].comparable if wave in before else False,
        )
        for wave in range(first, len(outcome.waves))
    ]
    told.append(Told(len(outcome.waves), _("nu"), figure))
    if not any(one.figure for one in told):
        return None
    # What is not seen may still be there: so the smallest change that would be is told with it.
    return Course(name, words.visible(construct, series.change), tuple(told))
