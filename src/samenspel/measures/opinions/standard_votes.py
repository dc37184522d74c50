"""Votes brought to one measure, so that what goes together can be compared between statements."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from samenspel.measures.opinions.votes import Votes

FloatArray: TypeAlias = NDArray[np.float64]

_LEAST_LEFT = 1e-9


@dataclass(frozen=True, eq=False)
class StandardVotes:
    """The votes on statements on which people differ, by statement and then in a random order.

    voter, statement : (votes,)
    value : (votes,) mean 0 and variance 1 within each statement
    ends : (statements + 1,) where each statement begins, and the last one ends
    voters : how many there are
    """

    voter: NDArray[np.int32]
    statement: NDArray[np.int32]
    value: FloatArray
    ends: NDArray[np.int32]
    voters: int

    @property
    def statements(self) -> int:
        return len(self.ends) - 1

    @cached_property
    def asked(self) -> NDArray[np.int32]:
        """(statements,) how many voted on each."""
        return np.diff(self.ends)

    @cached_property
    def window(self) -> NDArray[np.int64]:
        """(votes,) where each vote stands in `twice`."""
        first = self.ends[:-1].astype(np.int64)[self.statement]
        return first + np.arange(len(self.value))

    @cached_property
    def twice(self) -> FloatArray:
        """Every statement's values twice in a row: a window on these is a turn of them."""
        twice = np.empty(2 * len(self.value))
        twice[self.window] = self.value
        twice[self.window + self.asked[self.statement]] = self.value
        return twice

    @cached_property
    def known(self) -> csr_array:
        """(statements, voters) 1 where somebody voted."""
        return self.matrix(np.ones(len(self.value)))

    @cached_property
    def votes(self) -> csr_array:
        """(statements, voters) the values."""
        return self.matrix(self.value)

    def matrix(self, value: FloatArray) -> csr_array:
        """(statements, voters) of these values."""
        return csr_array((value, self.voter, self.ends), shape=(self.statements, self.voters))


def standard_votes(votes: Votes, seed: int) -> StandardVotes:
    """Without the statements on which nobody differs; `seed` is of the random order."""
    votes = votes.in_order()
    total = np.bincount(votes.statement, weights=votes.value, minlength=votes.statements)
    squares = np.bincount(votes.statement, weights=votes.value**2, minlength=votes.statements)
    asked = np.bincount(votes.statement, minlength=votes.statements)
    differ = asked * squares > total**2
    kept = differ[votes.statement]
    statement = (np.cumsum(differ) - 1)[votes.statement[kept]]
    draw = np.random.default_rng([seed, 0])
    order = np.argsort(statement + draw.random(len(statement)))
    z = StandardVotes(
        votes.voter[kept][order].astype(np.int32),
        statement[order].astype(np.int32),
        votes.value[kept][order].astype(np.float64),
        np.concatenate([[0], np.cumsum(asked[differ])]).astype(np.int32),
        votes.voters,
    )
    return replace(z, value=standardised(z, z.value))


def standardised(z: StandardVotes, value: FloatArray) -> FloatArray:
    """Mean 0 and variance 1 within each statement; 0 for one of which nothing is left."""
    value = centred(z, value)
    variance = _per_statement(z, value**2) / z.asked
    known = variance > _LEAST_LEFT
    return value * (known / np.sqrt(np.where(known, variance, 1)))[z.statement]


def centred(z: StandardVotes, value: FloatArray) -> FloatArray:
    """Mean 0 within each statement."""
    return np.asarray(value - (_per_statement(z, value) / z.asked)[z.statement])


def _per_statement(z: StandardVotes, value: FloatArray) -> FloatArray:
    return np.add.reduceat(value, z.ends[:-1])
