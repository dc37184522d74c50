"""How the answers of a closed voice are written down: its ballot, packed.

A ballot is a row of whole numbers without a sign, of four bytes each, the highest byte first. Each
stands for one answer:

    4 × number of the statement + value + 1

So the two lowest bits tell what was said: 0 disagree, 1 don't know, 2 agree. The numbers go up, so
there is at most one answer to a statement. A voice that took everything back has no bytes at all.

The database writes the same where a round closes (`urn.close_round`). Statements go by the number
that they have in their round: nothing else is needed to read a ballot, by numpy alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_WORD = np.dtype(">u4")
LARGEST_NUMBER = (1 << 30) - 1


class DamagedBallotError(ValueError):
    """What lies in the urn is no ballot. What is told of it names no voice."""


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers in the order of the voices, and of the numbers of the statements within a voice."""

    voice: NDArray[np.int32]
    """(answers,) 0..voices-1"""
    number: NDArray[np.int64]
    """(answers,) of the statement, in its round"""
    value: NDArray[np.int8]
    """(answers,) 1 agree, 0 don't know, -1 disagree"""


def packed(
    voice: NDArray[np.integer[Any]],
    number: NDArray[np.integer[Any]],
    value: NDArray[np.integer[Any]],
    *,
    voices: int,
) -> list[bytes]:
    """The ballot of each voice. The columns are those of `Answers`, in that order.

    Raises ValueError for columns that do not fit, are in another order, or hold other values.
    """
    if not voice.shape == number.shape == value.shape == (len(voice),):
        raise ValueError("voice, number and value must be columns of the same length")
    if len(voice) and not 0 <= voice.min() <= voice.max() < voices:
        raise ValueError("a voice lies outside those that are counted")
    if len(number) and not 0 <= number.min() <= number.max() <= LARGEST_NUMBER:
        raise ValueError(f"a number lies outside 0 to {LARGEST_NUMBER}")
    if not np.isin(value, (-1, 0, 1)).all():
        raise ValueError("a value is not 1, 0 or -1")
    key = voice.astype(np.int64) * (LARGEST_NUMBER + 1) + number
    if np.any(key[1:] <= key[:-1]):
        raise ValueError("answers must stand by voice and then by number, each once")
    written = (4 * number.astype(np.int64) + value + 1).astype(_WORD).tobytes()
    sizes = np.bincount(voice, minlength=voices) * _WORD.itemsize
    ends = np.cumsum(sizes)
    starts = ends - sizes
    return [written[a:z] for a, z in zip(starts.tolist(), ends.tolist(), strict=True)]


def unpacked(ballots: Sequence[bytes]) -> Answers:
    """The answers of these voices, which are numbered as they come.

    Raises DamagedBallotError for what `packed` never wrote.
    """
    sizes = np.fromiter(map(len, ballots), dtype=np.int64, count=len(ballots))
    if np.any(sizes % _WORD.itemsize):
        raise DamagedBallotError("a ballot in the urn is cut off within an answer")
    word = np.frombuffer(b"".join(ballots), dtype=_WORD).astype(np.uint32)
    voice = np.repeat(np.arange(len(ballots), dtype=np.int32), sizes // _WORD.itemsize)
    if np.any(word & 3 == 3):
        raise DamagedBallotError("a ballot in the urn holds an answer that nobody can give")
    number = (word >> 2).astype(np.int64)
    if np.any((number[1:] <= number[:-1]) & (voice[1:] == voice[:-1])):
        raise DamagedBallotError("a ballot in the urn has its answers in another order, or twice")
    return Answers(voice, number, (word & 3).astype(np.int8) - np.int8(1))
