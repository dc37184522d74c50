"""What the law asks of one plan: each duty with its last day, or without one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from samenspel.duties.law.days import why_no_working_day, working_day_before
from samenspel.duties.law.texts import Certainty, Duty, Law, Version, duties, laws
from samenspel.duties.law.when import Deadline
from samenspel.duties.law.words import Words


@dataclass(frozen=True)
class Facts:
    """What of a plan decides what is asked, and when."""

    form: str
    with_province: bool = False
    holds: frozenset[str] = frozenset()
    """facts that take duties away"""
    days: Mapping[str, date | None] = field(default_factory=dict)
    days_of_year: Mapping[int, Mapping[str, date]] = field(default_factory=dict)
    """days that count for one budget year only"""
    first_year: int | None = None


@dataclass(frozen=True)
class Asked:
    """A duty as the law has it for this plan; of one budget year where it comes every year."""

    duty: Duty
    version: Version
    budget_year: int | None
    deadline: Deadline | None
    what: Words
    who: Words
    note: Words
    assumes: Words
    article: str

    @property
    def key(self) -> str:
        """Never changes: what was noted, reminders and calendars of others go by it."""
        return self.duty.key if self.budget_year is None else f"{self.duty.key}-{self.budget_year}"

    @property
    def law(self) -> Law:
        return self.version.law

    @property
    def is_unchecked(self) -> bool:
        return self.version.certainty is Certainty.UNCHECKED

    @property
    def on(self) -> date | None:
        return self.deadline.on if self.deadline else None

    @property
    def moved_from(self) -> date | None:
        """The day on which it would have ended, had that been a working day."""
        moved = self.deadline is not None and self.deadline.counted != self.deadline.on
        return self.deadline.counted if moved and self.deadline else None

    @property
    def why_moved(self) -> str:
        return why_no_working_day(self.moved_from) if self.moved_from else ""

    @property
    def do_by(self) -> date | None:
        """The last day on which offices are open: a fixed day waits for nobody."""
        if self.deadline is None or self.deadline.is_own_day:
            return self.on
        return working_day_before(self.deadline.on)

    @property
    def why_earlier(self) -> str:
        """What the last day is, where it is better done on an earlier one."""
        return why_no_working_day(self.on) if self.on and self.do_by != self.on else ""


def asked_between(facts: Facts, first: date, last: date) -> list[Asked]:
    """Everything with a last day from one day to another, in the order of those days."""
    years = range(first.year - 1, last.year + 2)
    found = [
        asked
        for duty in _of(facts)
        for year in (_budget_years(facts, years) if duty.every_year else [None])
        if (asked := _with_date(duty, facts, year)) is not None
    ]
    return sorted(
        (each for each in found if each.on and first <= each.on <= last),
        key=lambda each: each.on or date.max,
    )


def asked_without_date(facts: Facts, today: date) -> list[Asked]:
    """What holds all the time, or for which the plan lacks a day to count from."""
    return [
        _asked(duty, version, facts, None, None)
        for duty in _of(facts)
        if (version := duty.version_on(today)) is not None and _has_no_date(duty, version, facts)
    ]


def needed_days(asked: Asked) -> list[str]:
    """The days of the plan from any of which this could be counted."""
    return [when.anchor for when in asked.version.when if when.anchor]


def days_asked_for(form: str) -> set[str]:
    """The days from which anything is counted in this form."""
    return {
        when.anchor
        for duty in duties()
        if form in duty.forms
        for version in duty.versions
        for when in version.when
        if when.anchor
    }


def has_budget(form: str) -> bool:
    """Whether the law asks something of it every budget year."""
    return any(duty.every_year and form in duty.forms for duty in duties())


def _of(facts: Facts) -> Iterator[Duty]:
    return (d for d in duties() if facts.form in d.forms and d.unless not in facts.holds)


def _budget_years(facts: Facts, years: range) -> list[int]:
    return [year for year in years if facts.first_year is not None and year >= facts.first_year]


def _with_date(duty: Duty, facts: Facts, year: int | None) -> Asked | None:
    found = [
        (version, deadline)
        for version in duty.versions
        if (deadline := _deadline(version, facts, year)) is not None
    ]
    valid = [(v, d) for v, d in found if v.holds_on(d.reference)]
    if not valid and duty.every_year:
        # In the year in which the law changes neither version may reach its own day.
        valid = [(v, d) for v, d in found if v.holds_on(date(d.reference.year, 12, 31))]
    if not valid:
        return None
    version, deadline = max(valid, key=lambda pair: pair[0].valid_from)
    return _asked(duty, version, facts, year, deadline)


def _deadline(version: Version, facts: Facts, year: int | None) -> Deadline | None:
    of_year = facts.days_of_year.get(year, {}) if year is not None else {}
    known = {**facts.days, **of_year}
    counted = (when.deadline(known, year) for when in version.when)
    return next((deadline for deadline in counted if deadline is not None), None)


def _has_no_date(duty: Duty, version: Version, facts: Facts) -> bool:
    if duty.every_year:
        return facts.first_year is None
    if any(when.only_if_started_before != date.max for when in version.when):
        return False
    return _with_date(duty, facts, None) is None


def _asked(
    duty: Duty, version: Version, facts: Facts, year: int | None, deadline: Deadline | None
) -> Asked:
    names = laws().names_for(facts.form, with_province=facts.with_province)
    assumes = deadline.assumes if deadline else Words()
    replaced = version.with_province if facts.with_province else ""
    return Asked(
        duty=duty,
        version=version,
        budget_year=year,
        deadline=deadline,
        what=version.what.filled_in(names),
        who=version.who.filled_in(names),
        note=version.note.filled_in(names),
        assumes=assumes.filled_in(names),
        article=replaced or version.article,
    )
