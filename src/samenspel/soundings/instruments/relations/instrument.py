"""Questions about the other organisations, as the rest of the room knows them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samenspel.soundings.instruments.answers import numbered
from samenspel.soundings.instruments.instrument import Instrument, Sentences
from samenspel.soundings.instruments.relations.bank import MOST_CHOICES
from samenspel.soundings.instruments.relations.cues import cues_of
from samenspel.soundings.instruments.relations.drawing import by_organisation
from samenspel.soundings.instruments.relations.earlier import RELATIONS as KEY
from samenspel.soundings.instruments.relations.headlines import headline
from samenspel.soundings.instruments.relations.outcome import read
from samenspel.soundings.instruments.relations.picture import freeze_spoken
from samenspel.soundings.packed_ballots import MORE_ANSWERS


def _counted(number: int) -> str:
    return ngettext("%(n)d vraag", "%(n)d vragen", number) % {"n": number}


def _place(place: int, total: int) -> str:
    return _("vraag %(place)d van %(total)d") % {"place": place, "total": total}


RELATIONS = Instrument(
    key=KEY,
    name=gettext_lazy("vragen over elkaar"),
    answers=numbered(MOST_CHOICES),
    packing=MORE_ANSWERS,
    lowest=0,
    highest=MOST_CHOICES,
    seconds=8,
    sentences=Sentences(
        one=gettext_lazy("Vraag"),
        counted=_counted,
        place=_place,
        what_is_asked=gettext_lazy("Vragen"),
        none_yet=gettext_lazy("Er zijn nog geen vragen."),
        write_one=gettext_lazy("Kies wat u over de andere organisaties vraagt."),
        for_nobody=gettext_lazy(
            "Vraag %(n)d kunt u zo niemand stellen. Kies haar niet meer, of vraag meer mensen."
        ),
        gets_none=gettext_lazy(
            "%(group)s krijgt geen enkele vraag. Laat deze groep weg bij ‘Wie’, of vraag meer"
            " mensen van die organisatie."
        ),
    ),
    draw=by_organisation,
    freeze=freeze_spoken,
    headline=lambda content: headline(read(content)),
    cues=lambda content: cues_of(read(content)),
    one_by_one=False,
)
