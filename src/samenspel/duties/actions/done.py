"""Ticking a duty off, and taking that back."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation
from samenspel.duties.actions.permission import WRITE, writing
from samenspel.duties.models import Done
from samenspel.duties.queries import is_known_duty
from samenspel.people.models import Person


def tick_off(*, person: Person, cooperation: Cooperation, key: str, origin: str = "web") -> Done:
    """Who was first stays: a second time finds its work done.

    Raises ValidationError where there is no such duty.
    """
    with writing(person, WRITE, cooperation):
        there = Done.objects.filter(cooperation=cooperation, key=key).first()
        if there is not None:
            return there
        if not is_known_duty(key):
            raise ValidationError(_("Deze wettelijke termijn bestaat niet."), code="unknown")
        done = Done.objects.create(cooperation=cooperation, key=key, done_by=str(person))
        record(actor=person.email, action="duty.done", about=done, origin=origin)
    return done


def take_tick_back(*, person: Person, cooperation: Cooperation, key: str) -> None:
    with writing(person, WRITE, cooperation):
        done = Done.objects.filter(cooperation=cooperation, key=key).first()
        if done is not None:
            record(actor=person.email, action="duty.not-done", about=done)
            done.delete()
