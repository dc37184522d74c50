"""What a round about the other organisations found, in sentences.

Fair: how many pairs and organisations, never which. "In meerderheid" is only said where the whole
interval lies beyond half.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samenspel.measures.recognition import FEW, HALF, MOST
from samenspel.soundings.instruments.relations.outcome import Look, Outcome, Recognition
from samenspel.soundings.instruments.statements.words import sentence_case

_RECOGNISE = {
    "role": gettext_lazy("elkaars rol"),
    "interest": gettext_lazy("elkaars belang"),
    "responsibility": gettext_lazy("elkaars verantwoordelijkheid"),
}
_BANDS = {
    FEW: gettext_lazy("weinigen"),
    HALF: gettext_lazy("ongeveer de helft"),
    MOST: gettext_lazy("de meesten"),
}


def band_name(band: int) -> str:
    return str(_BANDS[band])


def headline(outcome: Outcome) -> str:
    if not outcome.shows_anything:
        return _("Er deden te weinig mensen mee om iets te tonen")
    for asked in outcome.lists:
        if outcome.looks_of(asked.key):
            return _of_list(outcome, asked.key)
    return _of_trust(outcome)


def sentences(outcome: Outcome) -> list[str]:
    """Under the headline: what was found, and what cannot be told."""
    if not outcome.shows_anything:
        return [
            _(
                "Wat organisaties over elkaar zeggen, tonen we alleen van genoeg mensen van genoeg"
                " organisaties. Zo is niemand te herkennen."
            )
        ]
    return [*_about_lists(outcome), *_about_opinions(outcome), *_about_silence(outcome)]


def list_sentence(outcome: Outcome, key: str) -> str:
    told, asked = len(outcome.looks_of(key)), outcome.pairs_of(key)
    if not told:
        return _("Hierover tonen we niets: van geen paar weten we genoeg.")
    said = _(
        "Van %(told)d van de %(asked)d paren tonen we het. In %(most)d daarvan herkennen de meesten"
        " %(what)s, in %(few)d weinigen."
    ) % {
        "told": told,
        "asked": asked,
        "most": outcome.recognised(key),
        "few": outcome.hardly_recognised(key),
        "what": what_is_recognised(key),
    }
    if divided := len(outcome.divided(key)):
        said += " " + ngettext(
            "Bij %(n)d organisatie kiezen de eigen mensen verschillend: daar valt niets te"
            " herkennen.",
            "Bij %(n)d organisaties kiezen de eigen mensen verschillend: daar valt niets te"
            " herkennen.",
            divided,
        ) % {"n": divided}
    return said


def what_is_recognised(key: str) -> str:
    return str(_RECOGNISE.get(key, key))


def view_sentence(found: Recognition) -> str:
    """What an organisation says of itself."""
    if found.view is None:
        return _("te weinig mensen antwoordden over de eigen organisatie")
    if found.is_divided:
        return _("de eigen mensen kiezen verschillend; niets wordt door meer dan de helft gekozen")
    return _("%(view)s (%(band)s van de eigen mensen)") % {
        "view": found.view_text,
        "band": band_name(found.agreement if found.agreement is not None else HALF),
    }


def look_sentence(look: Look, found: Recognition) -> str:
    """How another organisation recognises that, and how it was."""
    if look.band is None:
        return why_untold(found)
    said = band_name(look.band)
    if look.before is None:
        return said
    when = look.before.closed_on.year if look.before.closed_on else ""
    if look.before.view != found.view:
        return _("%(now)s; in %(when)s ging het om een ander antwoord") % {
            "now": said,
            "when": when,
        }
    if look.before.band == look.band:
        return _("%(now)s, net als in %(when)s") % {"now": said, "when": when}
    return _("%(now)s; in %(when)s was dat: %(then)s") % {
        "now": said,
        "when": when,
        "then": band_name(look.before.band),
    }


def why_untold(found: Recognition) -> str:
    if found.view is None or found.is_divided:
        return _("niets te herkennen")
    return _("te weinig antwoorden om te tonen")


def _of_list(outcome: Outcome, key: str) -> str:
    told = len(outcome.looks_of(key))
    most, few = outcome.recognised(key), outcome.hardly_recognised(key)
    if most == told:
        text = _("Organisaties herkennen %(what)s")
    elif 2 * most > told:
        text = _("Organisaties herkennen %(what)s meestal")
    elif 2 * few > told:
        text = _("Organisaties herkennen %(what)s nog weinig")
    else:
        text = _("Organisaties herkennen %(what)s niet overal")
    return text % {"what": what_is_recognised(key)}


def _of_trust(outcome: Outcome) -> str:
    cells = outcome.cells
    majorities = sum(cell.agree.is_majority for cell in cells)
    minorities = sum(cell.agree.is_minority for cell in cells)
    if majorities == len(cells):
        return _("Organisaties zijn in meerderheid positief over elkaar")
    if 2 * majorities > len(cells):
        return _("Organisaties zijn meestal positief over elkaar")
    if 2 * minorities > len(cells):
        return _("Vertrouwen in elkaar is niet vanzelfsprekend")
    return _("Organisaties denken niet over alles even positief over elkaar")


def _about_lists(outcome: Outcome) -> Iterator[str]:
    for asked in outcome.lists:
        if told := len(outcome.looks_of(asked.key)):
            yield sentence_case(
                _("In %(most)d van de %(told)d paren herkennen de meesten %(what)s.")
                % {
                    "most": outcome.recognised(asked.key),
                    "told": told,
                    "what": what_is_recognised(asked.key),
                }
            )


def _about_opinions(outcome: Outcome) -> Iterator[str]:
    if outcome.cells:
        majorities = sum(cell.agree.is_majority for cell in outcome.cells)
        yield _(
            "Bij %(n)d van de %(all)d zinnen over een organisatie is een meerderheid van de anderen"
            " het ermee eens."
        ) % {"all": len(outcome.cells), "n": majorities}
    elif outcome.asks_aspects:
        yield _("Wat anderen van een organisatie zeggen, tonen we nu niet.")


def _about_silence(outcome: Outcome) -> Iterator[str]:
    if hidden := sum(not group.is_shown for group in outcome.groups):
        yield ngettext(
            "Van %(n)d organisatie deden te weinig mensen mee om mee te tellen.",
            "Van %(n)d organisaties deden te weinig mensen mee om mee te tellen.",
            hidden,
        ) % {"n": hidden}
