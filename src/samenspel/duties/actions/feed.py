"""The address from which calendars of others read along."""

import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation
from samenspel.duties.actions.permission import PLAN, writing
from samenspel.duties.models import Plan
from samenspel.duties.queries import plan_of
from samenspel.people.models import Person

# 128 bits: nobody guesses it, and nothing else lets anybody in.
_BYTES = 16


def renew_feed(*, person: Person, cooperation: Cooperation, instead_of: str | None = None) -> Plan:
    """Make an address, or another one: the old one stops working.

    instead_of : the address that was on screen; a form sent twice makes one address

    Raises ValidationError where there is no plan yet.
    """
    with writing(person, PLAN, cooperation):
        plan = _plan(cooperation)
        if instead_of is not None and instead_of != (plan.feed_key or ""):
            return plan  # a second click finds its work done
        plan.feed_key = secrets.token_hex(_BYTES)
        plan.save(update_fields=["feed_key"])
        record(actor=person.email, action="duties.calendar-renewed", about=plan)
    return plan


def stop_feed(*, person: Person, cooperation: Cooperation) -> None:
    with writing(person, PLAN, cooperation):
        plan = plan_of(cooperation)
        if plan is not None and plan.feed_key is not None:
            plan.feed_key = None
            plan.save(update_fields=["feed_key"])
            record(actor=person.email, action="duties.calendar-stopped", about=plan)


def _plan(cooperation: Cooperation) -> Plan:
    plan = plan_of(cooperation)
    if plan is None:
        raise ValidationError(_("Kies eerst een vorm. Daarna kan er een agenda-adres komen."))
    return plan
