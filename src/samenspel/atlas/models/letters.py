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


def bare(text: Combinable) -> Func:
    """The same, in the database."""
    changed = {chr(code): letter for code, letter in _LETTERS.items() if chr(code) != letter}
    return Func(
        text,
        Value("".join(changed)),
        Value("".join(changed.values())),
        function="translate",
        output_field=TextField(),
    )
