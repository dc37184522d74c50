"""What was done with an outcome, and what came of what was agreed before it.

Whoever was asked reads this too, so it names no person and tells nothing of what was heard.
"""

from dataclasses import dataclass

from samenspel.dialogues.models import Agreement, Dialogue
from samenspel.dialogues.pictures.agreements import AgreementShown, shown_agreements
from samenspel.dialogues.queries import (
    FoundCue,
    agreements_from,
    asked_again_in,
    cues_found,
    dialogues_about,
    shown_round,
)
from samenspel.soundings.models import Sounding


@dataclass(frozen=True)
class FollowUp:
    """
    looked_back : agreements from before, of which this round shows what it showed then and now
    dialogues : held or planned on what this round showed
    agreements : that followed from it
    set_aside : what nobody is going to talk about, and why
    """

    looked_back: list[AgreementShown]
    dialogues: list[Dialogue]
    agreements: list[Agreement]
    set_aside: list[FoundCue]

    looked_back_template = "dialogues/_looked_back.html"
    since_template = "dialogues/_since.html"


def follow_up(sounding: Sounding) -> FollowUp | None:
    """None as long as there is no outcome. Inside the scope of the cooperation."""
    shown = shown_round(sounding)
    if shown is None:
        return None
    before = shown_agreements(
        sounding.cooperation, asked_again_in(sounding), later=sounding, read=[shown]
    )
    return FollowUp(
        looked_back=[one for one in before if one.compared],
        dialogues=list(dialogues_about(sounding)),
        agreements=list(agreements_from(sounding).order_by("agreed_at")),
        set_aside=[found for found in cues_found([shown]) if found.set_aside],
    )
