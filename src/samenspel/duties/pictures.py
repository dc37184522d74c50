"""What the pages, the mails and the calendar file show: the same entries for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, cast

from django.db.models import Field
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samenspel.cooperations.models import Cooperation
from samenspel.duties import queries
from samenspel.duties.law import (
    Asked,
    Item,
    Law,
    Version,
    asked_between,
    asked_without_date,
    needed_days,
)
from samenspel.duties.models import CouncilView, Done, InArrangement, Plan, Round, ViewVersion
from samenspel.duties.models.plan import FIRST_YEAR, LAST_YEAR

Said, DealtWith = ViewVersion.Said, ViewVersion.DealtWith


@dataclass(frozen=True)
class Entry:
    """One line of the calendar."""

    key: str
    on: date
    do_by: date
    what: str
    who: str
    notes: tuple[str, ...]
    asked: Asked | None
    """what the law asks; None where it is a day that was agreed"""
    round: Round | None
    done: Done | None


@dataclass(frozen=True)
class Month:
    first: date
    entries: list[Entry]


@dataclass(frozen=True)
class Lacking:
    """A duty that cannot be counted yet, and the days of the plan it waits for."""

    asked: Asked
    days: list[str]


@dataclass(frozen=True)
class Standing:
    """A duty without a day."""

    asked: Asked
    done: Done | None


@dataclass(frozen=True)
class CalendarShown:
    plan: Plan
    year: int
    months: list[Month]
    next: Entry | None
    """the first that is not done, of this year or a later one"""
    lacking: list[Lacking]
    always: list[Standing]
    possible: list[Asked]
    has_round: bool
    is_wgr: bool

    @property
    def year_before(self) -> int | None:
        return self.year - 1 if self.year > FIRST_YEAR else None

    @property
    def year_after(self) -> int | None:
        return self.year + 1 if self.year < LAST_YEAR else None


class Calendar:
    """All that is asked of one plan. Reads what it needs once."""

    def __init__(self, cooperation: Cooperation, plan: Plan) -> None:
        self.plan = plan
        self._rounds = list(queries.rounds_of(cooperation))
        self._done = queries.done_in(cooperation)
        self.facts = queries.facts_of(plan, self._rounds)

    def between(self, first: date, last: date) -> list[Entry]:
        """In the order of the days."""
        found = asked_between(self.facts, first, last)
        asked = [_entry(each, each.on, self._done) for each in found if each.on]
        agreed = [_agreed(each, each.agreed_on) for each in self._rounds if each.agreed_on]
        within = [each for each in agreed if first <= each.on <= last]
        return sorted([*asked, *within], key=lambda entry: entry.on)

    def shown(self, year: int, today: date) -> CalendarShown:
        without = asked_without_date(self.facts, today)
        entries = self.between(date(year, 1, 1), date(year, 12, 31))
        return CalendarShown(
            plan=self.plan,
            year=year,
            months=[
                Month(date(year, month, 1), list(found))
                for month, found in groupby(entries, key=lambda entry: entry.on.month)
            ],
            next=self.next_after(today),
            lacking=[Lacking(e, _labels(needed_days(e), e)) for e in without if _lacks(e)],
            always=[
                Standing(each, self._done.get(each.key))
                for each in without
                if not _lacks(each) and not each.duty.is_possible
            ],
            possible=[e for e in without if not _lacks(e) and e.duty.is_possible],
            has_round=bool(self._rounds),
            is_wgr=bool(queries.items_for(self.plan.form, today)),
        )

    def next_after(self, today: date) -> Entry | None:
        last = date(min(today.year + 2, LAST_YEAR), 12, 31)
        return next((e for e in self.between(today, last) if e.done is None), None)


def year_to_open(calendar: Calendar, today: date) -> int:
    """This year, or the year of the first day that is still to come."""
    following = calendar.next_after(today)
    return following.on.year if following else today.year


def _entry(asked: Asked, on: date, done: Mapping[str, Done]) -> Entry:
    return Entry(
        key=asked.key,
        on=on,
        do_by=asked.do_by or on,
        what=_with_year(asked),
        who=str(asked.who),
        notes=tuple(filter(None, (str(asked.note), _why_that_day(asked), str(asked.assumes)))),
        asked=asked,
        round=None,
        done=done.get(asked.key),
    )


def _agreed(found: Round, on: date) -> Entry:
    return Entry(
        key=f"ronde-{found.pk}",
        on=on,
        do_by=on,
        what=_("Afgesproken laatste dag voor zienswijzen: %(title)s") % {"title": found.title},
        who=_("De raden van de deelnemende gemeenten"),
        notes=(),
        asked=None,
        round=found,
        done=None,
    )


def _with_year(asked: Asked) -> str:
    if asked.budget_year is None:
        return str(asked.what)
    return f"{asked.what} ({asked.budget_year})"


def _why_that_day(asked: Asked) -> str:
    if asked.moved_from is not None:
        return _("De termijn eindigt op %(why)s en loopt daarom door tot de volgende werkdag.") % {
            "why": asked.why_moved
        }
    if asked.why_earlier:
        return _("De laatste dag is %(why)s. Doe het op de werkdag ervoor.") % {
            "why": asked.why_earlier
        }
    return ""


def _lacks(asked: Asked) -> bool:
    return asked.duty.every_year or bool(needed_days(asked))


def _labels(days: Iterable[str], asked: Asked) -> list[str]:
    names = ["first_year"] if asked.duty.every_year else list(days)
    return [_label(name) for name in names]


def _label(field: str) -> str:
    return str(cast("Field[Any, Any]", Plan._meta.get_field(field)).verbose_name)


@dataclass(frozen=True)
class ItemShown:
    """What the arrangement must say, and where it does."""

    item: Item
    version: Version
    found: InArrangement | None

    @property
    def key(self) -> str:
        return self.item.key

    @property
    def law(self) -> Law:
        return self.version.law

    @property
    def article(self) -> str:
        return self.version.article

    @property
    def is_settled(self) -> bool:
        settled = (InArrangement.State.YES, InArrangement.State.NOT_NEEDED)
        return self.found is not None and self.found.state in settled


def items_shown(cooperation: Cooperation, plan: Plan, today: date) -> list[ItemShown]:
    found = queries.found_in_arrangement(cooperation)
    # As the law is for an arrangement that begins on its own day.
    day = max(today, plan.starts_on) if plan.starts_on else today
    shown = []
    for item in queries.items_for(plan.form, day):
        version = item.version_on(day)
        if version is not None:
            shown.append(ItemShown(item, version, found.get(item.key)))
    return shown


@dataclass(frozen=True)
class CouncilShown:
    """Where one council is in a round."""

    council: CouncilView
    newest: ViewVersion | None
    earlier: Sequence[ViewVersion]
    term: queries.Term
    today: date

    @property
    def has_spoken(self) -> bool:
        return self.newest is not None and bool(self.newest.said)

    @property
    def waits_for_answer(self) -> bool:
        newest = self.newest
        return newest is not None and newest.said == Said.VIEW and not newest.dealt_with

    @property
    def is_settled(self) -> bool:
        return self.has_spoken and not self.waits_for_answer

    @property
    def asked_on(self) -> date:
        own = self.newest.asked_on if self.newest else None
        return own or self.council.round.received_on

    @property
    def state(self) -> str:
        """In a few words."""
        newest = self.newest
        if newest is None or not newest.said:
            last = self.term.last_day
            over = last is not None and last < self.today
            return _("nog niets gehoord, de tijd is om") if over else _("nog niets gehoord")
        if newest.said == Said.NO_VIEW:
            return _("geeft geen zienswijze")
        return newest.get_dealt_with_display() if newest.dealt_with else _("wacht op antwoord")


@dataclass(frozen=True)
class RoundShown:
    round: Round
    term: queries.Term
    councils: list[CouncilShown]

    @property
    def heard(self) -> int:
        return sum(each.has_spoken for each in self.councils)

    @property
    def is_written(self) -> bool:
        """Whether anything was kept, so that it is not a mistake any more."""
        return any(each.newest is not None for each in self.councils)

    @property
    def to_answer(self) -> int:
        return sum(each.waits_for_answer for each in self.councils)


def round_shown(found: Round, today: date) -> RoundShown:
    return RoundShown(
        round=found,
        term=queries.term_of(found),
        councils=[_council(found, each, today) for each in found.councils.all()],
    )


def _council(found: Round, council: CouncilView, today: date) -> CouncilShown:
    versions = list(council.versions.all())
    newest = versions[0] if versions else None
    asked_on = newest.asked_on if newest else None
    return CouncilShown(
        council=council,
        newest=newest,
        earlier=versions[1:],
        term=queries.term_of(found, asked_on),
        today=today,
    )


def plan_rows(plan: Plan, fields: Iterable[str]) -> list[tuple[str, str]]:
    """What a plan says now, field by field, for who was about to change it."""
    rows = []
    for name in fields:
        value = getattr(plan, name)
        shown = getattr(plan, f"get_{name}_display", None)
        if isinstance(value, bool):
            text = _("ja") if value else _("nee")
        elif isinstance(value, date):
            text = date_format(value, "j F Y")
        else:
            text = str(shown() if shown else ("–" if value is None else value))
        rows.append((_label(name), text))
    return rows
