"""What should not be there any more: for the worker that tidies up, and for who hosts."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django_scopes import scopes_disabled

from samenspel.soundings import keys
from samenspel.soundings.models import Sounding

State = Sounding.State
# A key is made before the round that it belongs to is written.
_BEING_MADE = timedelta(hours=1)
_CLOSING_TAKES = timedelta(hours=1)


def left_over_keys(*, now: datetime) -> set[UUID]:
    """Rounds that have a key and are closed, or are gone."""
    there = keys.rounds_with_a_key()
    with scopes_disabled():
        states = dict(Sounding.objects.filter(pk__in=there).values_list("pk", "state"))
    closed = {pk for pk in there if states.get(pk) in {State.CLOSING, State.CLOSED}}
    gone = {pk for pk, made in there.items() if pk not in states and made < now - _BEING_MADE}
    return closed | gone


def open_without_key() -> set[UUID]:
    """Rounds that should take answers and cannot."""
    with scopes_disabled():
        found = set(Sounding.objects.filter(state=State.OPEN).values_list("pk", flat=True))
    return found - set(keys.rounds_with_a_key())


def stuck_closings(*, now: datetime) -> int:
    """Rounds that should have an outcome by now, and have none."""
    since = now - _CLOSING_TAKES
    with scopes_disabled():
        return Sounding.objects.filter(
            Q(source=Sounding.Source.ASKED, closes_on__lt=(since - timedelta(days=1)).date())
            | Q(created_at__lt=since) & ~Q(source=Sounding.Source.ASKED),
            state=State.CLOSING,
        ).count()
