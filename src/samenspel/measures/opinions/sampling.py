"""Which people a computation starts with, and in what order: by what they said, not by their row.

Everybody gets a number that follows from the votes alone. Sorted by it, people stand in the same
order however the rows came in, and the first so many of them are a sample that looks random. Who
voted exactly alike is told apart by a serial number: within a known group they can stand in for
each other, so it does not matter who gets which.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.votes import IntArray, Votes

KeyArray: TypeAlias = NDArray[np.uint64]

_PEOPLE_AT_ONCE = 2_048

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def mixed(numbers: KeyArray) -> KeyArray:
    """Numbers that look drawn, from numbers that need not: splitmix64 (Steele, Lea & Flood 2014).

    numbers : (…) any; equal numbers give equal ones, different numbers different ones
    """
    mixing = numbers + _GOLDEN
    mixing = (mixing ^ (mixing >> np.uint64(30))) * _FIRST
    mixing = (mixing ^ (mixing >> np.uint64(27))) * _SECOND
    return np.asarray(mixing ^ (mixing >> np.uint64(31)))


def ballot_keys(votes: Votes) -> KeyArray:
    """(voters,) a number per person that depends on that person's votes and on nothing else.

    votes : sorted by voter

    The sum, modulo 2^64, of a mixed number for each vote: the order of votes does not matter, and
    two ballots that differ share a number about once in 10^19 pairs.
    """
    tables = mixed(np.arange(votes.statements * 3, dtype=np.uint64))
    keys = np.zeros(votes.voters, dtype=np.uint64)
    starts = votes.starts()
    voted = np.flatnonzero(np.diff(starts))
    first = starts[voted]
    # Some people at a time, so that what is made on the way stays in cache.
    for start in range(0, len(voted), _PEOPLE_AT_ONCE):
        people = slice(start, start + _PEOPLE_AT_ONCE)
        rows = slice(first[start], starts[voted[people][-1] + 1])
        kind = votes.statement[rows].astype(np.intp)
        kind *= 3
        kind += votes.value[rows]
        kind += 1
        keys[voted[people]] = np.add.reduceat(tables.take(kind), first[people] - rows.start)
    return keys


def told_apart(keys: KeyArray, group_of: IntArray) -> KeyArray:
    """(voters,) the same numbers, with those who voted exactly alike told apart.

    keys : of `ballot_keys`, of everybody
    group_of : (voters,) the known group of each. Of those who voted alike, those of one group come
        together: people of different groups cannot stand in for each other
    """
    apart = mixed(keys)
    ordered = np.sort(keys)
    shared = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(shared):
        return apart
    place = np.minimum(np.searchsorted(shared, keys), len(shared) - 1)
    alike = np.flatnonzero(shared[place] == keys)
    alike = alike[np.lexsort((group_of[alike], keys[alike]))]
    theirs = keys[alike]
    first = np.flatnonzero(np.concatenate([[True], theirs[1:] != theirs[:-1]]))
    serial = np.arange(len(alike)) - np.repeat(first, np.diff(first, append=len(alike)))
    apart[alike] = mixed(theirs + serial.astype(np.uint64) * _SECOND)
    return apart


def normals(keys: KeyArray, columns: int, *, seed: int) -> NDArray[np.float64]:
    """(voters, columns) draws from N(0, 1) that belong to a person, by that person's number alone.

    So one changed vote changes one person's draw. By Box & Muller (1958) on 53 random bits.
    """
    drawn = np.empty((len(keys), columns))
    of_seed = mixed(np.array([seed], dtype=np.uint64))
    for column in range(columns):
        salt = mixed(of_seed + np.uint64(column))
        first, second = (
            _uniform(mixed(keys ^ mixed(salt + extra))) for extra in (np.uint64(0), np.uint64(1))
        )
        drawn[:, column] = np.sqrt(-2 * np.log(first)) * np.cos(2 * np.pi * second)
    return drawn


def _uniform(keys: KeyArray) -> NDArray[np.float64]:
    return ((keys >> np.uint64(11)).astype(np.float64) + 0.5) / 2**53


@dataclass(frozen=True, eq=False)
class Sample:
    """Some people in the order of their numbers, with their votes.

    people : (voters,) who they are among all
    votes : theirs, voter numbers as in `people`
    keys : (voters,) their numbers, ascending
    """

    people: IntArray
    votes: Votes
    keys: KeyArray


def thinned(sample: Sample, *, people: int, votes_each: int) -> Sample:
    """The first people of a sample, with at most so many votes each, drawn by their numbers."""
    people = min(people, len(sample.people))
    votes = sample.votes.people(0, people)
    held = np.bincount(votes.voter, minlength=people)
    if held.max(initial=0) <= votes_each:
        return Sample(sample.people[:people], votes, sample.keys[:people])
    drawn = mixed(sample.keys[votes.voter] ^ mixed(votes.statement.astype(np.uint64)))
    order = np.lexsort((drawn, votes.voter))
    first = np.flatnonzero(np.diff(votes.voter, prepend=-1))
    place = np.arange(len(votes)) - np.repeat(first, held[held > 0])
    kept = np.sort(order[place < votes_each])
    fewer = Votes(
        votes.voter[kept], votes.statement[kept], votes.value[kept], people, votes.statements
    )
    return Sample(sample.people[:people], fewer, sample.keys[:people])
