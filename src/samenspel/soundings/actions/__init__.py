"""Every write to a sounding: one function per verb."""

from samenspel.soundings.actions.asking import (
    ask_by_open_link,
    ask_group,
    pool_groups,
    stop_asking,
    take_over_size,
)
from samenspel.soundings.actions.closing import (
    begin_due_closings,
    count_response,
    delete_voices_after_term,
    destroy_left_over_keys,
    finish_closing,
    forget_the_past,
)
from samenspel.soundings.actions.drafts import ChangedMeanwhileError, FrozenError
from samenspel.soundings.actions.folding import fold_answers, rounds_to_fold
from samenspel.soundings.actions.importing import import_conversation
from samenspel.soundings.actions.inviting import (
    remind_everybody,
    rounds_with_mail_due,
    send_invitations,
)
from samenspel.soundings.actions.letters import Letters, LettersMadeError, make_letters
from samenspel.soundings.actions.list_makers import made_list
from samenspel.soundings.actions.listing import (
    ListError,
    add_addresses,
    clear_list,
    confirm_list,
    mark_of_list,
    remove_address,
    set_letters,
)
from samenspel.soundings.actions.moderating import (
    SMALLEST_BATCH,
    accept_statement,
    decline_statement,
    merge_statement,
    release_batches,
)
from samenspel.soundings.actions.opening import (
    NotReadyError,
    open_due_rounds,
    open_sounding,
    plan_sounding,
)
from samenspel.soundings.actions.preparing import (
    change_sounding,
    mark_of_settings,
    remove_draft,
    start_sounding,
)
from samenspel.soundings.actions.questions import add_questions, remove_questions_for_nobody
from samenspel.soundings.actions.relations import choose_relations
from samenspel.soundings.actions.statements import (
    add_statements,
    change_statement,
    mark_of_statement,
    move_statement,
    remove_statement,
    take_over_purpose,
)

__all__ = [
    "SMALLEST_BATCH",
    "ChangedMeanwhileError",
    "FrozenError",
    "Letters",
    "LettersMadeError",
    "ListError",
    "NotReadyError",
    "accept_statement",
    "add_addresses",
    "add_questions",
    "add_statements",
    "ask_by_open_link",
    "ask_group",
    "begin_due_closings",
    "change_sounding",
    "change_statement",
    "choose_relations",
    "clear_list",
    "confirm_list",
    "count_response",
    "decline_statement",
    "delete_voices_after_term",
    "destroy_left_over_keys",
    "finish_closing",
    "fold_answers",
    "forget_the_past",
    "import_conversation",
    "made_list",
    "make_letters",
    "mark_of_list",
    "mark_of_settings",
    "mark_of_statement",
    "merge_statement",
    "move_statement",
    "open_due_rounds",
    "open_sounding",
    "plan_sounding",
    "pool_groups",
    "release_batches",
    "remind_everybody",
    "remove_address",
    "remove_draft",
    "remove_questions_for_nobody",
    "remove_statement",
    "rounds_to_fold",
    "rounds_with_mail_due",
    "send_invitations",
    "set_letters",
    "start_sounding",
    "stop_asking",
    "take_over_purpose",
    "take_over_size",
]
