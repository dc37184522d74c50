"""How areas are tied through what organisations in them share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.congruence import within_area
from samenspel.measures.webs import betweenness, collaboration_weights, shared

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class AreaWeb:
    """What each area shares inside, and with others.

    together : (areas, areas) arrangements in which organisations of both take part; 0 on the
        diagonal
    inside : (areas,) arrangements in which at least two of its own organisations take part
    within : (areas,) shared arrangements in which only its own organisations take part
    total : (areas,) shared arrangements in which any of its organisations takes part
    cohesion : (areas,) arrangements that two of its organisations share, the mean over all pairs;
        nan where it has fewer than two
    betweenness : (areas,) for which share of all pairs of other areas it lies on the shortest way
    """

    together: IntArray
    inside: IntArray
    within: IntArray
    total: IntArray
    cohesion: FloatArray
    betweenness: FloatArray


def area_web(takes_part: BoolArray, area: IntArray, areas: int) -> AreaWeb:
    """The web of areas, as that of organisations with each area as one.

    takes_part : (organisations, arrangements)
    area : (organisations,) the number of the area that each lies in; −1 for none known
    areas : how many there are

    An area takes part in k where any of its organisations does. Ties between areas weigh
    Σ_k 1/(m_k − 1), m_k the number of areas in k, and betweenness is that of these ties
    (`webs.collaboration_weights`, `webs.betweenness`). Raises ValueError where the shapes differ,
    or an area is not among them.
    """
    if takes_part.shape[0] != len(area):
        raise ValueError("area has a number for each organisation of takes_part")
    if area.max(initial=-1) >= areas:
        raise ValueError("area is below the number of areas")
    member = area[None, :] == np.arange(areas)[:, None]
    there = member.astype(np.int64) @ takes_part.astype(np.int64)
    inner = within_area(takes_part, area)
    of_areas = there > 0
    return AreaWeb(
        together=shared(of_areas),
        inside=(there > 1).sum(axis=1),
        within=(of_areas & inner.stays).sum(axis=1),
        total=(of_areas & inner.is_shared).sum(axis=1),
        cohesion=_cohesion(there, member.sum(axis=1)),
        betweenness=betweenness(collaboration_weights(of_areas)),
    )


def _cohesion(there: IntArray, members: IntArray) -> FloatArray:
    """Pairs that share, over all arrangements, divided by the pairs there are."""
    sharing = (there * (there - 1) // 2).sum(axis=1)
    pairs = members * (members - 1) // 2
    found: FloatArray = np.divide(
        sharing, pairs, out=np.full(len(members), np.nan), where=pairs > 0
    )
    return found
