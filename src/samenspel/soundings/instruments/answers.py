"""The answers that an instrument takes: in a form, in the urn, and on the device that gave them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

# In a form. Skipping is no answer: whatever was answered is taken back.
SKIP = "sla-over"


@dataclass(frozen=True)
class AnswerWords:
    """What one can answer.

    values : by the word in a form, the whole number that is kept
    letters : by the same word, the letter by which a device remembers it
    """

    values: Mapping[str, int]
    letters: Mapping[str, str]

    @cached_property
    def by_letter(self) -> Mapping[str, str]:
        return {letter: word for word, letter in self.letters.items()}

    def is_known(self, word: str) -> bool:
        return word == SKIP or word in self.values


def numbered(highest: int) -> AnswerWords:
    """The numbers from 0 on, of which 0 is "I don't know"."""
    numbers = range(highest + 1)
    return AnswerWords(
        values={str(number): number for number in numbers},
        letters={str(number): chr(ord("A") + number) for number in numbers},
    )
