"""People of whom it is known whether they are in groups, and how they vote.

Who votes on what comes from the generator of the benchmarks. What they vote is drawn here: by where
they stand on axes, which is no group, or by the shares of the group in which they were planted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.analysis import Analysis, analyse
from samenspel.measures.opinions.partitions import cut
from samenspel.measures.opinions.votes import Votes
from tests.benchmarks.made_votes import Size, drawn, how_often

FloatArray: TypeAlias = NDArray[np.float64]
Generator: TypeAlias = np.random.Generator

_PASSES = 0.1
_MOST_COMMON_VARIANCE = 0.9

# In which shapes people can be spread along an axis without being in groups; variance 1.
SPREADS: dict[str, Callable[[Generator, tuple[int, int]], FloatArray]] = {
    "normal": lambda rng, shape: rng.standard_normal(shape),
    "even": lambda rng, shape: rng.uniform(-np.sqrt(3), np.sqrt(3), shape),
    "skewed": lambda rng, shape: rng.exponential(1, shape) - 1,
    "heavy-tailed": lambda rng, shape: rng.standard_t(4, shape) / np.sqrt(2),
}


@dataclass(frozen=True, eq=False)
class Planted:
    """group : (people,) where each was planted
    agree : (groups, statements) P(agree); one vote in ten is a pass and the rest disagree
    part : (groups,) of all people
    """

    votes: Votes
    group: NDArray[np.int64]
    agree: FloatArray
    part: FloatArray

    def oracle(self) -> NDArray[np.int64]:
        """(people,) the likeliest group of each for who knows the shares of all groups."""
        votes = self.votes
        chance = np.stack([1 - _PASSES - self.agree, np.full_like(self.agree, _PASSES), self.agree])
        score = np.tile(np.log(self.part), (votes.voters, 1))
        np.add.at(score, votes.voter, np.log(chance[votes.value + 1, :, votes.statement]))
        return np.asarray(score.argmax(axis=1))


def on_axes(
    size: Size,
    axes: int,
    seed: int,
    *,
    spread: str = "normal",
    acquiescence: bool = False,
    off_axis: int = 0,
) -> Votes:
    """Votes by an ordered-probit factor model: people differ, but nobody is in a group.

    axes : 0 for votes that are independent
    acquiescence : everybody leans to one side on all statements alike, by an axis of that kind
    off_axis : how many statements, the first ones, have nothing to do with any axis
    """
    rng = np.random.default_rng([seed, 1])
    voter, statement = _asked(size, rng)
    views = SPREADS[spread](rng, (size.people, axes))
    weight = rng.uniform(0.3, 1.0, (size.statements, axes))
    if not acquiescence:
        weight *= rng.choice([-1, 1], weight.shape)
    weight[:off_axis] = 0
    common = (weight**2).sum(axis=1, keepdims=True)
    weight *= np.sqrt(_MOST_COMMON_VARIANCE / max(float(common.max(initial=0)), 1.0))
    own = np.sqrt(1 - (weight**2).sum(axis=1))
    opinion = (views[voter] * weight[statement]).sum(axis=1)
    opinion += own[statement] * rng.standard_normal(len(voter))
    middle, half = rng.normal(0, 0.6, size.statements), rng.uniform(0.05, 0.25, size.statements)
    away = opinion - middle[statement]
    value = np.sign(away) * (np.abs(away) > half[statement])
    return Votes(voter, statement, value.astype(np.int64), size.people, size.statements)


def planted(
    size: Size, part: tuple[float, ...], apart: float, seed: int, *, alike: int = 0
) -> Planted:
    """Votes of people in groups.

    part : how large each group is, of 1
    apart : how far P(agree) of two groups lies apart, on average over statements and pairs
    alike : on how many statements, the first ones, groups do not differ; they are left out of that
    """
    rng = np.random.default_rng([seed, 2])
    voter, statement = _asked(size, rng)
    group = rng.choice(len(part), size.people, p=part)
    agree = _shares(len(part), size.statements, apart, rng)
    agree[:, :alike] = agree[:1, :alike]
    luck = rng.random(len(voter))
    agrees = luck < agree[group[voter], statement]
    value = np.where(agrees, 1, np.where(luck < 1 - _PASSES, -1, 0))
    votes = Votes(voter, statement, value, size.people, size.statements)
    return Planted(votes, group, agree, np.array(part))


def _shares(groups: int, statements: int, apart: float, rng: Generator) -> FloatArray:
    middle = rng.uniform(0.2, 0.8, statements)
    away = rng.standard_normal((groups, statements))
    least, most = 0.0, 9.0
    for _step in range(40):
        scale = (least + most) / 2
        share = np.clip(middle + scale * away, 0.02, 0.98) * (1 - _PASSES)
        if mean_difference(share) < apart:
            least = scale
        else:
            most = scale
    return share


def mean_difference(share: FloatArray) -> float:
    """Between two groups, on average over statements and pairs."""
    pairs = np.triu_indices(len(share), 1)
    return float(np.abs(share[pairs[0]] - share[pairs[1]]).mean())


def with_straight_liners(votes: Votes, part: float, seed: int) -> tuple[Votes, NDArray[np.bool_]]:
    """The same, but some people agree with everything they vote on; and who these are."""
    straight = np.random.default_rng([seed, 3]).random(votes.voters) < part
    value = np.where(straight[votes.voter], 1, votes.value)
    return Votes(votes.voter, votes.statement, value, votes.voters, votes.statements), straight


def analysed(votes: Votes, *, people: int = 65_536, seed: int = 0) -> Analysis:
    """All of one known group, cut into partitions of so many people."""
    partitions = cut(votes, np.zeros(votes.voters, dtype=np.int64), people=people)
    return analyse(partitions, groups=1, statements=votes.statements, seed=seed)


def _asked(size: Size, rng: Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    parts = list(drawn(how_often(size, rng), size.statements, rng))
    voter, statement = (np.concatenate(column) for column in zip(*parts, strict=True))
    return voter, statement
