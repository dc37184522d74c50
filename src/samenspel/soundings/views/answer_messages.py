"""Pages that tell somebody who answers where they are, and what they can do."""

import math
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samenspel.soundings.models import Sounding
from samenspel.soundings.queries.answering import Round

State = Sounding.State


def page(name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page for who answers. It is given nothing of the request, so it can tell nothing of it.

    name : of a template, among those of answering where it names no folder
    """
    path = name if "/" in name else f"soundings/answering/{name}"
    content = render_to_string(f"{path}.html", context)
    return HttpResponse(content, status=status)


def message(
    title: str,
    text: str,
    *,
    status: int = 200,
    link: tuple[str, str] | None = None,
    asked: Round | None = None,
) -> HttpResponse:
    """link : an address, and what it says"""
    context = {
        "title": title,
        "text": text,
        "link": {"url": link[0], "text": link[1]} if link else None,
        "has_english": asked is None or asked.has_english,
    }
    return page("message", context, status=status)


def not_there() -> HttpResponse:
    return message(
        _("Deze pagina is er niet"),
        _(
            "Kijk of het adres helemaal klopt. Kwam het uit een bericht of brief? Neem het "
            "dan helemaal over."
        ),
        status=404,
    )


def unknown_link() -> HttpResponse:
    return message(
        _("Deze link werkt niet"),
        _(
            "Kijk of het adres helemaal is overgenomen. Is er later een nieuwe link gestuurd? "
            "Gebruik dan de nieuwste."
        ),
        status=404,
        link=(reverse("answering:lost"), _("Vraag een nieuwe link")),
    )


def unknown_device(asked: Round | None) -> HttpResponse:
    """Somebody is at a ballot without having come in by a link."""
    if asked is None or asked.state == State.DRAFT:
        return not_there()
    if not asked.is_open:
        return not_open(asked, may_see_outcome=False)
    return message(
        _("Open de link opnieuw"),
        _(
            "Op dit apparaat is niet bekend wie er meedoet. Open de link uit de e-mail, of typ de "
            "codes uit de brief. Wat al is geantwoord, is bewaard."
        ),
        status=403,
        link=(reverse("answering:codes"), _("Ik heb een brief met codes")),
        asked=asked,
    )


def not_open(asked: Round, *, may_see_outcome: bool) -> HttpResponse:
    """Before and after. Who took part is led on to the outcome."""
    if asked.state in (State.DRAFT, State.PLANNED):
        return _not_yet(asked)
    if asked.state == State.CLOSED and may_see_outcome and asked.outcome_key:
        address = reverse("outcome:outcome", kwargs={"key": asked.outcome_key})
        return HttpResponseRedirect(address)
    if asked.state == State.CLOSED:
        text = _(
            "Antwoorden kan niet meer. Wie was uitgenodigd, kreeg een link naar de uitkomsten."
        )
    else:
        text = _(
            "Antwoorden kan niet meer. De uitkomsten worden gemaakt; iedereen die was uitgenodigd "
            "ziet ze op hetzelfde moment. Kom hier later terug."
        )
    return message(_("De vragenlijst is gesloten"), text, status=410, asked=asked)


def _not_yet(asked: Round) -> HttpResponse:
    if asked.opens_on is not None:
        day = date_format(asked.opens_on, "l j F Y")
        text = _("Antwoorden kan vanaf %(day)s. Deze link werkt dan ook.") % {"day": day}
    else:
        text = _("De dag waarop hij opent is nog niet bekend. Deze link werkt dan ook.")
    return message(_("De vragenlijst is nog niet open"), text, status=403, asked=asked)


def cannot_take_answers() -> HttpResponse:
    """The key of the round is not where it should be: then no answer could be told apart."""
    return message(
        _("Antwoorden kan nu niet"),
        _(
            "Het ligt niet aan dit apparaat. Probeer het later opnieuw. Blijft het zo, vraag "
            "het dan aan wie de uitnodiging stuurde."
        ),
        status=503,
    )


def not_from_here(back: str) -> HttpResponse:
    return message(
        _("Dit is niet bewaard"),
        _(
            "Wat werd gestuurd hoort niet bij wie op dit apparaat meedoet. Ga terug, en antwoord "
            "daar opnieuw."
        ),
        status=400,
        link=(back, _("Naar de stellingen")),
    )


def from_another_site() -> HttpResponse:
    return message(
        _("Dit is niet bewaard"),
        _("Het werd gestuurd vanaf een andere website. Open zelf de link uit de e-mail of brief."),
        status=403,
    )


def too_large() -> HttpResponse:
    return message(
        _("Dit is te groot om te versturen"),
        _("Er is niets bewaard. Ga terug en maak de tekst korter."),
        status=413,
    )


def unreadable() -> HttpResponse:
    return message(_("Dit kwam niet goed over"), _("Ga terug en probeer het opnieuw."), status=400)


def too_often(seconds: int) -> HttpResponse:
    again = timezone.localtime() + timedelta(seconds=seconds)
    response = message(
        _("Dit is te vaak geprobeerd"),
        _(
            "Probeer het opnieuw na %(time)s. Zitten er meer mensen op hetzelfde netwerk, dan kan "
            "het ook door de anderen komen."
        )
        % {"time": date_format(again, "H:i")},
        status=429,
    )
    response["Retry-After"] = str(math.ceil(seconds))
    return response


def wiped() -> HttpResponse:
    return message(
        _("Gewist van dit apparaat"),
        _(
            "Op dit apparaat is niet meer te zien wat er werd geantwoord. Wat al was gestuurd, "
            "telt mee. Verdergaan kan met de link uit de e-mail of de codes uit de brief."
        ),
    )
