"""How often the list of words was right, as somebody found who read a sample."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from samenspel.atlas.purposes.word_list import checked, themes
from samenspel.measures.proportions import wilson


@dataclass(frozen=True)
class Share:
    counted: int
    of: int

    @property
    def low(self) -> int:
        """Of the interval, in whole percents; so is the high end."""
        return round(100 * wilson(self.counted, self.of).low)

    @property
    def high(self) -> int:
        return round(100 * wilson(self.counted, self.of).high)


@dataclass(frozen=True)
class ReadingCheck:
    on: date
    register: date
    found: Mapping[str, Share]
    """by the address of a theme"""
    all_found: Share
    missed: Share
    """of the sentences without a word on the list, those that do speak of a theme"""
    doubtful: int
    """more of them that others could count as missed"""


def reading_check() -> ReadingCheck:
    known = checked()
    found = {theme.address: Share(*reversed(known.found[theme.key])) for theme in themes()}
    return ReadingCheck(
        on=known.on,
        register=known.register,
        found=found,
        all_found=Share(
            sum(share.counted for share in found.values()), sum(s.of for s in found.values())
        ),
        missed=Share(known.unmatched_missed, known.unmatched_read),
        doubtful=known.unmatched_doubtful,
    )
