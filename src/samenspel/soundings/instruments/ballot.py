"""Answering one thing at a time: which comes next, and what this device answered before.

What comes next is drawn from what was not seen yet, or is the next in its order: that is for the
instrument to say. Nothing of it is kept on the server: a draw follows from the token and from how
many answered each statement, and the device itself carries what was answered on it.
"""

import hmac
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from samenspel.soundings.instruments.answers import AnswerWords
from samenspel.soundings.tokens import Token

# As a letter in the history of a device. Answers have letters of their own: e, o, w and A to O.
SKIPPED = "s"
SKIPPED_AGAIN = "z"
# Devices that began with an earlier version also wrote from how many a statement was drawn.
_DREW_FROM = "t"
_WRITTEN = re.compile(r"(?:[0-9]{1,5}[eowsztA-O])*")
_PARTS = re.compile(r"([0-9]+)([A-Za-z])")
_OVERLOOKED = "overgeslagen"


@dataclass(frozen=True)
class Statement:
    """A statement or a question.

    detail : what else its instrument knows of it
    """

    number: int
    text: str
    detail: Mapping[str, Any] = field(default_factory=dict)


class Look(NamedTuple):
    """A statement that was looked at on this device, and what came of it."""

    number: int
    letter: str

    @property
    def is_answer(self) -> bool:
        return self.letter not in {SKIPPED, SKIPPED_AGAIN}


@dataclass(frozen=True)
class History:
    """What was looked at on this device, in the order in which it was drawn."""

    looks: tuple[Look, ...] = ()

    def marked(self, number: int, letter: str | None) -> "History":
        """With what somebody did just now. An answer takes the place of the one before.

        letter : of the answer; None where it was skipped
        """
        looks = list(self.looks)
        for index, look in enumerate(looks):
            if look.number == number:
                looks[index] = look._replace(letter=letter or SKIPPED_AGAIN)
                break
        else:
            looks.append(Look(number, letter or SKIPPED))
        return History(tuple(looks))

    def answered(self, number: int) -> bool:
        """Whether an answer on this statement was sent from this device."""
        return any(look.number == number and look.is_answer for look in self.looks)

    def __str__(self) -> str:
        """Small enough for a cookie: each look as a number and a letter."""
        return "".join(f"{look.number}{look.letter}" for look in self.looks)


def read_history(text: str) -> History:
    """Raises ValueError for what no history ever looked like."""
    if not _WRITTEN.fullmatch(text):
        raise ValueError("not a history")
    return History(
        tuple(
            Look(int(number), letter)
            for number, letter in _PARTS.findall(text)
            if letter != _DREW_FROM
        )
    )


@dataclass(frozen=True)
class Slip:
    """One statement as it is put to somebody."""

    statement: Statement
    place: int
    answer: str | None
    """as it stands in a form, or overgeslagen: what was done with it on this device"""


@dataclass(frozen=True)
class Ballot:
    """Everything one person is asked, on one device.

    statements : those that this person's group gets now, in the order of their numbers
    words : the answers that can be given
    draw : the place of the next one among `statements`, of those that are not seen, by luck from 0
        to below 1; None where they come in their order
    """

    token: Token
    round_key: bytes
    statements: tuple[Statement, ...]
    history: History
    words: AnswerWords
    draw: Callable[[Sequence[Statement], Sequence[bool], float], int] | None = None

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
            place = len(self.history.looks) + 1
            return Slip(self._drawn(place), place, None)
        return next((self.at(place) for place in self._skipped()), None)

    def at(self, place: int) -> Slip | None:
        """What was looked at before, if it is still asked."""
        if not 1 <= place <= len(self.history.looks):
            return None
        look = self.history.looks[place - 1]
        statement = self._asked.get(look.number)
        if statement is None:
            return None
        return Slip(statement, place, self.words.by_letter.get(look.letter, _OVERLOOKED))

    def before(self, place: int) -> int | None:
        """The nearest place before this one that can be looked back at."""
        return next((p for p in range(place - 1, 0, -1) if self.at(p)), None)

    def after(self, place: int) -> int | None:
        looked_at = range(place + 1, len(self.history.looks) + 1)
        return next((p for p in looked_at if self.at(p)), None)

    def _drawn(self, place: int) -> Statement:
        if self.draw is None:
            return self._unseen[0]
        unseen = [one.number not in self._seen for one in self.statements]
        luck = self.token.luck(self.round_key, place, len(self._unseen))
        return self.statements[self.draw(self.statements, unseen, luck)]

    @cached_property
    def _asked(self) -> dict[int, Statement]:
        return {statement.number: statement for statement in self.statements}

    @cached_property
    def _seen(self) -> frozenset[int]:
        return frozenset(look.number for look in self.history.looks)

    @cached_property
    def _unseen(self) -> tuple[Statement, ...]:
        return tuple(one for one in self.statements if one.number not in self._seen)

    def _skipped(self) -> Iterator[int]:
        """The places of what was skipped once, and is still asked."""
        for place, look in enumerate(self.history.looks, start=1):
            if look.letter == SKIPPED and look.number in self._asked:
                yield place


def proof(token: Token, round_key: bytes, *what: int | str) -> str:
    """Goes along with a form, so that nobody sends it who was not shown it."""
    return token.proof(round_key, " ".join(str(part) for part in what))


def is_proof(sent: str, token: Token, round_key: bytes, *what: int | str) -> bool:
    expected = proof(token, round_key, *what)
    return hmac.compare_digest(sent.encode("utf-8", "replace"), expected.encode())
