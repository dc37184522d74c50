"""Votes of people whose views are known, for tests of what is found in votes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.votes import Votes

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
# Who votes on what: seed, voters, statements, votes of each -> (voters, statements).
Way = Callable[[int, int, int, int], BoolArray]


@dataclass(frozen=True, eq=False)
class Simulated:
    """complete : (voters, statements) what everybody would vote on everything
    asked : (voters, statements) what they did vote on
    views : (voters, axes)
    """

    complete: FloatArray
    asked: BoolArray
    views: FloatArray

    @property
    def votes(self) -> Votes:
        return as_votes(self.complete, self.asked)

    def complete_axes(self) -> FloatArray:
        """(statements, axes) the principal axes of what everybody would vote on everything."""
        centred = self.complete - self.complete.mean(axis=0)
        return np.linalg.svd(centred, full_matrices=False)[2][: self.views.shape[1]].T


def as_votes(complete: FloatArray, asked: BoolArray) -> Votes:
    voter, statement = np.nonzero(asked)
    value = complete[voter, statement].astype(np.int64)
    return Votes(voter, statement, value, *complete.shape)


def by_thresholds(
    seed: int, voters: int, statements: int, strength: tuple[float, ...], asked: BoolArray
) -> Simulated:
    """Agree above a threshold, disagree below another, pass between (ordered probit)."""
    draw = np.random.default_rng(seed)
    views = draw.standard_normal((voters, len(strength)))
    loadings = draw.standard_normal((statements, len(strength))) * strength
    leaning = draw.normal(0.3, 0.6, statements)
    opinion = views @ loadings.T + leaning + draw.standard_normal((voters, statements))
    complete = np.where(np.abs(opinion) < 0.25, 0.0, np.sign(opinion))
    return Simulated(complete, asked, views)


def in_a_straight_line(seed: int, voters: int, statements: int, asked: BoolArray) -> Simulated:
    """Two axes, and the mean vote of each person exactly linear in them; a fifth is passes."""
    draw = np.random.default_rng(seed)
    views = np.clip(draw.standard_normal((voters, 2)), -2.6, 2.6)
    loadings = np.zeros((statements, 2))
    on_first = np.arange(statements) % 2 == 0
    loadings[on_first, 0] = draw.choice([-0.3, 0.3], size=on_first.sum())
    loadings[~on_first, 1] = draw.choice([-0.25, 0.25], size=(~on_first).sum())
    drawn = draw.random((voters, statements))
    agree = 0.4 + views @ loadings.T / 2
    complete = np.where(drawn < agree, 1.0, np.where(drawn < 0.8, -1.0, 0.0))
    return Simulated(complete, asked, views)


def evenly(seed: int, voters: int, statements: int, votes: int) -> BoolArray:
    """Everybody votes on about as many statements, any of them."""
    return np.random.default_rng([seed, 1]).random((voters, statements)) < votes / statements


def unevenly(seed: int, voters: int, statements: int, votes: int) -> BoolArray:
    """As in a conversation: statements are added while it runs, who comes sees the first ones
    most, and some stop after one vote while others go on."""
    draw = np.random.default_rng([seed, 2])
    asked = np.zeros((voters, statements), dtype=np.bool_)
    there = np.minimum(10 + np.arange(voters) * statements // voters, statements)
    wanted = np.clip(draw.lognormal(np.log(votes * 0.7), 0.8, voters), 1, there).astype(int)
    for voter in range(voters):
        weight = 1 / (10 + np.arange(there[voter]))
        share = weight / weight.sum()
        asked[voter, draw.choice(there[voter], wanted[voter], replace=False, p=share)] = True
    return asked
