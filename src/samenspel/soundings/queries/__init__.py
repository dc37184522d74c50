"""What is read of soundings. Everything happens inside the scope of one cooperation."""

from samenspel.soundings.queries.moderation import (
    decided_so_far,
    statements_to_merge_with,
    waiting_statements,
)
from samenspel.soundings.queries.outcome import (
    answers_of,
    oddities_of,
    outcome_of,
    shown_items,
)
from samenspel.soundings.queries.rounds import roles_asked, soundings_of

__all__ = [
    "answers_of",
    "decided_so_far",
    "oddities_of",
    "outcome_of",
    "roles_asked",
    "shown_items",
    "soundings_of",
    "statements_to_merge_with",
    "waiting_statements",
]
