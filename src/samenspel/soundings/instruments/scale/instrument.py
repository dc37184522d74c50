"""Questions with five answers, as the rest of the room knows them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samenspel.soundings.instruments.answers import numbered
from samenspel.soundings.instruments.instrument import Instrument, Sentences
from samenspel.soundings.instruments.scale.cues import cues_of
from samenspel.soundings.instruments.scale.headlines import headline
from samenspel.soundings.instruments.scale.items import detail_of
from samenspel.soundings.instruments.scale.outcome import read
from samenspel.soundings.instruments.scale.picture import freeze_spoken
from samenspel.soundings.packed_ballots import MORE_ANSWERS

FIVE = 5


def _counted(number: int) -> str:
    return ngettext("%(n)d vraag", "%(n)d vragen", number) % {"n": number}


def _place(place: int, total: int) -> str:
    return _("vraag %(place)d van %(total)d") % {"place": place, "total": total}


SENTENCES = Sentences(
    one=gettext_lazy("Vraag"),
    counted=_counted,
    place=_place,
    what_is_asked=gettext_lazy("Vragen"),
    none_yet=gettext_lazy("Er zijn nog geen vragen."),
    write_one=gettext_lazy("Kies ten minste één vraag."),
    for_nobody=gettext_lazy("Vraag %(n)d is nu voor niemand. Kies voor wie, of haal haar weg."),
    gets_none=gettext_lazy("%(group)s krijgt geen enkele vraag."),
)
SCALE = Instrument(
    key="scale",
    name=gettext_lazy("peiling"),
    answers=numbered(FIVE),
    packing=MORE_ANSWERS,
    lowest=0,
    highest=FIVE,
    seconds=8,
    sentences=SENTENCES,
    detail_of=detail_of,
    freeze=freeze_spoken,
    headline=lambda content: headline(read(content)),
    cues=lambda content: cues_of(read(content)),
)
