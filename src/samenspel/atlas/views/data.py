"""The atlas as open data: a page that tells what there is, and every list as a file."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

import samenspel
from samenspel.atlas.access import on_a_day
from samenspel.atlas.models import Dataset
from samenspel.atlas.models.known_years import EARLIEST
from samenspel.atlas.open_data import boundaries
from samenspel.atlas.open_data.catalogue import BY_NAME, TABLES
from samenspel.atlas.open_data.publishers import PUBLISHERS, sources_of
from samenspel.atlas.open_data.table import Table
from samenspel.atlas.open_data.writing import as_csv, as_geojson, as_json
from samenspel.atlas.queries.sources import newest_source, newest_sources
from samenspel.atlas.views.page import page

_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "geojson": "application/geo+json",
}


@require_safe
@on_a_day
def data(request: HttpRequest, day: date) -> HttpResponse:
    read = {Dataset(source.dataset): source for source in newest_sources(Dataset)}
    offered = [
        (table, [(PUBLISHERS[each], read[each]) for each in table.sources if each in read])
        for table in TABLES
    ]
    return page(
        request,
        "atlas/data.html",
        day,
        {
            "tables": offered,
            "boundaries": read.get(Dataset.BOUNDARIES),
            "of_boundaries": PUBLISHERS[Dataset.BOUNDARIES],
            "drawn_in": boundaries.year_of(day),
        },
        told_by=tuple(Dataset),
    )


def _etag(_request: HttpRequest, day: date, name: str, kind: str) -> str | None:
    """Another one after each import, each release, and for lists of a day each day."""
    newest = newest_source()
    if newest is None or not _is_offered(name, kind):
        return None
    read = f"{newest.pk}-{newest.read_at.timestamp():.0f}"
    of_day = f"-{day.isoformat()}" if _is_of_a_day(name) else ""
    return f'"{name}.{kind}-{samenspel.__version__}-{read}{of_day}"'


def _last_modified(_request: HttpRequest, day: date, name: str, kind: str) -> datetime | None:
    newest = newest_source()
    if newest is None or not _is_offered(name, kind):
        return None
    if day != timezone.localdate() or not _is_of_a_day(name):
        return newest.read_at
    # Without a day in its address it became another list at midnight.
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    return max(newest.read_at, midnight.astimezone(UTC))


@require_safe
@on_a_day
def file(request: HttpRequest, day: date, name: str, kind: str) -> HttpResponseBase:
    asked = request.GET.get("op", "").strip()
    if asked and asked != day.isoformat():
        response: HttpResponseBase = _no_such_day(asked)
    else:
        response = _file(request, day, name, kind)
        # In every language of the screen.
        response["Content-Language"] = "nl"
    if settings.ATLAS_PUBLIC:
        # Where nobody need sign in, a page of any other site may fetch it too.
        response["Access-Control-Allow-Origin"] = "*"
    return response


@condition(etag_func=_etag, last_modified_func=_last_modified)
def _file(_request: HttpRequest, day: date, name: str, kind: str) -> HttpResponseBase:
    if not _is_offered(name, kind):
        raise Http404
    response = StreamingHttpResponse(_pieces(day, name, kind), content_type=_TYPES[kind])
    of_day = f"-{day.isoformat()}" if _is_of_a_day(name) else ""
    response["Content-Disposition"] = f'attachment; filename="{name}{of_day}.{kind}"'
    return response


def _pieces(day: date, name: str, kind: str) -> Iterator[str]:
    if kind == "geojson":
        year = boundaries.year_of(day)
        about = {"lijst": name, "jaar": year, "bronnen": sources_of(boundaries.SOURCES)}
        return as_geojson(boundaries.features(year), about)
    table = BY_NAME[name]
    return as_csv(table, day) if kind == "csv" else as_json(table, day, _about(table, day))


def _about(table: Table, day: date) -> dict[str, object]:
    """What stands before the rows: what they are, of which day, and from whom."""
    return {
        "lijst": table.name,
        "peildatum": day if table.is_of_a_day else None,
        "bronnen": sources_of(table.sources),
    }


def _is_offered(name: str, kind: str) -> bool:
    if kind == "geojson":
        return name == boundaries.NAME
    return kind in _TYPES and name in BY_NAME


def _is_of_a_day(name: str) -> bool:
    return name not in BY_NAME or BY_NAME[name].is_of_a_day


def _no_such_day(asked: str) -> HttpResponse:
    """Who reads a file by machine must not get the list of another day than was asked."""
    said = _(
        "Wij hebben geen lijst van die dag. Schrijf de datum als 2020-01-01, van %(first)s tot en "
        "met volgend jaar."
    ) % {"first": EARLIEST.year}
    problem = {"title": _("Deze datum kunnen wij niet gebruiken"), "status": 400, "detail": said}
    body = json.dumps(problem | {"op": asked[:40]}, ensure_ascii=False)
    return HttpResponse(body, status=400, content_type="application/problem+json")
