"""What an address names, or 404: of another cooperation it is not there."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, QueryDict

from samenspel.cooperations.models import Cooperation
from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.dialogues.queries import (
    FoundCue,
    agreements_of,
    cues_found,
    dialogues_of,
    rounds_by_id,
)


def dialogue_or_404(cooperation: Cooperation, dialogue: UUID) -> Dialogue:
    found = dialogues_of(cooperation).filter(pk=dialogue).first()
    if found is None:
        raise Http404
    return found


def agreement_or_404(cooperation: Cooperation, agreement: UUID) -> Agreement:
    found = agreements_of(cooperation).filter(pk=agreement).first()
    if found is None:
        raise Http404
    return found


def cue_or_404(cooperation: Cooperation, sounding: UUID, key: str) -> FoundCue:
    for found in cues_found(rounds_by_id(cooperation, [sounding]).values()):
        if found.cue.key == key:
            return found
    raise Http404


def error_code(error: ValidationError) -> str:
    """Why an action refused; empty where that is about several fields."""
    return str(getattr(error, "code", None) or "")


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, even where that is nothing at all; None where it was not sent."""
    return request.POST if request.method == "POST" else None
