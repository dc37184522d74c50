"""Text without capitals and accents, letter for letter: what is found in it stands there in the
text itself."""

import unicodedata

from django.db.models import Func, TextField, Value
from django.db.models.expressions import Combinable


def _bare(code: int) -> str:
    letter = chr(code)
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


# Letters beyond these have no accent that Dutch or its neighbours write.
_LETTERS = {code: _bare(code) for code in (*range(0x41, 0x5B), *range(0xC0, 0x250))}


def without_accents(text: str) -> str:
    return text.translate(_LETTERS)


# For searching: those of Dutch, Frisian, French and German. PostgreSQL goes through all of them for
# every letter, and minds no capitals by itself.
_SEARCHED = {
    code: unicodedata.normalize("NFD", chr(code))[0]
    for code in range(0xC0, 0x100)
    if unicodedata.decomposition(chr(code))
}


def searched(text: str) -> str:
    """As it is looked for: fryslan finds Fryslân."""
    return text.translate(_SEARCHED)


def bare(text: Combinable) -> Func:
    """The same, in the database."""
    return Func(
        text,
        Value("".join(map(chr, _SEARCHED))),
        Value("".join(_SEARCHED.values())),
        function="translate",
        output_field=TextField(),
    )
