"""What is read of conversations, cues and agreements. Inside the scope of the cooperation."""

from samenspel.dialogues.queries.agreements import (
    InRound,
    Noticed,
    agreements_from,
    agreements_of,
    asked_again_in,
    noticed,
)
from samenspel.dialogues.queries.conversations import (
    dialogues_about,
    dialogues_in_short,
    dialogues_of,
    newest_heard,
    versions_of,
)
from samenspel.dialogues.queries.cues import CueName, FoundCue, cues_found, cues_on_the_table
from samenspel.dialogues.queries.rounds import (
    ShownRound,
    ToNotice,
    closed_rounds,
    rounds_by_id,
    shown_round,
    statements_to_notice,
)

__all__ = [
    "CueName",
    "FoundCue",
    "InRound",
    "Noticed",
    "ShownRound",
    "ToNotice",
    "agreements_from",
    "agreements_of",
    "asked_again_in",
    "closed_rounds",
    "cues_found",
    "cues_on_the_table",
    "dialogues_about",
    "dialogues_in_short",
    "dialogues_of",
    "newest_heard",
    "noticed",
    "rounds_by_id",
    "shown_round",
    "statements_to_notice",
    "versions_of",
]
