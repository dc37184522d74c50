"""Planning a conversation, and calling it off."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation, Group
from samenspel.dialogues.actions.changed import mark_of_dialogue, require_seen
from samenspel.dialogues.actions.names import require_no_name
from samenspel.dialogues.actions.permission import writing
from samenspel.dialogues.models import CueOnTheTable, Dialogue
from samenspel.dialogues.queries import CueName, cues_found, rounds_by_id
from samenspel.people.models import Person


def plan_dialogue(
    *,
    person: Person,
    cooperation: Cooperation,
    title: str,
    groups: Iterable[Group] = (),
    cues: Iterable[CueName] = (),
    dialogue: Dialogue | None = None,
    ticket: UUID | None = None,
    seen: str | None = None,
    origin: str = "web",
    **when_and_where: Any,
) -> Dialogue:
    """Plan a conversation, or change the one that is given. The same form again changes nothing.

    cues : what it is about. Those that are not there any more are refused
    seen : what `mark_of_dialogue` gave when it was put on screen
    when_and_where : day, begins_at, place, others

    Raises ValidationError for a group or a cue of another cooperation, for somebody's name in the
    title, and where somebody else changed it meanwhile.
    """
    with writing(person, cooperation):
        if dialogue is None and ticket is not None:
            there = Dialogue.objects.filter(ticket=ticket).first()
            if there is not None:
                return there  # a second click finds its work done
        planned = Dialogue(cooperation=cooperation, ticket=ticket)
        if dialogue is not None:
            planned = _there(dialogue)
            require_seen(seen, mark_of_dialogue(planned))
        planned.title = title
        for field, value in when_and_where.items():
            setattr(planned, field, value)
        planned.full_clean(exclude=["ticket"])
        require_no_name(cooperation, title=title)
        planned.save()
        planned.groups.set(_own(cooperation, groups))
        _put_on_the_table(cooperation, planned, set(cues))
        record(actor=person.email, action="dialogue.planned", about=planned, origin=origin)
    return planned


def call_off(*, person: Person, cooperation: Cooperation, dialogue: Dialogue) -> None:
    """Its cues are free again for another conversation.

    Raises ValidationError once somebody wrote down what was heard: then it was held.
    """
    with writing(person, cooperation):
        found = _there(dialogue)
        if found.is_held:
            raise ValidationError(
                _("Dit gesprek is al gevoerd: er staat bij wat er werd gehoord."), code="held"
            )
        if not found.called_off:
            found.called_off = True
            found.save(update_fields=["called_off"])
            record(actor=person.email, action="dialogue.called-off", about=found)


def _there(dialogue: Dialogue) -> Dialogue:
    """As it is now, and not as it was when the page was asked for."""
    return Dialogue.objects.get(pk=dialogue.pk)


def _own(cooperation: Cooperation, groups: Iterable[Group]) -> list[Group]:
    chosen = list(groups)
    if any(group.cooperation_id != cooperation.pk for group in chosen):
        raise ValidationError(_("Kies groepen van deze samenwerking."))
    return chosen


def _put_on_the_table(cooperation: Cooperation, dialogue: Dialogue, names: set[CueName]) -> None:
    rounds = rounds_by_id(cooperation, {name.sounding for name in names})
    if names - {found.name for found in cues_found(rounds.values())}:
        raise ValidationError(_("Een van de gesprekspunten bestaat niet meer. Kies opnieuw."))
    dialogue.cues.all().delete()
    CueOnTheTable.objects.bulk_create(
        CueOnTheTable(dialogue=dialogue, sounding_id=name.sounding, key=name.key)
        for name in sorted(names)
    )
