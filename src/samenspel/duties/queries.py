"""What is read of duties."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django_scopes import scopes_disabled

from samenspel.cooperations.models import Cooperation
from samenspel.duties.law import Facts, Item, duties, items
from samenspel.duties.models import CouncilView, Done, InArrangement, Plan, Round, ViewVersion

Subject = Round.Subject
_OF_THE_ARRANGEMENT = (
    "starts_on",
    "draft_received_on",
    "evaluated_on",
    "displayed_on",
    "advised_on",
)


def plan_of(cooperation: Cooperation) -> Plan | None:
    return Plan.objects.filter(cooperation=cooperation).first()


def plan_with_feed(key: str) -> Plan | None:
    """The plan whose calendar this address is of. In no scope: nobody is signed in."""
    with scopes_disabled():
        return Plan.objects.select_related("cooperation").filter(feed_key=key).first()


def rounds_of(cooperation: Cooperation) -> QuerySet[Round]:
    """Newest first, with their councils and all versions of what those said."""
    with_party = CouncilView.objects.select_related("party")
    return Round.objects.filter(cooperation=cooperation).prefetch_related(
        Prefetch("councils", queryset=with_party), "councils__versions"
    )


def facts_of(plan: Plan, rounds: Iterable[Round]) -> Facts:
    """What of a plan decides what is asked. A round says when councils really got a draft."""
    days = {name: getattr(plan, name) for name in _OF_THE_ARRANGEMENT}
    of_year: dict[int, dict[str, date]] = {}
    if plan.budget_decided_on:
        of_year.setdefault(plan.budget_decided_on.year + 1, {})["budget_decided_on"] = (
            plan.budget_decided_on
        )
    if plan.accounts_decided_on:
        of_year.setdefault(plan.accounts_decided_on.year - 1, {})["accounts_decided_on"] = (
            plan.accounts_decided_on
        )
    # Oldest first, so that the newest one counts.
    for each in sorted(rounds, key=lambda round_: (round_.received_on, round_.started_at)):
        if each.subject == Subject.ARRANGEMENT:
            days["draft_received_on"] = each.received_on
        if each.subject == Subject.BUDGET and each.budget_year:
            of_year.setdefault(each.budget_year, {})["budget_received_on"] = each.received_on
    return Facts(
        form=plan.form,
        with_province=plan.province_takes_part,
        holds=frozenset({"councils_are_party"} if plan.councils_are_party else ()),
        days=days,
        days_of_year=of_year,
        first_year=plan.first_year,
    )


def done_in(cooperation: Cooperation) -> Mapping[str, Done]:
    """What was ticked off, by its key."""
    return {each.key: each for each in Done.objects.filter(cooperation=cooperation)}


@dataclass(frozen=True)
class Term:
    """How long a council has."""

    by_law: date | None
    counted: date | None
    """before it was moved because no term ends on such a day"""
    weeks: int
    agreed: date | None

    @property
    def last_day(self) -> date | None:
        return self.agreed or self.by_law

    @property
    def is_too_short(self) -> bool:
        return bool(self.agreed and self.by_law and self.agreed < self.by_law)


def term_of(found: Round, asked_on: date | None = None) -> Term:
    """From the day on which a council got the document, as the law was on that day."""
    begins = asked_on or found.received_on
    for duty in duties():
        version = duty.version_on(begins) if duty.round == found.subject else None
        for when in version.when if version else ():
            deadline = when.deadline({when.anchor: begins}) if when.direction > 0 else None
            if deadline is not None:
                return Term(deadline.on, deadline.counted, when.weeks, found.agreed_on)
    return Term(None, None, 0, found.agreed_on)


def items_for(form: str, day: date) -> list[Item]:
    """What the arrangement must say in this form, as the law is on a day."""
    return [each for each in items() if form in each.forms and each.version_on(day)]


def found_in_arrangement(cooperation: Cooperation) -> Mapping[str, InArrangement]:
    return {each.key: each for each in InArrangement.objects.filter(cooperation=cooperation)}


def newest_version(council: CouncilView) -> ViewVersion | None:
    """Of a council whose versions were read along."""
    return next(iter(council.versions.all()), None)


def is_known_duty(key: str) -> bool:
    """Whether this is the key of a duty, of a year where it comes every year."""
    for duty in duties():
        if key == duty.key and not duty.every_year:
            return True
        head, _dash, year = key.rpartition("-")
        if duty.every_year and head == duty.key and len(year) == 4 and year.isdecimal():
            return True
    return False
