"""What stated purposes speak of, with the sentences and the words that were found, as a list."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from samenspel.atlas.models import Dataset
from samenspel.atlas.open_data.table import Column, Table, Value
from samenspel.atlas.purposes.reading import sentences_of
from samenspel.atlas.purposes.word_list import themes
from samenspel.atlas.queries.on_a_day import arrangements_on

_AT_ONCE = 200


def _spoken_of(day: date) -> Iterable[tuple[Value, ...]]:
    names = {theme.key: theme.names["nl"] for theme in themes()}
    stated = arrangements_on(day).exclude(purpose="").order_by("register_id")
    rows = stated.values_list("register_id", "title", "purpose")
    for number, title, purpose in rows.iterator(_AT_ONCE):
        for place, sentence in enumerate(sentences_of(purpose.strip()), start=1):
            for key, spans in sentence.found:
                words: list[object] = [sentence.text[start:end] for start, end in spans]
                yield number, title, names[key], place, sentence.text, words


TABLES = (
    Table(
        "bedoelingen",
        _("Waar bedoelingen over gaan"),
        _("Elke zin uit een bedoeling waarin woorden van de woordenlijst staan, per thema."),
        (Dataset.REGISTER,),
        (
            Column("regelingNummer", _("nummer van de versie van de regeling")),
            Column("regeling", _("titel van de regeling")),
            Column("thema", _("waar de zin over gaat, volgens de woordenlijst")),
            Column("zinNummer", _("de hoeveelste zin van de bedoeling")),
            Column("zin", _("de zin zoals die in het register staat")),
            Column("woorden", _("lijst van de woorden die gevonden zijn")),
        ),
        _spoken_of,
    ),
)
