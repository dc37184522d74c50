"""What is asked: how much at most, and tips for writing statements. A tip never stops anybody.

The rules: more than 25 words is long; "en/of" and "zowel … als" ask two things at once; two
denials in one sentence make "oneens" hard to understand.
"""

import re

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samenspel.measures.opinions.moments import check_size

LONGEST = 300
MOST = 200
MOST_WORDS = 25

_TWO_THINGS = re.compile(r"\ben/of\b|\bzowel\b.+\bals\b", re.IGNORECASE)
_DENIALS = re.compile(
    r"\b(?:niet|geen|nooit|niemand|nergens|niets|zonder|noch|onvoldoende|onmogelijk|oneens)\b",
    re.IGNORECASE,
)


def too_much(groups: int, statements: int) -> str:
    """Why so many statements cannot be looked at together for so many groups, and what to do.

    Empty where they can. What is too much would be found out at the closing, and nothing would come
    of the answers.
    """
    try:
        check_size(groups, statements)
    except ValueError:
        return _(
            "%(statements)s stellingen in %(groups)s groepen zijn te veel om samen te bekijken."
            " Neem minder groepen of minder stellingen."
        ) % {
            "statements": number_format(statements, force_grouping=True),
            "groups": number_format(groups, force_grouping=True),
        }
    return ""


def hints(text: str) -> list[str]:
    """What could make this statement hard to answer, as sentences."""
    found = []
    words = len(text.split())
    if words > MOST_WORDS:
        found.append(
            _("Lang: %(n)d woorden. Korter dan %(most)d leest makkelijker.")
            % {"n": words, "most": MOST_WORDS + 1}
        )
    if _TWO_THINGS.search(text):
        found.append(_("Dit zijn misschien twee vragen in één. Maak er twee zinnen van."))
    if len(_DENIALS.findall(text)) > 1:
        found.append(_("Twee keer een ontkenning: dan is ‘oneens’ lastig te begrijpen."))
    if text.rstrip().endswith("?"):
        found.append(_("Met een vraag kan niemand het eens of oneens zijn. Maak er een zin van."))
    return found
