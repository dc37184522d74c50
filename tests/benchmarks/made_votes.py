"""Made-up votes of a known shape: three planted groups, everybody a draw of the statements.

As a program it writes them down, so that whoever starts it needs no memory for them:

    python -m tests.benchmarks.made_votes SIZE FOLDER
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Columns: TypeAlias = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int8]]

_SEED = 20_261_123
_PASSES = np.float32(0.1)
_SHARES_OF_GROUPS = (0.5, 0.3, 0.2)
GROUPS = len(_SHARES_OF_GROUPS)
_PEOPLE_AT_ONCE = 16_384


@dataclass(frozen=True)
class Size:
    """How many people vote on how many statements, and how often each does on average.

    Even: everybody votes exactly that often. Uneven: from a few to all statements, as in an open
    conversation.
    """

    people: int
    statements: int
    votes_a_person: float
    uneven: bool = False


SIZES = {
    "tiny": Size(400, 40, 12),
    "small": Size(10_000, 300, 30),
    "bowling": Size(2_000, 900, 112.5, uneven=True),
    "large": Size(100_000, 500, 30),
    "million": Size(1_000_000, 1_000, 30),
}


@dataclass(frozen=True, eq=False)
class Made:
    """Votes by person and then by statement, and the group in which each person was planted."""

    voter: NDArray[np.int32]
    statement: NDArray[np.int32]
    value: NDArray[np.int8]
    group: NDArray[np.int64]

    def write(self, folder: Path) -> None:
        for name, column in vars(self).items():
            np.save(folder / f"{name}.npy", column)


def made_votes(size: Size, *, seed: int = _SEED) -> Made:
    """Votes of people in three groups that differ on every statement.

    One in ten votes is a pass. Of the others in group g a share p_gj agrees, with p from a beta
    distribution that leaves two groups some .33 apart on average, passes included.
    """
    rng = np.random.default_rng(seed)
    group = rng.choice(GROUPS, size.people, p=_SHARES_OF_GROUPS)
    share = rng.beta(0.5, 0.5, (GROUPS, size.statements))
    agreeing = ((0.05 + 0.9 * share) * (1 - _PASSES)).astype(np.float32)
    often = how_often(size, rng)
    total = int(often.sum())
    made = Made(
        voter=np.empty(total, np.int32),
        statement=np.empty(total, np.int32),
        value=np.empty(total, np.int8),
        group=group,
    )
    start = 0
    for voter, statement in drawn(often, size.statements, rng):
        to = slice(start, start + len(voter))
        luck = rng.random(len(voter), dtype=np.float32)
        agrees = luck < agreeing[group[voter], statement]
        made.voter[to], made.statement[to] = voter, statement
        made.value[to] = np.where(agrees, 1, np.where(luck < 1 - _PASSES, -1, 0))
        start = to.stop
    return made


def how_often(size: Size, rng: np.random.Generator) -> NDArray[np.int64]:
    """How many statements each person votes on."""
    if not size.uneven:
        return np.full(size.people, round(size.votes_a_person))
    votes = rng.lognormal(0.0, 1.2, size.people)
    # What is cut off at all statements is made up for by the others, in a few rounds.
    for _round in range(50):
        votes = np.clip(votes * size.votes_a_person / votes.mean(), 1, size.statements)
    return np.rint(votes).astype(np.int64)


def drawn(
    often: NDArray[np.int64], statements: int, rng: np.random.Generator
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Who votes on what: distinct statements, each set of that many equally likely."""
    # A random number whose low bits are the statement: no two of a person are the same.
    low_bits = (1 << (statements - 1).bit_length()) - 1
    number = np.arange(statements, dtype=np.uint32)
    for start in range(0, len(often), _PEOPLE_AT_ONCE):
        those = often[start : start + _PEOPLE_AT_ONCE]
        lot = rng.integers(0, 1 << 32, (len(those), statements), dtype=np.uint32)
        lot = (lot & np.uint32(~low_bits & 0xFFFFFFFF)) | number
        last = np.sort(lot, axis=1)[np.arange(len(those)), those - 1]
        voter, statement = np.nonzero(lot <= last[:, np.newaxis])
        yield voter + start, statement


def read_columns(folder: Path) -> Columns:
    """Voter, statement and value as `Made.write` left them."""
    voter, statement, value = (
        np.load(folder / f"{name}.npy") for name in ("voter", "statement", "value")
    )
    return voter, statement, value


def read_groups(folder: Path) -> NDArray[np.int64]:
    """The group of each person as `Made.write` left it."""
    group: NDArray[np.int64] = np.load(folder / "group.npy")
    return group


if __name__ == "__main__":
    made_votes(SIZES[sys.argv[1]]).write(Path(sys.argv[2]))
