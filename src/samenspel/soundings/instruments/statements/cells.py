"""What may be told of one group on one statement, read back from a frozen picture."""

from dataclasses import dataclass

from samenspel.measures.disclosure import BANDED, COUNTED, ROUNDED


@dataclass(frozen=True)
class Share:
    """A share of a group; `share` is None where only a band may be told."""

    share: float | None
    low: float
    high: float
    lowest: float
    highest: float
    majority: float

    @property
    def is_majority(self) -> bool:
        """The whole interval lies beyond half: only then may anybody say "in meerderheid"."""
        return self.low > 0.5

    @property
    def is_minority(self) -> bool:
        return self.high < 0.5


@dataclass(frozen=True)
class Cell:
    precision: int
    answered: int
    answered_low: int
    answered_high: int
    told: tuple[float, float, float] | None
    thirds: tuple[int, int]
    """of a banded cell: 0, 1 or 2 for few, around half or most who agree, and who disagree"""
    low: tuple[int, int, int]
    high: tuple[int, int, int]
    agree: Share
    disagree: Share
    open_link: bool = False
    """of whoever had a link: nothing is inferred from it, so no interval is told"""

    @property
    def is_banded(self) -> bool:
        return self.precision == BANDED

    @property
    def is_exact(self) -> bool:
        return self.precision == COUNTED

    def is_nearly_all(self, kind: int) -> bool:
        """Told as "bijna iedereen", so that everybody cannot be told from all but one."""
        return self._is_rounded and self.told_of(kind) >= self.answered

    def is_nearly_none(self, kind: int) -> bool:
        return self._is_rounded and self.told_of(kind) == 0

    @property
    def _is_rounded(self) -> bool:
        return self.precision == ROUNDED

    def told_of(self, kind: int) -> float:
        return self.told[kind] if self.told else 0.0
