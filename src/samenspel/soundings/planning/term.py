"""Tips on when to ask. They never stop anybody."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

SHORT = timedelta(days=14)
# A round cannot be ended early, and until it closes the list of addresses is kept.
LONGEST = timedelta(days=366)
_YEARS = range(2020, 2200)

# First and last day, as month and day. School holidays differ by region and by year, so these are
# the weeks around which most of the country has them.
_HOLIDAYS = (
    ("zomer", (7, 4), (9, 5)),
    ("herfst", (10, 10), (10, 26)),
    ("kerst", (12, 19), (1, 4)),
    ("voorjaar", (2, 13), (3, 1)),
    ("mei", (4, 24), (5, 9)),
)


def refusal(opens_on: date | None, closes_on: date | None) -> str:
    """Why a round cannot have these two days, as a sentence; nothing where it can."""
    days = [day for day in (opens_on, closes_on) if day is not None]
    if any(day.year not in _YEARS for day in days):
        return _("Dit jaartal klopt niet.")
    if opens_on is None or closes_on is None:
        return ""
    if closes_on < opens_on:
        return _("De laatste dag ligt voor de eerste.")
    if closes_on - opens_on > LONGEST:
        return _("Een vragenronde duurt hoogstens een jaar. Kies een eerdere laatste dag.")
    return ""


def tips(opens_on: date | None, closes_on: date | None) -> list[str]:
    """What to think of with these two days, as sentences."""
    if opens_on is None or closes_on is None or refusal(opens_on, closes_on):
        return []
    found = [_holiday_tip(name) for name in _holidays_within(opens_on, closes_on)]
    if closes_on - opens_on + timedelta(days=1) < SHORT:
        found.append(_("Dit is korter dan twee weken. Wie dan net weg is, kan niet meedoen."))
    return found


def _holiday_tip(name: str) -> str:
    named = {
        "zomer": _("de zomervakantie"),
        "herfst": _("de herfstvakantie"),
        "kerst": _("de kerstvakantie"),
        "voorjaar": _("de voorjaarsvakantie"),
        "mei": _("de meivakantie"),
    }
    return _("In deze tijd valt %(holiday)s. Dan lezen veel mensen hun e-mail niet.") % {
        "holiday": named[name]
    }


def _holidays_within(opens_on: date, closes_on: date) -> Iterator[str]:
    for name, first, last in _HOLIDAYS:
        # The one around New Year begins in the year before.
        for year in range(opens_on.year - 1, closes_on.year + 1):
            begins = date(year, *first)
            ends = date(year + (last < first), *last)
            if begins <= closes_on and opens_on <= ends:
                yield name
                break
