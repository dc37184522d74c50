"""Not every reason to talk needs a conversation; why not is written down."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from samenspel.audit.actions import record
from samenspel.cooperations.models import Cooperation
from samenspel.dialogues.actions.permission import require
from samenspel.dialogues.models import CueSetAside
from samenspel.dialogues.queries import cues_found
from samenspel.people.models import Person
from samenspel.soundings.models import Sounding


@transaction.atomic
def set_cue_aside(
    *, person: Person, cooperation: Cooperation, sounding: Sounding, key: str, reason: str
) -> CueSetAside:
    """Say why a cue is not talked about. Another reason takes the place of the one before.

    Raises ValidationError for a cue that this round does not have.
    """
    require(person, cooperation)
    with scope(cooperation=cooperation):
        if key not in {found.cue.key for found in cues_found([sounding])}:
            raise ValidationError(_("Dit gesprekspunt bestaat niet."))
        aside, _made = CueSetAside.objects.update_or_create(
            sounding=sounding, key=key, defaults={"reason": reason, "set_aside_by": str(person)}
        )
        record(actor=person.email, action="cue.set-aside", about=aside)
    return aside


@transaction.atomic
def bring_cue_back(
    *, person: Person, cooperation: Cooperation, sounding: Sounding, key: str
) -> None:
    require(person, cooperation)
    with scope(cooperation=cooperation):
        for aside in CueSetAside.objects.filter(sounding=sounding, key=key):
            record(actor=person.email, action="cue.brought-back", about=aside)
            aside.delete()
