"""Text without capitals and accents, letter for letter: what is found in it stands there in the
text itself."""

import unicodedata


def _bare(code: int) -> str:
    letter = chr(code)
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


# Letters beyond these have no accent that Dutch or its neighbours write.
_LETTERS = {code: _bare(code) for code in (*range(0x41, 0x5B), *range(0xC0, 0x250))}


def without_accents(text: str) -> str:
    return text.translate(_LETTERS)
