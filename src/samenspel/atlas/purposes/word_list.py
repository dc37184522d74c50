"""The list of words, read from `words.toml` and made into patterns once."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from samenspel.atlas.models.letters import without_accents
from samenspel.pages.languages import in_language


@dataclass(frozen=True)
class Pair:
    """Two kinds of words that must stand near each other."""

    one: re.Pattern[str]
    other: re.Pattern[str]
    within: int
    listed: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Theme:
    key: str
    # In the address of a page.
    address: str
    # Language → text.
    names: Mapping[str, str]
    short_names: Mapping[str, str]
    explanations: Mapping[str, str]
    words: re.Pattern[str]
    exceptions: re.Pattern[str] | None
    pairs: tuple[Pair, ...]
    # As written down, to be shown.
    listed: tuple[str, ...]
    listed_exceptions: tuple[str, ...]
    # Letters of which one row at least stands in every text that the theme is in.
    traces: tuple[str, ...]

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def short_name(self) -> str:
        """For the heading of a column."""
        return in_language(self.short_names)

    @property
    def explanation(self) -> str:
        return in_language(self.explanations)

    def can_be_in(self, searched: str) -> bool:
        """Quick, and never no where there is something: most texts are passed over by it."""
        return any(map(searched.__contains__, self.traces))


@dataclass(frozen=True)
class Checked:
    """Sentences that were drawn and read by hand."""

    on: date
    register: date
    # Key of a theme → (sentences read, sentences that do speak of it).
    found: Mapping[str, tuple[int, int]]
    # Of the sentences without a word on the list: read, clearly missed, and doubtful.
    unmatched_read: int
    unmatched_missed: int
    unmatched_doubtful: int


@cache
def themes() -> tuple[Theme, ...]:
    return parsed(_written())


@cache
def checked() -> Checked:
    known = tomllib.loads(_written())["checked"]
    found = {key: (each["read"], each["right"]) for key, each in known.pop("found").items()}
    return Checked(found=found, **known)


def parsed(text: str) -> tuple[Theme, ...]:
    return tuple(_theme(written) for written in tomllib.loads(text)["themes"])


def _written() -> str:
    return resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")


def _theme(written: Mapping[str, Any]) -> Theme:
    exceptions = tuple(written.get("except", ()))
    pairs = written.get("pairs", ())
    return Theme(
        key=written["key"],
        address=written["address"],
        names=written["name"],
        short_names=written["short"],
        explanations=written["explanation"],
        words=pattern_of(written["words"]),
        exceptions=pattern_of(exceptions) if exceptions else None,
        pairs=tuple(_pair(pair) for pair in pairs),
        listed=tuple(written["words"]),
        listed_exceptions=exceptions,
        traces=_traces([*written["words"], *(word for pair in pairs for word in pair["other"])]),
    )


def _pair(written: Mapping[str, Any]) -> Pair:
    one, other = written["one"], written["other"]
    return Pair(pattern_of(one), pattern_of(other), written["within"], (tuple(one), tuple(other)))


def _traces(listed: Iterable[str]) -> tuple[str, ...]:
    """The longest run of letters of each; what holds another of them is left out."""
    runs = {max(re.split(r"[\s*]+", without_accents(words)), key=len) for words in listed}
    return tuple(sorted(run for run in runs if not any(other in run for other in runs - {run})))


def pattern_of(listed: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all of them, to be used on text without accents.

    The longest goes first: of what begins at the same place the whole is marked.
    """
    ordered = sorted(
        {without_accents(words) for words in listed}, key=lambda words: (-len(words), words)
    )
    return re.compile(rf"\b(?:{'|'.join(map(_one, ordered))})(?!\w)")


def _one(words: str) -> str:
    return r"\s+".join(r"\w*".join(map(re.escape, word.split("*"))) for word in words.split())
