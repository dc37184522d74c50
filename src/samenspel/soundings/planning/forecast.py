"""Whether a group can be shown, told before anybody was asked.

The rule: a group is shown where at least the minimum of its people take part. Where there are
fewer people than that it never is. Where at least 60 % of them must take part it seldom is: in
rounds by e-mail few groups reach that. Otherwise it probably is.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SELDOM_FROM = 0.6


class Chance(Enum):
    NEVER = "never"
    SELDOM = "seldom"
    PROBABLE = "probable"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Forecast:
    chance: Chance
    size: int | None
    minimum: int

    @property
    def is_doubtful(self) -> bool:
        return self.chance in {Chance.NEVER, Chance.SELDOM}

    @property
    def word(self) -> str:
        return {
            Chance.NEVER: _("nooit te tonen"),
            Chance.SELDOM: _("zelden te tonen"),
            Chance.PROBABLE: _("waarschijnlijk te tonen"),
            Chance.UNKNOWN: _("hangt af van wie meedoet"),
        }[self.chance]

    @property
    def sentence(self) -> str:
        if self.size is None:
            return _("Wordt getoond als ten minste %(k)d mensen meedoen.") % {"k": self.minimum}
        if self.chance is Chance.NEVER:
            return ngettext(
                "Er is %(n)d mens; een groep tonen we vanaf %(k)d.",
                "Er zijn %(n)d mensen; een groep tonen we vanaf %(k)d.",
                self.size,
            ) % {"n": self.size, "k": self.minimum}
        return _("Daarvoor moeten %(k)d van de %(n)s mensen meedoen.") % {
            "k": self.minimum,
            "n": number_format(self.size, use_l10n=True, force_grouping=True),
        }


def forecast(size: int | None, minimum: int) -> Forecast:
    """size : how many people the group has; None where nobody knows"""
    if size is None:
        chance = Chance.UNKNOWN
    elif size < minimum:
        chance = Chance.NEVER
    elif minimum >= SELDOM_FROM * size:
        chance = Chance.SELDOM
    else:
        chance = Chance.PROBABLE
    return Forecast(chance, size, minimum)
