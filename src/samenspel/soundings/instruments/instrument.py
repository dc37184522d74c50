"""What the rest of the room needs to know of a way of asking."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise

from samenspel.soundings.instruments.answers import AnswerWords
from samenspel.soundings.instruments.ballot import Statement
from samenspel.soundings.instruments.spoken import Earlier, Spoken
from samenspel.soundings.instruments.statements.cues import Cue
from samenspel.soundings.packed_ballots import Packing

Draw = Callable[[Sequence[Statement], Sequence[bool], float], int]


class Freeze(Protocol):
    def __call__(
        self, spoken: Spoken, *, minimum: int, reissued: int, before: Sequence[Earlier]
    ) -> dict[str, Any]:
        """The content of the picture, as plain data for JSON.

        minimum : the fewest people of whom anything is told
        reissued : links that were made again, so that somebody may have answered twice
        before : earlier rounds, the oldest first
        """


@dataclass(frozen=True)
class Sentences:
    """What a leader and whoever answers read of it, with its own word for what is asked.

    one : that word
    counted : how many there are, in words
    place : the how manieth of how many
    write_one, for_nobody, gets_none : to do before a round can be planned. They hold nothing,
        %(n)d and %(group)s
    """

    one: Promise
    counted: Callable[[int], str]
    place: Callable[[int, int], str]
    what_is_asked: Promise
    none_yet: Promise
    write_one: Promise
    for_nobody: Promise
    gets_none: Promise


@dataclass(frozen=True)
class Instrument:
    """A way of asking.

    answers : that can be given; `lowest` and `highest` are what an answer may be unless what is
        asked says otherwise
    packing : how the answers of a closed voice are written down
    seconds : that one takes somebody, as a rule of thumb
    detail_of : what it knows of something that is asked in these Dutch words
    draw : makes of the weights of what is asked, by number, what draws the next; None where all
        come in their order
    freeze : makes the content of a picture of what was said; None for statements, which are read
        in parts and counted while they come in
    headline : what a frozen picture says in a sentence, from its content; empty where it says none
    cues : the reasons to talk in the content of a frozen picture
    folds : answers are added up while a round is open
    may_add : whoever takes part may add some
    one_by_one : whoever prepares a round writes and orders what is asked one by one
    """

    key: str
    name: Promise
    answers: AnswerWords
    packing: Packing
    lowest: int
    highest: int
    seconds: float
    sentences: Sentences
    detail_of: Callable[[str], dict[str, Any]] = lambda _text: {}
    draw: Callable[[Callable[[], Mapping[int, int]]], Draw] | None = None
    freeze: Freeze | None = None
    headline: Callable[[Mapping[str, Any]], str] = lambda _content: ""
    cues: Callable[[Mapping[str, Any]], list[Cue]] = lambda _content: []
    folds: bool = False
    may_add: bool = False
    one_by_one: bool = True

    def minutes(self, number: int) -> int:
        """That it takes to answer so many."""
        return math.ceil(number * self.seconds / 60) or 1

    @property
    def folder(self) -> str:
        """Of its templates."""
        return f"soundings/instruments/{self.key}"
