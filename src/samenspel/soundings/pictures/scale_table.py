"""All that is told of what rated questions measure, as a table in an open format."""

from collections.abc import Iterator
from math import inf

from samenspel.measures.steady import Told
from samenspel.pages.spreadsheets import as_text
from samenspel.soundings.instruments.scale.figures import Figure
from samenspel.soundings.instruments.scale.outcome import Construct, ScaleOutcome, Series
from samenspel.soundings.instruments.statements import words as of_statements

TOGETHER = "*"
HEADER = (
    "closed_on",
    "title",
    "construct",
    "name",
    "group",
    "mean",
    "mean_least",
    "mean_most",
    "low",
    "high",
    "spread",
    "answered_low",
    "answered_high",
    "agreement",
    "comparable",
)


def figure_rows(outcome: ScaleOutcome) -> Iterator[tuple[object, ...]]:
    """A row for every wave, construct and group of which something is told; the last wave, which is
    this round, without a date. Its group is "*" for all groups together.
    """
    yield HEADER
    names = [as_text(of_statements.group_name(group)) for group in outcome.groups]
    for construct in outcome.constructs:
        of_all = (TOGETHER, construct.series, construct.together)
        of_groups = zip(names, construct.group_series, construct.groups, strict=True)
        for group, series, figure in (of_all, *of_groups):
            yield from _rows(outcome, construct, group, series, figure)


def _rows(
    outcome: ScaleOutcome,
    construct: Construct,
    group: str,
    series: Series,
    figure: Figure | None,
) -> Iterator[tuple[object, ...]]:
    about = (construct.key, as_text(construct.name), group)
    for point in series.points:
        wave = outcome.waves[point.wave]
        closed_on = "" if wave.closed_on is None else wave.closed_on.isoformat()
        yield (
            closed_on,
            as_text(wave.title),
            *about,
            *_figure(point.figure),
            int(point.comparable),
        )
    if figure is not None:
        yield ("", "", *about, *_figure(figure), 1)


def _figure(figure: Figure) -> Iterator[object]:
    yield from (figure.mean.value, *_around(figure.mean), figure.low, figure.high)
    yield from (figure.spread.value, *_around(figure.people))
    yield "" if figure.verdict is None else str(figure.verdict)


def _around(told: Told) -> Iterator[object]:
    yield from ("" if edge in (-inf, inf) else round(edge, 4) for edge in (told.least, told.most))
