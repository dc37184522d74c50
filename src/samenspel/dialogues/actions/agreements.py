"""What was agreed, and what came of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation
from samenspel.dialogues.actions.permission import require
from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.dialogues.queries import statements_to_notice
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding


@transaction.atomic
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
) -> Agreement:
    """Agree on something, or change the words of what is given. The same form again adds nothing.

    noticed_in, noticed_by : a round that is closed, and the text of the statement in it

    Raises ValidationError for a statement that the round does not have.
    """
    require(person, cooperation)
    with scope(cooperation=cooperation):
        if agreement is None and ticket is not None:
            there = Agreement.objects.filter(ticket=ticket).first()
            if there is not None:
                return there  # a second click finds its work done
        if noticed_in is not None:
            _require_statement(cooperation, noticed_in, noticed_by)
        words: dict[str, Any] = {
            "what": what,
            "who": who,
            "by_when": by_when,
            "noticed_in": noticed_in,
            "noticed_by": noticed_by if noticed_in else "",
            "look_again_on": look_again_on,
        }
        made = agreement or Agreement(cooperation=cooperation, dialogue=dialogue, ticket=ticket)
        for field, value in words.items():
            setattr(made, field, value)
        made.save()
        record(actor=person.email, action="agreement.made", about=made)
    return made


@transaction.atomic
def look_back(
    *,
    person: Person,
    cooperation: Cooperation,
    agreement: Agreement,
    state: str,
    what_came_of_it: str,
) -> None:
    """Say how it went. It can be said again, and differently: the audit keeps when."""
    require(person, cooperation)
    with scope(cooperation=cooperation):
        Agreement.objects.filter(pk=agreement.pk).update(
            state=Agreement.State(state), what_came_of_it=what_came_of_it
        )
        record(actor=person.email, action="agreement.looked-back", about=agreement)


def _require_statement(cooperation: Cooperation, sounding: Sounding, text: str) -> None:
    own = sounding.cooperation_id == cooperation.pk
    if not own or text not in {one.text for _round, one in statements_to_notice([sounding])}:
        raise ValidationError(_("Die stelling staat niet in deze vragenronde. Kies een andere."))
