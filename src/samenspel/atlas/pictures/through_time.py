"""Years as pictures: one message each, with what the register did not know yet hatched."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.atlas.models import ArrangementForm
from samenspel.atlas.models.known_years import COMPLETE_FROM
from samenspel.atlas.queries.through_time import Moment

WIDTH, HEIGHT = 340, 182
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 318.0, 24.0, 156.0

# Mean number of cooperations of a municipality in the inventories for the ministry of the interior
# (PROOF adviseurs and KWINK groep 2017 and 2020). They count covenants, companies and contracts
# too.
INVENTORIES = ((date(2017, 7, 1), 27.0), (date(2020, 7, 1), 33.0))


@dataclass(frozen=True, slots=True)
class Dot:
    day: date
    value: float
    x: float
    y: float
    words: str
    is_named: bool
    """whether its value stands beside it"""


@dataclass(frozen=True, slots=True)
class Tick:
    words: str
    x: float
    y: float


@dataclass(frozen=True)
class Chart:
    key: str
    headline: str
    unit: str
    dots: Sequence[Dot]
    elsewhere: Sequence[Dot]
    """of another source"""
    years: Sequence[Tick]
    steps: Sequence[Tick]
    gap: float | None
    """where the years end in which the register was not complete; None where it shows none"""
    width: int = WIDTH
    height: int = HEIGHT
    left: float = _LEFT
    right: float = _RIGHT
    top: float = _TOP
    bottom: float = _BOTTOM

    @property
    def line(self) -> str:
        return " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in self.dots)

    @property
    def gap_width(self) -> float:
        return 0 if self.gap is None else round(self.gap - self.left, 1)

    @property
    def tall(self) -> float:
        return self.bottom - self.top

    @property
    def description(self) -> str:
        said = "; ".join(f"{dot.day.year}: {dot.words}" for dot in self.dots)
        return f"{self.headline}. {said}."


@dataclass(frozen=True)
class ThroughTime:
    headline: str
    charts: Sequence[Chart]
    forms: Sequence[Chart]
    """arrangements by form, all on one scale"""
    moments: Sequence[Moment]
    form_names: Sequence[str]

    @property
    def form_heads(self) -> list[str]:
        """The names with a place where the longest may break: it makes a column too wide."""
        return [name.replace("voerings", "voerings\N{SOFT HYPHEN}") for name in self.form_names]

    @property
    def form_rows(self) -> list[tuple[Moment, list[int]]]:
        order = [form for form in ArrangementForm if str(form.label) in self.form_names]
        return [
            (moment, [moment.by_form.get(form, 0) for form in order]) for moment in self.moments
        ]


def through_time(moments: Sequence[Moment]) -> ThroughTime:
    """moments : at least one, by day"""
    shown = [form for form in ArrangementForm if any(m.by_form.get(form) for m in moments)]
    highest = max((m.by_form.get(form, 0) for m in moments for form in shown), default=0)
    return ThroughTime(
        headline=_headline(moments),
        charts=[
            _chart("regelingen", moments, lambda m: m.arrangements, _("regelingen"), gap=True),
            _chart("gemeenten", moments, lambda m: m.municipalities, _("gemeenten")),
            _chart(
                "deelnemers",
                moments,
                lambda m: m.per_arrangement,
                _("deelnemers per regeling"),
                decimals=1,
                gap=True,
            ),
            _chart(
                "per-gemeente",
                moments,
                lambda m: m.per_municipality,
                _("regelingen per gemeente"),
                decimals=1,
                gap=True,
                elsewhere=INVENTORIES,
            ),
        ],
        forms=[
            _chart(
                form.value,
                moments,
                partial(_of_form, form),
                str(form.label),
                gap=True,
                highest=highest,
            )
            for form in shown
        ],
        moments=moments,
        form_names=[str(form.label) for form in shown],
    )


def _of_form(form: str, moment: Moment) -> int:
    return moment.by_form.get(form, 0)


def _chart(
    key: str,
    moments: Sequence[Moment],
    value_of: Callable[[Moment], float | None],
    unit: str,
    *,
    decimals: int = 0,
    gap: bool = False,
    highest: float = 0,
    elsewhere: Sequence[tuple[date, float]] = (),
) -> Chart:
    told = {m.day: value for m in moments if (value := value_of(m)) is not None}
    days = [moment.day for moment in moments]
    other = [(day, value) for day, value in elsewhere if days[0] <= day <= days[-1]]
    # With room above for what stands there.
    step, top = _steps(1.12 * max([highest, 1, *told.values(), *(value for _day, value in other)]))
    complete = next((day for day in days if day.year >= COMPLETE_FROM), None)
    named = {days[-1], complete if gap else min(told, default=days[0])}

    def x(day: date) -> float:
        whole = (days[-1] - days[0]).days or 1
        return round(_LEFT + (_RIGHT - _LEFT) * (day - days[0]).days / whole, 1)

    def y(value: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * value / top, 1)

    def dot(day: date, value: float, digits: int = decimals) -> Dot:
        words = _number(value, digits)
        return Dot(day, value, x(day), y(value), words, day in named)

    return Chart(
        key=key,
        headline=_said(unit, told, decimals=decimals, gap=gap),
        unit=unit,
        dots=[dot(day, value) for day, value in told.items()],
        elsewhere=[dot(day, value, 0) for day, value in other],
        years=[Tick(str(day.year), x(day), _BOTTOM + 18) for day in _years(days)],
        steps=[
            Tick(_number(at * step, 0), _LEFT - 6, y(at * step))
            for at in range(round(top / step) + 1)
        ],
        gap=x(complete or days[-1]) if gap and days[0].year < COMPLETE_FROM else None,
    )


def _years(days: Sequence[date]) -> list[date]:
    """Those that fit under the line: the first, the first complete one, and every fourth on."""
    first = [day for day in days if (day.month, day.day) == (1, 1)]
    return [day for day in first if (day.year - COMPLETE_FROM) % 4 == 0 or day == days[0]]


def _steps(highest: float) -> tuple[float, float]:
    """How far apart the lines across lie, and where the highest is: two to four of them."""
    step = 1.0
    while highest / step > 4:
        # 1, 2, 5, 10, 20, 50, …
        step *= 2.5 if str(step)[0] == "2" else 2
    lines = -(-highest // step)
    return step, step * lines


def _said(unit: str, told: Mapping[date, float], *, decimals: int, gap: bool) -> str:
    """From when the register is complete to now, in words."""
    unit = unit[:1].upper() + unit[1:]
    since = [day for day in told if not gap or day.year >= COMPLETE_FROM]
    if len(since) < 2:
        return unit
    return _("%(unit)s: %(then)s in %(year)s, %(now)s nu") % {
        "unit": unit,
        "then": _number(told[since[0]], decimals),
        "year": since[0].year,
        "now": _number(told[since[-1]], decimals),
    }


def _number(value: float, decimals: int) -> str:
    # `number_format` by itself cuts off what is behind the last digit.
    return str(number_format(round(value, decimals), decimal_pos=decimals, force_grouping=True))


def _headline(moments: Sequence[Moment]) -> str:
    since = [m for m in moments if m.day.year >= COMPLETE_FROM]
    if len(since) < 2 or not since[0].arrangements:
        return _("Hoeveel gemeenten samenwerken, door de jaren heen")
    more = since[-1].arrangements - since[0].arrangements
    fewer = (since[0].municipalities or 0) - (since[-1].municipalities or 0)
    if more <= 0 or fewer <= 0:
        return _("Van %(then)s regelingen in %(year)s naar %(now)s nu") % {
            "then": since[0].arrangements,
            "year": since[0].day.year,
            "now": since[-1].arrangements,
        }
    return ngettext(
        "Sinds %(year)s zijn er %(fewer)s gemeenten minder en %(more)s regeling meer",
        "Sinds %(year)s zijn er %(fewer)s gemeenten minder en %(more)s regelingen meer",
        more,
    ) % {"year": since[0].day.year, "fewer": fewer, "more": more}
