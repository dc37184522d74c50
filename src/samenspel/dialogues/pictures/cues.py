"""Cues with the picture that they were found in."""

from dataclasses import dataclass

from samenspel.dialogues.queries import FoundCue
from samenspel.soundings.pictures.pages import StatementPicture, statement_picture


@dataclass(frozen=True)
class CueShown:
    found: FoundCue
    picture: StatementPicture | None


def shown_cue(found: FoundCue) -> CueShown:
    statement = found.cue.statement
    return CueShown(found, statement_picture(found.outcome, statement) if statement else None)
