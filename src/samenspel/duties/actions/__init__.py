"""Every write of this room."""

from samenspel.duties.actions.arrangement import mark_of_item, note_item
from samenspel.duties.actions.changed import mark_of_plan, mark_of_round
from samenspel.duties.actions.done import take_tick_back, tick_off
from samenspel.duties.actions.feed import renew_feed, stop_feed
from samenspel.duties.actions.planning import make_plan
from samenspel.duties.actions.reminding import remind_of_what_comes
from samenspel.duties.actions.rounds import remove_round, start_round, write_view

__all__ = [
    "make_plan",
    "mark_of_item",
    "mark_of_plan",
    "mark_of_round",
    "note_item",
    "remind_of_what_comes",
    "remove_round",
    "renew_feed",
    "start_round",
    "stop_feed",
    "take_tick_back",
    "tick_off",
    "write_view",
]
