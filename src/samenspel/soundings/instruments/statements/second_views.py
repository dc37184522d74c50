"""Other ways to look at statements, for whoever holds the votes. Nothing of this may be published.

docs/analyse.md describes what they mean, with the number of the format they are in.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.disclosure import AGREE
from samenspel.measures.opinions import votes as kinds
from samenspel.measures.opinions.analysis import Analysis
from samenspel.measures.opinions.bridging import bridging
from samenspel.measures.opinions.pooled import Pooled, pooled
from samenspel.measures.opinions.routing import WeightedShares, weighted_shares
from samenspel.measures.opinions.votes import Votes

Views = dict[str, Any]

_PEOPLE_TO_SEE_SIDES = 100_000
_DECIMALS = 12


def second_views(
    exact: Analysis,
    votes: Votes,
    weight: NDArray[np.float64] | None,
    sizes: Sequence[int | None],
) -> list[Views]:
    """Per statement: all groups together, common ground across sides, and shares with weights.

    votes : of everybody, on live statements, in the order of people
    weight : (votes,) or None where there are none
    sizes : of the known groups
    """
    together = _together(exact, sizes)
    score = bridging(_some_people(votes, exact)).score
    weighted = None if weight is None else _weighted(votes, weight)
    return [
        {
            "pooled": together and _pooled(together, j),
            "bridging": _number(score[j]),
            "weighted": weighted and _of_weights(weighted, j),
        }
        for j in range(votes.statements)
    ]


def _together(exact: Analysis, sizes: Sequence[int | None]) -> Pooled | None:
    """None where the size of a group is unknown: nobody can say for how much it counts."""
    if any(size is None for size in sizes):
        return None
    tally, people = exact.moments.tally.astype(np.int64), exact.moments.people.astype(np.int64)
    size = np.maximum([size or 0 for size in sizes], people)
    return pooled(tally[:, :, AGREE], tally.sum(axis=2), size, took_part=people)


def _pooled(together: Pooled, j: int) -> Views:
    told = ("share", "low", "high", "lowest", "highest", "spoken_for")
    return {figure: _number(getattr(together, figure)[j]) for figure in told}


def _some_people(votes: Votes, exact: Analysis) -> Votes:
    """Of a country a sample: those who come first by numbers that follow from their votes."""
    if votes.voters <= _PEOPLE_TO_SEE_SIDES:
        return votes
    chosen = np.zeros(votes.voters, dtype=np.bool_)
    chosen[np.argpartition(exact.keys, _PEOPLE_TO_SEE_SIDES)[:_PEOPLE_TO_SEE_SIDES]] = True
    return votes.keep_people(chosen)


def _weighted(votes: Votes, weight: NDArray[np.float64]) -> WeightedShares:
    agrees = (votes.value == kinds.AGREE).astype(np.float64)
    return weighted_shares(
        votes.voter.astype(np.int64),
        votes.statement.astype(np.int64),
        agrees,
        weight,
        people=votes.voters,
        statements=votes.statements,
    )


def _of_weights(weighted: WeightedShares, j: int) -> Views:
    return {figure: _number(getattr(weighted, figure)[j]) for figure in ("share", "error", "worth")}


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), _DECIMALS)
