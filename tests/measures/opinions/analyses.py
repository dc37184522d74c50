"""Analyses for tests: of votes, or made by hand with people where one wants them."""

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.opinions.analysis import Analysis, StraightLiners, analyse
from samenspel.measures.opinions.axes import AxesTested
from samenspel.measures.opinions.factor_map import FactorMap
from samenspel.measures.opinions.groups_found.finding import GroupsFound
from samenspel.measures.opinions.moments import Moments
from samenspel.measures.opinions.partitions import cut
from samenspel.measures.opinions.passes import Standing
from samenspel.measures.opinions.sampling import mixed
from samenspel.measures.opinions.votes import Votes

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
EMPTY = np.nan


def from_matrix(matrix: FloatArray) -> Votes:
    """(voters, statements) votes, nan where nobody voted."""
    voter, statement = np.nonzero(~np.isnan(matrix))
    value = matrix[voter, statement].astype(np.int64)
    return Votes(voter, statement, value, *matrix.shape)


def analysed(matrix: FloatArray, group_of: IntArray | None = None, groups: int = 1) -> Analysis:
    if group_of is None:
        group_of = np.zeros(len(matrix), dtype=np.int64)
    partitions = cut(from_matrix(matrix), group_of)
    return analyse(partitions, groups=groups, statements=matrix.shape[1])


def standing_at(
    places: FloatArray,
    loadings: FloatArray,
    *,
    error: float = 0.0,
    asked: int = 100,
    beyond_chance: int = 2,
    explained: tuple[float, ...] = (0.4, 0.2),
    group_of: IntArray | None = None,
    groups: int = 1,
) -> Analysis:
    """People who stand exactly there, in the unit of a vote, but for the error of each.

    asked : how many voted on each statement
    """
    people, statements = len(places), len(loadings)
    moments = Moments.empty(groups, statements)
    moments.tally[0, :, 0] = asked
    length = np.linalg.norm(loadings, axis=0)
    return Analysis(
        moments=moments,
        axes=AxesTested(beyond_chance, np.zeros(0)),
        map=FactorMap(np.zeros(statements), loadings, 0.5, np.array(explained)),
        found=GroupsFound(),
        straight=StraightLiners(0, None),
        keys=mixed(np.arange(people, dtype=np.uint64)),
        placed=np.ones(people, dtype=np.bool_),
        group_of=np.full(people, -1) if group_of is None else group_of,
        standing=Standing(
            places / length,
            error / length * np.ones((people, 1)),
            np.zeros(people, dtype=np.int8),
            np.zeros((1, statements, 3), dtype=np.int64),
        ),
    )
