"""Statements, as the rest of the room knows them."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samenspel.soundings.instruments.answers import AnswerWords
from samenspel.soundings.instruments.ballot import Statement
from samenspel.soundings.instruments.instrument import Draw, Instrument, Sentences
from samenspel.soundings.instruments.statements.cues import cues_of
from samenspel.soundings.instruments.statements.drawing import LEAST_KNOWN, pick, shares
from samenspel.soundings.instruments.statements.headlines import headline
from samenspel.soundings.instruments.statements.outcome import read
from samenspel.soundings.packed_ballots import AGREE_OR_NOT


def _counted(number: int) -> str:
    return ngettext("%(n)d stelling", "%(n)d stellingen", number) % {"n": number}


def _place(place: int, total: int) -> str:
    return _("stelling %(place)d van %(total)d") % {"place": place, "total": total}


def by_weight(weights: Callable[[], Mapping[int, int]]) -> Draw:
    """More often what few answered; see `drawing`. The weights are looked up where one is drawn."""

    def draw(statements: Sequence[Statement], unseen: Sequence[bool], luck: float) -> int:
        known = weights()
        return pick(shares([known.get(s.number, LEAST_KNOWN) for s in statements]), unseen, luck)

    return draw


STATEMENTS = Instrument(
    key="statements",
    name=gettext_lazy("stellingen"),
    answers=AnswerWords(
        values={"eens": 1, "weet-niet": 0, "oneens": -1},
        letters={"eens": "e", "weet-niet": "w", "oneens": "o"},
    ),
    packing=AGREE_OR_NOT,
    lowest=-1,
    highest=1,
    seconds=10,
    sentences=Sentences(
        one=gettext_lazy("Stelling"),
        counted=_counted,
        place=_place,
        what_is_asked=gettext_lazy("Stellingen"),
        none_yet=gettext_lazy("Er zijn nog geen stellingen."),
        write_one=gettext_lazy("Schrijf ten minste één stelling."),
        for_nobody=gettext_lazy(
            "Stelling %(n)d is nu voor niemand. Kies voor wie, of haal haar weg."
        ),
        gets_none=gettext_lazy("%(group)s krijgt geen enkele stelling."),
    ),
    draw=by_weight,
    headline=lambda content: headline(read(content)),
    cues=lambda content: cues_of(read(content)),
    folds=True,
    may_add=True,
)
