"""Answering statements one at a time: which comes next, and what this device answered before.

Which statement comes next is drawn from those that were not seen yet. Nothing of it is kept on
the server: the draw follows from the token, and the device itself carries what was answered on it.
"""

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from samenspel.soundings.tokens import Token

# As they stand in a form. Skipping is no answer: whatever was answered is taken back.
SKIP = "sla-over"
VALUES: dict[str, int | None] = {"eens": 1, "weet-niet": 0, "oneens": -1, SKIP: None}


class Mark(StrEnum):
    """What a device did with a statement, as a letter in its history."""

    AGREE = "e"
    DISAGREE = "o"
    PASS = "w"  # noqa: S105 - a letter, not a password
    SKIPPED = "s"
    SKIPPED_AGAIN = "z"


_MARKS = {"eens": Mark.AGREE, "oneens": Mark.DISAGREE, "weet-niet": Mark.PASS}
_WORDS = {
    **{mark: word for word, mark in _MARKS.items()},
    Mark.SKIPPED: "overgeslagen",
    Mark.SKIPPED_AGAIN: "overgeslagen",
}
_BY_LETTER = {mark.value: mark for mark in Mark}
_DREW_FROM = "t"
_WRITTEN = re.compile(r"(?:[0-9]{1,5}[eoszwt])*")
_PARTS = re.compile(r"([0-9]+)([a-z])")


@dataclass(frozen=True)
class Statement:
    number: int
    text: str


class Look(NamedTuple):
    """A statement that was looked at on this device: drawn from how many, and what came of it."""

    number: int
    drawn_from: int
    mark: Mark

    @property
    def is_answer(self) -> bool:
        return self.mark not in {Mark.SKIPPED, Mark.SKIPPED_AGAIN}


@dataclass(frozen=True)
class History:
    """What was looked at on this device, in the order in which it was drawn."""

    looks: tuple[Look, ...] = ()

    def marked(self, number: int, drawn_from: int, answer: str) -> "History":
        """With what somebody did just now. An answer takes the place of the one before."""
        looks = list(self.looks)
        for index, look in enumerate(looks):
            if look.number == number:
                looks[index] = look._replace(mark=_MARKS.get(answer, Mark.SKIPPED_AGAIN))
                break
        else:
            looks.append(Look(number, drawn_from, _MARKS.get(answer, Mark.SKIPPED)))
        return History(tuple(looks))

    def answered(self, number: int) -> bool:
        """Whether an answer on this statement was sent from this device."""
        return any(look.number == number and look.is_answer for look in self.looks)

    def __str__(self) -> str:
        """Small enough for a cookie: each look as a number and a letter.

        How many a look was drawn from follows from the one before, but where statements came or
        went meanwhile; there, and at the start, it is written.
        """
        written = []
        expected = None
        for look in self.looks:
            if look.drawn_from != expected:
                written.append(f"{look.drawn_from}{_DREW_FROM}")
            written.append(f"{look.number}{look.mark}")
            expected = look.drawn_from - 1
        return "".join(written)


def read_history(text: str) -> History:
    """Raises ValueError for what no history ever looked like."""
    if not _WRITTEN.fullmatch(text):
        raise ValueError("not a history")
    looks = []
    drawn_from = 0
    for number, letter in _PARTS.findall(text):
        if letter == _DREW_FROM:
            drawn_from = int(number)
        else:
            looks.append(Look(int(number), drawn_from, _BY_LETTER[letter]))
            drawn_from -= 1
    return History(tuple(looks))


@dataclass(frozen=True)
class Slip:
    """One statement as it is put to somebody."""

    statement: Statement
    place: int
    drawn_from: int
    answer: str | None
    """eens, oneens, weet-niet or overgeslagen, as it was given on this device"""


@dataclass(frozen=True)
class Ballot:
    """Everything one person is asked, on one device.

    statements : those that this person's group gets now, in the order of their numbers
    """

    token: Token
    round_key: bytes
    statements: tuple[Statement, ...]
    history: History

    @property
    def total(self) -> int:
        return len(self.history.looks) + len(self._unseen)

    @property
    def finished(self) -> int:
        """How many need not be shown any more."""
        return len(self.history.looks) - sum(1 for _place in self._skipped())

    @property
    def answered(self) -> int:
        """How many have an answer from this device. Skipping is none."""
        return sum(1 for look in self.history.looks if look.is_answer)

    def next(self) -> Slip | None:
        """A statement drawn from those not yet seen; after those, the ones that were skipped."""
        if self._unseen:
            place, drawn_from = len(self.history.looks) + 1, len(self._unseen)
            drawn = self.token.draw(self.round_key, place, drawn_from)
            return Slip(self._unseen[drawn], place, drawn_from, None)
        return next((self.at(place) for place in self._skipped()), None)

    def at(self, place: int) -> Slip | None:
        """What was looked at before, if it is still asked."""
        if not 1 <= place <= len(self.history.looks):
            return None
        look = self.history.looks[place - 1]
        statement = self._asked.get(look.number)
        if statement is None:
            return None
        return Slip(statement, place, look.drawn_from, _WORDS[look.mark])

    def before(self, place: int) -> int | None:
        """The nearest place before this one that can be looked back at."""
        return next((p for p in range(place - 1, 0, -1) if self.at(p)), None)

    def after(self, place: int) -> int | None:
        looked_at = range(place + 1, len(self.history.looks) + 1)
        return next((p for p in looked_at if self.at(p)), None)

    @cached_property
    def _asked(self) -> dict[int, Statement]:
        return {statement.number: statement for statement in self.statements}

    @cached_property
    def _unseen(self) -> tuple[Statement, ...]:
        seen = {look.number for look in self.history.looks}
        return tuple(one for one in self.statements if one.number not in seen)

    def _skipped(self) -> Iterator[int]:
        """The places of what was skipped once, and is still asked."""
        for place, look in enumerate(self.history.looks, start=1):
            if look.mark == Mark.SKIPPED and look.number in self._asked:
                yield place


def proof(token: Token, round_key: bytes, *what: int | str) -> str:
    """Goes along with a form, so that nobody sends it who was not shown it."""
    return token.proof(round_key, " ".join(str(part) for part in what))


def is_proof(sent: str, token: Token, round_key: bytes, *what: int | str) -> bool:
    expected = proof(token, round_key, *what)
    return hmac.compare_digest(sent.encode("utf-8", "replace"), expected.encode())
