"""Reminders, letters and the poster of an open link."""

from collections.abc import Iterator

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samenspel.cooperations.access import person_of
from samenspel.cooperations.queries import party_names
from samenspel.post.links import link
from samenspel.post.queries import can_send
from samenspel.post.tasks import send_soon
from samenspel.soundings import actions
from samenspel.soundings.actions import Letters
from samenspel.soundings.instruments.statements import words
from samenspel.soundings.models import AskedGroup, Sounding
from samenspel.soundings.views.preparing_door import back, for_leaders

CARDS_ON_A_PAGE = 8


@require_POST
@for_leaders
def remind(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    number = actions.remind_everybody(
        person=person_of(request), sounding=sounding, today=timezone.localdate()
    )
    send_soon()
    messages.success(
        request,
        ngettext(
            "De herinnering gaat naar %(n)d adres.",
            "De herinnering gaat naar %(n)d adressen.",
            number,
        )
        % {"n": number},
    )
    if not can_send():
        messages.warning(request, _("Ze wacht nog: deze website kan geen e-mail versturen."))
    return back(sounding)


@require_POST
@for_leaders
def letters(request: HttpRequest, sounding: Sounding) -> HttpResponse:
    """The page to print, once: what stands on it is kept nowhere."""
    made = actions.make_letters(
        person=person_of(request), sounding=sounding, again="opnieuw" in request.POST
    )
    asking = _asking(sounding)
    return _streamed(_sheets(sounding, made, asking, get_language() or "nl"))


def _asking(sounding: Sounding) -> str:
    """Who puts the questions, in the Dutch of letters and posters."""
    with override("nl"):
        parties = party_names(sounding.cooperation)
        return words.joined(parties) if parties else sounding.cooperation.name


def _streamed(parts: Iterator[str]) -> HttpResponse:
    # Types say that a stream is no HttpResponse, and everything treats it as one.
    return StreamingHttpResponse(parts)  # type: ignore[return-value]


def _sheets(sounding: Sounding, made: list[Letters], asking: str, language: str) -> Iterator[str]:
    """A page at a time, so that tens of thousands of letters need no more memory than eight."""
    with override(language):
        yield render_to_string("soundings/letters/begin.html", {"sounding": sounding})
    for of_group in made:
        for first in range(0, len(of_group.letters), CARDS_ON_A_PAGE):
            cards = of_group.letters[first : first + CARDS_ON_A_PAGE]
            with override("nl"):
                yield render_to_string(
                    "soundings/letters/sheet.html",
                    {
                        "sounding": sounding,
                        "asking": asking,
                        "group": of_group.group,
                        "address": link(reverse("answering:codes")),
                        "cards": [(card, qr_code(card.link)) for card in cards],
                    },
                )
    yield render_to_string("soundings/letters/end.html")


@require_safe
@for_leaders
def poster(request: HttpRequest, sounding: Sounding, group: int) -> HttpResponse:
    found = AskedGroup.objects.filter(sounding=sounding, pk=group).exclude(open_code=None).first()
    if found is None:
        raise Http404
    address = link(reverse("answering:open", kwargs={"open_code": found.open_code}))
    with override("nl"):
        return render(
            request,
            "soundings/letters/poster.html",
            {
                "cooperation": sounding.cooperation,
                "sounding": sounding,
                "je": sounding.address == Sounding.Address.INFORMAL,
                "asking": _asking(sounding),
                "group": found,
                "address": address,
                "qr": qr_code(address),
            },
        )


def qr_code(text: str) -> str:
    """A drawing without styles of its own, which the browser would not apply."""
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass=None))
