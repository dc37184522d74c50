"""Not every reason to talk needs a conversation; why not is written down."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation
from samenspel.dialogues.actions.names import require_no_name
from samenspel.dialogues.actions.permission import writing
from samenspel.dialogues.models import CueSetAside
from samenspel.dialogues.queries import cues_found, rounds_by_id
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding


def set_cue_aside(
    *, person: Person, cooperation: Cooperation, sounding: Sounding, key: str, reason: str
) -> CueSetAside:
    """Say why a cue is not talked about. Another reason takes the place of the one before.

    Raises ValidationError for a cue that this round does not have, and for somebody's name.
    """
    with writing(person, cooperation):
        rounds = rounds_by_id(cooperation, [sounding.pk])
        if key not in {found.cue.key for found in cues_found(rounds.values())}:
            raise ValidationError(_("Dit gesprekspunt bestaat niet."))
        require_no_name(cooperation, reason=reason)
        aside, _made = CueSetAside.objects.update_or_create(
            sounding=sounding, key=key, defaults={"reason": reason, "set_aside_by": str(person)}
        )
        record(actor=person.email, action="cue.set-aside", about=aside)
    return aside


def bring_cue_back(
    *, person: Person, cooperation: Cooperation, sounding: Sounding, key: str
) -> None:
    with writing(person, cooperation):
        for aside in CueSetAside.objects.filter(sounding=sounding, key=key):
            record(actor=person.email, action="cue.brought-back", about=aside)
            aside.delete()
