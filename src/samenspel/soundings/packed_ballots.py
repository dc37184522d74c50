"""How the answers of a closed voice are written down: its ballot, packed.

A ballot is a row of whole numbers without a sign, of four bytes each, the highest byte first. Each
stands for one answer:

    4 × number of the statement + value + 1

So the two lowest bits tell what was said: 0 disagree, 1 don't know, 2 agree. Where an instrument
takes more answers than these it is 16 × number + value + 1, for values up to 14. The numbers go up,
so there is at most one answer to a statement. A voice that took everything back has no bytes.

The database writes the same where a round closes (`urn.close_round`). Statements go by the number
that they have in their round: nothing else is needed to read a ballot, by numpy alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_WORD = np.dtype(">u4")


@dataclass(frozen=True)
class Packing:
    """bits : the lowest, that tell what was said: any value from -1 to `highest`"""

    bits: int
    highest: int

    @property
    def largest_number(self) -> int:
        return (1 << (8 * _WORD.itemsize - self.bits)) - 1


AGREE_OR_NOT = Packing(bits=2, highest=1)
MORE_ANSWERS = Packing(bits=4, highest=14)


class DamagedBallotError(ValueError):
    """What lies in the urn is no ballot. What is told of it names no voice."""


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers in the order of the voices, and of the numbers of the statements within a voice."""

    voice: NDArray[np.int32]
    """(answers,) 0..voices-1"""
    number: NDArray[np.integer[Any]]
    """(answers,) of the statement, in its round"""
    value: NDArray[np.int8]
    """(answers,) of statements 1 agree, 0 don't know, -1 disagree"""


def packed(
    voice: NDArray[np.integer[Any]],
    number: NDArray[np.integer[Any]],
    value: NDArray[np.integer[Any]],
    *,
    voices: int,
    packing: Packing = AGREE_OR_NOT,
) -> list[bytes]:
    """The ballot of each voice. The columns are those of `Answers`, in that order.

    Raises ValueError for columns that do not fit, are in another order, or hold other values.
    """
    if not voice.shape == number.shape == value.shape == (len(voice),):
        raise ValueError("voice, number and value must be columns of the same length")
    if len(voice) and not 0 <= voice.min() <= voice.max() < voices:
        raise ValueError("a voice lies outside those that are counted")
    if len(number) and not 0 <= number.min() <= number.max() <= packing.largest_number:
        raise ValueError(f"a number lies outside 0 to {packing.largest_number}")
    if len(value) and not -1 <= value.min() <= value.max() <= packing.highest:
        raise ValueError(f"a value lies outside -1 to {packing.highest}")
    key = voice.astype(np.int64) * (packing.largest_number + 1) + number
    if np.any(key[1:] <= key[:-1]):
        raise ValueError("answers must stand by voice and then by number, each once")
    written = ((number.astype(np.int64) << packing.bits) + value + 1).astype(_WORD).tobytes()
    sizes = np.bincount(voice, minlength=voices) * _WORD.itemsize
    ends = np.cumsum(sizes)
    starts = ends - sizes
    return [written[a:z] for a, z in zip(starts.tolist(), ends.tolist(), strict=True)]


def unpacked(ballots: Sequence[bytes], packing: Packing = AGREE_OR_NOT) -> Answers:
    """The answers of these voices, which are numbered as they come.

    Raises DamagedBallotError for what `packed` never wrote.
    """
    sizes = np.fromiter(map(len, ballots), dtype=np.int64, count=len(ballots))
    if np.any(sizes % _WORD.itemsize):
        raise DamagedBallotError("a ballot in the urn is cut off within an answer")
    word = np.frombuffer(b"".join(ballots), dtype=_WORD).astype(np.uint32)
    voice = np.repeat(np.arange(len(ballots), dtype=np.int32), sizes // _WORD.itemsize)
    said = word & ((1 << packing.bits) - 1)
    if np.any(said > packing.highest + 1):
        raise DamagedBallotError("a ballot in the urn holds an answer that nobody can give")
    number = (word >> packing.bits).astype(np.int64)
    if np.any((number[1:] <= number[:-1]) & (voice[1:] == voice[:-1])):
        raise DamagedBallotError("a ballot in the urn has its answers in another order, or twice")
    return Answers(voice, number, said.astype(np.int8) - np.int8(1))
