"""The page of an organisation: a municipality, or any other that works with them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.models import Dataset, Organisation
from samenspel.atlas.pictures.by_field import by_field
from samenspel.atlas.pictures.partners import partners_map
from samenspel.atlas.pictures.population import line_of
from samenspel.atlas.queries.ancestry import WentOn, ancestry, codes_in, names_of, went_on
from samenspel.atlas.queries.on_a_day import municipalities_on
from samenspel.atlas.queries.organisation import Partner, organisation_with_key, work_on
from samenspel.atlas.queries.outlines import outlines_on
from samenspel.atlas.queries.population import inhabitants_of
from samenspel.atlas.queries.regions import regions_of
from samenspel.atlas.queries.succession import Succession, succession
from samenspel.atlas.views.page import page

_MOST_OFTEN = 3


@require_safe
@on_a_day
def organisation(request: HttpRequest, day: date, key: str) -> HttpResponse:
    found = organisation_with_key(key)
    if found is None:
        raise Http404
    steps = succession()
    ended = went_on(found.key, steps, day)
    seen = _last_day(found, ended, day) or day
    work = work_on(found, seen)
    outlines, outlines_of = outlines_on(
        seen, [found.key, *(each.key for each in work.partners)], steps
    )
    is_municipality = found.kind == Organisation.Kind.MUNICIPALITY
    return page(
        request,
        "atlas/organisation.html",
        day,
        {
            "organisation": found,
            "website": _address_of(found.website),
            "seen": seen,
            "has_ended": seen != day,
            "ended": ended,
            "work": work,
            "fields": by_field(work.taken_part),
            "most_often": _most_often(work.partners),
            "map": partners_map(outlines, work.partners, found.key, str(found)),
            "outlines_of": outlines_of,
            **(_municipality(found, steps, seen, ended) if is_municipality else {}),
        },
        told_by=list(Dataset) if is_municipality else [Dataset.REGISTER, Dataset.BOUNDARIES],
    )


def _municipality(
    found: Organisation, steps: Succession, seen: date, ended: WentOn | None
) -> dict[str, Any]:
    """What is told of municipalities only."""
    into = steps.into(found.key)
    there = municipalities_on(seen).filter(pk=found.pk).exists()
    to_come = [step.day for step in into if step.day > seen]
    is_to_come = not there and bool(to_come)
    events = ancestry(found.key, steps, until=None if is_to_come else seen)
    after = [] if ended is None else [*(code for code, _name in ended.into), *ended.today]
    numbers = inhabitants_of(found.key)
    known = names_of([*codes_in(events), *after])
    return {
        "is_municipality": True,
        "begins": to_come[0] if is_to_come else None,
        "events": events,
        "known": known,
        "today": [(code, known[code]) for code in ended.today if code in known] if ended else [],
        "regions": regions_of(found.key, [step.old for step in into], seen),
        "population": line_of(numbers),
        "newest": numbers[-1] if numbers else None,
    }


def _last_day(found: Organisation, ended: WentOn | None, day: date) -> date | None:
    """The last day of what is no more; None of what still is."""
    ends = [end for end in (ended.day if ended else None, found.valid_to) if end and end <= day]
    return min(ends) - timedelta(days=1) if ends else None


def _most_often(partners: Sequence[Partner]) -> list[str]:
    """Those it works with most, where they are few enough to name."""
    most = partners[0].arrangements if partners else 0
    names = [each.name for each in partners if each.arrangements == most]
    return names if most > 1 and len(names) <= _MOST_OFTEN else []


def _address_of(website: str) -> str:
    """As it can be followed: the register writes it with and without https."""
    address = website.strip()
    if not address or " " in address:
        return ""
    if address.startswith(("http://", "https://")):
        return address
    return "" if ":" in address else f"https://{address}"
