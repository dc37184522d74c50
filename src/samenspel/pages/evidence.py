"""What research adds to the claims, for and against, read from `evidence.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources

from samenspel.pages.languages import in_language


class Bearing(Enum):
    FOR = "for"
    AGAINST = "against"
    MIXED = "mixed"
    CONTEXT = "context"


@dataclass(frozen=True)
class Finding:
    key: str
    # Claim, such as "C2" → what it does to it.
    claims: Mapping[str, Bearing]
    # Language → text.
    texts: Mapping[str, str]
    source: str

    @property
    def text(self) -> str:
        return in_language(self.texts)


@dataclass(frozen=True)
class Evidence:
    supporting: tuple[Finding, ...]
    # Those that are in part for it and in part against it included.
    opposing: tuple[Finding, ...]


@cache
def findings() -> tuple[Finding, ...]:
    text = resources.files(__package__).joinpath("evidence.toml").read_text(encoding="utf-8")
    return tuple(
        Finding(
            key=written["key"],
            claims={claim: Bearing(bearing) for claim, bearing in written["claims"].items()},
            texts=written["text"],
            source=written["source"],
        )
        for written in tomllib.loads(text)["findings"]
    )


def evidence_on(claim: str) -> Evidence:
    """All that is known of a claim, in the order in which it is written down."""

    def that(*bearings: Bearing) -> tuple[Finding, ...]:
        return tuple(each for each in findings() if each.claims.get(claim) in bearings)

    return Evidence(that(Bearing.FOR), that(Bearing.AGAINST, Bearing.MIXED))
