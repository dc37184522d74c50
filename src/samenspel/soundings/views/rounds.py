"""The page of a round: how it is prepared, how it fares while it is open, and then its outcome."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samenspel.cooperations.access import must, person_of
from samenspel.soundings import queries
from samenspel.soundings.instruments.registry import instrument_of
from samenspel.soundings.instruments.statements.items import hints
from samenspel.soundings.models import Item, Sounding
from samenspel.soundings.queries import GroupRow
from samenspel.soundings.rules import BEFORE_OPENING
from samenspel.soundings.views import outcome
from samenspel.soundings.views.door import Door
from samenspel.soundings.views.preparing_door import steps_of

State = Sounding.State


def round_page(request: HttpRequest, door: Door) -> HttpResponse:
    sounding = door.sounding
    if sounding.state not in {*BEFORE_OPENING, State.OPEN}:
        return outcome.outcome(request, door)
    must(request, "soundings.view_sounding", sounding)
    items = list(Item.objects.filter(sounding=sounding, added=False))
    context = {
        "cooperation": sounding.cooperation,
        "sounding": sounding,
        "may_change": person_of(request).has_perm("soundings.change_sounding", sounding),
        "may_moderate": door.may_moderate,
        # Looked up only where there are letters.
        "may_make_again": lambda: queries.may_make_letters_again(
            sounding, queries.party_of(person_of(request), sounding)
        ),
        "items": items,
        "asks": instrument_of(sounding.instrument),
    }
    pages = {State.DRAFT: _draft, State.PLANNED: _planned, State.OPEN: _open}
    template, more = pages[State(sounding.state)](sounding, items)
    return render(request, f"soundings/preparing/{template}.html", context | more)


def _draft(sounding: Sounding, items: list[Item]) -> tuple[str, dict[str, Any]]:
    rows = queries.group_rows(sounding)
    missing = queries.what_is_missing(sounding, rows)
    asks = instrument_of(sounding.instrument)
    return "draft", {
        "rows": rows,
        "missing": missing,
        "steps": steps_of(sounding, rows, len(items), missing),
        "tips": queries.tips_for(sounding),
        "minutes": asks.minutes(_most_for_anybody(items, rows)),
        "hinted": sum(1 for item in items if asks.one_by_one and hints(item.text)),
        "opens_at_once": bool(sounding.opens_on and sounding.opens_on <= timezone.localdate()),
    }


def _most_for_anybody(items: list[Item], rows: list[GroupRow]) -> int:
    """How much is asked of the group that is asked most."""
    positions = [row.group.position for row in rows]
    by_group = (sum(not i.only_for or p in i.only_for for i in items) for p in positions)
    return max(by_group, default=len(items))


def _planned(sounding: Sounding, _items: list[Item]) -> tuple[str, dict[str, Any]]:
    return "planned", {
        "rows": queries.group_rows(sounding),
        "sending": queries.sending_of(sounding),
    }


def _open(sounding: Sounding, _items: list[Item]) -> tuple[str, dict[str, Any]]:
    today = timezone.localdate()
    told = queries.responses_of(sounding)
    return "open", {
        "told": told,
        "counted_on": next((each.counted_on for each in told if each.counted_on), None),
        "open_links": [each.group for each in told if each.group.is_open_link],
        "sending": queries.sending_of(sounding),
        "today": today,
        "next_reminder": queries.next_reminder(sounding, today=today),
        "most_reminders": queries.MOST_REMINDERS,
    }
