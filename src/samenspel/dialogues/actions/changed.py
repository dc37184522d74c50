"""Two people can have one page open. Who comes second is told so, and loses nothing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.soundings.planning.seen import mark_of

_OF_A_DIALOGUE = ("title", "day", "begins_at", "place", "others", "called_off")
_OF_AN_AGREEMENT = ("what", "who", "by_when", "noticed_in_id", "noticed_by", "look_again_on")
_OF_LOOKING_BACK = ("state", "what_came_of_it")


def mark_of_dialogue(dialogue: Dialogue) -> str:
    """Of how it was planned. Stands in the form, and comes back with it."""
    groups = sorted(dialogue.groups.values_list("pk", flat=True))
    cues = sorted(dialogue.cues.values_list("sounding_id", "key"))
    return mark_of(*_values(dialogue, _OF_A_DIALOGUE), groups, [f"{s}:{key}" for s, key in cues])


def mark_of_agreement(agreement: Agreement) -> str:
    return mark_of(*_values(agreement, _OF_AN_AGREEMENT))


def mark_of_looking_back(agreement: Agreement) -> str:
    return mark_of(*_values(agreement, _OF_LOOKING_BACK))


def require_seen(seen: str | None, now: str) -> None:
    """seen : the mark of what was on screen; None where nobody looks"""
    if seen is not None and seen != now:
        raise ValidationError(
            _(
                "Intussen heeft iemand anders dit veranderd. Hieronder leest u wat er nu staat. "
                "Wilt u uw tekst toch bewaren, kies dan nog een keer Opslaan."
            ),
            code="changed-meanwhile",
        )


def _values(found: Dialogue | Agreement, fields: tuple[str, ...]) -> list[str]:
    return [str(getattr(found, field)) for field in fields]
