"""What changed between two versions of a text, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum


class Change(Enum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    change: Change
    text: str

    @property
    def is_added(self) -> bool:
        return self.change is Change.ADDED

    @property
    def is_removed(self) -> bool:
        return self.change is Change.REMOVED


def changes_between(before: str, after: str) -> list[Piece]:
    """The newer text in order, with what was taken out standing before what came in its place.

    Without what was removed the pieces are `after`; without what was added they are `before`,
    up to the white space between words.
    """
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Change.SAME, " ".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece(Change.REMOVED, " ".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece(Change.ADDED, " ".join(new[new_from:new_to])))
    return pieces


def _words(text: str) -> list[str]:
    return re.findall(r"\S+", text)
