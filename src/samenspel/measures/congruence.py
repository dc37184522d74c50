"""How far cooperation keeps to the same area and to the same partners (congruentie).

The word and the question are those of Dutch research on regional government: Boogers, Klok,
Denters & Sanders 2016, Effecten van regionaal bestuur voor gemeenten; Klok, Denters, Boogers &
Sanders 2018, Public Administration Review 78:527-536. What is published and what is chosen here
stands in docs/methods.md.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel.measures.webs import shared

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class WithinArea:
    """Of what is shared, how much stays within the area of those who share it.

    stays : (arrangements,) all who take part lie in one area; False where one of them lies in none
    is_shared : (arrangements,) at least two take part
    within, total : (organisations,) shared arrangements of each that stay within its area, and all
    """

    stays: BoolArray
    is_shared: BoolArray
    within: IntArray
    total: IntArray

    @property
    def share(self) -> FloatArray:
        """Per organisation `within / total`; nan for who shares nothing."""
        return _ratio(self.within, self.total)

    @property
    def of_arrangements(self) -> float:
        """The share of the shared arrangements that stays within one area; nan without any."""
        count = int(self.is_shared.sum())
        return float(self.stays.sum() / count) if count else float("nan")


def within_area(takes_part: BoolArray, area: IntArray) -> WithinArea:
    """Which arrangements stay within one area.

    takes_part : (organisations, arrangements)
    area : (organisations,) the number of the area that each lies in; −1 for none known

    c_i = #{k shared, i in k, all of k in the area of i} / #{k shared, i in k}. An arrangement of
    one is not shared and counts nowhere. Larger areas hold more by themselves: compare divisions
    of about as many areas only. Raises ValueError where the shapes differ.
    """
    if takes_part.shape[0] != len(area):
        raise ValueError("area has a number for each organisation of takes_part")
    size = takes_part.sum(axis=0)
    is_shared = size > 1
    nowhere = np.iinfo(np.int64).max
    lowest = np.where(takes_part, area[:, None], nowhere).min(axis=0, initial=nowhere)
    highest = np.where(takes_part, area[:, None], -1).max(axis=0, initial=-1)
    stays = is_shared & (lowest == highest) & (lowest >= 0)
    return WithinArea(
        stays=stays,
        is_shared=is_shared,
        within=(takes_part & stays).sum(axis=1),
        total=(takes_part & is_shared).sum(axis=1),
    )


def same_partners(takes_part: BoolArray) -> FloatArray:
    """How often each meets the same partners: territorial congruence.

    takes_part : (organisations, arrangements)

    t_i = mean over i's partners j of a_ij / a_i, a_ij the arrangements that i and j share and a_i
    the arrangements that i shares with anybody; which is the partners counted in every
    arrangement anew, divided by different partners times arrangements. 1 where all arrangements
    are with the same partners, 1/a_i where no partner is met twice. After ter Hedde & van
    Dal-Peters 2020, Rijnconsult Business Review. nan for who shares nothing.
    """
    together = shared(takes_part)
    partners = (together > 0).sum(axis=1)
    own = (takes_part & (takes_part.sum(axis=0) > 1)).sum(axis=1)
    possible = partners * own
    return _ratio(together.sum(axis=1), possible)


def _ratio(part: IntArray, whole: IntArray) -> FloatArray:
    share: FloatArray = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return share
