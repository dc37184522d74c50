"""Planning a conversation, and calling it off."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation, Group
from samenspel.dialogues.actions.permission import require
from samenspel.dialogues.models import CueOnTheTable, Dialogue
from samenspel.dialogues.queries import CueName, cues_found
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding


@transaction.atomic
def plan_dialogue(
    *,
    person: Person,
    cooperation: Cooperation,
    title: str,
    groups: Iterable[Group] = (),
    cues: Iterable[CueName] = (),
    dialogue: Dialogue | None = None,
    ticket: UUID | None = None,
    origin: str = "web",
    **when_and_where: Any,
) -> Dialogue:
    """Plan a conversation, or change the one that is given. The same form again changes nothing.

    cues : what it is about. Those that are not there any more are refused
    when_and_where : day, begins_at, place, others

    Raises ValidationError for a group or a cue of another cooperation.
    """
    require(person, cooperation)
    with scope(cooperation=cooperation):
        if dialogue is None and ticket is not None:
            there = Dialogue.objects.filter(ticket=ticket).first()
            if there is not None:
                return there  # a second click finds its work done
        planned = dialogue or Dialogue(cooperation=cooperation, ticket=ticket)
        planned.title = title
        for field, value in when_and_where.items():
            setattr(planned, field, value)
        planned.full_clean(exclude=["ticket"])
        planned.save()
        planned.groups.set(_own(cooperation, groups))
        _put_on_the_table(cooperation, planned, set(cues))
        record(actor=person.email, action="dialogue.planned", about=planned, origin=origin)
    return planned


@transaction.atomic
def call_off(*, person: Person, cooperation: Cooperation, dialogue: Dialogue) -> None:
    """Its cues are free again for another conversation."""
    require(person, cooperation)
    with scope(cooperation=cooperation):
        if Dialogue.objects.filter(pk=dialogue.pk, called_off=False).update(called_off=True):
            record(actor=person.email, action="dialogue.called-off", about=dialogue)


def _own(cooperation: Cooperation, groups: Iterable[Group]) -> list[Group]:
    chosen = list(groups)
    if any(group.cooperation_id != cooperation.pk for group in chosen):
        raise ValidationError(_("Kies groepen van deze samenwerking."))
    return chosen


def _put_on_the_table(cooperation: Cooperation, dialogue: Dialogue, names: set[CueName]) -> None:
    rounds = Sounding.objects.filter(
        cooperation=cooperation, pk__in={name.sounding for name in names}
    ).select_related("picture")
    if names - {found.name for found in cues_found(rounds)}:
        raise ValidationError(_("Een van de gesprekspunten bestaat niet meer. Kies opnieuw."))
    dialogue.cues.all().delete()
    CueOnTheTable.objects.bulk_create(
        CueOnTheTable(dialogue=dialogue, sounding_id=name.sounding, key=name.key)
        for name in sorted(names)
    )
