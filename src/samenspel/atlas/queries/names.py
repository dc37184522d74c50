"""How names are found and put in order: without accents, capitals and a leading 's-."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from samenspel.atlas.models import Organisation


def plain(name: str) -> str:
    """Súdwest-Fryslân as sudwest-fryslan, to compare with what somebody types."""
    parts = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).strip()


def order_of(name: str) -> str:
    return plain(name).lstrip("'\"( -")


def named_like(organisations: Iterable[Organisation], asked: str) -> list[Organisation]:
    wanted = plain(asked)
    return sorted(
        (found for found in organisations if wanted in plain(str(found))),
        key=lambda found: order_of(str(found)),
    )


def by_letter(organisations: Iterable[Organisation]) -> list[tuple[str, list[Organisation]]]:
    """Each first letter with those under it. Expects them in order."""

    def letter(organisation: Organisation) -> str:
        return order_of(str(organisation))[:1].upper()

    return [(first, list(under)) for first, under in groupby(organisations, key=letter)]
