"""A line of inhabitants through the years, with the table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.atlas.models import Population
from samenspel.pages.templatetags.pages import thousands

WIDTH, HEIGHT = 300, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 20, WIDTH - 20, 44, HEIGHT - 34


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    words: str
    anchor: str


@dataclass(frozen=True)
class Line:
    say: str
    points: str
    """of an SVG polyline"""
    first: Dot
    last: Dot
    years: tuple[int, int]
    has_means: bool
    """whether some numbers are means over the year"""
    rows: Sequence[Population]
    """the newest first"""


def line_of(numbers: Sequence[Population]) -> Line | None:
    """None where fewer than two years are known. The line begins at nought people."""
    if len(numbers) < 2:
        return None
    first, last = numbers[0], numbers[-1]
    most = max(each.inhabitants for each in numbers)
    places = [
        (
            round(
                _LEFT + (_RIGHT - _LEFT) * (each.year - first.year) / (last.year - first.year), 1
            ),
            round(_BOTTOM - (_BOTTOM - _TOP) * each.inhabitants / max(most, 1), 1),
        )
        for each in numbers
    ]
    return Line(
        say=_say(first, last),
        points=" ".join(f"{x},{y}" for x, y in places),
        first=Dot(*places[0], words=thousands(first.inhabitants), anchor="start"),
        last=Dot(*places[-1], words=thousands(last.inhabitants), anchor="end"),
        years=(first.year, last.year),
        has_means=not all(each.on_first_day for each in numbers),
        rows=list(reversed(numbers)),
    )


def _say(first: Population, last: Population) -> str:
    more = last.inhabitants - first.inhabitants
    share = round(100 * abs(more) / max(first.inhabitants, 1))
    told = {"year": first.year, "share": share}
    if share == 0:
        return _("Ongeveer evenveel inwoners als in %(year)s.") % told
    if more > 0:
        return _("%(share)s%% meer inwoners dan in %(year)s.") % told
    return _("%(share)s%% minder inwoners dan in %(year)s.") % told
