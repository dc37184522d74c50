"""What is read of soundings. Everything happens inside the scope of one cooperation."""

from samenspel.soundings.queries.asked_before import AskedOfGroup, asked_of_groups
from samenspel.soundings.queries.inviting import (
    BETWEEN_REMINDERS,
    MOST_REMINDERS,
    Sending,
    ToldResponse,
    may_make_letters_again,
    next_reminder,
    responses_of,
    sending_of,
)
from samenspel.soundings.queries.left_over import (
    left_over_keys,
    open_without_key,
    stuck_closings,
)
from samenspel.soundings.queries.map_before import map_before_of
from samenspel.soundings.queries.moderation import (
    decided_so_far,
    statements_to_merge_with,
    waiting_statements,
)
from samenspel.soundings.queries.outcome import (
    answers_of,
    ballots_of,
    cues_of,
    earlier_pictures,
    headline_of,
    oddities_of,
    outcome_of,
    shown_items,
    spoken_in,
    told_before,
)
from samenspel.soundings.queries.preparing import (
    GroupRow,
    Missing,
    addresses_of,
    group_rows,
    groups_not_asked,
    has_english,
    made_by_all,
    makers_of,
    party_of,
    roles_to_pool,
    tips_for,
    what_is_missing,
)
from samenspel.soundings.queries.questions import questions_of
from samenspel.soundings.queries.relations import (
    AskedOrganisation,
    asked_organisations,
    groups_of_no_organisation,
    organisations_of,
)
from samenspel.soundings.queries.rounds import roles_asked, soundings_of, visible_soundings_of
from samenspel.soundings.queries.statistics import statistics_of, with_moments

__all__ = [
    "BETWEEN_REMINDERS",
    "MOST_REMINDERS",
    "AskedOfGroup",
    "AskedOrganisation",
    "GroupRow",
    "Missing",
    "Sending",
    "ToldResponse",
    "addresses_of",
    "answers_of",
    "asked_of_groups",
    "asked_organisations",
    "ballots_of",
    "cues_of",
    "decided_so_far",
    "earlier_pictures",
    "group_rows",
    "groups_not_asked",
    "groups_of_no_organisation",
    "has_english",
    "headline_of",
    "left_over_keys",
    "made_by_all",
    "makers_of",
    "map_before_of",
    "may_make_letters_again",
    "next_reminder",
    "oddities_of",
    "open_without_key",
    "organisations_of",
    "outcome_of",
    "party_of",
    "questions_of",
    "responses_of",
    "roles_asked",
    "roles_to_pool",
    "sending_of",
    "shown_items",
    "soundings_of",
    "spoken_in",
    "statements_to_merge_with",
    "statistics_of",
    "stuck_closings",
    "tips_for",
    "told_before",
    "visible_soundings_of",
    "waiting_statements",
    "what_is_missing",
    "with_moments",
]
