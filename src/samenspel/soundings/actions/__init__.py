"""Every write to a sounding: one function per verb."""

from samenspel.soundings.actions.closing import (
    begin_due_closings,
    count_response,
    delete_voices_after_term,
    destroy_left_over_keys,
    finish_closing,
)
from samenspel.soundings.actions.importing import import_conversation
from samenspel.soundings.actions.moderating import (
    SMALLEST_BATCH,
    accept_statement,
    decline_statement,
    merge_statement,
    release_batches,
)
from samenspel.soundings.actions.opening import open_due_rounds, open_sounding

__all__ = [
    "SMALLEST_BATCH",
    "accept_statement",
    "begin_due_closings",
    "count_response",
    "decline_statement",
    "delete_voices_after_term",
    "destroy_left_over_keys",
    "finish_closing",
    "import_conversation",
    "merge_statement",
    "open_due_rounds",
    "open_sounding",
    "release_batches",
]
