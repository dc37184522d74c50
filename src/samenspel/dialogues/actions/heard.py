"""Writing what was heard. Nothing that was written is lost."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation
from samenspel.dialogues.actions.called_off import require_goes_on
from samenspel.dialogues.actions.permission import writing
from samenspel.dialogues.models import LONGEST_TEXT, Dialogue, Heard
from samenspel.people.models import Person


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

    Raises ValidationError where somebody else wrote another version meanwhile, where the
    conversation was called off, and for a text that is too long.
    """
    words = {"seen": seen, "meant": meant, "wanted": wanted}
    with writing(person, cooperation):
        require_goes_on(dialogue)
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
        if any(len(text) > LONGEST_TEXT for text in words.values()):
            raise ValidationError(_("Een tekst is te lang. Kort hem in."), code="max_length")
        version = Heard.objects.create(
            dialogue=dialogue, number=number + 1, written_by=str(person), **words
        )
        record(actor=person.email, action="dialogue.heard", about=version)
    return version
