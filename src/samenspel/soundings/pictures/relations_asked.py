"""What a round about the other organisations will ask, and what it leaves out and why, in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.measures.recognition import FEWEST_PEOPLE
from samenspel.measures.said_by_others import FEWEST_ORGANISATIONS
from samenspel.soundings.instruments.relations.bank import Aspect, ChoiceList, bank
from samenspel.soundings.instruments.relations.items import OWN
from samenspel.soundings.instruments.statements.words import joined
from samenspel.soundings.models import AskedGroup, Item
from samenspel.soundings.queries import AskedOrganisation


@dataclass(frozen=True)
class Offer:
    """What can be chosen now. Empty where what comes of it could not be told."""

    lists: tuple[ChoiceList, ...]
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True)
class AskedAbout:
    """All questions about one organisation, in words."""

    name: str
    own: list[Item]
    other: list[Item]


def offer(possible: Sequence[str]) -> Offer:
    return Offer(
        lists=tuple(each for each in bank().lists if each.key in possible),
        aspects=tuple(each for each in bank().aspects if each.key in possible),
    )


def left_out(
    asked: Sequence[AskedOrganisation],
    others: Sequence[AskedGroup],
    *,
    minimum: int,
    chosen: Iterable[str],
) -> list[str]:
    """Why something is not asked, in sentences; empty where everything is.

    others : groups that speak for no organisation
    chosen : what was chosen before, also where it cannot be asked any more
    """
    return [
        *_about_too_few(asked, minimum),
        *_pairs_of_too_few(asked, max(minimum, FEWEST_PEOPLE)),
        *_groups_that_get_nothing(asked, others),
        *_no_longer_possible(asked, set(chosen)),
    ]


def asked_about(items: Iterable[Item], asked: Iterable[AskedOrganisation]) -> list[AskedAbout]:
    found = {each.name: AskedAbout(each.name, [], []) for each in asked}
    for item in items:
        if about := found.get(item.detail["about"]):
            (about.own if item.detail["side"] == OWN else about.other).append(item)
    return [each for each in found.values() if each.own or each.other]


def _about_too_few(asked: Sequence[AskedOrganisation], minimum: int) -> Iterator[str]:
    without = [each.name for each in asked if not each.spoken_of]
    if not without:
        return
    why = _(
        "Wat anderen van een organisatie zeggen, tonen we alleen als van ten minste %(n)d andere"
        " organisaties elk %(k)d mensen antwoorden."
    ) % {"n": FEWEST_ORGANISATIONS, "k": minimum}
    if len(without) == len(asked):
        yield why + " " + _("Zo veel zijn het er waarschijnlijk niet: we vragen er dus niet naar.")
    else:
        yield why + " " + _("Over %(names)s vragen we het dus niet.") % {"names": joined(without)}


def _pairs_of_too_few(asked: Sequence[AskedOrganisation], fewest: int) -> Iterator[str]:
    without = [each.name for each in asked if not each.recognised]
    if not without:
        return
    why = _(
        "Of twee organisaties elkaar herkennen, tonen we alleen als van allebei %(n)d mensen"
        " antwoorden."
    ) % {"n": fewest}
    if len(without) == len(asked):
        yield why + " " + _("Zo veel zijn het er waarschijnlijk niet: we vragen er dus niet naar.")
    else:
        yield why + " " + _("Bij %(names)s vragen we het dus niet.") % {"names": joined(without)}


def _groups_that_get_nothing(
    asked: Sequence[AskedOrganisation], others: Sequence[AskedGroup]
) -> Iterator[str]:
    if others:
        yield _(
            "%(groups)s: wie daarin zit, spreekt niet voor één organisatie. Zij krijgen geen"
            " vragen; laat deze groep weg bij ‘Wie’."
        ) % {"groups": joined(group.name for group in others)}
    too_small = [each.name for each in asked if not each.organisation.can_tell]
    if too_small:
        yield ngettext(
            "Van %(names)s doen waarschijnlijk te weinig mensen mee om mee te tellen. Zij krijgt"
            " geen vragen over anderen.",
            "Van %(names)s doen waarschijnlijk te weinig mensen mee om mee te tellen. Zij krijgen"
            " geen vragen over anderen.",
            len(too_small),
        ) % {"names": joined(too_small)}


def _no_longer_possible(asked: Sequence[AskedOrganisation], chosen: set[str]) -> Iterator[str]:
    spoken_of = any(each.spoken_of for each in asked)
    paired = any(each.recognised for each in asked)
    gone = [each.name for each in bank().lists if each.key in chosen and not paired]
    gone += [each.name for each in bank().aspects if each.key in chosen and not spoken_of]
    if gone:
        yield _("U koos eerder: %(names)s. Dat kan nu niet meer. Bewaar uw keuze opnieuw.") % {
            "names": joined(name.lower() for name in gone)
        }
