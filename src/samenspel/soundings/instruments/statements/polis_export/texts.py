"""Foreign text, made fit to keep: what can be seen stays as it is, also formulas and HTML (those
are made harmless where they are shown)."""

import unicodedata

LONGEST_TEXT = 10_000
# Unicode's stream-safe limit (UAX 15, D4). No language needs more marks on one letter, and putting
# thousands of them in order takes seconds.
_MOST_MARKS = 30
# Unicode gives them to nobody, and a drawing that holds one is no XML.
_NO_CHARACTERS = "\ufffe\uffff"


def clean_text(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if not text.isascii():
        text = unicodedata.normalize("NFC", _limit_marks(text))
    return "".join(c for c in text if c == "\n" or _is_kept(c)).strip()


def one_line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _is_kept(character: str) -> bool:
    return unicodedata.category(character) != "Cc" and character not in _NO_CHARACTERS


def _limit_marks(text: str) -> str:
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
