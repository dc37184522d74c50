"""Writing what was heard. Nothing that was written is lost."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation
from samenspel.dialogues.actions.permission import require
from samenspel.dialogues.models import Dialogue, Heard
from samenspel.people.models import Person


@transaction.atomic
def write_heard(
    *,
    person: Person,
    cooperation: Cooperation,
    dialogue: Dialogue,
    seen: str = "",
    meant: str = "",
    wanted: str = "",
    based_on: int = 0,
) -> Heard | None:
    """Write or correct what was heard. The same words again make no version.

    based_on : number of the version that was in front of whoever wrote this, 0 for none

    Raises ValidationError where somebody else wrote another version meanwhile.
    """
    require(person, cooperation)
    words = {"seen": seen, "meant": meant, "wanted": wanted}
    with scope(cooperation=cooperation):
        Dialogue.objects.select_for_update().get(pk=dialogue.pk)
        newest = Heard.objects.filter(dialogue=dialogue).first()
        number = newest.number if newest else 0
        there = {field: getattr(newest, field, "") for field in words}
        if there == words:
            return None  # a second click finds its work done
        if based_on != number:
            raise ValidationError(
                _(
                    "Intussen schreef iemand anders een nieuwe versie. Lees die hieronder. "
                    "Wilt u uw tekst toch bewaren, kies dan nog een keer Opslaan."
                ),
                code="changed-meanwhile",
            )
        version = Heard.objects.create(
            dialogue=dialogue, number=number + 1, written_by=str(person), **words
        )
        record(actor=person.email, action="dialogue.heard", about=version)
    return version
