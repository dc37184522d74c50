"""Where the arrangement says what the law asks of it."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation
from samenspel.duties.actions.changed import mark_of, require_seen
from samenspel.duties.actions.permission import WRITE, writing
from samenspel.duties.law import items
from samenspel.duties.models import InArrangement
from samenspel.people.models import Person


def note_item(
    *,
    person: Person,
    cooperation: Cooperation,
    key: str,
    state: str,
    where: str = "",
    note: str = "",
    seen: str | None = None,
    origin: str = "web",
) -> InArrangement:
    """Write where it stands. The same again changes nothing.

    Raises ValidationError where the law has no such item, for a text that is too long, and where
    somebody else changed it meanwhile.
    """
    if not any(item.key == key for item in items()):
        raise ValidationError(_("Dit onderdeel bestaat niet."), code="unknown")
    with writing(person, WRITE, cooperation):
        there = InArrangement.objects.filter(cooperation=cooperation, key=key).first()
        before = mark_of_item(there)
        found = there or InArrangement(cooperation=cooperation, key=key)
        found.state, found.where, found.note = state, where, note
        if mark_of_item(found) == before:
            return found  # a second click finds its work done
        require_seen(seen, before)
        found.written_by, found.written_at = str(person), timezone.now()
        found.full_clean()
        found.save()
        record(actor=person.email, action="arrangement.noted", about=found, origin=origin)
    return found


def mark_of_item(found: InArrangement | None) -> str:
    return mark_of(*(getattr(found, field, "") for field in ("state", "where", "note")))
