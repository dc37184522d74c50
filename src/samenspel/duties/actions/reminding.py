"""Telling leaders some weeks ahead what the law asks, once."""

from datetime import date, timedelta

from django.db import transaction
from django_scopes import scope, scopes_disabled

from samenspel.audit.actions import record
from samenspel.cooperations.actions.permission import locked
from samenspel.cooperations.models import Cooperation, Membership
from samenspel.duties import mails
from samenspel.duties.models import Plan, Reminder
from samenspel.duties.pictures import Calendar, Entry
from samenspel.duties.queries import plan_of


def remind_of_what_comes(*, today: date) -> int:
    """Write to the leaders of every cooperation what comes nearer. Returns how many were told.

    A day that moved is told anew; what was ticked off, or has passed, is not told.
    """
    with scopes_disabled():
        found = list(Plan.objects.filter(remind_weeks__gt=0).values_list("cooperation", flat=True))
    return sum(_remind(cooperation, today) for cooperation in found)


def _remind(cooperation_id: int, today: date) -> int:
    with transaction.atomic():
        cooperation = locked(Cooperation(pk=cooperation_id))
        with scope(cooperation=cooperation):
            plan = plan_of(cooperation)
            if plan is None:
                return 0
            entries = _not_told_yet(cooperation, plan, today)
            leaders = cooperation.memberships.filter(
                kind=Membership.Kind.LEADER, person__is_active=True
            )
            people = [each.person for each in leaders.select_related("person")]
            if not entries or not people:
                return 0
            for person in people:
                mails.remind(person.email, cooperation=cooperation, entries=entries)
            Reminder.objects.bulk_create(
                Reminder(cooperation=cooperation, key=each.key, due_on=each.on) for each in entries
            )
            record(actor="duties", action="duties.reminded", about=plan, origin="task")
    return len(people)


def _not_told_yet(cooperation: Cooperation, plan: Plan, today: date) -> list[Entry]:
    until = today + timedelta(weeks=plan.remind_weeks)
    told = set(
        Reminder.objects.filter(cooperation=cooperation, due_on__gte=today).values_list(
            "key", "due_on"
        )
    )
    # A fixed day on a Sunday is best met on the Friday: what is due a little later counts too.
    near = Calendar(cooperation, plan).between(today, until + timedelta(days=7))
    return [
        each
        for each in near
        if today <= each.do_by <= until and not each.done and (each.key, each.on) not in told
    ]
