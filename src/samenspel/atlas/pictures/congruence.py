"""How far cooperation keeps to one region and to the same partners, in figures and words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from numpy.typing import NDArray

from samenspel.atlas.queries.divisions import NOWHERE, Division, DivisionKind
from samenspel.atlas.queries.webs import Facts
from samenspel.measures.congruence import WithinArea, same_partners, within_area
from samenspel.pages.svg import Scale

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
_SCALE = Scale(4, 296)


@dataclass(frozen=True)
class Row:
    """One national division: how much stays within one of its regions."""

    kind: DivisionKind
    regions: int
    within: int
    shared: int
    mean: float
    """over municipalities, of the share of its arrangements that stays within its region"""
    year: int

    @property
    def words(self) -> str:
        return str(_WORDS[self.kind])

    @property
    def is_main(self) -> bool:
        return self.kind is MAIN

    @property
    def share(self) -> float:
        return self.within / self.shared

    @property
    def bar(self) -> float:
        """How long its bar is, from `start`."""
        return round(_SCALE.at(self.share) - _SCALE.left, 1)

    @property
    def start(self) -> float:
        return _SCALE.left


@dataclass(frozen=True)
class Congruence:
    rows: Sequence[Row]
    """of as many regions the main one first; empty where no division was read"""
    quarter: float
    """of the municipalities has at most `low` of its arrangements within its main region"""
    low: float
    half: float
    high: float
    partners: float
    """mean over municipalities: in which share of its arrangements it meets the same partner"""

    @property
    def main(self) -> Row | None:
        return next((row for row in self.rows if row.is_main), None)

    @property
    def headline(self) -> str:
        main = self.main
        if main is None:
            return _("Of samenwerking binnen de regio blijft, is niet te zeggen")
        return _("%(percent)s%% van de regelingen blijft binnen één veiligheidsregio") % {
            "percent": round(100 * main.share)
        }


def congruence(facts: Facts) -> Congruence | None:
    """None where nothing is shared."""
    takes_part = facts.takes_part
    partners = same_partners(takes_part)
    if np.isnan(partners).all():
        return None
    rows = [_row(division, within(takes_part, division)) for division in facts.divisions]
    main = facts.division(MAIN)
    spread = within(takes_part, main).share if main else np.array([np.nan])
    known = spread[~np.isnan(spread)]
    low, half, high = np.quantile(known, [0.25, 0.5, 0.75]) if known.size else (np.nan,) * 3
    return Congruence(
        rows=[row for row in rows if row is not None],
        quarter=0.25,
        low=float(low),
        half=float(half),
        high=float(high),
        partners=float(np.nanmean(partners)),
    )


def within(takes_part: NDArray[np.bool_], division: Division) -> WithinArea:
    return within_area(takes_part, np.array(division.of, dtype=np.int64))


def _row(division: Division, found: WithinArea) -> Row:
    return Row(
        kind=division.kind,
        regions=len({region for region in division.of if region != NOWHERE}),
        within=int(found.stays.sum()),
        shared=int(found.is_shared.sum()),
        mean=float(np.nanmean(found.share)),
        year=division.year,
    )


def regions_in_words(row: Row) -> str:
    return ngettext("%(n)s regio", "%(n)s regio's", row.regions) % {"n": row.regions}
