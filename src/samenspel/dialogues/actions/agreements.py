"""What was agreed, and what came of it."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation
from samenspel.dialogues.actions.called_off import require_goes_on
from samenspel.dialogues.actions.changed import (
    mark_of_agreement,
    mark_of_looking_back,
    require_seen,
)
from samenspel.dialogues.actions.names import require_no_name
from samenspel.dialogues.actions.permission import writing
from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.people.models import Person
from samenspel.soundings.models import Item, Sounding


def make_agreement(
    *,
    person: Person,
    cooperation: Cooperation,
    what: str,
    who: str,
    by_when: date | None = None,
    noticed_in: Sounding | None = None,
    noticed_by: str = "",
    look_again_on: date | None = None,
    dialogue: Dialogue | None = None,
    agreement: Agreement | None = None,
    ticket: UUID | None = None,
    seen: str | None = None,
) -> Agreement:
    """Agree on something, or change the words of what is given. The same form again adds nothing.

    noticed_in, noticed_by : a round that is closed, and the text in Dutch of a statement in it
    seen : what `mark_of_agreement` gave when it was put on screen

    Raises ValidationError for a statement that the round does not have, for somebody's name, and
    where somebody else changed it meanwhile.
    """
    with writing(person, cooperation):
        if agreement is None and ticket is not None:
            there = Agreement.objects.filter(ticket=ticket).first()
            if there is not None:
                return there  # a second click finds its work done
        if agreement is None and dialogue is not None:
            require_goes_on(dialogue)
        if noticed_in is not None:
            _require_statement(cooperation, noticed_in, noticed_by)
        made = Agreement(cooperation=cooperation, dialogue=dialogue, ticket=ticket)
        if agreement is not None:
            made = Agreement.objects.get(pk=agreement.pk)
            require_seen(seen, mark_of_agreement(made))
        made.what, made.who, made.by_when = what, who, by_when
        made.noticed_in, made.noticed_by = noticed_in, noticed_by if noticed_in else ""
        made.look_again_on = look_again_on
        made.full_clean(exclude=["dialogue", "ticket"])
        require_no_name(cooperation, what=what, who=who)
        made.save()
        record(actor=person.email, action="agreement.made", about=made)
    return made


def look_back(
    *,
    person: Person,
    cooperation: Cooperation,
    agreement: Agreement,
    state: str,
    what_came_of_it: str,
    seen: str | None = None,
) -> None:
    """Say how it went. It can be said again, and differently: the audit keeps when.

    seen : what `mark_of_looking_back` gave when it was put on screen

    Raises ValidationError for somebody's name, and where somebody else looked back meanwhile.
    """
    with writing(person, cooperation):
        found = Agreement.objects.get(pk=agreement.pk)
        if (found.state, found.what_came_of_it) == (state, what_came_of_it):
            return  # a second click finds its work done
        require_seen(seen, mark_of_looking_back(found))
        found.state, found.what_came_of_it = state, what_came_of_it
        found.looked_back_at = timezone.now()
        found.full_clean(exclude=["dialogue", "ticket"])
        require_no_name(cooperation, what_came_of_it=what_came_of_it)
        found.save(update_fields=["state", "what_came_of_it", "looked_back_at"])
        record(actor=person.email, action="agreement.looked-back", about=found)


def _require_statement(cooperation: Cooperation, sounding: Sounding, text: str) -> None:
    there = Item.objects.filter(
        sounding=sounding.pk,
        sounding__cooperation=cooperation,
        sounding__state=Sounding.State.CLOSED,
        text=text,
    ).exclude(moderation=Item.Moderation.OUT)
    if not there.exists():
        raise ValidationError(_("Die stelling staat niet in deze vragenronde. Kies een andere."))
