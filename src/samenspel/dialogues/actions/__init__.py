"""Every write of this room."""

from samenspel.dialogues.actions.agreements import look_back, make_agreement
from samenspel.dialogues.actions.changed import (
    mark_of_agreement,
    mark_of_dialogue,
    mark_of_looking_back,
)
from samenspel.dialogues.actions.cues import bring_cue_back, set_cue_aside
from samenspel.dialogues.actions.heard import write_heard
from samenspel.dialogues.actions.planning import call_off, plan_dialogue

__all__ = [
    "bring_cue_back",
    "call_off",
    "look_back",
    "make_agreement",
    "mark_of_agreement",
    "mark_of_dialogue",
    "mark_of_looking_back",
    "plan_dialogue",
    "set_cue_aside",
    "write_heard",
]
