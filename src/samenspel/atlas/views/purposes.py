"""What the stated purposes of all arrangements speak of."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samenspel.atlas.access import on_a_day
from samenspel.atlas.pictures.purposes import NONE, said, spoken_of
from samenspel.atlas.pictures.reading_check import reading_check
from samenspel.atlas.purposes.word_list import Theme, themes
from samenspel.atlas.queries.purposes import purposes_on
from samenspel.atlas.views.page import page
from samenspel.atlas.views.paging import page_of
from samenspel.pages.evidence import evidence_on

CLAIM = "C2"
ON_A_PAGE = 20


@require_safe
@on_a_day
def purposes(request: HttpRequest, day: date) -> HttpResponse:
    asked = request.GET.get("thema", "")
    if asked:
        return _theme(request, day, asked)
    return page(
        request,
        "atlas/purposes.html",
        day,
        {
            "picture": spoken_of(purposes_on(day)),
            "check": reading_check(),
            "evidence": evidence_on(CLAIM),
        },
    )


def _theme(request: HttpRequest, day: date, asked: str) -> HttpResponse:
    theme = _asked(asked)
    stated = purposes_on(day)
    found = said(stated, theme)
    picture = spoken_of(stated)
    rows = [*picture.rows, picture.none]
    return page(
        request,
        "atlas/purposes_theme.html",
        day,
        {
            "theme": theme,
            "row": next(row for row in rows if row.address == asked),
            "others": [row for row in rows if row.address != asked],
            "sentences": len(found),
            "page": page_of(request, found, each=ON_A_PAGE),
            "share": reading_check().found.get(asked),
        },
    )


def _asked(address: str) -> Theme | None:
    """None is what speaks of no theme."""
    if address == NONE:
        return None
    known = {theme.address: theme for theme in themes()}
    if address not in known:
        raise Http404
    return known[address]
