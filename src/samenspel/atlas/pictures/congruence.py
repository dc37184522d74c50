"""How far cooperation keeps to one region and to the same partners, in figures and words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from samenspel.atlas.queries.divisions import NOWHERE, Division, DivisionKind
from samenspel.atlas.queries.webs import Facts
from samenspel.measures.congruence import WithinArea, same_partners, within_area

# The main region: the law puts each municipality in exactly one, and all regions have tasks that
# their municipalities must share (Wet veiligheidsregio's, article 8 and 9).
MAIN = DivisionKind.SAFETY

_WORDS = {
    DivisionKind.SAFETY: gettext_lazy("veiligheidsregio"),
    DivisionKind.HEALTH: gettext_lazy("GGD-regio"),
    DivisionKind.YOUTH: gettext_lazy("jeugdregio"),
    DivisionKind.LABOUR: gettext_lazy("arbeidsmarktregio"),
    DivisionKind.PROVINCE: gettext_lazy("provincie"),
}


@dataclass(frozen=True)
class Row:
    """One national division: how much stays within one of its regions."""

    kind: DivisionKind
    regions: int
    within: int
    shared: int
    mean: int
    """per cent: over municipalities, of its arrangements that stay within its region"""
    year: int

    @property
    def words(self) -> str:
        return str(_WORDS[self.kind])

    @property
    def is_main(self) -> bool:
        return self.kind is MAIN

    @property
    def percent(self) -> int:
        return _percent(self.within / self.shared)

    @property
    def bar(self) -> float:
        """How long its bar is, of 100."""
        return round(100 * self.within / self.shared, 1)


@dataclass(frozen=True)
class Congruence:
    rows: Sequence[Row]
    """of fewest regions first; empty where no division was read"""
    low: int
    high: int
    """between these percentages lie the middle half of the municipalities: of the arrangements of
    each, how much stays within its main region"""
    partners: int
    """per cent of its arrangements in which a municipality meets the same partner, on average"""

    @property
    def main(self) -> Row | None:
        return next((row for row in self.rows if row.is_main), None)

    @property
    def headline(self) -> str:
        if self.main is None:
            return _("Hoe vast zijn de partners?")
        return _("%(percent)s%% van de regelingen blijft binnen één veiligheidsregio") % {
            "percent": self.main.percent
        }


def congruence(facts: Facts) -> Congruence | None:
    """None where nothing is shared."""
    takes_part = facts.takes_part
    partners = same_partners(takes_part)
    if np.isnan(partners).all():
        return None
    found = {each.kind: within(takes_part, each) for each in facts.divisions}
    rows = [_row(each, found[each.kind]) for each in facts.divisions]
    low, high = _middle_half(found[MAIN].share) if MAIN in found else (0, 0)
    return Congruence(
        rows=sorted(rows, key=lambda row: row.regions),
        low=low,
        high=high,
        partners=_percent(float(np.nanmean(partners))),
    )


def within(takes_part: NDArray[np.bool_], division: Division) -> WithinArea:
    return within_area(takes_part, np.array(division.of, dtype=np.int64))


def _middle_half(share: NDArray[np.float64]) -> tuple[int, int]:
    low, high = np.nanquantile(share, [0.25, 0.75])
    return _percent(float(low)), _percent(float(high))


def _row(division: Division, found: WithinArea) -> Row:
    return Row(
        kind=division.kind,
        regions=len({region for region in division.of if region != NOWHERE}),
        within=int(found.stays.sum()),
        shared=int(found.is_shared.sum()),
        mean=_percent(float(np.nanmean(found.share))),
        year=division.year,
    )


def _percent(share: float) -> int:
    return round(100 * share)
