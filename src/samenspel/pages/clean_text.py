"""Words that stand on one line: without what cannot be seen, or would turn what stands around."""

import unicodedata
from typing import Any

from django import forms

# They turn the direction of all that follows.
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFUSED = frozenset(("Cc", "Cs", "Co", "Cn"))


def on_one_line(text: str) -> str:
    spaced = (" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", text))
    kept = (
        sign
        for sign in spaced
        if sign not in _DIRECTION_MARKS and unicodedata.category(sign) not in _REFUSED
    )
    return " ".join("".join(kept).split())


def in_lines(text: str) -> str:
    """The same for a longer text, line by line."""
    return "\n".join(on_one_line(line) for line in text.splitlines())


class CleanTextField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return on_one_line(str(value or ""))


class CleanLinesField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return in_lines(str(value or "")).strip()
