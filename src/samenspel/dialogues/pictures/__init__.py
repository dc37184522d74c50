"""What conversations show: cues with their pictures, and whether an agreement helped."""

from samenspel.dialogues.pictures.agreements import AgreementShown, shown_agreements
from samenspel.dialogues.pictures.cues import CueShown, shown_cue

__all__ = ["AgreementShown", "CueShown", "shown_agreements", "shown_cue"]
