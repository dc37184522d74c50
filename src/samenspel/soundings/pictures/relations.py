"""What the pages of a round about the other organisations show, from its frozen picture alone.

Organisations stand in the order of the cooperation, whatever is said of them, and each has the same
page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samenspel.measures.disclosure import AGREE, DISAGREE, PASS
from samenspel.measures.recognition import FEW, HALF, MOST
from samenspel.soundings.instruments.relations import headlines
from samenspel.soundings.instruments.relations.cues import cues_of
from samenspel.soundings.instruments.relations.outcome import (
    AskedList,
    Opinion,
    Organisation,
    Outcome,
    Recognition,
)
from samenspel.soundings.instruments.statements import words
from samenspel.soundings.instruments.statements.cues import Cue
from samenspel.soundings.pictures.participation import Participation, participation_of
from samenspel.soundings.pictures.relations_web import NARROW as NARROW_WEB
from samenspel.soundings.pictures.relations_web import WebPicture, web_picture
from samenspel.soundings.pictures.shares import NARROW, WIDE, Row, SupportPicture, support_picture


@dataclass(frozen=True)
class ListRow:
    """What one organisation says of itself, and who recognises that. Names, in their order."""

    organisation: Organisation
    view: str
    most: list[str]
    half: list[str]
    few: list[str]
    untold: list[str]


@dataclass(frozen=True)
class ListPicture:
    asked: AskedList
    sentence: str
    wide: WebPicture
    narrow: WebPicture
    rows: list[ListRow]
    web: str

    @property
    def is_drawn(self) -> bool:
        return bool(self.wide.halves)


@dataclass(frozen=True)
class OutcomePage:
    outcome: Outcome
    headline: str
    sentences: list[str]
    lists: list[ListPicture]
    participation: list[Participation]
    cues: list[Cue]


@dataclass(frozen=True)
class OpinionRow:
    """What the table says of one aspect: the same cell as the drawing."""

    name: str
    text: str
    by: str
    answered: str = ""
    agree: str = ""
    disagree: str = ""
    passed: str = ""
    share: str = ""
    bounds: str = ""
    why_not: str = ""


@dataclass(frozen=True)
class LookRow:
    name: str
    sentence: str
    answered: str


@dataclass(frozen=True)
class RecognitionPart:
    name: str
    one: str
    view: str
    looks: list[LookRow]


@dataclass(frozen=True)
class OrganisationPage:
    outcome: Outcome
    organisation: Organisation
    took_part: str
    wide: SupportPicture | None
    narrow: SupportPicture | None
    table: list[OpinionRow]
    has_bands: bool
    recognition: list[RecognitionPart]
    before: Organisation | None
    after: Organisation | None


def outcome_page(outcome: Outcome) -> OutcomePage:
    return OutcomePage(
        outcome=outcome,
        headline=headlines.headline(outcome),
        sentences=headlines.sentences(outcome),
        lists=[_list_picture(outcome, asked) for asked in outcome.lists],
        participation=participation_of(outcome.groups),
        cues=cues_of(outcome),
    )


def organisation_page(outcome: Outcome, organisation: Organisation) -> OrganisationPage:
    rows = [_row(opinion) for opinion in organisation.opinions]
    title = _("Wat anderen zeggen over %(name)s") % {"name": organisation.name}
    asked = outcome.asked_about
    place = asked.index(organisation)
    return OrganisationPage(
        outcome=outcome,
        organisation=organisation,
        took_part=words.took_part(organisation.group),
        wide=support_picture(title, rows, width=WIDE) if rows else None,
        narrow=support_picture(title, rows, width=NARROW) if rows else None,
        table=[_opinion_row(outcome, opinion) for opinion in organisation.opinions],
        has_bands=any(each.cell and each.cell.is_banded for each in organisation.opinions),
        recognition=[_recognition(outcome, each) for each in organisation.recognition],
        before=asked[place - 1] if place else None,
        after=next(iter(asked[place + 1 : place + 2]), None),
    )


def _list_picture(outcome: Outcome, asked: AskedList) -> ListPicture:
    return ListPicture(
        asked=asked,
        sentence=headlines.list_sentence(outcome, asked.key),
        wide=web_picture(outcome, asked.key),
        narrow=web_picture(outcome, asked.key, width=NARROW_WEB),
        rows=list(_list_rows(outcome, asked.key)),
        web=_web_sentence(outcome, asked),
    )


def _list_rows(outcome: Outcome, key: str) -> Iterator[ListRow]:
    for each in outcome.asked_about:
        if found := each.recognised_in(key):
            yield ListRow(
                organisation=each,
                view=headlines.view_sentence(found),
                most=_names(outcome, found, MOST),
                half=_names(outcome, found, HALF),
                few=_names(outcome, found, FEW),
                untold=_names(outcome, found, None),
            )


def _names(outcome: Outcome, found: Recognition, band: int | None) -> list[str]:
    return [outcome.organisations[look.by].name for look in found.looks if look.band == band]


def _web_sentence(outcome: Outcome, asked: AskedList) -> str:
    """How the web hangs together, where enough of it is told to say so."""
    web, number = asked.web, len(outcome.asked_about)
    if web.density is None or web.centralisation is None:
        return _(
            "Hoe het geheel samenhangt, zeggen we niet: daarvoor moeten we van ten minste drie"
            " organisaties alles over elkaar kunnen tonen."
        )
    said = _(
        "Tussen %(n)d van de %(all)d organisaties weten we alles: in %(density)s van die paren"
        " herkennen de meesten het."
    ) % {"n": len(web.of), "all": number, "density": words.percent(web.density)}
    if web.centralisation >= _UNEVEN:
        said += " " + _("De herkenning is ongelijk verdeeld.")
    return said


_UNEVEN = 0.6


def _row(opinion: Opinion) -> Row:
    return Row(label=opinion.name, note=_by_whom(opinion), cell=opinion.cell)


def _by_whom(opinion: Opinion) -> str:
    if opinion.cell is None:
        return _("deze keer niet te tonen") if opinion.paused else _("te weinig antwoorden")
    return _("%(people)s mensen van %(n)d andere organisaties") % {
        "people": words.answered(opinion.cell),
        "n": len(opinion.tellers),
    }


def _why_not(opinion: Opinion) -> str:
    if opinion.paused:
        return _(
            "deze keer niet: er kwam of ging een organisatie, en het verschil met de vorige keer"
            " zou tonen wat die zegt"
        )
    return _("te weinig mensen of organisaties om te tonen")


def _opinion_row(outcome: Outcome, opinion: Opinion) -> OpinionRow:
    cell = opinion.cell
    if cell is None:
        return OpinionRow(opinion.name, opinion.text, "", why_not=_why_not(opinion))
    return OpinionRow(
        name=opinion.name,
        text=opinion.text,
        by=words.joined(outcome.organisations[at].name for at in opinion.tellers),
        answered=words.answered(cell),
        agree=words.count(cell, AGREE),
        disagree=words.count(cell, DISAGREE),
        passed=words.count(cell, PASS),
        share=words.share_in_full(cell, AGREE),
        bounds=words.bounds(cell),
    )


def _recognition(outcome: Outcome, found: Recognition) -> RecognitionPart:
    asked = next(each for each in outcome.lists if each.key == found.key)
    return RecognitionPart(
        name=asked.name,
        one=asked.one,
        view=headlines.view_sentence(found),
        looks=[
            LookRow(
                name=outcome.organisations[look.by].name,
                sentence=headlines.look_sentence(look, found),
                answered=_("ongeveer %(n)s") % {"n": look.answered} if look.answered else "–",
            )
            for look in found.looks
        ],
    )
