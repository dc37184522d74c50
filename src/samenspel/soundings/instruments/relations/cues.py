"""Reasons to talk in what organisations say about each other.

No organisation is named, and none can be found from what is said: sentences count organisations and
pairs. How often chance alone makes a cue is worked out exactly in the tests.
"""

from collections.abc import Callable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samenspel.soundings.instruments.relations.outcome import Outcome
from samenspel.soundings.instruments.statements.cells import Cell
from samenspel.soundings.instruments.statements.cues import (
    MANY_DID_NOT_TAKE_PART,
    MANY_SILENT,
    Cue,
    Rule,
)
from samenspel.soundings.instruments.statements.words import joined

# Of one organisation or one pair it would be known which it is.
_FEWEST = 2
_EVIDENCE = "Emerson, Nabatchi & Balogh 2012"


def _not_recognised(key: str, name: Promise, threshold: Promise, begin_with: Promise) -> Rule:
    return Rule(
        key=key,
        name=name,
        threshold=threshold,
        evidence=_EVIDENCE,
        claims=("C9", "C13"),
        false_alarm=gettext_lazy(
            "Herkent in elk paar precies de helft, dan zegt toeval dit hoogstens 1 op de 12 keer."
        ),
        begin_with=begin_with,
    )


NOT_RECOGNISED = {
    "role": _not_recognised(
        "rollen-niet-herkend",
        gettext_lazy("Organisaties herkennen elkaars rol niet"),
        gettext_lazy(
            "In meer dan de helft van de paren die we tonen, en ten minste twee, herkent minder dan"
            " een derde van de één de rol die de ander zichzelf geeft."
        ),
        gettext_lazy("Wat ziet u als uw rol, en wat dacht u dat die van de ander was?"),
    ),
    "interest": _not_recognised(
        "belangen-niet-herkend",
        gettext_lazy("Organisaties herkennen elkaars belang niet"),
        gettext_lazy(
            "In meer dan de helft van de paren die we tonen, en ten minste twee, herkent minder dan"
            " een derde van de één het belang dat de ander zichzelf geeft."
        ),
        gettext_lazy("Wat staat er voor u op het spel, en weet de ander dat?"),
    ),
    "responsibility": _not_recognised(
        "verantwoordelijkheden-niet-herkend",
        gettext_lazy("Organisaties herkennen elkaars verantwoordelijkheid niet"),
        gettext_lazy(
            "In meer dan de helft van de paren die we tonen, en ten minste twee, herkent minder dan"
            " een derde van de één de verantwoordelijkheid die de ander zichzelf geeft."
        ),
        gettext_lazy("Waar kan de ander u op aanspreken, en waar rekent u zelf op?"),
    ),
}
NOT_CLEAR_AT_HOME = Rule(
    key="eigen-rol-onduidelijk",
    name=gettext_lazy("Organisaties zijn het zelf niet eens"),
    threshold=gettext_lazy(
        "In meer dan de helft van de organisaties die we tonen, en ten minste twee, kiest niet meer"
        " dan de helft van de eigen mensen hetzelfde."
    ),
    evidence=_EVIDENCE,
    claims=("C9",),
    false_alarm=gettext_lazy(
        "Kiest in elke organisatie drie kwart hetzelfde, dan zegt toeval dit per lijst hoogstens 1"
        " op de 50 keer."
    ),
    begin_with=gettext_lazy("Wat zouden uw eigen mensen verschillend opschrijven?"),
)
TRUST_IS_LACKING = Rule(
    key="vertrouwen-in-elkaar",
    name=gettext_lazy("Vertrouwen in elkaar is niet vanzelfsprekend"),
    threshold=gettext_lazy(
        "Van meer dan de helft van de organisaties die we tonen, en ten minste twee, is minder dan"
        " de helft van de anderen het eens met een deel van vertrouwen, ook met de onzekerheid mee."
    ),
    evidence="Klijn, Edelenbos & Steijn 2010",
    claims=("C12", "C13"),
    false_alarm=gettext_lazy(
        "Is van elke organisatie precies de helft van de anderen het eens, dan zegt toeval dit"
        " hoogstens 1 op de 80 keer."
    ),
    begin_with=gettext_lazy("Wanneer ging het wel goed tussen u, en wat maakte het verschil?"),
)
RULES = (
    *NOT_RECOGNISED.values(),
    NOT_CLEAR_AT_HOME,
    TRUST_IS_LACKING,
    MANY_DID_NOT_TAKE_PART,
)


def cues_of(outcome: Outcome) -> list[Cue]:
    """All reasons to talk in an outcome, in the order of the rules."""
    return [cue for find in _FINDERS for cue in find(outcome)]


def is_most(part: int, of: int) -> bool:
    """Whether so many of those that are told of are enough for a cue."""
    return part >= _FEWEST and 2 * part > of


def _hardly_recognised(outcome: Outcome) -> Iterator[Cue]:
    for key, rule in NOT_RECOGNISED.items():
        few, told = outcome.hardly_recognised(key), len(outcome.looks_of(key))
        if is_most(few, told):
            sentence = _FEW_RECOGNISE[key] % {"few": few, "told": told}
            yield Cue(rule, sentence, _all(outcome))


def _divided_at_home(outcome: Outcome) -> Iterator[Cue]:
    found = []
    for asked in outcome.lists:
        divided = len(outcome.divided(asked.key))
        views = sum(
            1
            for each in outcome.organisations
            if (one := each.recognised_in(asked.key)) and one.view is not None
        )
        if is_most(divided, views):
            found.append(
                _("over de eigen %(one)s bij %(n)d van de %(all)d")
                % {"one": asked.one, "n": divided, "all": views}
            )
    if found:
        sentence = _("De eigen mensen kiezen verschillend: %(found)s organisaties.") % {
            "found": joined(found)
        }
        yield Cue(NOT_CLEAR_AT_HOME, sentence, _all(outcome))


def _trust_is_lacking(outcome: Outcome) -> Iterator[Cue]:
    by_aspect: dict[str, list[Cell]] = {}
    for each in outcome.organisations:
        for opinion in each.opinions:
            if opinion.cell is not None:
                by_aspect.setdefault(opinion.name, []).append(opinion.cell)
    lacking = [
        name
        for name, told in by_aspect.items()
        if is_most(sum(cell.agree.is_minority for cell in told), len(told))
    ]
    if lacking:
        sentence = _(
            "Van de meeste organisaties is minder dan de helft van de anderen het eens met:"
            " %(aspects)s."
        ) % {"aspects": joined(name.lower() for name in lacking)}
        yield Cue(TRUST_IS_LACKING, sentence, _all(outcome))


def _silent(outcome: Outcome) -> Iterator[Cue]:
    groups = outcome.groups
    silent = [each for each in groups if (each.silent_share or 0) >= MANY_SILENT]
    hidden = [each for each in groups if not each.is_shown]
    said = []
    if silent:
        said.append(
            ngettext(
                "Van %(n)d van de %(all)d organisaties deed 60 procent of meer niet mee.",
                "Van %(n)d van de %(all)d organisaties deed 60 procent of meer niet mee.",
                len(silent),
            )
            % {"n": len(silent), "all": len(groups)}
        )
    if hidden:
        said.append(
            ngettext(
                "Van %(n)d organisatie deden te weinig mensen mee om iets te tonen.",
                "Van %(n)d organisaties deden te weinig mensen mee om iets te tonen.",
                len(hidden),
            )
            % {"n": len(hidden)}
        )
    if said:
        yield Cue(MANY_DID_NOT_TAKE_PART, " ".join(said), _all(outcome))


def _all(outcome: Outcome) -> tuple[int, ...]:
    """It concerns every organisation, also where a few of them gave the reason."""
    return tuple(each.position for each in outcome.organisations)


_FEW_RECOGNISE = {
    "role": gettext_lazy(
        "In %(few)d van de %(told)d paren herkennen weinigen de rol die de ander zichzelf geeft."
    ),
    "interest": gettext_lazy(
        "In %(few)d van de %(told)d paren herkennen weinigen het belang dat de ander zichzelf"
        " geeft."
    ),
    "responsibility": gettext_lazy(
        "In %(few)d van de %(told)d paren herkennen weinigen de verantwoordelijkheid die de ander"
        " zichzelf geeft."
    ),
}
_FINDERS: tuple[Callable[[Outcome], Iterator[Cue]], ...] = (
    _hardly_recognised,
    _divided_at_home,
    _trust_is_lacking,
    _silent,
)
