"""The door of the pages on which leaders prepare a round, and what stands above each of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.cooperations.access import in_cooperation, must
from samenspel.cooperations.models import Cooperation
from samenspel.soundings.actions import FrozenError
from samenspel.soundings.instruments.registry import instrument_of
from samenspel.soundings.models import Sounding
from samenspel.soundings.queries import GroupRow, Missing
from samenspel.soundings.views.found import sounding_or_404

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Sounding, P], HttpResponse]
ROUND = "round"


@dataclass(frozen=True)
class Step:
    """Of the preparation, as it stands above every page of it."""

    key: str
    name: str
    address: str
    is_done: bool
    note: str


def for_leaders(page: Page[P]) -> Callable[..., HttpResponse]:
    """Hand the page its round. What an action refuses is said, on the page of the round."""

    @in_cooperation
    def inside(
        request: HttpRequest,
        cooperation: Cooperation,
        /,
        sounding: UUID,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> HttpResponse:
        found = sounding_or_404(cooperation, sounding)
        must(request, "soundings.change_sounding", found)
        try:
            with refusals_told(request):
                return page(request, found, *args, **kwargs)
        except FrozenError as error:
            messages.error(request, str(error))
        return back(found)

    return inside


def for_drafts(page: Page[P]) -> Callable[..., HttpResponse]:
    """As above, for pages that change what is asked or whom: of a draft only."""

    @for_leaders
    def inside(
        request: HttpRequest, sounding: Sounding, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if sounding.is_frozen:
            raise FrozenError
        return page(request, sounding, *args, **kwargs)

    return inside


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """What an action refuses inside is said on the next page."""
    try:
        yield
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)


def back(sounding: Sounding, page: str = ROUND, **more: object) -> HttpResponseRedirect:
    return redirect(address(sounding, page, **more))


def address(sounding: Sounding, page: str, **more: object) -> str:
    slug = sounding.cooperation.slug
    return reverse(
        f"soundings:{page}", kwargs={"cooperation": slug, "sounding": sounding.pk, **more}
    )


def steps_of(
    sounding: Sounding, rows: list[GroupRow], statements: int, missing: list[Missing]
) -> list[Step]:
    """What a draft still needs before it can be planned."""
    sentences = instrument_of(sounding.instrument).sentences
    undone = {each.step for each in missing}
    lists = [row for row in rows if not row.group.is_open_link]
    confirmed = sum(1 for row in lists if row.group.confirmed_by_id)
    notes = {
        "settings": (_("Opzet"), _days(sounding)),
        "groups": (
            _("Wie"),
            ngettext("%(n)d groep", "%(n)d groepen", len(rows)) % {"n": len(rows)},
        ),
        "statements": (str(sentences.what_is_asked), sentences.counted(statements)),
        "lists": (
            _("Lijsten"),
            _("%(n)d van %(all)d bevestigd") % {"n": confirmed, "all": len(lists)},
        ),
        "ready": (_("Klaarzetten"), _("nog niet") if missing else _("kan nu")),
    }
    # An empty round has no list to make, which is not the same as having made them.
    done = set(notes) - undone - {"ready"} - (set() if rows else {"lists"})
    return [
        Step(key, name, address(sounding, _PAGES.get(key, ROUND)), key in done, note)
        for key, (name, note) in notes.items()
    ]


_PAGES = {"settings": "change", "groups": "groups", "statements": "items", "lists": "lists"}


def _days(sounding: Sounding) -> str:
    if sounding.opens_on is None or sounding.closes_on is None:
        return _("nog niet gekozen")
    return ""
