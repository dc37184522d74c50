"""The opinion map of an earlier round, as it was published: how the next one is to lie."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samenspel.measures.opinions.alignment import EndsBefore

Texts = tuple[str, ...]


@dataclass(frozen=True)
class MapBefore:
    """high, low : for each axis, the texts of the statements that were named at that end

    Nothing else of the earlier round is used, and all of it stands on the page of its map.
    """

    title: str
    title_en: str
    high: tuple[Texts, Texts]
    low: tuple[Texts, Texts]

    def ends_among(self, texts: Sequence[str]) -> EndsBefore:
        """The same ends, by the numbers that their statements have here.

        A statement is the same where its text is. One that is asked twice is not told apart.
        """
        number = _numbers(texts)
        high, low = (
            tuple(tuple(number[text] for text in end if text in number) for end in ends)
            for ends in (self.high, self.low)
        )
        return EndsBefore((high[0], high[1]), (low[0], low[1]))

    def name(self) -> dict[str, str]:
        """What the next picture keeps of it."""
        return {"title": self.title, "title_en": self.title_en}


def map_before(content: Mapping[str, Any], title: str, title_en: str) -> MapBefore | None:
    """What a frozen picture tells of its map, in this format or an earlier one; None without."""
    if content["map"] is None:
        return None
    texts = [_clean(statement["text"]) for statement in content["statements"]]
    once = _numbers(texts).keys()
    high, low = (
        tuple(
            tuple(
                texts[named["statement"]]
                for named in axis[end]
                if texts[named["statement"]] in once
            )
            for axis in content["map"]["axes"]
        )
        for end in ("high_end", "low_end")
    )
    return MapBefore(title, title_en, (high[0], high[1]), (low[0], low[1]))


def _numbers(texts: Iterable[str]) -> dict[str, int]:
    """The number of each text that stands there once."""
    clean = [_clean(text) for text in texts]
    times = Counter(clean)
    return {text: number for number, text in enumerate(clean) if times[text] == 1}


def _clean(text: str) -> str:
    return " ".join(text.split())
