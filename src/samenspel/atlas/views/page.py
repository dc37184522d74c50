"""What every page of the atlas has: its day, its sources, and word of what is missing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from samenspel.atlas.forms import DayForm
from samenspel.atlas.models import Dataset
from samenspel.atlas.models.known_years import COMPLETE_FROM
from samenspel.atlas.queries.on_a_day import first_list_after
from samenspel.atlas.queries.sources import newest_sources

# What the pages need at least. Without it they say how to fill the atlas.
_GROUND = Dataset.REGISTER


def page(
    request: HttpRequest,
    template: str,
    day: date,
    context: Mapping[str, Any],
    *,
    told_by: Sequence[Dataset] = (Dataset.REGISTER,),
    ground: Dataset = _GROUND,
) -> HttpResponse:
    """A page of the atlas, for a template that extends `atlas/base.html`.

    told_by : what the page is drawn from; named on it with its day
    ground : the one of these without which there is nothing to show
    """
    sources = newest_sources(told_by)
    newest = {Dataset(source.dataset): source.day for source in sources}
    return render(
        request,
        template,
        {
            "day": day,
            "keep_day": keep_day_of(day),
            **_addresses(),
            "day_form": DayForm(day=day, asked=request.GET),
            "sources": sources,
            "empty": ground not in newest,
            "is_early": Dataset.REGISTER in newest and day.year < COMPLETE_FROM,
            "lists_from": first_list_after(day) if day.year < COMPLETE_FROM else None,
            "register_ends": _before(newest.get(Dataset.REGISTER), day),
            **context,
        },
    )


def keep_day_of(day: date) -> str:
    """Behind each address inside the atlas, so that one stays on the day."""
    return "" if day == timezone.localdate() else f"?op={day.isoformat()}"


def part_of_page(template: str, keep_day: str, context: Mapping[str, Any]) -> SafeString:
    """A part that is the same for everybody, to keep ready. Knows nothing of who asks."""
    return render_to_string(template, {"keep_day": keep_day, **_addresses(), **context})


def _addresses() -> dict[str, str]:
    """In front of a key or number: one look-up for some hundreds of links."""
    return {
        "organisations": reverse("atlas:organisation", args=["-"]).removesuffix("-/"),
        "arrangements": reverse("atlas:arrangements"),
    }


def _before(known: date | None, day: date) -> date | None:
    """The day up to which the register is known, where that is before the day that is shown."""
    return known if known is not None and known < day else None
