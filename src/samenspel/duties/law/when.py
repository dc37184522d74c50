"""When something is asked: one way of counting, from the days of a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from samenspel.duties.law.days import last_day_of_term
from samenspel.duties.law.words import Words

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deadline:
    """The last day on which something can be done."""

    on: date
    counted: date
    """before it was moved because no term ends on such a day"""
    reference: date
    """the day that says which version of the law holds"""
    assumes: Words
    is_own_day: bool = False
    """a day that the plan names itself, such as that of a meeting: nothing to do before it"""


@dataclass(frozen=True)
class BeforeDate:
    """The day before a fixed date, of one year or of every budget year."""

    month_day: str
    year: int

    def last_day(self, budget_year: int | None) -> date | None:
        if len(self.month_day) > len("12-31"):
            return date.fromisoformat(self.month_day) - _DAY
        if budget_year is None:
            return None
        return date.fromisoformat(f"{budget_year + self.year:04}-{self.month_day}") - _DAY


@dataclass(frozen=True)
class When:
    anchor: str
    """a day of the plan; nothing where a fixed date is counted from"""
    direction: int
    """1 after it, -1 before it, 0 on it"""
    days: int
    weeks: int
    months: int
    before_date: BeforeDate | None
    back_weeks: int
    no_later: BeforeDate | None
    only_if_started_before: date
    assumes: Words

    def deadline(
        self, known: Mapping[str, date | None], budget_year: int | None = None
    ) -> Deadline | None:
        """The last day, or None where this plan has not the days to count from.

        known : the days of the plan by their names
        budget_year : the year whose budget or accounts it is about
        """
        if self.only_if_started_before != date.max:
            started = known.get("starts_on")
            if started is None or started >= self.only_if_started_before:
                return None
        if self.before_date is not None:
            last = self.before_date.last_day(budget_year)
            if last is None:
                return None
            on = last - timedelta(weeks=self.back_weeks)
            return Deadline(on, on, last, self.assumes)
        anchor = known.get(self.anchor)
        return None if anchor is None else self._counted_from(anchor, budget_year)

    def _counted_from(self, anchor: date, budget_year: int | None) -> Deadline:
        on = counted = anchor + self.direction * timedelta(days=self.days, weeks=self.weeks)
        if self.direction > 0:
            counted, on = last_day_of_term(
                anchor, days=self.days, weeks=self.weeks, months=self.months
            )
        latest = self.no_later.last_day(budget_year) if self.no_later else None
        if latest is not None and latest < on:
            on = counted = latest
        return Deadline(on, counted, anchor, self.assumes, is_own_day=self.direction == 0)


def read_when(written: Mapping[str, Any]) -> When:
    directions = {"at": 0, "after": 1, "before": -1}
    anchored = [name for name in directions if name in written]
    fixed = _before_date(written)
    if len(anchored) + (fixed is not None) != 1:
        raise ValueError(f"one way of counting is needed: {written}")
    return When(
        anchor=written[anchored[0]] if anchored else "",
        direction=directions[anchored[0]] if anchored else 0,
        days=written.get("days", 0),
        weeks=written.get("weeks", 0),
        months=written.get("months", 0),
        before_date=fixed,
        back_weeks=written.get("back_weeks", 0),
        no_later=_before_date(written.get("no_later", {})),
        only_if_started_before=written.get("only_if_started_before", date.max),
        assumes=Words(written.get("assumes", {})),
    )


def _before_date(written: Mapping[str, Any]) -> BeforeDate | None:
    if "before_date" not in written:
        return None
    return BeforeDate(written["before_date"], written.get("year", 0))
