"""A tip for who writes a purpose. It counts words, says so, and never stops anybody.

The rule: a purpose that has words about money or about structure, and not one about people or
about what gets better for them, may be forgetting what the cooperation is for (claim C2: sought on
concrete challenges, a cooperation keeps its purpose; driven by savings, it does not).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

# Beginnings of Dutch words, without accents. A word belongs to a list if it begins with one.
MONEY = (
    "bedrijfsresultaat", "begroting", "bekostig", "bespar", "betaalba", "bezuinig", "budget",
    "doelmatig", "efficien", "euro", "financ", "geld", "goedko", "inkoopvoordeel", "kosten",
    "miljoen", "prijs", "schaalvoorde", "subsidie", "tarief", "tarieven", "uitgave", "winst",
)  # fmt: skip
STRUCTURE = (
    "afdeling", "ambtelijk", "bedrijfsvoering", "bestuur", "bundel", "centrumgemeente", "directie",
    "formatie", "fuse", "fusie", "gemeenschappelijk", "governance", "harmonis", "herindel",
    "integratie", "opschal", "orgaan", "organisatie", "overhead", "regeling", "reorganis",
    "robuust", "samenvoeg", "schaalgroot", "schaalvergrot", "slagkracht", "structuur", "uniform",
)  # fmt: skip
PEOPLE = (
    "arm", "bedrijven", "bereikba", "bewoner", "burger", "buurt", "client", "cultuur", "dichtbij",
    "dorp", "eenzaam", "energie", "gezin", "gezond", "huis", "hulp", "huur", "inwoner", "jeugd",
    "jong", "kind", "klimaat", "leefba", "leerling", "loket", "mantelzorg", "mens", "milieu",
    "natuur", "ondernemer", "onderwijs", "ouder", "patient", "schol", "school", "schuld", "sport",
    "stad", "statushouder", "thuis", "toerist", "veilig", "vereniging", "verkeer", "vrijwillig",
    "water", "wijk", "winkel", "wonen", "woning", "zieken", "zorg",
)  # fmt: skip


class Topic(Enum):
    MONEY = "money"
    STRUCTURE = "structure"
    BOTH = "both"


@dataclass(frozen=True)
class Hint:
    topic: Topic
    words: tuple[str, ...]
    """what was found, as it was written"""


def hint_for(purpose: str) -> Hint | None:
    """The tip that a purpose calls for; None where it does not, or where there is none yet."""
    words = re.findall(r"[^\W\d_]+", purpose)
    if _among(words, PEOPLE):
        return None
    money, structure = _among(words, MONEY), _among(words, STRUCTURE)
    if not money and not structure:
        return None
    topic = Topic.BOTH if money and structure else Topic.MONEY if money else Topic.STRUCTURE
    found = {*money, *structure}
    return Hint(topic, tuple(dict.fromkeys(word for word in words if word in found)))


def _among(words: list[str], beginnings: tuple[str, ...]) -> list[str]:
    return [word for word in words if _plain(word).startswith(beginnings)]


def _plain(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
