"""Text in pieces, some of which are marked. Pieces and not HTML: a template escapes each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Around what PostgreSQL found. For private use: no text of a register holds them, and where one
# does, a piece too much is marked and nothing else happens.
START, STOP = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_marked: bool = False


def marked_at(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """The text with these places marked. They are in order and none holds another."""
    pieces: list[Piece] = []
    at = 0
    for start, end in spans:
        pieces += [Piece(text[at:start]), Piece(text[start:end], is_marked=True)]
        at = end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


def marked_as(text: str, other: str) -> list[Piece]:
    """The text, marked where another of the same length is marked between START and STOP."""
    spans: list[tuple[int, int]] = []
    at = 0
    for part in other.split(START):
        found, stopped, rest = part.partition(STOP)
        spans += [(at, at + len(found))] if stopped else []
        at += len(found) + len(rest)
    return marked_at(text, spans)


def excerpt(pieces: Sequence[Piece], *, most: int = 280, around: int = 90) -> list[Piece]:
    """What is marked with some text around it, or the beginning where nothing is.

    most : a text of so many letters is shown whole; a longer one is cut between words to about
        as many, with an ellipsis
    around : letters on each side of what is marked
    """
    text = "".join(piece.text for piece in pieces)
    if len(text) <= most:
        return list(pieces)
    marks = _marks(pieces)
    wanted = [(start - around, end + around) for start, end in marks] or [(0, most)]
    shown: list[tuple[int, int]] = []
    for start, end in (_between_words(text, *each) for each in wanted):
        if shown and start <= shown[-1][1]:
            shown[-1] = (shown[-1][0], end)
        else:
            shown.append((start, end))
        if sum(last - first for first, last in shown) >= most:
            break
    return _cut(text, marks, shown)


def _marks(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    marks: list[tuple[int, int]] = []
    at = 0
    for piece in pieces:
        if piece.is_marked:
            marks.append((at, at + len(piece.text)))
        at += len(piece.text)
    return marks


def _between_words(text: str, start: int, end: int) -> tuple[int, int]:
    first = text.rfind(" ", 0, start) + 1 if start > 0 else 0
    last = text.find(" ", end)
    return first, len(text) if last < 0 else last


def _cut(
    text: str, marks: Sequence[tuple[int, int]], shown: Sequence[tuple[int, int]]
) -> list[Piece]:
    pieces: list[Piece] = []
    for start, end in shown:
        inside = [(a - start, b - start) for a, b in marks if start <= a and b <= end]
        pieces += [Piece(" … " if pieces else "… ")] if start else []
        pieces += marked_at(text[start:end], inside)
    return pieces if shown[-1][1] == len(text) else [*pieces, Piece(" …")]
