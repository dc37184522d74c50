"""What the map of the Netherlands can tell of each municipality."""

from collections.abc import Callable, Sequence
from datetime import date
from statistics import fmean

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samenspel.atlas.pictures.steps import Step, cut_at, of_equal_size, periods
from samenspel.atlas.queries.netherlands import Municipality
from samenspel.pages.templatetags.pages import thousands

# Classes of size as statistics of municipalities have them, cut finer where most are.
_SIZES = (20_000, 30_000, 50_000, 100_000)
_PERIODS = (2001, 2011, 2016, 2021)


class Fact(models.TextChoices):
    ARRANGEMENTS = "regelingen", gettext_lazy("Aantal regelingen")
    PARTNERS = "partners", gettext_lazy("Aantal gemeenten waarmee zij samenwerkt")
    INHABITANTS = "inwoners", gettext_lazy("Aantal inwoners")
    AMALGAMATED = "herindeling", gettext_lazy("Laatste herindeling")

    def of(self, municipality: Municipality) -> int | date | None:
        return _OF[self](municipality)

    @property
    def column(self) -> str:
        """What stands above its values, short enough for a phone."""
        return str(_COLUMNS[self])

    @property
    def is_of_the_register(self) -> bool:
        """Whether it counts arrangements, which the register knows from some year on."""
        return self in (Fact.ARRANGEMENTS, Fact.PARTNERS)

    def number_of(self, municipality: Municipality) -> int | None:
        """What its shade follows."""
        value = self.of(municipality)
        return value.year if isinstance(value, date) else value

    def of_several(self, numbers: Sequence[int]) -> float:
        """What the shade of an outline follows that holds several."""
        return max(numbers) if self is Fact.AMALGAMATED else fmean(numbers)

    def place_of(self, municipality: Municipality) -> int:
        """What its place in the list follows: the largest, or the newest, first; unknown last.

        How much one works with others is no achievement: there all stand in order of their names.
        """
        value = self.of(municipality)
        if self.is_of_the_register:
            return 0
        if value is None:
            return 1
        return -(value.toordinal() if isinstance(value, date) else value)

    def words_of(self, municipality: Municipality) -> str:
        value = self.of(municipality)
        if value is None:
            return _("niet bekend")
        return date_format(value, "j F Y") if isinstance(value, date) else thousands(value)

    def sentence_of(self, municipality: Municipality) -> str:
        """What is said beside its name."""
        return _SENTENCES[self](municipality)

    def steps(self, values: Sequence[int]) -> list[Step]:
        if self is Fact.INHABITANTS:
            return cut_at(_SIZES, thousands)
        return periods(_PERIODS) if self is Fact.AMALGAMATED else of_equal_size(values)


def _arrangements(each: Municipality) -> str:
    return ngettext("%(n)s regeling", "%(n)s regelingen", each.arrangements) % {
        "n": each.arrangements
    }


def _partners(each: Municipality) -> str:
    return ngettext("met %(n)s gemeente", "met %(n)s gemeenten", each.partners) % {
        "n": each.partners
    }


def _inhabitants(each: Municipality) -> str:
    if each.inhabitants is None:
        return _("aantal inwoners niet bekend")
    return ngettext("%(n)s inwoner", "%(n)s inwoners", each.inhabitants) % {
        "n": thousands(each.inhabitants)
    }


def _amalgamated(each: Municipality) -> str:
    if each.amalgamated is None:
        return _("geen herindeling bekend")
    return _("herindeling op %(day)s") % {"day": date_format(each.amalgamated, "j F Y")}


_COLUMNS = {
    Fact.ARRANGEMENTS: gettext_lazy("Regelingen"),
    Fact.PARTNERS: gettext_lazy("Partners"),
    Fact.INHABITANTS: gettext_lazy("Inwoners"),
    Fact.AMALGAMATED: gettext_lazy("Herindeling"),
}
_OF: dict[Fact, Callable[[Municipality], int | date | None]] = {
    Fact.ARRANGEMENTS: lambda each: each.arrangements,
    Fact.PARTNERS: lambda each: each.partners,
    Fact.INHABITANTS: lambda each: each.inhabitants,
    Fact.AMALGAMATED: lambda each: each.amalgamated,
}
_SENTENCES: dict[Fact, Callable[[Municipality], str]] = {
    Fact.ARRANGEMENTS: _arrangements,
    Fact.PARTNERS: _partners,
    Fact.INHABITANTS: _inhabitants,
    Fact.AMALGAMATED: _amalgamated,
}
