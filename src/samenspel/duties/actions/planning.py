"""The days that the terms of the law are counted from."""

from typing import Any

from django.utils import timezone

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation
from samenspel.duties.actions.changed import mark_of_plan, require_seen
from samenspel.duties.actions.permission import PLAN, writing
from samenspel.duties.models import Plan
from samenspel.duties.queries import plan_of
from samenspel.people.models import Person


def make_plan(
    *,
    person: Person,
    cooperation: Cooperation,
    seen: str | None = None,
    origin: str = "web",
    **values: Any,
) -> Plan:
    """Write the plan, or change it. What is not given stays; the same again changes nothing.

    seen : what `mark_of_plan` gave when it was put on screen
    values : fields of a plan

    Raises ValidationError for a day that cannot be, and where somebody else changed it meanwhile.
    """
    with writing(person, PLAN, cooperation):
        plan = plan_of(cooperation) or Plan(cooperation=cooperation)
        before = mark_of_plan(None if plan._state.adding else plan)
        for field, value in values.items():
            setattr(plan, field, value)
        if mark_of_plan(plan) == before:
            return plan  # a second click finds its work done
        require_seen(seen, before)
        plan.full_clean(exclude=["feed_key"])
        plan.changed_at = timezone.now()
        plan.save()
        record(actor=person.email, action="duties.planned", about=plan, origin=origin)
    return plan
