"""Who publishes what the atlas was read from, and what one may do with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from samenspel.atlas.models import Dataset
from samenspel.atlas.queries.sources import newest_sources

_CC0 = ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.nl")
_CC_BY = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.nl")


@dataclass(frozen=True)
class Publisher:
    """In Dutch in every language: it stands in files, where it must stay the same."""

    name: str
    licence: str
    licence_address: str


PUBLISHERS = {
    Dataset.REGISTER: Publisher("Register van Overheidsorganisaties", *_CC0),
    Dataset.BOUNDARIES: Publisher("CBS, Kadaster", *_CC_BY),
    Dataset.POPULATION: Publisher("CBS", *_CC_BY),
    Dataset.REGIONS: Publisher("CBS", *_CC_BY),
    Dataset.AMALGAMATIONS: Publisher("CBS, RvIG Tabel 33", *_CC_BY),
}


def sources_of(datasets: Iterable[Dataset]) -> list[dict[str, object]]:
    """The newest of each that was read, as it stands in a file."""
    return [
        {
            "naam": PUBLISHERS[Dataset(source.dataset)].name,
            "licentie": PUBLISHERS[Dataset(source.dataset)].licence_address,
            "dag": source.day,
        }
        for source in newest_sources(datasets)
    ]
